"""全年概览 on the screen: what is red, who waits, what moved, what comes; every number opens its rows."""

from __future__ import annotations

from typing import Any

import pytest

from duban.core.oversight.routes import Holder
from duban.orgs.models import Post
from duban.oversight import boards
from duban.oversight.actions import cases
from duban.oversight.actions.cases import Turn
from duban.oversight.actions.lights import log_changes
from duban.oversight.models import YearSeen
from duban.web.lights.overview import KEPT
from tests.factories.progress import give_matter, measure_for, moment
from tests.oversight.test_yearly import SAID
from tests.support.client import client_for
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def behind(stage: Any) -> Any:
    """One red matter, and a difficulty that a leader has to answer."""
    stage.plain.programme.level = "district"
    stage.plain.programme.save()
    stage.counted.targets.update(value=1000, due="", kind="amount", op=">=")
    for day in ("2023-03-31", "2023-04-02"):
        log_changes(year=2023, at=moment(f"{day} 20:00:00"))
    stage.filed(value="120")
    clerk = stage.act(stage.cast.lead_clerk, "2023-04-12 10:00:00")
    row = cases.raise_case(matter=stage.plain, unit=stage.cast.lead_unit, said=SAID, **clerk)
    turn = Turn(Holder.LEADER, post=Post.objects.get(kind="leader"))
    cases.route(row=row, turn=turn, **stage.act(stage.cast.supervisor, "2023-04-13 10:00:00"))
    return stage


def more(stage: Any) -> Any:
    """So many more matters of the unit, each with a figure and a difficulty with the leader."""

    def add(number: int) -> None:
        for _ in range(number):
            matter = give_matter(stage.cast.lead_unit, programme=stage.plain.programme, section=stage.plain.section)
            measure_for(matter)
            clerk = stage.act(stage.cast.lead_clerk, "2023-04-12 10:00:00")
            row = cases.raise_case(matter=matter, unit=stage.cast.lead_unit, said=SAID, **clerk)
            turn = Turn(Holder.LEADER, post=Post.objects.get(kind="leader"))
            cases.route(row=row, turn=turn, **stage.act(stage.cast.supervisor, "2023-04-13 10:00:00"))

    return add


