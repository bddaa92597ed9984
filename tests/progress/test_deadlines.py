"""A person's days: of their own units, moved by extensions, cancelled by waivers, kept by one id."""

from __future__ import annotations

import datetime as dt

import pytest

from duban.progress.actions import periods, plans
from duban.progress.actions.plans import Node
from duban.progress.deadlines import entries
from duban.progress.models import Obligation
from tests.factories.notices import NoticeFactory
from tests.factories.progress import moment

WORDS = {
    "work": "分三批完成场地平整、施工和验收。", "leader": "钱副", "section": "停车科", "deliverable": "验收合格",
    "proof": "验收报告", "verifier": "督查室",
}  # fmt: skip


def days(stage, person, when="2023-04-03 09:00:00"):
    return {each.uid: each for each in entries(stage.actor(person, when))}


def report_of(stage, person=None, when="2023-04-03 09:00:00"):
    found = days(stage, person or stage.cast.lead_clerk, when)
    return found[f"report-{stage.periods[0].pk}-{stage.cast.lead_unit.pk}@duban"]


@pytest.fixture
def owed(stage) -> Obligation:
    return Obligation.objects.get(unit=stage.cast.lead_unit)


def test_what_is_owed_and_what_is_coming(stage, owed):
    found = days(stage, stage.cast.lead_clerk)
    assert [(e.day, e.title, e.tentative) for e in found.values()] == [
        (dt.date(2023, 4, 10), "2023年第一季度报告到期", False),
        (dt.date(2023, 7, 10), "2023年上半年报告到期", True),
        (dt.date(2023, 10, 10), "2023年前三季度报告到期", True),
        (dt.date(2024, 1, 10), "2023年全年报告到期", True),
    ]


def test_the_id_stays_when_the_period_opens(stage, owed):
    before = days(stage, stage.cast.lead_clerk)
    periods.open_period(period=stage.periods[1], **stage.act(stage.cast.supervisor, "2023-07-01 08:00:00"))
    assert set(days(stage, stage.cast.lead_clerk)) == set(before)


def test_an_extension_moves_the_day_and_counts_up(stage, owed):
    first = report_of(stage)
    act = stage.act(stage.cast.supervisor, "2023-04-07 10:00:00")
    periods.extend(obligation=owed, due_on=dt.date(2023, 4, 20), reason="换届", **act)
    second = report_of(stage)
    assert second.uid == first.uid and second.day == dt.date(2023, 4, 20) and second.sequence > first.sequence
    assert second.changed == moment("2023-04-07 10:00:00") and "换届" in second.text


def test_a_waiver_cancels_and_its_end_brings_back(stage, owed):
    row = periods.waive(obligation=owed, reason="新设", **stage.act(stage.cast.supervisor, "2023-04-03 08:00:00"))
    cancelled = report_of(stage)
    assert cancelled.cancelled
    periods.end_waiver(obligation=row, reason="到位", **stage.act(stage.cast.supervisor, "2023-04-04 08:00:00"))
    again = report_of(stage)
    assert not again.cancelled and again.sequence > cancelled.sequence


def test_filed(stage, owed):
    first = report_of(stage)
    stage.sign(stage.to_sign(stage.draft()))
    assert report_of(stage).title.endswith("（已报送）") and report_of(stage).sequence > first.sequence


def test_milestones_of_the_plan_in_force(stage):
    def accepted(plan, nodes, day):
        act = stage.act(stage.cast.lead_clerk, f"{day} 09:00:00")
        plan = plans.save_plan(plan=plan, words=WORDS, nodes=nodes, revision=plan.revision, **act)
        plan = plans.submit(plan=plan, **act)
        return plans.accept(plan=plan, **stage.act(stage.cast.supervisor, f"{day} 15:00:00"))

    act = stage.act(stage.cast.lead_clerk, "2023-03-06 09:00:00")
    plan = plans.open_plan(matter=stage.plain, unit=stage.cast.lead_unit, **act)
    assert not [uid for uid in days(stage, stage.cast.lead_clerk) if uid.startswith("milestone")], "a draft is no term"
    plan = accepted(plan, [Node(dt.date(2023, 6, 30), "完成施工"), Node(dt.date(2023, 9, 30), "验收")], "2023-03-07")
    first = {u: e for u, e in days(stage, stage.cast.lead_clerk).items() if u.startswith("milestone")}
    assert [e.title for e in first.values()] == [f"节点：{stage.plain.code} 完成施工", f"节点：{stage.plain.code} 验收"]
    new = plans.revise(plan=plan, reason="工期调整", **stage.act(stage.cast.lead_clerk, "2023-04-03 09:00:00"))
    accepted(new, [Node(dt.date(2023, 8, 31), "完成施工")], "2023-04-04")
    second = {u: e for u, e in days(stage, stage.cast.lead_clerk).items() if u.startswith("milestone")}
    assert set(second) == set(first)
    moved, dropped = (second[uid] for uid in first)
    assert (moved.day, moved.cancelled, moved.sequence) == (dt.date(2023, 8, 31), False, 2)
    assert dropped.cancelled and dropped.sequence == 2


def test_what_a_notice_asks_for(stage):
    from duban.notices.models import NoticeRule

    notice = NoticeFactory(year=2023, document_number="某政办〔2023〕9号")
    NoticeRule.objects.create(notice=notice, kind="liaison_list", sentence="二月底前报送", data={"due": "2023-02-28"})
    found = [e for e in days(stage, stage.cast.lead_clerk).values() if e.title == "报送联络员名单"]
    assert [(e.day, e.text) for e in found] == [(dt.date(2023, 2, 28), "依据：某政办〔2023〕9号")]


def test_nobody_sees_anothers_days(stage, owed):
    assert days(stage, stage.cast.outsider_clerk) == {}
    assert days(stage, stage.cast.system_admin) == {}


def test_the_office_gets_the_terms_of_the_district(stage, owed):
    titles = [e.title for e in entries(stage.actor(stage.cast.supervisor, "2023-04-03 09:00:00"))]
    assert titles[:2] == ["2023年第一季度开始报送", "2023年第一季度报送到期"] and len(titles) == 8


def test_the_past_is_left_out(stage, owed):
    assert not days(stage, stage.cast.lead_clerk, "2024-06-03 09:00:00")
