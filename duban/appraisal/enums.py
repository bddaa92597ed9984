"""Stored codes of appraisals."""

from django.db import models

from duban.core.appraisal import words
from duban.core.workflow import appraisal, appraisal_objection


class AppraisalState(models.TextChoices):
    """Where a year's appraisal stands. Moves: ``core.workflow.appraisal``."""

    DRAFT = appraisal.DRAFT, appraisal.TABLE.states[appraisal.DRAFT]
    SHOWN = appraisal.SHOWN, appraisal.TABLE.states[appraisal.SHOWN]
    SUBMITTED = appraisal.SUBMITTED, appraisal.TABLE.states[appraisal.SUBMITTED]
    APPROVED = appraisal.APPROVED, appraisal.TABLE.states[appraisal.APPROVED]
    SUPERSEDED = appraisal.SUPERSEDED, appraisal.TABLE.states[appraisal.SUPERSEDED]


class ObjectionState(models.TextChoices):
    """Where an objection stands. Moves: ``core.workflow.appraisal_objection``."""

    OPEN = appraisal_objection.OPEN, appraisal_objection.TABLE.states[appraisal_objection.OPEN]
    UPHELD = appraisal_objection.UPHELD, appraisal_objection.TABLE.states[appraisal_objection.UPHELD]
    REJECTED = appraisal_objection.REJECTED, appraisal_objection.TABLE.states[appraisal_objection.REJECTED]
    WITHDRAWN = appraisal_objection.WITHDRAWN, appraisal_objection.TABLE.states[appraisal_objection.WITHDRAWN]


class Item(models.TextChoices):
    """What counts (考核项)."""

    RESULTS = words.Item.RESULTS.value, words.ITEM_LABELS[words.Item.RESULTS]
    VERIFIED = words.Item.VERIFIED.value, words.ITEM_LABELS[words.Item.VERIFIED]
    REPORTS = words.Item.REPORTS.value, words.ITEM_LABELS[words.Item.REPORTS]
    LINES = words.Item.LINES.value, words.ITEM_LABELS[words.Item.LINES]
    PLANS = words.Item.PLANS.value, words.ITEM_LABELS[words.Item.PLANS]
    ANSWERS = words.Item.ANSWERS.value, words.ITEM_LABELS[words.Item.ANSWERS]
    URGINGS = words.Item.URGINGS.value, words.ITEM_LABELS[words.Item.URGINGS]


class Klass(models.TextChoices):
    """Class of result (等次)."""

    GOOD = words.Klass.GOOD.value, words.KLASS_LABELS[words.Klass.GOOD]
    FAIR = words.Klass.FAIR.value, words.KLASS_LABELS[words.Klass.FAIR]
    PLAIN = words.Klass.PLAIN.value, words.KLASS_LABELS[words.Klass.PLAIN]
    POOR = words.Klass.POOR.value, words.KLASS_LABELS[words.Klass.POOR]
    NONE = words.Klass.NONE.value, words.KLASS_LABELS[words.Klass.NONE]


VISIBLE_TO_UNITS = (
    AppraisalState.SHOWN,
    AppraisalState.SUBMITTED,
    AppraisalState.APPROVED,
    AppraisalState.SUPERSEDED,
)
"""A draft is internal; from being shown on, each unit sees its own."""
