"""The year at a glance: what the leader's page and the one-page brief say, gathered in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from duban.core.calendar.periods import is_on_time
from duban.core.workflow import case as case_flow
from duban.orgs.workdays import office_calendar
from duban.oversight.enums import AdjustmentState, HolderKind
from duban.oversight.models import Adjustment, Closing, CoordinationCase, Holding
from duban.progress.enums import PeriodKind
from duban.progress.models import Obligation, Period, Report

LEADERS = (HolderKind.LEADER, HolderKind.GOVERNMENT)


@dataclass(frozen=True, slots=True)
class Turn:
    """A difficulty that somebody has to answer. Working days ``held`` since it came to them, ``left`` until the day."""

    case: CoordinationCase
    holding: Holding
    held: int
    left: int

    @property
    def late(self) -> bool:
        """Whether the day to answer is past."""
        return self.left < 0


def turns(rows: QuerySet[Holding], on: dt.date) -> list[Turn]:
    """Holdings as turns, the nearest day first; one query."""
    calendar = office_calendar()
    found = rows.select_related("case__matter__programme", "case__unit", "post__unit", "unit").order_by("due_on", "pk")
    return [
        Turn(
            row.case,
            row,
            max(0, calendar.left(timezone.localtime(row.since).date(), on)),
            calendar.left(on, row.due_on),
        )
        for row in found
    ]


def held_at(year: int, at: dt.datetime) -> QuerySet[Holding]:
    """Whose turn it was at the instant."""
    ended = Q(ended_at__isnull=True) | Q(ended_at__gt=at)
    return Holding.objects.filter(ended, case__matter__programme__year=year, since__lte=at)


@dataclass(frozen=True, slots=True)
class Coming:
    """How complete the reports of a period were at an instant. ``owed`` = ``filed`` + ``missing``."""

    period: Period
    owed: int
    on_time: int
    late: int
    overdue: int  # past its day and not signed
    running: int  # not signed, the day is to come
    waived: int

    @property
    def filed(self) -> int:
        """Signed, in time or not."""
        return self.on_time + self.late

    @property
    def missing(self) -> int:
        """Not signed yet."""
        return self.overdue + self.running


def coming(year: int, at: dt.datetime) -> list[Coming]:
    """Of each regular period that was open at the instant; two queries."""
    on = timezone.localtime(at).date()
    periods = Period.objects.filter(year=year, kind=PeriodKind.REGULAR, opened_at__lte=at).order_by("covers_to")
    counts: dict[int, Counter[str]] = {period.pk: Counter() for period in periods}
    rows = Obligation.objects.filter(period__in=list(counts))
    for period, due_on, signed_at, waived_at in rows.values_list("period_id", "due_on", "first_signed_at", "waived_at"):
        filed = timezone.localtime(signed_at).date() if signed_at is not None and signed_at <= at else None
        in_time = is_on_time(filed, due_on, today=on)
        word = "late" if filed else "overdue"
        counts[period]["waived" if waived_at is not None and waived_at <= at else _word(in_time, word)] += 1
    return [_coming(period, counts[period.pk]) for period in periods]


def _word(in_time: bool | None, otherwise: str) -> str:
    if in_time is None:
        return "running"
    return "on_time" if in_time else otherwise


def _coming(period: Period, n: Counter[str]) -> Coming:
    owed = sum(n.values()) - n["waived"]
    return Coming(period, owed, n["on_time"], n["late"], n["overdue"], n["running"], n["waived"])


@dataclass(frozen=True, slots=True)
class Happened:
    """What was done since an instant."""

    accepted: int  # reports
    raised: int  # difficulties
    answered: int
    closed: int  # matters
    adjusted: int  # extensions and figures

    @property
    def anything(self) -> bool:
        """Whether there is something to say."""
        return bool(self.accepted or self.raised or self.answered or self.closed or self.adjusted)


def happened(year: int, since: dt.datetime, at: dt.datetime) -> Happened:
    """Counts of acts after ``since`` and up to ``at``; five short queries."""
    span = (since, at)
    cases = CoordinationCase.objects.filter(matter__programme__year=year)
    return Happened(
        accepted=Report.objects.filter(period__year=year, accepted_at__range=span).count(),
        raised=cases.filter(raised_at__range=span).count(),
        answered=cases.filter(answered_at__range=span).count(),
        closed=Closing.objects.filter(matter__programme__year=year, decided_at__range=span).exclude(grade="").count(),
        adjusted=Adjustment.objects.filter(
            matter__programme__year=year, state=AdjustmentState.APPROVED, decided_at__range=span
        ).count(),
    )


def open_cases(year: int) -> dict[str, int]:
    """Open difficulties by state; one query."""
    rows = CoordinationCase.objects.filter(matter__programme__year=year, state__in=case_flow.OPEN).order_by()
    return dict(rows.values_list("state").annotate(n=Count(F("pk"))))
