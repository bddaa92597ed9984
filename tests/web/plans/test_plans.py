"""办理方案 on the screen: from the list to acceptance, two people at once, proposals, shares, versions, print-out."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.utils import timezone

from duban.ledger.enums import Role
from duban.ledger.models import Assignment
from duban.progress.actions import plans as actions
from duban.progress.models import HandlingPlan, Share
from tests.factories.ledger import AssignmentFactory, MatterFactory, ProgrammeFactory
from tests.factories.progress import give_matter, measure_for
from tests.support.client import client_for as make_client
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db
WORDS = {"work": "新建路内泊位，改造三处立体停车楼。", "leader": "钱副局长", "section": "停车管理科"}
DONE = {"deliverable": "三处停车楼投入使用", "proof": "验收报告", "verifier": "区城管执法局"}


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def boxes(*nodes, **more) -> dict:
    """What the form sends; a node is (day, content, measure, expected)."""
    rows = [(*node, "", "")[:4] for node in nodes]
    columns = {
        f"node-{n}": [str(row[at]) for row in rows] for at, n in enumerate(("due", "content", "measure", "expected"))
    }
    return {**WORDS, **DONE, **columns, "node-why": [""] * len(rows), **more}


class World:
    """Two matters of the lead unit, one with a measure; clients."""

    def __init__(self, cast) -> None:
        self.cast, self.unit = cast, cast.lead_unit
        self.programme = ProgrammeFactory(year=2023)
        self.counted = give_matter(self.unit, matter=MatterFactory(programme=self.programme))
        self.plain = give_matter(
            self.unit,
            matter=MatterFactory(programme=self.programme, body="6月底前完成场地平整，年底前办好群众身边的事。"),
        )
        self.measure = measure_for(self.counted)
        self.clerk, self.office = make_client(cast.lead_clerk), make_client(cast.supervisor)

    def open(self, matter) -> str:
        return self.clerk.post("/plans/open", {"unit": self.unit.pk, "matter": matter.pk}).url

    def saved(self, matter, **more) -> str:
        address = self.open(matter)
        measure = self.measure.pk if matter == self.counted else ""
        nodes = [("2023-06-30", "完成一批", measure, "100" if measure else ""), ("2023-12-31", "全部完成")]
        answer = self.clerk.post(address + "save", boxes(*nodes, revision=more.pop("revision", 0), **more))
        assert answer.status_code == 302, text(answer)
        return address

    def plan(self, matter) -> HandlingPlan:
        return HandlingPlan.objects.filter(matter=matter, unit=self.unit).order_by("-version")[0]


@pytest.fixture
def world(cast) -> World:
    return World(cast)


def test_from_the_list_to_acceptance(world):
    assert "未制订" in text(world.clerk.get("/plans/"))
    address = world.saved(world.counted)
    assert "已写齐，可以报送" in text(world.clerk.get("/plans/"))
    shown = text(
        world.clerk.post(address + "save", boxes(("6月底", "完成一批"), revision=1, then="submit"), follow=True)
    )
    assert "方案已报送" in shown and "撤回" in shown and "保存并报送" not in shown
    queue = text(world.office.get("/plans/"))
    assert world.counted.code in queue and "1 待审" in queue
    assert "办理方案待审 1 份" in text(world.office.get("/"))
    refused = world.office.post(
        address + "move", {"move": "send_back"}, headers={"referer": f"http://testserver{address}"}, follow=True
    )
    assert "退回须填写意见" in text(refused)
    world.office.post(address + "move", {"move": "send_back", "comment": "请细化节点。"})
    assert "办理方案退回 1 项" in text(world.clerk.get("/"))
    assert "请细化节点。" in text(world.clerk.get(address))
    world.clerk.post(address + "move", {"move": "submit"})
    world.office.post(address + "move", {"move": "accept"})
    assert world.plan(world.counted).state == "accepted"
    assert "审定通过" in text(world.clerk.get(address))


def test_recall(world):
    address = world.saved(world.counted)
    world.clerk.post(address + "move", {"move": "submit"})
    assert "可以继续修改" in text(world.clerk.post(address + "move", {"move": "recall"}, follow=True))
    assert "保存并报送" in text(world.clerk.get(address))


def test_what_is_lacking_is_said_and_what_was_typed_is_kept(world):
    address = world.open(world.plain)
    answer = world.clerk.post(address + "save", boxes(leader="", revision=0, then="submit", **{"proof": ""}))
    assert answer.status_code == 422
    for words in ("已保存，还不能报送", "请写明分管负责同志", "请至少写一个完成时间节点", "怎样算完成"):
        assert words in text(answer)
    assert WORDS["work"] in answer.content.decode() and world.plan(world.plain).work == WORDS["work"]


def test_a_row_that_cannot_be_understood_is_marked_and_nothing_is_lost(world):
    address = world.open(world.counted)
    answer = world.clerk.post(
        address + "save", boxes(("随时", "完成一批"), ("2023-06-30", "二批", world.measure.pk, "一百"), revision=0)
    )
    html = answer.content.decode()
    assert answer.status_code == 422 and "完成时间收到“随时”" in html and "预期累计值收到“一百”" in html
    assert 'value="完成一批"' in html and 'value="一百"' in html and not world.plan(world.counted).milestones.exists()


def test_a_foreign_measure_is_refused_in_place(world):
    address = world.open(world.plain)
    answer = world.clerk.post(address + "save", boxes(("2023-06-30", "一批", world.measure.pk, "1"), revision=0))
    assert answer.status_code == 422 and "不属于本事项" in text(answer) and WORDS["work"] in answer.content.decode()


def test_two_people_at_once_see_both_texts_and_nothing_is_lost(world):
    address = world.saved(world.counted)
    other = make_client(world.cast.lead_deputy)
    answer = other.post(
        address + "save", boxes(("2023-09-30", "另一节点"), revision=0, work="另一人写的工作内容，很长。")
    )
    html = answer.content.decode()
    assert answer.status_code == 409 and "没有保存：请对照" in html
    assert "另一人写的工作内容" in html and WORDS["work"] in html and "另一节点" in html and "完成一批" in html
    revision = re.search(r'name="revision" value="(\d+)"', html)[1]
    other.post(
        address + "save", boxes(("2023-09-30", "另一节点"), revision=revision, work="另一人写的工作内容，很长。")
    )
    assert world.plan(world.counted).work.startswith("另一人")


def test_proposals_are_in_the_boxes_and_not_in_the_system(world, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: dt.date(2023, 3, 6))
    address = world.open(world.plain)
    html = world.clerk.get(address + "?propose=1").content.decode()
    assert 'value="完成场地平整"' in html and "原文时限“6月底前”" in html and 'value="2023-09-30"' in html
    assert not world.plan(world.plain).milestones.exists()
    counted = world.clerk.get(world.open(world.counted) + "?propose=1").content.decode()
    assert 'value="停车泊位累计 130个"' in counted and 'value="130"' in counted
    rows = boxes(("2023-06-30", "完成场地平整"), ("2023-09-30", ""), revision=0)
    rows["node-why"] = ["原文时限“6月底前”", "第三季度末"]
    world.clerk.post(address + "save", rows)
    assert [m.content for m in world.plan(world.plain).milestones.all()] == ["完成场地平整"]


def test_another_plan_can_be_copied(world):
    world.saved(world.counted)
    address = world.open(world.plain)
    html = world.clerk.get(f"{address}?copy={world.plan(world.counted).pk}").content.decode()
    assert 'value="钱副局长"' in html and 'value="完成一批"' in html and "还没有保存" in html
    assert not world.plan(world.plain).leader
    foreign = HandlingPlan.objects.create(matter=world.counted, unit=world.cast.outsider_unit, work="别家的方案内容")
    assert "别家的方案内容" not in world.clerk.get(f"{address}?copy={foreign.pk}").content.decode()


def test_versions_with_their_difference(world):
    address = world.saved(world.counted)
    world.clerk.post(address + "move", {"move": "submit"})
    world.office.post(address + "move", {"move": "accept"})
    no = world.clerk.post(
        address + "revise", {"reason": " "}, headers={"referer": f"http://testserver{address}"}, follow=True
    )
    assert "修订方案须写明理由" in text(no)
    second = world.clerk.post(address + "revise", {"reason": "地块调整"}).url
    world.clerk.post(second + "save", boxes(("2023-11-30", "提前完成"), revision=0, leader="孙副局长"))
    html = text(world.office.get(second))
    assert "第 2 版" in html and "钱副局长 → 孙副局长" in html and "增加 2023年11月30日 提前完成" in html
    assert "已通过的一版仍有效" in text(world.clerk.get("/plans/"))


def test_the_share_of_a_superiors_figure(world):
    matter = give_matter(world.unit, matter=MatterFactory(programme=ProgrammeFactory(year=2023, level="city")))
    measure = measure_for(matter)
    address = world.open(matter)
    assert "还没有写明本单位承担的份额" in text(world.clerk.get(address))
    assert 'value="停车泊位累计' not in world.clerk.get(address + "?propose=1").content.decode()
    back = {"headers": {"referer": f"http://testserver{address}"}, "follow": True}
    wrong = world.clerk.post(address + "share", {"measure": measure.pk, "value": "很多", "basis": "文号"}, **back)
    assert "份额收到“很多”" in text(wrong)
    assert "份额须写明依据" in text(world.clerk.post(address + "share", {"measure": measure.pk, "value": "12"}, **back))
    world.clerk.post(address + "share", {"measure": measure.pk, "none": "1"})
    assert "份额：未下达" in text(world.clerk.get(address))
    world.clerk.post(address + "share", {"measure": measure.pk, "value": "1.2万", "basis": "武城建〔2023〕5号"})
    assert [(s.version, s.value) for s in Share.objects.order_by("version")] == [(1, None), (2, Decimal(12000))]
    assert "本单位份额 1.2万个" in text(world.office.get(address))


def test_the_expected_way_as_a_table(world):
    html = text(world.clerk.get(world.saved(world.counted)))
    assert "预期进度：停车泊位" in html and "100 38%" in html and "目标 260 100%" in html


def test_all_that_are_complete_are_filed_and_accepted_at_once(world):
    world.saved(world.counted)
    world.saved(world.plain)
    assert "已报送 2 份方案" in text(world.clerk.post("/plans/submit", {}, follow=True))
    chosen = list(HandlingPlan.objects.values_list("pk", flat=True))
    actions.recall(plan=world.plan(world.plain), by=world.cast.actor(world.cast.lead_clerk), at=timezone.now())
    shown = text(world.office.post("/plans/accept", {"plan": chosen}, follow=True))
    assert "已通过 1 份方案" in shown and "不能通过" in shown
    assert "没有勾选方案" in text(
        world.office.post("/plans/accept", {}, headers={"referer": "http://testserver/plans/"}, follow=True)
    )


def test_the_print_out_holds_what_the_notice_asks_for(world):
    world.saved(world.counted)
    html = text(world.clerk.get("/plans/print"))
    for words in ("具体工作内容", "完成时间节点", "分管负责同志", "责任部门", WORDS["work"], "钱副局长", "停车管理科"):
        assert words in html
    assert "2023年6月30日 完成一批（停车泊位累计 100个）" in html and "其中 1 项未制订方案" in html


def test_what_only_cooperates_needs_no_plan(world):
    Assignment.objects.filter(matter=world.plain).update(role=Role.COOPERATING, lead=False)
    assert world.plain.code not in text(world.clerk.get("/plans/"))


def test_plans_of_others_do_not_exist(world):
    address = world.saved(world.counted)
    outsider = make_client(world.cast.outsider_clerk)
    for path in (address, f"/plans/?unit={world.unit.pk}", f"/plans/print?unit={world.unit.pk}"):
        assert outsider.get(path).status_code == 404
    assert outsider.post("/plans/open", {"matter": world.counted.pk}).status_code == 404
    assert outsider.post(address + "save", boxes(revision=1)).status_code == 404
    leader = make_client(world.cast.leader)
    assert leader.get(address).status_code == 200 and leader.post(address + "save", boxes()).status_code == 403
    assert leader.post(address + "move", {"move": "accept"}).status_code == 403


def test_home_asks_for_plans_where_the_notice_does(world):
    assert "办理方案未报" not in text(world.clerk.get("/"))
    from duban.notices.models import NoticeRule

    NoticeRule.objects.create(notice=world.programme.notice, kind="handling_plan", sentence="…", data={})
    assert "办理方案未报 2 项" in text(world.clerk.get("/"))


@pytest.mark.parametrize(
    ("who", "path"), [("lead_clerk", "/plans/"), ("supervisor", "/plans/"), ("lead_clerk", "/plans/print")]
)
def test_lists_take_the_same_queries(cast, who, path):
    programme = ProgrammeFactory(year=2023)
    client = make_client(getattr(cast, who))

    def add(n: int) -> None:
        for number in range(n):
            matter = MatterFactory(programme=programme)
            AssignmentFactory(matter=matter, unit=cast.lead_unit)
            measure = measure_for(matter)
            state = ("draft", "submitted", "accepted")[number % 3]
            row = HandlingPlan.objects.create(matter=matter, unit=cast.lead_unit, state=state)
            row.milestones.create(ordinal=1, due_on=dt.date(2023, 6, 30), content="一", measure=measure, expected=1)

    assert_same_queries(lambda: client.get(path), add, few=3, many=90)
