"""Days by which a notice asks for something."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.calendar.deadlines import due_days, next_due

REPORT = {"cycle": "quarter", "month_of_cycle": 1, "day": 10, "from": {"year": 2023, "quarter": 2}}


def iso(*days: str) -> list[dt.date]:
    return [dt.date.fromisoformat(day) for day in days]


@pytest.mark.parametrize(
    ("data", "days"),
    [
        (REPORT, iso("2023-04-10", "2023-07-10", "2023-10-10", "2024-01-10")),
        ({**REPORT, "from": {"year": 2023, "quarter": 3}}, iso("2023-07-10", "2023-10-10", "2024-01-10")),
        (
            {"cycle": "quarter", "month_of_cycle": 3, "day": 25, "within": "current"},
            iso("2023-03-25", "2023-06-25", "2023-09-25", "2023-12-25"),
        ),
        (
            {"cycle": "quarter", "month_of_cycle": 2, "day": 31},
            iso("2023-05-31", "2023-08-31", "2023-11-30", "2024-02-29"),
        ),
        ({"due": "2023-02-28", "inclusive": True, "form": "附件4"}, iso("2023-02-28")),
        ({"cycle": "year", "dates": ["06-30", "12-10"]}, iso("2023-06-30", "2023-12-10")),
        ({"cycle": "quarter"}, []),
        ({}, []),
        ({"due": "月底前"}, []),
    ],
)
def test_days(data, days):
    assert due_days(data, 2023) == days


def test_every_month_and_once_more_in_january():
    days = due_days({"cycle": "month", "day": 5, "from": {"year": 2023, "month": 3}}, 2023)
    assert days[0] == dt.date(2023, 3, 5) and days[-1] == dt.date(2024, 1, 5) and len(days) == 11


@pytest.mark.parametrize(
    ("today", "due"),
    [("2023-03-06", "2023-04-10"), ("2023-04-10", "2023-04-10"), ("2023-04-11", "2023-07-10"), ("2024-01-11", None)],
)
def test_the_tenth_counts(today, due):
    found = next_due(REPORT, 2023, dt.date.fromisoformat(today))
    assert (found.isoformat() if found else None) == due


plain = st.recursive(
    st.none() | st.integers(-5, 40) | st.text(max_size=8), lambda s: st.lists(s, max_size=3), max_leaves=5
)
keys = st.sampled_from(["cycle", "due", "day", "dates", "within"])


@given(st.dictionaries(keys, plain | st.sampled_from(["quarter", "month", "2023-02-30"])))
def test_odd_data_gives_no_days_and_no_error(data):
    if not isinstance(data.get("dates"), list):
        data.pop("dates", None)
    if isinstance(data.get("day"), int) and data["day"] < 1:
        data["day"] = 1
    assert all(day.year in (2022, 2023, 2024) or "due" in data for day in due_days(data, 2023))
