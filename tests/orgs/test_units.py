"""Units and their names: entering, renaming, aliases, closing."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from duban.audit.chain import verify
from duban.audit.models import Event
from duban.orgs import actions as orgs
from duban.orgs import names
from duban.orgs.enums import PostKind, UnitKind, UnitLevel
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from tests.factories.orgs import GroupMemberFactory, PostFactory, UnitAliasFactory, UnitFactory
from tests.support.cast import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast):
    return cast.actor(cast.supervisor)


def test_a_new_unit_comes_last_and_leaves_an_event(office):
    unit = orgs.create_unit(name=" 区人力\u3000资源局 ", kind=UnitKind.DEPARTMENT, by=office, at=AT)
    assert unit.name == "区人力资源局"
    assert unit == Unit.objects.order_by("position").last()
    event = Event.objects.get(verb="unit.create")
    assert event.after["name"] == "区人力资源局" and event.subject_id == unit.pk
    assert verify() == (1, [])


@pytest.mark.parametrize("name", ["区建设局", "区住建局"])
def test_a_name_that_is_borne_is_refused_and_says_by_whom(cast, office, name):
    UnitAliasFactory(unit=cast.lead_unit, text="区住建局")
    with pytest.raises(Invalid, match="已是“区建设局”的"):
        orgs.create_unit(name=name, by=office, at=AT)


def test_a_nameless_unit_and_an_unknown_kind_are_refused(office):
    with pytest.raises(Invalid):
        orgs.create_unit(name="  ", by=office, at=AT)
    with pytest.raises(Invalid):
        orgs.create_unit(name="区新局", kind="ministry", by=office, at=AT)
    assert not Event.objects.exists()


@pytest.mark.parametrize("who", ["lead_clerk", "lead_principal", "leader", "system_admin", "audit_admin"])
def test_only_the_office_keeps_units(cast, who):
    actor = cast.actor(getattr(cast, who))
    with pytest.raises(NotAllowed, match="督查室维护"):
        orgs.create_unit(name="区新局", by=actor, at=AT)
    with pytest.raises(NotAllowed):
        orgs.rename_unit(unit=cast.lead_unit, name="区新局", by=actor, at=AT)
    with pytest.raises(NotAllowed):
        orgs.add_alias(unit=cast.lead_unit, text="区新局", by=actor, at=AT)


class TestRename:
    def test_the_old_name_still_finds_the_unit(self, cast, office):
        orgs.rename_unit(unit=cast.lead_unit, name="区住房和建设局", by=office, at=AT, reason="机构改革")
        assert names.resolve("区建设局") == names.resolve("区住房和建设局") == cast.lead_unit
        event = Event.objects.get(verb="unit.rename")
        assert event.before["name"] == "区建设局" and event.after["name"] == "区住房和建设局"
        assert event.reason == "机构改革"

    def test_going_back_to_the_old_name_swaps_name_and_alias(self, cast, office):
        unit = cast.lead_unit
        orgs.rename_unit(unit=unit, name="区住建局", by=office, at=AT)
        orgs.rename_unit(unit=unit, name="区建设局", by=office, at=AT)
        assert [alias.text for alias in unit.aliases.all()] == ["区住建局"]

    def test_the_name_of_another_unit_is_refused(self, cast, office):
        with pytest.raises(Invalid, match="“区民政局”的名称"):
            orgs.rename_unit(unit=cast.lead_unit, name="区民政局", by=office, at=AT)
        assert Unit.objects.get(pk=cast.lead_unit.pk).name == "区建设局"

    def test_the_same_name_is_pointless(self, cast, office):
        with pytest.raises(Invalid, match="相同"):
            orgs.rename_unit(unit=cast.lead_unit, name="区建设局", by=office, at=AT)

    def test_the_slower_of_two_is_told(self, cast, office):
        seen = Unit.objects.get(pk=cast.lead_unit.pk)
        orgs.rename_unit(unit=cast.lead_unit, name="区住建局", by=office, at=AT)
        with pytest.raises(Stale):
            orgs.rename_unit(unit=seen, name="区城建局", by=office, at=AT)


class TestFacts:
    def test_only_what_changed_is_recorded(self, cast, office):
        orgs.set_unit(unit=cast.lead_unit, kind=UnitKind.BRANCH, level=UnitLevel.DISTRICT, by=office, at=AT)
        event = Event.objects.get(verb="unit.set")
        assert (event.before, event.after) == ({"kind": "department"}, {"kind": "branch"})

    def test_no_change_leaves_no_event(self, cast, office):
        orgs.set_unit(unit=cast.lead_unit, kind=UnitKind.DEPARTMENT, by=office, at=AT)
        assert not Event.objects.exists()

    def test_dates_in_the_wrong_order_are_refused_with_the_sentence_of_the_constraint(self, cast, office):
        with pytest.raises(Invalid, match="停用日期应晚于启用日期。"):
            orgs.set_unit(unit=cast.lead_unit, active_from=TODAY, active_to=TODAY, by=office, at=AT)

    def test_a_unit_with_posts_does_not_become_a_group(self, cast, office):
        with pytest.raises(Invalid, match="已设岗位"):
            orgs.set_unit(unit=cast.lead_unit, kind=UnitKind.GROUP, by=office, at=AT)

    def test_a_group_with_members_does_not_become_a_unit(self, office):
        member = GroupMemberFactory()
        with pytest.raises(Invalid, match="还有组成员"):
            orgs.set_unit(unit=member.group, kind=UnitKind.DEPARTMENT, by=office, at=AT)

    def test_nobody_becomes_the_office_by_a_change_of_kind(self, cast, office):
        PostFactory(unit=cast.outsider_unit, kind=PostKind.CLERK)
        with pytest.raises(Invalid, match="岗位随类别而定"):
            orgs.set_unit(unit=cast.outsider_unit, kind=UnitKind.OFFICE, by=office, at=AT)

    def test_an_unknown_fact_is_our_mistake(self, cast, office):
        with pytest.raises(TypeError):
            orgs.set_unit(unit=cast.lead_unit, name="区新局", by=office, at=AT)

    def test_closing_and_reopening(self, cast, office):
        unit = orgs.close_unit(unit=cast.lead_unit, on=TODAY, by=office, at=AT)
        assert not unit.is_active(TODAY)
        assert orgs.reopen_unit(unit=unit, by=office, at=AT).is_active(TODAY)


class TestAliases:
    def test_added_and_removed(self, cast, office):
        alias = orgs.add_alias(unit=cast.lead_unit, text="区住建局", by=office, at=AT)
        assert names.resolve("区住建局") == cast.lead_unit
        orgs.remove_alias(alias=alias, by=office, at=AT)
        assert names.resolve("区住建局") is None
        assert list(Event.objects.values_list("verb", flat=True)) == ["unit.add_alias", "unit.remove_alias"]

    def test_one_name_means_one_unit(self, cast, office):
        orgs.add_alias(unit=cast.lead_unit, text="区住建局", by=office, at=AT)
        with pytest.raises(Invalid, match="一个名称只能指一个单位"):
            orgs.add_alias(unit=cast.cooperating_unit, text="区住建局", by=office, at=AT)

    def test_removing_twice_is_stale(self, cast, office):
        alias = orgs.add_alias(unit=cast.lead_unit, text="区住建局", by=office, at=AT)
        key = alias.pk
        orgs.remove_alias(alias=alias, by=office, at=AT)
        alias.pk = key
        with pytest.raises(Stale):
            orgs.remove_alias(alias=alias, by=office, at=AT)


class TestResolve:
    def test_printed_white_space_does_not_matter(self, cast):
        assert names.resolve("区建 设\n局") == cast.lead_unit

    def test_full_name(self):
        unit = UnitFactory(full_name="武昌区人力资源和社会保障局")
        assert names.resolve("武昌区人力资源和社会保障局") == unit

    def test_unknown_and_empty(self, db):
        assert names.resolve("区没有局") is None
        assert names.resolve("") is None

    def test_many_names_take_a_constant_number_of_queries(self, django_assert_num_queries):
        units = UnitFactory.create_batch(20)
        with django_assert_num_queries(3):
            found = names.resolve_many([unit.name for unit in units])
        assert len(found) == 20


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"active_from": TODAY, "active_to": TODAY},
        {"merged": True},
    ],
)
def test_the_database_refuses_impossible_units(db, values):
    if values.pop("merged", False):
        values["merged_into"] = UnitFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitFactory(**values)
