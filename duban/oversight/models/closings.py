"""Applications to extend or adjust (延期、调整), closing (办结、销号) and verification (核查)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from duban.files.models import StoredFile
from duban.ledger.models import Matter, Target
from duban.orgs.constraints import said_when
from duban.orgs.models import Unit
from duban.oversight import enums
from duban.oversight.followup_querysets import VerificationQuerySet
from duban.oversight.querysets import AdjustmentQuerySet, ClosingQuerySet
from duban.progress.models import Period, Report

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class Adjustment(models.Model):
    """A unit asks for another day or another figure; the old one stays visible for ever beside the new one."""

    matter = models.ForeignKey(Matter, PROT, related_name="adjustments", verbose_name="事项")
    target = models.ForeignKey(Target, PROT, null=True, blank=True, related_name="adjustments", verbose_name="指标")
    unit = models.ForeignKey(Unit, PROT, related_name="adjustments", verbose_name="申请单位")
    kind = models.CharField("类别", max_length=10, choices=enums.AdjustmentKind)
    state = models.CharField("状态", max_length=10, choices=enums.AdjustmentState, default="applied")
    reason = models.TextField("理由")
    progress = models.TextField("目前进展")
    old_due = models.DateField("原期限")
    new_due = models.DateField("申请期限", null=True, blank=True)
    new_value = models.DecimalField("申请目标值", max_digits=24, decimal_places=6, null=True, blank=True)
    document_number = models.CharField("依据文号", max_length=60, blank=True)
    applied_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="申请人")
    applied_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("审定时间", null=True, blank=True)
    decision = models.TextField("审定意见", blank=True)
    revoked_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="撤销人")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revocation = models.TextField("撤销理由", blank=True)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "延期和调整"
        ordering = ["-id"]
        constraints = [
            said_when("adjustment", "decided"),
            said_when("adjustment", "revoked"),
            models.UniqueConstraint(
                fields=["matter", "unit", "kind", "target"],
                condition=Q(state=enums.AdjustmentState.APPLIED, target__isnull=False),
                name="adjustment_one_open",
                violation_error_message="该指标已有一份待审的申请。",
            ),
            models.UniqueConstraint(
                fields=["matter", "unit", "kind"],
                condition=Q(state=enums.AdjustmentState.APPLIED, target__isnull=True),
                name="adjustment_one_open_whole",
                violation_error_message="该事项已有一份待审的申请。",
            ),
            models.CheckConstraint(
                condition=Q(kind="extension", new_due__isnull=False, new_value__isnull=True)
                | Q(kind="figure", new_due__isnull=True, new_value__isnull=False, target__isnull=False)
                & ~Q(document_number="")
                | Q(kind="correction", new_due__isnull=True, new_value__isnull=False, target__isnull=False)
                & Q(document_number=""),
                name="adjustment_says_what",
                violation_error_message="延期须写明新的期限；调整须写明新的目标值和依据文号；更正须写明原文的数。",
            ),
            models.CheckConstraint(
                condition=Q(state="revoked", revoked_at__isnull=False)
                | (~Q(state="revoked") & Q(revoked_at__isnull=True)),
                name="adjustment_revoked_state",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(progress=""), name="adjustment_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.matter.code} {self.get_kind_display()}（{self.unit}）"


class Closing(models.Model):
    """An application to close a matter, with its verification, grade and, later perhaps, reopening."""

    matter = models.ForeignKey(Matter, PROT, related_name="closings", verbose_name="事项")
    unit = models.ForeignKey(Unit, PROT, related_name="closings", verbose_name="申请单位")
    state = models.CharField("状态", max_length=12, choices=enums.ClosingState, default="applied")
    revision = models.PositiveIntegerField(default=0)
    result = models.TextField("办理结果")
    references = models.TextField("已有材料的文号或网址", blank=True)  # one a line: what can be read elsewhere
    evidence = models.ManyToManyField(StoredFile, blank=True, related_name="+", verbose_name="佐证材料")
    applied_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="申请人")
    applied_at = models.DateTimeField("申请时间")
    grade = models.CharField("结果等次", max_length=10, choices=enums.Grade, blank=True)
    decided_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("办结时间", null=True, blank=True)
    comment = models.TextField("意见", blank=True)
    written_off_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="销号人")
    written_off_at = models.DateTimeField("销号时间", null=True, blank=True)
    reopened_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    reopened_at = models.DateTimeField("重新办理时间", null=True, blank=True)
    reopening = models.TextField("重新办理的理由", blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办结"
        ordering = ["-id"]
        constraints = [
            said_when("closing", "decided"),
            said_when("closing", "written_off"),
            said_when("closing", "reopened"),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(state__in=["applied", "verifying", "closed", "written_off"]),
                name="closing_one_live",
                violation_error_message="该事项已申请办结或已办结。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "written_off"]) | (~Q(grade="") & Q(decided_at__isnull=False)),
                name="closing_has_grade",
                violation_error_message="办结须评定结果等次。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter.code} {self.get_state_display()}"


class Verification(models.Model):
    """A check of what a unit reported (核查): by whom, how, what was found. For a closing or drawn as a sample."""

    matter = models.ForeignKey(Matter, PROT, related_name="verifications", verbose_name="事项")
    unit = models.ForeignKey(Unit, PROT, related_name="verifications", verbose_name="单位")
    period = models.ForeignKey(Period, PROT, null=True, blank=True, related_name="+", verbose_name="报告期")
    closing = models.ForeignKey(Closing, PROT, null=True, blank=True, related_name="verifications")
    sampled = models.BooleanField("系统抽取", default=False)
    why = models.CharField("抽取理由", max_length=200, blank=True)
    drawn_at = models.DateTimeField("抽取时间", null=True, blank=True)
    draw = models.ForeignKey(
        "oversight.SampleDraw", PROT, null=True, blank=True, related_name="verifications", verbose_name="抽样"
    )
    means = models.CharField("核查方式", max_length=10, choices=enums.Means, blank=True)
    found = models.CharField("核查结果", max_length=8, choices=enums.Found, blank=True)
    note = models.TextField("核查情况", blank=True)
    verified_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="核查人")
    verified_at = models.DateTimeField("核查时间", null=True, blank=True)
    done_on = models.DateField("核查日期", null=True, blank=True)
    present = models.CharField("同行和在场人员", max_length=200, blank=True)
    objection = models.TextField("单位异议", blank=True)
    objected_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="异议人")
    objected_at = models.DateTimeField("异议时间", null=True, blank=True)
    revised = models.CharField("复核后的结果", max_length=8, choices=enums.Found, blank=True)  # else ``found`` stands
    decision = models.TextField("复核意见", blank=True)
    decided_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="复核人")
    decided_at = models.DateTimeField("复核时间", null=True, blank=True)
    # The material correction that was asked for because of the result.
    correction = models.ForeignKey(Report, PROT, null=True, blank=True, related_name="+", verbose_name="更正报告")

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核查"
        ordering = ["-id"]
        constraints = [
            said_when("verification", "verified"),
            said_when("verification", "objected"),
            said_when("verification", "decided"),
            models.CheckConstraint(
                condition=Q(objected_at__isnull=True, objection="")
                | (Q(objected_at__isnull=False, verified_at__isnull=False) & ~Q(objection="")),
                name="verification_objection_says_why",
                violation_error_message="异议须写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, revised="")
                | (Q(decided_at__isnull=False, objected_at__isnull=False) & ~Q(revised="") & ~Q(decision="")),
                name="verification_decision_whole",
            ),
            models.UniqueConstraint(
                fields=["matter", "unit", "period"], condition=Q(sampled=True), name="verification_drawn_once"
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, found="")
                | (Q(verified_at__isnull=False) & ~Q(found="") & ~Q(means="")),
                name="verification_says_how",
                violation_error_message="核查须写明方式和结果。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter.code} {self.unit} {self.get_found_display() or '待核查'}"

    @property
    def stands(self) -> str:
        """The result as it stands: as found, or as decided after an objection."""
        return self.revised or self.found

    @property
    def stands_label(self) -> str:
        """Its word."""
        return str(enums.Found(self.stands).label) if self.stands else "待核查"
