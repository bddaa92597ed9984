"""Difficulties (困难协调), who holds them, what was decided (领导决定), meetings (调度会) and instructions (批示)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from duban.core.workflow import case as flow
from duban.ledger.models import Matter
from duban.orgs.constraints import said_when
from duban.orgs.models import Post, Unit
from duban.oversight import enums
from duban.oversight.querysets import CaseQuerySet, DirectiveQuerySet, HoldingQuerySet, InstructionQuerySet
from duban.progress.models import Line

U = settings.AUTH_USER_MODEL
PROT = models.PROTECT


class CoordinationCase(models.Model):
    """A difficulty of a unit with a matter: what hinders, what is asked to be decided, by when."""

    matter = models.ForeignKey(Matter, PROT, related_name="cases", verbose_name="事项")
    unit = models.ForeignKey(Unit, PROT, related_name="cases", verbose_name="提请单位")
    line = models.ForeignKey(Line, PROT, null=True, blank=True, related_name="cases", verbose_name="出自报告事项")
    kind = models.CharField("类别", max_length=12, choices=enums.CaseKind)
    reach = models.CharField("涉及范围", max_length=10, choices=enums.Reach)
    text = models.TextField("困难和原因")
    wanted = models.TextField("提请研究解决的事项")
    waiting_on = models.ForeignKey(Unit, PROT, null=True, blank=True, related_name="+", verbose_name="涉及单位")
    needed_by = models.DateField("需要答复的日期", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=enums.CaseState, default=enums.CaseState.RAISED)
    revision = models.PositiveIntegerField(default=0)
    raised_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="提请人")
    raised_at = models.DateTimeField("提请时间")
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    outcome = models.TextField("销结意见", blank=True)
    closed_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("销结时间", null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "协调事项"
        ordering = ["-id"]
        constraints = [
            said_when("case", "answered"),
            said_when("case", "closed"),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(wanted=""),
                name="case_says_what",
                violation_error_message="请写明困难，以及提请研究解决的事项。",
            ),
            models.CheckConstraint(
                condition=~Q(state=enums.CaseState.CLOSED) | (Q(closed_by__isnull=False) & ~Q(outcome="")),
                name="case_close_says_why",
                violation_error_message="销结须写明意见。",
            ),
            models.CheckConstraint(
                condition=~Q(state=enums.CaseState.ANSWERED) | ~Q(answer=""),
                name="case_answer_says_what",
                violation_error_message="答复不能为空。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter.code} {self.get_kind_display()}（{self.unit}）"

    def unit_ids_concerned(self) -> set[int]:
        """The unit that asks, and the one that it waits for."""
        return {self.unit_id} | ({self.waiting_on_id} if self.waiting_on_id else set())

    @property
    def waits(self) -> bool:
        """Whether the unit waits for others, so that its clock stands."""
        return self.state in flow.WAITING


class Holding(models.Model):
    """Whose turn it is, since when, and by when (答复期限). One open row a case while it is open."""

    case = models.ForeignKey(CoordinationCase, PROT, related_name="holdings")
    kind = models.CharField("持有人", max_length=12, choices=enums.HolderKind)
    unit = models.ForeignKey(Unit, PROT, null=True, blank=True, related_name="+", verbose_name="单位")
    post = models.ForeignKey(Post, PROT, null=True, blank=True, related_name="+", verbose_name="岗位")
    since = models.DateTimeField("起")
    due_on = models.DateField("答复期限")
    ended_at = models.DateTimeField("止", null=True, blank=True)
    escalated = models.BooleanField("逾期上提", default=False)  # came here because another let its day pass

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "协调持有"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="holding_one_open"),
            models.CheckConstraint(
                condition=~Q(kind=enums.HolderKind.UNIT) | Q(unit__isnull=False),
                name="holding_unit_named",
                violation_error_message="请选择答复单位。",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[enums.HolderKind.LEADER, enums.HolderKind.GOVERNMENT]) | Q(post__isnull=False),
                name="holding_leader_named",
                violation_error_message="请选择答复的区领导。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.due_on}"

    @property
    def who(self) -> str:
        """Whose turn it is, in words."""
        if self.post_id:
            return str(self.post)
        return str(self.unit) if self.unit_id else str(self.get_kind_display())

    def is_late(self, on: dt.date) -> bool:
        """Whether the day to answer is past."""
        return self.ended_at is None and self.due_on < on


class Meeting(models.Model):
    """A coordination meeting (调度会): its agenda are open cases, its decisions are directives."""

    title = models.CharField("会议名称", max_length=100)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=100, blank=True)
    chair = models.ForeignKey(Post, PROT, null=True, blank=True, related_name="+", verbose_name="召集人")
    cases = models.ManyToManyField(CoordinationCase, related_name="meetings", blank=True, verbose_name="议题")
    created_by = models.ForeignKey(U, PROT, related_name="+")
    created_at = models.DateTimeField()
    recorded_at = models.DateTimeField("纪要时间", null=True, blank=True)
    recorded_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "调度会"
        ordering = ["-held_on", "-id"]
        constraints = [said_when("meeting", "recorded")]

    def __str__(self) -> str:
        return f"{self.title}（{self.held_on:%Y-%m-%d}）"


class Directive(models.Model):
    """What was decided on a case: who does what by when. Open ones appear in every later report of the matter."""

    case = models.ForeignKey(CoordinationCase, PROT, related_name="directives", verbose_name="协调事项")
    meeting = models.ForeignKey(Meeting, PROT, null=True, blank=True, related_name="directives", verbose_name="会议")
    text = models.TextField("决定")
    owner = models.ForeignKey(Unit, PROT, related_name="directives", verbose_name="承办单位")
    due_on = models.DateField("完成期限")
    state = models.CharField("状态", max_length=10, choices=enums.DirectiveState, default=enums.DirectiveState.OPEN)
    revision = models.PositiveIntegerField(default=0)
    given_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="登记人")
    given_at = models.DateTimeField("时间")
    result = models.TextField("办理结果", blank=True)
    decided_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "交办事项"
        ordering = ["due_on", "id"]
        constraints = [
            said_when("directive", "decided"),
            models.CheckConstraint(condition=~Q(text=""), name="directive_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.owner}：{self.text[:30]}"

    def is_late(self, on: dt.date) -> bool:
        """Whether it is open past its day."""
        return self.state in (enums.DirectiveState.OPEN, enums.DirectiveState.REPORTED) and self.due_on < on


class Instruction(models.Model):
    """A leader's instruction (批示) on a matter or a case, and who may see it; no measure of work (减负规定)."""

    matter = models.ForeignKey(Matter, PROT, null=True, blank=True, related_name="instructions", verbose_name="事项")
    case = models.ForeignKey(CoordinationCase, PROT, null=True, blank=True, related_name="instructions")
    leader = models.ForeignKey(Post, PROT, related_name="+", verbose_name="批示领导")
    text = models.TextField("批示内容")
    given_on = models.DateField("批示日期")
    shown_to_units = models.BooleanField("承办单位可见", default=False)
    recorded_by = models.ForeignKey(U, PROT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间")
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批示"
        ordering = ["given_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(matter__isnull=False, case__isnull=True) | Q(matter__isnull=True, case__isnull=False),
                name="instruction_on_one",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="instruction_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.leader} {self.given_on:%Y-%m-%d}"
