"""Stored codes of circulars. Codes are never renamed; labels are Chinese."""

from django.db import models

from duban.core.workflow import circular as flow
from duban.dispatch.enums import Kind as Documents


class Kind(models.TextChoices):
    """What is drafted; the codes are those of the documents that are issued."""

    CIRCULAR = Documents.CIRCULAR.value, Documents.CIRCULAR.label
    COMMENDATION = Documents.COMMENDATION.value, Documents.COMMENDATION.label


class State(models.TextChoices):
    """Where a draft stands. Moves: ``core.workflow.circular``."""

    DRAFT = flow.DRAFT, flow.TABLE.states[flow.DRAFT]
    SHOWN = flow.SHOWN, flow.TABLE.states[flow.SHOWN]
    SUBMITTED = flow.SUBMITTED, flow.TABLE.states[flow.SUBMITTED]
    APPROVED = flow.APPROVED, flow.TABLE.states[flow.APPROVED]
    ISSUED = flow.ISSUED, flow.TABLE.states[flow.ISSUED]
    CANCELLED = flow.CANCELLED, flow.TABLE.states[flow.CANCELLED]


class Naming(models.TextChoices):
    """Why a unit is named."""

    SCHEDULE = "schedule", "未达到序时进度"
    NODE = "node", "节点或期限逾期"
    LATE = "late", "逾期报送"
    CASE = "case", "协调事项"
    TEXT = "text", "正文提及"
    PRAISE = "praise", "表彰"
