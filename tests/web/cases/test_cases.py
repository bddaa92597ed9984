"""Difficulties on the screen: raised from a line or alone, routed, answered on a phone, followed to the end."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace

import pytest
from django.utils import timezone

from duban.orgs.models import Appointment, Post
from duban.oversight.actions import cases as actions
from duban.oversight.models import CoordinationCase, Directive
from tests.factories.orgs import UnitFactory, UserFactory
from tests.oversight.test_cases import SAID
from tests.support.client import client_for as make_client
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db
SOON = dt.timedelta(days=20)
TYPED = {
    "kind": "land",
    "reach": "several",
    "text": "地块权属不清，无法办理用地手续。",
    "wanted": "请明确用地主体。",
    "waiting_on": "区民政局",
    "needed_by": "",
}


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def now(stage, who):
    from duban.orgs.actor import actor_for

    return {"by": actor_for(getattr(stage.cast, who), timezone.localdate(), "测试"), "at": timezone.now()}


@pytest.fixture
def raised(stage):
    return actions.raise_case(matter=stage.counted, unit=stage.cast.lead_unit, said=SAID, **now(stage, "lead_clerk"))


@pytest.fixture
def clients(stage):
    people = ("lead_clerk", "supervisor", "leader", "cooperating_clerk", "outsider_clerk")
    return {name: make_client(getattr(stage.cast, name)) for name in people}


def post(client, case, part, data, *, seen=None, **more):
    """From a page that shows the case as it is, or as it was at the revision ``seen``."""
    if seen is None:
        seen = CoordinationCase.objects.get(pk=case.pk).revision
    return client.post(f"/cases/{case.pk}/{part}", {"revision": seen, **data}, **more)


def order(text="确认权属。", owner="区民政局", due=None):
    due = (timezone.localdate() + SOON).isoformat() if due is None else due
    return {"order-text": [text], "order-owner": [owner], "order-due": [due]}


def test_the_whole_way_on_the_screen(stage, clients):
    unit, office, leader, owner = (clients[n] for n in ("lead_clerk", "supervisor", "leader", "cooperating_clerk"))
    answer = unit.post("/cases/new", {"matter": stage.counted.pk, **TYPED})
    case = CoordinationCase.objects.get()
    assert answer.url == f"/cases/{case.pk}/" and case.waiting_on == stage.cast.cooperating_unit
    page = text(office.get(answer.url))
    assert "几个单位：按规则转请分管区领导" in page and "亮灯按停止之日判定" in page
    head = Post.objects.get(kind="leader").pk
    answer = post(office, case, "route", {"holder": "leader", "unit": "", "post": head}, follow=True)
    assert "已转请" in text(answer)
    assert "等我办理" in text(leader.get("/cases/")) and stage.counted.code in text(leader.get("/cases/?mine=yes"))
    answer = post(leader, case, "answer", {"text": "由区民政局牵头确认。", **order()}, follow=True)
    assert "已答复，交办 1 项" in text(answer)
    made = Directive.objects.get()
    assert "还有 1 项交办没有核实落实，不能销结" in text(office.get(f"/cases/{case.pk}/"))
    owner.post(f"/directives/{made.pk}/move", {"move": "report", "comment": "权属已确认"})
    assert "权属已确认" in text(office.get("/directives/?mine=yes"))
    office.post(f"/directives/{made.pk}/move", {"move": "confirm", "comment": "已看到批复"})
    answer = post(office, case, "move", {"move": "close", "comment": "手续已办结"}, follow=True)
    assert "已销结" in text(answer) and "手续已办结" in text(unit.get(f"/cases/{case.pk}/"))


def test_from_a_line_of_a_report_nothing_is_typed_twice(stage, clients):
    report = stage.draft()
    line = report.lines.get(matter=stage.counted)
    line.problem = "地块权属不清。"
    line.save()
    page = clients["lead_clerk"].get(f"/cases/new?line={line.pk}")
    assert "地块权属不清。" in page.content.decode() and "报告中的文字已填在下面" in text(page)
    assert clients["outsider_clerk"].get(f"/cases/new?line={line.pk}").status_code == 404
    clients["lead_clerk"].post("/cases/new", {"line": line.pk, **TYPED})
    assert CoordinationCase.objects.get().line == line
    again = text(clients["lead_clerk"].get(f"/cases/new?matter={stage.counted.pk}"))
    assert "已有一件" in again and "这是另一个困难" in again
    refused = clients["lead_clerk"].post("/cases/new", {"matter": stage.counted.pk, **TYPED})
    assert refused.status_code == 422 and "本单位对这一项已有一件土地规划困难" in text(refused)
    clients["lead_clerk"].post("/cases/new", {"matter": stage.counted.pk, **TYPED, "another": "on"})
    assert CoordinationCase.objects.count() == 2
    assert stage.plain.code in text(clients["lead_clerk"].get("/cases/new"))


def test_what_does_not_fit_is_said_beside_what_was_typed(stage, raised, clients):
    unit, office = clients["lead_clerk"], clients["supervisor"]
    answer = unit.post("/cases/new", {"matter": stage.counted.pk, **TYPED, "waiting_on": "区什么局"})
    assert answer.status_code == 422 and "区什么局" in text(answer) and "请明确用地主体" in text(answer)
    answer = post(office, raised, "route", {"holder": "unit", "unit": "", "post": ""})
    assert answer.status_code == 422 and "请选择答复单位" in text(answer)
    bad = {"text": "请确认。", **order(owner="区什么局", due="某日")}
    answer = post(office, raised, "answer", bad)
    shown = text(answer)
    assert answer.status_code == 422 and "第 1 项交办" in shown and "区什么局" in shown and "日期无法识别" in shown
    answer = post(office, raised, "answer", {"text": "请确认。", **order(due="2020-01-01")})
    assert answer.status_code == 422 and "已经过去" in text(answer)
    answer = post(office, raised, "answer", {"text": "", **order(text="")})
    assert answer.status_code == 422 and "没有填写答复" in text(answer) and "没有填写交办内容" in text(answer)
    assert not Directive.objects.exists()
    assert post(unit, raised, "move", {"move": "withdraw", "comment": ""}).status_code == 422
    assert post(office, raised, "move", {"move": "explode"}).status_code == 404
    assert CoordinationCase.objects.get().state == "raised"


def test_back_and_forth_with_the_unit(raised, clients):
    unit, office = clients["lead_clerk"], clients["supervisor"]
    assert "时限照常计算" in text(
        post(office, raised, "move", {"move": "ask_more", "comment": "请附地块编号"}, follow=True)
    )
    assert "已补充" in text(post(unit, raised, "move", {"move": "supplement", "comment": "A-12"}, follow=True))
    post(office, raised, "answer", {"text": "请联系民政局。"})
    page = text(post(unit, raised, "move", {"move": "ask_again", "comment": "民政局称无此职责"}, follow=True))
    assert "此后又再次提请" in page and "民政局称无此职责" in page
    assert "撤回" in page
    post(office, raised, "answer", {"text": "由督查室函告。"})
    assert "现在是“已答复，办理中”，不能撤回" in text(unit.get(f"/cases/{raised.pk}/"))
    post(office, raised, "move", {"move": "close", "comment": "已解决"})
    assert "重新办理" in text(office.get(f"/cases/{raised.pk}/"))
    post(office, raised, "move", {"move": "reopen", "comment": "问题重现"})
    post(unit, raised, "move", {"move": "withdraw", "comment": "已自行解决"})
    assert CoordinationCase.objects.get().state == "withdrawn"


def test_a_unit_that_is_asked_answers_for_itself(stage, raised, clients):
    office, asked = clients["supervisor"], clients["cooperating_clerk"]
    assert asked.get(f"/cases/{raised.pk}/").status_code == 404
    post(office, raised, "route", {"holder": "unit", "unit": "区民政局", "post": ""})
    page = text(asked.get(f"/cases/{raised.pk}/answer"))
    assert "写明本单位来办的事项" in page
    answer = post(asked, raised, "answer", {"text": "请气象局办。", **order(owner="区气象局")})
    assert answer.status_code == 422 and "督查室或区领导办理" in text(answer)
    assert "已答复" in text(post(asked, raised, "answer", {"text": "我局办理。"}, follow=True))
    assert "不用再答复" in text(asked.get(f"/cases/{raised.pk}/answer", follow=True))
    assert asked.get(f"/cases/{raised.pk}/order").status_code == 403
    more = office.post(f"/cases/{raised.pk}/order", order(), follow=True)
    assert "已交办 1 项" in text(more)
    assert office.post(f"/cases/{raised.pk}/order", {}).status_code == 422


def test_who_holds_which_for_how_long(stage, raised, clients):
    from duban.oversight.models import Holding

    Holding.objects.update(since=timezone.now() - dt.timedelta(days=30), due_on=timezone.localdate() - SOON)
    page = text(clients["supervisor"].get("/cases/"))
    assert "在谁手里，多久了" in page and re.search(r"督查室 1 2\d 1", page) and "逾期未答复 1" in page
    assert "在谁手里，多久了" not in text(clients["lead_clerk"].get("/cases/"))
    assert stage.counted.code in text(clients["supervisor"].get("/cases/?late=yes&holder=office"))
    assert "没有符合条件" in text(clients["supervisor"].get("/cases/?state=closed"))
    second = Post.objects.create(unit=stage.cast.leadership, kind="leader", title="副区长")
    Appointment.objects.create(post=second, user=UserFactory(name="毕副"), start="2020-01-01")
    shown = clients["supervisor"].get(f"/cases/{raised.pk}/")
    assert "副区长（毕副）" in text(shown)


def test_the_files_hold_what_is_shown(stage, raised, clients):
    import openpyxl

    actions.answer(row=raised, text="请确认。", directives=(), **now(stage, "supervisor"))
    clients["supervisor"].post(f"/cases/{raised.pk}/order", order())
    for address, words in (("/cases/export", "请明确用地主体。"), ("/directives/export", "确认权属。")):
        answer = clients["supervisor"].post(address, {"query": ""})
        rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
        assert any(words in row for row in rows)
        empty = clients["outsider_clerk"].post(address, {"query": ""})
        assert len(list(openpyxl.load_workbook(io.BytesIO(empty.content)).active.values)) == 3


def test_lists_take_the_same_number_of_queries(stage, clients):
    def add(count):
        for _ in range(count):
            said = replace(SAID, another=True)
            row = actions.raise_case(
                matter=stage.counted, unit=stage.cast.lead_unit, said=said, **now(stage, "lead_clerk")
            )
            actions.answer(row=row, text="请确认。", directives=(), **now(stage, "supervisor"))
            clients["supervisor"].post(f"/cases/{row.pk}/order", order())
            actions.raise_case(matter=stage.plain, unit=stage.cast.lead_unit, said=said, **now(stage, "lead_clerk"))

    assert assert_same_queries(lambda: clients["supervisor"].get("/cases/"), add, few=2, many=8) < 20
    assert assert_same_queries(lambda: clients["lead_clerk"].get("/directives/"), add, few=2, many=6) < 20


def test_nothing_yet_says_what_will_appear(stage, clients):
    for name in ("supervisor", "lead_clerk"):
        for address, words in (("/cases/", "还没有协调事项"), ("/directives/", "还没有交办")):
            assert words in text(clients[name].get(address))


@pytest.mark.parametrize("part", ["route", "answer", "move"])
def test_from_an_older_page_nothing_is_overrun(stage, raised, clients, part):
    office, leader = clients["supervisor"], Post.objects.get(kind="leader")
    seen = raised.revision
    shown = office.get(f"/cases/{raised.pk}/").content.decode()
    assert shown.count(f'name="revision" value="{seen}"') == 2  # of route and ask_more
    post(office, raised, "route", {"holder": "leader", "unit": "", "post": leader.pk})
    data = {
        "route": {"holder": "unit", "unit": "区民政局", "post": ""},
        "answer": {"text": "请先联系民政局。", **order()},
        "move": {"move": "ask_more", "comment": "请附地块编号"},
    }[part]
    answer = post(office, raised, part, data, seen=seen)
    assert answer.status_code == 409
    assert (
        "在您打开页面之后有人办理过" in text(answer)
        and "现在是“待答复”" in text(answer)
        and "手里。请看过" in text(answer)
    )
    row = CoordinationCase.objects.get()
    assert row.holdings.open().get().post == leader and not row.answer and not Directive.objects.exists()
    if part == "answer":
        assert "请先联系民政局。" in text(answer) and "确认权属" in answer.content.decode()
        assert "已答复" in text(post(office, raised, part, data, follow=True))
        late = post(office, raised, part, data, seen=row.revision, follow=True)
        assert "您的答复没有提交，原文：请先联系民政局。" in text(late)
    if part == "route":
        assert "区民政局" in answer.content.decode()


def test_only_who_can_answer_is_offered(stage, raised, clients):
    empty, city = UnitFactory(name="区空局"), UnitFactory(name="市发改委", kind="superior", level="city")
    CoordinationCase.objects.update(waiting_on=city, reach="one")
    page = clients["supervisor"].get(f"/cases/{raised.pk}/").content.decode()
    assert "“市发改委”是上级单位" in page and '<option value="区民政局">' in page
    assert '<option value="区空局">' not in page and '<option value="市发改委">' not in page
    answer = post(clients["supervisor"], raised, "route", {"holder": "unit", "unit": empty.name, "post": ""})
    assert answer.status_code == 422 and "现在没有能登录办理的人员" in text(answer)
    assert '<option value="区空局">' in clients["supervisor"].get(f"/cases/{raised.pk}/answer").content.decode()
