"""Inspections (督查) with their conclusions, objections and rectification."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from duban.core.oversight.inspections import Span, decision_until, objection_until
from duban.ledger.models import Matter
from duban.orgs.constraints import said_when
from duban.orgs.models import Unit
from duban.oversight import enums
from duban.oversight.querysets import ConclusionQuerySet, InspectionQuerySet, RectificationQuerySet

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class Inspection(models.Model):
    """An inspection with its plan: content, object, scope, team and approval. The scope is fixed by the approval."""

    title = models.CharField("督查名称", max_length=100)
    kind = models.CharField("类别", max_length=10, choices=enums.InspectionKind)
    source = models.CharField("事项来源", max_length=200)  # whose decision, or proposed by the office (art. 11)
    content = models.TextField("督查内容")
    methods = models.CharField("督查方式", max_length=200)
    units = models.ManyToManyField(Unit, related_name="inspections", verbose_name="督查对象")
    matters = models.ManyToManyField(Matter, blank=True, related_name="inspections", verbose_name="涉及事项")
    first_day = models.DateField("开始日期")
    last_day = models.DateField("结束日期")
    team: models.ManyToManyField = models.ManyToManyField(U, related_name="inspections", verbose_name="督查组")
    head = models.ForeignKey(U, PROT, related_name="+", verbose_name="组长")
    overlap_reason = models.TextField("与其他督查对象重叠的说明", blank=True)
    comment = models.TextField("退回或取消的意见", blank=True)
    state = models.CharField("状态", max_length=10, choices=enums.InspectionState, default="draft")
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(U, PROT, related_name="+")
    created_at = models.DateTimeField()
    approved_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="批准人")
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查"
        ordering = ["-first_day", "-id"]
        constraints = [
            said_when("inspection", "approved"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="inspection_days"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "started", "concluded"]) | Q(approved_by__isnull=False),
                name="inspection_was_approved",
                violation_error_message="督查须经批准。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def span(self, today: dt.date) -> Span:
        """As far as overlap is concerned; two queries unless prefetched.

        What is under way takes up its units today, whatever days were planned.
        """
        under_way = self.state == enums.InspectionState.STARTED
        return Span(
            self.pk,
            self.title,
            min(self.first_day, today) if under_way else self.first_day,
            max(self.last_day, today) if under_way else self.last_day,
            frozenset(unit.pk for unit in self.units.all()),
            frozenset(matter.pk for matter in self.matters.all()),
        )


class Conclusion(models.Model):
    """What an inspection concluded on one unit (督查结论): served, perhaps objected to (art. 16, 17)."""

    inspection = models.ForeignKey(Inspection, PROT, related_name="conclusions", verbose_name="督查")
    unit = models.ForeignKey(Unit, PROT, related_name="conclusions", verbose_name="单位")
    facts = models.TextField("事实和证据")
    text = models.TextField("结论")
    written_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="起草人")
    written_at = models.DateTimeField()
    served_at = models.DateTimeField("送达时间", null=True, blank=True)
    served_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    objection = models.TextField("异议", blank=True)
    objected_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    objected_at = models.DateTimeField("异议时间", null=True, blank=True)
    upheld = models.BooleanField("异议成立", null=True)
    decision = models.TextField("复核决定", blank=True)
    decided_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="复核人")
    decided_at = models.DateTimeField("复核时间", null=True, blank=True)

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查结论"
        ordering = ["inspection_id", "unit__position", "unit_id"]
        constraints = [
            said_when("conclusion", "served"),
            said_when("conclusion", "objected"),
            said_when("conclusion", "decided"),
            models.UniqueConstraint(fields=["inspection", "unit"], name="conclusion_once"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, upheld__isnull=True)
                | (Q(decided_at__isnull=False, upheld__isnull=False, objected_at__isnull=False) & ~Q(decision="")),
                name="conclusion_decision_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection} {self.unit}"

    def objection_until(self) -> dt.date | None:
        """Last day to object; ``None`` before it is served."""
        return objection_until(timezone.localtime(self.served_at).date()) if self.served_at else None

    def decision_until(self) -> dt.date | None:
        """Last day of the decision; ``None`` without an objection."""
        return decision_until(timezone.localtime(self.objected_at).date()) if self.objected_at else None


class Rectification(models.Model):
    """A point to be set right (整改), from a conclusion: with its day, reported by the unit, seen by the office."""

    conclusion = models.ForeignKey(Conclusion, PROT, related_name="rectifications")
    unit = models.ForeignKey(Unit, PROT, related_name="rectifications", verbose_name="单位")
    text = models.TextField("整改要求")
    due_on = models.DateField("整改期限")
    result = models.TextField("整改情况", blank=True)
    reported_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField("报送时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField("核实时间", null=True, blank=True)
    comment = models.TextField("退回意见", blank=True)  # of the office, while the unit has to go on
    lifted_at = models.DateTimeField("免除时间", null=True, blank=True)  # an objection to it was upheld

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "整改"
        ordering = ["due_on", "id"]
        constraints = [
            said_when("rectification", "reported"),
            said_when("rectification", "confirmed"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(reported_at__isnull=False, lifted_at__isnull=True),
                name="rectification_confirmed_after_report",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:30]
