"""The leader's morning on a phone: what is red and why, what waits, what moved; a fact over the year; the brief."""

from __future__ import annotations

from typing import Any

import pytest

from duban.core.oversight.routes import Holder
from duban.orgs.models import Post
from duban.oversight.actions import cases
from duban.oversight.actions.cases import Turn
from duban.oversight.actions.lights import log_changes
from duban.oversight.models import YearSeen
from tests.factories.progress import moment
from tests.oversight.test_yearly import SAID
from tests.support.browsing import assert_accessible
from tests.support.cast import make_cast
from tests.support.stage import Stage, make_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def narrow(page: Any) -> bool:
    """Nothing scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture
def behind(transactional_db: None) -> Stage:
    """A red matter with a record of what it was, and two difficulties with the leader."""
    stage = make_stage(make_cast())
    stage.plain.programme.level = "district"
    stage.plain.programme.save()
    stage.counted.targets.update(value=1000, due="", kind="amount", op=">=")
    log_changes(year=2023, at=moment("2023-03-31 20:00:00"))
    stage.filed(value="120")
    for matter in (stage.plain, stage.counted):
        clerk = stage.act(stage.cast.lead_clerk, "2023-04-12 10:00:00")
        row = cases.raise_case(matter=matter, unit=stage.cast.lead_unit, said=SAID, **clerk)
        turn = Turn(Holder.LEADER, post=Post.objects.get(kind="leader"))
        cases.route(row=row, turn=turn, **stage.act(stage.cast.supervisor, "2023-04-13 10:00:00"))
    return stage


def drawn(page: Any) -> None:
    """Every chart of the page is drawn once it is looked at, with its sentence as its name."""
    for place in page.locator("figure[data-chart]").all():
        place.scroll_into_view_if_needed()
        sheet = place.locator(".chart-sheet")
        sheet.wait_for()
        page.wait_for_function("place => place.dataset.drawn === '1'", arg=place.element_handle())
        assert sheet.get_attribute("aria-label") == place.locator("figcaption").inner_text()
        assert sheet.locator("canvas").count() == 1


def test_the_leader_on_a_phone(page_for: Any, behind: Stage) -> None:
    page = page_for(behind.cast.leader, width=390, height=844)
    page.goto("/")
    page.get_by_role("link", name="项事项的进展和亮灯").click()
    assert page.locator("h1").inner_text() == "2023年全年概览"
    assert page.locator("section[aria-labelledby=mine-h] li").count() == 2
    drawn(page)
    assert narrow(page)
    assert_accessible(page)
    page.get_by_role("button", name="记为已看").click()
    assert page.get_by_role("link", name="自上次").get_attribute("aria-current") == "true"
    assert YearSeen.objects.filter(person=behind.cast.leader).count() == 1

    page.locator("section[aria-labelledby=red-h] a").first.click()
    assert "亮灯" in page.locator("h1").inner_text()
    for path in (f"/measures/{behind.measure.pk}/", f"/year/programmes/{behind.plain.programme_id}/"):
        page.goto(path)
        drawn(page)
        assert narrow(page), path
        assert_accessible(page)
    for path in ("/calendar/?month=2023-04", "/year/brief?on=2023-04-20", f"/year/units/{behind.cast.lead_unit.pk}/"):
        page.goto(path)
        assert narrow(page), path
        assert_accessible(page)


def test_large_text(page_for: Any, behind: Stage) -> None:
    page = page_for(behind.cast.leader)
    page.goto("/year/")
    drawn(page)
    small = page.locator(".chart-sheet").first.bounding_box()["height"]
    page.get_by_role("button", name="大字").click()
    assert page.locator("html").get_attribute("class") == "large-text"
    drawn(page)
    assert page.locator(".chart-sheet").first.bounding_box()["height"] > small, "charts grow with the text"
    assert_accessible(page)


def test_without_javascript(page_for: Any, behind: Stage) -> None:
    page = page_for(behind.cast.leader, script=False)
    page.goto("/year/")
    assert page.locator("figure[data-chart] figcaption").count() == 2
    assert page.locator(".chart-sheet").count() == 0
    page.get_by_role("button", name="记为已看").click()
    assert page.get_by_role("link", name="自上次").count() == 1
    page.goto("/calendar/?month=2023-04")
    assert page.locator("table.month td .off").count() > 8
