"""The working days that offices go by, from the announcements of the State Council."""

from __future__ import annotations

from functools import cache

import chinese_calendar

from duban.core.calendar.workdays import WorkCalendar


@cache
def office_calendar() -> WorkCalendar:
    """All announced years that the installed table holds."""
    off = frozenset(chinese_calendar.holidays)
    worked = frozenset(chinese_calendar.workdays)
    return WorkCalendar(off=off, worked=worked, years=frozenset(day.year for day in off))
