"""Stored codes of notices."""

from django.db import models


class DraftState(models.TextChoices):
    """Where an uploaded notice stands. Moves: :mod:`duban.core.workflow.notice_draft`."""

    QUEUED = "queued", "排队中"
    READING = "reading", "识别中"
    READY = "ready", "待校对"
    FAILED = "failed", "无法识别"
    CONFIRMED = "confirmed", "已入台账"
    DISCARDED = "discarded", "已放弃"


class NoticeKind(models.TextChoices):
    """What a notice is to the year's ledger."""

    ORIGINAL = "original", "首次下达"
    ADDITION = "addition", "补充"
    CORRECTION = "correction", "更正"
