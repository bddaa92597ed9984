"""Days by which a notice asks for something, from the data of its rules (:class:`duban.core.notice.reading.Rule`)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any


def due_days(data: Mapping[str, Any], year: int) -> list[dt.date]:
    """Every day on which the rule's term ends, for a notice of ``year``, in order; empty where none is printed.

    A report on a month or quarter falls due after it, so the last one of the year lies in the next January;
    ``"within": "current"`` says that it falls into the quarter itself. "10日前" includes the 10th.

    >>> [str(day) for day in due_days({"cycle": "quarter", "month_of_cycle": 1, "day": 10}, 2023)]
    ['2023-04-10', '2023-07-10', '2023-10-10', '2024-01-10']
    >>> due_days({"due": "2023-02-28", "inclusive": True}, 2023)
    [datetime.date(2023, 2, 28)]
    """
    days = chain(_once(data), _quarterly(data, year), _monthly(data, year), _listed(data, year))
    start = _start(data, year)
    return sorted({day for day in days if day >= start})


def next_due(data: Mapping[str, Any], year: int, today: dt.date) -> dt.date | None:
    """The first of :func:`due_days` that is not past."""
    return next((day for day in due_days(data, year) if day >= today), None)


def _once(data: Mapping[str, Any]) -> Iterator[dt.date]:
    try:
        yield dt.date.fromisoformat(str(data.get("due", "")))
    except ValueError:
        return


def _quarterly(data: Mapping[str, Any], year: int) -> Iterator[dt.date]:
    if data.get("cycle") != "quarter" or not isinstance(data.get("day"), int):
        return
    month = data.get("month_of_cycle") or 1
    later = 0 if data.get("within") == "current" else 3
    for quarter in range(4):
        yield _day(year, quarter * 3 + later + month, data["day"])


def _monthly(data: Mapping[str, Any], year: int) -> Iterable[dt.date]:
    if data.get("cycle") != "month" or not isinstance(data.get("day"), int):
        return []
    return [_day(year, month, data["day"]) for month in range(1, 14)]


def _listed(data: Mapping[str, Any], year: int) -> Iterator[dt.date]:
    last = (0, 0)
    for text in data.get("dates") or ():
        month, _, day = str(text).partition("-")
        if month.isdigit() and day.isdigit() and 1 <= int(month) <= 12 and int(day) >= 1:
            if (int(month), int(day)) < last:  # 10月10日、1月10日: the January behind it
                year += 1
            last = (int(month), int(day))
            yield _day(year, int(month), int(day))


def _day(year: int, month: int, day: int) -> dt.date:
    """The day of a month counted on into the next year, the last one where the month is shorter."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _start(data: Mapping[str, Any], year: int) -> dt.date:
    """Reports are asked for from a quarter or month on: what falls due before it begins is not owed."""
    start = data.get("from")
    if not isinstance(start, Mapping):
        return dt.date.min
    month = start.get("month") or ((start.get("quarter") or 1) - 1) * 3 + 1
    return dt.date(start.get("year") or year, month, 1)
