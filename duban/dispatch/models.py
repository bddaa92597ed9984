"""Issued documents (发文): series of numbers, letterheads, documents as they were frozen, receipts."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from duban.core.gongwen import frozen
from duban.core.gongwen.document import Document
from duban.core.gongwen.numbers import Number
from duban.core.workflow import paper_draft as flow
from duban.dispatch import enums
from duban.dispatch.querysets import DispatchQuerySet, PaperDraftQuerySet, ReceiptQuerySet
from duban.orgs.constraints import said_when
from duban.orgs.models import Unit

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT
_CODE = RegexValidator(r"^[\u4e00-\u9fff]{2,12}$", "机关代字用2至12个汉字，例如某政办，不带年份和序号。")


class Series(models.Model):
    """A sequence of document numbers: 机关代字 with its counters."""

    code = models.CharField(
        "机关代字", max_length=12, unique=True, validators=[_CODE], error_messages={"unique": "已有这个机关代字。"}
    )
    created_at = models.DateTimeField("设置时间")

    class Meta:
        verbose_name = verbose_name_plural = "文号序列"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(code=""), name="series_has_code", violation_error_message="请填写机关代字。"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Counter(models.Model):
    """The last number of a series in a year. Raising it puts issuers in line; a rollback takes it back."""

    series = models.ForeignKey(Series, PROT, related_name="counters", verbose_name="文号序列")
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("已用到", default=0)
    # Numbers up to here were given out on paper, before this system or beside it.
    paper = models.PositiveIntegerField("纸质已用到", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "文号"
        ordering = ["series_id", "year"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="counter_once_a_year"),
            models.CheckConstraint(condition=Q(last__gte=F("paper")), name="counter_not_below_paper"),
        ]

    def __str__(self) -> str:
        return str(Number(self.series.code, self.year, self.last))


class Letterhead(models.Model):
    """How documents of a kind are headed: the series, the mark, who signs (落款), who prints (印发机关), the layout."""

    kind = models.CharField("文种", max_length=14, choices=enums.Kind, unique=True)
    series = models.ForeignKey(Series, PROT, related_name="letterheads", verbose_name="文号序列")
    form = models.CharField("格式", max_length=10, choices=enums.Form)
    mark = models.CharField("发文机关标志", max_length=60)
    issuer = models.CharField("发文机关署名", max_length=60)
    printer = models.CharField("印发机关", max_length=60)
    sealed = models.BooleanField("加盖印章", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "版头设置"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(mark="") & ~Q(issuer="") & ~Q(printer=""),
                name="letterhead_complete",
                violation_error_message="发文机关标志、署名和印发机关都要填写。",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Dispatch(models.Model):
    """An issued document. ``paper`` is the whole of it, frozen (:mod:`duban.core.gongwen.frozen`); files are printed
    from it. ``sources``: where each figure came from, as the composer says. Never changed: an error is corrected by a
    new document that ``corrects`` this one."""

    kind = models.CharField("文种", max_length=14, choices=enums.Kind)
    series = models.ForeignKey(Series, PROT, related_name="dispatches", verbose_name="文号序列")
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("序号")
    full_number = models.CharField("发文字号", max_length=40, unique=True)
    title = models.CharField("标题", max_length=300)
    issued_on = models.DateField("成文日期")
    paper = models.JSONField("正文")
    digest = models.CharField("摘要", max_length=64)  # SHA-256 of the paper (:func:`duban.core.gongwen.frozen.digest`)
    sources = models.JSONField("数据来源", default=dict, blank=True)
    subject_type = models.CharField(max_length=40, blank=True)  # plain values: the document outlives what it speaks of
    subject_id = models.BigIntegerField(null=True, blank=True)
    issued_at = models.DateTimeField("印发时间")
    issued_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="印发人")
    approved_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="签发人")
    corrects = models.ForeignKey(
        "self", PROT, null=True, blank=True, related_name="corrections", verbose_name="更正的文件"
    )

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发文"
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="dispatch_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="dispatch_numbered"),
            models.CheckConstraint(
                condition=~Q(title=""), name="dispatch_titled", violation_error_message="文件应有标题。"
            ),
            models.CheckConstraint(
                condition=Q(subject_id__isnull=True, subject_type="")
                | (Q(subject_id__isnull=False) & ~Q(subject_type="")),
                name="dispatch_subject_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="dispatch_subject"),
            models.Index(fields=["year", "kind"], name="dispatch_list"),
        ]

    def __str__(self) -> str:
        return f"{self.full_number}《{self.title}》"

    @property
    def document(self) -> Document:
        """The paper as it was issued."""
        return frozen.thaw(self.paper)


class Receipt(models.Model):
    """A unit that the document was issued to, and who of it opened it first."""

    dispatch = models.ForeignKey(Dispatch, PROT, related_name="receipts", verbose_name="发文")
    unit = models.ForeignKey(Unit, PROT, related_name="document_receipts", verbose_name="单位")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    read_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="阅读人")

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发文阅知"
        ordering = ["dispatch_id", "unit__position", "unit_id"]
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "unit"], name="receipt_of_document_once"),
            said_when("document_receipt", "read"),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch.full_number} {self.unit}"


class Draft(models.Model):
    """A paper on its way to being issued (发文稿): ``paper`` is what the signer reads, without number.

    ``signer`` is whom it is sent to; ``approved_by`` is who did the act, the same person. What is issued is this paper
    with its number and the day of issue. ``revision`` goes up with each act: a stale page changes nothing.
    """

    kind = models.CharField("文种", max_length=14, choices=enums.Kind)
    year = models.PositiveSmallIntegerField("年份")
    title = models.CharField("标题", max_length=300)
    paper = models.JSONField("正文")
    digest = models.CharField("摘要", max_length=64)
    sources = models.JSONField("数据来源", default=dict, blank=True)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="发送单位")
    corrects = models.ForeignKey(
        Dispatch, PROT, null=True, blank=True, related_name="drafts", verbose_name="更正的文件"
    )
    state = models.CharField("状态", max_length=10, choices=enums.DraftState, default=enums.DraftState.DRAFT)
    revision = models.PositiveIntegerField("修订", default=0)
    comment = models.TextField("意见", blank=True)
    signer = models.ForeignKey(U, PROT, related_name="+", verbose_name="送签对象")
    drawn_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="起草人")
    drawn_at = models.DateTimeField("起草时间")
    submitted_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="送签人")
    submitted_at = models.DateTimeField("送签时间", null=True, blank=True)
    approved_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="签发人")
    approved_at = models.DateTimeField("签发时间", null=True, blank=True)
    issued = models.OneToOneField(
        Dispatch, PROT, null=True, blank=True, related_name="draft", verbose_name="印发的文件"
    )

    objects = PaperDraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发文稿"
        ordering = ["-drawn_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="draft_paper_titled"),
            said_when("draft_paper", "submitted"),
            models.CheckConstraint(
                condition=Q(state__in=[flow.APPROVED, flow.ISSUED], approved_by=F("signer"), approved_at__isnull=False)
                | Q(state__in=[flow.DRAFT, flow.SUBMITTED, flow.CANCELLED], approved_by__isnull=True),
                name="draft_paper_signed_by_its_signer",
                violation_error_message="签发人应是送签的本人。",
            ),
            models.CheckConstraint(
                condition=Q(state=flow.ISSUED, issued__isnull=False) | (~Q(state=flow.ISSUED) & Q(issued__isnull=True)),
                name="draft_paper_issued",
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(state__in=sorted(flow.OPEN)), name="draft_paper_corrects_once"
            ),
        ]
        indexes = [models.Index(fields=["state", "signer"], name="draft_paper_waiting")]

    def __str__(self) -> str:
        return f"《{self.title}》"

    @property
    def document(self) -> Document:
        """The paper as it stands."""
        return frozen.thaw(self.paper)
