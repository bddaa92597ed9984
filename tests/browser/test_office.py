"""The office's quarter in a browser: periods from the notice, opening, the board, a report line by line, acceptance."""

from __future__ import annotations

from typing import Any

import pytest

from duban.notices.models import NoticeRule
from duban.progress import digest
from duban.progress.actions import drafting, signing
from duban.progress.actions.drafting import Change
from duban.progress.models import Line, Obligation, Period, Report
from tests.factories.notices import NoticeFactory
from tests.factories.orgs import PASSWORD
from tests.factories.progress import give_matter, measure_for
from tests.support.browsing import assert_accessible
from tests.support.cast import Cast, make_cast
from tests.support.stage import TEXT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def narrow(page: Any) -> bool:
    """Nothing scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The lead unit has two matters of this year's notice, which asks for quarterly reports."""
    from django.utils import timezone

    cast, year = make_cast(), timezone.localdate().year
    notice = NoticeFactory(year=year, document_number="示政办〔本年〕1号")
    NoticeRule.objects.create(
        notice=notice,
        kind="periodic_report",
        sentence="每个季度第1个月的10日前报送完成情况。",
        data={"cycle": "quarter", "month_of_cycle": 1, "day": 10},
    )
    first = give_matter(cast.lead_unit)
    type(first.programme).objects.filter(pk=first.programme_id).update(year=year)
    measure_for(give_matter(cast.lead_unit, programme=first.programme, section=first.section))
    return cast


def sign(cast: Cast, period: Period) -> Report:
    """The unit's part, by the actions."""
    from decimal import Decimal

    from django.utils import timezone

    from duban.orgs.actor import actor_for
    from duban.progress.models import Measure

    Period.objects.filter(pk=period.pk).update(closes_on=timezone.localdate())
    period.refresh_from_db()

    def act(person: Any) -> dict[str, Any]:
        return {"by": actor_for(person, timezone.localdate(), "测试"), "at": timezone.now()}

    clerk = act(cast.lead_clerk)
    report = drafting.open_draft(period=period, unit=cast.lead_unit, **clerk)
    for line in report.lines.order_by("pk"):
        done = TEXT if line.matter.target_count else f"{TEXT}另完成{line.matter.code}的方案评审。"
        fields = {"presence": "reported", "done": done, "self_rating": "on_schedule"}
        drafting.save_line(line=line, changes={k: Change(v, getattr(line, k)) for k, v in fields.items()}, **clerk)
    drafting.save_figure(
        report=report, measure_id=Measure.objects.get().pk, changes={"value": Change(Decimal(120))}, **clerk
    )
    report.refresh_from_db()
    report = signing.submit(report=report, **clerk)
    report = signing.pass_check(report=report, **act(cast.lead_office_head))
    return signing.sign(report=report, seen=digest.of(report), password=PASSWORD, **act(cast.lead_principal))


def test_from_the_notice_to_acceptance(cast: Cast, page_for: Any) -> None:
    page = page_for(cast.supervisor)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/")
    page.get_by_role("link", name="设").filter(has_text="年的报告期").click()
    page.get_by_text("每个季度第1个月的10日前").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="设报告期").click()
    page.get_by_text("的报告期已设好，共 4 期").wait_for()
    assert_accessible(page)

    page.get_by_role("link", name="第一季度", exact=False).first.click()
    page.get_by_text("还没有开启").wait_for()
    page.get_by_role("link", name="开启", exact=True).click()
    page.get_by_role("heading", name="应报清单").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="开启并锁定应报清单").click()
    page.get_by_text("应报清单已锁定").wait_for()
    assert_accessible(page)
    assert Obligation.objects.count() == 1

    report = sign(cast, Period.objects.get(seq=1))
    page.reload()
    page.get_by_role("link", name="区建设局").click()
    page.get_by_text("内容与签字一致").wait_for()
    assert_accessible(page)

    # By keyboard: j to the first line, a passes it, r goes to the reason of the next one.
    first, second = report.lines.order_by("matter__ordinal")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.get_by_text("通过 1，退回 0，未处理 1").wait_for()
    page.locator(f"#line-{second.pk} [data-accept]").focus()
    page.keyboard.press("r")
    page.keyboard.type("请写明数据来源")
    page.locator(f"#line-{second.pk}").get_by_role("button", name="退回此项").click()
    page.get_by_text("有 1 项标为退回").wait_for()
    assert_accessible(page)
    page.locator(f"#line-{second.pk}").get_by_role("button", name="取消退回").click()
    page.get_by_text("通过 1，退回 0，未处理 1").wait_for()
    assert Line.objects.get(pk=second.pk).decision == ""
    page.get_by_role("button", name="受理", exact=True).click()
    page.get_by_text("已受理“区建设局").wait_for()
    report.refresh_from_db()
    assert report.state == "accepted" and Line.objects.get(pk=first.pk).decision == "accepted"
    assert_accessible(page)


def test_without_a_script_and_on_a_phone(cast: Cast, page_for: Any) -> None:
    from django.utils import timezone

    from duban.core.calendar.periods import from_rule
    from duban.orgs.actor import actor_for
    from duban.progress.actions import periods
    from duban.web.periods.setting import rules

    office = {"by": actor_for(cast.supervisor, timezone.localdate(), "测试"), "at": timezone.now()}
    (rule,) = rules()
    period = periods.make_calendar(plans=from_rule(rule.data, rule.notice.year), rule=rule, **office)[0]
    report = sign(cast, periods.open_period(period=period, **office))
    page = page_for(cast.supervisor, width=390, height=844, script=False)
    for address in (
        "/", "/periods/", f"/periods/{period.pk}/", f"/periods/{period.pk}/burden", f"/periods/{period.pk}/checks",
        f"/periods/{period.pk}/waiting", f"/periods/obligations/{Obligation.objects.get().pk}/", "/periods/plan",
        "/periods/special", "/reviews/", "/measures/", f"/measures/{report.observations.get().measure_id}/",
    ):  # fmt: skip
        page.goto(address)
    line = report.lines.first()
    page.goto(f"/reviews/{report.pk}/")
    page.locator(f"#line-{line.pk}").get_by_label("退回理由").fill("请写明数据来源")
    page.locator(f"#line-{line.pk}").get_by_role("button", name="退回此项").click()
    page.get_by_role("button", name="退回报告").click()
    page.get_by_text("已退回“区建设局").wait_for()
    report.refresh_from_db()
    assert report.state == "returned"

    seen = page_for(cast.supervisor, width=390, height=844)
    for address in ("/periods/", f"/periods/{period.pk}/", f"/reviews/{report.pk}/", "/measures/", "/periods/special"):
        seen.goto(address)
        assert narrow(seen), address
        assert_accessible(seen)