class TestTheLeadersPage:
    def test_it_says_what_waits_for_whom(self, behind: Any) -> None:
        mine = client_for(behind.cast.leader).get("/year/")
        assert len(mine.context["mine"]) == 1 and not mine.context["others"]
        office = client_for(behind.cast.supervisor).get("/year/")
        assert len(office.context["others"]) == 1 and not office.context["mine"]
        assert "没有等您答复的困难" in office.content.decode() and SAID.wanted in mine.content.decode()

    def test_what_is_red_stands_with_its_reason_and_its_unit(self, behind: Any) -> None:
        page = client_for(behind.cast.leader).get("/year/")
        (row, unit) = page.context["reds"][0]
        assert (row.code, unit) == (behind.counted.code, behind.cast.lead_unit)
        assert row.sentence in page.content.decode()

    def test_numbers_open_their_rows(self, behind: Any) -> None:
        client = client_for(behind.cast.leader)
        lights = client.get("/year/").context["lights"]
        for colour, _, count, query in lights.counts:
            if count:
                opened = client.get(f"/lights/?{query}")
                assert opened.context["page"].paginator.count == count, colour

    def test_a_year_without_anything_says_what_will_be_here(self, cast: Any) -> None:
        assert "还没有可以判断的事项" in client_for(cast.leader).get("/year/").content.decode()

    @pytest.mark.parametrize("query", ["year=x", "year=1", "since=gestern", "on=2023-04-05", "on=x"])
    def test_an_odd_address_shows_the_page(self, behind: Any, query: str) -> None:
        assert client_for(behind.cast.leader).get(f"/year/?{query}").status_code == 200

    def test_a_unit_goes_to_its_own_year(self, behind: Any) -> None:
        answer = client_for(behind.cast.lead_clerk).get("/year/")
        assert answer.status_code == 302 and answer["Location"] == f"/year/units/{behind.cast.lead_unit.pk}/"

    def test_a_chart_has_its_numbers_and_its_sentence_beside_it(self, behind: Any) -> None:
        page = client_for(behind.cast.leader).get("/year/")
        text, chart = page.content.decode(), page.context["chart"]
        assert chart.summary in text and 'data-chart="chart-lights"' in text and "js/charts" in text
        assert [sum(row["values"][i] for row in chart.data["series"]) for i in range(2)] == [2, 2]
        for row in chart.data["series"]:
            assert f">{row['name']}</th>" in text

    def test_the_same_queries_for_any_number(self, behind: Any) -> None:
        client = client_for(behind.cast.leader)

        def visit() -> None:
            KEPT.clear()
            boards.PAST.clear()
            client.get("/year/")

        assert_same_queries(visit, more(behind))

    def test_a_large_year_is_read_from_the_last_look(self, behind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(boards, "LARGE", 1)
        log_changes(year=2023, at=moment("2023-04-20 20:00:00"))
        client = client_for(behind.cast.leader)
        page = client.get("/year/")
        assert page.context["lights"].kept and "2023年4月20日 20:00" in page.content.decode()
        assert sum(page.context["lights"].whole.values()) == 2
        assert client.get("/lights/").context["overview"].kept
        unit = client_for(behind.cast.lead_clerk).get("/lights/")
        assert not unit.context["overview"].kept, "a unit's few matters are judged at reading"


class TestSinceLastTime:
    def test_without_a_visit_it_is_the_last_quarter(self, behind: Any) -> None:
        found = client_for(behind.cast.leader).get("/year/?on=2023-04-20").context["found"]
        assert [each.code for each in found.choices] == ["quarter"]
        assert found.since.at == moment("2023-03-31 23:59:59")
        assert behind.counted.pk in {each.now.matter_id for each in found.moved}

    def test_what_was_seen_is_not_new_again(self, behind: Any) -> None:
        client = client_for(behind.cast.leader)
        assert client.post("/year/seen", {"year": "2023"}).status_code == 302
        log_changes(year=2023, at=YearSeen.objects.get().at)
        page = client.get("/year/")
        found = page.context["found"]
        assert found.since.code == "last" and not found.moved and not page.context["happened"].anything
        assert client.get("/year/?since=quarter").context["found"].since.code == "quarter"

    def test_it_is_each_ones_own(self, behind: Any) -> None:
        client_for(behind.cast.leader).post("/year/seen", {"year": "2023"})
        found = client_for(behind.cast.supervisor).get("/year/").context["found"]
        assert [each.code for each in found.choices] == ["quarter"]

    def test_what_is_no_year_is_left_alone(self, behind: Any) -> None:
        assert client_for(behind.cast.leader).post("/year/seen", {"year": "x"}).status_code == 302
        assert not YearSeen.objects.exists()


class TestAProgramme:
    def test_sections_add_up_to_the_rows(self, behind: Any) -> None:
        client = client_for(behind.cast.leader)
        page = client.get(f"/year/programmes/{behind.plain.programme_id}/")
        assert page.context["total"] == 2 == sum(total for _, total, _ in page.context["sections"])
        for _, total, cells in page.context["sections"]:
            assert sum(count for *_, count, _ in cells) == total
            for *_, count, query in cells:
                if count:
                    opened = client.get(f"/year/programmes/{behind.plain.programme_id}/?{query}")
                    assert opened.context["page"].paginator.count == count

    def test_rows_in_printed_order(self, behind: Any) -> None:
        rows = client_for(behind.cast.leader).get(f"/year/programmes/{behind.plain.programme_id}/").context["rows"]
        assert [each.matter_id for each, _ in rows] == [behind.plain.pk, behind.counted.pk]

    def test_others_see_nothing_in_it(self, behind: Any) -> None:
        page = client_for(behind.cast.outsider_clerk).get(f"/year/programmes/{behind.plain.programme_id}/")
        assert page.context["total"] == 0 and "没有您可以看的事项" in page.content.decode()

    def test_the_same_queries_for_any_number(self, behind: Any) -> None:
        client = client_for(behind.cast.leader)

        def visit() -> None:
            KEPT.clear()
            boards.PAST.clear()
            client.get(f"/year/programmes/{behind.plain.programme_id}/")

        assert_same_queries(visit, more(behind))


class TestAUnit:
    def test_what_it_leads_reports_and_asks(self, behind: Any) -> None:
        page = client_for(behind.cast.lead_clerk).get(f"/year/units/{behind.cast.lead_unit.pk}/")
        assert page.context["total"] == 2 and len(page.context["reports"]) == 1
        assert len(page.context["asked"]) == 1 and page.context["holds"] == []
        assert "按时报送" in page.content.decode()

    def test_what_it_shares_is_not_what_it_leads(self, behind: Any) -> None:
        unit = behind.cast.cooperating_unit
        give_matter(unit, matter=behind.counted, lead=False)
        page = client_for(behind.cast.leader).get(f"/year/units/{unit.pk}/")
        assert page.context["total"] == 0
        assert [each.matter_id for each in page.context["shared"]] == [behind.counted.pk]

    def test_the_same_queries_for_any_number(self, behind: Any) -> None:
        client = client_for(behind.cast.leader)

        def visit() -> None:
            KEPT.clear()
            boards.PAST.clear()
            client.get(f"/year/units/{behind.cast.lead_unit.pk}/")

        assert_same_queries(visit, more(behind))


class TestTheBrief:
    def test_on_screen_and_as_files(self, behind: Any) -> None:
        client = client_for(behind.cast.leader)
        text = client.get("/year/brief?on=2023-04-20").content.decode()
        assert behind.counted.code in text and "截至2023年4月20日" in text and SAID.wanted in text
        for format, start in (("docx", b"PK"), ("pdf", b"%PDF")):
            answer = client.get(f"/year/brief.{format}?on=2023-04-20")
            assert answer.content.startswith(start) and "2023-04-20" in answer["Content-Disposition"]
        assert client.get("/year/brief.exe").status_code == 404


class TestTheCalendar:
    def test_a_month_as_a_sheet_and_as_a_list(self, behind: Any) -> None:
        page = client_for(behind.cast.leader).get("/calendar/?month=2023-04")
        squares = [square for week in page.context["weeks"] for square in week]
        assert len(squares) % 7 == 0 and sum(square.inside for square in squares) == 30
        on_sheet = sum(len(square.lines) + square.more for square in squares if square.inside)
        assert on_sheet == page.context["page"].paginator.count == 2  # the report, and the leader's answer
        off = {square.day.day for square in squares if square.inside and not square.works}
        assert {1, 2, 5, 8, 9, 29, 30} <= off and 23 not in off  # 清明, weekends, 调休

    def test_kinds_narrow_the_list(self, behind: Any) -> None:
        client = client_for(behind.cast.leader)
        for code, _, count, query in client.get("/calendar/?month=2023-04").context["kinds"]:
            if count:
                assert client.get(f"/calendar/?{query}").context["page"].paginator.count == count, code

    def test_an_empty_month_says_so_and_where_something_is(self, behind: Any) -> None:
        text = client_for(behind.cast.leader).get("/calendar/?month=1999-01").content.decode()
        assert "没有期限" in text and "month=2023-04" in text

    @pytest.mark.parametrize("query", ["month=x", "month=2023-13", "kind=x", "unit=x", "unit=999999", "page=99"])
    def test_an_odd_address_shows_the_page(self, behind: Any, query: str) -> None:
        assert client_for(behind.cast.leader).get(f"/calendar/?{query}").status_code == 200

    def test_a_unit_cannot_ask_for_another(self, behind: Any) -> None:
        outsider = client_for(behind.cast.outsider_clerk)
        found = outsider.get(f"/calendar/?month=2023-04&unit={behind.cast.lead_unit.pk}")
        assert found.context["page"].paginator.count == 0

    def test_the_same_queries_for_any_number(self, behind: Any) -> None:
        client = client_for(behind.cast.leader)
        assert_same_queries(lambda: client.get("/calendar/?month=2023-04"), more(behind))
