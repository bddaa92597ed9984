"""Periods of a unit with what is owed and where its report stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.workdays import office_calendar
from duban.progress.enums import UNIT_LABELS, PeriodKind, ReportState
from duban.progress.models import Obligation, Period, Report
from duban.web.reports import loading


@dataclass(frozen=True)
class Row:
    """A period of a unit."""

    period: Period
    unit: Unit
    obligation: Obligation | None
    report: Report | None  # the newest version
    owed: int
    filled: int
    total: int
    left: str
    late: bool

    @property
    def state(self) -> str:
        """Where it stands, as the unit says it."""
        if self.obligation is not None and self.obligation.waived_at:
            return f"免报：{self.obligation.waived_reason}"
        if self.report is None:
            return "未开始" if self.period.opened_at else "可先起草"
        return UNIT_LABELS[ReportState(self.report.state)]

    @property
    def kind(self) -> str:
        """returned, open, sent or done, for the look."""
        if self.obligation is not None and self.obligation.waived_at:
            return "done"
        if self.report is None or self.report.state == ReportState.DRAFT:
            return "open"
        if self.report.state == ReportState.RETURNED:
            return "returned"
        return "done" if self.report.state == ReportState.ACCEPTED else "sent"

    @property
    def fills(self) -> bool:
        """Whether the row leads to filling."""
        return self.kind in ("open", "returned")

    @property
    def verb(self) -> str:
        """What the button says."""
        if self.report is None:
            return "开始填报" if self.period.opened_at else "先起草"
        return "修改" if self.kind == "returned" else "继续填报"

    @property
    def href(self) -> str:
        """The reading page of a report that is on its way or done."""
        return loading.reading_page(self.report) if self.report else ""


@dataclass(frozen=True)
class UnitRows:
    """A unit with its periods, the nearest first, then what is over."""

    unit: Unit
    now: list[Row]
    past: list[Row]


def of_units(units: Sequence[Unit], actor: Actor) -> list[UnitRows]:
    """A constant number of queries."""
    periods = list(Period.objects.filter(covers_from__lte=actor.today).order_by("due_on"))
    ids = [unit.pk for unit in units]
    obligations = {
        (o.period_id, o.unit_id): o
        for o in Obligation.objects.filter(unit__in=ids, period__in=periods)
        .annotate(n=Count("owed"))
        .select_related("period")
    }
    reports: dict[tuple[int, int], Report] = {}
    rows = Report.objects.filter(unit__in=ids, period__in=periods).annotate(
        n=Count("lines"), full=Count("lines", filter=~Q(lines__presence=""))
    )
    for report in rows.order_by("version"):
        reports[report.period_id, report.unit_id] = report
    made = []
    for unit in units:
        every = []
        for period in _shown(periods, unit, obligations, reports, actor):
            every.append(_row(period, unit, obligations, reports, actor))
        now = [row for row in every if row.kind != "done"]
        made.append(UnitRows(unit, now, [row for row in reversed(every) if row.kind == "done"]))
    return made


def rows_of(unit: Unit, actor: Actor) -> list[Row]:
    """All rows of one unit."""
    made = of_units([unit], actor)[0]
    return [*made.now, *made.past]


def _shown(periods: list[Period], unit: Unit, obligations: dict, reports: dict, actor: Actor) -> list[Period]:
    """Where something is owed or written; of those not opened yet only the next, to draft in."""
    shown = []
    next_found = False
    for period in periods:
        key = (period.pk, unit.pk)
        if key in obligations or key in reports:
            shown.append(period)
            next_found = next_found or period.opened_at is None
        elif period.opened_at is None and period.kind == PeriodKind.REGULAR and not next_found:
            if actor.today <= period.closes_on:
                shown.append(period)
                next_found = True
    return shown


def _row(period: Period, unit: Unit, obligations: dict, reports: dict, actor: Actor) -> Row:
    obligation, report = obligations.get((period.pk, unit.pk)), reports.get((period.pk, unit.pk))
    due = obligation.due_on if obligation else period.due_on
    filed = obligation is not None and obligation.first_signed_at is not None
    return Row(
        period=period,
        unit=unit,
        obligation=obligation,
        report=report,
        owed=getattr(obligation, "n", 0),
        filled=getattr(report, "full", 0),
        total=getattr(report, "n", 0),
        left="" if filed else office_calendar().say(actor.today, due),
        late=not filed and due < actor.today,
    )
