"""The evening look at the lights, on every day of the simulated year on which a light may have changed."""

from __future__ import annotations

import datetime as dt

from django.db.models.functions import TruncDate
from django.utils import timezone

from duban.audit.models import Event
from duban.ops.year.clock import moment
from duban.oversight.actions.lights import log_changes
from duban.oversight.models import LightLook
from duban.progress.models import Milestone, Obligation, Period

MOVING = (
    "progress.report", "progress.obligation", "progress.share", "oversight.coordinationcase", "oversight.closing",
    "oversight.adjustment", "oversight.lightoverride",
)  # fmt: skip
"""Subjects whose events can change a light once reports are asked for."""
_DAY = dt.timedelta(days=1)


def until(year: int, at: dt.datetime) -> None:
    """Look on the evenings that are over: of days with such an event, and of the day after one that was due.

    A past evening is judged by what was known then, so that looking afterwards writes what looking then would have.
    """
    first = Period.objects.filter(year=year, opened_at__isnull=False).order_by("opened_at").first()
    if first is None or first.opened_at is None:
        return
    look = LightLook.objects.filter(year=year).first()
    last = timezone.localdate(look.at) if look is not None else timezone.localdate(first.opened_at)
    for day in sorted(_days(year, last, timezone.localdate(at))):
        evening = moment(day, 23, 30)
        if look is None or evening > look.at:
            log_changes(year=year, at=evening)


def _days(year: int, first: dt.date, before: dt.date) -> set[dt.date]:
    events = Event.objects.filter(subject_type__in=MOVING, at__gte=moment(first, 0), at__lt=moment(before, 0))
    found = set(events.annotate(day=TruncDate("at")).order_by().values_list("day", flat=True).distinct())
    due = Milestone.objects.filter(plan__matter__programme__year=year).order_by().values_list("due_on", flat=True)
    asked = Obligation.objects.filter(period__year=year).order_by().values_list("due_on", flat=True)
    found |= {day + _DAY for day in (*due.distinct(), *asked.distinct())}
    return {day for day in found if first <= day < before}
