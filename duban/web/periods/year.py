"""The year as a calendar: working days and 调休, and the days of its periods."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from duban.core.calendar.workdays import WorkCalendar
from duban.progress.models import Period


@dataclass(frozen=True)
class Day:
    """A day of a month; ``kind``: "" | "off" (休) | "worked" (班). ``marks`` say what happens on it."""

    day: dt.date
    kind: str
    marks: tuple[str, ...]

    @property
    def title(self) -> str:
        """For whom the letters are too small."""
        words = {"off": "放假", "worked": "调休上班"}.get(self.kind, "")
        return "；".join([f"{self.day.month}月{self.day.day}日", *([words] if words else []), *self.marks])


@dataclass(frozen=True)
class Month:
    """Weeks from Monday; None where the week reaches into another month."""

    number: int
    year: int
    weeks: list[list[Day | None]]
    workdays: int


def months(year: int, periods: Iterable[Period], work: WorkCalendar) -> list[Month]:
    """The months that the year's periods reach over: all of the year, and the January after it where a term lies."""
    marks: dict[dt.date, list[str]] = {}
    last = dt.date(year, 12, 31)
    for period in periods:
        for day, words in ((period.opens_on, "开始报送"), (period.due_on, "报送期限")):
            marks.setdefault(day, []).append(f"{period.name}{words}")
        last = max(last, period.due_on)
    count = (last.year - year) * 12 + last.month
    return [_month(year + n // 12, n % 12 + 1, marks, work) for n in range(count)]


def _month(year: int, number: int, marks: dict[dt.date, list[str]], work: WorkCalendar) -> Month:
    weeks, workdays = [], 0
    for week in calendar.Calendar().monthdatescalendar(year, number):
        row: list[Day | None] = []
        for day in week:
            if day.month != number:
                row.append(None)
                continue
            workdays += work.is_workday(day)
            kind = "worked" if day in work.worked else "off" if day in work.off else ""
            row.append(Day(day, kind, tuple(marks.get(day, ()))))
        weeks.append(row)
    return Month(number, year, weeks, workdays)
