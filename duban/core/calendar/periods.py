"""Reporting periods (报告期) of a year, from the rule of a notice.

"前X季度" is year to date: every period starts on 1 January. "10日前" includes the 10th
(domain §1; the notice's clause 三).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from duban.core.calendar.deadlines import due_days

QUARTER_NAMES = {1: "第一季度", 2: "上半年", 3: "前三季度", 4: "全年"}


@dataclass(frozen=True, slots=True)
class PeriodPlan:
    """A period with its four instants as days of Asia/Shanghai; each day counts to its end (24:00)."""

    year: int
    seq: int  # 1..4 quarters, 1..12 months
    name: str
    covers_from: dt.date
    covers_to: dt.date
    opens_on: dt.date
    due_on: dt.date  # last day that is on time
    closes_on: dt.date  # last day of late filing


def _end_of_month(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def quarters(
    year: int, *, day: int = 10, month_of_cycle: int = 1, last_report: bool = True, late_days: int = 60
) -> tuple[PeriodPlan, ...]:
    """The quarters of a year under a rule such as 每个季度第1个月的10日前.

    ``last_report``: whether the January report on the whole year counts (a setting: by the text it follows,
    but the plan's year is over). A period opens on the day after it ends; drafting starts before.

    >>> [str(p.due_on) for p in quarters(2023)]
    ['2023-04-10', '2023-07-10', '2023-10-10', '2024-01-10']
    """
    plans = []
    for quarter in range(1, 5 if last_report else 4):
        end = _end_of_month(year, quarter * 3)
        opens = end + dt.timedelta(days=1)
        month = opens.month - 1 + month_of_cycle - 1
        due_year, due_month = opens.year + month // 12, month % 12 + 1
        due = dt.date(due_year, due_month, min(day, _end_of_month(due_year, due_month).day))
        plans.append(
            PeriodPlan(
                year=year,
                seq=quarter,
                name=f"{year}年{QUARTER_NAMES[quarter]}",
                covers_from=dt.date(year, 1, 1),
                covers_to=end,
                opens_on=opens,
                due_on=due,
                closes_on=due + dt.timedelta(days=late_days),
            )
        )
    return tuple(plans)


LATE_DAYS = 60  # how long a late report is still taken in, unless the office sets another day


def from_rule(
    data: Mapping[str, Any], year: int, *, last_report: bool = True, late_days: int = LATE_DAYS
) -> tuple[PeriodPlan, ...]:
    """The periods of a year that a notice's rule of periodic reports asks for; empty where it prints no term.

    ``data`` is that of the confirmed rule: quarters, months, or listed days. Each day on which a report falls due
    makes a period that covers 1 January to the last quarter (or month) that is over by then; a rule with
    ``"within": "current"`` reports on the quarter that the day lies in. ``last_report``: whether the report that
    falls due in the next January counts (a setting).

    >>> rule = {"cycle": "quarter", "month_of_cycle": 1, "day": 10, "from": {"year": 2023, "quarter": 2}}
    >>> [(p.name, str(p.due_on)) for p in from_rule(rule, 2023)][::3]
    [('2023年第一季度', '2023-04-10'), ('2023年全年', '2024-01-10')]
    """
    quarterly = data.get("cycle") == "quarter"
    months = 3 if quarterly else 1
    within = quarterly and data.get("within") == "current"
    plans: dict[int, PeriodPlan] = {}
    for due in due_days(data, year):
        first = (due.month - 1) // months * months + 1  # of the quarter or month that the day lies in
        start = dt.date(due.year, first, 1)
        covers_to = _end_of_month(due.year, first + months - 1) if within else start - dt.timedelta(days=1)
        if covers_to.year != year or (covers_to.month == 12 and not last_report):
            continue
        seq = covers_to.month // months
        plans[seq] = PeriodPlan(
            year=year,
            seq=seq,
            name=f"{year}年{QUARTER_NAMES[seq] if quarterly else _months_name(covers_to.month)}",
            covers_from=dt.date(year, 1, 1),
            covers_to=covers_to,
            opens_on=dt.date(due.year, due.month, 1),
            due_on=due,
            closes_on=due + dt.timedelta(days=late_days),
        )
    return tuple(plans[seq] for seq in sorted(plans))


def _months_name(last: int) -> str:
    return "1月" if last == 1 else f"1—{last}月"


def is_on_time(filed_on: dt.date | None, due_on: dt.date, *, today: dt.date) -> bool | None:
    """On time, late, or not yet decided (``None``): days are compared, so the 10th counts to 24:00."""
    if filed_on is not None:
        return filed_on <= due_on
    return None if today <= due_on else False
