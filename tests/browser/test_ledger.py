"""The ledger in a real browser: filter, search, choose, unfold, export, open; wide, narrow, without script."""

from __future__ import annotations

import re

import pytest

from duban.audit.models import Event
from duban.ledger.display import refresh
from duban.ledger.models import Matter
from tests.factories.ledger import AssignmentFactory, MatterFactory, ProgrammeFactory, SavedViewFactory, TargetFactory
from tests.factories.orgs import UnitFactory
from tests.support.browsing import assert_accessible

CODE = "tbody .c-code a"


@pytest.fixture
def ledger(cast, transactional_db):
    """Sixty matters; every third of 区城管执法局, every tenth about a bridge."""
    programme = ProgrammeFactory(level="city", year=2023)
    unit = UnitFactory(name="区城管执法局", position=5)
    matters = []
    for n in range(1, 61):
        about = "新建过江大桥" if n % 10 == 0 else "新增停车泊位"
        body = f"{about}{n}处,{'推进重点项目建设,完善配套设施,提升城市管理水平,' * 3}年底前全部完工。"
        matter = MatterFactory(programme=programme, ordinal=n, number=str(n), body=body, text=body)
        AssignmentFactory(matter=matter, unit=unit if n % 3 == 0 else cast.lead_unit, leads=True)
        AssignmentFactory(matter=matter, unit=cast.cooperating_unit, role="cooperating", ordinal=1)
        at = len(about)
        for k in range(1, 4):
            TargetFactory(
                matter=matter, ordinal=k, what=f"第{k}类{about}", value=n, unit="处", figure_start=at, figure_end=at + 2
            )
        matters.append(matter)
    refresh(matters)
    return unit


def tally(page) -> str:
    return page.locator(".tally").inner_text()


def test_the_office_finds_chooses_exports_and_opens(page_for, cast, ledger, tmp_path):
    page = page_for(cast.supervisor)
    page.goto("/ledger/")
    assert tally(page) == "60 项，显示 1–50"
    assert_accessible(page)

    page.click("#facet-unit summary")  # by typing
    page.fill("[data-narrow]", "城管")
    page.keyboard.press("Enter")
    page.wait_for_selector(".chips .chip")
    assert page.url.endswith(f"/ledger/?unit={ledger.pk}")
    assert tally(page) == "20 项，显示 1–20"
    assert page.locator("#facet-unit").get_attribute("open") is not None  # stays open for the next choice
    assert_accessible(page)
    page.keyboard.press("Escape")
    assert page.locator("#facet-unit").get_attribute("open") is None

    page.locator("body").press("/")
    page.keyboard.type("桥")
    page.wait_for_selector("mark.hit")
    assert tally(page) == "2 项，显示 1–2"
    assert page.locator(CODE).all_inner_texts() == ["市-30", "市-60"]
    assert re.search(r"q=%E6%A1%A5&unit=\d+$", page.url)

    page.click("#export summary")
    with page.expect_download() as waiting:
        page.click("#export button[value=xlsx]")
    assert re.fullmatch(r"台账_2023_区城管执法局_\d{8}\.xlsx", waiting.value.suggested_filename)
    waiting.value.save_as(tmp_path / "台账.xlsx")
    assert (tmp_path / "台账.xlsx").stat().st_size > 4000
    assert Event.objects.get(verb="ledger.export").after["项数"] == 2

    page.click(f"{CODE} >> nth=0")
    page.wait_for_url(re.compile(r"/ledger/\d+/"))
    page.go_back()
    page.wait_for_selector("mark.hit")
    assert tally(page) == "2 项，显示 1–2"


def test_chips_pages_and_orders_without_reloading(page_for, cast, ledger):
    page = page_for(cast.supervisor)
    page.goto("/ledger/?level=city&q=停车")
    page.evaluate("window.same = true")
    page.click("thead .c-code a")
    page.wait_for_selector("thead .c-code[aria-sort=ascending]")
    page.click("thead .c-code a")
    page.wait_for_selector("thead .c-code[aria-sort=descending]")
    assert page.locator(CODE).first.inner_text() == "市-59"
    page.click('.chip:has-text("停车")')
    page.wait_for_selector('.tally:has-text("60 项")')
    assert page.input_value("#q") == ""
    page.click('.list-bar .pages a:has-text("2")')
    page.wait_for_selector('.tally:has-text("51–60")')
    assert page.url.endswith("/ledger/?level=city&sort=-code&page=2")
    page.go_back()
    page.wait_for_selector('.tally:has-text("1–50")')
    page.goto("/ledger/?level=city&sort=-code&page=2")  # the same address, opened by a colleague
    assert tally(page) == "60 项，显示 51–60"


def test_the_keyboard_walks_chooses_and_opens(page_for, cast, ledger):
    page = page_for(cast.supervisor)
    page.goto("/ledger/")
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == "市-2"
    page.keyboard.press("x")
    assert page.locator("tr.chosen .c-code a").all_inner_texts() == ["市-2"]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/ledger/{Matter.objects.get(code='市-2').pk}/"))


