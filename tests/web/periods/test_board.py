"""The completeness board: rows, filters in the address, files of exactly what is shown, rights, queries."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from duban.audit.models import Event
from duban.progress.actions import periods, reviewing
from duban.progress.models import Obligation, OwedLine, Report
from tests.factories.orgs import UnitFactory
from tests.factories.progress import give_matter, moment
from tests.support.client import client_for
from tests.support.queries import assert_same_queries
from tests.support.stage import TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(stage: Any) -> Any:
    """The second period is open: the lead unit has signed late, another has done nothing, a third is excused."""
    other, third = UnitFactory(name="区甲局"), UnitFactory(name="区乙局")
    give_matter(other)
    give_matter(third)
    periods.open_period(period=stage.periods[1], **stage.act(stage.cast.supervisor, "2023-07-01 08:00:00"))
    report = stage.draft("2023-07-11 09:00:00", period=1, text=TEXT.replace("3月", "6月"))
    stage.sign(stage.to_sign(report, "2023-07-11 10:00:00"), "2023-07-12 09:00:00")
    waived = Obligation.objects.get(period=stage.periods[1], unit=third)
    periods.waive(obligation=waived, reason="机构撤并", **stage.act(stage.cast.supervisor, "2023-07-05 09:00:00"))
    return stage


def address(board: Any, query: str = "") -> str:
    return f"/periods/{board.periods[1].pk}/{query}"


def shown(response: Any) -> list[str]:
    """Units of the rows."""
    return [row.unit.name for row, _, _ in response.context["rows"]]


class TestRows:
    def test_state_is_a_word(self, board: Any) -> None:
        html = client_for(board.cast.supervisor).get(address(board)).content.decode()
        for words in ("待受理", "未打开", "免报：机构撤并", "逾期 2 个工作日报送", "2 / 2", "钱经办"):
            assert words in html

    def test_a_signed_report_leads_to_its_acceptance(self, board: Any) -> None:
        html = client_for(board.cast.supervisor).get(address(board)).content.decode()
        assert f'href="/reviews/{Report.objects.get().pk}/"' in html

    def test_counts_open_their_rows(self, board: Any) -> None:
        client = client_for(board.cast.supervisor)
        page = client.get(address(board))
        for _, chips in page.context["board"].chips():
            for chip in chips:
                assert len(shown(client.get(address(board, f"?{chip.query}")))) == chip.count

    def test_conditions_and_order_are_in_the_address(self, board: Any) -> None:
        client = client_for(board.cast.supervisor)
        assert shown(client.get(address(board, "?stage=not_opened"))) == ["区甲局"]
        assert shown(client.get(address(board, "?time=late"))) == ["区建设局"]
        assert shown(client.get(address(board, "?q=乙"))) == ["区乙局"]
        assert shown(client.get(address(board, "?sort=lines")))[0] == "区建设局"
        assert shown(client.get(address(board, "?sort=nonsense&stage=x"))) == ["区建设局", "区甲局", "区乙局"]
        assert "没有符合条件的单位" in client.get(address(board, "?q=丙")).content.decode()

    def test_every_order_works(self, board: Any) -> None:
        from duban.web.periods.board import SORTS

        client = client_for(board.cast.supervisor)
        for sort in SORTS:
            assert len(shown(client.get(address(board, f"?sort={sort}")))) == 3

    def test_a_fragment_is_the_table(self, board: Any) -> None:
        answer = client_for(board.cast.supervisor).fragment(address(board))
        assert "<h1" not in answer.content.decode() and "区甲局" in answer.content.decode()

    def test_before_opening(self, stage: Any) -> None:
        html = client_for(stage.cast.supervisor).get(f"/periods/{stage.periods[2].pk}/").content.decode()
        assert "还没有开启" in html and "核对应报清单" in html

    def test_nobody_is_ranked(self, board: Any) -> None:
        html = client_for(board.cast.supervisor).get(address(board)).content.decode()
        assert "排名" not in html and "倒数" not in html


class TestRights:
    def test_leaders_read_and_change_nothing(self, board: Any) -> None:
        page = client_for(board.cast.leader).get(address(board))
        assert len(shown(page)) == 3
        assert "调整日期" not in page.content.decode() and "/reviews/" not in page.content.decode()

    def test_a_unit_sees_its_own_row_in_its_own_words(self, board: Any) -> None:
        page = client_for(board.cast.lead_clerk).get(address(board))
        assert shown(page) == ["区建设局"]
        assert "已报送，待督查室受理" in page.content.decode()

    def test_who_owes_nothing_sees_nothing(self, board: Any) -> None:
        html = client_for(board.cast.outsider_clerk).get(address(board)).content.decode()
        assert "本单位本期没有应报的事项" in html and "区甲局" not in html

    @pytest.mark.parametrize("who", ["system_admin", "security_admin", "audit_admin"])
    def test_administrators_see_no_content(self, board: Any, who: str) -> None:
        assert client_for(getattr(board.cast, who)).get(address(board)).status_code == 403


class TestFiles:
    def test_csv_of_exactly_what_is_shown(self, board: Any) -> None:
        answer = client_for(board.cast.supervisor).post(address(board, "export?stage=not_opened"), {"format": "csv"})
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[0][:4] == ["单位", "应报事项", "已填", "进度"]
        assert [row[0] for row in rows[1:]] == ["区甲局"]
        assert Event.objects.get(verb="ledger.export").after["项数"] == 1

    def test_xlsx_opens(self, board: Any) -> None:
        from python_calamine import CalamineWorkbook

        answer = client_for(board.cast.leader).post(address(board, "export"), {"format": "xlsx"})
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        assert rows[0][0] == "2023年上半年报送情况"
        assert [row[0] for row in rows[3:]] == ["区建设局", "区甲局", "区乙局"]

    def test_a_unit_takes_out_its_own_row_only(self, board: Any) -> None:
        answer = client_for(board.cast.lead_clerk).post(address(board, "export"), {"format": "csv"})
        assert "区甲局" not in answer.content.decode("utf-8-sig")

    def test_another_format_is_refused(self, board: Any) -> None:
        answer = client_for(board.cast.supervisor).post(address(board, "export"), {"format": "exe"})
        assert answer.status_code == 302 and not Event.objects.filter(verb="ledger.export").exists()


class TestOtherPages:
    def test_burden_says_its_rule(self, board: Any) -> None:
        html = client_for(board.cast.supervisor).get(address(board, "burden")).content.decode()
        assert "不超过 5 分钟" in html and "区建设局" in html and "不用来比较单位" in html

    def test_a_unit_sees_its_own_burden(self, board: Any) -> None:
        page = client_for(board.cast.lead_clerk).get(address(board, "burden"))
        assert [each.row.unit.name for each in page.context["rows"]] == ["区建设局"]

    def test_checks_list_every_rule(self, board: Any) -> None:
        from duban.core.checks.engine import ALL

        page = client_for(board.cast.supervisor).get(address(board, "checks"))
        assert [row.rule for row, _ in page.context["rows"]] == [check.id for check in ALL]
        assert client_for(board.cast.leader).get(address(board, "checks")).status_code == 403


def test_the_same_queries_with_three_units_and_with_three_hundred(stage: Any) -> None:
    period, matter = stage.periods[0], stage.plain
    client = client_for(stage.cast.supervisor)
    assignment = matter.assignments.get()

    def add(n: int) -> None:
        for _ in range(n):
            unit = UnitFactory()
            owed = Obligation.objects.create(period=period, unit=unit, due_on=period.due_on)
            OwedLine.objects.create(obligation=owed, assignment=assignment, matter=matter)
            Report.objects.create(
                period=period, unit=unit, created_at=moment("2023-04-03 09:00:00"), created_by=stage.cast.lead_clerk
            )

    assert assert_same_queries(lambda: client.get(f"/periods/{period.pk}/"), add, many=300) < 25
    for name in ("burden", "waiting"):
        assert (
            assert_same_queries(lambda name=name: client.get(f"/periods/{period.pk}/{name}"), add, few=1, many=20) < 25
        )


def test_the_list_of_the_year(board: Any) -> None:
    page = client_for(board.cast.supervisor).get("/periods/").content.decode()
    for words in ("2023年上半年", "1 / 2", "现有例外 1 件", "机构撤并", "报送期限", "调休上班"):
        assert words in page
    unit = client_for(board.cast.lead_clerk).get("/periods/").content.decode()
    assert "1 / 1" in unit and "机构撤并" not in unit


def test_an_empty_year_says_how_to_begin(cast: Any) -> None:
    assert "确认含有报送期限的来文后" in client_for(cast.supervisor).get("/periods/").content.decode()
    assert "督查室设好后" in client_for(cast.lead_clerk).get("/periods/").content.decode()


def test_returned_again_is_counted(board: Any) -> None:
    report = Report.objects.get()
    reviewing.send_back(report=report, comment="请补", **board.act(board.cast.supervisor, "2023-07-13 09:00:00"))
    html = client_for(board.cast.supervisor).get(address(board)).content.decode()
    assert "1 次" in html and "已退回，待修改" in html
