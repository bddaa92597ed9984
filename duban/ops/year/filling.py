"""Filling a unit's report of a quarter: what each line says, by the drafting verbs, and answers to the checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from duban.core.checks import Severity
from duban.core.reporting.values import MeasureKind
from duban.ledger.models import Assignment
from duban.ops.year import figures, sentences, texts
from duban.ops.year.dice import Dice
from duban.ops.year.planning import goal_of, likely
from duban.ops.year.spring import current_shares, measure_key
from duban.ops.year.world import World
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid
from duban.progress import checking, measures
from duban.progress.actions import drafting, signing
from duban.progress.actions.drafting import Change
from duban.progress.models import Line, Observation, Report

ORDER = ("done", "on_schedule", "standing", "behind", "at_risk", "missed")
LASTING = ("常态", "持续", "长效", "坚持", "健全", "加强", "完善", "巩固")
RATES_COME_LATE = 0.45  # share of growth rates that the statistics publish after the report is due


@dataclass
class Filled:
    """What is written in a line, by field, and the figures by measure."""

    boxes: dict[str, Any]
    figures: dict[int, Decimal] = field(default_factory=dict)


class Filler:
    """Knows what the unit's lines look like in a quarter. ``miscounted``: its first running total is too high."""

    def __init__(self, world: World, unit: Unit, report: Report, *, miscounted: bool = False) -> None:
        self.world, self.unit, self.report, self.miscounted = world, unit, report, miscounted
        self.quarter = report.period.seq
        rows = report.lines.select_related("matter", "assignment__unit")
        self.lines = list(rows.order_by("matter__programme__ordinal", "matter__ordinal", "id"))
        ids = [line.matter_id for line in self.lines]
        self.uses = measures.of_matters(ids)
        self.shares = current_shares(unit.pk, {use.measure_id for each in self.uses.values() for use in each})
        self.others: dict[int, list[Assignment]] = {}
        live = Assignment.objects.live().filter(matter__in=ids).exclude(unit=unit).select_related("unit")
        for row in live.order_by("id"):
            self.others.setdefault(row.matter_id, []).append(row)

    def line(self, line: Line) -> Filled:
        """What the line says."""
        body, code = line.matter.body, line.matter.code
        own = line.assignment.lead and line.assignment.unit_id == self.unit.pk
        uses = self.uses.get(line.matter_id, []) if own else []
        lead = next((o.unit.name for o in self.others.get(line.matter_id, ()) if o.lead and o.scope != "city"), "")
        through = line.assignment.unit_id != self.unit.pk
        about = texts.About(
            self.unit.name, self.world.section(self.unit, code), code, body, self.quarter, self.world.year,
            helps=lead if not own and not through else "", through_group=through,
        )  # fmt: skip
        writer = texts.Writer(about)
        none = self.no_figure(line, uses, writer)
        if none is not None:
            return Filled(none)
        return self.reported(line, uses, writer)

    def no_figure(self, line: Line, uses: list[measures.MeasureTarget], writer: texts.Writer) -> dict[str, Any] | None:
        """One of the honest kinds of "no figure", or None where the line is reported."""
        dice = Dice("情形", self.unit.name, line.matter.code)
        none_set = uses and all(use.measure_id in self.shares and self.shares[use.measure_id].none_set for use in uses)
        if none_set and dice.chance(0.7):
            return {"presence": "na", "reason": writer.one_of(sentences.NO_SHARE)}
        season = Dice("情形", self.unit.name, line.matter.code, self.quarter)
        if uses and all(use.target.kind == "growth" for use in uses):
            if self.quarter in (1, 3) and season.chance(RATES_COME_LATE):
                due = self.report.period.due_on.replace(day=20)
                return {"presence": "awaiting", "reason": sentences.AWAITING, "expected_on": due}
        above = [o for o in self.others.get(line.matter_id, ()) if o.scope == "city"]
        if above and not uses and self.quarter < 4 and season.chance(0.05):
            reason = sentences.BLOCKED.format(unit=above[0].unit.name, m=texts.LAST_MONTH[self.quarter])
            return {"presence": "blocked", "reason": reason, "waiting_on_id": above[0].unit_id}
        if not uses and self.quarter < 3 and season.chance(0.04):
            return {"presence": "nil", "reason": writer.one_of(sentences.NIL)}
        return None

    def reported(self, line: Line, uses: list[measures.MeasureTarget], writer: texts.Writer) -> Filled:
        """Words, figures and the unit's own rating."""
        values, said, standings = {}, [], []
        for use in uses:
            value, goal = self.value(use)
            kind = MeasureKind(use.measure.kind)
            values[use.measure_id] = value
            growth = use.target.kind == "growth"
            said.append(texts.Said(use.measure.name, use.measure.unit, kind, value, goal, growth))
            if goal is not None:
                standings.append(figures.standing(value, goal, self.quarter, kind, use.target.op))
        rating = max(standings, key=ORDER.index) if standings else self.felt(line)
        dice = Dice("乐观", self.unit.name, line.matter.code, self.quarter)
        if rating in ("behind", "missed") and self.quarter >= 3 and dice.chance(0.12):
            rating = "done"  # more hopeful than the figure: the check asks, the unit explains
        boxes = {"presence": "reported", "done": writer.done(said), "self_rating": rating}
        troubled = rating in ("behind", "at_risk", "missed")
        if troubled or dice.chance(0.12):
            boxes["problem"] = writer.problem()
        if troubled or (rating != "done" and dice.chance(0.7)):
            boxes["next_step"] = writer.next_step()
        return Filled(boxes, values)

    def value(self, use: measures.MeasureTarget) -> tuple[Decimal, Decimal | None]:
        """The measure at the end of the quarter, and the unit's goal."""
        goal = goal_of(self.world, use, self.shares)
        course = figures.course(
            measure_key(use), kind=MeasureKind(use.measure.kind), op=use.target.op, unit=use.measure.unit,
            aim=likely(self.world, use, self.shares), goal=goal,
        )  # fmt: skip
        if self.miscounted and self.quarter == 1 and use.measure_id == self.first_counted():
            return course.values[2], goal  # the plan's figure instead of the result
        return course.values[self.quarter - 1], goal

    def first_counted(self) -> int | None:
        """The unit's first running total that grows enough for a fall to be seen."""
        for line in self.lines:
            for use in self.uses.get(line.matter_id, ()):
                own = line.assignment.lead and line.assignment.unit_id == self.unit.pk
                if own and use.measure.kind == MeasureKind.YTD and likely(self.world, use, self.shares) >= 20:
                    return use.measure_id
        return None

    def felt(self, line: Line) -> str:
        """The rating of a line without a goal of its own."""
        course = Dice("进展", self.unit.name, line.matter.code).number()
        if course < 0.08:
            return ("behind", "behind", "behind", "missed")[self.quarter - 1]
        if course < 0.12:
            return ("on_schedule", "behind", "at_risk", "missed")[self.quarter - 1]
        if any(word in line.matter.body[:30] for word in LASTING):
            return "standing"
        return "done" if self.quarter == 4 else "on_schedule"


