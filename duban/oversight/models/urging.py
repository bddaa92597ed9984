"""Urging (催办): a step of the ladder to one unit for one reason, about one thing or a list of the same kind."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from duban.dispatch.models import Dispatch
from duban.ledger.models import Matter
from duban.orgs.constraints import said_when
from duban.orgs.models import Unit
from duban.oversight import enums
from duban.oversight.followup_querysets import PointQuerySet, UrgingQuerySet
from duban.oversight.models.cases import Directive
from duban.oversight.models.inspections import Rectification
from duban.progress.models import Period

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class Urging(models.Model):
    """A step (提醒、督办函、约谈建议) to one unit for one cause. What it is about: its points, a sentence each."""

    unit = models.ForeignKey(Unit, PROT, related_name="urgings", verbose_name="单位")
    step = models.CharField("方式", max_length=8, choices=enums.UrgingStep)
    cause = models.CharField("事由", max_length=14, choices=enums.UrgingCause)
    state = models.CharField("状态", max_length=10, choices=enums.UrgingState, default=enums.UrgingState.PREPARED)
    revision = models.PositiveIntegerField(default=0)
    demand = models.TextField("要求")
    reply_by = models.DateField("回复期限")
    prepared_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="拟稿人")
    prepared_at = models.DateTimeField("拟稿时间")
    given_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="发出人")
    given_at = models.DateTimeField("发出时间", null=True, blank=True)
    # The letter as it was issued; the reminder and the proposal of a talk have none.
    dispatch = models.OneToOneField(
        Dispatch, PROT, null=True, blank=True, related_name="urging", verbose_name="督办函文件"
    )
    decided_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="审批人")
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decision = models.TextField("审批意见", blank=True)
    reply = models.TextField("回复", blank=True)  # after a talk: what was agreed, recorded by the office
    promised_on = models.DateField("计划完成日期", null=True, blank=True)
    replied_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="回复人")
    replied_at = models.DateTimeField("回复时间", null=True, blank=True)
    settled_at = models.DateTimeField("了结时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+", verbose_name="撤回人")
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawal = models.TextField("撤回理由", blank=True)

    objects = UrgingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        ordering = ["-id"]
        constraints = [
            said_when("urging", "given"),
            said_when("urging", "decided"),
            said_when("urging", "replied"),
            said_when("urging", "withdrawn"),
            models.CheckConstraint(
                condition=~Q(demand=""), name="urging_says_what", violation_error_message="请写明要求。"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["given", "replied", "settled"]) | Q(given_at__isnull=False),
                name="urging_sent_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="replied") | (Q(replied_at__isnull=False, promised_on__isnull=False) & ~Q(reply="")),
                name="urging_reply_whole",
                violation_error_message="回复须写明情况和计划完成日期。",
            ),
            models.CheckConstraint(
                condition=Q(dispatch__isnull=True) | Q(step="urge", given_at__isnull=False),
                name="urging_letters_alone_are_issued",
            ),
            models.CheckConstraint(
                condition=~Q(step="urge", given_at__isnull=False) | Q(dispatch__isnull=False),
                name="urging_letter_is_a_document",
            ),
        ]
        indexes = [models.Index(fields=["unit", "cause"], name="urging_ladder")]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.unit}（{self.get_cause_display()}）"

    def unit_ids_concerned(self) -> set[int]:
        """The unit that is urged."""
        return {self.unit_id}


class UrgingPoint(models.Model):
    """One thing that an urging is about, with the sentence as the facts gave it on the day."""

    urging = models.ForeignKey(Urging, PROT, related_name="points")
    matter = models.ForeignKey(Matter, PROT, null=True, blank=True, related_name="urging_points", verbose_name="事项")
    period = models.ForeignKey(Period, PROT, null=True, blank=True, related_name="+", verbose_name="报告期")
    directive = models.ForeignKey(Directive, PROT, null=True, blank=True, related_name="+", verbose_name="交办事项")
    rectification = models.ForeignKey(Rectification, PROT, null=True, blank=True, related_name="+", verbose_name="整改")
    since = models.DateField("起")  # when the cause arose: an earlier spell is another ladder
    sentence = models.TextField("缘由")

    objects = PointQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催办事由"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(sentence=""), name="urging_point_says_why"),
            models.CheckConstraint(
                condition=Q(period__isnull=False, directive__isnull=True, rectification__isnull=True)
                | Q(period__isnull=True, directive__isnull=False, rectification__isnull=True)
                | Q(period__isnull=True, directive__isnull=True, rectification__isnull=False)
                | Q(period__isnull=True, directive__isnull=True, rectification__isnull=True, matter__isnull=False),
                name="urging_point_about_one",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence[:40]

    @property
    def subject_id(self) -> int:
        """The thing whose ladder it is: report period, directive, point to be set right, else the matter."""
        return self.period_id or self.directive_id or self.rectification_id or self.matter_id or 0

    @property
    def reason(self) -> str:
        """The sentence without the number of the matter in front, for where that stands beside it."""
        return self.sentence.removeprefix(f"{self.matter.code}：") if self.matter is not None else self.sentence
