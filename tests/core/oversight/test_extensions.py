"""Which day counts after extensions."""

from __future__ import annotations

import datetime as dt

import pytest

from duban.core.oversight.extensions import Granted, day_of, whole_day

JUNE, YEAR_END, MARCH, NEXT_JUNE = (dt.date(2023, 6, 30), dt.date(2023, 12, 31), dt.date(2024, 3, 31),
                                    dt.date(2024, 6, 30))  # fmt: skip


def when(month, day, year=2023):
    return dt.datetime(year, month, day, 9, tzinfo=dt.UTC)


def granted(ordinal, old, new, month=10, *, year=2023, revoked=None):
    return Granted(ordinal, old, new, when(month, 1, year), when(month, 5, year), revoked)


WHOLE = granted(None, YEAR_END, MARCH)


@pytest.mark.parametrize(
    ("printed", "ordinal", "rows", "day"),
    [
        (YEAR_END, 1, [], YEAR_END),
        (YEAR_END, 1, [WHOLE], MARCH),  # what was due on the extended day moves
        (JUNE, 1, [WHOLE], JUNE),  # what was due earlier stays, overdue or not
        (JUNE, 1, [granted(None, YEAR_END, MARCH, 5)], JUNE),
        (JUNE, 1, [granted(None, JUNE, MARCH, 5)], MARCH),  # a matter whose only day is in June
        (JUNE, 1, [granted(1, JUNE, YEAR_END, 5), WHOLE], MARCH),  # moved singly, then with the rest
        (JUNE, 2, [granted(1, JUNE, YEAR_END, 5)], JUNE),  # of another target
        (YEAR_END, 1, [WHOLE, granted(None, MARCH, NEXT_JUNE, 2, year=2024)], NEXT_JUNE),
        (NEXT_JUNE, 1, [WHOLE], NEXT_JUNE),  # never shortened
        (YEAR_END, None, [WHOLE], MARCH),
        # the first of two was taken back after the second had been granted upon it: the second still says its day
        (YEAR_END, 1, [granted(None, YEAR_END, MARCH, revoked=when(3, 1, 2024)),
                       granted(None, MARCH, NEXT_JUNE, 2, year=2024)], NEXT_JUNE),
        # the first was taken back before: what was asked later speaks of another day
        (YEAR_END, 1, [granted(None, YEAR_END, MARCH, revoked=when(11, 1)),
                       granted(None, MARCH, NEXT_JUNE, 2, year=2024)], YEAR_END),
    ],
)  # fmt: skip
def test_the_day_that_counts(printed, ordinal, rows, day):
    assert day_of(printed, ordinal, rows) == day


def test_as_of_an_instant():
    rows = [granted(None, YEAR_END, MARCH, revoked=when(11, 1))]
    days = [day_of(YEAR_END, 1, rows, at) for at in (when(10, 4), when(10, 6), when(11, 2))]
    assert days == [YEAR_END, MARCH, YEAR_END]


def test_a_matter_ends_with_its_last_target():
    assert whole_day(YEAR_END, {}, [WHOLE]) == MARCH
    assert whole_day(YEAR_END, {1: JUNE}, []) == JUNE
    assert whole_day(YEAR_END, {1: JUNE, 2: YEAR_END}, [WHOLE]) == MARCH
