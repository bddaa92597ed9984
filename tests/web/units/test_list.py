"""The list of units: who sees what, conditions, numbers that open to their rows, 3 and 30 rows."""

from __future__ import annotations

import re

import pytest

from duban.ledger.kept import KEPT
from duban.orgs.enums import PostKind, UnitKind, UnitLevel
from tests.factories.ledger import AssignmentFactory
from tests.factories.orgs import GroupMemberFactory, UnitAliasFactory, UnitFactory, UserFactory, appoint
from tests.support.client import client_for as make_client
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast):
    return make_client(cast.supervisor)


def names(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', html)


def listed(client, query: str = "") -> list[str]:
    return names(client.get(f"/units/?{query}").content.decode())


@pytest.mark.parametrize("who", ["supervisor", "leader", "system_admin", "security_admin"])
def test_office_leaders_and_two_administrators_see_all(cast, who):
    assert {"区建设局", "区气象局"} <= set(listed(make_client(getattr(cast, who))))


def test_somebody_of_a_unit_comes_to_that_unit(cast):
    assert make_client(cast.lead_clerk).get("/units/").url == f"/units/{cast.lead_unit.pk}/"


def test_somebody_of_two_units_sees_the_two(cast):
    appoint(cast.lead_clerk, cast.outsider_unit, PostKind.CLERK)
    assert set(listed(make_client(cast.lead_clerk))) == {"区建设局", "区气象局"}


@pytest.mark.parametrize("who", ["system_admin", "security_admin"])
def test_administrators_see_no_matters(cast, who):
    AssignmentFactory(unit=cast.lead_unit)
    html = make_client(getattr(cast, who)).get("/units/").content.decode()
    assert "事项" not in html and "/ledger/" not in html


def test_the_number_of_matters_is_what_the_ledger_shows_behind_it(cast, client):
    group = UnitFactory(is_group=True)
    GroupMemberFactory(group=group, unit=cast.lead_unit)
    AssignmentFactory(unit=group)
    AssignmentFactory(unit=cast.lead_unit)
    html = client.get("/units/?q=建设").content.decode()
    link = f'<a href="/ledger/?unit={cast.lead_unit.pk}">2</a>'
    assert link in html
    assert "2 项" in client.get(f"/ledger/?unit={cast.lead_unit.pk}").content.decode()


class TestConditions:
    def test_search_by_name_full_name_and_alias(self, cast, client):
        UnitAliasFactory(unit=cast.lead_unit, text="区住建局")
        UnitFactory(name="区信息局", full_name="区大数据和信息化局")
        assert listed(client, "q=住建") == ["区建设局"]
        assert listed(client, "q=信息化") == ["区信息局"]

    def test_kind_level_and_state(self, cast, client):
        UnitFactory(name="市建设局", kind=UnitKind.SUPERIOR, level=UnitLevel.CITY)
        UnitFactory(name="区旧局", closed=True)
        assert listed(client, "kind=superior") == ["市建设局"]
        assert listed(client, "level=city") == ["市建设局"]
        assert listed(client, "state=gone") == ["区旧局"]
        assert "区旧局" not in listed(client) and "区旧局" in listed(client, "state=all")

    def test_odd_conditions_are_left_out(self, client):
        assert len(listed(client, "kind=odd&level=odd&state=odd&gap=odd&sort=odd&page=odd")) == 6

    def test_gaps(self, cast, client):
        empty = UnitFactory(is_group=True, name="各街道办事处")
        full = GroupMemberFactory(group=UnitFactory(is_group=True, name="各部门"), unit=cast.lead_unit).group
        assert listed(client, "gap=members") == [empty.name] and full.name not in listed(client, "gap=members")
        assert listed(client, "gap=people") == ["区气象局"]  # has a clerk, no principal
        appoint(UserFactory(), cast.outsider_unit, PostKind.PRINCIPAL)
        assert listed(client, "gap=people") == []

    def test_order(self, cast, client):
        AssignmentFactory(unit=cast.outsider_unit)
        assert listed(client, "sort=matters")[0] == "区气象局"
        assert listed(client, "sort=people")[0] == "区建设局"
        assert listed(client, "sort=name") == sorted(listed(client))

    def test_chips_carry_the_number_that_they_leave(self, client):
        html = client.get("/units/").content.decode()
        assert '区政府部门 <span class="count">3</span>' in html
        assert len(listed(client, "kind=department")) == 3

    def test_pages(self, client):
        UnitFactory.create_batch(60)
        assert len(listed(client)) == 50 and len(listed(client, "page=2")) == 16
        assert "66 家，显示 51–66" in client.get("/units/?page=2").content.decode()


def test_a_fragment_is_the_same_list(client):
    whole, part = client.get("/units/?q=建设"), client.fragment("/units/?q=建设")
    assert names(whole.content.decode()) == names(part.content.decode()) == ["区建设局"]
    assert "<!doctype" not in part.content.decode()


@pytest.mark.parametrize("query", ["", "sort=matters", "sort=people", "q=局", "gap=people", "state=all"])
def test_the_list_takes_the_same_queries(client, query):
    def add(n: int) -> None:
        for unit in UnitFactory.create_batch(n):
            UnitAliasFactory(unit=unit)
            AssignmentFactory(unit=unit)
            appoint(UserFactory(), unit, PostKind.CLERK)

    def visit() -> None:
        KEPT.clear()  # what the ledger kept of the last look would hide queries
        client.get(f"/units/?{query}")

    assert assert_same_queries(visit, add) < 30


def test_no_units_at_all_says_what_will_appear(db):
    person = appoint(UserFactory(), UnitFactory(kind=UnitKind.OFFICE, closed=True), PostKind.SUPERVISOR)
    html = make_client(person).get("/units/").content.decode()
    assert "还没有单位" in html and "确认第一份来文" in html
