"""Conclusions: facts before words, served as a document, objected to in time, decided by others; 整改."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from duban.core.workflow import inspection as flow
from duban.dispatch.models import Dispatch
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight.actions import conclusions, inspections
from duban.oversight.actions.conclusions import Point
from duban.oversight.models import Conclusion, Rectification
from tests.factories.dispatch import make_letterhead
from tests.factories.orgs import UserFactory, appoint
from tests.oversight.test_inspections import approved, office

FACTS = "5月8日实地查看，地块仍未围挡，现场照片3张。"
POINTS = [Point("5月底前完成围挡。", dt.date(2023, 5, 31))]


@pytest.fixture(autouse=True)
def headed(cast):
    """The office has set how conclusions are headed."""
    return make_letterhead(cast, "conclusion", code="某政督查")


def concluded(stage):
    row = inspections.start(row=approved(stage), **office(stage, "2023-05-08 09:00:00"))
    made = conclusions.write_conclusion(
        row=row,
        unit=stage.cast.lead_unit,
        facts=FACTS,
        text="进度滞后。",
        points=POINTS,
        **office(stage, "2023-05-12 09:00:00"),
    )
    return row, made


def test_no_conclusion_outside_the_scope_or_without_facts(stage):
    row = inspections.start(row=approved(stage), **office(stage, "2023-05-08 09:00:00"))
    act = office(stage, "2023-05-12 09:00:00")
    with pytest.raises(Invalid, match="随意扩大范围"):
        conclusions.write_conclusion(row=row, unit=stage.cast.outsider_unit, facts=FACTS, text="进度滞后。", **act)
    with pytest.raises(Invalid, match="事实和证据"):
        conclusions.write_conclusion(row=row, unit=stage.cast.lead_unit, facts="不好", text="进度滞后。", **act)


def test_every_unit_is_told_before_the_whole_is_concluded(stage):
    row, made = concluded(stage)
    with pytest.raises(Invalid, match="还没有向区建设局送达"):
        inspections.conclude(row=row, **office(stage, "2023-05-12 10:00:00"))
    made = conclusions.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    assert made.objection_until() == dt.date(2023, 6, 11)
    with pytest.raises(Stale):
        conclusions.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    row.refresh_from_db()
    assert inspections.conclude(row=row, **office(stage, "2023-05-12 10:00:00")).state == flow.CONCLUDED


@pytest.mark.parametrize(("when", "allowed"), [("2023-06-11 23:59:00", True), ("2023-06-12 00:01:00", False)])
def test_thirty_days_to_object(stage, when, allowed):
    _, made = concluded(stage)
    made = conclusions.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    act = stage.act(stage.cast.lead_principal, when)
    text = "围挡已于5月6日完成，附验收单。"
    if allowed:
        made = conclusions.object_to(row=made, text=text, **act)
        assert made.decision_until() == dt.date(2023, 7, 11)
    else:
        with pytest.raises(Invalid, match="30日内提出"):
            conclusions.object_to(row=made, text=text, **act)


def objected(stage):
    _, made = concluded(stage)
    made = conclusions.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    return conclusions.object_to(
        row=made, text="围挡已于5月6日完成，附验收单。", **stage.act(stage.cast.lead_clerk, "2023-05-20 09:00:00")
    )


def test_an_objection_is_decided_by_people_who_took_no_part(stage):
    made = objected(stage)
    with pytest.raises(NotAllowed, match="应当回避"):
        conclusions.decide_objection(row=made, upheld=True, text="验收单属实。", **office(stage, "2023-05-25 09:00:00"))
    other = office(stage, "2023-05-25 09:00:00", stage.cast.supervisor_head)
    made = conclusions.decide_objection(row=made, upheld=True, text="验收单属实，结论相应修改。", **other)
    assert (made.upheld, made.decided_by) == (True, stage.cast.supervisor_head)
    with pytest.raises(Stale):
        conclusions.decide_objection(row=made, upheld=False, text="再看一遍。", **other)


def test_nobody_objects_for_another_or_before_or_twice(stage):
    _, made = concluded(stage)
    text = "围挡已于5月6日完成，附验收单。"
    with pytest.raises(Stale, match="还没有送达"):
        conclusions.object_to(row=made, text=text, **stage.act(stage.cast.lead_clerk, "2023-05-20 09:00:00"))
    conclusions.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    made.refresh_from_db()
    with pytest.raises(NotAllowed):
        conclusions.object_to(row=made, text=text, **stage.act(stage.cast.outsider_clerk, "2023-05-20 09:00:00"))
    conclusions.object_to(row=made, text=text, **stage.act(stage.cast.lead_clerk, "2023-05-20 09:00:00"))
    with pytest.raises(Stale, match="已经提出"):
        conclusions.object_to(row=made, text=text, **stage.act(stage.cast.lead_clerk, "2023-05-21 09:00:00"))


def test_rectification_is_reported_and_seen(stage):
    _, made = concluded(stage)
    made = conclusions.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    point = made.rectifications.get()
    with pytest.raises(Stale):
        conclusions.confirm_rectification(row=point, **office(stage, "2023-05-30 09:00:00"))
    point = conclusions.report_rectification(
        row=point, text="已完成围挡。", **stage.act(stage.cast.lead_clerk, "2023-05-29 09:00:00")
    )
    point = conclusions.confirm_rectification(row=point, **office(stage, "2023-05-30 09:00:00"))
    assert point.confirmed_by == stage.cast.supervisor


def test_a_decision_is_whole_by_constraint(stage):
    made = objected(stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        Conclusion.objects.filter(pk=made.pk).update(upheld=True)


def test_a_draft_can_be_changed_until_it_is_served(stage):
    _, made = concluded(stage)
    act = office(stage, "2023-05-12 09:30:00")
    more = [*POINTS, Point("6月底前报送图纸。", dt.date(2023, 6, 30))]
    made = conclusions.change_conclusion(row=made, facts=FACTS, text="进度明显滞后。", points=more, **act)
    assert (made.text, made.rectifications.count()) == ("进度明显滞后。", 2)
    assert not Conclusion.objects.visible_to(stage.actor(stage.cast.lead_clerk, "2023-05-12 09:30:00")).exists()
    conclusions.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    with pytest.raises(Stale, match="已经送达"):
        conclusions.change_conclusion(row=made, facts=FACTS, text="进度滞后。", points=[], **act)
    assert made.rectifications.count() == 2
    assert Conclusion.objects.visible_to(stage.actor(stage.cast.lead_clerk, "2023-05-12 10:00:00")).get() == made


@pytest.mark.parametrize(
    ("point", "said"),
    [(Point("改", dt.date(2023, 6, 1)), "写明做什么"), (Point("完成围挡。", dt.date(2023, 5, 11)), "已经过去")],
)
def test_a_point_says_what_by_a_day_to_come(stage, point, said):
    row = inspections.start(row=approved(stage), **office(stage, "2023-05-08 09:00:00"))
    with pytest.raises(Invalid, match=said):
        conclusions.write_conclusion(
            row=row, unit=stage.cast.lead_unit, facts=FACTS, text="进度滞后。", points=[point],
            **office(stage, "2023-05-12 09:00:00"),
        )  # fmt: skip


def test_it_is_served_as_a_document_with_the_way_to_object(stage):
    _, made = concluded(stage)
    conclusions.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    issued = Dispatch.objects.get()
    assert issued.full_number == "某政督查〔2023〕1号" and issued.approved_by == stage.cast.leader
    assert [receipt.unit for receipt in issued.receipts.all()] == [stage.cast.lead_unit]
    text = "\n".join(part.text for part in issued.document.parts if hasattr(part, "text"))
    assert "停车泊位建设专项督查" in issued.title and FACTS in text
    assert "完成期限：2023年5月31日" in text and "2023年6月11日前" in text and "没有参加本次督查的人员" in text


def test_a_leader_decides_but_not_who_approved(stage):
    made = objected(stage)
    said = {"row": made, "upheld": False, "text": "现场照片清楚，维持结论。"}
    with pytest.raises(NotAllowed, match="回避"):
        conclusions.decide_objection(**said, **stage.act(stage.cast.leader, "2023-05-25 09:00:00"))
    other = appoint(UserFactory(name="副区长"), stage.cast.leadership, "leader")
    made = conclusions.decide_objection(**said, **stage.act(other, "2023-05-25 09:00:00"))
    assert (made.upheld, made.decided_by) == (False, other)


def test_an_upheld_objection_may_lift_points_and_another_may_not(stage):
    made = objected(stage)
    point = made.rectifications.get()
    other = office(stage, "2023-05-25 09:00:00", stage.cast.supervisor_head)
    with pytest.raises(Invalid, match="异议成立"):
        conclusions.decide_objection(row=made, upheld=False, text="维持结论。", lifted=[point], **other)
    conclusions.decide_objection(row=made, upheld=True, text="验收单属实。", lifted=[point], **other)
    assert not Rectification.objects.open().exists()
    with pytest.raises(Stale, match="免除"):
        conclusions.report_rectification(
            row=point, text="已完成围挡。", **stage.act(stage.cast.lead_clerk, "2023-05-29 09:00:00")
        )


def test_what_is_not_yet_right_goes_back_with_a_word(stage):
    _, made = concluded(stage)
    made = conclusions.serve(row=made, **office(stage, "2023-05-12 10:00:00"))
    point, clerk = made.rectifications.get(), stage.act(stage.cast.lead_clerk, "2023-05-29 09:00:00")
    conclusions.report_rectification(row=point, text="已完成围挡。", **clerk)
    with pytest.raises(Invalid, match="还差什么"):
        conclusions.return_rectification(row=point, comment="", **office(stage, "2023-05-30 09:00:00"))
    point = conclusions.return_rectification(
        row=point, comment="北侧仍有缺口。", **office(stage, "2023-05-30 09:00:00")
    )
    assert (point.result, point.comment) == ("已完成围挡。", "北侧仍有缺口。")
    assert list(Rectification.objects.late(dt.date(2023, 6, 1))) == [point]
    point = conclusions.report_rectification(row=point, text="北侧已补齐。", **clerk)
    assert point.comment == "" and list(Rectification.objects.reported()) == [point]


def test_the_decision_is_a_document_like_the_conclusion(stage):
    made = objected(stage)
    point = made.rectifications.get()
    other = appoint(UserFactory(name="副区长"), stage.cast.leadership, "leader")
    made = conclusions.decide_objection(
        row=made, upheld=True, text="验收单属实。", lifted=[point], **stage.act(other, "2023-05-25 09:00:00")
    )
    first, second = Dispatch.objects.about(made).order_by("pk")
    assert (first.kind, second.kind) == ("conclusion", "decision")
    assert (second.full_number, second.approved_by) == ("某政督查〔2023〕2号", other)
    assert [receipt.unit for receipt in second.receipts.all()] == [stage.cast.lead_unit]
    text = "\n".join(part.text for part in second.document.parts if hasattr(part, "text"))
    assert "复核决定" in second.title and first.full_number in text
    assert "验收单属实。" in text and "异议成立" in text and "予以免除" in text and "完成期限" not in text


def test_the_decision_follows_its_own_letterhead_where_one_is_set(stage):
    make_letterhead(stage.cast, "decision", code="某政复核")
    made = objected(stage)
    made = conclusions.decide_objection(
        row=made, upheld=False, text="维持结论。", **stage.act(stage.cast.supervisor_head, "2023-05-25 09:00:00")
    )
    second = Dispatch.objects.about(made).get(kind="decision")
    assert second.full_number == "某政复核〔2023〕1号"
    text = "\n".join(part.text for part in second.document.parts if hasattr(part, "text"))
    assert "维持原督查结论" in text and "完成期限：2023年5月31日" in text


def test_one_paper_is_one_message_to_each(stage):
    from collections import Counter

    from duban.messaging.deriving import derive
    from duban.messaging.models import Message
    from tests.factories.progress import moment

    made = objected(stage)
    conclusions.decide_objection(
        row=made, upheld=True, text="验收单属实。", **stage.act(stage.cast.supervisor_head, "2023-05-25 09:00:00")
    )
    derive(moment("2023-05-25 09:10:00"))
    told = Message.objects.filter(unit=stage.cast.lead_unit)
    assert not told.filter(kind="document_issued").exists()
    kinds = Counter(told.filter(recipient=stage.cast.lead_clerk).values_list("kind", flat=True))
    assert kinds["conclusion_served"] == kinds["conclusion_decided"] == 1
    assert "某政督查〔2023〕2号" in told.filter(kind="conclusion_decided").first().body
