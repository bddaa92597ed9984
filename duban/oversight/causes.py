"""What a unit may be urged about (催办事由), computed from the rows: each with its day and its sentence.

Nothing is here for a unit that owes nothing or that waits for others: for an answer to a difficulty, for a decision
on an extension or on closing, for another unit, for statistics that are not due yet. Where a report is owed, the
lights of the unit wait for it: one reason at a time.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Max, Q
from django.utils import timezone

from duban.core.oversight.ladder import PATIENCE, Cause, Given, Next, Step, next_step
from duban.core.oversight.rules import Colour
from duban.core.text.days import day_in_words
from duban.core.workflow import case as case_flow
from duban.core.workflow import urging as flow
from duban.ledger.models import Assignment, Programme
from duban.orgs.workdays import office_calendar
from duban.oversight import boards
from duban.oversight.models import (
    Adjustment,
    Closing,
    CoordinationCase,
    Directive,
    LightChange,
    Rectification,
    UrgingPoint,
)
from duban.progress.enums import Presence
from duban.progress.models import Line, Obligation, Report

Key = tuple[Cause, int, int]  # cause, unit, the thing


@dataclass(frozen=True)
class Fact:
    """Something that is the case today: a unit, a thing, since when, said in a sentence."""

    cause: Cause
    unit_id: int
    subject_id: int  # of the report period, directive or point to be set right, else of the matter
    since: dt.date
    sentence: str
    title: str
    matter_id: int | None = None

    @property
    def key(self) -> Key:
        """Of its ladder."""
        return (self.cause, self.unit_id, self.subject_id)


@dataclass(frozen=True)
class Proposal:
    """A fact with the step that is due."""

    fact: Fact
    given: tuple[UrgingPoint, ...]
    next: Next

    @property
    def step(self) -> Step:
        """The step; a proposal without one is not made."""
        assert self.next.step is not None
        return self.next.step


def facts(at: dt.datetime, unit_ids: Collection[int] | None = None) -> list[Fact]:
    """Everything that is the case, of all units or of some; a constant number of queries."""
    on = timezone.localdate(at)
    late = list(_late_reports(on, unit_ids))
    owing = {fact.unit_id for fact in late}
    rest = [*_reds(at, unit_ids, owing), *_directives(on, unit_ids), *_rectifications(on, unit_ids)]
    return [*late, *rest]


def due(fact: Fact, on: dt.date) -> bool:
    """Whether the cause has lasted long enough to be proposed."""
    return -office_calendar().left(on, fact.since) >= PATIENCE[fact.cause]


def proposals(at: dt.datetime) -> list[Proposal]:
    """What is due today, in the order of causes and units."""
    on = timezone.localdate(at)
    return _proposed([fact for fact in facts(at) if due(fact, on)], on)


def _proposed(found: list[Fact], on: dt.date) -> list[Proposal]:
    past = ladders({fact.unit_id for fact in found})
    made = []
    for fact in found:
        given = past.of(fact)
        if any(point.urging.state in flow.UNDER_WAY for point in given):
            continue  # written and waiting to be signed or approved
        step = next_step([as_given(point) for point in given], on)
        if step.step is not None:
            made.append(Proposal(fact, tuple(given), step))
    return made


@dataclass
class Ladders:
    """Steps that were taken, by the thing that they were about."""

    points: dict[Key, list[UrgingPoint]]

    def of(self, fact: Fact) -> list[UrgingPoint]:
        """In order of time, those of the present spell: what went before it was another ladder."""
        return [
            point
            for point in self.points.get(fact.key, [])
            if point.since == fact.since or timezone.localdate(point.urging.prepared_at) >= fact.since
        ]


def ladders(unit_ids: Collection[int]) -> Ladders:
    """The steps of these units; one query."""
    found: dict[Key, list[UrgingPoint]] = defaultdict(list)
    rows = UrgingPoint.objects.counting().filter(urging__unit__in=list(unit_ids)).select_related("urging__dispatch")
    for row in rows.order_by("urging_id", "id"):
        found[Cause(row.urging.cause), row.urging.unit_id, row.subject_id].append(row)
    return Ladders(dict(found))


def as_given(point: UrgingPoint) -> Given:
    """A step as the ladder sees it; a talk that was not approved counts as answered without a day."""
    row = point.urging
    answered = row.replied_at or (row.decided_at if row.state == flow.DECLINED else None)
    return Given(Step(row.step), row.reply_by, timezone.localdate(answered) if answered else None, row.promised_on)


def _of(unit_ids: Collection[int] | None, name: str = "unit") -> Q:
    return Q() if unit_ids is None else Q(**{f"{name}__in": list(unit_ids)})


def _late_reports(on: dt.date, unit_ids: Collection[int] | None) -> Iterator[Fact]:
    """Reports that were never signed and whose day is past; not after the term in which they are still taken."""
    rows = Obligation.objects.overdue(on).filter(_of(unit_ids), period__closed_at__isnull=True)
    rows = rows.select_related("period").annotate(lines=Count("owed")).order_by("period__covers_to", "unit__position")
    for row in rows:
        days = -office_calendar().left(on, row.due_on)
        many = f"，涉及{row.lines}项" if row.lines else ""
        yield Fact(
            Cause.LATE_REPORT,
            row.unit_id,
            row.period_id,
            row.due_on,
            f"{row.period.name}完成情况应于{day_in_words(row.due_on)}前报送{many}，至今未报送，已逾期{days}个工作日。",
            f"{row.period.name}完成情况",
        )


def _reds(at: dt.datetime, unit_ids: Collection[int] | None, owing: set[int]) -> Iterator[Fact]:
    """Matters with a red light, to the unit that leads, unless it waits for others."""
    on = timezone.localdate(at)
    year = Programme.objects.aggregate(last=Max("year"))["last"]
    if year is None:
        return
    board = boards.stored(year) or boards.judged(year=year, at=at, matter_ids=_answered_by(unit_ids, on))
    rows = [
        each
        for each in board.rows(boards.Wish(colour=Colour.RED))
        if each.unit_id is not None and each.unit_id not in owing and (unit_ids is None or each.unit_id in unit_ids)
    ]
    waits = _Waits(year, {each.matter_id for each in rows}, on)
    since = _red_since({each.matter_id for each in rows})
    for each in rows:
        if each.unit_id is not None and not waits.holds(each.matter_id, each.unit_id):
            day = since.get(each.matter_id, dt.date(year, 1, 1))
            yield Fact(
                Cause.RED, each.unit_id, each.matter_id, day, f"{each.code}：{each.sentence}", each.code, each.matter_id
            )


def _answered_by(unit_ids: Collection[int] | None, on: dt.date) -> list[int] | None:
    """Matters of some units, so that not a whole year is judged for one of them; ``None``: all."""
    if unit_ids is None:
        return None
    rows = Assignment.objects.live().held_by(unit_ids, on).filter(lead=True)
    return list(rows.order_by().values_list("matter_id", flat=True).distinct())


def _red_since(matter_ids: set[int]) -> dict[int, dt.date]:
    """Since when the light is red, by the log of changes; one query."""
    newest = LightChange.objects.filter(matter__in=matter_ids).order_by().values("matter").annotate(last=Max("id"))
    rows = LightChange.objects.filter(pk__in=newest.values("last"), after=Colour.RED)
    return dict(rows.values_list("matter_id", "on"))


class _Waits:
    """Matter and unit for which somebody else has to do the next thing; a constant number of queries."""

    def __init__(self, year: int, matter_ids: set[int], on: dt.date) -> None:
        self.matter_ids, self.on, self.year = list(matter_ids), on, year

    def holds(self, matter_id: int, unit_id: int) -> bool:
        """Whether the unit waits with the matter."""
        return (matter_id, unit_id) in self._pairs or matter_id in self._closing

    @cached_property
    def _closing(self) -> set[int]:
        return set(Closing.objects.live().filter(matter__in=self.matter_ids).values_list("matter_id", flat=True))

    @cached_property
    def _pairs(self) -> set[tuple[int, int]]:
        cases = CoordinationCase.objects.filter(matter__in=self.matter_ids, state__in=case_flow.WAITING)
        asked = Adjustment.objects.open().filter(matter__in=self.matter_ids)
        return {*cases.values_list("matter_id", "unit_id"), *asked.values_list("matter_id", "unit_id"), *self._said()}

    def _said(self) -> Iterator[tuple[int, int]]:
        """What the last accepted report says: waits for another unit, or for statistics that are not due yet."""
        reports = Report.objects.in_force().filter(period__year=self.year, period__kind="regular")
        last: dict[int, int] = {}
        for pk, unit_id in reports.order_by("period__covers_to").values_list("pk", "unit_id"):
            last[unit_id] = pk
        waiting = Q(presence=Presence.BLOCKED) | Q(presence=Presence.AWAITING, expected_on__gte=self.on)
        lines = Line.objects.filter(waiting, matter__in=self.matter_ids).values_list(
            "matter_id", "report__unit_id", "report_id"
        )
        for matter_id, unit_id, report_id in lines.order_by():
            if last.get(unit_id) == report_id:
                yield matter_id, unit_id


def _directives(on: dt.date, unit_ids: Collection[int] | None) -> Iterator[Fact]:
    """What was decided and is not reported; what was reported waits for the office."""
    rows = Directive.objects.filter(_of(unit_ids, "owner"), state="open", due_on__lt=on).select_related("case__matter")
    for row in rows.order_by("due_on", "id"):
        days = -office_calendar().left(on, row.due_on)
        day = day_in_words(timezone.localdate(row.given_at))
        sentence = (
            f"{day}交办“{row.text.rstrip('。')}”，应于{day_in_words(row.due_on)}前完成，"
            f"至今未报办理结果，已逾期{days}个工作日。"
        )
        matter = row.case.matter
        yield Fact(
            Cause.DIRECTIVE, row.owner_id, row.pk, row.due_on, sentence, f"{matter.code}交办事项", row.case.matter_id
        )


def _rectifications(on: dt.date, unit_ids: Collection[int] | None) -> Iterator[Fact]:
    """Points to be set right that were not reported."""
    rows = Rectification.objects.late(on).filter(_of(unit_ids)).select_related("conclusion__inspection")
    for row in rows.order_by("due_on", "id"):
        days = -office_calendar().left(on, row.due_on)
        title = row.conclusion.inspection.title
        sentence = (
            f"“{title}”要求“{row.text.rstrip('。')}”，应于{day_in_words(row.due_on)}前整改完成，"
            f"至今未报整改情况，已逾期{days}个工作日。"
        )
        yield Fact(Cause.RECTIFICATION, row.unit_id, row.pk, row.due_on, sentence, f"“{title}”整改")


def columns(fact: Fact) -> dict[str, int | None]:
    """The keys of a point about the fact."""
    name = {
        Cause.LATE_REPORT: "period_id",
        Cause.DIRECTIVE: "directive_id",
        Cause.RECTIFICATION: "rectification_id",
        Cause.RED: "matter_id",
    }[fact.cause]
    return {"matter_id": fact.matter_id, name: fact.subject_id}


def simple_counts(on: dt.date) -> dict[Cause, int]:
    """How many causes are due whose ladder does not rest, without judging any light: for the home page."""
    found = [*_late_reports(on, None), *_directives(on, None), *_rectifications(on, None)]
    counts: dict[Cause, int] = {}
    for each in _proposed([fact for fact in found if due(fact, on)], on):
        counts[each.fact.cause] = counts.get(each.fact.cause, 0) + 1
    return counts
