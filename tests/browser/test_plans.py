"""From "assigned" to an accepted plan: sign for all, plan, file, sent back, filed again; at both widths."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from duban.ledger.models import Assignment
from duban.progress.models import Dispute, HandlingPlan, Liaison, Receipt
from tests.factories.ledger import MatterFactory, ProgrammeFactory
from tests.factories.progress import give_matter, measure_for
from tests.support.browsing import assert_accessible
from tests.support.cast import Cast, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> Cast:
    """Two matters of the lead unit, given today."""
    cast = make_cast()
    programme = ProgrammeFactory(year=timezone.localdate().year)
    counted = give_matter(cast.lead_unit, matter=MatterFactory(programme=programme))
    give_matter(cast.lead_unit, matter=MatterFactory(programme=programme, body="年底前完成场地平整并投入使用。"))
    measure_for(counted)
    Assignment.objects.update(made_at=timezone.now())
    return cast


def no_sideways(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1440, 390])
def test_sign_plan_file_sent_back_and_filed_again(world: Cast, page_for: Any, width: int) -> None:
    unit, office = page_for(world.lead_clerk, width=width), page_for(world.supervisor, width=width)
    unit.goto("/")
    unit.get_by_role("link", name="待签收 2 项").click()
    assert_accessible(unit)
    no_sideways(unit)
    unit.get_by_role("button", name="全部签收（2 项）").click()
    unit.get_by_text("已签收 2 项").wait_for()
    assert Receipt.objects.count() == 2

    unit.goto("/plans/")
    unit.get_by_role("button", name="制订").first.click()
    unit.get_by_role("heading", name="办理方案：").wait_for()
    assert_accessible(unit)
    no_sideways(unit)
    unit.get_by_label("具体工作内容").fill("新建路内泊位，改造三处立体停车楼。")
    unit.get_by_label("分管负责同志").fill("钱副局长")
    unit.get_by_label("责任部门").fill("停车管理科")
    rows = unit.locator("[data-nodes] tr")
    before = rows.count()
    unit.get_by_role("button", name="增加一行").click()
    assert rows.count() == before + 1
    year = timezone.localdate().year
    unit.get_by_label("第 1 个节点的完成时间").fill(f"{year}-12-20")
    unit.get_by_label("第 1 个节点的内容").fill("建成首批泊位")
    unit.get_by_label("第 1 个节点的指标").select_option(label="停车泊位（个）")
    unit.get_by_label("第 1 个节点的预期累计值").fill("260")
    unit.get_by_role("button", name="保存并报送").click()
    unit.get_by_text("方案已报送").wait_for()
    assert_accessible(unit)

    office.goto("/")
    office.get_by_role("link", name="办理方案待审 1 份").click()
    assert_accessible(office)
    no_sideways(office)
    office.locator("form tbody th a").first.click()
    office.locator("summary", has_text="退回").click()
    office.get_by_label("退回意见").fill("请增加上半年的节点。")
    assert_accessible(office)
    office.get_by_role("button", name="退回", exact=True).click()
    office.get_by_text("方案已退回").wait_for()

    unit.goto("/")
    unit.get_by_role("link", name="办理方案退回 1 项").click()
    unit.get_by_role("link", name="填写").click()
    unit.get_by_text("请增加上半年的节点。", exact=True).wait_for()
    unit.get_by_label("第 2 个节点的完成时间").fill(f"{year}-06-30")
    unit.get_by_label("第 2 个节点的内容").fill("完成场地平整")
    unit.get_by_role("button", name="保存并报送").click()
    unit.get_by_text("方案已报送").wait_for()

    office.goto("/plans/")
    office.get_by_label("全选").check()
    office.on("dialog", lambda dialog: dialog.accept())
    office.get_by_role("button", name="通过勾选的方案").click()
    office.get_by_text("已通过 1 份方案").wait_for()
    plan = HandlingPlan.objects.get()
    assert plan.state == "accepted" and [m.content for m in plan.milestones.all()] == ["完成场地平整", "建成首批泊位"]


@pytest.mark.parametrize("width", [1440, 390])
def test_a_dispute_and_the_liaison_list(world: Cast, page_for: Any, watch: Any, width: int) -> None:
    unit = page_for(world.lead_clerk, width=width)
    unit.goto("/assigned/")
    unit.get_by_role("link", name="提出异议").first.click()
    unit.get_by_label("理由").fill("按三定方案，停车泊位的规划由区民政局负责。")
    unit.get_by_label("建议由哪个单位承办").fill("区民政局")
    assert_accessible(unit)
    unit.get_by_role("button", name="提交异议").click()
    unit.get_by_text("异议已提交").wait_for()
    assert_accessible(unit)
    no_sideways(unit)
    assert Dispute.objects.get().proposal == "区民政局"

    unit.goto("/liaisons/")
    watch.allow("422")
    unit.get_by_role("button", name="保存名单").click()
    unit.get_by_role("alert").wait_for()  # the telephones are missing; the proposed names stay
    assert_accessible(unit)
    no_sideways(unit)
    for n, number in enumerate(("13800138000", "13800138001", "13800138002"), start=1):
        unit.locator("[name=row-mobile]").nth(n - 1).fill(number)
    unit.get_by_role("button", name="保存名单").click()
    unit.get_by_text("名单已保存").wait_for()
    assert Liaison.objects.count() == 3 and "13800138000" not in unit.content()
    unit.get_by_role("button", name="查看钱副的完整电话").click()
    unit.get_by_text("13800138000").wait_for()
    assert_accessible(unit)


def test_without_script_a_plan_can_be_written(world: Cast, page_for: Any) -> None:
    page = page_for(world.lead_clerk, script=False)
    page.goto("/plans/")
    page.get_by_role("button", name="制订").first.click()
    page.get_by_label("具体工作内容").fill("新建路内泊位，改造三处立体停车楼。")
    page.get_by_label("第 1 个节点的完成时间").fill(f"{timezone.localdate().year}-06-30")
    page.get_by_label("第 1 个节点的内容").fill("完成一批")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_text("方案已保存").wait_for()
    assert HandlingPlan.objects.get().milestones.count() == 1
