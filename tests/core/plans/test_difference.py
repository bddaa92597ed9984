"""What changed between two plans."""

import datetime as dt
from decimal import Decimal

from duban.core.plans.difference import difference, said
from duban.core.plans.values import PlanNode, plan

A = PlanNode(dt.date(2023, 6, 30), "完成一批", 1, Decimal(100))
B = PlanNode(dt.date(2023, 9, 30), "完成二批")


def test_words_and_nodes():
    old = plan({"work": "改造三处。", "leader": "钱副局长"}, [A, B])
    new = plan({"work": "改造四处。", "leader": "钱副局长 "}, [B, PlanNode(A.due_on, A.content, 1, Decimal(120))])
    found = difference(old, new)
    assert [(w.label, w.before, w.after) for w in found.words] == [("具体工作内容", "改造三处。", "改造四处。")]
    assert found.gone == (A,) and found.new[0].expected == 120 and found.kept == 1


def test_nothing_changed():
    assert not difference(plan({"work": "一\r\n二"}, [A]), plan({"work": "一\n二"}, [A]))
    same = PlanNode(A.due_on, A.content, 1, Decimal("100.000000"))
    assert not difference(plan({}, [A]), plan({}, [same]))


def test_a_node_in_words():
    assert said(A, {1: "停车泊位（个）"}) == "2023年6月30日 完成一批（停车泊位（个）累计 100）"
