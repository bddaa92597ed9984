"""Messages in a real browser: the inbox at both widths, without a script, and what axe says of every page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from duban.messaging.models import Channel, Message
from duban.progress.reminders import remind
from tests.factories.progress import moment
from tests.messaging.conftest import give
from tests.support.browsing import assert_accessible, shot
from tests.support.cast import AT

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = {
    "lead_clerk": ["/messages/", "/messages/?show=all", "/messages/settings"],
    "system_admin": ["/messages/channels"],
    "supervisor": ["/messages/reminders"],
}
WHERE = Path(os.environ["DUBAN_SHOTS"]) if os.environ.get("DUBAN_SHOTS") else None  # where to keep pictures to look at


@pytest.fixture
def told(stage):
    """Somebody with messages, a robot, and reminders that were given."""
    cast = stage.cast
    remind(moment("2023-04-03 09:00:00"))
    remind(moment("2023-04-11 09:00:00"))
    give(cast.lead_clerk, at=AT, number=1)
    give(
        cast.lead_clerk, "report_returned", at=moment("2023-04-14 10:00:00"), number=2,
        subject="报告已退回：2023年第一季度",
        body="意见：请补充泊位的位置，并与街道办事处核对完成数。\n请修改后重新送签。首次签字的时间不变，原来按期的仍算按期。",
    )  # fmt: skip
    Channel.objects.create(
        unit=cast.lead_unit, kind="other", name="办公室工作群", address="json://relay.example.gov.cn/x",
        created_by=cast.system_admin, created_at=AT,
    )  # fmt: skip
    return stage


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_accessible_and_fits(told, page_for, width):
    for who, paths in PAGES.items():
        page = page_for(getattr(told.cast, who), width=width)
        for path in paths:
            page.goto(path)
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            if WHERE:
                shot(page, WHERE, f"{who}-{path.strip('/').replace('/', '-').replace('?', '-')}-{width}")


@pytest.mark.parametrize("script", [True, False])
def test_reading_with_and_without_a_script(told, page_for, script):
    page = page_for(told.cast.lead_clerk, script=script)
    page.goto("/messages/")
    assert page.locator(".inbox > li").count() == 3  # the later reminder stands for the earlier
    page.get_by_role("button", name="标为已读：报告已受理").click()
    assert page.locator(".inbox > li").count() == 2
    page.get_by_role("button", name="全部标为已读").click()
    page.get_by_text("没有未读的消息").wait_for()
    assert not Message.objects.unread().filter(recipient=told.cast.lead_clerk).exists()


def test_by_keyboard(told, page_for):
    page = page_for(told.cast.lead_clerk)
    page.goto("/messages/")
    page.get_by_role("button", name="报告已退回：2023年第一季度", exact=True).focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_the_address_of_the_calendar(told, page_for):
    page = page_for(told.cast.lead_clerk, width=390)
    page.goto("/messages/settings")
    page.get_by_role("button", name="生成订阅地址").click()
    address = page.get_by_label("订阅地址").input_value()
    assert address.startswith("http") and address.endswith(".ics")
    assert_accessible(page)
    assert page.request.get(address).headers["content-type"].startswith("text/calendar")
    if WHERE:
        shot(page, WHERE, "feed-390")
