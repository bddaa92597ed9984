"""Handling plans (办理方案) and their milestones (时间节点); the milestones make the trajectory."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from duban.ledger.models import Matter
from duban.orgs.constraints import said_when
from duban.orgs.models import Unit
from duban.progress import enums
from duban.progress.models.measures import Measure
from duban.progress.querysets import PlanQuerySet

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class HandlingPlan(models.Model):
    """A unit's plan for a matter, in versions: the notice asks for work, time nodes, leader and section (一).

    For a matter without figures "done" is what ``deliverable``, ``proof`` and ``verifier`` say.
    """

    matter = models.ForeignKey(Matter, PROT, related_name="plans", verbose_name="事项")
    unit = models.ForeignKey(Unit, PROT, related_name="plans", verbose_name="单位")
    version = models.PositiveSmallIntegerField("版本", default=1)
    state = models.CharField("状态", max_length=12, choices=enums.PlanState, default=enums.PlanState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    work = models.TextField("具体工作内容", blank=True)
    leader = models.CharField("分管负责同志", max_length=60, blank=True)
    section = models.CharField("责任部门", max_length=60, blank=True)
    deliverable = models.CharField("完成标志", max_length=300, blank=True)
    proof = models.CharField("佐证方式", max_length=200, blank=True)
    verifier = models.CharField("核验方", max_length=60, blank=True)
    change_reason = models.TextField("修订理由", blank=True)
    updated_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    submitted_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("审定时间", null=True, blank=True)
    decided_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    comment = models.TextField("审定意见", blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理方案"
        ordering = ["matter__programme__ordinal", "matter__ordinal", "unit_id", "version"]
        constraints = [
            said_when("plan", "updated"),
            said_when("plan", "submitted"),
            said_when("plan", "decided"),
            models.UniqueConstraint(fields=["matter", "unit", "version"], name="plan_version"),
            models.UniqueConstraint(
                fields=["matter", "unit"],
                condition=Q(state__in=["draft", "submitted", "returned"]),
                name="plan_one_open",
                violation_error_message="该事项已有一份未审定的方案。",
            ),
            models.UniqueConstraint(
                fields=["matter", "unit"], condition=Q(state=enums.PlanState.ACCEPTED), name="plan_one_accepted"
            ),
            models.CheckConstraint(
                condition=~Q(state=enums.PlanState.RETURNED) | ~Q(comment=""),
                name="plan_return_says_why",
                violation_error_message="退回方案须写明意见。",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(change_reason=""),
                name="plan_version_says_why",
                violation_error_message="修订方案须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.matter.code} 办理方案"

    def unit_ids_concerned(self) -> set[int]:
        """The unit whose plan it is."""
        return {self.unit_id}


class Milestone(models.Model):
    """A dated node of a plan; with a measure it says what the running total should be by then."""

    plan = models.ForeignKey(HandlingPlan, PROT, related_name="milestones")
    ordinal = models.PositiveSmallIntegerField("次序")
    due_on = models.DateField("完成时间")
    content = models.CharField("节点内容", max_length=300)
    measure = models.ForeignKey(Measure, PROT, null=True, blank=True, related_name="milestones", verbose_name="指标")
    expected = models.DecimalField("预期累计值", max_digits=24, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "时间节点"
        ordering = ["plan_id", "due_on", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "ordinal"], name="milestone_ordinal"),
            models.CheckConstraint(
                condition=Q(measure__isnull=True, expected__isnull=True)
                | Q(measure__isnull=False, expected__isnull=False),
                name="milestone_measure_pair",
                violation_error_message="节点的指标与预期值须同时填写。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.content}"
