"""督查 on the screen: plan, approval, overlap before the start, conclusion, objection, decision, 整改."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from duban.dispatch.models import Dispatch
from duban.oversight.actions import conclusions, inspections
from duban.oversight.actions.conclusions import Point
from duban.oversight.actions.inspections import Scheme
from duban.oversight.enums import InspectionKind
from duban.oversight.models import Conclusion, Inspection
from tests.factories.dispatch import make_letterhead
from tests.factories.orgs import UnitFactory
from tests.factories.progress import give_matter
from tests.support.client import client_for
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db

FACTS = "实地查看，地块仍未围挡，现场照片3张。"


def act(stage: Any, person: Any) -> dict[str, Any]:
    now = timezone.now()
    return {"by": stage.cast.actor(person, timezone.localdate(now)), "at": now}


def typed(stage: Any, **changes: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "title": "停车泊位专项督查", "kind": "special", "source": "区长办公会议定事项", "content": "进度和质量。",
        "methods": "实地核查", "first_day": str(today), "last_day": str(today + dt.timedelta(days=3)), "codes": "",
        "team": [str(stage.cast.supervisor.pk)], "others": "", "head": "杜察",
        "units": [str(stage.cast.lead_unit.pk)], **changes,
    }  # fmt: skip


def planned(stage: Any, title: str = "停车泊位专项督查", units: tuple = (), matters: tuple = ()) -> Inspection:
    today = timezone.localdate()
    scheme = Scheme(
        title, InspectionKind.SPECIAL, "区长办公会议定事项", "进度和质量。", "实地核查", today,
        today + dt.timedelta(days=3), units or (stage.cast.lead_unit,), (stage.cast.supervisor,),
        stage.cast.supervisor, matters,
    )  # fmt: skip
    return inspections.plan(scheme=scheme, **act(stage, stage.cast.supervisor))


def started(stage: Any, title: str = "停车泊位专项督查", **more: Any) -> Inspection:
    row = inspections.submit(
        row=planned(stage, title, **more), overlap_reason="已商定。", **act(stage, stage.cast.supervisor)
    )
    row = inspections.approve(row=row, **act(stage, stage.cast.leader))
    return inspections.start(row=row, **act(stage, stage.cast.supervisor))


def served(stage: Any) -> Conclusion:
    make_letterhead(stage.cast, "conclusion", code="某政督查")
    points = [Point("月底前完成围挡。", timezone.localdate() + dt.timedelta(days=10))]
    who = act(stage, stage.cast.supervisor)
    made = conclusions.write_conclusion(
        row=started(stage), unit=stage.cast.lead_unit, facts=FACTS, text="进度滞后。", points=points, **who
    )
    return conclusions.serve(row=made, **who)


class TestThePlan:
    def test_from_the_plan_to_the_start(self, stage: Any) -> None:
        office, leader = client_for(stage.cast.supervisor), client_for(stage.cast.leader)
        stage.counted.programme.__class__.objects.update(year=timezone.localdate().year)
        office.post(
            "/inspections/new", typed(stage, codes=stage.counted.code, others=stage.cast.cooperating_clerk.name)
        )
        row = Inspection.objects.get()
        assert row.team.count() == 2 and list(row.matters.all()) == [stage.counted]
        page = f"/inspections/{row.pk}/"
        text = office.get(page).content.decode()
        assert "同期没有对这些单位的其他督查" in text and "报区领导批准" in text
        boxes = office.get(f"{page}edit").content.decode()
        assert stage.counted.code in boxes and stage.cast.cooperating_clerk.username in boxes
        office.post(f"{page}edit", typed(stage, title="停车泊位督查", revision=row.revision))
        office.post(f"{page}move", {"move": "submit"})
        assert client_for(stage.cast.lead_clerk).get(page).status_code == 404
        assert leader.post(f"{page}move", {"move": "send_back", "comment": ""}).status_code == 422
        leader.post(f"{page}move", {"move": "approve"})
        office.post(f"{page}move", {"move": "start"})
        row.refresh_from_db()
        assert (row.state, row.title, row.approved_by) == ("started", "停车泊位督查", stage.cast.leader)
        assert "停车泊位督查" in client_for(stage.cast.lead_clerk).get("/inspections/").content.decode()

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"units": []}, "请选择督查对象"),
            ({"head": "居外"}, "不在督查组中"),
            ({"others": "无此人"}, "无此人"),
            ({"codes": "市-999"}, "市-999"),
            ({"last_day": "2020-01-01"}, "结束日期不能早于"),
        ],
    )
    def test_what_does_not_fit_is_said_and_kept(self, stage: Any, changes: dict[str, Any], said: str) -> None:
        answer = client_for(stage.cast.supervisor).post("/inspections/new", typed(stage, **changes))
        text = answer.content.decode()
        assert answer.status_code == 422 and said in text and "停车泊位专项督查" in text
        assert not Inspection.objects.exists()

    def test_a_colleague_who_was_quicker_is_said(self, stage: Any) -> None:
        row = planned(stage)
        data = typed(stage, title="后改的", revision=row.revision - 1 if row.revision else 99)
        answer = client_for(stage.cast.supervisor).post(f"/inspections/{row.pk}/edit", data)
        assert (
            answer.status_code == 422 and "没有保存" in answer.content.decode() and "后改的" in answer.content.decode()
        )

    def test_overlap_is_shown_before_and_a_repetition_cannot_begin(self, stage: Any) -> None:
        started(stage, matters=(stage.counted,))
        office = client_for(stage.cast.supervisor)
        other = planned(stage, "安全生产督查", matters=(stage.plain,))
        page = f"/inspections/{other.pk}/"
        text = office.get(page).content.decode()
        assert "停车泊位专项督查" in text and "为什么不能合并或错开" in text
        refused = office.post(f"{page}move", {"move": "submit"})
        assert refused.status_code == 422 and "写明为什么不能" in refused.content.decode()
        office.post(f"{page}move", {"move": "submit", "overlap_reason": "汛期前必须完成，已商定同日进驻。"})
        other.refresh_from_db()
        assert other.state == "submitted"
        twice = planned(stage, "又一次", matters=(stage.counted,))
        text = office.get(f"/inspections/{twice.pk}/").content.decode()
        assert "重复督查，不得进行" in text and "disabled" in text
        months = client_for(stage.cast.leader).get("/inspections/months").content.decode()
        assert "区建设局" in months and "重叠" in months

    def test_whose_days_are_over_cannot_begin_and_is_told_so(self, stage: Any) -> None:
        row = planned(stage)
        day = timezone.localdate() - dt.timedelta(days=9)
        Inspection.objects.filter(pk=row.pk).update(first_day=day, last_day=day)
        client = client_for(stage.cast.supervisor)
        assert "已过，不能再报批，请先修改时间" in client.get(f"/inspections/{row.pk}/").content.decode()
        assert client.post(f"/inspections/{row.pk}/move", {"move": "submit"}).status_code == 422

    def test_an_item_of_an_earlier_ledger_can_be_inspected(self, stage: Any) -> None:
        """The ledger is three years old; the number is found there."""
        assert stage.counted.programme.year < timezone.localdate().year - 1
        answer = client_for(stage.cast.supervisor).post("/inspections/new", typed(stage, codes=stage.counted.code))
        assert answer.status_code == 302 and list(Inspection.objects.get().matters.all()) == [stage.counted]

    def test_the_leader_of_the_team_reads_why_not(self, stage: Any) -> None:
        row = planned(stage)
        row.team.add(stage.cast.leader)
        inspections.submit(row=row, **act(stage, stage.cast.supervisor))
        text = client_for(stage.cast.leader).get(f"/inspections/{row.pk}/").content.decode()
        assert "督查组成员不能批准" in text

    def test_cancelled_stays_listed(self, stage: Any) -> None:
        row = planned(stage)
        client = client_for(stage.cast.supervisor)
        client.post(f"/inspections/{row.pk}/move", {"move": "cancel", "comment": "并入综合督查。"})
        assert "已取消" in client.get("/inspections/").content.decode()
        assert "并入综合督查" in client.get(f"/inspections/{row.pk}/").content.decode()


class TestConclusions:
    def test_written_changed_served_and_read_on_the_phone(self, stage: Any) -> None:
        make_letterhead(stage.cast, "conclusion", code="某政督查")
        row, office = started(stage), client_for(stage.cast.supervisor)
        write = f"/inspections/{row.pk}/conclusions/{stage.cast.lead_unit.pk}"
        due = str(timezone.localdate() + dt.timedelta(days=10))
        data = {
            "facts": FACTS, "text": "进度滞后。", "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0",
            "form-0-text": "月底前完成围挡。", "form-0-due_on": "", "form-1-text": "", "form-1-due_on": "",
        }  # fmt: skip
        assert "没有填写整改期限" in office.post(write, data).content.decode()
        office.post(write, {**data, "form-0-due_on": due})
        made = Conclusion.objects.get()
        assert made.rectifications.get().text == "月底前完成围挡。" and due in office.get(write).content.decode()
        clerk, page = client_for(stage.cast.lead_clerk), f"/conclusions/{made.pk}/"
        assert clerk.get(page).status_code == 404
        assert "还没有向区建设局送达结论" in office.get(f"/inspections/{row.pk}/").content.decode()
        office.post(f"{page}serve")
        text = clerk.get(page).content.decode()
        assert "某政督查〔" in text and "提出异议" in text and "报整改情况" in text
        assert client_for(stage.cast.cooperating_clerk).get(page).status_code == 404
        for form, head in (("docx", b"PK"), ("pdf", b"%PDF")):
            assert clerk.get(f"{page}{form}").content.startswith(head)
        office.post(f"/inspections/{row.pk}/move", {"move": "conclude"})
        assert "已有结论" in clerk.get(f"/inspections/{row.pk}/").content.decode()
        assert Dispatch.objects.about(made).count() == 1

    def test_objection_recusal_and_decision(self, stage: Any) -> None:
        made = served(stage)
        clerk, page = client_for(stage.cast.lead_principal), f"/conclusions/{made.pk}/"
        assert clerk.post(f"{page}object", {"text": "不对"}).status_code == 422
        clerk.post(f"{page}object", {"text": "围挡已于上月完成，附验收单。"})
        assert "应当回避" in client_for(stage.cast.supervisor).get(page).content.decode()
        assert "应当回避" in client_for(stage.cast.leader).get(page).content.decode()
        other = client_for(stage.cast.supervisor_head)
        point = made.rectifications.get()
        bad = other.post(f"{page}decide", {"upheld": "no", "text": "照片清楚。", "lifted": [str(point.pk)]})
        assert bad.status_code == 422 and "请选“异议成立”" in bad.content.decode()
        other.post(f"{page}decide", {"upheld": "yes", "text": "验收单属实。", "lifted": [str(point.pk)]})
        text = clerk.get(page).content.decode()
        assert "异议成立" in text and "验收单属实" in text and "已免除" in text

    def test_setting_right_with_marks(self, stage: Any) -> None:
        made = served(stage)
        clerk, office = client_for(stage.cast.lead_clerk), client_for(stage.cast.supervisor)
        point = made.rectifications.get()
        path = f"/rectifications/{point.pk}/act"
        clerk.post(path, {"act": "report", "text": "已完成东侧围挡。"})
        office.post(path, {"act": "return", "text": "北侧仍有缺口。"})
        assert "北侧仍有缺口" in clerk.get(f"/conclusions/{made.pk}/").content.decode()
        clerk.post(path, {"act": "report", "text": "北侧已补齐。"})
        assert "待核实" in office.get("/rectifications/").content.decode()
        office.post(path, {"act": "confirm"})
        assert "已核实" in clerk.get("/rectifications/").content.decode()
        assert list(client_for(stage.cast.outsider_clerk).get("/rectifications/").context["rows"]) == []


def test_lists_take_the_same_queries_for_any_number(stage: Any) -> None:
    make_letterhead(stage.cast, "conclusion", code="某政督查")
    who = act(stage, stage.cast.supervisor)

    def more(number: int) -> None:
        for _ in range(number):
            unit = UnitFactory()
            row = started(stage, units=(stage.cast.lead_unit, unit), matters=(give_matter(stage.cast.lead_unit),))
            Conclusion.objects.bulk_create(
                [Conclusion(inspection=row, unit=each, facts=FACTS, text="滞后。", written_by=stage.cast.supervisor,
                            written_at=who["at"], served_at=who["at"]) for each in (stage.cast.lead_unit, unit)]
            )  # fmt: skip
            for each in row.conclusions.all():
                each.rectifications.create(unit=each.unit, text="完成围挡。", due_on=timezone.localdate())

    office, clerk = client_for(stage.cast.supervisor), client_for(stage.cast.lead_clerk)
    first = planned(stage, "先有的")

    def visit() -> None:
        for path in ("/inspections/", "/inspections/months", "/rectifications/", f"/inspections/{first.pk}/"):
            assert office.get(path).status_code == 200
        assert clerk.get("/inspections/").status_code == 200 and clerk.get("/rectifications/").status_code == 200

    assert_same_queries(visit, more, few=2, many=8)


def test_empty_lists_say_what_will_be_there(stage: Any) -> None:
    for person in (stage.cast.supervisor, stage.cast.lead_clerk):
        client = client_for(person)
        assert "督查" in client.get("/inspections/").content.decode()
        assert "没有整改要求" in client.get("/rectifications/").content.decode()
        assert "还没有报批或开始的督查" in client.get("/inspections/months").content.decode()
