"""Acceptance: the list that waits, one report line by line, the seal, undo, bulk, and who may not."""

from __future__ import annotations

from typing import Any

import pytest

from duban.core.workflow import report as flow
from duban.progress.actions import drafting, periods
from duban.progress.actions.drafting import Change
from duban.progress.enums import ReportState
from duban.progress.models import Line, Report
from tests.factories.ledger import AssignmentFactory, MatterFactory
from tests.factories.orgs import UnitFactory
from tests.factories.progress import moment
from tests.support.client import client_for
from tests.support.queries import assert_same_queries
from tests.support.stage import TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(stage: Any) -> Report:
    return stage.sign(stage.to_sign(stage.draft()))


def address(report: Report, tail: str = "") -> str:
    return f"/reviews/{report.pk}/{tail}"


class TestThePage:
    def test_the_seal_is_verified(self, stage: Any, signed: Report) -> None:
        client = client_for(stage.cast.supervisor)
        html = client.get(address(signed)).content.decode()
        assert "内容与签字一致" in html and "钱局" in html
        signed.lines.update(done="改了一个字")
        html = client.get(address(signed)).content.decode()
        assert "内容与签字一致" not in html and "报告内容与签字时不符" in html
        client.post(address(signed, "accept"))
        signed.refresh_from_db()
        assert signed.state == ReportState.SIGNED

    def test_last_period_and_target_stand_beside(self, stage: Any) -> None:
        stage.filed()
        periods.open_period(period=stage.periods[1], **stage.act(stage.cast.supervisor, "2023-07-01 08:00:00"))
        text = "截至6月底新建成停车泊位累计150个，城北三处地块竣工验收，城南两处开工。"
        report = stage.draft("2023-07-03 09:00:00", period=1, value="150", text=text)
        report = stage.sign(stage.to_sign(report, "2023-07-04 09:00:00"), "2023-07-05 09:00:00")
        page = client_for(stage.cast.supervisor).get(address(report))
        (row,) = [each for each in page.context["rows"] if each.line.matter_id == stage.counted.pk]
        assert row.before.done == TEXT
        (figure,) = row.figures
        assert (figure.before, figure.value.value, figure.step) == (120, 150, 30)
        html = page.content.decode()
        assert "上期（2023年第一季度）" in html and figure.goal in html

    def test_before_signing_the_words_are_the_units_own(self, stage: Any) -> None:
        report = stage.draft()
        html = client_for(stage.cast.supervisor).get(address(report)).content.decode()
        assert "还没有签字报送" in html and "建成停车泊位" not in html

    @pytest.mark.parametrize("who", ["leader", "lead_clerk", "lead_principal", "outsider_clerk", "audit_admin"])
    def test_only_the_office_accepts(self, stage: Any, signed: Report, who: str) -> None:
        client = client_for(getattr(stage.cast, who))
        assert client.get(address(signed)).status_code == 403
        for tail in ("accept", "return", f"lines/{signed.lines.first().pk}"):
            assert client.post(address(signed, tail), {"decision": "accepted", "comment": "x"}).status_code == 403
        signed.refresh_from_db()
        assert signed.state == ReportState.SIGNED

    @pytest.mark.parametrize("state", list(ReportState))
    def test_buttons_come_from_the_table(self, stage: Any, signed: Report, state: str) -> None:
        Report.objects.filter(pk=signed.pk).update(
            state=state, return_comment="补", accepted_at=moment("2023-04-06 09:00:00"),
            accepted_by=stage.cast.supervisor,
        )  # fmt: skip
        html = client_for(stage.cast.supervisor).get(address(signed)).content.decode()
        allowed = {move.name for move in flow.TABLE.available(state, {flow.OFFICE})}
        assert (f'action="{address(signed, "accept")}"' in html) is ("accept" in allowed)
        assert (f'action="{address(signed, "return")}"' in html) is ("send_back" in allowed)


