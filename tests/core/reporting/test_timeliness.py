"""On time, late, overdue, in working days."""

from __future__ import annotations

import datetime as dt

import pytest

from duban.core.calendar.workdays import WorkCalendar
from duban.core.reporting.effort import belongs, minutes
from duban.core.reporting.timeliness import STANDING_LABELS, Standing, timeliness

D = dt.date
PLAIN = WorkCalendar()
DUE = D(2023, 4, 10)  # a Monday


@pytest.mark.parametrize(
    ("filed", "today", "standing", "words"),
    [
        (D(2023, 4, 10), D(2023, 9, 1), Standing.ON_TIME, "按时报送"),
        (D(2023, 4, 11), D(2023, 9, 1), Standing.LATE, "逾期 1 个工作日报送"),
        (D(2023, 4, 17), D(2023, 9, 1), Standing.LATE, "逾期 5 个工作日报送"),
        (None, D(2023, 4, 10), Standing.RUNNING, "今天到期"),
        (None, D(2023, 4, 7), Standing.RUNNING, "还有 1 个工作日"),
        (None, D(2023, 4, 12), Standing.OVERDUE, "已逾期 2 个工作日"),
    ],
)
def test_words(filed: dt.date | None, today: dt.date, standing: Standing, words: str) -> None:
    found = timeliness(filed, DUE, today=today, calendar=PLAIN)
    assert (found.standing, found.words) == (standing, words)


def test_a_weekend_is_no_working_day_late() -> None:
    friday, sunday = D(2023, 4, 14), D(2023, 4, 16)
    assert timeliness(sunday, friday, today=D(2023, 5, 1), calendar=PLAIN).words == "逾期（期间无工作日）报送"
    assert timeliness(None, friday, today=sunday, calendar=PLAIN).words == "已逾期，期间无工作日"


def test_a_day_worked_instead_counts() -> None:
    worked = WorkCalendar(worked=frozenset({D(2023, 4, 15)}))
    assert timeliness(D(2023, 4, 16), D(2023, 4, 14), today=D(2023, 5, 1), calendar=worked).workdays == 1


def test_waived_is_neither_late_nor_running() -> None:
    assert timeliness(None, DUE, today=D(2023, 5, 1), calendar=PLAIN, waived=True).standing is Standing.WAIVED


def test_every_standing_has_a_word() -> None:
    assert set(STANDING_LABELS) == set(Standing)


class TestEffort:
    def test_pauses_are_not_counted(self) -> None:
        at = dt.datetime(2023, 4, 3, 9, tzinfo=dt.UTC)
        assert belongs(at, at) and not belongs(at, at + dt.timedelta(minutes=5, seconds=1))
        assert not belongs(at, at - dt.timedelta(seconds=1))

    def test_minutes_round_up_and_add_up(self) -> None:
        at = dt.datetime(2023, 4, 3, 9, tzinfo=dt.UTC)
        assert minutes([]) == 0
        assert minutes([(at, at + dt.timedelta(seconds=1))]) == 2
        assert minutes([(at, at + dt.timedelta(minutes=9)), (at, at)]) == 11
