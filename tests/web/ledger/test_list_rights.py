"""Who sees what on the list."""

from __future__ import annotations

import pytest

from duban.ledger.display import refresh
from duban.orgs.models import Unit
from tests.factories.ledger import AssignmentFactory, MatterFactory
from tests.factories.orgs import GroupMemberFactory, UnitFactory
from tests.web.ledger.test_list import LEDGER, codes, row, tree, words


@pytest.fixture
def matters(cast):
    """One led by the lead unit with help of the cooperating one, one of the cooperating unit alone."""
    both, other = MatterFactory(body="甲事项停车"), MatterFactory(body="乙事项停车")
    AssignmentFactory(matter=both, unit=cast.lead_unit, leads=True, ordinal=0)
    AssignmentFactory(matter=both, unit=cast.cooperating_unit, role="cooperating", ordinal=1)
    AssignmentFactory(matter=other, unit=cast.cooperating_unit, leads=True)
    refresh([both, other])
    return both, other


def test_office_and_leader_see_all(cast, client_for, matters):
    for person in (cast.supervisor, cast.supervisor_head, cast.leader):
        assert len(codes(client_for(person).get(LEDGER))) == 2


def test_a_unit_sees_its_own_with_its_own_role(cast, client_for, matters):
    both, other = matters
    page = client_for(cast.lead_clerk).get(LEDGER)
    assert codes(page) == [both.code]
    assert words(row(page, both.code).css_first(".c-mine")) == "牵头"
    assert [b.text() for b in row(page, both.code).css("b") if b.parent.tag != "td"][:1] == ["区建设局"]
    page = client_for(cast.cooperating_principal).get(LEDGER)
    assert {code: words(row(page, code).css_first(".c-mine")) for code in codes(page)} == {
        both.code: "配合",
        other.code: "牵头",
    }


def test_the_office_has_no_column_of_its_own_role(cast, client_for, matters):
    assert tree(client_for(cast.supervisor).get(LEDGER)).css_first(".c-mine") is None


def test_a_role_asked_by_a_unit_is_its_own_role(cast, client_for, matters):
    both, other = matters
    client = client_for(cast.cooperating_clerk)
    assert codes(client.get(LEDGER, {"role": "lead"})) == [other.code]
    assert codes(client.get(LEDGER, {"role": "lead", "unit": cast.lead_unit.pk})) == [both.code]


@pytest.mark.parametrize("query", ["", "q=停车", "state=assigned&state=withdrawn", "role=lead", "level=district"])
def test_an_outsider_sees_nothing_of_others(cast, client_for, matters, query):
    client = client_for(cast.outsider_clerk)
    html = client.get(f"{LEDGER}?{query}").content.decode()
    for secret in ("甲事项", "乙事项", "区民政局", "区建设局"):
        assert secret not in html
    assert client.get(f"{LEDGER}codes?{query}").json() == {"codes": []}
    units = f"{LEDGER}?unit={cast.lead_unit.pk}&{query}"
    assert "甲事项" not in client.get(units).content.decode()


def test_administrators_are_refused(cast, client_for, matters):
    for person in (cast.system_admin, cast.security_admin, cast.audit_admin):
        client = client_for(person)
        for answer in (client.get(LEDGER), client.get(LEDGER + "codes"), client.post(LEDGER + "export")):
            assert answer.status_code == 403 and "甲事项" not in answer.content.decode()


def test_nobody_is_sent_to_the_log_in(client_for, matters):
    assert client_for().get(LEDGER).status_code == 302


def test_groups_and_merged_units_count_as_ones_own(cast, client_for):
    group = UnitFactory(name="各街道办事处", is_group=True)
    GroupMemberFactory(group=group, unit=cast.lead_unit)
    former = UnitFactory(name="原建设局")
    Unit.objects.filter(pk=former.pk).update(merged_into=cast.lead_unit, active_to="2023-01-01")
    matters = [AssignmentFactory(unit=unit, leads=True).matter for unit in (group, former)]
    refresh(matters)
    page = client_for(cast.lead_clerk).get(LEDGER)
    assert set(codes(page)) == {m.code for m in matters}
    assert all(words(row(page, m.code).css_first(".c-mine")) == "牵头" for m in matters)
    assert codes(client_for(cast.outsider_clerk).get(LEDGER)) == []


def test_what_is_kept_for_one_unit_is_not_shown_to_another(cast, client_for, matters):
    both, other = matters
    for _ in range(2):
        assert codes(client_for(cast.lead_clerk).get(LEDGER)) == [both.code]
        assert len(codes(client_for(cast.cooperating_clerk).get(LEDGER))) == 2
        assert codes(client_for(cast.outsider_clerk).get(LEDGER)) == []


def test_tokens_of_one_session_are_not_given_to_another(cast, client_for, matters):
    def tokens(person):
        page = tree(client_for(person).get(LEDGER))
        return {node.attributes["value"] for node in page.css('[name="csrfmiddlewaretoken"]')}

    first, second = tokens(cast.supervisor), tokens(cast.leader)
    assert first and second and not first & second
    assert not any("token" in value for value in first | second)


def test_posting_needs_the_token(cast, matters):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.supervisor, backend="duban.web.backend.PersonBackend")
    assert client.post(LEDGER + "export", {"format": "csv"}).status_code == 403
    page = tree(client.get(LEDGER))
    token = page.css_first('#export [name="csrfmiddlewaretoken"]').attributes["value"]
    assert client.post(LEDGER + "look", {"csrfmiddlewaretoken": token}).status_code == 302
