"""走势: one fact over the year beside every goal that it serves, met here and not met there."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from duban.core.oversight.rules import COLOUR_LABELS
from duban.core.oversight.schedule import Goal, Node, expected
from duban.core.text.figures import show_number
from duban.ledger.models import Matter, Target
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.oversight.judging import MatterLight, Part, lights
from duban.progress.enums import FigureStatus, MeasureKind, PeriodKind, ReportState
from duban.progress.models import Measure, Observation
from duban.web import charts


@dataclass(frozen=True)
class Point:
    """A value of a unit: in force, or one that a later version took the place of."""

    row: Observation
    day: dt.date
    total: Decimal  # since 1 January where the measure counts by period
    in_force: bool

    @property
    def final(self) -> bool:
        """Whether the unit said that it will not change."""
        return self.row.status == FigureStatus.FINAL


@dataclass(frozen=True)
class Served:
    """A goal that the fact serves."""

    found: MatterLight
    part: Part
    unit: Unit | None
    versions: tuple[Target, ...]  # the original first

    @property
    def met(self) -> bool | None:
        """Whether the last figure fulfils it; ``None`` where nothing can be said."""
        goal, figure = self.part.goal, self.part.situation.figure
        if goal is None or figure is None or self.part.light.colour == "grey":
            return None
        return goal.is_met_by(figure.value)

    @property
    def word(self) -> str:
        """The word of its light."""
        return COLOUR_LABELS[self.part.light.colour]

    @property
    def first(self) -> Target:
        """As printed."""
        return self.versions[0]


class Course:
    """Everything for the page of a measure, for one actor."""

    def __init__(self, row: Measure, actor: Actor, unit: str = "") -> None:
        self.row, self.actor = row, actor
        self.served = self._served()
        self.points = self._points()
        known = {u.pk: u for u in [*(s.unit for s in self.served if s.unit), *(p.row.report.unit for p in self.points)]}
        self.units = sorted(known.values(), key=lambda each: (each.position, each.pk))
        chosen = known.get(int(unit)) if unit.isdigit() else None
        with_values = [u for u in self.units if any(p.row.report.unit_id == u.pk for p in self.points)]
        self.unit = chosen or next(iter(with_values or self.units), None)

    def _served(self) -> list[Served]:
        """By matter in printed order; what the actor may not see is left out."""
        uses = self.row.uses.select_related("target__matter__programme")
        matters = {use.target.matter_id: use.target.matter for use in uses}
        visible = set(Matter.objects.filter(pk__in=matters).visible_to(self.actor).values_list("pk", flat=True))
        by_year: dict[int, list[int]] = defaultdict(list)
        for pk in visible:
            by_year[matters[pk].programme.year].append(pk)
        now, found = timezone.now(), []
        judged = [
            each for year in sorted(by_year) for each in lights(year=year, at=now, matter_ids=by_year[year]).values()
        ]
        units = Unit.objects.in_bulk({each.unit_id for each in judged if each.unit_id})
        versions: dict[tuple[int, int], list[Target]] = defaultdict(list)
        for target in Target.objects.filter(matter__in=visible).order_by("matter_id", "ordinal", "version"):
            versions[target.matter_id, target.ordinal].append(target)
        for each in judged:
            for part in each.parts:
                if part.use is not None and part.use.measure_id == self.row.pk:
                    key = (each.matter.pk, part.use.target.ordinal)
                    found.append(Served(each, part, units.get(each.unit_id or 0), tuple(versions[key])))
        return found

    def _points(self) -> list[Point]:
        """Accepted values in the order of their days; of one's own unit for a unit."""
        rows = Observation.objects.filter(
            measure=self.row,
            value__isnull=False,
            report__period__kind=PeriodKind.REGULAR,
            report__state__in=[ReportState.ACCEPTED, ReportState.SUPERSEDED],
            report__accepted_at__isnull=False,
        ).select_related("report__unit", "report__period")
        if not self.actor.sees_everything:
            rows = rows.filter(report__unit__in=self.actor.unit_ids)
        sums: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
        found = []
        for each in rows.order_by("report__period__covers_to", "report__version", "pk"):
            in_force, value = each.report.state == ReportState.ACCEPTED, each.value or Decimal(0)
            if self.row.kind == MeasureKind.PERIOD and in_force:
                key = (each.report.unit_id, each.report.period.year)
                sums[key] += value
                value = sums[key]
            found.append(Point(each, each.as_of or each.report.period.covers_to, value, in_force))
        return found

    @property
    def of_unit(self) -> list[Point]:
        """The chosen unit's."""
        return [each for each in self.points if self.unit is not None and each.row.report.unit_id == self.unit.pk]

    @property
    def goals(self) -> list[Served]:
        """What the chosen unit's figure is held against."""
        return [each for each in self.served if self.unit is not None and each.unit == self.unit]

    def chart(self) -> charts.Chart | None:
        """Expected, actual, aimed at; nothing without a goal or a value to draw."""
        points, goals = [each for each in self.of_unit if each.in_force], self.goals
        if not points and not goals:
            return None
        lines = [*_actual(points), *_together(line for each in goals for line in _lines_of(each))]
        days = [day for line in lines for day, _ in line.points]
        if not days:
            return None
        year = max(day.year for day in days)
        span = (min(*days, dt.date(year, 1, 1)), max(*days, dt.date(year, 12, 31)))
        return charts.trajectory(
            "chart-course", summary=self._said(points, goals), unit=self.row.unit, span=span, lines=lines
        )

    def _said(self, points: Sequence[Point], goals: Sequence[Served]) -> str:
        last = points[-1] if points else None
        if last is None:
            said = "还没有受理的数据"
        else:
            kind = "" if last.final else "（初步数）"
            said = f"{self.unit}截至{last.day.month}月{last.day.day}日为{show_number(last.total)}{self.row.unit}{kind}"
        met, missed = (sum(each.met is state for each in goals) for state in (True, False))
        judged = f"；对照 {len(goals)} 个目标，已达到 {met} 个，未达到 {missed} 个" if goals else ""
        return f"{said}{judged}。"


