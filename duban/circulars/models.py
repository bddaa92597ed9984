"""Circulars (通报) and commendations (表彰决定): their texts, whom they name, what those say, and their templates."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from duban.circulars import enums
from duban.circulars.querysets import CircularQuerySet, PartQuerySet
from duban.core.circulars.texts import Template
from duban.core.workflow import circular as flow
from duban.dispatch.models import Dispatch
from duban.ledger.models import Matter
from duban.orgs.constraints import said_when
from duban.orgs.models import Unit
from duban.progress.models import Period

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class CircularTemplate(models.Model):
    """A version of a text with references (模板). Versions never change; the newest is offered for new drafts."""

    kind = models.CharField("文种", max_length=14, choices=enums.Kind)
    name = models.CharField("模板名称", max_length=30)
    version = models.PositiveSmallIntegerField("版本")
    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文")
    correcting = models.BooleanField("用于更正", default=False)
    reason = models.CharField("修改理由", max_length=200)
    published_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="发布人")
    published_at = models.DateTimeField("发布时间")

    class Meta:
        verbose_name = verbose_name_plural = "通报模板"
        ordering = ["kind", "name", "version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name", "version"], name="circular_template_version"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(title="") & ~Q(body="") & Q(version__gte=1),
                name="circular_template_whole",
                violation_error_message="模板的名称、标题和正文都不能为空。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.version}版）"

    def as_template(self) -> Template:
        """The value that drafts begin from."""
        return Template(self.kind, self.name, self.title, self.body, self.version, self.correcting)


class Circular(models.Model):
    """A circular or commendation. Until it is shown its figures are live; then they stand still in ``frozen``.

    ``frozen`` is :func:`duban.circulars.freezing.freeze`: every figure with its value, instant, rule and rows.
    """

    kind = models.CharField("文种", max_length=14, choices=enums.Kind)
    year = models.PositiveSmallIntegerField("年度")
    period = models.ForeignKey(Period, PROT, null=True, blank=True, related_name="circulars", verbose_name="报告期")
    as_of = models.DateField("数据截至")
    instant = models.DateTimeField("取数时刻", null=True, blank=True)
    template = models.CharField("所用模板", max_length=60)
    name = models.CharField("标题", max_length=300)  # as printed
    title = models.CharField("标题（含引用）", max_length=300)  # with references
    recipients = models.CharField("主送机关", max_length=500, blank=True)
    body = models.TextField("正文")  # with references
    with_annex = models.BooleanField("附事项情况表", default=True)
    state = models.CharField("状态", max_length=10, choices=enums.State, default=flow.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    round = models.PositiveSmallIntegerField("核对轮次", default=0)
    reply_by = models.DateField("回复期限", null=True, blank=True)
    frozen = models.JSONField("固定的数据", null=True, blank=True)
    frozen_at = models.DateTimeField("固定时间", null=True, blank=True)
    created_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="起草人")
    created_at = models.DateTimeField("起草时间")
    edited_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="修改人")
    edited_at = models.DateTimeField("修改时间", null=True, blank=True)
    submitted_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="报批人")
    submitted_at = models.DateTimeField("报批时间", null=True, blank=True)
    approved_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="批准人")
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    comment = models.TextField("意见", blank=True)
    issued = models.OneToOneField(Dispatch, PROT, null=True, blank=True, related_name="circular", verbose_name="文件")
    corrects = models.ForeignKey("self", PROT, null=True, blank=True, related_name="corrections", verbose_name="更正")
    correction_reason = models.CharField("更正原因", max_length=200, blank=True)

    objects = CircularQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通报和表彰"
        ordering = ["-id"]
        constraints = [
            said_when("circular", "submitted"),
            said_when("circular", "approved"),
            said_when("circular", "edited"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="circular_says_something"),
            models.CheckConstraint(
                condition=~Q(state__in=flow.FROZEN)
                | Q(frozen__isnull=False, frozen_at__isnull=False, instant__isnull=False),
                name="circular_frozen_with_source",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[flow.APPROVED, flow.ISSUED]) | Q(approved_by__isnull=False),
                name="circular_was_approved",
                violation_error_message="通报和表彰须经区领导批准。",
            ),
            models.CheckConstraint(
                condition=Q(state=flow.ISSUED, issued__isnull=False) | (~Q(state=flow.ISSUED) & Q(issued__isnull=True)),
                name="circular_issued_has_document",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, correction_reason="")
                | (Q(corrects__isnull=False) & ~Q(correction_reason="")),
                name="circular_correction_says_why",
                violation_error_message="更正须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        """Whether its figures still move."""
        return self.state == flow.DRAFT


class Part(models.Model):
    """What a unit is shown of a draft that names it (核对内容), and its reply; one a round.

    ``lines`` is a list of ``{"naming": code, "text": sentence, "matter": id or null}``, about this unit alone.
    """

    circular = models.ForeignKey(Circular, PROT, related_name="parts", verbose_name="通报")
    unit = models.ForeignKey(Unit, PROT, related_name="circular_parts", verbose_name="单位")
    round = models.PositiveSmallIntegerField("核对轮次")
    lines = models.JSONField("内容")
    shown_at = models.DateTimeField("送达时间")
    seen_at = models.DateTimeField("阅看时间", null=True, blank=True)
    seen_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    agrees = models.BooleanField("无异议", null=True)
    reply = models.TextField("回复", blank=True)
    replied_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="回复人")
    replied_at = models.DateTimeField("回复时间", null=True, blank=True)
    handling = models.TextField("采纳情况", blank=True)
    handled_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    handled_at = models.DateTimeField("处理时间", null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核对内容"
        ordering = ["circular_id", "round", "unit__position", "unit_id"]
        constraints = [
            said_when("circular_part", "seen"),
            said_when("circular_part", "replied"),
            said_when("circular_part", "handled"),
            models.UniqueConstraint(fields=["circular", "unit", "round"], name="circular_part_once"),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, agrees__isnull=True, reply="")
                | Q(replied_at__isnull=False, agrees=True)
                | (Q(replied_at__isnull=False, agrees=False) & ~Q(reply="")),
                name="circular_part_reply_whole",
                violation_error_message="有异议的，请写明哪一处与事实不符、依据什么。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circular} {self.unit}"

    def unit_ids_concerned(self) -> set[int]:
        """The unit that it is about."""
        return {self.unit_id}

    def overdue(self, on: dt.date) -> bool:
        """Whether its day is past without a reply."""
        return self.replied_at is None and self.circular.reply_by is not None and self.circular.reply_by < on


class Exemption(models.Model):
    """The office does not name a unit for one thing after all (撤销点名), with the reason; the counts stay whole."""

    circular = models.ForeignKey(Circular, PROT, related_name="exemptions")
    unit = models.ForeignKey(Unit, PROT, related_name="+", verbose_name="单位")
    naming = models.CharField("点名事由", max_length=10, choices=enums.Naming)
    matter = models.ForeignKey(Matter, PROT, null=True, blank=True, related_name="+", verbose_name="事项")
    reason = models.CharField("理由", max_length=200)
    made_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="撤销人")
    made_at = models.DateTimeField("撤销时间")

    class Meta:
        verbose_name = verbose_name_plural = "撤销点名"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["circular", "unit", "naming", "matter"],
                condition=Q(matter__isnull=False),
                name="exemption_once",
            ),
            models.UniqueConstraint(
                fields=["circular", "unit", "naming"], condition=Q(matter__isnull=True), name="exemption_once_whole"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="exemption_says_why", violation_error_message="撤销点名须写明理由。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_naming_display()}" + (f" {self.matter.code}" if self.matter else "")


class NumberSource(models.Model):
    """Where a number of the text comes from that is no reference (没有引用的数字的出处), in a sentence of the author.

    ``sentence``: the one that holds the number, as written; an answer counts only as long as it stands so in the text.
    """

    circular = models.ForeignKey(Circular, PROT, related_name="number_sources")
    number = models.CharField("数字", max_length=100)
    sentence = models.TextField("所在句子")
    source = models.CharField("出处", max_length=300)
    given_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="填写人")
    given_at = models.DateTimeField("填写时间")

    class Meta:
        verbose_name = verbose_name_plural = "数字的出处"
        ordering = ["circular_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(sentence="") & ~Q(source=""),
                name="number_source_whole",
                violation_error_message="请写明这个数字的出处。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}：{self.source}"


class Praise(models.Model):
    """A unit that the office picked for a commendation (表彰对象)."""

    circular = models.ForeignKey(Circular, PROT, related_name="praises")
    unit = models.ForeignKey(Unit, PROT, related_name="+", verbose_name="单位")

    class Meta:
        verbose_name = verbose_name_plural = "表彰对象"
        ordering = ["circular_id", "unit__position", "unit_id"]
        constraints = [models.UniqueConstraint(fields=["circular", "unit"], name="praise_once")]

    def __str__(self) -> str:
        return f"{self.unit}"
