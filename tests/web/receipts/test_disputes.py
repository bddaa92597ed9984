"""异议 on the screen: raised within the term, decided by the office, re-assigned with the dispute as basis."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from duban.ledger.models import Assignment
from duban.progress.models import Dispute
from tests.factories.ledger import AssignmentFactory, MatterFactory, ProgrammeFactory
from tests.factories.progress import give_matter
from tests.support.client import client_for as make_client
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db
REASON = "按三定方案，停车泊位的规划由区民政局负责。"


@pytest.fixture
def row(cast):
    """The lead unit's assignment, given now."""
    matter = give_matter(cast.lead_unit, matter=MatterFactory(programme=ProgrammeFactory(year=2023)))
    Assignment.objects.update(made_at=timezone.now())
    return Assignment.objects.get(matter=matter)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def raised(cast, row, proposal: str = "区民政局") -> Dispute:
    client = make_client(cast.lead_clerk)
    client.post(f"/disputes/new/{row.pk}", {"reason": REASON, "proposal": proposal})
    return Dispute.objects.get()


def test_from_the_item_page_to_the_new_unit(cast, row):
    client = make_client(cast.lead_clerk)
    assert f"/disputes/new/{row.pk}" in client.get(f"/ledger/{row.matter_id}/").content.decode()
    dispute = raised(cast, row)
    assert (dispute.proposal, dispute.reason) == ("区民政局", REASON)
    office = make_client(cast.supervisor)
    home = text(office.get("/"))
    assert f"异议待裁：{row.matter.code}（区建设局）" in home and "今天提出" in home
    answer = office.post(f"/disputes/{dispute.pk}/decide", {"move": "uphold", "comment": "同意。"}, follow=True)
    assert "接着改派" in text(answer) and 'value="区民政局"' in answer.content.decode()
    assert "1 件异议成立，待改派" in text(office.get("/"))
    to = {"unit": "区民政局", "role": "lead", "lead": "on"}
    assert "已改由“区民政局”承办" in text(office.post(f"/disputes/{dispute.pk}/reassign", to, follow=True))
    new = Assignment.objects.live().get(matter=row.matter)
    assert new.unit == cast.cooperating_unit and new.document.startswith(f"异议第{dispute.pk}号")
    assert "1 项待签收" in text(make_client(cast.cooperating_clerk).get("/assigned/"))
    shown = text(office.get(f"/ledger/{row.matter_id}/"))
    assert "区建设局的异议" in shown and "裁定： 同意。" in shown and "成立" in shown
    assert "待改派" not in text(office.get("/"))


def test_the_office_may_let_it_stand(cast, row):
    dispute, office = raised(cast, row), make_client(cast.supervisor)
    refused = office.post(f"/disputes/{dispute.pk}/decide", {"move": "reject", "comment": " "})
    assert refused.status_code == 422 and "没有填写裁定意见" in text(refused)
    office.post(f"/disputes/{dispute.pk}/decide", {"move": "reject", "comment": "职责在贵局。"})
    unit = make_client(cast.lead_clerk)
    assert "职责在贵局。" in text(unit.get(f"/disputes/{dispute.pk}/"))
    assert "1 项待签收" in text(unit.get("/assigned/"))


def test_the_unit_withdraws_it(cast, row):
    dispute = raised(cast, row)
    answer = make_client(cast.lead_principal).post(f"/disputes/{dispute.pk}/decide", {"move": "withdraw"}, follow=True)
    assert "异议已撤回，请签收" in text(answer)
    assert "单位撤回" in text(make_client(cast.lead_clerk).get("/disputes/"))


def test_what_is_wrong_with_a_dispute_is_said_and_nothing_typed_is_lost(cast, row):
    client = make_client(cast.lead_clerk)
    answer = client.post(f"/disputes/new/{row.pk}", {"reason": REASON, "proposal": "区无名局"})
    assert answer.status_code == 422 and "单位名册中没有“区无名局”" in text(answer)
    assert REASON in answer.content.decode()
    assert "请写明理由" in text(client.post(f"/disputes/new/{row.pk}", {"reason": "不是", "proposal": ""}))


def test_after_the_term_there_is_no_form(cast, row):
    Assignment.objects.update(made_at=timezone.now() - dt.timedelta(days=30))
    client = make_client(cast.lead_clerk)
    assert "异议期限已过" in text(client.get(f"/disputes/new/{row.pk}"))
    assert client.post(f"/disputes/new/{row.pk}", {"reason": REASON}).status_code == 422
    assert not Dispute.objects.exists()


def test_others_see_none_of_it(cast, row):
    dispute = raised(cast, row)
    for who in (cast.outsider_clerk, cast.cooperating_clerk):
        client = make_client(who)
        assert client.get(f"/disputes/{dispute.pk}/").status_code == 404
        assert client.get(f"/disputes/new/{row.pk}").status_code == 404
        assert REASON not in text(client.get("/disputes/"))
    leader = make_client(cast.leader)
    assert "裁定意见" not in text(leader.get(f"/disputes/{dispute.pk}/"))
    leader.post(f"/disputes/{dispute.pk}/decide", {"move": "uphold", "comment": "同意"})
    dispute.refresh_from_db()
    assert dispute.state == "open"


def test_two_of_the_office_decide_once(cast, row):
    dispute = raised(cast, row)
    first, second = make_client(cast.supervisor), make_client(cast.supervisor_head)
    first.post(f"/disputes/{dispute.pk}/decide", {"move": "reject", "comment": "维持。"})
    back = {"referer": f"http://testserver/disputes/{dispute.pk}/"}
    answer = second.post(
        f"/disputes/{dispute.pk}/decide", {"move": "uphold", "comment": "成立。"}, follow=True, headers=back
    )
    assert "现在是“维持交办”" in text(answer)


def test_the_list_takes_the_same_queries(cast):
    client = make_client(cast.supervisor)
    programme = ProgrammeFactory(year=2023)

    def add(n: int) -> None:
        for _ in range(n):
            row = AssignmentFactory(matter=MatterFactory(programme=programme))
            Dispute.objects.create(
                assignment=row, unit=row.unit, reason=REASON, due_on=dt.date(2023, 3, 6), raised_by=cast.lead_clerk,
                raised_at=timezone.now(),
            )  # fmt: skip

    assert_same_queries(lambda: client.get("/disputes/"), add, few=3, many=40)
    assert_same_queries(lambda: client.get("/"), add, few=8, many=40)
