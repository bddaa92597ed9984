"""The office works on one item of the real notice; the unit concerned reads it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from duban.core.notice import read
from duban.core.notice.jsonform import to_json
from duban.ledger.actions import confirm_draft
from duban.ledger.models import Assignment, Matter
from duban.readers import read_bytes
from tests.factories.notices import NoticeDraftFactory
from tests.support.browsing import assert_accessible
from tests.support.cast import Cast, make_cast
from tests.support.shared import SAMPLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None, at: dt.datetime) -> Cast:
    """The sample in the ledger."""
    cast = make_cast()
    document = read_bytes(SAMPLE.read_bytes(), SAMPLE.name)
    reading = to_json(read(document))
    draft = NoticeDraftFactory(ready=True, source_text=document.text, reading=reading, current=reading)
    confirm_draft(draft=draft, revision=draft.revision, by=cast.actor(cast.supervisor), at=at)
    return cast


def test_the_office_works_on_an_item(world: Cast, page_for: Any) -> None:
    page = page_for(world.supervisor)
    page.goto("/ledger/?level=city")
    page.get_by_role("link", name="市-29", exact=True).click()
    page.get_by_role("heading", name="市-29", level=1).wait_for()
    assert_accessible(page)

    page.get_by_role("button", name="确认拆分").click()
    page.get_by_text("已拆分为 4 项。").wait_for()
    assert page.url.split("/ledger/")[1].count("/") == 1  # saved in place

    row = page.locator("#target-0")
    row.get_by_role("link", name="更正").click()
    form = page.locator("#edit-target-0")
    form.get_by_label("关系").select_option(">=")
    form.get_by_label("目标值").fill("2.5万")
    form.get_by_role("button", name="保存更正").click()
    form.get_by_role("alert").wait_for()  # the reason is missing; what was typed is still there
    assert form.get_by_label("目标值").input_value() == "2.5万"
    form.get_by_label("理由").fill("口径为“以上”")
    assert_accessible(page)
    form.get_by_role("button", name="保存更正").click()
    page.get_by_text("来文原值保留").wait_for()
    assert "不少于 2.5万个" in page.locator("#target-0").inner_text()
    assert "来文原值" in page.locator(".versions").inner_text()

    unit = Assignment.objects.get(matter__code="市-29", unit__name="区科经局")
    page.locator(f"#unit-{unit.pk}").get_by_role("link", name="改派").click()
    form = page.locator(f"#edit-unit-{unit.pk}")
    form.get_by_label("单位", exact=True).fill("区建设局")
    form.get_by_label("理由").fill("职能划转")
    form.get_by_role("button", name="改派").click()
    page.get_by_text("已由“区科经局”改为“区建设局”").wait_for()
    assert "区级牵头单位：区科经局" in page.get_by_role("row", name=re.compile("^区建设局")).inner_text()

    trail = page.locator(".trail")
    for words in ("拆分“市-29”", "更正“市-29”的量化目标", "由区科经局改为区建设局", "理由：职能划转", "列入台账"):
        assert words in trail.inner_text()

    page.get_by_role("link", name="下一项").click()
    page.get_by_role("heading", name="市-30", level=1).wait_for()


def test_a_mark_in_the_text_leads_to_its_row(world: Cast, page_for: Any) -> None:
    page = page_for(world.supervisor)
    page.goto(f"/ledger/{Matter.objects.get(code='市-54').pk}/")
    page.locator(".item-text .fig").first.click()
    assert page.url.endswith("#target-0")
    assert page.evaluate("document.querySelector(':target').id") == "target-0"


def test_everything_works_without_script(world: Cast, page_for: Any) -> None:
    page = page_for(world.supervisor, script=False)
    page.goto(f"/ledger/{Matter.objects.get(code='市-29').pk}/")
    page.get_by_role("button", name="不拆分").click()
    page.get_by_text("已按一项办理，不拆分。").wait_for()
    page.locator("#target-1").get_by_role("link", name="不作为指标").click()
    form = page.locator("#turn-target-1")
    form.get_by_label("理由").fill("是示例")
    form.get_by_role("button", name="不作为指标").click()
    page.get_by_text("已标为不作为指标").wait_for()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_unit_reads_its_item_and_nothing_scrolls_sideways(world: Cast, page_for: Any, width: int) -> None:
    page = page_for(world.lead_clerk, width=width)
    page.goto(f"/ledger/{Matter.objects.get(code='市-54').pk}/")
    assert page.get_by_text("事项由督查室维护").is_visible()
    assert page.locator("main form[action^='/ledger/']").count() == 0  # nothing of the item itself to change
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)


def test_the_notice_page(world: Cast, page_for: Any) -> None:
    page = page_for(world.leader)
    page.goto(f"/ledger/{Matter.objects.get(code='市-54').pk}/")
    page.get_by_label("出处与留痕").get_by_role("link", name=re.compile("责任分解方案")).click()
    page.get_by_role("heading", name="分解方案", exact=True).wait_for()
    assert page.get_by_text("148 项").first.is_visible()
    assert_accessible(page)
