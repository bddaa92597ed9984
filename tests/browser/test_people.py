"""A new colleague: the system admin opens the account, the office appoints, the person logs in and sees one unit."""

from __future__ import annotations

from typing import Any

import pytest

from duban.orgs.enums import PostKind, UnitKind
from duban.orgs.models import User
from tests.factories.ledger import AssignmentFactory, ClauseFactory, MatterLinkFactory
from tests.factories.orgs import PASSWORD, UnitFactory, UserFactory, appoint
from tests.support.browsing import assert_accessible
from tests.support.cast import Cast, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW = "yanshi-xin-kouling-7"


@pytest.fixture
def world(transactional_db: None) -> Cast:
    """The cast; the lead unit has a matter."""
    cast = make_cast()
    AssignmentFactory(unit=cast.lead_unit, leads=True)
    return cast


def open_account(page: Any, name: str, username: str) -> str:
    """The system admin's part; returns the initial password."""
    page.goto("/accounts/")
    page.get_by_role("link", name="开立账号").click()
    page.get_by_label("姓名").fill(name)
    page.get_by_label("登录名").fill(username)
    assert_accessible(page)
    page.get_by_role("button", name="开立账号").click()
    page.get_by_role("heading", name=f"已为{name}开立账号").wait_for()
    assert_accessible(page)
    return page.locator(".once").inner_text()


def log_in(page: Any, username: str, password: str) -> None:
    page.goto("/login")
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def test_a_new_colleague(world: Cast, page_for: Any) -> None:
    initial = open_account(page_for(world.system_admin), "王敏", "wangmin")

    office = page_for(world.supervisor)
    office.goto(f"/units/{world.lead_unit.pk}/")
    office.get_by_role("link", name="为经办人任职").click()
    office.get_by_label("人员").select_option(label="王敏（wangmin）")
    office.get_by_label("依据").fill("武建任〔2023〕2号")
    office.get_by_role("button", name="任职", exact=True).click()
    office.get_by_text("王敏已任区建设局 经办人。").wait_for()
    assert_accessible(office)

    person = page_for(None, width=390, height=844)
    log_in(person, "wangmin", initial)
    person.get_by_text("初始密码").first.wait_for()
    assert_accessible(person)
    person.get_by_label("现用密码").fill(initial)
    person.get_by_label("新密码", exact=True).fill(NEW)
    person.get_by_label("再输一次新密码").fill(NEW)
    person.get_by_role("button", name="修改密码", exact=True).click()
    person.get_by_text("密码已修改").wait_for()
    assert "区建设局的事项" in person.locator("main").inner_text()
    assert_accessible(person)

    person.get_by_text("菜单").click()  # on a phone the menu is behind its button
    person.get_by_role("link", name="单位", exact=True).click()
    person.get_by_role("heading", name="区建设局", level=1).wait_for()
    assert person.locator("main form").count() == 0
    assert person.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_another_unit_is_not_there(world: Cast, page_for: Any, watch: Any) -> None:
    watch.allow("404")
    person = page_for(world.lead_clerk)
    assert person.goto(f"/units/{world.outsider_unit.pk}/").status == 404


def test_the_same_without_javascript(world: Cast, page_for: Any) -> None:
    page = page_for(world.supervisor, script=False)
    page.goto("/units/?q=建设")
    page.get_by_role("link", name="区建设局").click()
    page.get_by_label("增加别名").fill("区住建局")
    page.get_by_role("button", name="增加").click()
    page.get_by_text("已增加别名“区住建局”。").wait_for()
    page.get_by_role("button", name="删除别名区住建局").click()
    page.get_by_text("已删除别名“区住建局”。").wait_for()


def test_a_telephone_number_is_shown_in_its_place(world: Cast, page_for: Any) -> None:
    User.objects.filter(pk=world.lead_clerk.pk).update(phone="13812341234")
    page = page_for(world.supervisor)
    page.goto(f"/units/{world.lead_unit.pk}/")
    page.get_by_role("button", name="查看钱经办的完整电话").click()
    page.get_by_text("13812341234").wait_for()
    assert page.url.endswith(f"/units/{world.lead_unit.pk}/")


def test_the_list_narrows_while_one_types(world: Cast, page_for: Any) -> None:
    page = page_for(world.supervisor)
    page.goto("/units/")
    page.get_by_label("名称、全称或别名").press_sequentially("民政")
    page.get_by_text("1 家，显示 1–1").wait_for()
    assert "q=%E6%B0%91%E6%94%BF" in page.url
    assert page.get_by_role("link", name="区建设局").count() == 0


def test_the_lock_says_until_when(world: Cast, page_for: Any, watch: Any) -> None:
    watch.allow("429")
    page = page_for(None)
    for _ in range(5):
        log_in(page, world.lead_clerk.username, "wrong")
    page.get_by_role("heading", name="登录已暂停").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="回到登录").click()
    log_in(page, world.outsider_clerk.username, PASSWORD)
    page.get_by_role("heading", name="待办").wait_for()


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_accessible_and_fits(world: Cast, page_for: Any, width: int) -> None:
    group = UnitFactory(is_group=True, name="各街道办事处")
    UnitFactory(kind=UnitKind.STREET)
    clause, link = ClauseFactory(), MatterLinkFactory()
    assert clause.pk and link.pk
    appoint(UserFactory(name="老张", phone="13812341234"), world.lead_unit, PostKind.CLERK)
    held = world.lead_clerk.appointments.get()
    unit, merge = f"/units/{world.lead_unit.pk}", f"?target={world.outsider_unit.pk}&on=2026-01-01"
    visits = {
        "supervisor": [
            *("/", "/pairs", "/splits", "/units/", "/units/?gap=people", "/units/new", f"/units/{group.pk}/"),
            *(f"/units/{group.pk}/members", f"{unit}/", f"{unit}/edit", f"{unit}/merge{merge}"),
            *(f"{unit}/posts/{held.post_id}/appoint", f"{unit}/appointments/{held.pk}/end"),
        ],
        "system_admin": ["/", "/accounts/", f"/accounts/{world.lead_clerk.pk}/", "/units/", "/password"],
        "audit_admin": ["/", "/trail/"],
        "leader": ["/"],
    }
    for who, paths in visits.items():
        page = page_for(getattr(world, who), width=width)
        for path in paths:
            assert page.goto(path).status == 200, path
            assert_accessible(page)
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, path
