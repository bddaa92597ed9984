"""Overlap of inspections, terms of objections, the ladder of urging."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.oversight.inspections import Span, decision_until, objection_until, overlaps
from duban.core.oversight.ladder import STEP_LABELS, Given, Step, may_take

DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
IDS = st.frozensets(st.integers(1, 6), max_size=4)


@st.composite
def spans(draw):
    first, last = sorted([draw(DAYS), draw(DAYS)])
    return Span(draw(st.integers(1, 5)), "督查", first, last, draw(IDS), draw(IDS))


@given(spans(), spans())
def test_overlap_is_mutual(one, other):
    forth, back = overlaps(one, [other]), overlaps(other, [one])
    assert bool(forth) == bool(back)
    if forth:
        assert forth[0].units == back[0].units == one.units & other.units
        assert forth[0].forbidden == back[0].forbidden == bool(one.matters & other.matters)


@given(spans(), spans())
def test_overlap_means_a_day_and_a_unit_in_common(one, other):
    days = {one.first + dt.timedelta(n) for n in range((one.last - one.first).days + 1)}
    common = any(other.first <= day <= other.last for day in days)
    expected = common and bool(one.units & other.units) and one.key != other.key
    assert bool(overlaps(one, [other])) is expected


def test_forbidden_ones_come_first():
    day = dt.date(2023, 5, 1)
    mine = Span(1, "甲", day, day, frozenset({1}), frozenset({9}))
    mild = Span(2, "乙", day, day, frozenset({1}), frozenset())
    twice = Span(3, "丙", day, day, frozenset({1, 2}), frozenset({9}))
    assert [o.other.title for o in overlaps(mine, [mild, twice])] == ["丙", "乙"]


def test_thirty_days_and_thirty_days():
    assert objection_until(dt.date(2023, 5, 1)) == dt.date(2023, 5, 31)
    assert decision_until(dt.date(2023, 5, 31)) == dt.date(2023, 6, 30)


TODAY = dt.date(2023, 5, 10)
PAST, FUTURE = dt.date(2023, 5, 9), dt.date(2023, 5, 12)


@pytest.mark.parametrize(
    ("step", "taken", "allowed"),
    [
        (Step.REMIND, [], True),
        (Step.REMIND, [Given(Step.REMIND, FUTURE)], False),
        (Step.REMIND, [Given(Step.REMIND, PAST)], True),
        (Step.URGE, [], False),
        (Step.URGE, [Given(Step.REMIND, FUTURE)], False),
        (Step.URGE, [Given(Step.REMIND, TODAY)], False),
        (Step.URGE, [Given(Step.REMIND, PAST)], True),
        (Step.URGE, [Given(Step.REMIND, PAST, PAST)], False),
        (Step.TALK, [Given(Step.REMIND, PAST)], False),
        (Step.TALK, [Given(Step.REMIND, PAST), Given(Step.URGE, PAST)], True),
        (Step.TALK, [Given(Step.REMIND, PAST), Given(Step.URGE, PAST), Given(Step.TALK, FUTURE)], False),
    ],
)
def test_each_step_after_the_one_below(step, taken, allowed):
    assert (may_take(step, taken, TODAY) == "") is allowed


GIVEN = st.builds(Given, st.sampled_from(Step), DAYS, st.none() | DAYS)


@given(st.sampled_from(Step), st.lists(GIVEN, max_size=5), DAYS)
def test_no_step_is_jumped_over(step, taken, today):
    answer = may_take(step, taken, today)
    assert answer == "" or answer.endswith("。")
    if answer == "" and step is not Step.REMIND:
        below = list(Step)[list(Step).index(step) - 1]
        assert any(one.step is below and one.replied_on is None and one.reply_by < today for one in taken)
    assert set(STEP_LABELS) == set(Step)