class TestLines:
    def post(self, stage: Any, line: Line, decision: str, comment: str = "", **more: Any) -> Any:
        client = client_for(stage.cast.supervisor)
        data = {"decision": decision, "comment": comment}
        if more.get("fragment"):
            return client.fragment(address(line.report, f"lines/{line.pk}"), data, method="post")
        return client.post(address(line.report, f"lines/{line.pk}"), data)

    def test_pass_return_and_take_back(self, stage: Any, signed: Report) -> None:
        line = signed.lines.first()
        for decision, comment, expected in (
            ("accepted", "", ("accepted", "")),
            ("", "", ("", "")),
            ("returned", "请写明数据来源", ("returned", "请写明数据来源")),
            ("", "", ("", "")),
        ):
            answer = self.post(stage, line, decision, comment)
            assert answer["Location"].endswith(f"#line-{line.pk}")
            line.refresh_from_db()
            assert (line.decision, line.decision_comment) == expected

    def test_a_return_wants_its_reason(self, stage: Any, signed: Report) -> None:
        answer = self.post(stage, signed.lines.first(), "returned", " ", fragment=True)
        assert answer.status_code == 422 and "写明理由" in answer.content.decode()

    def test_a_fragment_brings_the_line_and_the_bar(self, stage: Any, signed: Report) -> None:
        line = signed.lines.first()
        html = self.post(stage, line, "accepted", fragment=True).content.decode()
        assert f'id="line-{line.pk}"' in html and "取消通过" in html
        assert 'id="review-bar"' in html and "通过 1，退回 0，未处理 1" in html

    def test_an_unknown_decision(self, stage: Any, signed: Report) -> None:
        assert self.post(stage, signed.lines.first(), "maybe", fragment=True).status_code == 422

    def test_a_line_of_another_report(self, stage: Any, signed: Report) -> None:
        other = Report.objects.create(
            period=stage.periods[1], unit=stage.cast.lead_unit, created_at=moment("2023-07-01 09:00:00")
        )
        client = client_for(stage.cast.supervisor)
        line = signed.lines.first()
        assert client.post(f"/reviews/{other.pk}/lines/{line.pk}", {"decision": "accepted"}).status_code == 404

    def test_returned_lines_hold_up_acceptance_and_say_why(self, stage: Any, signed: Report) -> None:
        self.post(stage, signed.lines.first(), "returned", "请写明数据来源")
        client = client_for(stage.cast.supervisor)
        assert "有 1 项标为退回" in client.get(address(signed)).content.decode()
        client.post(address(signed, "return"), {"comment": ""})
        signed.refresh_from_db()
        assert signed.state == ReportState.RETURNED and signed.return_comment == "1 项退回，理由见各项。"
        html = client.get(address(signed)).content.decode()
        assert "请写明数据来源" in html
        mine = client_for(stage.cast.lead_clerk).get("/").content.decode()
        assert "修改退回的2023年第一季度报告" in mine

    def test_after_the_decision_no_line_changes(self, stage: Any, signed: Report) -> None:
        stage.accept(signed)
        assert self.post(stage, signed.lines.first(), "returned", "迟了", fragment=True).status_code == 409

    def test_returning_the_whole_wants_a_word(self, stage: Any, signed: Report) -> None:
        client_for(stage.cast.supervisor).post(address(signed, "return"), {"comment": ""})
        signed.refresh_from_db()
        assert signed.state == ReportState.SIGNED


class TestBulk:
    def two(self, stage: Any, signed: Report) -> Report:
        """A second report, of another unit, whose content is not what was signed."""
        unit = UnitFactory(name="区甲局")
        return Report.objects.create(
            period=signed.period, unit=unit, state="signed", created_at=moment("2023-04-02 09:00:00"),
            signed_at=moment("2023-04-04 09:00:00"),
        )  # fmt: skip

    def test_each_by_itself_and_refusals_say_why(self, stage: Any, signed: Report) -> None:
        other = self.two(stage, signed)
        client = client_for(stage.cast.supervisor)
        html = client.post("/reviews/accept", {"report": [signed.pk, other.pk]}).content.decode()
        assert "已受理 1 份，没有受理 1 份" in html and "没有有效的签字" in html and "区甲局" in html
        signed.refresh_from_db()
        assert signed.state == ReportState.ACCEPTED

    def test_all_accepted_returns_to_the_list(self, stage: Any, signed: Report) -> None:
        answer = client_for(stage.cast.supervisor).post("/reviews/accept", {"report": [signed.pk]}, follow=True)
        assert "已受理 1 份" in answer.content.decode()

    def test_nothing_ticked(self, stage: Any, signed: Report) -> None:
        answer = client_for(stage.cast.supervisor).post("/reviews/accept", {"report": ["x"]}, follow=True)
        assert "没有勾选报告" in answer.content.decode()

    def test_who_filled_in_for_the_unit_is_refused(self, stage: Any, signed: Report) -> None:
        Report.objects.filter(pk=signed.pk).update(created_by=stage.cast.supervisor)
        html = client_for(stage.cast.supervisor).get(address(signed)).content.decode()
        assert "请由其他督查员受理" in html
        client_for(stage.cast.supervisor_head).post(address(signed, "accept"))
        signed.refresh_from_db()
        assert signed.state == ReportState.ACCEPTED


