"""The reporting calendar (报送日历) of a year: units × periods; each square says how far the report is, and if in time.

Four queries for any number of units and periods. Units stand in the order of the register; nothing here ranks them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from duban.core.reporting.timeliness import Standing, Timeliness, timeliness
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.workdays import office_calendar
from duban.progress.completeness import NOT_OPENED, STAGES, WAIVED
from duban.progress.enums import UNIT_LABELS, ReportState
from duban.progress.models import Obligation, Period, Report

PAST = (Standing.LATE, Standing.OVERDUE)


@dataclass(frozen=True, slots=True)
class Filing:
    """A square: the report expected of a unit in a period. ``key``: of the obligation."""

    key: int
    unit_id: int
    period_id: int
    stage: str  # a key of completeness.STAGES
    time: Timeliness

    @property
    def late(self) -> bool:
        """Signed after its day, or not signed and past it."""
        return self.time.standing in PAST

    def word(self, actor: Actor) -> str:
        """How far, in the words of who looks."""
        if actor.sees_everything or self.stage not in ReportState.values:
            return STAGES[self.stage]
        return UNIT_LABELS[ReportState(self.stage)]


@dataclass(frozen=True)
class FilingYear:
    """``periods`` that are open or closed, ``units`` in the order of the register, ``squares`` by (unit, period)."""

    periods: tuple[Period, ...]
    units: tuple[Unit, ...]
    squares: dict[tuple[int, int], Filing]

    def of(self, unit: Unit) -> list[Filing | None]:
        """The squares of a unit, one a period; nothing where no report is expected of it."""
        return [self.squares.get((unit.pk, period.pk)) for period in self.periods]


def filing_year(year: int, actor: Actor) -> FilingYear:
    """The squares that the actor may see, as of the actor's day."""
    periods = tuple(Period.objects.filter(year=year, opened_at__isnull=False).order_by("covers_to", "kind", "seq"))
    states: dict[tuple[int, int], str] = {
        (unit, period): state
        for unit, period, state in Report.objects.filter(period__in=periods)
        .order_by("version")
        .values_list("unit_id", "period_id", "state")
    }
    fields = ("pk", "unit_id", "period_id", "due_on", "first_signed_at", "waived_at")
    expected = Obligation.objects.filter(period__in=periods).visible_to(actor).order_by().values_list(*fields)
    calendar = office_calendar()
    squares = {}
    for pk, unit, period, due, signed, waived in expected:
        filed = timezone.localtime(signed).date() if signed else None
        time = timeliness(filed, due, today=actor.today, calendar=calendar, waived=waived is not None)
        stage = WAIVED if waived else states.get((unit, period), NOT_OPENED)
        squares[unit, period] = Filing(pk, unit, period, stage, time)
    units = Unit.objects.filter(pk__in={unit for unit, _ in squares}).order_by("position", "name", "pk")
    return FilingYear(periods, tuple(units), squares)


def standings(found: Iterable[Filing]) -> Counter[Standing]:
    """How many stand where against their day."""
    return Counter(each.time.standing for each in found)
