"""Handling plans: what the notice asks for, versions, shares."""

import datetime as dt
from decimal import Decimal

import pytest

from duban.core.workflow.table import TransitionRefused
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.progress.actions import plans
from duban.progress.actions.plans import Node

WORDS = {"work": "新建路内泊位，改造三处立体停车楼。", "leader": "钱副局长", "section": "停车管理科"}


def node(month: int, expected: int | None = None, measure=None) -> Node:
    return Node(
        dt.date(2023, month, 30),
        f"{month}月底前完成一批",
        measure.pk if measure else None,
        Decimal(expected) if expected is not None else None,
    )


@pytest.fixture
def clerk(stage):
    return stage.act(stage.cast.lead_clerk, "2023-03-10 09:00:00")


@pytest.fixture
def office(stage):
    return stage.act(stage.cast.supervisor, "2023-03-13 09:00:00")


@pytest.fixture
def filed(stage, clerk):
    plan = plans.open_plan(matter=stage.counted, unit=stage.cast.lead_unit, **clerk)
    nodes = [node(9, 200, stage.measure), node(6, 100, stage.measure)]
    plan = plans.save_plan(plan=plan, words=WORDS, nodes=nodes, revision=plan.revision, **clerk)
    return plans.submit(plan=plan, **clerk)


def test_from_draft_to_acceptance(filed, office):
    assert [m.expected for m in filed.milestones.all()] == [100, 200]  # by date
    assert plans.accept(plan=filed, **office).state == "accepted"


def test_what_is_lacking_is_said_at_once(stage, clerk):
    plan = plans.open_plan(matter=stage.plain, unit=stage.cast.lead_unit, **clerk)
    with pytest.raises(Invalid) as no:
        plans.submit(plan=plan, **clerk)
    for words in ("具体工作内容", "分管负责同志", "责任部门", "时间节点", "怎样算完成"):
        assert words in no.value.reason


def test_expected_totals_do_not_fall(stage, clerk):
    plan = plans.open_plan(matter=stage.counted, unit=stage.cast.lead_unit, **clerk)
    nodes = [node(6, 200, stage.measure), node(9, 100, stage.measure)]
    plan = plans.save_plan(plan=plan, words=WORDS, nodes=nodes, revision=plan.revision, **clerk)
    assert plans.faults(plan) == ["“停车泊位”的预期累计值应逐个节点不减。"]


def test_two_people_at_once_the_later_is_told(stage, clerk):
    plan = plans.open_plan(matter=stage.counted, unit=stage.cast.lead_unit, **clerk)
    plans.save_plan(plan=plan, words=WORDS, nodes=[], revision=plan.revision, **clerk)
    with pytest.raises(Stale):
        plans.save_plan(plan=plan, words={"work": "另一人的稿"}, nodes=[], revision=0, **clerk)


def test_a_foreign_measure_is_refused(stage, clerk):
    plan = plans.open_plan(matter=stage.plain, unit=stage.cast.lead_unit, **clerk)
    with pytest.raises(Invalid, match="不属于本事项"):
        plans.save_plan(plan=plan, words=WORDS, nodes=[node(6, 1, stage.measure)], revision=0, **clerk)


def test_return_says_why_and_opens_it_again(filed, office, clerk):
    with pytest.raises(TransitionRefused, match="须填写意见"):
        plans.send_back(plan=filed, comment="", **office)
    plan = plans.send_back(plan=filed, comment="请细化节点。", **office)
    assert (plan.state, plan.comment) == ("returned", "请细化节点。")
    assert plans.submit(plan=plan, **clerk).comment == ""


def test_a_revision_leaves_the_accepted_plan_in_force(filed, office, clerk):
    first = plans.accept(plan=filed, **office)
    with pytest.raises(Invalid, match="理由"):
        plans.revise(plan=first, reason=" ", **clerk)
    second = plans.revise(plan=first, reason="地块调整", **clerk)
    assert second.milestones.count() == 2 and second.version == 2
    first.refresh_from_db()
    assert first.state == "accepted"
    plans.accept(plan=plans.submit(plan=second, **clerk), **office)
    first.refresh_from_db()
    assert first.state == "superseded"


def test_nobody_files_for_another_unit(stage, filed):
    outsider = stage.act(stage.cast.outsider_clerk, "2023-03-10 09:00:00")
    with pytest.raises(NotAllowed):
        plans.open_plan(matter=stage.plain, unit=stage.cast.outsider_unit, **outsider)
    with pytest.raises(NotAllowed):
        plans.recall(plan=filed, **outsider)


def test_shares_are_versions_and_none_is_an_answer(stage, clerk):
    with pytest.raises(Invalid, match="依据"):
        plans.set_share(measure=stage.measure, unit=stage.cast.lead_unit, value=Decimal(100), basis="", **clerk)
    none = plans.set_share(measure=stage.measure, unit=stage.cast.lead_unit, value=None, basis="未下达", **clerk)
    some = plans.set_share(
        measure=stage.measure, unit=stage.cast.lead_unit, value=Decimal(100), basis="武城建〔2023〕5号", **clerk
    )
    assert (none.none_set, none.version, some.value, some.version) == (True, 1, Decimal(100), 2)
