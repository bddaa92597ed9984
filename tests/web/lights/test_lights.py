"""亮灯 on the screen: the year, what moved, one light, the rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from duban.ops.lights import note_lights
from duban.oversight.models import LightOverride, LightRule
from duban.web.lights.overview import KEPT
from tests.factories.ledger import AssignmentFactory, MatterFactory
from tests.factories.orgs import UnitFactory
from tests.factories.progress import give_matter, measure_for, moment
from tests.support.client import client_for
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def behind(stage: Any) -> Any:
    """A district's own goal of 1,000; 120 were reported by 31 March."""
    stage.plain.programme.level = "district"
    stage.plain.programme.save()
    stage.counted.targets.update(value=Decimal(1000), due="", kind="amount", op=">=")
    stage.filed(value="120")
    return stage.counted


def html(stage: Any, path: str, person: Any = None) -> str:
    return client_for(person or stage.cast.supervisor).get(path).content.decode()


class TestTheYear:
    def test_the_worst_comes_first_with_its_reason(self, stage: Any, behind: Any) -> None:
        page = client_for(stage.cast.supervisor).get("/lights/?on=2023-04-20")
        assert [each.code for each, _ in page.context["rows"]] == [behind.code, stage.plain.code]
        text = page.content.decode()
        assert "截至2023年3月31日为120" in text and "严重滞后" in text

    def test_counts_open_the_rows_behind_them(self, stage: Any, behind: Any) -> None:
        client = client_for(stage.cast.leader)
        page = client.get("/lights/?on=2023-04-20")
        counts = {colour: (number, query) for colour, _, number, query in page.context["overview"].counts}
        assert {colour: number for colour, (number, _) in counts.items() if number} == {"red": 1, "green": 1}
        again = client.get(f"/lights/?{counts['red'][1]}")
        assert [each.matter_id for each, _ in again.context["rows"]] == [behind.pk]
        assert "2023-04-20" in counts["red"][1]

    def test_a_past_day_is_as_it_was(self, stage: Any, behind: Any) -> None:
        page = client_for(stage.cast.supervisor).get("/lights/?on=2023-04-05")
        assert {each.colour for each, _ in page.context["rows"]} == {"grey", "green"}

    @pytest.mark.parametrize("query", ["on=gestern", "on=2999-01-01", "colour=pink", "unit=x", "year=1", "page=99"])
    def test_an_odd_address_shows_the_page(self, stage: Any, behind: Any, query: str) -> None:
        assert client_for(stage.cast.supervisor).get(f"/lights/?{query}").status_code == 200

    def test_a_unit_sees_its_own_and_others_nothing(self, stage: Any, behind: Any) -> None:
        own = client_for(stage.cast.lead_clerk).get("/lights/?on=2023-04-20")
        assert len(own.context["rows"]) == 2
        other = client_for(stage.cast.outsider_clerk).get("/lights/?on=2023-04-20")
        assert list(other.context["rows"]) == []
        assert "还没有可以判断的事项" in other.content.decode()

    def test_the_grid_counts_what_a_unit_leads_by_section(self, stage: Any, behind: Any) -> None:
        other = UnitFactory(name="区水务局")
        AssignmentFactory(matter=MatterFactory(programme=behind.programme), unit=other, leads=True)
        grid = client_for(stage.cast.supervisor).get("/lights/?on=2023-04-20").context["overview"].grid
        total = {unit.name: sum(count for *_, count in whole.counts) for unit, _, whole in grid}
        assert total == {"区建设局": 2, "区水务局": 1}
        for _, cells, whole in grid:
            inside = sum(count for cell in cells if cell for *_, count in cell.counts)
            assert inside <= sum(count for *_, count in whole.counts)

    def test_the_same_queries_for_any_number_of_matters(self, stage: Any, behind: Any) -> None:
        client = client_for(stage.cast.supervisor)

        def more(number: int) -> None:
            for _ in range(number):
                measure_for(give_matter(stage.cast.lead_unit, programme=behind.programme))

        def visit() -> None:
            KEPT.clear()  # judged anew each time
            client.get("/lights/?on=2023-04-20")

        assert_same_queries(visit, more)


class TestWhatMoved:
    def test_before_and_now_stand_side_by_side(self, stage: Any, behind: Any) -> None:
        page = client_for(stage.cast.leader).get("/lights/moved?since=2023-04-05&on=2023-04-20")
        ((each, unit),) = page.context["rows"]
        assert (each.before, each.now.colour, unit) == ("grey", "red", stage.cast.lead_unit)

    def test_nothing_moved_says_so(self, stage: Any, behind: Any) -> None:
        assert "没有亮灯变化" in html(stage, "/lights/moved?since=2023-04-19&on=2023-04-20")

    def test_without_a_day_it_is_the_end_of_the_last_period(self, stage: Any, behind: Any) -> None:
        page = client_for(stage.cast.supervisor).get("/lights/moved?on=2023-04-20")
        assert str(page.context["since"]) == "2023-03-31"