class TestTheList:
    def test_lists_by_state_and_period(self, stage: Any, signed: Report) -> None:
        client = client_for(stage.cast.supervisor)
        assert "区建设局" in client.get("/reviews/").content.decode()
        assert "没有退回后待修改的报告" in client.get("/reviews/?state=returned").content.decode()
        stage.accept(signed)
        assert "没有待受理的报告" in client.get("/reviews/").content.decode()
        assert "区建设局" in client.get("/reviews/?state=accepted").content.decode()
        assert "待受理" not in client.get("/").content.decode().split("<main", 1)[1].split("</main>")[0]

    def test_after_accepting_the_next_one_opens(self, stage: Any, signed: Report) -> None:
        other = TestBulk().two(stage, signed)
        answer = client_for(stage.cast.supervisor).post(address(signed, "accept"))
        assert answer["Location"] == address(other)

    def test_the_same_queries(self, stage: Any) -> None:
        client = client_for(stage.cast.supervisor)

        def add(n: int) -> None:
            for _ in range(n):
                Report.objects.create(
                    period=stage.periods[0], unit=UnitFactory(), state="signed",
                    created_at=moment("2023-04-02 09:00:00"), signed_at=moment("2023-04-04 09:00:00"),
                )  # fmt: skip

        assert assert_same_queries(lambda: client.get("/reviews/"), add) < 20

    def test_a_report_takes_the_same_queries_with_more_lines(self, stage: Any, signed: Report) -> None:
        client = client_for(stage.cast.supervisor)

        def add(n: int) -> None:
            for _ in range(n):
                matter = MatterFactory(programme=stage.plain.programme, section=stage.plain.section)
                given = AssignmentFactory(matter=matter, unit=stage.cast.lead_unit, lead=True)
                Line.objects.create(report=signed, matter=matter, assignment=given, presence="reported", done=TEXT)

        assert assert_same_queries(lambda: client.get(address(signed)), add) < 45


class TestJoint:
    @pytest.fixture
    def joint(self, stage: Any) -> Any:
        """The counted matter is led by the lead unit and helped by the cooperating one, which has signed."""
        from tests.factories.progress import give_matter

        cast = stage.cast
        give_matter(cast.cooperating_unit, matter=stage.counted, lead=False)
        periods.open_period(period=stage.periods[1], **stage.act(cast.supervisor, "2023-07-01 08:00:00"))
        stage.draft("2023-07-03 09:00:00", period=1, value="150", text=TEXT.replace("3月", "6月"))
        act = stage.act(cast.cooperating_clerk, "2023-07-03 09:00:00")
        theirs = drafting.open_draft(period=stage.periods[1], unit=cast.cooperating_unit, **act)
        (line,) = theirs.lines.all()
        drafting.save_line(line=line, changes={"done": Change("协助完成选址公示八处。", "")}, **act)
        from decimal import Decimal

        drafting.save_figure(report=theirs, measure_id=stage.measure.pk, changes={"value": Change(Decimal(40))}, **act)
        return theirs

    def line(self, stage: Any) -> Line:
        return Line.objects.get(
            report__period=stage.periods[1], report__unit=stage.cast.lead_unit, matter=stage.counted
        )

    def test_others_are_shown_once_signed(self, stage: Any, joint: Report) -> None:
        client = client_for(stage.cast.lead_clerk)
        url = f"/reviews/joint/{self.line(stage).pk}/"
        html = client.get(url).content.decode()
        assert "尚未报送" in html and "选址公示" not in html
        Report.objects.filter(pk=joint.pk).update(state="signed")
        html = client.get(url).content.decode()
        assert "协助完成选址公示八处" in html and "牵头填 150" in html and "合计 40" in html and "相差 110" in html

    def test_the_lead_writes_the_synthesis_and_nothing_is_lost(self, stage: Any, joint: Report) -> None:
        client, line = client_for(stage.cast.lead_clerk), self.line(stage)
        url = f"/reviews/joint/{line.pk}/"
        client.post(url, {"synthesis": "全区合计150个。", "base": ""})
        line.refresh_from_db()
        assert line.synthesis == "全区合计150个。"
        answer = client.post(url, {"synthesis": "另一段", "base": ""})
        assert answer.status_code == 422
        assert "刚刚改了同一栏" in answer.content.decode() and "全区合计150个。" in answer.content.decode()

    def test_who_helps_and_strangers_have_no_such_page(self, stage: Any, joint: Report) -> None:
        url = f"/reviews/joint/{self.line(stage).pk}/"
        for person in (stage.cast.cooperating_clerk, stage.cast.outsider_clerk):
            assert client_for(person).get(url).status_code == 404
        assert "保存汇总" not in client_for(stage.cast.supervisor).get(url).content.decode()
        assert client_for(stage.cast.audit_admin).get(url).status_code == 403

    def test_who_waits_for_whom(self, stage: Any, joint: Report) -> None:
        line = self.line(stage)
        Line.objects.filter(pk=line.pk).update(
            presence="blocked", waiting_on=stage.cast.cooperating_unit, reason="等选址意见"
        )
        url = f"/periods/{stage.periods[1].pk}/waiting"
        html = client_for(stage.cast.supervisor).get(url).content.decode()
        assert "等区民政局：1 项" in html and "等选址意见" in html and "尚未报送" in html
        page = client_for(stage.cast.cooperating_clerk).get(url)
        assert page.context["blocked"] == []  # a draft of another unit is not shown to it
        assert [j.lead.name for j in page.context["joint"]] == ["区建设局"]
        Report.objects.filter(pk=line.report_id).update(state="signed")
        page = client_for(stage.cast.cooperating_clerk).get(url)
        assert [unit.name for unit, _ in page.context["blocked"]] == ["区民政局"]
        assert client_for(stage.cast.outsider_clerk).get(url).context["joint"] == []
