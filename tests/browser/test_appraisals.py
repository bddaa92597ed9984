"""A unit looks at its appraisal on a telephone and objects; the head decides; a rule is tried."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from duban.appraisal.actions import appraisals
from duban.appraisal.models import Appraisal, UnitResult
from duban.progress.actions import periods
from tests.appraisal.year import AS_OF, NOW
from tests.support.browsing import assert_accessible
from tests.support.cast import make_cast
from tests.support.stage import Stage, make_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    """A year with one report in time and one missing, shown to the units today."""
    made = make_stage(make_cast())
    made.filed(period=0)
    periods.open_period(period=made.periods[1], **made.act(made.cast.supervisor, "2023-07-01 08:00:00"))
    row = appraisals.begin(year=2023, as_of=AS_OF, **made.act(made.cast.supervisor, NOW))
    appraisals.show(row=row, **made.act(made.cast.supervisor, NOW))
    Appraisal.objects.update(objection_until=timezone.localdate())
    return made


def fits(page: Any) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_the_telephone_of_the_unit_to_the_decision(stage: Stage, page_for: Any, watch: Any) -> None:
    phone = page_for(stage.cast.lead_clerk, width=390, height=844)
    phone.goto("/")
    phone.get_by_role("link", name="核对2023年度考核结果").click()
    phone.get_by_text("计 2 期：按时 1 期、未办 1 期").wait_for()
    assert_accessible(phone)
    assert fits(phone)
    phone.get_by_role("link", name="对“2023年上半年报告”提出异议").click()
    phone.get_by_label("事实和理由").fill("纸质报告7月8日已送督查室，签收单附后。")
    assert_accessible(phone)
    assert fits(phone)
    phone.get_by_role("button", name="提出异议").click()
    phone.get_by_text("待复核").first.wait_for()
    head = page_for(stage.cast.supervisor_head)
    head.goto("/")
    head.get_by_role("link", name="复核考核异议").click()
    head.get_by_label("2023年上半年报告").select_option(label="按时")
    head.get_by_label("复核意见").fill("签收单属实")
    assert_accessible(head)
    head.get_by_role("button", name="异议成立").click()
    head.get_by_text("依据改为：按时").wait_for()
    head.goto(f"/appraisals/{Appraisal.objects.get().pk}/")
    assert_accessible(head)
    head.get_by_role("link", name="敏感性").click()
    head.get_by_text("不计“按时报送”").wait_for()
    assert_accessible(head)
    head.goto("/appraisals/rules/new")
    head.get_by_label("好：不低于（分）", exact=True).fill("99.5")
    head.get_by_role("button", name="试算").click()
    head.get_by_role("heading", name="用2023年的数据试算").wait_for()
    assert_accessible(head)
    assert UnitResult.objects.get().facts
