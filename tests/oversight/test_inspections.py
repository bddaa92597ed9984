"""Inspections: planned whole, approved by another, not repeated; and the ladder of urging."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from duban.core.workflow import inspection as flow
from duban.core.workflow.table import TransitionRefused
from duban.orgs.enums import PostKind
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight.actions import inspections
from duban.oversight.actions.inspections import Scheme
from duban.oversight.enums import InspectionKind
from duban.oversight.models import Inspection
from tests.factories.orgs import appoint


def office(stage, when="2023-05-01 09:00:00", person=None):
    return stage.act(person or stage.cast.supervisor, when)


def leader(stage, when="2023-05-02 09:00:00"):
    return stage.act(stage.cast.leader, when)


def scheme(stage, **changes):
    whole = Scheme(
        title="停车泊位建设专项督查",
        kind=InspectionKind.SPECIAL,
        source="区长办公会议定事项",
        content="停车泊位建设进度和质量。",
        methods="实地核查、查阅资料",
        first_day=dt.date(2023, 5, 8),
        last_day=dt.date(2023, 5, 12),
        units=(stage.cast.lead_unit,),
        team=(stage.cast.supervisor,),
        head=stage.cast.supervisor,
        matters=(stage.counted,),
    )
    return replace(whole, **changes)


def planned(stage, **changes):
    return inspections.plan(scheme=scheme(stage, **changes), **office(stage))


def approved(stage, **changes):
    row = inspections.submit(row=planned(stage, **changes), **office(stage))
    return inspections.approve(row=row, **leader(stage))


def test_an_inspection_is_approved_by_a_leader_before_it_starts(stage):
    row = inspections.submit(row=planned(stage), **office(stage))
    with pytest.raises(TransitionRefused):
        inspections.start(row=row, **office(stage))
    with pytest.raises(TransitionRefused, match="由区领导办理"):
        inspections.approve(row=row, **office(stage, person=stage.cast.supervisor_head))
    row = inspections.approve(row=row, **leader(stage))
    assert (row.state, row.approved_by) == (flow.APPROVED, stage.cast.leader)
    assert inspections.start(row=row, **office(stage, "2023-05-08 09:00:00")).state == flow.STARTED


def test_who_is_of_the_team_does_not_approve(stage):
    row = planned(stage, team=(stage.cast.supervisor, stage.cast.leader))
    row = inspections.submit(row=row, **office(stage))
    with pytest.raises(NotAllowed, match="督查组成员"):
        inspections.approve(row=row, **leader(stage))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " "}, "督查名称"),
        ({"source": ""}, "事项来源"),
        ({"content": ""}, "督查内容"),
        ({"units": ()}, "督查对象"),
        ({"team": ()}, "组长"),
        ({"last_day": dt.date(2023, 5, 7)}, "结束日期"),
    ],
)
def test_a_plan_is_whole(stage, changes, said):
    with pytest.raises(Invalid, match=said):
        planned(stage, **changes)
    assert not Inspection.objects.exists()


@pytest.mark.parametrize("who", ["lead_clerk", "leader", "audit_admin"])
def test_only_the_office_plans(stage, who):
    with pytest.raises(NotAllowed):
        inspections.plan(scheme=scheme(stage), **office(stage, person=getattr(stage.cast, who)))


def test_the_same_thing_is_not_inspected_twice_at_once(stage):
    approved(stage)
    second = planned(stage, title="又一次督查")
    with pytest.raises(Invalid, match="不得重复督查"):
        inspections.submit(row=second, overlap_reason="领导要求", **office(stage))
    later = planned(stage, title="之后", first_day=dt.date(2023, 5, 15), last_day=dt.date(2023, 5, 16))
    with pytest.raises(Invalid, match="同一季度"):
        inspections.submit(row=later, **office(stage))
    row = inspections.submit(row=later, overlap_reason="核对整改情况。", **office(stage))
    assert row.state == flow.SUBMITTED
    days = {"first_day": dt.date(2023, 7, 3), "last_day": dt.date(2023, 7, 4)}
    assert inspections.submit(row=planned(stage, title="下一季度", **days), **office(stage)).state == flow.SUBMITTED


def test_without_named_matters_it_is_about_all_of_the_unit(stage):
    approved(stage, matters=())
    with pytest.raises(Invalid, match="视为涉及该单位的全部事项"):
        inspections.submit(row=planned(stage, title="又一次"), overlap_reason="领导要求", **office(stage))


def test_what_was_concluded_was_inspected(stage):
    first = approved(stage)
    Inspection.objects.filter(pk=first.pk).update(state=flow.CONCLUDED)
    with pytest.raises(Invalid, match="不得重复督查"):
        inspections.submit(row=planned(stage, title="又一次"), overlap_reason="领导要求", **office(stage))


def test_it_begins_within_its_days_and_what_is_under_way_meets_whoever_comes(stage):
    late = office(stage, "2023-05-13 09:00:00")
    row = approved(stage)
    with pytest.raises(Invalid, match="2023年5月12日已过"):
        inspections.start(row=row, **late)
    with pytest.raises(Invalid, match="已过"):
        inspections.plan(scheme=scheme(stage), **late)
    row = inspections.start(row=row, **office(stage, "2023-05-12 09:00:00"))
    days = {"first_day": dt.date(2023, 7, 3), "last_day": dt.date(2023, 7, 4)}
    other = inspections.plan(scheme=scheme(stage, title="又一次", **days), **late)
    with pytest.raises(Invalid, match="不得重复督查"):  # the first is not concluded yet
        inspections.submit(row=other, **office(stage, "2023-07-03 09:00:00"))


def test_who_begins_early_meets_whoever_is_there_then(stage):
    approved(stage, matters=(stage.plain,))
    days = {"first_day": dt.date(2023, 8, 7), "last_day": dt.date(2023, 8, 8)}
    later = approved(stage, title="之后", **days)
    with pytest.raises(Invalid, match="重叠"):
        inspections.start(row=later, **office(stage, "2023-05-09 09:00:00"))
    assert inspections.start(row=later, **office(stage, "2023-08-07 09:00:00")).state == flow.STARTED


def test_the_scope_is_of_the_inspected_units_and_the_team_is_not(stage):
    with pytest.raises(Invalid, match=f"“{stage.counted.code}”不由所选的督查对象承办"):
        planned(stage, units=(stage.cast.outsider_unit,))
    team = (stage.cast.supervisor, stage.cast.lead_clerk)
    with pytest.raises(Invalid, match="区建设局的人员，不能参加对本单位的督查"):
        planned(stage, team=team)
    row = planned(stage, team=(stage.cast.supervisor, stage.cast.outsider_clerk))
    appoint(stage.cast.outsider_clerk, stage.cast.lead_unit, PostKind.CLERK)
    with pytest.raises(Invalid, match="请调整督查组"):
        inspections.submit(row=row, **office(stage))


def test_other_matters_of_the_same_unit_need_a_reason(stage):
    approved(stage)
    second = planned(stage, title="安全生产督查", matters=(stage.plain,))
    with pytest.raises(Invalid, match="写明为什么不能"):
        inspections.submit(row=second, **office(stage))
    row = inspections.submit(row=second, overlap_reason="汛期前必须完成，已与前一督查组商定同日进驻。", **office(stage))
    assert row.state == flow.SUBMITTED and row.overlap_reason


def test_what_was_approved_meanwhile_is_seen_at_the_start(stage):
    first = approved(stage)
    second = planned(stage, title="安全生产督查", matters=(stage.plain,))
    Inspection.objects.filter(pk=first.pk).update(state=flow.CANCELLED)
    second = inspections.approve(row=inspections.submit(row=second, **office(stage)), **leader(stage))
    Inspection.objects.filter(pk=first.pk).update(state=flow.STARTED)
    with pytest.raises(Invalid, match="重叠"):
        inspections.start(row=second, **office(stage, "2023-05-08 09:00:00"))


def test_a_plan_is_not_shown_to_the_unit_before_it_begins(stage):
    row = approved(stage)
    seen = stage.actor(stage.cast.lead_clerk, "2023-05-08 09:00:00")
    assert not Inspection.objects.visible_to(seen).exists()
    inspections.start(row=row, **office(stage, "2023-05-08 09:00:00"))
    assert list(Inspection.objects.visible_to(seen)) == [row]
    assert not Inspection.objects.visible_to(stage.actor(stage.cast.outsider_clerk, "2023-05-08 09:00:00")).exists()


def test_a_draft_is_changed_and_what_is_under_way_is_not(stage):
    row = planned(stage)
    other = scheme(stage, title="停车泊位专项督查", units=(stage.cast.lead_unit, stage.cast.cooperating_unit))
    row = inspections.change(row=row, scheme=other, seen=row.revision, **office(stage))
    assert (row.title, row.units.count()) == ("停车泊位专项督查", 2)
    with pytest.raises(Stale, match="没有保存"):
        inspections.change(row=row, scheme=other, seen=row.revision - 1, **office(stage))
    row = inspections.submit(row=row, **office(stage))
    with pytest.raises(Stale, match="不能修改"):
        inspections.change(row=row, scheme=other, seen=row.revision, **office(stage))
    row = inspections.send_back(row=row, comment="对象太多，请缩小范围", **leader(stage))
    assert (row.state, row.comment) == (flow.DRAFT, "对象太多，请缩小范围")
    assert inspections.change(row=row, scheme=scheme(stage), seen=row.revision, **office(stage)).units.count() == 1


def test_a_reason_can_be_given_at_the_start(stage):
    first = approved(stage)
    second = planned(stage, title="安全生产督查", matters=(stage.plain,))
    Inspection.objects.filter(pk=first.pk).update(state=flow.CANCELLED)
    second = inspections.approve(row=inspections.submit(row=second, **office(stage)), **leader(stage))
    Inspection.objects.filter(pk=first.pk).update(state=flow.STARTED)
    act = office(stage, "2023-05-08 09:00:00")
    row = inspections.start(row=second, overlap_reason="已与前一督查组商定同日进驻。", **act)
    assert row.state == flow.STARTED and "同日进驻" in row.overlap_reason
