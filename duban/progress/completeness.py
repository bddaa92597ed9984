"""The completeness board (报送情况): for each report expected, how far it is and whether in time.

Three values that are never merged: how far (stage), whether in time (standing), how much is filled. A constant number
of queries for a period, whatever the number of its units. Nothing here orders units by merit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from duban.audit.models import Event
from duban.core.calendar.workdays import WorkCalendar
from duban.core.checks import Severity
from duban.core.reporting.timeliness import Timeliness, timeliness
from duban.orgs.models import Unit
from duban.orgs.workdays import office_calendar
from duban.progress.enums import OFFICE_LABELS, UNIT_LABELS, Presence, ReportState
from duban.progress.models import CheckAnswer, Line, Obligation, Report

NOT_OPENED, WAIVED = "not_opened", "waived"
STAGES = {
    NOT_OPENED: "未打开",
    **{state.value: label for state, label in OFFICE_LABELS.items() if state != ReportState.SUPERSEDED},
    WAIVED: "免报",
}


@dataclass(frozen=True)
class Row:
    """One unit in one period."""

    obligation: Obligation
    unit: Unit
    report: Report | None  # the version that is on its way, else the one in force
    in_force: Report | None
    owed: int
    filled: int
    stage: str
    time: Timeliness
    returned: int
    answered: int  # findings that the unit answered when it sent the report
    hints: int  # findings that asked for nothing

    @property
    def stage_label(self) -> str:
        """To the office and the leaders."""
        words = STAGES[self.stage]
        return f"{words}（第{self.report.version}版）" if self.report and self.report.version > 1 else words

    @property
    def unit_label(self) -> str:
        """To the unit itself."""
        return UNIT_LABELS[ReportState(self.stage)] if self.stage in ReportState.values else STAGES[self.stage]

    @property
    def signed_on(self) -> dt.date | None:
        """Day of the first signing."""
        at = self.obligation.first_signed_at
        return timezone.localtime(at).date() if at else None

    @property
    def opened_by(self) -> str:
        """Who began the draft."""
        return str(self.report.created_by) if self.report and self.report.created_by_id else ""


def rows(obligations: models.QuerySet[Obligation], *, today: dt.date) -> list[Row]:
    """Rows for expected reports, in the order of the register of units. Eight queries at most."""
    wanted = list(
        obligations.select_related("unit", "period")
        .annotate(lines=Count("owed"))
        .order_by("period_id", "unit__position", "unit__name", "unit_id")
    )
    versions: dict[tuple[int, int], list[Report]] = {}
    reports = Report.objects.filter(
        period__in={o.period_id for o in wanted}, unit__in={o.unit_id for o in wanted}
    ).select_related("created_by")
    for report in reports.order_by("version"):
        versions.setdefault((report.period_id, report.unit_id), []).append(report)
    ids = [report.pk for group in versions.values() for report in group]
    facts = _Facts(ids)
    calendar = office_calendar()
    return [_row(o, versions.get((o.period_id, o.unit_id), []), facts, calendar, today) for o in wanted]


class _Facts:
    """Numbers by report."""

    def __init__(self, ids: list[int]) -> None:
        filled = Line.objects.filter(report__in=ids).exclude(presence=Presence.MISSING).order_by()
        self.filled: dict[int, int] = dict(filled.values_list("report_id").annotate(n=Count("pk")))
        events = Event.objects.filter(verb="report.send_back", subject_type="progress.report", subject_id__in=ids)
        self.returned: dict[int, int] = dict(events.order_by().values_list("subject_id").annotate(n=Count("pk")))
        stood = CheckAnswer.objects.filter(
            line__report__in=ids, stood_at=models.F("line__report__submitted_at")
        ).order_by()
        self.answered: dict[int, int] = dict(
            stood.exclude(answer="").values_list("line__report_id").annotate(n=Count("pk"))
        )
        self.hints: dict[int, int] = dict(
            stood.filter(severity=Severity.HINT, answer="").values_list("line__report_id").annotate(n=Count("pk"))
        )


def _row(obligation: Obligation, versions: list[Report], facts: _Facts, calendar: WorkCalendar, today: dt.date) -> Row:
    current = versions[-1] if versions else None
    filed = timezone.localtime(obligation.first_signed_at).date() if obligation.first_signed_at else None
    waived = obligation.waived_at is not None
    owed = obligation.lines  # type: ignore[attr-defined]  # annotated above
    filled = facts.filled.get(current.pk, 0) if current else 0
    if not owed:  # one answer for the whole
        owed, filled = 1, int(bool(current and current.answer.strip()))
    stage = WAIVED if waived else current.state if current else NOT_OPENED
    return Row(
        obligation=obligation,
        unit=obligation.unit,
        report=current,
        in_force=next((r for r in reversed(versions) if r.state == ReportState.ACCEPTED), None),
        owed=owed,
        filled=min(filled, owed),
        stage=stage,
        time=timeliness(filed, obligation.due_on, today=today, calendar=calendar, waived=waived),
        returned=sum(facts.returned.get(r.pk, 0) for r in versions),
        answered=facts.answered.get(current.pk, 0) if current else 0,
        hints=facts.hints.get(current.pk, 0) if current else 0,
    )


def exceptions() -> models.QuerySet[Obligation]:
    """Extensions and waivers of periods that are open: what the office's home lists (international §4.8)."""
    return (
        Obligation.objects.filter(period__opened_at__isnull=False, period__closed_at__isnull=True)
        .filter(Q(waived_at__isnull=False) | (~Q(extension_reason="") & Q(first_signed_at__isnull=True)))
        .select_related("unit", "period")
        .order_by("period_id", "unit__position", "unit_id")
    )


@dataclass(frozen=True)
class Totals:
    """Counts over rows."""

    expected: int
    filed: int
    on_time: int
    accepted: int
    waived: int
    owed: int
    filled: int


def totals(found: Iterable[Row]) -> Totals:
    """Waived units leave the denominator."""
    everything = list(found)
    owing = [row for row in everything if row.stage != WAIVED]
    return Totals(
        expected=len(owing),
        filed=sum(row.obligation.first_signed_at is not None for row in owing),
        on_time=sum(row.time.standing == "on_time" for row in owing),
        accepted=sum(row.in_force is not None for row in owing),
        waived=len(everything) - len(owing),
        owed=sum(row.owed for row in owing),
        filled=sum(row.filled for row in owing),
    )
