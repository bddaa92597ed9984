"""Coordination meetings: an agenda of open cases, decisions as directives, minutes as an issued document."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from duban.core.gongwen.document import Document, Paragraph
from duban.core.workflow import case as case_flow
from duban.core.workflow.table import TransitionRefused
from duban.dispatch.models import Dispatch
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight.actions import cases, meetings
from duban.oversight.actions.cases import Order
from duban.oversight.actions.meetings import Arrangement
from duban.oversight.models import Meeting
from tests.factories.dispatch import make_letterhead
from tests.oversight.test_cases import ask, office

DAY = dt.date(2023, 4, 20)
AFTER = "2023-04-21 09:00:00"


@pytest.fixture
def raised(stage):
    return ask(stage)


@pytest.fixture
def called(stage, raised):
    said = Arrangement("重点项目调度会", DAY, [raised], "区政府三楼")
    return meetings.call_meeting(said=said, **office(stage))


def order(stage, text="5月10日前完成权属确认。", day=dt.date(2023, 5, 10)):
    return Order(text, stage.cast.cooperating_unit, day)


def test_what_is_no_meeting(stage, raised):
    good = Arrangement("调度会", DAY, [raised])
    for said, words in ((replace(good, cases=[]), "不必开会"), (replace(good, title=" "), "会议名称")):
        with pytest.raises(Invalid, match=words):
            meetings.call_meeting(said=said, **office(stage))
    with pytest.raises(NotAllowed):
        meetings.call_meeting(said=good, **stage.act(stage.cast.lead_clerk, "2023-04-13 10:00:00"))
    over = cases.withdraw(row=raised, comment="已解决", **stage.act(stage.cast.lead_clerk, "2023-04-13 10:00:00"))
    with pytest.raises(Invalid, match="不能列入议题"):
        meetings.call_meeting(said=replace(good, cases=[over]), **office(stage))
    assert not Meeting.objects.exists()


def test_before_it_is_held_it_may_change_and_be_cancelled(stage, raised, called):
    later = Arrangement("重点项目调度会", dt.date(2023, 4, 25), [raised], "区政府五楼")
    row = meetings.change(row=called, said=later, **office(stage))
    assert (row.held_on, row.place, row.agenda.count()) == (dt.date(2023, 4, 25), "区政府五楼", 1)
    with pytest.raises(TransitionRefused, match="须填写意见"):
        meetings.cancel(row=row, comment="", **office(stage))
    row = meetings.cancel(row=row, comment="事项已经解决", **office(stage))
    assert (row.state, row.cancelled_for) == ("cancelled", "事项已经解决")
    with pytest.raises(TransitionRefused, match="已取消"):
        meetings.hold(row=row, attended="杜主任", **office(stage, "2023-04-26 09:00:00"))
    raised.refresh_from_db()
    assert raised.state == case_flow.RAISED


def test_decisions_are_directives_and_answer_the_case(stage, raised, called):
    item = called.agenda.get()
    with pytest.raises(Invalid, match="登记召开之后"):
        meetings.record_decision(item=item, resolution="由区民政局牵头。", **office(stage))
    with pytest.raises(Invalid, match="还没有召开"):
        meetings.hold(row=called, attended="杜主任", **office(stage))
    with pytest.raises(Invalid, match="出席"):
        meetings.hold(row=called, attended=" ", **office(stage, AFTER))
    meetings.hold(row=called, attended="区长，区建设局、区民政局负责同志", **office(stage, AFTER))
    item = called.agenda.get()
    (made,) = meetings.record_decision(
        item=item, resolution="由区民政局牵头确认权属。", orders=[order(stage)], **office(stage, AFTER)
    )
    assert (made.meeting, made.owner) == (called, stage.cast.cooperating_unit)
    assert not made.is_late(dt.date(2023, 5, 10)) and made.is_late(dt.date(2023, 5, 11))
    raised.refresh_from_db()
    assert (raised.state, raised.answer) == (case_flow.ANSWERED, "重点项目调度会议定：由区民政局牵头确认权属。")
    assert not raised.holdings.open().exists()


def test_minutes_are_a_numbered_document_to_the_units_concerned(stage, raised, called):
    make_letterhead(stage.cast, "minutes")
    row = meetings.hold(row=called, attended="区长", **office(stage, AFTER))

    def compose(number, day):
        return Document(("会议纪要",), (Paragraph("议定如下。"),))

    with pytest.raises(Invalid, match="第 1 项议题"):
        meetings.issue_minutes(row=row, compose=compose, approved_by=stage.cast.leader, **office(stage, AFTER))
    item = called.agenda.get()
    meetings.record_decision(item=item, resolution="由民政局牵头。", orders=[order(stage)], **office(stage, AFTER))
    stale = Meeting.objects.get(pk=row.pk)
    made = meetings.issue_minutes(row=row, compose=compose, approved_by=stage.cast.leader, **office(stage, AFTER))
    assert made.kind == "minutes" and Dispatch.objects.about(called).get() == made
    assert {r.unit for r in made.receipts.all()} == {stage.cast.lead_unit, stage.cast.cooperating_unit}
    with pytest.raises((Stale, TransitionRefused)):
        meetings.issue_minutes(row=stale, compose=compose, approved_by=stage.cast.leader, **office(stage, AFTER))
    assert Dispatch.objects.count() == 1
    with pytest.raises(Invalid, match="印发纪要之前"):
        meetings.record_decision(item=called.agenda.get(), resolution="再议。", **office(stage, AFTER))


def test_who_sees_a_meeting(stage, called):
    def seen(person):
        return Meeting.objects.visible_to(stage.actor(person, AFTER)).exists()

    assert seen(stage.cast.supervisor) and seen(stage.cast.leader) and seen(stage.cast.lead_clerk)
    assert not seen(stage.cast.cooperating_clerk) and not seen(stage.cast.outsider_clerk)
