"""The year is closed: settled, carried over, packed, and the package checked; at both widths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from duban.core.yearend import verify_package
from duban.ledger.models import Programme
from duban.oversight.models import Closing
from duban.yearend.models import CarryOver, Settlement
from tests.factories.ledger import MatterFactory, ProgrammeFactory
from tests.factories.progress import give_matter, moment
from tests.support.browsing import assert_accessible
from tests.support.cast import Cast, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> Cast:
    """A past year with a closed matter and one that is not."""
    cast = make_cast()
    programme = ProgrammeFactory(year=2023)
    done = give_matter(cast.lead_unit, matter=MatterFactory(programme=programme))
    give_matter(cast.lead_unit, matter=MatterFactory(programme=programme, body="完成场地平整并投入使用。"))
    Closing.objects.create(
        matter=done, unit=cast.lead_unit, state="closed", result="全部建成。", grade="done", applied_by=cast.lead_clerk,
        applied_at=moment("2024-01-10 09:00:00"), decided_by=cast.supervisor, decided_at=moment("2024-01-11 09:00:00"),
    )  # fmt: skip
    return cast


@pytest.mark.parametrize("width", [1440, 390])
def test_the_year_is_closed(world: Cast, page_for: Any, width: int, tmp_path: Path) -> None:
    assert Programme.objects.get().year == 2023
    office = page_for(world.supervisor, width=width)
    office.goto("/")
    office.get_by_role("link", name="2023年逐项对账还有 2 项").click()
    assert_accessible(office)
    assert office.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    office.get_by_role("button", name="对账这 1 项").click()
    office.get_by_text("已对账 1 项").wait_for()

    office.get_by_role("link", name="对账区-").click()
    assert_accessible(office)
    office.get_by_label("说明").fill("年内未完成，转下年办理。")
    office.get_by_role("button", name="对账", exact=True).click()
    office.get_by_text("已对账。").wait_for()
    assert Settlement.objects.live().count() == 2

    office.goto("/yearend/carry/?year=2023")
    assert_accessible(office)
    left = office.locator(".year-carry > li").last
    left.get_by_label("去向").select_option(label="在原台账继续办理")
    left.get_by_label("理由").fill("工程跨年，继续办理。")
    left.get_by_role("button", name="确定").click()
    office.get_by_text("的去向已确定").wait_for()
    assert CarryOver.objects.live().count() == 1

    office.get_by_role("link", name="归档").click()
    assert_accessible(office)
    with office.expect_download() as download:
        office.get_by_role("button", name="制作并下载").click()
    path = tmp_path / "归档.zip"
    download.value.save_as(path)
    assert [wrong for _, _, found in verify_package.verify(str(path)) for wrong in found] == []
