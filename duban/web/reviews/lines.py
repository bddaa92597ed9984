"""What the office compares when it accepts: a line beside last period's and the target, with what the checks said.

A constant number of queries for a report, whatever the number of its lines.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from duban.core.reporting.values import MeasureKind
from duban.progress import checking, goals, measures
from duban.progress.checking import LineFinding
from duban.progress.models import Evidence, Line, Observation, Report, Share


@dataclass(frozen=True)
class Figure:
    """A measure in a line: this value, the last one, the printed goal, the share."""

    measure: measures.Measure
    value: Observation | None
    before: Decimal | None
    goal: str
    share: str

    @property
    def step(self) -> Decimal | None:
        """What was added since the last period, for running totals."""
        if self.measure.kind != MeasureKind.YTD or self.value is None or self.value.value is None:
            return None
        return self.value.value - self.before if self.before is not None else None


@dataclass(frozen=True)
class Reviewed:
    """A line with everything beside it."""

    line: Line
    before: Line | None
    figures: list[Figure]
    findings: list[LineFinding]
    evidence: list[Evidence]
    helpers: int  # other units that filed on the same matter


def earlier(report: Report) -> Report | None:
    """The unit's accepted report that stands beside this one."""
    return checking.previous_report(report)


def of_report(report: Report, before: Report | None) -> list[Reviewed]:
    """Every line in printed order."""
    lines = list(
        report.lines.select_related("matter__programme", "assignment", "waiting_on").order_by(
            "matter__programme__ordinal", "matter__ordinal", "id"
        )
    )
    last = {line.matter_id: line for line in before.lines.all()} if before else {}
    found: dict[int, list[LineFinding]] = defaultdict(list)
    for each in checking.findings(report):
        found[each.line_id].append(each)
    files: dict[int, list[Evidence]] = defaultdict(list)
    for file in Evidence.objects.filter(line__report=report, withdrawn_at__isnull=True).select_related("file"):
        files[file.line_id or 0].append(file)
    others = _others(report, [line.matter_id for line in lines])
    figures = _Figures(report, before, [line.matter_id for line in lines])
    return [
        Reviewed(
            line=line,
            before=last.get(line.matter_id),
            figures=figures.of(line),
            findings=found[line.pk],
            evidence=files[line.pk],
            helpers=others.get(line.matter_id, 0),
        )
        for line in lines
    ]


def _others(report: Report, matters: list[int]) -> dict[int, int]:
    rows = (
        Line.objects.filter(matter__in=matters, report__period=report.period_id)
        .filter(report__state__in=checking._FILED)
        .exclude(report__unit=report.unit_id)
        .values_list("matter_id", "report__unit_id")
        .distinct()
    )
    counts: dict[int, int] = defaultdict(int)
    for matter, _ in rows.order_by("matter_id"):
        counts[matter] += 1
    return counts


class _Figures:
    def __init__(self, report: Report, before: Report | None, matters: list[int]) -> None:
        self.uses = measures.of_matters(matters)
        rows = Observation.objects.filter(Q(report=report) | Q(report=before)).select_related("corrects")
        self.values: dict[int, Observation] = {}
        self.before: dict[int, Decimal | None] = {}
        for row in rows:
            if row.report_id == report.pk:
                self.values[row.measure_id] = row
            else:
                self.before[row.measure_id] = row.value
        ids = {use.measure_id for uses in self.uses.values() for use in uses}
        shares = Share.objects.filter(measure__in=ids, unit=report.unit_id).order_by("version")
        self.shares = {share.measure_id: share for share in shares}
        self.current = checking._current_targets(matters)

    def of(self, line: Line) -> list[Figure]:
        """In printed order of the targets; a figure that belongs to the lead is left out where it was not given."""
        found = []
        for use in self.uses.get(line.matter_id, ()):
            value = self.values.get(use.measure_id)
            if not line.assignment.lead and (value is None or value.value is None):
                continue
            target = self.current.get((use.target.matter_id, use.target.ordinal), use.target)
            found.append(
                Figure(
                    measure=use.measure,
                    value=value,
                    before=self.before.get(use.measure_id),
                    goal=goals.goal_words(target),
                    share=self._share(line, use),
                )
            )
        return found

    def _share(self, line: Line, use: measures.MeasureTarget) -> str:
        """The share of a superior's goal; the district's own goal is its own figure."""
        if goals.whose(line.matter.programme.level) == "目标":
            return ""
        return goals.share_words(self.shares.get(use.measure_id), use.measure.unit)


@dataclass(frozen=True)
class Queue:
    """Where a report stands in the list of those that wait."""

    waiting: int
    following: Report | None


def queue(report: Report) -> Queue:
    """How many of the same period wait, and the one to look at next."""
    rows = Report.objects.filter(state="signed").exclude(pk=report.pk).select_related("unit", "period")
    rows = rows.order_by("signed_at", "pk")
    same = [row for row in rows if row.period_id == report.period_id]
    return Queue(len(rows), same[0] if same else (rows[0] if rows else None))
