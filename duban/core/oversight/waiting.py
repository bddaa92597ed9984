"""Days on which a unit waited for the answer of others: they do not count against it (domain §4.13)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from duban.core.calendar.workdays import WorkCalendar

Wait = tuple[dt.date, dt.date]
"""Since when, and the day of the answer; the first day does not count, the last one does."""
_DAY = dt.timedelta(days=1)


def waited(waits: Sequence[Wait], to: dt.date, calendar: WorkCalendar) -> int:
    """Working days of all waits up to a day; what overlaps counts once.

    >>> plain = WorkCalendar()
    >>> waited([(dt.date(2023, 3, 6), dt.date(2023, 3, 10)), (dt.date(2023, 3, 8), dt.date(2023, 3, 13))],
    ...        dt.date(2023, 6, 30), plain)
    5
    """
    days: set[dt.date] = set()
    for since, until in waits:
        last = min(until, to)
        days.update(since + n * _DAY for n in range(1, (last - since).days + 1))
    return sum(calendar.is_workday(day) for day in days)


def given_back(day: dt.date, waits: Sequence[Wait], calendar: WorkCalendar) -> dt.date:
    """The day that it is on the unit's clock: as many working days earlier as it waited by then.

    >>> given_back(dt.date(2023, 3, 20), [(dt.date(2023, 3, 6), dt.date(2023, 3, 10))], WorkCalendar())
    datetime.date(2023, 3, 14)
    """
    count = waited(waits, day, calendar) if waits else 0
    while count:
        count -= calendar.is_workday(day)
        day -= _DAY
    return day
