"""A principal reads and signs on a telephone; the office head checks; without script; nothing scrolls sideways."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from duban.progress import checking
from duban.progress.actions import periods
from duban.progress.models import Line, Period, Report
from tests.factories.orgs import PASSWORD
from tests.support.browsing import assert_accessible
from tests.support.cast import make_cast
from tests.support.stage import Stage, make_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    """The stage; its periods stay open."""
    made = make_stage(make_cast())
    Period.objects.update(closes_on=timezone.localdate().replace(year=timezone.localdate().year + 2))
    for period in made.periods:
        period.refresh_from_db()
    return made


def fits(page: Any) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_principal_signs_on_a_telephone(stage: Stage, page_for: Any, watch: Any) -> None:
    watch.allow("422")
    report = stage.to_sign(stage.draft())
    Line.objects.filter(report=report).update(next_step="其余地块逐块取得施工许可后开工，逐月对账。" * 12)
    page = page_for(stage.cast.lead_principal, width=390, height=844)
    page.goto("/")
    page.get_by_role("link", name="待我签字").click()
    page.get_by_role("heading", name="一屏概览").wait_for()
    assert page.locator(".sign-screen").bounding_box()["y"] < 844, "the overview is on the first screen"
    assert_accessible(page)
    assert fits(page)
    page.get_by_role("link", name="到签字处").click()
    page.get_by_text("内容属实，同意报送").wait_for()
    page.get_by_label("登录密码").fill("wrong")
    page.get_by_role("button", name="签字报送").click()
    page.get_by_text("还可再试 4 次").first.wait_for()
    assert_accessible(page)
    page.get_by_label("登录密码").fill(PASSWORD)
    page.get_by_role("button", name="签字报送").click()
    page.get_by_text("已签字报送").wait_for()
    assert_accessible(page)
    assert fits(page)
    report.refresh_from_db()
    assert report.state == "signed"
    page.goto("/")
    assert page.get_by_role("link", name="待我签字").count() == 0


def test_content_that_changed_while_it_was_read_is_read_again(stage: Stage, page_for: Any, watch: Any) -> None:
    watch.allow("409")
    report = stage.to_sign(stage.draft())
    page = page_for(stage.cast.lead_principal, width=390, height=844)
    page.goto(f"/reports/{report.pk}/sign/")
    Line.objects.filter(report=report).update(problem="用地未批，因规划调整")
    page.get_by_label("登录密码").fill(PASSWORD)
    page.get_by_role("button", name="签字报送").click()
    page.get_by_role("link", name="重新阅读").wait_for()
    assert "用地未批" in page.locator("main").inner_text()
    page.get_by_role("link", name="重新阅读").click()
    page.get_by_label("登录密码").fill(PASSWORD)
    page.get_by_role("button", name="签字报送").click()
    page.get_by_text("已签字报送").wait_for()


def test_sent_checked_and_refused_without_script(stage: Stage, page_for: Any) -> None:
    report = stage.draft()
    clerk = page_for(stage.cast.lead_clerk, script=False)
    clerk.goto(f"/reports/{report.pk}/read/")
    clerk.get_by_role("button", name="送审").click()
    clerk.get_by_text("已送审。").wait_for()
    head = page_for(stage.cast.lead_office_head, width=390, height=844, script=False)
    head.goto("/")
    head.get_by_role("link", name="待审核").click()
    head.get_by_role("button", name="审核通过，送签").click()
    head.get_by_text("审核通过。").wait_for()
    principal = page_for(stage.cast.lead_principal, width=390, height=844, script=False)
    principal.goto(f"/reports/{report.pk}/sign/")
    principal.get_by_text("不同意，退回修改").click()
    principal.get_by_label("退回理由").fill("请写明剩余地块的时限。")
    principal.get_by_role("button", name="退回修改").click()
    principal.get_by_text("已退回经办人修改").wait_for()
    clerk.goto(f"/reports/{report.pk}/read/")
    assert "请写明剩余地块的时限。" in clerk.locator("main").inner_text()


def test_a_mandate_is_given_and_ended(stage: Stage, page_for: Any) -> None:
    page = page_for(stage.cast.lead_principal, width=390, height=844)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/delegations/")
    page.get_by_label("受托人").select_option(label="钱副")
    page.get_by_label("截止日期").fill(timezone.localdate().isoformat())
    page.get_by_label("授权文号").fill("区建设局授〔2026〕1号")
    page.get_by_role("button", name="授权代签").click()
    page.get_by_text("已授权钱副代签").wait_for()
    assert_accessible(page)
    assert fits(page)
    page.get_by_role("button", name="终止对钱副的授权").click()
    page.get_by_text("已终止钱副的代签授权").wait_for()


def answered(stage: Stage) -> Report:
    """The second quarter's draft with every finding answered."""
    clerk = stage.act(stage.cast.lead_clerk, "2023-07-03 09:00:00")
    report = Report.objects.get(pk=stage.draft("2023-07-03 09:00:00", period=1, value="160").pk)
    for each in checking.open_findings(report):
        line, found = Line.objects.get(pk=each.line_id), each.finding
        checking.answer(line=line, rule=found.rule, fingerprint=found.fingerprint, text="已核对无误", **clerk)
    return report


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_accessible_and_fits(stage: Stage, page_for: Any, width: int) -> None:
    first = stage.filed(0)
    accepted = f"/reports/{first.pk}"
    periods.open_period(period=stage.periods[1], **stage.act(stage.cast.supervisor, "2023-07-01 08:00:00"))
    second = stage.to_sign(answered(stage), "2023-07-04 09:00:00")
    signing = f"/reports/{second.pk}"
    visits = {
        "supervisor": [
            *(f"{accepted}/read/", f"{accepted}/correct/", f"{signing}/paper/?code=1-AAAA-BBBB-CCCC"),
            "/reports/paper/",
            *("/delegations/", f"/delegations/?unit={stage.cast.lead_unit.pk}"),
            f"/reports/settings/{stage.cast.lead_unit.pk}/",
        ],
        "lead_principal": [f"{signing}/sign/", f"{signing}/read/", "/delegations/"],
        "leader": [f"{accepted}/read/"],
    }
    for who, paths in visits.items():
        page = page_for(getattr(stage.cast, who), width=width)
        for path in paths:
            assert page.goto(path).status == 200, path
            assert_accessible(page)
            assert fits(page), path


def test_the_office_corrects_words_while_it_accepts(stage: Stage, page_for: Any) -> None:
    report = stage.sign(stage.to_sign(stage.draft()))
    page = page_for(stage.cast.supervisor, width=1440)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/reports/{report.pk}/amend/")
    assert_accessible(page)
    box = page.get_by_label("进展与成效").first
    box.fill(box.input_value() + "（督查室更正）")
    page.get_by_label("更正理由").fill("错别字")
    page.get_by_role("button", name="受理并更正").click()
    page.get_by_text("沿用第 1 版签字").wait_for()
    assert_accessible(page)
    assert Report.objects.get(pk=report.pk).state == "accepted"
