"""Overlap of inspections, terms of objections."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from duban.core.oversight.inspections import Span, decision_until, objection_until, overlaps, quarter_of

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
        assert forth[0].forbidden == back[0].forbidden
        assert forth[0].same == (bool(one.matters & other.matters) or not one.matters or not other.matters)


@given(spans(), spans())
def test_overlap_means_a_day_and_a_unit_in_common(one, other):
    days = {one.first + dt.timedelta(n) for n in range((one.last - one.first).days + 1)}
    common = any(other.first <= day <= other.last for day in days)
    expected = common and bool(one.units & other.units) and one.key != other.key
    assert any(met.at_once for met in overlaps(one, [other])) is expected


@given(spans(), spans())
def test_the_same_thing_in_the_same_quarter_is_told_and_nothing_else(one, other):
    for met in overlaps(one, [other]):
        first, last = quarter_of(one.first, one.last)
        assert met.at_once or (met.same and other.first <= last and other.last >= first)


def test_forbidden_ones_come_first():
    day = dt.date(2023, 5, 1)
    mine = Span(1, "甲", day, day, frozenset({1}), frozenset({9}))
    mild = Span(2, "乙", day, day, frozenset({1}), frozenset({8}))
    twice = Span(3, "丙", day, day, frozenset({1, 2}), frozenset({9}))
    assert [o.other.title for o in overlaps(mine, [mild, twice])] == ["丙", "乙"]


def test_thirty_days_and_thirty_days():
    assert objection_until(dt.date(2023, 5, 1)) == dt.date(2023, 5, 31)
    assert decision_until(dt.date(2023, 5, 31)) == dt.date(2023, 6, 30)
