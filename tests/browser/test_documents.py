"""A circular reaches a unit's telephone: opening it is reading it; its files are there; the office corrects it."""

from __future__ import annotations

from typing import Any

import pytest

from duban.dispatch.models import Dispatch, Receipt
from tests.factories.dispatch import make_letterhead
from tests.support.browsing import assert_accessible
from tests.support.cast import make_cast
from tests.web.documents.papers import of_kind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Any:
    return make_cast()


def fits(page: Any) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_the_telephone_of_the_unit_to_the_correction(cast: Any, page_for: Any) -> None:
    row = of_kind(cast, "circular", [cast.lead_unit])
    phone = page_for(cast.lead_principal, width=390, height=844)
    phone.goto("/")
    phone.get_by_role("link", name=f"阅读{row.full_number}").click()
    phone.get_by_text("本单位已阅，已记入").wait_for()  # by itself: nobody has to press anything
    assert Receipt.objects.get().read_by == cast.lead_principal
    assert_accessible(phone)
    assert fits(phone)
    with phone.expect_download() as found:
        phone.get_by_role("link", name="Word").click()
    assert found.value.suggested_filename.startswith(row.full_number)
    office = page_for(cast.supervisor)
    office.goto("/documents/")
    assert_accessible(office)
    office.get_by_role("link", name=row.full_number).click()
    office.get_by_text("已阅 1 个").wait_for()
    assert_accessible(office)
    office.get_by_role("link", name="更正").click()
    office.get_by_label("原文").first.fill("应报单位87个")
    office.get_by_label("更正为").first.fill("应报单位88个")
    office.get_by_label("更正原因").fill("统计口径有误")
    office.get_by_label("送谁签发").select_option(label="区长")
    assert_accessible(office)
    office.get_by_role("button", name="起草更正").click()
    office.get_by_role("button", name="送区长签发").click()
    office.get_by_text("现作更正").wait_for()
    assert_accessible(office)
    leader = page_for(cast.leader, width=390, height=844)
    leader.goto("/")
    leader.get_by_role("link", name="待签发").first.click()
    assert_accessible(leader)
    assert fits(leader)
    leader.get_by_role("button", name="签发", exact=True).click()
    leader.get_by_text("待印发").first.wait_for()
    office.reload()
    office.on("dialog", lambda dialog: dialog.accept())
    office.get_by_role("button", name="印发", exact=True).click()
    office.get_by_text("现作更正").wait_for()
    assert Dispatch.objects.get(corrects=row).receipts.get().unit == cast.lead_unit


def test_the_settings_and_their_boxes(cast: Any, page_for: Any) -> None:
    make_letterhead(cast)
    page = page_for(cast.supervisor, width=390, height=844)
    page.goto("/documents/letterheads")
    assert_accessible(page)
    assert fits(page)
    page.get_by_label("今年纸质发文已用到第几号").fill("4")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("下一号是5号").wait_for()