def fill(filler: Filler, lines: Iterable[Line], *, by: Any, at: dt.datetime) -> list[tuple[Line, str]]:
    """Write the lines as a person does who goes down the page; each box is saved from what stood there.

    Returns the lines with what was written as 进展与成效.
    """
    done: set[int] = set()
    written = []
    there = {row.measure_id: row for row in filler.report.observations.all()}
    for line in lines:
        filled = filler.line(line)
        changes = {name: Change(value, getattr(line, name)) for name, value in filled.boxes.items()}
        drafting.save_line(line=line, changes=changes, by=by, at=at)
        for measure_id, value in filled.figures.items():
            if measure_id not in done:
                done.add(measure_id)
                write_figure(filler.report, measure_id, value, there.get(measure_id), by=by, at=at)
        written.append((line, filled.boxes.get("done", "")))
    return written


def write_figure(
    report: Report, measure_id: int, value: Decimal, there: Observation | None, *, by: Any, at: dt.datetime
) -> None:
    """A measure's value with its day and source; ``there``: what stood there, if anything."""
    old = there or Observation()
    new = {"value": value, "as_of": report.period.covers_to, "source": "本单位统计"}
    changes = {name: Change(each, getattr(old, name)) for name, each in new.items()}
    drafting.save_figure(report=report, measure_id=measure_id, changes=changes, by=by, at=at)


def answer_all(report: Report, *, by: Any, at: dt.datetime) -> int:
    """Answer every finding that asks for a sentence; returns how many. One that blocks is a fault of this package."""
    asked = [each for each in checking.findings(report) if each.open]
    lines = report.lines.in_bulk([each.line_id for each in asked])
    for each in asked:
        if each.severity is Severity.BLOCK:
            raise AssertionError(f"{report} {each.code} {each.finding.rule}: {each.finding.message}")
        text = Dice("说明", report.unit.name, each.code, report.period.seq, each.finding.rule).pick(
            sentences.ANSWERS.get(each.finding.rule, ("情况属实，已核对。",))
        )
        checking.answer(
            line=lines[each.line_id], rule=each.finding.rule, fingerprint=each.finding.fingerprint, text=text,
            by=by, at=at,
        )  # fmt: skip
    return len(asked)


def send(report: Report, *, by: Any, at: dt.datetime) -> Report:
    """Send it off (送审); findings that ask for a sentence are answered when the system holds it up for them."""
    report.refresh_from_db()
    try:
        return signing.submit(report=report, by=by, at=at)
    except Invalid:
        if not answer_all(report, by=by, at=at):
            raise
    report.refresh_from_db()
    return signing.submit(report=report, by=by, at=at)
