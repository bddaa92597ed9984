"""Working days with 调休."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.calendar.workdays import WorkCalendar

# The National Day of 2023: off from 29 September to 6 October, worked on 7 and 8 October.
AUTUMN = WorkCalendar(
    off=frozenset(dt.date(2023, 9, 29) + dt.timedelta(days=n) for n in range(8)),
    worked=frozenset({dt.date(2023, 10, 7), dt.date(2023, 10, 8)}),
    years=frozenset({2023}),
)
days = st.dates(dt.date(2023, 1, 1), dt.date(2024, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [("2023-09-28", True), ("2023-09-29", False), ("2023-10-06", False), ("2023-10-07", True), ("2023-10-14", False)],
)
def test_announced_days_outweigh_the_weekday(day, worked):
    assert AUTUMN.is_workday(dt.date.fromisoformat(day)) is worked


def test_the_report_of_october_has_few_working_days():
    assert AUTUMN.left(dt.date(2023, 9, 28), dt.date(2023, 10, 10)) == 4  # 7, 8, 9, 10


@pytest.mark.parametrize(
    ("today", "due", "words"),
    [
        ("2023-10-10", "2023-10-10", "今天到期"),
        ("2023-10-09", "2023-10-10", "还有 1 个工作日"),
        ("2023-10-11", "2023-10-10", "已过期 1 个工作日"),
        ("2023-10-01", "2023-10-03", "10月3日到期（期间无工作日）"),
        ("2023-10-03", "2023-10-02", "已过期"),
    ],
)
def test_in_words(today, due, words):
    assert AUTUMN.say(dt.date.fromisoformat(today), dt.date.fromisoformat(due)) == words


@given(days, st.integers(1, 40))
def test_the_nth_working_day_has_n_working_days_left(day, count):
    end = AUTUMN.after(day, count)
    assert AUTUMN.is_workday(end) and AUTUMN.left(day, end) == count


@given(days, days)
def test_looking_back_is_looking_forward_with_a_minus(a, b):
    assert AUTUMN.left(a, b) == -AUTUMN.left(b, a)


def test_a_count_of_nothing_is_our_mistake():
    with pytest.raises(ValueError, match="at least 1"):
        AUTUMN.after(dt.date(2023, 1, 1), 0)


def test_it_says_which_years_were_announced():
    assert AUTUMN.knows(dt.date(2023, 5, 1)) and not AUTUMN.knows(dt.date(2024, 5, 1))
