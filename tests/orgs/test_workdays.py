"""The table of announced days that the program comes with."""

from __future__ import annotations

import datetime as dt

from duban.orgs.workdays import office_calendar


def test_the_announced_days_of_known_years():
    calendar = office_calendar()
    assert calendar.knows(dt.date(2023, 1, 1))
    assert not calendar.is_workday(dt.date(2023, 10, 2))
    assert calendar.is_workday(dt.date(2023, 10, 7))  # a Saturday, worked
    assert calendar.is_workday(dt.date(2023, 4, 10))  # the first report of the sample notice


def test_a_year_not_announced_counts_by_the_weekday():
    calendar = office_calendar()
    far = dt.date(2090, 1, 2)
    assert not calendar.knows(far)
    assert calendar.is_workday(far) is (far.weekday() < 5)