def test_choosing_rows(page_for, cast, ledger):
    page = page_for(cast.supervisor)
    page.goto("/ledger/?sort=-code")
    bar = page.locator("[data-bulk]")
    assert not bar.is_visible()
    page.check("[data-page]")
    assert "已选 50 项" in bar.inner_text()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("[data-all]")
    assert "已选 60 项" in bar.inner_text()
    page.click("[data-copy]")
    page.wait_for_selector("#toast .note")
    assert page.evaluate("navigator.clipboard.readText()").split("、")[:2] == ["市-60", "市-59"]
    assert_accessible(page)
    page.locator('tbody input[name="id"]').first.uncheck()
    assert "已选 49 项" in bar.inner_text()
    with page.expect_download():
        page.click("#bulk button[value=xlsx]")
    assert Event.objects.get(verb="ledger.export").after["项数"] == 49
    page.click("[data-none]")
    assert not bar.is_visible()


def test_a_row_unfolds(page_for, cast, ledger):
    page = page_for(cast.supervisor)
    page.goto("/ledger/")
    row = page.locator("tbody tr").first
    assert not row.get_by_text("第3类").is_visible()
    row.hover()
    row.locator("[data-unfold]").click()
    assert row.get_by_text("第3类").is_visible()
    assert row.locator("[data-unfold]").get_attribute("aria-expanded") == "true"


def test_head_and_first_column_stay(page_for, cast, ledger):
    page = page_for(cast.supervisor, width=1024)
    page.goto("/ledger/")
    page.evaluate("document.querySelector('.ledger-frame').scrollTo(300, 900)")
    frame = page.locator(".ledger-frame").bounding_box()
    head = page.locator("thead .c-code").bounding_box()
    assert abs(head["y"] - frame["y"]) < 3 and abs(head["x"] - frame["x"]) < 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_to_print(page_for, cast, ledger):
    page = page_for(cast.supervisor)
    page.goto("/ledger/")
    page.click("#export summary")
    with page.expect_popup() as opened:
        page.click("#export button[value=print]")
    sheet = opened.value
    sheet.wait_for_selector(".sheet-table tbody tr:nth-child(60)")
    assert sheet.title() == "督办台账 · 督办" and "共 60 项" in sheet.locator(".sheet-note").inner_text()
    pdf = sheet.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 84[12][.\d]* 59[45][.\d]*\]", pdf)  # A4, landscape
    assert_accessible(sheet)


@pytest.mark.parametrize("script", [True, False])
def test_narrow(page_for, cast, ledger, script):
    page = page_for(cast.lead_clerk, width=390, height=844, script=script)
    page.goto("/ledger/")
    assert tally(page) == "40 项，显示 1–40"
    assert page.locator(CODE).first.is_visible() and page.locator("tbody .c-mine").first.is_visible()
    if script:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not page.locator("#facet-role").is_visible()
        page.click("[data-fold]")
        assert_accessible(page)
    page.locator("#facet-role summary").click()
    page.locator("#facet-role .opt", has_text="牵头").click()
    if not script:
        page.locator("noscript button, .fold > button").first.click()
    page.wait_for_selector(".chips .chip")
    assert page.url.split("?")[1].endswith("role=lead")


def test_without_script_everything_still_works(page_for, cast, ledger):
    page = page_for(cast.supervisor, script=False)
    page.goto("/ledger/")
    page.fill("#q", "桥")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark.hit")
    assert tally(page) == "6 项，显示 1–6"
    page.click("#facet-unit summary")
    page.fill('[name="unit_name"]', "城管")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"unit=\d+"))
    assert tally(page) == "2 项，显示 1–2"
    page.locator('tbody input[name="id"]').first.check()
    with page.expect_download():
        page.click("#bulk button[value=xlsx]")
    assert Event.objects.get(verb="ledger.export").after["项数"] == 1
    page.click(".chips .clear")
    assert tally(page) == "60 项，显示 1–50"


def test_views_and_look(page_for, cast, ledger):
    SavedViewFactory(owner=cast.supervisor_head, name="公用：大桥", query="q=大桥", shared=True)
    page = page_for(cast.supervisor)
    page.goto("/ledger/?level=city&sort=-targets")
    page.click("#views summary")
    assert_accessible(page)
    page.fill("#view-name", "按指标")
    page.check('.view-save [name="default"]')
    page.click(".view-save button")
    page.wait_for_selector(".note-success")
    page.goto("/ledger/")
    assert page.url.endswith("/ledger/?level=city&sort=-targets")
    assert "按指标" in page.locator("#views summary").inner_text()
    page.click("#look summary")
    page.uncheck('#look [name="col"][value="section"]')
    page.check('#look [value="dense"]')
    page.click("#look button")
    page.wait_for_selector("table.dense")
    assert page.locator("thead .c-section").count() == 0
    page.click("#views summary")
    page.click('#views a:has-text("公用：大桥")')
    page.wait_for_selector("mark.hit")
    assert tally(page) == "6 项，显示 1–6"
