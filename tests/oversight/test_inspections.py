"""Inspections: approved, not repeated, concluded, objected to, decided by others; and the ladder of urging."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from duban.core.oversight.ladder import Step
from duban.core.workflow import inspection as flow
from duban.core.workflow.table import TransitionRefused
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight.actions import inspections, urging
from duban.oversight.actions.inspections import Point, Scheme
from duban.oversight.enums import InspectionKind
from duban.oversight.models import Conclusion, Inspection, Urging
from tests.factories.orgs import UserFactory, appoint

FACTS = "5月8日实地查看，地块仍未围挡，现场照片3张。"


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


def concluded(stage):
    row = inspections.start(row=approved(stage), **office(stage, "2023-05-08 09:00:00"))
    points = [Point("5月底前完成围挡。", dt.date(2023, 5, 31))]
    made = inspections.write_conclusion(
        row=row,
        unit=stage.cast.lead_unit,
        facts=FACTS,
        text="进度滞后。",
        points=points,
        **office(stage, "2023-05-12 09:00:00"),
    )
    return row, made


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
    assert inspections.submit(row=later, **office(stage)).state == flow.SUBMITTED


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


def test_no_conclusion_outside_the_scope_or_without_facts(stage):
    row = inspections.start(row=approved(stage), **office(stage, "2023-05-08 09:00:00"))
    act = office(stage, "2023-05-12 09:00:00")
    with pytest.raises(Invalid, match="随意扩大范围"):
        inspections.write_conclusion(row=row, unit=stage.cast.outsider_unit, facts=FACTS, text="进度滞后。", **act)
    with pytest.raises(Invalid, match="事实和证据"):
        inspections.write_conclusion(row=row, unit=stage.cast.lead_unit, facts="不好", text="进度滞后。", **act)


def test_every_unit_is_told_before_the_whole_is_concluded(stage):
    row, made = concluded(stage)
    with pytest.raises(Invalid, match="还没有向区建设局送达"):
        inspections.conclude(row=row, **office(stage, "2023-05-12 10:00:00"))
    made = inspections.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    assert made.objection_until() == dt.date(2023, 6, 11)
    with pytest.raises(Stale):
        inspections.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    row.refresh_from_db()
    assert inspections.conclude(row=row, **office(stage, "2023-05-12 10:00:00")).state == flow.CONCLUDED


@pytest.mark.parametrize(("when", "allowed"), [("2023-06-11 23:59:00", True), ("2023-06-12 00:01:00", False)])
def test_thirty_days_to_object(stage, when, allowed):
    _, made = concluded(stage)
    made = inspections.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    act = stage.act(stage.cast.lead_principal, when)
    text = "围挡已于5月6日完成，附验收单。"
    if allowed:
        made = inspections.object_to(row=made, text=text, **act)
        assert made.decision_until() == dt.date(2023, 7, 11)
    else:
        with pytest.raises(Invalid, match="30日内提出"):
            inspections.object_to(row=made, text=text, **act)


def objected(stage):
    _, made = concluded(stage)
    made = inspections.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    return inspections.object_to(
        row=made, text="围挡已于5月6日完成，附验收单。", **stage.act(stage.cast.lead_clerk, "2023-05-20 09:00:00")
    )


def test_an_objection_is_decided_by_people_who_took_no_part(stage):
    made = objected(stage)
    with pytest.raises(NotAllowed, match="应当回避"):
        inspections.decide_objection(row=made, upheld=True, text="验收单属实。", **office(stage, "2023-05-25 09:00:00"))
    other = office(stage, "2023-05-25 09:00:00", stage.cast.supervisor_head)
    made = inspections.decide_objection(row=made, upheld=True, text="验收单属实，结论相应修改。", **other)
    assert (made.upheld, made.decided_by) == (True, stage.cast.supervisor_head)
    with pytest.raises(Stale):
        inspections.decide_objection(row=made, upheld=False, text="再看。", **other)


def test_nobody_objects_for_another_or_before_or_twice(stage):
    _, made = concluded(stage)
    text = "围挡已于5月6日完成，附验收单。"
    with pytest.raises(Stale, match="还没有送达"):
        inspections.object_to(row=made, text=text, **stage.act(stage.cast.lead_clerk, "2023-05-20 09:00:00"))
    inspections.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    made.refresh_from_db()
    with pytest.raises(NotAllowed):
        inspections.object_to(row=made, text=text, **stage.act(stage.cast.outsider_clerk, "2023-05-20 09:00:00"))
    inspections.object_to(row=made, text=text, **stage.act(stage.cast.lead_clerk, "2023-05-20 09:00:00"))
    with pytest.raises(Stale, match="已经提出"):
        inspections.object_to(row=made, text=text, **stage.act(stage.cast.lead_clerk, "2023-05-21 09:00:00"))


def test_rectification_is_reported_and_seen(stage):
    _, made = concluded(stage)
    point = made.rectifications.get()
    with pytest.raises(Stale):
        inspections.confirm_rectification(row=point, **office(stage, "2023-05-30 09:00:00"))
    point = inspections.report_rectification(
        row=point, text="已完成围挡。", **stage.act(stage.cast.lead_clerk, "2023-05-29 09:00:00")
    )
    point = inspections.confirm_rectification(row=point, **office(stage, "2023-05-30 09:00:00"))
    assert point.confirmed_by == stage.cast.supervisor


def test_a_plan_is_not_shown_to_the_unit_before_it_begins(stage):
    row = approved(stage)
    seen = stage.actor(stage.cast.lead_clerk, "2023-05-08 09:00:00")
    assert not Inspection.objects.visible_to(seen).exists()
    inspections.start(row=row, **office(stage, "2023-05-08 09:00:00"))
    assert list(Inspection.objects.visible_to(seen)) == [row]
    assert not Inspection.objects.visible_to(stage.actor(stage.cast.outsider_clerk, "2023-05-08 09:00:00")).exists()


def test_a_decision_is_whole_by_constraint(stage):
    made = objected(stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        Conclusion.objects.filter(pk=made.pk).update(upheld=True)


def urge(stage, step=Step.REMIND, when="2023-05-04 09:00:00", reply_by=dt.date(2023, 5, 8), matter=None, unit=None):
    return urging.urge(
        matter=matter or stage.counted,
        unit=unit or stage.cast.lead_unit,
        step=step,
        reason="第一季度完成情况仍未报送。",
        demand="请于期限前书面回复进展。",
        reply_by=reply_by,
        **office(stage, when),
    )


def test_the_ladder_is_climbed_step_by_step(stage):
    with pytest.raises(Invalid, match="请先提醒"):
        urge(stage, Step.URGE)
    urge(stage)
    with pytest.raises(Invalid, match="还没有到"):
        urge(stage, Step.URGE, "2023-05-08 09:00:00", dt.date(2023, 5, 12))
    letter = urge(stage, Step.URGE, "2023-05-09 09:00:00", dt.date(2023, 5, 12))
    assert (letter.year, letter.number) == (2023, 1)
    talk = urge(stage, Step.TALK, "2023-05-13 09:00:00", dt.date(2023, 5, 16))
    assert talk.number is None


def test_a_reply_stops_the_ladder(stage):
    row = urge(stage)
    clerk = stage.act(stage.cast.lead_clerk, "2023-05-08 09:00:00")
    with pytest.raises(NotAllowed):
        urging.reply(row=row, text="正在办理。", **stage.act(stage.cast.outsider_clerk, "2023-05-08 09:00:00"))
    urging.reply(row=row, text="本周内报送。", **clerk)
    with pytest.raises(Stale):
        urging.reply(row=row, text="本周内报送。", **clerk)
    with pytest.raises(Invalid, match="已有回复"):
        urge(stage, Step.URGE, "2023-05-09 09:00:00", dt.date(2023, 5, 12))


def test_letters_are_numbered_in_sequence_without_gaps(stage):
    for matter in (stage.counted, stage.plain):
        urge(stage, matter=matter)
        urge(stage, Step.URGE, "2023-05-09 09:00:00", dt.date(2023, 5, 12), matter=matter)
    assert list(Urging.objects.filter(step="urge").order_by("number").values_list("number", flat=True)) == [1, 2]


def test_nobody_is_urged_about_what_is_not_his(stage):
    with pytest.raises(Invalid, match="不承办"):
        urge(stage, unit=stage.cast.outsider_unit)
    appoint(UserFactory(), stage.cast.lead_unit, "clerk")
    with pytest.raises(NotAllowed):
        urging.urge(
            matter=stage.counted,
            unit=stage.cast.lead_unit,
            step=Step.REMIND,
            reason="第一季度完成情况仍未报送。",
            demand="请回复。",
            reply_by=dt.date(2023, 5, 8),
            **stage.act(stage.cast.leader, "2023-05-04 09:00:00"),
        )
