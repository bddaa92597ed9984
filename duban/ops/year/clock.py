"""The clock of the simulated year: several people at work at once, each act at its instant, in order of time."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Generator, Iterable
from itertools import count

from django.utils import timezone

from duban.audit.models import Event
from duban.ops.year.dice import Dice
from duban.orgs.workdays import office_calendar

ORIGIN = "模拟年度"  # of the events
Process = Generator[dt.datetime, dt.datetime, None]
"""``at = yield when``: waits until ``when`` and goes on there. Instants must not go back."""


def run(processes: Iterable[Process], *, not_before: dt.datetime | None = None) -> None:
    """Run all to their end, always the one whose instant comes first, so that the trail is in order of time.

    ``not_before``: what an earlier part of the year did after its end is not gone behind, the first acts wait for it.
    """
    order = count()
    waiting: list[tuple[dt.datetime, int, Process]] = []
    for process in processes:
        first = next(process, None)
        if first is not None:
            heapq.heappush(waiting, (max(first, not_before or first), next(order), process))
    while waiting:
        when, _, process = heapq.heappop(waiting)
        try:
            following = process.send(when)
        except StopIteration:
            continue
        heapq.heappush(waiting, (max(following, when), next(order), process))


def last_act() -> dt.datetime | None:
    """The latest instant of what was acted so far."""
    return Event.objects.filter(origin=ORIGIN).order_by("-at").values_list("at", flat=True).first()


def free(day: dt.date) -> dt.date:
    """The day, or the first working day after all that was done so far."""
    last = last_act()
    return max(day, after(timezone.localdate(last), 1)) if last is not None else day


def moment(day: dt.date, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    """An instant of the day in Shanghai."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute, second)))


def morning(day: dt.date, dice: Dice) -> dt.datetime:
    """Some instant before noon."""
    return moment(day, dice.between(9, 11), dice.between(0, 59), dice.between(0, 59))


def later(at: dt.datetime, days: int, dice: Dice) -> dt.datetime:
    """Some instant of the n-th working day after."""
    return morning(after(timezone.localdate(at), days), dice)


def after(day: dt.date, days: int) -> dt.date:
    """The n-th working day after a day."""
    return office_calendar().after(day, days)


def workdays(first: dt.date, last: dt.date) -> list[dt.date]:
    """Working days from ``first`` to ``last``, both included."""
    days, day = [], after(first - dt.timedelta(days=1), 1)
    while day <= last:
        days.append(day)
        day = after(day, 1)
    return days
