"""报送日历: the picture and the table say the same, every square opens its row, filters leave units."""

from __future__ import annotations

from typing import Any

import pytest

from duban.progress.actions import periods
from tests.factories.orgs import UnitFactory
from tests.factories.progress import give_matter
from tests.support.client import client_for
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db
HERE = "/periods/filings"


@pytest.fixture
def year(stage: Any) -> Any:
    """One unit is accepted, one has done nothing, one is excused."""
    idle, excused = UnitFactory(name="区甲局", position=1), UnitFactory(name="区乙局", position=2)
    for unit in (idle, excused):
        give_matter(unit, programme=stage.plain.programme, section=stage.plain.section)
    periods.open_period(period=stage.periods[1], **stage.act(stage.cast.supervisor, "2023-07-01 08:00:00"))
    stage.filed()
    row = stage.periods[1].obligations.get(unit=excused)
    periods.waive(obligation=row, reason="机构撤并", **stage.act(stage.cast.supervisor, "2023-07-05 09:00:00"))
    stage.idle, stage.excused = idle, excused
    return stage


def test_picture_and_table_are_of_the_same_squares(year: Any) -> None:
    answer = client_for(year.cast.supervisor).get(HERE)
    html = answer.content.decode()
    data = answer.context["chart"].payload
    assert data["columns"] == ["第一季度", "上半年"]
    squares = {
        (data["rows"][y], data["columns"][x]): (data["looks"][n]["word"], late) for x, y, n, _, _, late in data["cells"]
    }
    assert squares == {
        ("区建设局", "第一季度"): ("已受理", False), ("区建设局", "上半年"): ("未打开", True),
        ("区甲局", "上半年"): ("未打开", True), ("区乙局", "上半年"): ("免报", False),
    }  # fmt: skip
    for _, _, _, tip, href, _ in data["cells"]:
        assert f'href="{href}"' in html and "：" in tip
    assert "应报 3 份" in answer.context["chart"].summary and "逾期未报 2 份" in html and "免报 1 份" in html
    assert html.count("不需报送") == 2


def test_filters_leave_the_units_that_they_name(year: Any) -> None:
    client = client_for(year.cast.leader)
    page = client.get(HERE)
    for _, _, count, query in page.context["found"].chips:
        assert len(client.get(f"{HERE}?{query}").context["page"]) == count > 0
    waived = client.get(f"{HERE}?show=waived")
    assert list(waived.context["page"]) == [year.excused]
    assert list(client.get(f"{HERE}?show=nothing-known&year=1066").context["page"]) == list(page.context["page"])


def test_a_unit_has_its_row_without_a_picture(year: Any) -> None:
    answer = client_for(year.cast.lead_clerk).get(HERE)
    assert answer.context["chart"] is None and list(answer.context["page"]) == [year.cast.lead_unit]
    assert "区甲局" not in answer.content.decode()
    assert "还没有应报的报告" in client_for(year.cast.outsider_clerk).get(HERE).content.decode()


def test_an_empty_year_says_what_will_be_here(cast: Any) -> None:
    assert "还没有开启的报告期" in client_for(cast.supervisor).get(HERE).content.decode()


def test_it_is_found_from_the_leaders_page_and_from_the_periods(year: Any) -> None:
    client = client_for(year.cast.leader)
    assert f'href="{HERE}?year=2023"' in client.get("/year/?year=2023").content.decode()
    assert f'href="{HERE}?year=2023"' in client.get("/periods/").content.decode()


def test_the_same_queries_for_any_number_of_units(stage: Any) -> None:
    client = client_for(stage.cast.supervisor)

    def add(n: int) -> None:
        for _ in range(n):
            stage.periods[0].obligations.create(unit=UnitFactory(), due_on=stage.periods[0].due_on)

    assert assert_same_queries(lambda: client.get(HERE), add, few=2, many=20) < 25
