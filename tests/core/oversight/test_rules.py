"""The rule of lights as data: no gap, no overlap, the right version for a day."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.oversight.rules import FIRST, Colour, Rule, faults, faults_of_all, in_force, worse

PARTS = st.decimals("-2", "3", places=4)
RULES = st.builds(
    Rule,
    version=st.integers(1, 9),
    since=st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 31)),
    green_to=PARTS,
    yellow_to=PARTS,
    soon_days=st.integers(-5, 300),
    node_days=st.integers(-5, 300),
)


def test_the_first_rule_has_no_fault_and_says_itself():
    assert faults(FIRST) == []
    assert "超过2%、不超过10%为黄灯，超过10%为红灯" in FIRST.sentence()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"green_to": Decimal("-0.01")}, "没有落后的不能亮黄灯"),
        ({"yellow_to": Decimal("0.02")}, "否则有一段没有灯"),
        ({"yellow_to": Decimal("1.01")}, "毫无进展也不会亮红灯"),
        ({"soon_days": -1}, "临近期限"),
        ({"node_days": 251}, "节点宽限"),
        ({"green_to": Decimal("NaN")}, "须为数字"),
    ],
)
def test_what_cannot_be_saved(change, said):
    assert said in "".join(faults(replace(FIRST, **change)))


SOUND = st.tuples(st.decimals("0", "0.5", places=4), st.decimals("0.5001", "1", places=4)).map(
    lambda cuts: replace(FIRST, green_to=cuts[0], yellow_to=cuts[1])
)


@given(SOUND, PARTS, PARTS)
def test_a_rule_without_fault_gives_every_shortfall_one_colour_and_more_is_never_better(rule, one, other):
    assert faults(rule) == []
    low, high = sorted([one, other])
    assert worse(rule.band(low), rule.band(high)) is rule.band(high)
    assert rule.band(Decimal(0)) is Colour.GREEN
    assert rule.band(Decimal("1.0001")) is Colour.RED
    assert {rule.band(rule.green_to), rule.band(rule.yellow_to)} == {Colour.GREEN, Colour.YELLOW}


@given(RULES)
def test_a_rule_with_a_fault_is_one_that_leaves_a_colour_without_place(rule):
    parts = [rule.green_to, rule.yellow_to, Decimal(0), Decimal("1.0001")]
    sound = (
        {rule.band(p) for p in parts} == {Colour.GREEN, Colour.YELLOW, Colour.RED}
        and rule.band(Decimal(0)) is Colour.GREEN
        and rule.band(Decimal("1.0001")) is Colour.RED
        and 0 <= rule.soon_days <= 250
        and 0 <= rule.node_days <= 250
    )
    assert (faults(rule) == []) is sound


def test_versions_count_from_their_day():
    second = replace(FIRST, version=2, since=dt.date(2023, 7, 1))
    assert in_force([FIRST, second], dt.date(2023, 6, 30)) is FIRST
    assert in_force([second, FIRST], dt.date(2023, 7, 1)) is second
    assert in_force([], dt.date(2023, 7, 1)) is FIRST


def test_versions_among_one_another():
    same_day = replace(FIRST, version=2)
    assert "应晚于第1版" in faults_of_all([FIRST, same_day])[0]
    assert "第1版有两份" in faults_of_all([FIRST, replace(FIRST, since=dt.date(2024, 1, 1))])[0]
    assert faults_of_all([replace(FIRST, version=2, since=dt.date(2023, 7, 1)), FIRST]) == []
