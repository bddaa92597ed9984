"""Reports (季度完成情况), their lines, figures, signatures, answers and evidence."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from duban.files.models import StoredFile
from duban.ledger.models import Assignment, Matter
from duban.orgs.constraints import said_when
from duban.orgs.models import Appointment, Post, Unit
from duban.progress import enums
from duban.progress.models.measures import Measure
from duban.progress.models.periods import Period
from duban.progress.querysets import DelegationQuerySet, ReportQuerySet, SignatureQuerySet

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class Report(models.Model):
    """The signed thing: a unit's report for a period (附件5), in versions. Accepted versions never change."""

    period = models.ForeignKey(Period, PROT, related_name="reports", verbose_name="报告期")
    unit = models.ForeignKey(Unit, PROT, related_name="reports", verbose_name="单位")
    version = models.PositiveSmallIntegerField("版本", default=1)
    state = models.CharField("状态", max_length=12, choices=enums.ReportState, default=enums.ReportState.DRAFT)
    revision = models.PositiveIntegerField(default=0)  # grows with every saved change; compare-and-set
    supersedes = models.OneToOneField("self", PROT, null=True, blank=True, related_name="superseded_by")
    change_kind = models.CharField("更正性质", max_length=10, choices=enums.ChangeKind, blank=True, default="")
    change_reason = models.TextField("更正理由", blank=True)
    requested_by = models.CharField("提出方", max_length=10, blank=True)  # unit | office | audit
    created_by = models.ForeignKey(U, PROT, null=True, related_name="+")
    created_at = models.DateTimeField("起草时间")
    submitted_at = models.DateTimeField("送签时间", null=True, blank=True)
    submitted_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField("审核时间", null=True, blank=True)
    checked_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField("签字时间", null=True, blank=True)
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    accepted_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    return_comment = models.TextField("退回意见", blank=True)
    answer = models.TextField("专项情况", blank=True)  # of a special collection without matters

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报告"
        ordering = ["period_id", "unit__position", "unit_id", "version"]
        constraints = [
            said_when("report", "submitted"),
            said_when("report", "checked"),
            models.UniqueConstraint(fields=["period", "unit", "version"], name="report_version"),
            models.UniqueConstraint(
                fields=["period", "unit"],
                condition=Q(state__in=[s.value for s in enums.OPEN_STATES]),
                name="report_one_open",
                violation_error_message="本期已有一份未完成的报告。",
            ),
            models.UniqueConstraint(
                fields=["period", "unit"], condition=Q(state=enums.ReportState.ACCEPTED), name="report_one_accepted"
            ),
            models.CheckConstraint(
                condition=Q(version=1) | (~Q(change_reason="") & ~Q(change_kind="") & Q(supersedes__isnull=False)),
                name="report_version_says_why",
                violation_error_message="更正须写明性质和理由。",
            ),
            models.CheckConstraint(
                condition=~Q(state=enums.ReportState.RETURNED) | ~Q(return_comment=""),
                name="report_return_says_why",
                violation_error_message="退回须写明意见。",
            ),
            models.CheckConstraint(
                condition=~Q(state=enums.ReportState.ACCEPTED)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, signed_at__isnull=False),
                name="report_accepted_was_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}" + (f"（第{self.version}版）" if self.version > 1 else "")

    def unit_ids_concerned(self) -> set[int]:
        """The unit that reports."""
        return {self.unit_id}


class Line(models.Model):
    """A matter in a unit's report: three boxes that merge into 附件5's one column."""

    report = models.ForeignKey(Report, PROT, related_name="lines")
    assignment = models.ForeignKey(Assignment, PROT, related_name="lines")
    matter = models.ForeignKey(Matter, PROT, related_name="lines")
    presence = models.CharField("填报情形", max_length=10, choices=enums.Presence, blank=True, default="")
    done = models.TextField("进展与成效", blank=True)
    problem = models.TextField("问题及原因", blank=True)
    next_step = models.TextField("下一步及时限", blank=True)
    reason = models.TextField("未报数原因", blank=True)
    waiting_on = models.ForeignKey(Unit, PROT, null=True, blank=True, related_name="+", verbose_name="等待单位")
    expected_on = models.DateField("预计发布日期", null=True, blank=True)
    self_rating = models.CharField("自评", max_length=12, choices=enums.Rating, blank=True, default="")
    synthesis = models.TextField("牵头汇总", blank=True)  # the lead's summary of a joint matter
    revision = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField("受理意见", max_length=10, choices=enums.LineDecision, blank=True, default="")
    decision_comment = models.TextField("退回理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "报告事项"
        ordering = ["matter__programme__ordinal", "matter__ordinal", "id"]
        constraints = [
            said_when("line", "updated"),
            models.UniqueConstraint(fields=["report", "matter"], name="line_once"),
            models.CheckConstraint(
                condition=~Q(decision=enums.LineDecision.RETURNED) | ~Q(decision_comment=""),
                name="line_return_says_why",
                violation_error_message="退回须逐项写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.matter.code}"


class Observation(models.Model):
    """A measure's value in a unit's report (完成值): once per report, whatever the number of lines."""

    report = models.ForeignKey(Report, PROT, related_name="observations")
    measure = models.ForeignKey(Measure, PROT, related_name="observations")
    value = models.DecimalField("完成值", max_digits=24, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField("分子", max_digits=24, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField("分母", max_digits=24, decimal_places=6, null=True, blank=True)
    as_of = models.DateField("数据截至", null=True, blank=True)
    status = models.CharField("数据性质", max_length=12, choices=enums.FigureStatus, default="final")
    source = models.CharField("数据来源", max_length=200, blank=True)
    corrects = models.ForeignKey(Period, PROT, null=True, blank=True, related_name="+", verbose_name="更正报告期")
    note = models.CharField("口径说明", max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "完成值"
        ordering = ["report_id", "measure_id"]
        constraints = [
            said_when("observation", "updated"),
            models.UniqueConstraint(fields=["report", "measure"], name="observation_once"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | ~Q(denominator=0),
                name="observation_no_zero_division",
                violation_error_message="分母不能为 0。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"


class Delegation(models.Model):
    """A principal's mandate to sign (授权代签): dated, with a document, resolved at the moment of signing.

    It rests on the appointment of the principal who gave it and lapses with it, and with the delegate's post.
    """

    appointment = models.ForeignKey(Appointment, PROT, null=True, related_name="delegations", verbose_name="授权人任职")
    post = models.ForeignKey(Post, PROT, related_name="delegations", verbose_name="授权岗位")
    delegate = models.ForeignKey(U, PROT, related_name="delegations", verbose_name="受托人")
    start = models.DateTimeField("起")
    end = models.DateTimeField("止")  # half-open
    basis = models.CharField("授权文号", max_length=100)
    created_by = models.ForeignKey(U, PROT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField("提前终止", null=True, blank=True)
    ended_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "授权代签"
        ordering = ["id"]
        constraints = [
            said_when("delegation", "ended"),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")) & ~Q(basis=""),
                name="delegation_complete",
                violation_error_message="授权须有起止时间和文号。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} → {self.delegate}"


class Signature(models.Model):
    """A principal's signature under a report; revoked, never deleted. ``digest`` is of what was signed."""

    report = models.ForeignKey(Report, PROT, related_name="signatures")
    post = models.ForeignKey(Post, PROT, related_name="signatures", verbose_name="岗位")
    user = models.ForeignKey(U, PROT, related_name="signatures", verbose_name="签字人")
    delegation = models.ForeignKey(Delegation, PROT, null=True, blank=True, related_name="signatures")
    mode = models.CharField("方式", max_length=8, choices=enums.SignMode, default=enums.SignMode.SCREEN)
    meaning = models.CharField("签字含义", max_length=200)
    digest = models.CharField("内容摘要", max_length=64)
    at = models.DateTimeField("签字时间")
    paper_name = models.CharField("纸质签字人", max_length=60, blank=True)
    paper_date = models.DateField("纸质签字日期", null=True, blank=True)
    paper_scan = models.ForeignKey(StoredFile, PROT, null=True, blank=True, related_name="+")
    carried_from = models.ForeignKey("self", PROT, null=True, blank=True, related_name="carried_to")
    carried_changes = models.JSONField("沿用时的改动", default=list, blank=True)  # [[code, field], …]
    concurred_at = models.DateTimeField("同意沿用时间", null=True, blank=True)
    objected_at = models.DateTimeField("不同意沿用时间", null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    revoked_reason = models.CharField(max_length=200, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "签字"
        ordering = ["id"]
        constraints = [
            said_when("signature", "revoked"),
            models.UniqueConstraint(fields=["report"], condition=Q(revoked_at__isnull=True), name="signature_one_live"),
            models.CheckConstraint(
                condition=~Q(mode=enums.SignMode.PAPER)
                | (~Q(paper_name="") & Q(paper_date__isnull=False, paper_scan__isnull=False)),
                name="signature_paper_complete",
                violation_error_message="纸质签字须有扫描件、签字人和日期。",
            ),
            models.CheckConstraint(
                condition=Q(mode=enums.SignMode.CARRIED, carried_from__isnull=False)
                | (~Q(mode=enums.SignMode.CARRIED) & Q(carried_from__isnull=True)),
                name="signature_carried_from",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"


class CheckAnswer(models.Model):
    """A finding as it stood at submission, and a person's answer to it (valid while the fingerprint holds)."""

    line = models.ForeignKey(Line, PROT, related_name="answers")
    rule = models.CharField(max_length=40)
    severity = models.CharField(max_length=8)
    fingerprint = models.CharField(max_length=16)
    message = models.TextField()
    answer = models.TextField("说明", blank=True)
    by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    stood_at = models.DateTimeField("送签时仍在", null=True, blank=True)  # last sending at which it still fired

    class Meta:
        verbose_name = verbose_name_plural = "校核说明"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "rule", "fingerprint"], name="check_answer_once"),
        ]
        indexes = [models.Index(fields=["rule"], name="check_answer_rule")]

    def __str__(self) -> str:
        return f"{self.rule} {self.answer[:20]}"


class Evidence(models.Model):
    """A file that belongs to a line, or to the report as a whole; withdrawn, never deleted."""

    line = models.ForeignKey(Line, PROT, null=True, blank=True, related_name="evidence")
    report = models.ForeignKey(Report, PROT, null=True, blank=True, related_name="files")
    file = models.ForeignKey(StoredFile, PROT, related_name="+")
    by = models.ForeignKey(U, PROT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(line__isnull=False, report__isnull=True) | Q(line__isnull=True, report__isnull=False),
                name="evidence_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.file.name
