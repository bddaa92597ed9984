"""From the file to the ledger in a real browser: upload, wait, correct one unit, undo it, confirm."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from duban.ledger.models import Matter
from duban.notices import worker
from duban.notices.models import NoticeDraft
from tests.notices.documents import NOTICE
from tests.support.browsing import assert_accessible
from tests.support.cast import make_cast
from tests.support.shared import SAMPLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db):
    return make_cast()


def upload(page, name: str, data: bytes) -> None:
    page.goto("/notices/")
    page.get_by_label("选择来文文件").set_input_files({"name": name, "mimeType": "text/plain", "buffer": data})
    page.get_by_role("button", name="上传并识别").click()


def test_the_sample_from_upload_to_ledger(page_for, people):
    page = page_for(people.supervisor)
    upload(page, SAMPLE.name, SAMPLE.read_bytes())
    expect(page.get_by_text("排队等待识别")).to_be_visible()
    assert_accessible(page)
    worker.run_once(timezone.now())

    # The page follows by itself.
    expect(page.get_by_role("heading", name="校对来文")).to_be_visible()
    expect(page.locator("#bar")).to_contain_text("233 项、467 条承办")
    assert_accessible(page)

    # Correct one unit in place.
    card = page.locator("#i1-53")
    card.get_by_role("link", name="改正 市-54").click()
    card.get_by_label("单位 2", exact=True).fill("区城乡建设局")
    card.get_by_role("button", name="保存").click()
    expect(card.locator(".item-units")).to_contain_text("区城乡建设局")
    expect(page.locator("#saved")).to_contain_text("已保存")

    # And take it back.
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#i1-53 .item-units")).to_contain_text("区建设局")
    expect(page.locator("#i1-53 .item-units")).not_to_contain_text("区城乡建设局")

    # Accept what was repaired; the units and the rules have steps of their own.
    while page.locator("[data-accept]").count():
        before = page.locator("[data-accept]").count()
        page.locator("[data-accept]").first.click()
        expect(page.locator("[data-accept]")).to_have_count(before - 1)
    page.get_by_role("link", name="下一步：单位").click()
    expect(page.get_by_role("heading", name="核对单位")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="保存，下一步").click()
    expect(page.get_by_role("heading", name="核对要求与时限")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="全部采用").click()
    page.get_by_role("link", name="下一步：确认").click()
    assert_accessible(page)
    expect(page.get_by_text("疑问都已处理")).to_be_visible()
    page.get_by_role("button", name="确认入台账").click()
    expect(page.get_by_text("已入 2023 年台账")).to_be_visible(timeout=30_000)
    assert Matter.objects.count() == 233


def test_source_and_items_lead_to_each_other_and_the_keyboard_walks_the_findings(page_for, people):
    page = page_for(people.supervisor)
    upload(page, "通知.txt", NOTICE.encode())
    worker.run_once(timezone.now())
    expect(page.get_by_role("heading", name="校对来文")).to_be_visible()
    page.locator("#i0-3 .item-text").click()
    expect(page.locator("#s0-3")).to_have_class("src-item flash")
    page.locator("#s0-1").click(position={"x": 4, "y": 4})
    expect(page.locator("#i0-1")).to_have_class("item flash")
    page.keyboard.press("n")
    expect(page.locator("[data-finding]").first).to_be_focused()
    waiting = page.locator("[data-finding]").count()
    page.keyboard.press("a")
    expect(page.locator("[data-finding]")).to_have_count(waiting - 1)


def test_a_narrow_screen_shows_one_pane_at_a_time(page_for, people):
    page = page_for(people.supervisor, width=390, height=844)
    upload(page, "通知.txt", NOTICE.encode())
    worker.run_once(timezone.now())
    expect(page.get_by_role("heading", name="校对来文")).to_be_visible()
    expect(page.locator("#source")).to_be_hidden()
    page.locator("#i0-0 .item-code").click()
    expect(page.locator("#source")).to_be_visible()
    expect(page.locator("#items")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(page)


def test_without_script_it_works_too(page_for, people):
    page = page_for(people.supervisor, script=False)
    upload(page, "通知.txt", NOTICE.encode())
    worker.run_once(timezone.now())
    page.reload()
    expect(page.get_by_role("heading", name="校对来文")).to_be_visible()
    page.locator("#i0-0").get_by_role("link", name="改正 区-1").click()
    page.get_by_label("单位 1", exact=True).fill("区城建局")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#i0-0 .item-units")).to_contain_text("区城建局")
    page.get_by_label("在事项里查找").fill("绿道")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("[data-item]")).to_have_count(1)
    assert NoticeDraft.objects.get().corrections.count() == 1
