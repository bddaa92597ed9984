"""The page of a unit: what each person sees of it, names, members, entering and changing."""

from __future__ import annotations

import pytest
from django.utils import timezone

from duban.audit.models import Event
from duban.orgs.enums import UnitKind
from duban.orgs.models import Unit, User
from tests.factories.ledger import AssignmentFactory
from tests.factories.orgs import GroupMemberFactory, UnitAliasFactory, UnitFactory
from tests.support.client import client_for as make_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast):
    return make_client(cast.supervisor)


def opened(cast, who: str, unit=None):
    return make_client(getattr(cast, who)).get(f"/units/{(unit or cast.lead_unit).pk}/")


class TestRights:
    def test_the_office_may_everything_but_key_posts(self, cast, client):
        html = opened(cast, "supervisor").content.decode()
        for words in ("修改、更名", "合并", "增加别名", "任职", "交接、结束", "设岗位"):
            assert words in html
        office = client.get(f"/units/{cast.office.pk}/").content.decode()
        assert f"/units/{cast.office.pk}/posts/" not in office  # nobody appointed here by the office

    def test_ones_own_unit_is_read_only(self, cast):
        AssignmentFactory(unit=cast.lead_unit, leads=True)
        html = opened(cast, "lead_clerk").content.decode()
        assert "钱局" in html and "承办事项" in html
        assert "<form" not in html.split('<main id="main"')[1]

    @pytest.mark.parametrize("who", ["outsider_clerk", "cooperating_principal"])
    def test_another_unit_is_not_there(self, cast, who):
        assert opened(cast, who).status_code == 404

    @pytest.mark.parametrize("who", ["system_admin", "security_admin"])
    def test_administrators_see_posts_and_no_business(self, cast, who):
        AssignmentFactory(unit=cast.lead_unit)
        html = opened(cast, who).content.decode()
        assert "钱局" in html and "承办事项" not in html and "/ledger/" not in html

    def test_the_security_admin_appoints_and_does_not_edit(self, cast):
        html = opened(cast, "security_admin").content.decode()
        assert "设岗位" in html and "修改、更名" not in html
        assert "设岗位" in opened(cast, "security_admin", cast.administration).content.decode()

    def test_the_audit_admin_has_nothing_here(self, cast):
        assert opened(cast, "audit_admin").status_code == 403


class TestPhone:
    @pytest.fixture
    def clerk(self, cast):
        User.objects.filter(pk=cast.lead_clerk.pk).update(phone="13812341234")
        return cast.lead_clerk

    def test_masked_until_asked_for_and_asking_is_recorded(self, cast, client, clerk):
        html = client.get(f"/units/{cast.lead_unit.pk}/").content.decode()
        assert "138****1234" in html and "13812341234" not in html
        assert not Event.objects.exists()
        part = client.fragment(f"/units/people/{clerk.pk}/phone", method="post").content.decode()
        assert "13812341234" in part and "<!doctype" not in part
        assert "13812341234" in client.post(f"/units/people/{clerk.pk}/phone").content.decode()
        assert Event.objects.filter(verb="account.reveal_phone", actor=cast.supervisor).count() == 2

    def test_a_colleague_sees_the_mask_only(self, cast, clerk):
        assert "13812341234" not in opened(cast, "lead_principal").content.decode()
        assert make_client(cast.lead_principal).post(f"/units/people/{clerk.pk}/phone").status_code == 403


class TestNames:
    def test_an_alias_is_added_and_removed(self, cast, client):
        path = f"/units/{cast.lead_unit.pk}/"
        assert client.post(path + "aliases", {"alias-text": "区住建局"}).url == path + "#names"
        alias = cast.lead_unit.aliases.get()
        html = client.get(path).content.decode()
        assert "区住建局" in html and "增加别名“区住建局”" in html
        client.post(f"{path}aliases/{alias.pk}/remove")
        assert not cast.lead_unit.aliases.exists()

    def test_a_name_of_another_unit_comes_back_as_a_message(self, cast, client):
        answer = client.post(
            f"/units/{cast.lead_unit.pk}/aliases",
            {"alias-text": "区民政局"},
            headers={"Referer": f"http://testserver/units/{cast.lead_unit.pk}/"},
            follow=True,
        )
        assert "已是“区民政局”的名称" in answer.content.decode()
        assert not cast.lead_unit.aliases.exists()

    def test_an_alias_of_another_unit_is_not_removed_here(self, cast, client):
        alias = UnitAliasFactory(unit=cast.outsider_unit)
        assert client.post(f"/units/{cast.lead_unit.pk}/aliases/{alias.pk}/remove").status_code == 404


