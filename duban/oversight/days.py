"""The days of a year that somebody has to keep: reports due, nodes of plans, answers due, directives, extensions.

The same for the calendar page, the nearest deadlines and the one-page brief. A constant number of queries for any span.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.oversight.enums import AdjustmentKind, AdjustmentState
from duban.oversight.models import Adjustment, CoordinationCase, Directive, Holding
from duban.progress.enums import PlanState
from duban.progress.models import Milestone, Obligation, Period


class DayKind(StrEnum):
    """What a day is for."""

    REPORT = "report"
    ANSWER = "answer"
    DIRECTIVE = "directive"
    NODE = "node"
    EXTENDED = "extended"


KIND_LABELS = {
    DayKind.REPORT: "报告到期",
    DayKind.ANSWER: "协调答复",
    DayKind.DIRECTIVE: "交办事项",
    DayKind.NODE: "时间节点",
    DayKind.EXTENDED: "延期后的期限",
}


@dataclass(frozen=True, slots=True)
class Day:
    """A day to keep. ``subject``: what it belongs to (period, case, matter …) with its key. ``done``: nothing waits."""

    day: dt.date
    kind: DayKind
    title: str
    note: str
    subject: str
    key: int
    done: bool = False

    @property
    def label(self) -> str:
        """What it is for, in words."""
        return KIND_LABELS[self.kind]


@dataclass(frozen=True)
class Scope:
    """Whose days: ``units`` of the person, or everything (``None``)."""

    first: dt.date
    last: dt.date
    units: frozenset[int] | None

    @classmethod
    def of(cls, actor: Actor, first: dt.date, last: dt.date) -> Scope:
        """What the actor may see."""
        return cls(first, last, None if actor.sees_everything else own_unit_ids(actor))


def days(scope: Scope, *, kinds: frozenset[DayKind] = frozenset(DayKind)) -> list[Day]:
    """All days of the span, in order."""
    makers = {
        DayKind.REPORT: _reports,
        DayKind.ANSWER: _answers,
        DayKind.DIRECTIVE: _directives,
        DayKind.NODE: _nodes,
        DayKind.EXTENDED: _extended,
    }
    found = [each for kind in DayKind if kind in kinds for each in makers[kind](scope)]
    return sorted(found, key=lambda each: (each.day, list(DayKind).index(each.kind)))


def _reports(scope: Scope) -> list[Day]:
    """Of the district a line a period and day, with how many have come; of a unit its own."""
    if scope.units is None:
        return [*_by_day(scope), *_coming(scope)]
    rows = Obligation.objects.owing().filter(unit__in=scope.units, due_on__range=(scope.first, scope.last))
    own = [
        Day(
            row.due_on, DayKind.REPORT, f"{row.period}报告", _filed(row), "obligation", row.pk,
            row.first_signed_at is not None,
        )
        for row in rows.select_related("period", "unit").order_by("pk")
    ]  # fmt: skip
    return [*own, *_coming(scope)]


def _filed(row: Obligation) -> str:
    if row.first_signed_at is None:
        return str(row.unit)
    return f"{row.unit}，{timezone.localtime(row.first_signed_at):%m月%d日}已报送"


def _by_day(scope: Scope) -> list[Day]:
    """Reports expected on each day: an extension has its own."""
    signed = Count("pk", filter=Q(first_signed_at__isnull=False))
    rows = (
        Obligation.objects.owing()
        .filter(due_on__range=(scope.first, scope.last))
        .order_by("due_on", "period_id")
        .values_list("due_on", "period_id", "period__name", "period__due_on")
        .annotate(n=Count("pk"), signed=signed)
    )
    return [
        Day(
            day, DayKind.REPORT, f"{name}报告" + ("（延期）" if day != due else ""), f"应报 {n} 份，已报 {came} 份",
            "period", period, n == came,
        )
        for day, period, name, due, n, came in rows
    ]  # fmt: skip


def _coming(scope: Scope) -> list[Day]:
    """Periods that are not open yet: the list of reports is frozen when they open."""
    rows = Period.objects.filter(opened_at__isnull=True, due_on__range=(scope.first, scope.last))
    return [
        Day(row.due_on, DayKind.REPORT, f"{row}报告", f"{row.opens_on:%m月%d日}开始报送", "period", row.pk)
        for row in rows.order_by("pk")
    ]


def _cases(scope: Scope) -> QuerySet[CoordinationCase]:
    rows = CoordinationCase.objects.open()
    return rows if scope.units is None else rows.filter(unit__in=scope.units)


def _answers(scope: Scope) -> list[Day]:
    """Whose turn it is on a difficulty, by when; of a unit those that it asked and those that it has to answer."""
    rows = Holding.objects.open().filter(due_on__range=(scope.first, scope.last))
    if scope.units is not None:
        rows = rows.filter(Q(case__in=_cases(scope).order_by().values("pk")) | Q(unit__in=scope.units))
    rows = rows.select_related("case__matter", "case__unit", "post__unit", "unit").order_by("pk")
    return [
        Day(
            row.due_on, DayKind.ANSWER, f"{row.case.matter.code} {row.who}答复",
            f"{row.case.unit}提请：{row.case.wanted}", "case", row.case_id,
        )
        for row in rows
    ]  # fmt: skip


def _directives(scope: Scope) -> list[Day]:
    rows = Directive.objects.open().filter(due_on__range=(scope.first, scope.last))
    if scope.units is not None:
        rows = rows.filter(Q(owner__in=scope.units) | Q(case__unit__in=scope.units))
    rows = rows.select_related("case__matter", "owner").order_by("pk")
    return [
        Day(row.due_on, DayKind.DIRECTIVE, f"{row.case.matter.code} {row.text}", str(row.owner), "case", row.case_id)
        for row in rows
    ]


def _nodes(scope: Scope) -> list[Day]:
    """Nodes of the plans in force."""
    rows = Milestone.objects.filter(plan__state=PlanState.ACCEPTED, due_on__range=(scope.first, scope.last))
    if scope.units is not None:
        rows = rows.filter(plan__unit__in=scope.units)
    fields = ("due_on", "content", "plan__matter_id", "plan__matter__code", "plan__unit__name")
    return [
        Day(day, DayKind.NODE, f"{code} {content}", unit, "matter", matter)
        for day, content, matter, code, unit in rows.order_by(
            "plan__matter__programme__ordinal", "plan__matter__ordinal", "plan__unit", "pk"
        ).values_list(*fields)
    ]


def _extended(scope: Scope) -> list[Day]:
    """The last day of what was extended; the earlier one stays in the note."""
    rows = Adjustment.objects.filter(
        kind=AdjustmentKind.EXTENSION,
        state=AdjustmentState.APPROVED,
        new_due__range=(scope.first, scope.last),
    )
    if scope.units is not None:
        rows = rows.filter(unit__in=scope.units)
    return [
        Day(row.new_due, DayKind.EXTENDED, f"{row.matter.code} 期限", f"{row.unit}，原期限{row.old_due:%m月%d日}",
            "matter", row.matter_id)
        for row in rows.select_related("matter", "unit").order_by("pk")
        if row.new_due is not None
    ]  # fmt: skip


def counted(found: list[Day]) -> Counter[DayKind]:
    """How many of each kind."""
    return Counter(each.kind for each in found)
