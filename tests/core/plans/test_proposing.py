"""Milestones proposed from the text and the ends of quarters."""

import datetime as dt
from decimal import Decimal

from duban.core.plans.proposing import Goal, propose

TEXT = "新建停车泊位260个，6月底前完成场地平整；2023年11月底前，建成立体停车楼3座。每季度通报1次。"


def test_deadlines_of_the_text_come_with_their_clause():
    found = {p.due_on: p for p in propose(TEXT, 2023)}
    assert found[dt.date(2023, 6, 30)].content == "完成场地平整"
    assert found[dt.date(2023, 11, 30)].content == "建成立体停车楼3座"
    assert found[dt.date(2023, 6, 30)].why == "原文时限“6月底前”"
    assert [p.content for d, p in found.items() if d in (dt.date(2023, 3, 31), dt.date(2023, 9, 30))] == ["", ""]
    assert sorted(found) == list(found)


def test_a_goal_gives_equal_steps_rounded_up_to_whole_things():
    goal = Goal(7, "停车泊位", "个", Decimal(130))
    found = propose("新建停车泊位130个。", 2023, [goal])
    assert [(p.due_on.month, p.expected) for p in found] == [(3, 33), (6, 65), (9, 98), (12, 130)]
    assert found[1].content == "停车泊位累计 65个" and found[1].measure_id == 7


def test_a_rate_keeps_its_digits():
    found = propose("", 2023, [Goal(1, "占比", "%", Decimal(10))])
    assert [p.expected for p in found] == [Decimal("2.5"), Decimal(5), Decimal("7.5"), Decimal(10)]


def test_days_that_are_past_are_not_proposed():
    assert [p.due_on.month for p in propose("", 2023, after=dt.date(2023, 7, 1))] == [9, 12]
