"""Whether a report is on time, in words and working days. Late is computed, never a state (domain §4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from duban.core.calendar.periods import is_on_time
from duban.core.calendar.workdays import WorkCalendar


class Standing(StrEnum):
    """Where an expected report stands against its day."""

    WAIVED = "waived"
    ON_TIME = "on_time"  # first signed by the day, for ever
    LATE = "late"  # first signed after it
    OVERDUE = "overdue"  # never signed, past the day
    RUNNING = "running"  # never signed, the day is to come


STANDING_LABELS = {
    Standing.RUNNING: "未到期",
    Standing.ON_TIME: "按时报送",
    Standing.LATE: "逾期报送",
    Standing.OVERDUE: "逾期未报",
    Standing.WAIVED: "免报",
}


@dataclass(frozen=True, slots=True)
class Timeliness:
    """``workdays``: left until the day (running), or behind it (late, overdue); 0 otherwise."""

    standing: Standing
    workdays: int
    words: str


def timeliness(
    filed_on: dt.date | None, due_on: dt.date, *, today: dt.date, calendar: WorkCalendar, waived: bool = False
) -> Timeliness:
    """By the first signing.

    >>> plain = WorkCalendar()
    >>> timeliness(dt.date(2023, 4, 12), dt.date(2023, 4, 10), today=dt.date(2023, 5, 1), calendar=plain).words
    '逾期 2 个工作日报送'
    >>> timeliness(None, dt.date(2023, 4, 10), today=dt.date(2023, 4, 5), calendar=plain).words
    '还有 3 个工作日'
    """
    if waived:
        return Timeliness(Standing.WAIVED, 0, STANDING_LABELS[Standing.WAIVED])
    on_time = is_on_time(filed_on, due_on, today=today)
    if on_time is True:
        return Timeliness(Standing.ON_TIME, 0, STANDING_LABELS[Standing.ON_TIME])
    if on_time is None:
        return Timeliness(Standing.RUNNING, calendar.left(today, due_on), calendar.say(today, due_on))
    behind = -calendar.left(filed_on or today, due_on)
    days = f" {behind} 个工作日" if behind else ""
    if filed_on is not None:
        return Timeliness(Standing.LATE, behind, f"逾期{days}{'' if days else '（期间无工作日）'}报送")
    return Timeliness(Standing.OVERDUE, behind, f"已逾期{days}{'' if days else '，期间无工作日'}")
