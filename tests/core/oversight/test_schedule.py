"""What a goal expects by a day."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.oversight.schedule import Basis, Goal, Node, expected

START, DUE = dt.date(2023, 1, 1), dt.date(2023, 12, 31)
DAYS = st.dates(START, DUE)
YEAR = (START, DUE)


def goal(value="120", op=">=", kind="amount", adds_up=True, unit="个"):
    return Goal(Decimal(value), op, kind, START, DUE, unit, adds_up)


def test_an_amount_goes_in_even_steps_from_the_first_day_to_the_last():
    found = expected(goal("365"), (), dt.date(2023, 3, 31))
    assert (found.value, found.basis) == (Decimal(90), Basis.EVEN)
    assert found.sentence == "按时间均衡推进，2023年3月31日应达到90个。"


def test_milestones_with_figures_go_before_even_steps():
    nodes = (Node(dt.date(2023, 6, 30), Decimal(20)), Node(dt.date(2023, 9, 30), Decimal(80)))
    found = expected(goal(), nodes, dt.date(2023, 6, 30))
    assert (found.value, found.basis) == (Decimal(20), Basis.NODES)
    assert expected(goal(), nodes, dt.date(2023, 8, 15)).value == Decimal(20) + Decimal(60) * 46 / 92
    assert expected(goal(), nodes, DUE).value == Decimal(120)


def test_milestones_without_figures_set_no_value():
    nodes = (Node(dt.date(2023, 6, 30), content="完成招标"),)
    assert expected(goal(), nodes, dt.date(2023, 6, 30)).basis is Basis.EVEN


@pytest.mark.parametrize("kind", ["growth", "level"])
def test_rates_and_levels_never_go_in_even_steps(kind):
    found = expected(goal("6.5", kind=kind, adds_up=False, unit="%"), (), dt.date(2023, 3, 31))
    assert (found.value, found.basis) == (Decimal("6.5"), Basis.GOAL)
    assert "不按时间分摊" in found.sentence


def test_a_limit_never_goes_in_even_steps_though_it_is_counted():
    found = expected(goal("12", op="<=", kind="cap"), (), dt.date(2023, 3, 31))
    assert (found.value, found.basis) == (Decimal(12), Basis.GOAL)
    assert "控制性目标" in found.sentence


def test_a_rate_is_held_against_the_last_node_that_is_past():
    nodes = (Node(dt.date(2023, 3, 31), Decimal("5")), Node(dt.date(2023, 6, 30), Decimal("6")))
    rate = goal("6.5", kind="growth", adds_up=False, unit="%")
    assert expected(rate, nodes, dt.date(2023, 6, 29)).value == Decimal(5)
    assert expected(rate, nodes, dt.date(2023, 6, 30)).value == Decimal(6)
    assert expected(rate, nodes, dt.date(2023, 3, 30)).basis is Basis.GOAL


def test_before_the_first_day_nothing_is_expected():
    found = expected(goal(), (), dt.date(2022, 12, 31))
    assert (found.value, found.basis) == (None, Basis.NONE)


def test_a_goal_cannot_end_before_it_starts():
    with pytest.raises(ValueError):
        Goal(Decimal(1), ">=", "amount", DUE, START)


@pytest.mark.parametrize(
    ("op", "kind", "value", "met"),
    [
        (">=", "amount", "120", True), (">", "amount", "120", False), ("=", "amount", "121", True),
        ("=", "cap", "121", False), ("<=", "level", "120", True), ("<", "level", "120", False),
        ("~", "amount", "120", True), ("=", "cap", "119", True),
    ],
)  # fmt: skip
def test_when_a_goal_is_met(op, kind, value, met):
    assert goal(op=op, kind=kind).is_met_by(Decimal(value)) is met


@given(on=DAYS, earlier=DAYS, value=st.integers(1, 10**9))
def test_even_steps_never_fall_and_end_at_the_goal(on, earlier, value):
    first, last = sorted([on, earlier])
    low, high = (expected(goal(str(value)), (), day).value for day in (first, last))
    assert 0 < low <= high <= value
    assert expected(goal(str(value)), (), DUE).value == value


NODES = st.lists(st.tuples(DAYS, st.integers(0, 120)), max_size=6, unique_by=lambda pair: pair[0])


@given(nodes=NODES, on=DAYS)
def test_rising_nodes_make_a_schedule_that_never_falls_and_passes_through_each(nodes, on):
    days = sorted(day for day, _ in nodes)
    rising = tuple(
        Node(day, Decimal(v)) for day, v in zip(days, sorted(value for _, value in nodes), strict=True) if day < DUE
    )
    before = None
    for day in sorted([*days, on]):
        now = expected(goal(), rising, day).value
        assert before is None or now >= before
        before = now
    for node in rising:
        assert expected(goal(), rising, node.due_on).value == node.expected


@given(nodes=NODES, on=st.dates(dt.date(2022, 1, 1), dt.date(2024, 12, 31)), adds_up=st.booleans())
def test_a_value_is_missing_exactly_where_nothing_is_asked(nodes, on, adds_up):
    found = expected(goal(adds_up=adds_up), [Node(d, Decimal(v)) for d, v in nodes], on)
    assert (found.value is None) == (found.basis is Basis.NONE) == (on < START)
    assert found.sentence.endswith("。")


def test_expected_figures_are_printed_in_the_scale_of_the_goal_and_never_as_the_figure_beside_them():
    money = Goal(Decimal("36500000000"), ">=", "amount", *YEAR, "元")
    assert expected(money, (), dt.date(2023, 9, 30)).sentence.endswith("应达到273亿元。")
    few = Goal(Decimal(8), ">=", "amount", *YEAR, "个")
    september = dt.date(2023, 9, 30)
    assert "应达到6个" in expected(few, (), september).sentence
    assert "应达到5.98个" in expected(few, (), september, Decimal(6)).sentence


@pytest.mark.parametrize(
    ("kind", "unit", "said"),
    [("growth", "%", "增长率不按"), ("level", "%", "占比、比率不按"), ("level", "家", "总量、存量不按")],
)
def test_why_a_goal_is_not_spread_is_said_of_what_it_is(kind, unit, said):
    goal = Goal(Decimal(60), ">=", kind, *YEAR, unit, adds_up=False)
    assert said in expected(goal, (), dt.date(2023, 9, 30)).sentence


def test_about_allows_one_twentieth():
    about = Goal(Decimal(11), "~", "growth", *YEAR, "%", adds_up=False)
    assert about.is_met_by(Decimal("10.99")) and not about.is_met_by(Decimal("10.4"))
