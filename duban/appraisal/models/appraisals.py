"""A year's appraisal and its results, a row a unit, with the rows of the ledger behind each line."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from duban.appraisal import enums
from duban.appraisal.querysets import AppraisalQuerySet, ResultQuerySet
from duban.core.appraisal.facts import Fact
from duban.core.appraisal.jsonform import fact_of, rule_of
from duban.core.appraisal.rules import RuleSet
from duban.orgs.constraints import said_when
from duban.orgs.models import Unit

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class Appraisal(models.Model):
    """The appraisal of a year (年度考核), in versions: an approved one is corrected by another, never changed."""

    year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveSmallIntegerField("版本", default=1)
    supersedes = models.OneToOneField("self", PROT, null=True, blank=True, related_name="superseded_by")
    reason = models.CharField("更正理由", max_length=300, blank=True)
    state = models.CharField("状态", max_length=12, choices=enums.AppraisalState, default=enums.AppraisalState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    as_of = models.DateField("依据截至")  # what happened later does not count
    rule = models.JSONField("规则")  # as it was when computed: core.appraisal.jsonform.rule_json
    averages = models.JSONField("全区平均", default=dict)
    skipped = models.JSONField("不单独评定的单位", default=list)
    computed_at = models.DateTimeField("测算时间")
    computed_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="测算人")
    shown_at = models.DateTimeField("送核对时间", null=True, blank=True)
    shown_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    objection_until = models.DateField("异议期限", null=True, blank=True)
    submitted_at = models.DateTimeField("报批时间", null=True, blank=True)
    submitted_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    approved_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="批准人")
    snapshot = models.JSONField("快照", null=True, blank=True)  # core.appraisal.snapshot.freeze
    digest = models.CharField("摘要", max_length=64, blank=True)

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核"
        ordering = ["-year", "-version"]
        constraints = [
            said_when("appraisal", "shown"),
            said_when("appraisal", "submitted"),
            said_when("appraisal", "approved"),
            models.UniqueConstraint(fields=["year", "version"], name="appraisal_version"),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state__in=["draft", "shown", "submitted"]),
                name="appraisal_one_open",
                violation_error_message="该年度已有一份未批准的考核。",
            ),
            models.UniqueConstraint(fields=["year"], condition=Q(state="approved"), name="appraisal_one_approved"),
            models.CheckConstraint(
                condition=Q(version=1) | (~Q(reason="") & Q(supersedes__isnull=False)),
                name="appraisal_version_says_why",
                violation_error_message="更正须写明理由。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["shown", "submitted", "approved"])
                | Q(shown_at__isnull=False, objection_until__isnull=False),
                name="appraisal_was_shown",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "superseded"])
                | (Q(approved_by__isnull=False, snapshot__isnull=False) & ~Q(digest="")),
                name="appraisal_approved_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度考核" + (f"（第{self.version}版）" if self.version > 1 else "")

    def as_rule(self) -> RuleSet:
        """The rule that it was computed with."""
        return rule_of(self.rule)


class UnitResult(models.Model):
    """One unit's appraisal: its lines, points and class, and the rows that they come from."""

    appraisal = models.ForeignKey(Appraisal, PROT, related_name="results", verbose_name="考核")
    unit = models.ForeignKey(Unit, PROT, related_name="appraisals", verbose_name="单位")
    place = models.PositiveIntegerField("次序")  # of the list of units, never by merit
    name = models.CharField("单位名称", max_length=100)  # as it was called
    facts = models.JSONField("依据", default=list)
    lines = models.JSONField("各项", default=list)
    points = models.DecimalField("得分", max_digits=5, decimal_places=2, null=True, blank=True)
    klass = models.CharField("等次", max_length=8, choices=enums.Klass)
    capped = models.BooleanField("等次受限", default=False)
    agreed_at = models.DateTimeField("确认时间", null=True, blank=True)
    agreed_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="确认人")

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位考核结果"
        ordering = ["appraisal_id", "place"]
        constraints = [
            said_when("unit_result", "agreed"),
            models.UniqueConstraint(fields=["appraisal", "unit"], name="unit_result_once"),
            models.CheckConstraint(
                condition=Q(klass=enums.Klass.NONE, points__isnull=True)
                | (~Q(klass=enums.Klass.NONE) & Q(points__isnull=False, points__gte=0, points__lte=100)),
                name="unit_result_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.appraisal}"

    def unit_ids_concerned(self) -> set[int]:
        """The unit that it is about."""
        return {self.unit_id}

    def as_facts(self) -> list[Fact]:
        """The rows as values."""
        return [fact_of(row) for row in self.facts]
