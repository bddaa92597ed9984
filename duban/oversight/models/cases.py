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
from duban.oversight.querysets import (
    CaseQuerySet,
    DirectiveQuerySet,
    HoldingQuerySet,
    InstructionQuerySet,
    MeetingQuerySet,
)
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
    cases = models.ManyToManyField(
        CoordinationCase, through="AgendaItem", related_name="meetings", blank=True, verbose_name="议题"
    )
    state = models.CharField("状态", max_length=10, choices=enums.MeetingState, default=enums.MeetingState.PLANNED)
    revision = models.PositiveIntegerField(default=0)
    attended = models.TextField("出席", blank=True)
    stressed = models.TextField("会议要求", blank=True)  # what the meeting says beyond its cases
    created_by = models.ForeignKey(U, PROT, related_name="+")
    created_at = models.DateTimeField()
    recorded_at = models.DateTimeField("登记召开时间", null=True, blank=True)
    recorded_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    cancelled_for = models.TextField("取消原因", blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调度会"
        ordering = ["-held_on", "-id"]
        constraints = [
            said_when("meeting", "recorded"),
            models.CheckConstraint(
                condition=~Q(state=enums.MeetingState.CANCELLED) | ~Q(cancelled_for=""),
                name="meeting_cancel_says_why",
                violation_error_message="取消会议须写明原因。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[enums.MeetingState.HELD, enums.MeetingState.MINUTED])
                | (Q(recorded_at__isnull=False) & ~Q(attended="")),
                name="meeting_held_says_who",
                violation_error_message="登记召开须写明出席人员。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.held_on:%Y-%m-%d}）"

    def unit_ids_concerned(self) -> set[int]:
        """The units whose cases are on its agenda."""
        return set(self.agenda.values_list("case__unit", flat=True))


class AgendaItem(models.Model):
    """A case on the agenda of a meeting (议题), in order, and what was resolved on it (议定)."""

    meeting = models.ForeignKey(Meeting, PROT, related_name="agenda")
    case = models.ForeignKey(CoordinationCase, PROT, related_name="agenda", verbose_name="协调事项")
    ordinal = models.PositiveSmallIntegerField("次序")
    resolution = models.TextField("议定意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        ordering = ["ordinal", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "case"], name="agenda_case_once")]

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.case}"


class Directive(models.Model):
    """What was decided on a case: who does what by when. Open ones appear in every later report of the matter."""

    case = models.ForeignKey(CoordinationCase, PROT, related_name="directives", verbose_name="协调事项")
    meeting = models.ForeignKey(Meeting, PROT, null=True, blank=True, related_name="directives", verbose_name="会议")
    text = models.TextField("决定")
    owner = models.ForeignKey(Unit, PROT, related_name="directives", verbose_name="承办单位")
    due_on = models.DateField("完成期限")
    first_due_on = models.DateField("原定期限", null=True, blank=True)  # where the office moved the day
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

    def unit_ids_concerned(self) -> set[int]:
        """Who has to do it, and for whom."""
        return {self.owner_id, self.case.unit_id}

    @property
    def is_open(self) -> bool:
        """Whether the office has not seen it done."""
        return self.state in (enums.DirectiveState.OPEN, enums.DirectiveState.REPORTED)

    def is_late(self, on: dt.date) -> bool:
        """Whether it is open past its day."""
        return self.is_open and self.due_on < on


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
    withdrawn_by = models.ForeignKey(U, PROT, null=True, blank=True, related_name="+")
    withdrawn_for = models.CharField("撤销原因", max_length=200, blank=True)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批示"
        ordering = ["given_on", "id"]
        constraints = [
            said_when("instruction", "withdrawn"),
            models.CheckConstraint(
                condition=Q(matter__isnull=False, case__isnull=True) | Q(matter__isnull=True, case__isnull=False),
                name="instruction_on_one",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="instruction_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.leader} {self.given_on:%Y-%m-%d}"
