"""The burden meter (负担): what is asked of each unit and period, and what shared measures saved.

The system shows what it asks, to the office and to the unit itself, so that less may be asked (domain §7).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duban.core.reporting.effort import belongs, minutes
from duban.orgs.models import User
from duban.progress import measures
from duban.progress.completeness import WAIVED, Row
from duban.progress.models import OwedLine, Report, WorkSpan

__all__ = ["Burden", "Sum", "note_work", "of_rows", "total"]


def note_work(report: Report, user: User, at: dt.datetime) -> None:
    """An edit was saved: it goes on with the person's span, or begins one. Called inside the saving transaction."""
    span = WorkSpan.objects.filter(report=report, user=user).order_by("-last", "-id").first()
    if span is not None and belongs(span.last, at):
        span.last, span.saves = at, span.saves + 1
        span.save(update_fields=["last", "saves"])
    else:
        WorkSpan.objects.create(report=report, user=user, start=at, last=at)


@dataclass(frozen=True)
class Burden:
    """What one unit's report of one period asked.

    ``figures``: measures to fill, each once; ``saved``: boxes that need no filling because their measure is filled
    elsewhere in the same report; ``minutes``: of saved edits (:mod:`duban.core.reporting.effort`), all versions.
    """

    row: Row
    lines: int
    figures: int
    saved: int
    minutes: int
    returned: int


@dataclass(frozen=True)
class Sum:
    """Totals over units, and the middle one of the minutes (0 where nobody has filled yet)."""

    units: int
    lines: int
    figures: int
    saved: int
    minutes: int
    returned: int
    middle: int


def of_rows(rows: Sequence[Row]) -> list[Burden]:
    """The burden behind the rows of a board; three queries more, whatever their number."""
    owed = OwedLine.objects.filter(obligation__in=[row.obligation.pk for row in rows], assignment__lead=True)
    led: dict[int, list[int]] = defaultdict(list)
    for obligation, matter in owed.order_by("id").values_list("obligation_id", "matter_id"):
        led[obligation].append(matter)
    uses = measures.of_matters(sorted({matter for matters in led.values() for matter in matters}))
    spans: dict[tuple[int, int], list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)
    periods = {row.obligation.period_id for row in rows}
    kept = WorkSpan.objects.filter(report__period__in=periods, report__unit__in={row.unit.pk for row in rows})
    for period, unit, start, last in kept.values_list("report__period_id", "report__unit_id", "start", "last"):
        spans[period, unit].append((start, last))
    return [_burden(row, led[row.obligation.pk], uses, spans[row.obligation.period_id, row.unit.pk]) for row in rows]


def _burden(
    row: Row,
    matters: list[int],
    uses: dict[int, list[measures.MeasureTarget]],
    spans: list[tuple[dt.datetime, dt.datetime]],
) -> Burden:
    boxes = {(matter, use.measure_id) for matter in matters for use in uses.get(matter, ())}
    figures = {measure for _, measure in boxes}
    return Burden(
        row=row,
        lines=row.owed,
        figures=len(figures),
        saved=len(boxes) - len(figures),
        minutes=minutes(spans),
        returned=row.returned,
    )


def total(found: Iterable[Burden]) -> Sum:
    """Over units that are not excused."""
    counted = [each for each in found if each.row.stage != WAIVED]
    spent = sorted(each.minutes for each in counted if each.minutes)
    return Sum(
        units=len(counted),
        lines=sum(each.lines for each in counted),
        figures=sum(each.figures for each in counted),
        saved=sum(each.saved for each in counted),
        minutes=sum(spent),
        returned=sum(each.returned for each in counted),
        middle=spent[len(spent) // 2] if spent else 0,
    )