def _actual(points: Sequence[Point]) -> list[charts.Line]:
    """One line through all values; those that may still change are marked on it."""
    if not points:
        return []
    lines = [charts.Line("完成值", "actual", tuple((each.day, each.total) for each in points))]
    open_ones = tuple((each.day, each.total) for each in points if not each.final)
    return [*lines, charts.Line("初步数", "provisional", open_ones)] if open_ones else lines


def _together(lines: Iterable[tuple[str, charts.Line]]) -> list[charts.Line]:
    """Lines that fall on one another as one line, named after all the matters that they stand for."""
    codes: dict[tuple[str, str, tuple[charts.Point, ...]], list[str]] = defaultdict(list)
    for code, line in lines:
        codes[line.name, line.style, line.points].append(code)
    return [charts.Line(f"{'、'.join(found)} {name}", style, points) for (name, style, points), found in codes.items()]


def _lines_of(each: Served) -> list[tuple[str, charts.Line]]:
    """Of a matter: the goal, what it was before it was changed, and what is expected over the year."""
    goal, code = each.part.goal, each.found.matter.code
    if goal is None or each.part.light.colour == "grey":
        return []  # a superior's goal is not the district's: nothing to compare with
    lines = [charts.Line("目标", "target", ((goal.start, goal.value), (goal.due, goal.value)))]
    if each.first.value != goal.value and each.part.situation.share == "own" and len(each.versions) > 1:
        first = each.first.value
        lines.append(charts.Line("原目标", "target", ((goal.start, first), (goal.due, first))))
    path = _path(goal, each.part.situation.nodes)
    return [(code, line) for line in [*lines, *([charts.Line("序时", "expected", path)] if path else [])]]


def _path(goal: Goal, nodes: tuple[Node, ...]) -> tuple[charts.Point, ...]:
    """The schedule at the first and last day, at every node and at the end of every month."""
    ends = [dt.date(goal.start.year, month, 1) - dt.timedelta(days=1) for month in range(2, 13)]
    days = {goal.start, goal.due, *(n.due_on for n in nodes), *ends}
    found = ((day, expected(goal, nodes, day).value) for day in sorted(days) if goal.start <= day <= goal.due)
    return tuple((day, value) for day, value in found if value is not None)