class TestEntering:
    def test_a_new_unit(self, client):
        data = {"name": "区新局", "kind": "department", "level": "district", "active_from": "2023年3月1日"}
        answer = client.post("/units/new", data)
        made = Unit.objects.get(name="区新局")
        assert answer.url == f"/units/{made.pk}/" and made.active_from.isoformat() == "2023-03-01"

    def test_errors_stand_beside_the_box_and_above(self, client):
        answer = client.post("/units/new", {"name": "区建设局", "kind": "department", "level": "district"})
        html = answer.content.decode()
        assert answer.status_code == 422 and html.count("已是“区建设局”的名称") == 2 and 'href="#id_name"' in html

    def test_facts_and_name_are_two_forms(self, cast, client):
        path = f"/units/{cast.lead_unit.pk}/edit"
        facts = {"full_name": "武昌区建设局", "kind": "department", "level": "district", "position": "3"}
        assert client.post(path, facts).status_code == 302
        assert (
            client.post(path, {"rename": "1", "rename-name": "区住建局", "rename-reason": "机构改革"}).status_code
            == 302
        )
        unit = Unit.objects.get(pk=cast.lead_unit.pk)
        assert (unit.name, unit.full_name, unit.position) == ("区住建局", "武昌区建设局", 3)
        assert "单位更名：“区建设局”改为“区住建局”" in client.get(f"/units/{unit.pk}/").content.decode()

    def test_a_refusal_keeps_what_was_typed(self, cast, client):
        facts = {"full_name": "某局", "kind": "group", "level": "district", "position": "3"}
        answer = client.post(f"/units/{cast.lead_unit.pk}/edit", facts)
        assert answer.status_code == 422 and "已设岗位" in answer.content.decode()
        assert 'value="某局"' in answer.content.decode()


class TestMembers:
    @pytest.fixture
    def group(self):
        return UnitFactory(is_group=True, name="各街道办事处")

    def test_the_page_says_that_nobody_answers_yet(self, client, group):
        assert "没有人承办" in client.get(f"/units/{group.pk}/").content.decode()

    def test_choosing_by_kind_all_at_once(self, client, group):
        streets = UnitFactory.create_batch(3, kind=UnitKind.STREET)
        path = f"/units/{group.pk}/members"
        html = client.get(f"{path}?kind=street&all=1").content.decode()
        assert html.count("checked") == 3 and "区建设局" not in html
        data = {"units": [unit.pk for unit in streets], "start": timezone.localdate().isoformat()}
        assert client.post(path, data).status_code == 302
        assert group.members.count() == 3

    def test_nothing_chosen(self, client, group):
        answer = client.post(f"/units/{group.pk}/members", {"start": "2023-03-06"}, follow=True)
        assert "没有选择单位" in answer.content.decode()

    def test_a_member_leaves_from_today_and_stays_in_the_past(self, cast, client, group):
        member = GroupMemberFactory(group=group, unit=cast.lead_unit)
        client.post(f"/units/{group.pk}/members/{member.pk}/remove")
        member.refresh_from_db()
        assert member.end == timezone.localdate()
        assert "区建设局" in client.get(f"/units/{group.pk}/").content.decode()

    def test_a_unit_has_no_members(self, cast, client):
        assert client.get(f"/units/{cast.lead_unit.pk}/members").status_code == 422


def test_the_page_takes_the_same_queries_with_many_people(cast, client):
    from duban.orgs.enums import PostKind
    from tests.factories.orgs import UserFactory, appoint
    from tests.support.queries import assert_same_queries

    def add(n: int) -> None:
        for _ in range(n):
            appoint(UserFactory(phone="13812341234"), cast.lead_unit, PostKind.CLERK)
            UnitAliasFactory(unit=cast.lead_unit)

    from duban.ledger.kept import KEPT

    def visit() -> None:
        KEPT.clear()
        client.get(f"/units/{cast.lead_unit.pk}/")

    assert_same_queries(visit, add)
