"""Who answers a difficulty, by when, and who next."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.calendar.workdays import WorkCalendar
from duban.core.oversight.routes import HOLDER_LABELS, TERMS, Holder, Reach, answer_by, next_holder, proposed

CALENDAR = WorkCalendar()
DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2024, 12, 31))


@pytest.mark.parametrize(
    ("reach", "waits", "holder"),
    [
        (Reach.ONE, True, Holder.UNIT), (Reach.ONE, False, Holder.OFFICE), (Reach.SEVERAL, True, Holder.LEADER),
        (Reach.SEVERAL, False, Holder.LEADER), (Reach.DISTRICT, True, Holder.GOVERNMENT),
    ],
)  # fmt: skip
def test_to_whom(reach, waits, holder):
    assert proposed(reach, waits_for_unit=waits) is holder


def test_every_holder_has_a_term_and_a_word():
    assert set(TERMS) == set(HOLDER_LABELS) == set(Holder)


def test_three_working_days_from_a_friday():
    assert answer_by(Holder.OFFICE, dt.date(2023, 3, 10), CALENDAR) == dt.date(2023, 3, 15)


@given(st.sampled_from(Holder), DAYS, st.none() | DAYS)
def test_an_answer_is_due_on_a_later_day_and_never_after_the_term(holder, since, needed):
    due = answer_by(holder, since, CALENDAR, needed_by=needed)
    assert since < due <= CALENDAR.after(since, TERMS[holder])
    if needed is not None and due < CALENDAR.after(since, TERMS[holder]):
        assert due == max(needed, CALENDAR.after(since, 1))


@given(st.sampled_from(Holder))
def test_going_up_ends(holder):
    seen = []
    while holder is not None:
        assert holder not in seen
        seen.append(holder)
        holder = next_holder(holder)