class TestOneLight:
    def test_it_shows_figure_schedule_and_rule(self, stage: Any, behind: Any) -> None:
        text = html(stage, f"/lights/{behind.pk}/?on=2023-04-20")
        assert "应达到" in text and "按时间均衡推进" in text and "第1版" in text
        assert "人工改灯" not in text  # a past day is looked at, not changed

    def test_the_office_changes_it_and_takes_it_back(self, stage: Any, behind: Any) -> None:
        client = client_for(stage.cast.supervisor)
        client.post(f"/lights/{behind.pk}/override", {"colour": "yellow", "reason": "手续已齐，追赶有把握"})
        text = client.get(f"/lights/{behind.pk}/").content.decode()
        assert "人工改灯：手续已齐，追赶有把握" in text and "规则判定为" in text
        client.post(f"/lights/{behind.pk}/override/end")
        assert LightOverride.objects.get().ended_by == stage.cast.supervisor

    @pytest.mark.parametrize(
        "data",
        [
            {"colour": "pink", "reason": "手续已齐"},
            {"colour": "yellow", "reason": ""},
            {"colour": "yellow", "reason": "手续已齐", "until": "morgen"},
            {"colour": "yellow", "reason": "手续已齐", "until": "2020-01-01"},
        ],
    )
    def test_what_does_not_fit_is_said(self, stage: Any, behind: Any, data: dict[str, str]) -> None:
        answer = client_for(stage.cast.supervisor).post(f"/lights/{behind.pk}/override", data)
        assert answer.status_code == 400
        assert not LightOverride.objects.exists()

    def test_changes_are_listed(self, stage: Any, behind: Any) -> None:
        note_lights(moment("2023-04-02 09:00:00"))
        assert note_lights(moment("2023-04-20 09:00:00")) == "记录亮灯变化 1 项"
        assert note_lights(moment("2023-04-20 10:00:00")) == "记录亮灯变化 0 项"
        text = html(stage, f"/lights/{behind.pk}/?on=2023-04-20")
        assert "首次判定" in text and "2023年4月20日" in text

    def test_another_units_is_not_there(self, stage: Any, behind: Any) -> None:
        assert client_for(stage.cast.outsider_clerk).get(f"/lights/{behind.pk}/").status_code == 404


NEW = {"since": "2099-01-01", "green_to": "5", "yellow_to": "20", "soon_days": "20", "node_days": "10"}


class TestTheRules:
    def test_trying_shows_what_would_change_and_saves_nothing(self, stage: Any, behind: Any) -> None:
        page = client_for(stage.cast.supervisor).post("/lights/rules/new", {**NEW, "try": "1"})
        tried = page.context["tried"]
        assert tried["total"] == 2 and sum(new for *_, new in tried["rows"]) == 2
        assert not LightRule.objects.exists()

    def test_publishing_needs_a_reason_and_a_coming_day(self, stage: Any, behind: Any) -> None:
        client = client_for(stage.cast.supervisor)
        assert "须写明理由" in client.post("/lights/rules/new", {**NEW, "publish": "1"}).content.decode()
        past = {**NEW, "since": "2023-01-01", "reason": "年中调整", "publish": "1"}
        assert "已经过去" in client.post("/lights/rules/new", past).content.decode()
        assert not LightRule.objects.exists()
        client.post("/lights/rules/new", {**NEW, "reason": "年中调整", "publish": "1"})
        assert LightRule.objects.get().version == 2
        assert "超过5%、不超过20%为黄灯" in client.get("/lights/rules").content.decode()

    def test_a_gap_is_shown_beside_the_form_and_nothing_typed_is_lost(self, stage: Any, behind: Any) -> None:
        text = client_for(stage.cast.supervisor).post("/lights/rules/new", {**NEW, "yellow_to": "1", "try": "1"})
        assert "否则有一段没有灯" in text.content.decode()
        assert 'value="20"' in text.content.decode()

    @pytest.mark.parametrize("who", ["lead_clerk", "leader"])
    def test_others_read_and_do_not_try(self, stage: Any, behind: Any, who: str) -> None:
        client = client_for(getattr(stage.cast, who))
        assert "调整规则" not in client.get("/lights/rules").content.decode()
        assert client.post("/lights/rules/new", {**NEW, "try": "1"}).status_code == 403
