"""A light for every situation, with its reason."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.calendar.workdays import WorkCalendar
from duban.core.oversight.lights import Figure, Reason, ShareState, Situation, light
from duban.core.oversight.rules import FIRST, Colour, Rule
from duban.core.oversight.schedule import Basis, Goal, Node
from duban.core.reporting.values import Presence

CALENDAR = WorkCalendar()
START, DUE = dt.date(2023, 1, 1), dt.date(2023, 12, 31)
APRIL = dt.date(2023, 4, 20)
MARCH = dt.date(2023, 3, 31)


def goal(value="1000", op=">=", kind="amount", adds_up=True, unit="套"):
    return Goal(Decimal(value), op, kind, START, DUE, unit, adds_up)


def of(on=APRIL, **facts):
    return light(Situation(on=on, **facts), FIRST, CALENDAR)


def figure(value, as_of=MARCH):
    return Figure(Decimal(value), as_of)


@pytest.mark.parametrize(
    ("value", "colour"), [("250", "green"), ("230", "green"), ("226", "yellow"), ("150", "yellow"), ("146", "red")]
)
def test_an_amount_is_held_against_the_schedule_of_its_own_day(value, colour):
    """By 31 March 247 of 1,000 are expected; up to 20 behind is green, up to 100 yellow."""
    found = of(goal=goal(), figure=figure(value))
    assert (found.colour, found.reason, found.compared_on) == (colour, Reason.COMPARED, MARCH)
    assert found.basis is Basis.EVEN


def test_the_sentence_says_figure_schedule_and_gap():
    found = of(goal=goal("365"), figure=figure("60"))
    assert found.sentence == "截至2023年3月31日为60套；按时间均衡推进，2023年3月31日应达到90套，落后目标的8.2%。"
    assert found.rule == 1


def test_late_statistics_are_not_late_work():
    """The figure of March, looked at in June with no report owed, is held against March."""
    assert of(on=dt.date(2023, 6, 30), goal=goal(), figure=figure("250")).colour is Colour.GREEN


def test_a_report_that_is_owed_moves_the_day_and_says_so():
    found = of(on=dt.date(2023, 8, 1), goal=goal(), figure=figure("250"), owed_to=dt.date(2023, 6, 30))
    assert found.colour is Colour.RED
    assert found.compared_on == dt.date(2023, 6, 30)
    assert "尚未报送" in found.notes[0]


def test_the_goal_of_an_amount_reached_early_is_done():
    assert of(goal=goal(), figure=figure("1000")).colour is Colour.BLUE


def test_a_rate_reached_early_is_on_schedule_and_done_only_at_the_end():
    rate = goal("6.5", kind="growth", adds_up=False, unit="%")
    assert of(goal=rate, figure=figure("6.8")).colour is Colour.GREEN
    assert of(on=dt.date(2024, 1, 20), goal=rate, figure=figure("6.8", DUE)).colour is Colour.BLUE


def test_past_due_and_not_reached_is_red():
    found = of(on=dt.date(2024, 1, 20), goal=goal(), figure=figure("999", DUE))
    assert (found.colour, found.reason) == (Colour.RED, Reason.OVERDUE)


JANUARY = dt.date(2024, 1, 5)
EARLIER = figure("950", dt.date(2023, 11, 30))
ASKED = dt.date(2024, 1, 15)  # by then the report on the fourth quarter has to come


def test_until_the_report_on_the_last_day_has_to_come_the_light_is_that_of_the_last_day():
    found = of(on=JANUARY, goal=goal(), figure=EARLIER, final_by=ASKED)
    assert (found.colour, found.reason) == (Colour.GREEN, Reason.COMPARED)
    assert found.notes == ("期限2023年12月31日已过，终期完成情况应于2024年1月15日前报送，按期限之日判定。",)
    assert of(on=JANUARY, due=DUE, final_by=ASKED).colour is Colour.GREEN
    nothing = of(on=JANUARY, goal=goal(), final_by=ASKED)
    assert (nothing.colour, nothing.sentence) == (Colour.YELLOW, "期限已到，没有完成数据。")


@pytest.mark.parametrize(
    ("facts", "colour", "said"),
    [
        ({}, "red", "期限2023年12月31日已过，截至2023年11月30日为950套，没有终期数据，未达到目标1000套。"),
        ({"final_by": dt.date(2024, 1, 4)}, "red", "没有终期数据"),
        ({"in_review": True}, "grey", "期限2023年12月31日已过，截至2023年11月30日为950套，终期报告已签报、待受理。"),
        ({"presence": Presence.AWAITING, "expected_on": dt.date(2024, 1, 20)}, "grey", "预计2024年1月20日发布"),
        ({"presence": Presence.AWAITING, "expected_on": dt.date(2024, 1, 4)}, "red", "没有终期数据"),
        ({"figure": None, "in_review": True}, "grey", "终期报告已签报、待受理"),
        ({"figure": figure("1000", dt.date(2023, 11, 30))}, "blue", "已达到目标"),
    ],
)
def test_past_due_a_figure_of_before_neither_proves_nor_excuses(facts, colour, said):
    found = of(on=JANUARY, goal=goal(), **{"figure": EARLIER, **facts})
    assert found.colour == colour
    assert said in found.sentence


def test_past_due_a_limit_or_a_rate_kept_so_far_is_not_proved():
    limit = of(on=JANUARY, goal=goal("5", op="<=", kind="cap"), figure=figure("3"))
    assert (limit.colour, limit.reason) == (Colour.RED, Reason.OVERDUE)
    assert "不能确认全期未突破控制目标" in limit.sentence
    rate = of(on=JANUARY, goal=goal("6", kind="growth", adds_up=False, unit="%"), figure=figure("7"))
    assert rate.colour is Colour.RED and "不能确认达到" in rate.sentence


def test_the_last_figure_counts_before_its_report_was_asked_for():
    found = of(on=JANUARY, goal=goal(), figure=figure("990", DUE), final_by=ASKED)
    assert (found.colour, found.reason) == (Colour.RED, Reason.OVERDUE)


def test_what_has_no_figure_waits_for_its_last_report_to_be_accepted():
    found = of(on=JANUARY, due=DUE, in_review=True)
    assert (found.colour, found.reason) == (Colour.GREY, Reason.IN_REVIEW)
    assert of(on=JANUARY, due=DUE).colour is Colour.RED


def test_a_limit_counted_is_broken_at_once_and_kept_until_the_end():
    none = goal("0", op="=", kind="cap", unit="起")
    assert of(goal=none, figure=figure("1")).reason is Reason.BROKEN
    assert of(goal=none, figure=figure("1")).colour is Colour.RED
    assert of(goal=none, figure=figure("0")).colour is Colour.GREEN
    assert of(on=dt.date(2024, 1, 20), goal=none, figure=figure("0", DUE)).colour is Colour.BLUE


def test_a_rate_above_its_limit_may_still_come_down():
    rate = goal("5.5", op="<=", kind="cap", adds_up=False, unit="%")
    assert of(goal=rate, figure=figure("5.6")).colour is Colour.YELLOW
    assert of(goal=rate, figure=figure("7")).colour is Colour.RED
    assert of(on=dt.date(2024, 1, 20), goal=rate, figure=figure("5.6", DUE)).colour is Colour.RED


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"share": ShareState.OPEN, "figure": figure("1")}, Reason.NO_SHARE),
        ({"share": ShareState.NONE_SET}, Reason.NONE_SET),
        ({"presence": Presence.NOT_APPLICABLE}, Reason.NOT_APPLICABLE),
        ({"presence": Presence.AWAITING, "expected_on": dt.date(2023, 4, 25)}, Reason.AWAITING),
        ({"reporting_open": False}, Reason.NOT_OPEN),
        ({}, Reason.NOT_OPEN),
        ({"withdrawn_by": "武政办〔2023〕9号"}, Reason.WITHDRAWN),
    ],
)
def test_grey_says_why(facts, reason):
    found = of(goal=goal(), **facts)
    assert (found.colour, found.reason) == (Colour.GREY, reason)


def test_grey_says_until_when():
    found = of(goal=goal(), presence=Presence.AWAITING, expected_on=dt.date(2023, 4, 25))
    assert found.until == dt.date(2023, 4, 25)
    later = of(on=dt.date(2023, 4, 26), goal=goal(), presence=Presence.AWAITING, expected_on=dt.date(2023, 4, 25))
    assert (later.colour, later.reason) == (Colour.YELLOW, Reason.NO_FIGURE)


@pytest.mark.parametrize(
    ("on", "facts", "colour"),
    [
        (dt.date(2023, 12, 15), {}, "yellow"),
        (dt.date(2024, 1, 1), {}, "red"),
        (dt.date(2024, 1, 1), {"reporting_open": False}, "red"),
        (APRIL, {"owed_to": MARCH}, "yellow"),
        (APRIL, {"presence": Presence.REPORTED}, "yellow"),
        (APRIL, {"presence": Presence.BLOCKED, "waiting_on": "区发改局"}, "yellow"),
    ],
)
def test_a_figure_that_should_be_there(on, facts, colour):
    assert of(on=on, goal=goal(), **facts).colour == colour


def test_who_is_waited_for_is_named():
    assert "在等区发改局" in of(goal=goal(), presence=Presence.BLOCKED, waiting_on="区发改局").sentence


def test_nodes_judge_what_has_no_figure():
    node = Node(dt.date(2023, 4, 10), content="完成立项")
    assert of(nodes=(node,)).colour is Colour.YELLOW
    assert "已逾期8个工作日" in of(nodes=(node,)).sentence
    assert of(on=dt.date(2023, 5, 20), nodes=(node,)).colour is Colour.RED
    assert of(nodes=(replace(node, done_on=dt.date(2023, 4, 9)),)).colour is Colour.GREEN
    assert of(on=dt.date(2023, 4, 10), nodes=(node,)).colour is Colour.GREEN


def test_a_last_day_that_is_past_is_red_and_a_close_is_blue():
    assert of(due=dt.date(2023, 4, 19)).colour is Colour.RED
    assert of(due=dt.date(2023, 4, 19), closed_on=APRIL).colour is Colour.BLUE
    assert of(due=dt.date(2023, 4, 19), closed_on=dt.date(2023, 4, 21)).colour is Colour.RED


def test_the_clock_stands_while_a_superior_has_to_answer():
    late = {"on": dt.date(2024, 2, 1), "goal": goal(), "stopped_on": dt.date(2023, 6, 1)}
    assert of(**late).colour is Colour.GREY
    assert of(**{**late, "stopped_on": None}).colour is Colour.RED


WAITED = ((dt.date(2023, 3, 1), dt.date(2023, 5, 31)),)


def test_days_of_waiting_are_given_back_after_the_answer():
    """65 working days: what was due on 10 April is late from July, and a figure of June is held against March."""
    node = Node(dt.date(2023, 4, 10), content="完成立项")
    june = dt.date(2023, 6, 12)
    assert of(on=june, nodes=(node,)).colour is Colour.RED
    found = of(on=june, nodes=(node,), waits=WAITED)
    assert found.colour is Colour.GREEN
    assert found.notes == ("单位等待答复65个工作日，不计入时限，相应按2023年3月13日判定。",)
    assert of(on=dt.date(2023, 9, 1), nodes=(node,), waits=WAITED).colour is Colour.RED
    done = replace(node, done_on=dt.date(2023, 6, 30))
    assert of(on=dt.date(2023, 9, 1), nodes=(done,), waits=WAITED).colour is Colour.GREEN
    behind = of(on=dt.date(2023, 7, 10), goal=goal(), figure=figure("250", dt.date(2023, 6, 30)), waits=WAITED)
    assert (behind.colour, behind.compared_on) == (Colour.GREEN, dt.date(2023, 4, 2))


def test_the_last_day_comes_later_by_the_days_of_waiting():
    last = figure("900", DUE)
    assert of(on=JANUARY, goal=goal(), figure=last).colour is Colour.RED
    credited = of(on=JANUARY, goal=goal(), figure=last, waits=WAITED)
    assert (credited.colour, credited.reason) == (Colour.GREEN, Reason.COMPARED)
    assert of(on=dt.date(2024, 4, 30), goal=goal(), figure=last, waits=WAITED).reason is Reason.OVERDUE


def test_what_an_accepted_report_calls_done_is_blue_until_it_is_verified_and_says_so():
    year = {"on": dt.date(2024, 1, 20), "due": DUE}
    assert of(**year).colour is Colour.RED
    assert of(**year, done_by=dt.date(2023, 9, 30)).colour is Colour.RED
    found = of(**year, done_by=DUE)
    assert (found.colour, found.reason) == (Colour.BLUE, Reason.CLAIMED)
    assert "尚未核验" in found.sentence


DAYS = st.dates(dt.date(2022, 6, 1), dt.date(2024, 12, 31))
VALUES = st.decimals("-1000", "100000", places=2)
NODE = st.builds(Node, DAYS, st.none() | VALUES, st.sampled_from(["", "完成招标"]), done_on=st.none() | DAYS)
GOALS = st.builds(
    Goal,
    value=VALUES,
    op=st.sampled_from(["=", ">=", ">", "<=", "<", "~"]),
    kind=st.sampled_from(["amount", "growth", "level", "cap"]),
    start=st.just(START),
    due=st.dates(START, DUE),
    unit=st.sampled_from(["", "%", "个"]),
    adds_up=st.booleans(),
)
SITUATIONS = st.builds(
    Situation,
    on=DAYS,
    goal=st.none() | GOALS,
    nodes=st.lists(NODE, max_size=4).map(tuple),
    figure=st.none() | st.builds(Figure, VALUES, DAYS),
    due=st.none() | DAYS,
    presence=st.sampled_from(Presence),
    expected_on=st.none() | DAYS,
    waiting_on=st.sampled_from(["", "区发改局"]),
    share=st.sampled_from(ShareState),
    reporting_open=st.booleans(),
    owed_to=st.none() | DAYS,
    final_by=st.none() | DAYS,
    in_review=st.booleans(),
    stopped_on=st.none() | DAYS,
    waits=st.lists(st.tuples(DAYS, DAYS), max_size=3).map(tuple),
    closed_on=st.none() | DAYS,
    done_by=st.none() | DAYS,
    withdrawn_by=st.sampled_from(["", "武政办〔2023〕9号"]),
)
CUTS = st.tuples(st.decimals("0", "0.5", places=3), st.decimals("0.501", "1", places=3))
RULES = CUTS.map(lambda cut: Rule(7, START, cut[0], cut[1], 20, 10))


@given(SITUATIONS, RULES)
def test_every_situation_has_exactly_one_light_with_a_reason_and_the_rule(at, rule):
    found = light(at, rule, CALENDAR)
    assert found.colour in Colour and found.reason in Reason
    assert found.sentence.endswith("。") and "None" not in found.sentence
    assert found.rule == 7
    assert found == light(at, rule, CALENDAR)


@given(SITUATIONS, RULES)
def test_grey_is_only_where_no_judgement_is_possible(at, rule):
    found = light(at, rule, CALENDAR)
    possible = {
        Reason.WITHDRAWN, Reason.NOT_OPEN, Reason.NO_SHARE, Reason.NONE_SET, Reason.NOT_APPLICABLE, Reason.AWAITING,
        Reason.IN_REVIEW,
    }  # fmt: skip
    assert (found.colour is Colour.GREY) == (found.reason in possible)
    if found.until is not None:
        assert found.until >= at.on


@given(SITUATIONS, RULES, st.decimals("0", "1000", places=2))
def test_a_better_figure_never_makes_a_worse_light(at, rule, more):
    if at.figure is None or at.goal is None:
        return
    better = -more if at.goal.is_limit else more
    rank = [Colour.BLUE, Colour.GREEN, Colour.YELLOW, Colour.RED]
    now = light(at, rule, CALENDAR)
    then = light(replace(at, figure=Figure(at.figure.value + better, at.figure.as_of)), rule, CALENDAR)
    if now.colour is Colour.GREY:
        assert then.colour in (Colour.GREY, Colour.BLUE)  # an amount that is reached proves itself
    else:
        assert rank.index(then.colour) <= rank.index(now.colour)


@given(SITUATIONS, RULES)
def test_red_is_never_without_something_behind_or_past(at, rule):
    found = light(at, rule, CALENDAR)
    if found.colour is Colour.RED:
        behind = found.shortfall is not None and found.shortfall > 0
        assert behind or found.reason in (Reason.OVERDUE, Reason.NODE, Reason.BROKEN)


@given(SITUATIONS, RULES)
def test_on_schedule_never_stands_after_the_last_day_without_its_reason(at, rule):
    """Green or yellow after the last day only while the clock stands or the last report is to come, and it says so."""
    found = light(at, rule, CALENDAR)
    over = at.last_day is not None and at.on > at.last_day and not at.withdrawn_by
    if over and found.colour in (Colour.GREEN, Colour.YELLOW) and found.reason is not Reason.BROKEN:
        assert found.notes
