"""What is found of a row: days, waiting, extensions, statistics that come late."""

from __future__ import annotations

import datetime as dt

import pytest

from duban.core.appraisal.facts import Amendment, Fact, judge
from duban.core.appraisal.words import FINDINGS, TIMED, Finding, Item
from tests.core.appraisal.rows import AS_OF, DUE, fact


def days(n: int) -> dt.date:
    return DUE + dt.timedelta(days=n)


@pytest.mark.parametrize("item", sorted(TIMED))
@pytest.mark.parametrize(
    ("done", "waited", "finding", "words"),
    [
        (days(0), 0, Finding.ON_TIME, "2023年10月10日办理，按时"),
        (days(2), 0, Finding.LATE, "逾期2天"),
        (days(2), 2, Finding.ON_TIME, "其中等待其他单位答复的2天不计，按时"),
        (days(3), 2, Finding.LATE, "其中等待其他单位答复的2天不计"),
        (None, 0, Finding.NEVER, "截至2024年2月1日未办理"),
        (None, 200, None, "不计入"),
    ],
)
def test_by_days(item: Item, done: dt.date | None, waited: int, finding: Finding | None, words: str):
    judged = judge(fact(item, done=done, waited=waited), AS_OF)
    assert judged.finding is finding and words in judged.sentence


def test_a_term_that_is_not_past_is_no_failing():
    judged = judge(fact(Item.REPORTS, due=AS_OF, done=None), AS_OF)
    assert judged.finding is None and "期限未到" in judged.sentence
    assert judge(fact(Item.REPORTS, due=AS_OF, done=None), AS_OF + dt.timedelta(days=1)).finding is Finding.NEVER


def test_without_a_term_only_whether_it_was_done_counts():
    assert judge(fact(Item.PLANS, due=None, done=AS_OF), AS_OF).finding is Finding.ON_TIME
    assert judge(fact(Item.PLANS, due=None, done=None), AS_OF).finding is Finding.NEVER


@pytest.mark.parametrize(
    ("finding", "done", "waited", "expected"),
    [
        (Finding.DONE_LATE, days(30), 30, Finding.DONE),
        (Finding.DONE_LATE, days(30), 29, Finding.DONE_LATE),
        (Finding.FAR_BEHIND, None, 200, None),
        (Finding.FAR_BEHIND, None, 10, Finding.FAR_BEHIND),
        (Finding.NOT_DONE, days(5), 200, Finding.NOT_DONE),  # a person graded it so
    ],
)
def test_difficulties_answered_late_by_others_do_not_cost_the_unit(
    finding: Finding, done: dt.date | None, waited: int, expected: Finding | None
):
    assert judge(fact(Item.RESULTS, finding=finding, done=done, waited=waited), AS_OF).finding is expected


@pytest.mark.parametrize(
    ("seen", "waited", "expected"),
    [
        (0, 20, None),  # the figures end with the term; of the 20 days more nobody has reported
        (15, 20, None),
        (25, 20, Finding.BEHIND),
        (-10, 20, Finding.BEHIND),  # behind before the term, and silent since
        (0, 0, Finding.BEHIND),
    ],
)
def test_an_unfinished_matter_is_held_to_what_could_be_reported(seen: int, waited: int, expected: Finding | None):
    row = fact(Item.RESULTS, finding=Finding.BEHIND, seen=days(seen), waited=waited)
    assert judge(row, AS_OF).finding is expected


@pytest.mark.parametrize("item", list(Item))
def test_what_is_excused_counts_neither_way(item: Item):
    for done in (None, DUE, days(9)):
        judged = judge(fact(item, excused="统计数据未发布，预计2月20日发布", done=done), AS_OF)
        assert judged.finding is None
        assert judged.sentence == "不计入：统计数据未发布，预计2月20日发布。"


def test_a_note_is_said():
    assert judge(fact(Item.REPORTS, note="经批准延期"), AS_OF).sentence.endswith("按时（经批准延期）。")


def test_an_upheld_objection_stands_over_what_was_found_and_both_are_said():
    row = fact(Item.REPORTS, done=None, amended=Amendment(Finding.ON_TIME, "纸质报告10月9日已收"))
    judged = judge(row, AS_OF)
    assert judged.finding is Finding.ON_TIME
    assert "纸质报告10月9日已收" in judged.sentence and "未办理" in judged.sentence
    out = judge(fact(Item.VERIFIED, finding=Finding.FALSE, amended=Amendment(None, "抽查对象有误")), AS_OF)
    assert out.finding is None


@pytest.mark.parametrize(
    "row",
    [
        fact(Item.VERIFIED, finding=Finding.DONE),
        fact(Item.LINES, finding=None),
        fact(Item.REPORTS, amended=Amendment(Finding.TRUE, "x")),
    ],
)
def test_a_finding_of_another_item_is_an_error(row: Fact):
    with pytest.raises(ValueError, match="cannot be"):
        judge(row, AS_OF)


def test_every_finding_of_every_item_is_judged():
    for item in Item:
        for finding in FINDINGS[item]:
            row = fact(item, amended=Amendment(finding, "x")) if item in TIMED else fact(item, finding=finding)
            assert judge(row, AS_OF).finding is finding
