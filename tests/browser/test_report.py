"""Filling a report in a real browser: saving by itself, two people, no connection, no script, a telephone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from duban.progress.actions import drafting
from duban.progress.models import CheckAnswer, Evidence, Line, Observation, Report
from tests.factories.ledger import TargetFactory
from tests.factories.orgs import UserFactory, appoint
from tests.support.browsing import assert_accessible
from tests.support.near import bring_near
from tests.support.stage import TEXT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PDF = {"name": "验收单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"}


@pytest.fixture
def near(transactional_db: None, stage: Any) -> Any:
    return bring_near(stage)


@pytest.fixture
def draft(near: Any) -> Report:
    by = near.act(near.cast.lead_clerk, "2023-04-03 09:00:00")
    return drafting.open_draft(period=near.periods[0], unit=near.cast.lead_unit, **by)


@pytest.fixture
def line(near: Any, draft: Report) -> Line:
    return draft.lines.get(matter=near.counted)


def saved(page: Any) -> None:
    expect(page.locator("#saved")).to_have_text(re.compile(r"^已保存 \d\d:\d\d$"))


def box(page: Any, line: Line, name: str) -> Any:
    return page.locator(f'[name="l{line.pk}-{name}"]')


def test_the_clerk_fills_and_sends(near: Any, draft: Report, line: Line, page_for: Any) -> None:
    page = page_for(near.cast.lead_clerk)
    page.goto("/reports/")
    assert_accessible(page)
    page.get_by_role("button", name="继续填报").click()
    expect(page.get_by_role("button", name="送审")).to_be_disabled()
    expect(page.locator("#send-why")).to_have_text("还有 2 项未填")
    assert_accessible(page)

    for each in draft.lines.order_by("matter__ordinal"):
        section = page.locator(f"#line-{each.pk}")
        words = TEXT if each.pk == line.pk else TEXT + "另完成方案评审。"
        section.get_by_label("进展与成效").fill(words)
        section.get_by_label("自评").select_option("on_schedule")
    expect(page.locator(f"#line-{line.pk} .line-state")).to_have_text(re.compile("须改正"))

    page.get_by_role("button", name="填入 120个").click()  # the figure that the words hold, by one click
    expect(page.locator(f"#m{near.measure.pk}-value")).to_have_value("120")
    saved(page)
    assert Observation.objects.get(report=draft).value == 120
    expect(page.locator("#send-why")).to_have_text("各项都已填好，可以送审")
    expect(page.locator(".report-progress")).to_contain_text("已填 2/2")
    assert_accessible(page)

    page.reload()
    expect(box(page, line, "done")).to_have_value(TEXT)
    expect(box(page, line, "presence").first).to_be_checked()  # 已填报, chosen by writing
    page.get_by_role("button", name="送审").click()
    page.wait_for_url(re.compile(rf"/reports/{draft.pk}/read/"))
    draft.refresh_from_db()
    assert draft.state == "checking"


def test_12万_is_shown_back_and_a_finding_is_answered_in_place(
    near: Any, draft: Report, line: Line, page_for: Any
) -> None:
    page = page_for(near.cast.lead_clerk)
    page.goto(f"/reports/{draft.pk}/")
    section = page.locator(f"#line-{line.pk}")
    section.get_by_label("进展与成效").fill(TEXT)
    section.get_by_label("自评").select_option("on_schedule")
    figure = page.locator(f"#m{near.measure.pk}-value")
    figure.fill("12万")
    figure.press("Tab")
    expect(figure).to_have_value("120,000")
    expect(section.locator(".fig-words")).to_have_text("12万个")
    finding = section.locator(".finding", has_text="正文写 120个")
    finding.get_by_role("textbox").fill("正文写的是本季度")
    finding.get_by_role("textbox").press("Enter")
    expect(finding).to_have_class(re.compile("answered"))
    assert CheckAnswer.objects.get(answer="正文写的是本季度").by == near.cast.lead_clerk

    figure.fill("十二左右")
    figure.press("Tab")
    expect(section.get_by_role("alert")).to_contain_text("这里应填数字，收到的是“十二左右”")
    expect(page.locator("#saved")).to_have_text("有 1 处没有保存，请看红字")
    assert Observation.objects.get(report=draft).value == 120000
    figure.fill("120")
    figure.press("Tab")
    saved(page)


def test_two_people_in_one_line_lose_nothing(near: Any, draft: Report, line: Line, page_for: Any) -> None:
    other = appoint(UserFactory(name="孙同事"), near.cast.lead_unit, "clerk")
    one, two = page_for(near.cast.lead_clerk), page_for(other)
    for page in (one, two):
        page.goto(f"/reports/{draft.pk}/")
    box(one, line, "done").fill("甲写的进展：已建成120个泊位。")
    box(one, line, "done").blur()
    saved(one)
    box(two, line, "problem").fill("乙写的问题：征地较慢。")
    box(two, line, "problem").blur()
    saved(two)
    expect(box(two, line, "done")).to_have_value("甲写的进展：已建成120个泊位。")  # came with the answer
    line.refresh_from_db()
    assert (line.done, line.problem) == ("甲写的进展：已建成120个泊位。", "乙写的问题：征地较慢。")

    box(one, line, "problem").fill("甲写的问题：资金未到位。")  # has not seen the other's
    box(one, line, "problem").blur()
    dialog = one.locator("#clash")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("孙同事刚刚改了同一栏")
    expect(dialog.locator("[data-mine]")).to_have_text("甲写的问题：资金未到位。")
    expect(dialog.locator("[data-theirs]")).to_have_text("乙写的问题：征地较慢。")
    assert_accessible(one)
    dialog.get_by_label("合并后的内容").fill("征地较慢，资金未到位。")
    dialog.get_by_role("button", name="用合并后的").click()
    saved(one)
    line.refresh_from_db()
    assert line.problem == "征地较慢，资金未到位。"

    box(two, line, "problem").fill("又改了一次。")
    box(two, line, "problem").blur()
    two.locator("#clash").get_by_role("button", name="用对方的").click()
    expect(box(two, line, "problem")).to_have_value("征地较慢，资金未到位。")
    saved(two)


def test_without_connection_nothing_is_lost(near: Any, draft: Report, line: Line, page_for: Any, watch: Any) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    page = page_for(near.cast.lead_clerk)
    page.goto(f"/reports/{draft.pk}/")
    page.context.set_offline(True)
    box(page, line, "done").fill("断网时写的进展。")
    box(page, line, "done").blur()
    expect(page.locator("#offline")).to_contain_text("离线：内容已存在本机")
    assert_accessible(page)
    line.refresh_from_db()
    assert line.done == ""
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("#offline")).to_be_hidden()
    line.refresh_from_db()
    assert line.done == "断网时写的进展。"


def test_what_was_not_sent_is_offered_after_a_reload(
    near: Any, draft: Report, line: Line, page_for: Any, watch: Any
) -> None:
    watch.allow("Failed to load resource")
    watch.allow("ERR_FAILED")
    page = page_for(near.cast.lead_clerk)
    page.goto(f"/reports/{draft.pk}/")
    page.route("**/autosave/", lambda route: route.abort())  # the server is away
    box(page, line, "done").fill("服务器不在时写的进展。")
    box(page, line, "done").blur()
    expect(page.locator("#offline")).to_be_visible()
    page.reload()
    offer = page.locator("#local-offer")
    expect(offer).to_contain_text("有 2 处没有送出的内容")
    expect(box(page, line, "done")).to_have_value("")
    assert_accessible(page)
    page.unroute("**/autosave/")
    offer.get_by_role("button", name="恢复并保存").click()
    saved(page)
    line.refresh_from_db()
    assert line.done == "服务器不在时写的进展。"
    page.reload()
    expect(page.locator("#local-offer")).to_be_hidden()


def test_an_answer_that_got_lost_is_no_clash_with_oneself(
    near: Any, draft: Report, line: Line, page_for: Any, watch: Any
) -> None:
    watch.allow("Failed to load resource")
    watch.allow("ERR_FAILED")
    page = page_for(near.cast.lead_clerk)
    page.goto(f"/reports/{draft.pk}/")

    def swallow(route: Any) -> None:
        route.fetch()  # it reaches the server, the answer does not come back
        route.abort()

    page.route("**/autosave/", swallow)
    box(page, line, "done").fill("第一句。")
    box(page, line, "done").blur()
    expect(page.locator("#offline")).to_be_visible()
    page.unroute("**/autosave/")
    box(page, line, "done").fill("第一句。第二句。")
    box(page, line, "done").blur()
    saved(page)
    expect(page.locator("#clash")).to_be_hidden()
    line.refresh_from_db()
    assert line.done == "第一句。第二句。"


def test_files_keys_and_filters(near: Any, draft: Report, line: Line, page_for: Any) -> None:
    page = page_for(near.cast.lead_clerk)
    page.goto(f"/reports/{draft.pk}/")
    page.locator(f"#l{line.pk}-files").set_input_files([PDF])
    expect(page.locator(f"#l{line.pk}-evidence")).to_contain_text("验收单.pdf")
    assert Evidence.objects.get().line == line
    page.locator(f"#l{line.pk}-evidence").get_by_role("button", name="撤回").click()
    expect(page.locator(f"#l{line.pk}-evidence")).not_to_contain_text("验收单.pdf")
    assert Evidence.objects.get().withdrawn_at is not None

    first, second = draft.lines.order_by("matter__ordinal")
    box(page, first, "done").focus()
    page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.closest('.line').dataset.line") == str(second.pk)
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.type("按键盘写的进展，共十五个字以上，都在这里。")
    page.keyboard.press("Control+s")
    saved(page)
    page.keyboard.press("Alt+n")
    assert page.evaluate("document.activeElement.closest('.line').dataset.line") == str(second.pk)
    expect(page.locator(f'[data-index="{first.pk}"]')).to_have_attribute("data-state", re.compile("block|done"))
    page.locator(".index").get_by_role("link", name="未填", exact=True).click()
    expect(page.locator(f"#line-{first.pk}")).to_be_hidden()
    expect(page.locator(f"#line-{second.pk}")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_scrolls_sideways(near: Any, draft: Report, line: Line, page_for: Any, width: int) -> None:
    long = TargetFactory(matter=near.counted, what="覆盖全区城镇新建居住社区配套幼儿园的公办学位占比", unit="个百分点")
    assert long.pk
    page = page_for(near.cast.lead_clerk, width=width)
    page.goto(f"/reports/{draft.pk}/")
    for code in ("blocked", "awaiting", "nil"):
        page.locator(f'[name="l{line.pk}-presence"][value="{code}"]').check()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator(f"#l{line.pk}-reason")).to_be_visible()
    expect(page.locator(f"#l{line.pk}-waiting_on")).to_be_hidden()
    saved(page)
    assert_accessible(page)


def test_everything_works_without_script(near: Any, draft: Report, line: Line, page_for: Any, watch: Any) -> None:
    watch.allow("422 (Unprocessable Entity)")
    page = page_for(near.cast.lead_clerk, script=False)
    page.goto(f"/reports/{draft.pk}/")
    for each in draft.lines.all():
        words = TEXT if each.pk == line.pk else TEXT + "另完成方案评审。"
        box(page, each, "done").fill(words)
        box(page, each, "self_rating").select_option("on_schedule")
    page.locator(f"#m{near.measure.pk}-value").fill("很多")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert page.locator(f"#m{near.measure.pk}-value").input_value() == "很多"
    assert Line.objects.get(pk=line.pk).done == TEXT  # the rest is saved
    page.get_by_role("button", name="填入 120个").click()
    page.get_by_text(re.compile("已保存 1 处")).wait_for()
    page.locator(f"#l{line.pk}-files").set_input_files([PDF])
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("button", name="撤回").wait_for()
    page.get_by_role("button", name="送审").click()
    page.wait_for_url(re.compile(rf"/reports/{draft.pk}/read/"))
