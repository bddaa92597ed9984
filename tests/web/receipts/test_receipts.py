"""签收 on the screen: one's own list, all at once, the office's board, the home page."""

from __future__ import annotations

import datetime as dt
import io
import re

import openpyxl
import pytest
from django.utils import timezone

from duban.audit.models import Event
from duban.ledger.models import Assignment
from duban.progress.models import Receipt
from tests.factories.ledger import AssignmentFactory, MatterFactory, ProgrammeFactory
from tests.factories.orgs import GroupMemberFactory, UnitFactory
from tests.factories.progress import give_matter
from tests.support.client import client_for as make_client
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(cast):
    """Three matters of the lead unit, given now; one of them through a group."""
    programme = ProgrammeFactory(year=2023)
    rows = [give_matter(cast.lead_unit, programme=programme, matter=MatterFactory(programme=programme)) for _ in "ab"]
    group = UnitFactory(is_group=True, name="各有关部门")
    GroupMemberFactory(group=group, unit=cast.lead_unit)
    AssignmentFactory(matter=MatterFactory(programme=programme), unit=group)
    Assignment.objects.update(made_at=timezone.now())
    return rows


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_unit_sees_what_waits_and_signs_all_at_once(cast, mine):
    client = make_client(cast.lead_clerk)
    html = text(client.get("/assigned/"))
    assert "3 项待签收" in html and "全部签收（3 项）" in html and "不能撤回" in html and "按“各有关部门”交办" in html
    answer = client.post("/assigned/sign", {"unit": cast.lead_unit.pk, "all": "1"}, follow=True)
    assert "已签收 3 项" in text(answer) and "都已签收" in text(answer)
    assert Receipt.objects.filter(unit=cast.lead_unit, by=cast.lead_clerk).count() == 3
    assert Event.objects.filter(verb="assignment.sign_for").count() == 3


def test_one_by_one_and_a_second_browser_is_told(cast, mine):
    row = Assignment.objects.get(matter=mine[0])
    first, second = make_client(cast.lead_clerk), make_client(cast.lead_deputy)
    data = {"unit": cast.lead_unit.pk, "assignment": row.pk}
    assert "已签收 1 项" in text(first.post("/assigned/sign", data, follow=True))
    said = second.post("/assigned/sign", data, follow=True, headers={"referer": "http://testserver/assigned/"})
    assert "可能刚由本单位其他人签收" in text(said)
    assert Receipt.objects.count() == 1


def test_states_can_be_chosen(cast, mine):
    client = make_client(cast.lead_clerk)
    client.post("/assigned/sign", {"assignment": Assignment.objects.get(matter=mine[0]).pk})
    shown = client.get("/assigned/?show=signed").content.decode()
    assert mine[0].code in shown and f">{mine[1].code}<" not in shown


def test_units_of_others_do_not_exist(cast, mine):
    client = make_client(cast.outsider_clerk)
    assert client.get(f"/assigned/?unit={cast.lead_unit.pk}").status_code == 404
    assert client.post("/assigned/sign", {"unit": cast.lead_unit.pk, "all": "1"}).status_code == 404
    assert "还没有交给" in text(client.get("/assigned/"))


def test_nobody_signs_for_a_unit_but_its_people(cast, mine):
    for who in (cast.supervisor, cast.leader):
        assert make_client(who).post("/assigned/sign", {"unit": cast.lead_unit.pk, "all": "1"}).status_code == 403
        assert "全部签收（" not in text(make_client(who).get(f"/assigned/?unit={cast.lead_unit.pk}"))


def test_the_board_counts_filters_and_goes_out_as_xlsx(cast, mine):
    AssignmentFactory(matter=mine[0], unit=cast.cooperating_unit)
    make_client(cast.cooperating_clerk).post("/assigned/sign", {"all": "1"})
    office = make_client(cast.supervisor)
    html = text(office.get("/assigned/"))
    assert "1 / 4 项已签收" in html and "1 / 2 家没有待签收" in html
    assert "区民政局" not in text(office.get("/assigned/?show=none"))
    answer = office.post("/assigned/export", {"show": "open"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[:4] for row in rows] == [["区建设局", 3, 0, 3]]
    assert Event.objects.get(verb="progress.export").after == {"what": "签收情况", "kind": "Excel", "count": 1}
    assert make_client(cast.leader).get("/assigned/").status_code == 200


def test_home_says_what_waits_and_it_leaves(cast, mine):
    client = make_client(cast.lead_clerk)
    assert "待签收 3 项" in text(client.get("/"))
    client.post("/assigned/sign", {"all": "1"})
    assert "待签收" not in text(client.get("/"))
    assert "待签收" not in text(make_client(cast.supervisor).get("/"))


def test_the_item_page_shows_it(cast, mine):
    row = Assignment.objects.get(matter=mine[0])
    client = make_client(cast.lead_clerk)
    assert "签收与异议" in text(client.get(f"/ledger/{mine[0].pk}/"))
    client.post("/assigned/sign", {"assignment": row.pk})
    assert "1 / 1 家已签收" in text(client.get(f"/ledger/{mine[0].pk}/"))


def test_an_empty_ledger_says_what_will_come(cast):
    assert "确认来文、事项进入台账后" in text(make_client(cast.supervisor).get("/assigned/"))


@pytest.mark.parametrize("who", ["lead_clerk", "supervisor"])
def test_lists_take_the_same_queries(cast, who):
    programme = ProgrammeFactory(year=2023)
    client = make_client(getattr(cast, who))

    def add(n: int) -> None:
        for _ in range(n):
            matter = MatterFactory(programme=programme)
            AssignmentFactory(matter=matter, unit=cast.lead_unit, made_at=timezone.now() - dt.timedelta(days=1))
            AssignmentFactory(matter=matter)

    assert_same_queries(lambda: client.get("/assigned/"), add, few=3, many=300)
