"""Stored codes of dispatch. Codes are never renamed; labels are Chinese."""

from django.db import models

from duban.core.gongwen.document import Form as Layout
from duban.core.workflow import paper_draft as flow


class Kind(models.TextChoices):
    """Kinds of documents that are issued."""

    CIRCULAR = "circular", "通报"
    COMMENDATION = "commendation", "表彰决定"
    URGING = "urging", "督办函"
    MINUTES = "minutes", "纪要"
    CONCLUSION = "conclusion", "督查结论"
    DECISION = "decision", "复核决定"
    NOTICE = "notice", "通知"


# What these documents say has a message of its own, with its days: nobody is told twice of one paper.
TOLD_BY_THEIR_OWN = (Kind.CONCLUSION, Kind.DECISION)


class Form(models.TextChoices):
    """Layouts of GB/T 9704-2012."""

    GENERAL = Layout.GENERAL.value, "文件格式"
    LETTER = Layout.LETTER.value, "信函格式"
    MINUTES = Layout.MINUTES.value, "纪要格式"


class DraftState(models.TextChoices):
    """States of a paper on its way to being issued (:mod:`duban.core.workflow.paper_draft`)."""

    DRAFT = flow.DRAFT, "起草"
    SUBMITTED = flow.SUBMITTED, "待签发"
    APPROVED = flow.APPROVED, "已签发，待印发"
    ISSUED = flow.ISSUED, "已印发"
    CANCELLED = flow.CANCELLED, "已作废"
