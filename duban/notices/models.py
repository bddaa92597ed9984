"""Notices (来文): the upload, its draft reading with corrections by hand, and the confirmed notice."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from duban.files.models import StoredFile
from duban.notices.enums import DraftState, NoticeKind
from duban.notices.querysets import DraftQuerySet
from duban.orgs.constraints import said_when

U = settings.AUTH_USER_MODEL


class NoticeDraft(models.Model):
    """An uploaded file on its way into the ledger. Nothing of it is in the ledger before confirmation.

    The row is also the queue of the reading worker: it claims ``queued`` rows (and ``reading`` ones whose
    ``heartbeat_at`` is too old) by compare-and-set. ``reading`` is the reader's result as JSON and never
    changes; ``current`` is that result with the corrections applied in order.

    ``decisions`` holds what people decided beside the reading, as plain JSON; every key may be absent.
    Every change of it raises ``revision``. :func:`duban.ledger.actions.confirm_draft` reads it::

        {"kind": "original" | "addition" | "correction",
         "findings": {finding id: {"answer": "ok" | any text, "by": user id, "at": ISO time}},
         "rules": {index in current["rules"] as a string: "use" | "drop"},          # absent: use
         "units": {printed name:
             {"to": "unit", "id": unit id}                      # an existing unit of the register
           | {"to": "new", "name": …, "kind": UnitKind, "level": UnitLevel}         # all but "to" optional
           | {"to": "alias", "of": printed name of this notice, or a name of the register}
           | {"to": "group", "name": …, "members": [unit ids], "names": [printed names]}},
         "difference": {row key of core.notice.difference: "take" | "leave"}}

    A printed name without a decision is the unit with exactly that name or alias, else a new unit; where
    the register has a *likely* unit (``core.units.match``), confirming waits for the decision.
    """

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="drafts", verbose_name="文件")
    state = models.CharField("状态", max_length=12, choices=DraftState, default=DraftState.QUEUED)
    uploaded_by = models.ForeignKey(U, models.PROTECT, null=True, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间")
    claimed_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveSmallIntegerField("进度", default=0)  # percent
    stage = models.CharField("步骤", max_length=60, blank=True)
    failure = models.TextField("原因", blank=True)
    source_text = models.TextField(blank=True)
    source_blocks = models.JSONField(null=True, blank=True)
    reading = models.JSONField(null=True, blank=True)
    current = models.JSONField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)  # compare-and-set for two browsers
    # Revision at which ``current`` last changed: a decision of a colleague does not make my correction stale.
    corrected_revision = models.PositiveIntegerField(default=0)
    decisions = models.JSONField(default=dict, blank=True)  # answered findings, confirmed rules, kind, unit matches
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)
    finished_by = models.ForeignKey(U, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来文草稿"
        ordering = ["-id"]
        constraints = [
            said_when("draft", "finished"),
            models.CheckConstraint(
                condition=~Q(state=DraftState.FAILED) | ~Q(failure=""),
                name="draft_failure_says_why",
                violation_error_message="无法识别的来文应写明原因。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DraftState.READY, DraftState.CONFIRMED]) | Q(current__isnull=False),
                name="draft_ready_has_reading",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=[DraftState.CONFIRMED, DraftState.DISCARDED], finished_at__isnull=False)
                    | (~Q(state__in=[DraftState.CONFIRMED, DraftState.DISCARDED]) & Q(finished_at__isnull=True))
                ),
                name="draft_finished_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.file.name

    @property
    def result(self) -> dict[str, Any]:
        """What was read, corrections included; empty before there is anything."""
        return self.current or {}


class DraftCorrection(models.Model):
    """One correction by hand of a reading; applied in ``seq`` order, undone by marking, never deleted.

    ``kind`` and ``payload`` are those of :mod:`duban.core.notice.corrections`.
    """

    draft = models.ForeignKey(NoticeDraft, models.PROTECT, related_name="corrections")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    payload = models.JSONField()
    by = models.ForeignKey(U, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(U, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "校对记录"
        ordering = ["draft_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "seq"], name="correction_seq"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="correction_undone_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.seq} {self.kind}"


class Notice(models.Model):
    """A confirmed notice: the root that every printed number and wording refers to. Frozen."""

    draft = models.OneToOneField(NoticeDraft, models.PROTECT, related_name="notice")
    kind = models.CharField("性质", max_length=12, choices=NoticeKind, default=NoticeKind.ORIGINAL)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("标题", max_length=300)
    document_number = models.CharField("文号", max_length=60, blank=True)
    issuer = models.CharField("发文机关", max_length=100, blank=True)
    index_number = models.CharField("索引号", max_length=60, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    published_on = models.DateField("公开日期", null=True, blank=True)
    source_text = models.TextField()
    confirmed_at = models.DateTimeField("确认时间")
    confirmed_by = models.ForeignKey(U, models.PROTECT, null=True, related_name="+", verbose_name="确认人")

    class Meta:
        verbose_name = verbose_name_plural = "来文"
        ordering = ["-year", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document_number"],
                condition=~Q(document_number=""),
                name="notice_document_number",
                violation_error_message="该文号的来文已入台账。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_number} {self.title}".strip()


class NoticeRule(models.Model):
    """A rule of the notice's body, confirmed by a person, with the sentence it was read from."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="rules")
    kind = models.CharField("种类", max_length=30)
    sentence = models.TextField("依据")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    data = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "来文要求"
        ordering = ["notice_id", "id"]

    def __str__(self) -> str:
        return f"{self.kind}：{self.sentence[:40]}"
