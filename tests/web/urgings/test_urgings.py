"""催办 on the screen: proposals with reasons, writing one, signing, approving, answering on a phone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from duban.core.gongwen.document import Form
from duban.core.oversight.ladder import Cause, Step
from duban.core.workflow import urging as flow
from duban.oversight.actions import urging
from duban.oversight.models import Urging
from duban.progress.models import Obligation
from tests.factories.dispatch import make_letterhead
from tests.factories.orgs import UnitFactory
from tests.support.client import client_for
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db

# The first quarter's report of the stage is owed since 10 April 2023, so it is overdue on any day this test runs.


def late(stage: Any) -> dict[str, Any]:
    return {"unit": stage.cast.lead_unit.pk, "cause": "late_report", "subjects": [stage.periods[0].pk]}


def in_days(number: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=number)).isoformat()


def made(stage: Any, step: Step, when: str) -> Urging:
    """A step of the past, whose term is over."""
    act = stage.act(stage.cast.supervisor, f"{when} 09:00:00")
    row = urging.prepare(
        unit=stage.cast.lead_unit, cause=Cause.LATE_REPORT, subjects=[stage.periods[0].pk], step=step,
        demand="尽快报送", reply_by=act["by"].today + dt.timedelta(days=4), **act,
    )  # fmt: skip
    if step is Step.URGE:
        row = urging.issue(row=row, **stage.act(stage.cast.supervisor_head, f"{when} 10:00:00"))
    return row


def test_from_the_proposal_to_the_answer(stage: Any) -> None:
    office = client_for(stage.cast.supervisor)
    listed = office.get("/urgings/")
    text = listed.content.decode()
    assert "至今未报送" in text and "尚未催办" in text
    (group,) = listed.context["page"]
    form = office.get(group.href)
    assert "督办函由督查室主任签发" not in form.content.decode()  # only the step that is due, and milder ones
    data = {**late(stage), "step": "remind", "demand": "尽快报送完成情况", "reply_by": in_days(5), "due": "remind"}
    page = office.post("/urgings/new", data, follow=True)
    row = Urging.objects.get()
    assert row.state == flow.GIVEN and "提醒已发出" in page.content.decode()
    assert "现在没有需要催办的单位" in office.get("/urgings/").content.decode()
    clerk = client_for(stage.cast.lead_clerk)
    assert row.get_step_display() in clerk.get("/urgings/").content.decode()
    assert "办理留痕" not in clerk.get(f"/urgings/{row.pk}/").content.decode()
    for bad, said in (
        ({"text": "本周报送"}, "计划完成日期"),
        ({"text": "本周报送", "promised_on": "bald"}, "无法识别"),
    ):
        answer = clerk.post(f"/urgings/{row.pk}/reply", bad)
        assert answer.status_code == 400 and said in answer.content.decode() and "本周报送" in answer.content.decode()
    clerk.post(f"/urgings/{row.pk}/reply", {"text": "本周报送。", "promised_on": in_days(3)})
    row.refresh_from_db()
    assert row.state == flow.REPLIED
    assert "本周报送。" in office.get(f"/urgings/{row.pk}/").content.decode()


def test_a_letter_is_signed_by_the_head_and_printed_under_its_number(stage: Any) -> None:
    make_letterhead(stage.cast, "urging", code="某政督函", form=Form.LETTER)
    made(stage, Step.REMIND, "2023-04-13")
    office = client_for(stage.cast.supervisor)
    data = {**late(stage), "step": "urge", "demand": "尽快报送完成情况", "reply_by": in_days(7), "due": "urge"}
    office.post("/urgings/new", data)
    row = Urging.objects.get(step="urge")
    text = office.get(f"/urgings/{row.pk}/").content.decode()
    assert "待督查室主任签发" in text and "2023年4月13日已提醒，至2023年4月17日未回复。" in text
    assert office.get(f"/urgings/{row.pk}/paper.pdf").content.startswith(b"%PDF")
    assert office.post(f"/urgings/{row.pk}/move", {"move": "issue"}).status_code == 400
    clerk = client_for(stage.cast.lead_clerk)
    assert clerk.get(f"/urgings/{row.pk}/").status_code == 404
    head = client_for(stage.cast.supervisor_head)
    assert "文号某政督函〔" in head.post(f"/urgings/{row.pk}/move", {"move": "issue"}, follow=True).content.decode()
    assert "某政督函〔" in clerk.get(f"/urgings/{row.pk}/").content.decode()
    assert clerk.get(f"/urgings/{row.pk}/paper.docx").content.startswith(b"PK")
    assert clerk.get(f"/urgings/{row.pk}/paper.exe").status_code == 404


def test_a_talk_goes_to_the_leader_who_answers_on_the_page(stage: Any) -> None:
    make_letterhead(stage.cast, "urging")
    made(stage, Step.REMIND, "2023-04-13")
    made(stage, Step.URGE, "2023-04-18")
    office, leader = client_for(stage.cast.supervisor), client_for(stage.cast.leader)
    data = {**late(stage), "step": "talk", "demand": "说明原因", "reply_by": in_days(7), "due": "talk"}
    office.post("/urgings/new", data)
    row = Urging.objects.get(step="talk")
    assert row.state == flow.ASKED
    assert client_for(stage.cast.lead_principal).get(f"/urgings/{row.pk}/").status_code == 404
    assert office.get(f"/urgings/{row.pk}/paper.docx").content.startswith(b"PK")
    assert "约谈建议" in leader.get("/urgings/").content.decode()
    assert "须填写意见" in leader.post(f"/urgings/{row.pk}/move", {"move": "decline"}).content.decode()
    leader.post(f"/urgings/{row.pk}/move", {"move": "approve", "comment": "同意，本周内进行。"})
    row.refresh_from_db()
    assert (row.state, row.decision) == (flow.GIVEN, "同意，本周内进行。")
    principal = client_for(stage.cast.lead_principal)
    assert "不需要单位" not in principal.get(f"/urgings/{row.pk}/").content.decode()
    assert (
        principal.post(f"/urgings/{row.pk}/reply", {"text": "已说明。", "promised_on": in_days(3)}).status_code == 400
    )
    office.post(f"/urgings/{row.pk}/reply", {"text": "当面说明原因。", "promised_on": in_days(3)})
    row.refresh_from_db()
    assert row.state == flow.REPLIED


def test_taken_back_with_a_reason(stage: Any) -> None:
    row = made(stage, Step.REMIND, "2023-04-13")
    office = client_for(stage.cast.supervisor)
    assert "须填写意见" in office.post(f"/urgings/{row.pk}/move", {"move": "withdraw"}).content.decode()
    assert office.post(f"/urgings/{row.pk}/move", {"move": "burn"}).status_code == 400
    office.post(f"/urgings/{row.pk}/move", {"move": "withdraw", "comment": "发错了单位。"})
    assert "发错了单位" in client_for(stage.cast.lead_clerk).get(f"/urgings/{row.pk}/").content.decode()


def test_what_others_see(stage: Any) -> None:
    row = made(stage, Step.REMIND, "2023-04-13")
    outsider = client_for(stage.cast.outsider_clerk)
    assert outsider.get(f"/urgings/{row.pk}/").status_code == 404
    assert "没有发给本单位的催办" in outsider.get("/urgings/?show=all").content.decode()
    assert outsider.get("/urgings/new").status_code == 403
    office = client_for(stage.cast.supervisor)
    for odd in ("?show=x&unit=x&cause=x&matter=x&page=x", f"?show=all&unit={stage.cast.lead_unit.pk}&cause=red"):
        assert office.get(f"/urgings/{odd}").status_code == 200
    assert office.get(f"/urgings/new?unit={stage.cast.lead_unit.pk}&cause=gossip").status_code == 422
    assert office.get(f"/urgings/new?unit={stage.cast.lead_unit.pk}&cause=red").status_code == 200
    assert office.get("/urgings/new?unit=0").status_code == 404


def test_the_same_queries_for_any_number(stage: Any) -> None:
    office, period = client_for(stage.cast.supervisor), stage.periods[0]

    def more_owed(number: int) -> None:
        for _ in range(number):
            Obligation.objects.create(period=period, unit=UnitFactory(), due_on=period.due_on)

    assert_same_queries(lambda: office.get("/urgings/"), more_owed)

    def more_sent(number: int) -> None:
        act = stage.act(stage.cast.supervisor, "2023-05-10 09:00:00")
        for owed in Obligation.objects.exclude(unit__urgings__isnull=False).order_by("pk")[:number]:
            urging.prepare(
                unit=owed.unit, cause=Cause.LATE_REPORT, subjects=[period.pk], step=Step.REMIND, demand="尽快报送",
                reply_by=dt.date(2023, 5, 15), **act,
            )  # fmt: skip

    assert_same_queries(lambda: office.get("/urgings/?show=all"), more_sent, few=2, many=12)
