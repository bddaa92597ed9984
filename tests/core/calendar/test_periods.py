"""Quarters of a year as the notice sets them."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from duban.core.calendar.periods import is_on_time, quarters


def test_the_notice_of_2023():
    plans = quarters(2023, day=10, month_of_cycle=1)
    assert [p.due_on.isoformat() for p in plans] == ["2023-04-10", "2023-07-10", "2023-10-10", "2024-01-10"]
    assert {p.covers_from for p in plans} == {dt.date(2023, 1, 1)}
    assert [p.covers_to.isoformat() for p in plans] == ["2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31"]


def test_the_january_report_is_a_setting():
    assert len(quarters(2023, last_report=False)) == 3


def test_the_tenth_counts_to_its_end():
    due = dt.date(2023, 4, 10)
    assert is_on_time(dt.date(2023, 4, 10), due, today=dt.date(2023, 5, 1)) is True
    assert is_on_time(dt.date(2023, 4, 11), due, today=dt.date(2023, 5, 1)) is False
    assert is_on_time(None, due, today=due) is None
    assert is_on_time(None, due, today=dt.date(2023, 4, 11)) is False


@given(st.integers(2000, 2100), st.integers(1, 31), st.integers(1, 3), st.integers(0, 90))
def test_dates_are_in_order(year, day, month, late):
    for plan in quarters(year, day=day, month_of_cycle=month, late_days=late):
        assert plan.covers_from < plan.covers_to < plan.opens_on <= plan.due_on <= plan.closes_on
