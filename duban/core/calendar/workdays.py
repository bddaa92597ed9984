"""Working days (工作日) with 调休: public holidays that fall on weekdays, and weekend days that are worked.

The days themselves are data (the State Council announces them each year) and are passed in; a day of a year
that nobody has announced yet counts by its weekday, and :meth:`WorkCalendar.knows` says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """``off``: days off by announcement; ``worked``: weekend days worked; ``years``: announced years."""

    off: frozenset[dt.date] = frozenset()
    worked: frozenset[dt.date] = frozenset()
    years: frozenset[int] = frozenset()

    def knows(self, day: dt.date) -> bool:
        """Whether the year of the day has been announced."""
        return day.year in self.years

    def is_workday(self, day: dt.date) -> bool:
        """Whether offices work on the day.

        >>> plain = WorkCalendar(worked=frozenset({dt.date(2026, 10, 10)}))
        >>> plain.is_workday(dt.date(2026, 10, 10)), plain.is_workday(dt.date(2026, 1, 10))
        (True, False)
        """
        if day in self.worked:
            return True
        return day.weekday() < 5 and day not in self.off

    def left(self, today: dt.date, due: dt.date) -> int:
        """Working days after today up to and including ``due``; negative: those since a day that is past.

        >>> WorkCalendar().left(dt.date(2023, 3, 6), dt.date(2023, 3, 10))
        4
        >>> WorkCalendar().left(dt.date(2023, 3, 10), dt.date(2023, 3, 6))
        -4
        """
        if due < today:
            return -self.left(due, today)
        return sum(1 for n in range(1, (due - today).days + 1) if self.is_workday(today + n * _DAY))

    def after(self, day: dt.date, count: int) -> dt.date:
        """The ``count``-th working day after the day (count ≥ 1), such as the end of 3 个工作日.

        >>> WorkCalendar().after(dt.date(2023, 3, 10), 1)
        datetime.date(2023, 3, 13)
        """
        if count < 1:
            raise ValueError("count must be at least 1")
        while count:
            day += _DAY
            count -= self.is_workday(day)
        return day

    def say(self, today: dt.date, due: dt.date) -> str:
        """还有 3 个工作日 / 今天到期 / 已过期 2 个工作日."""
        if due == today:
            return "今天到期"
        left = self.left(today, due)
        if due < today:
            return f"已过期 {-left} 个工作日" if left else "已过期"
        return f"还有 {left} 个工作日" if left else f"{due.month}月{due.day}日到期（期间无工作日）"
