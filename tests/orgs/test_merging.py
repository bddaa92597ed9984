"""Merging two units keeps the past, and can be taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from duban.audit.chain import verify
from duban.audit.models import Event
from duban.ledger.models import Matter
from duban.orgs import actions as orgs
from duban.orgs import names
from duban.orgs.actor import actor_for
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, Unit
from duban.orgs.permissions import Invalid, NotAllowed
from tests.factories.ledger import AssignmentFactory
from tests.factories.orgs import GroupMemberFactory, UnitAliasFactory, UnitFactory, UserFactory, appoint
from tests.support.cast import AT, TODAY

pytestmark = pytest.mark.django_db

LATER = dt.date(2023, 5, 1)


@pytest.fixture
def office(cast):
    return cast.actor(cast.supervisor)


@pytest.fixture
def source(cast):
    """区民政局 with an alias, a place in a group and people."""
    UnitAliasFactory(unit=cast.cooperating_unit, text="区民政和社会工作局")
    GroupMemberFactory(group=UnitFactory(is_group=True, name="区政府各部门"), unit=cast.cooperating_unit)
    return cast.cooperating_unit


def test_the_preview_says_what_will_happen_and_changes_nothing(cast, office, source):
    preview = orgs.preview_merge(source=source, target=cast.lead_unit, on=TODAY)
    assert preview.names == ("区民政局", "区民政和社会工作局")
    assert {held.user for held in preview.appointments} == {cast.cooperating_clerk, cast.cooperating_principal}
    assert [group.name for group in preview.groups] == ["区政府各部门"]
    assert not Event.objects.exists() and Unit.objects.get(pk=source.pk).merged_into is None


def test_names_lead_to_the_target_and_the_past_stays(cast, office, source):
    assignment = AssignmentFactory(unit=source)
    orgs.merge_units(source=source, target=cast.lead_unit, by=office, at=AT, reason="机构改革")
    source.refresh_from_db()
    assert (source.merged_into, source.active_to) == (cast.lead_unit, TODAY)
    assert names.resolve("区民政局") == names.resolve("区民政和社会工作局") == cast.lead_unit
    assignment.refresh_from_db()
    assert assignment.unit == source and assignment.ended_at is None
    assert list(Matter.objects.visible_to(cast.actor(cast.lead_clerk))) == [assignment.matter]
    assert [row.group.name for row in cast.lead_unit.memberships.filter(end__isnull=True)] == ["区政府各部门"]
    assert verify() == (2, [])


def test_people_of_the_source_hold_their_posts_until_the_day(cast, office, source):
    orgs.merge_units(source=source, target=cast.lead_unit, by=office, at=AT, on=LATER)
    before, after = LATER - dt.timedelta(days=1), LATER
    assert actor_for(cast.cooperating_clerk, before).unit_ids == {source.pk}
    assert actor_for(cast.cooperating_clerk, after).unit_ids == frozenset()


def test_a_chain_of_mergers_leads_to_the_last(cast, office, source):
    assignment = AssignmentFactory(unit=source)
    orgs.merge_units(source=source, target=cast.lead_unit, by=office, at=AT)
    orgs.merge_units(source=cast.lead_unit, target=cast.outsider_unit, by=office, at=AT)
    assert names.resolve("区民政局") == names.resolve("区建设局") == cast.outsider_unit
    assert list(Matter.objects.visible_to(cast.actor(cast.outsider_clerk))) == [assignment.matter]


class TestRefused:
    def test_into_itself(self, cast, office):
        with pytest.raises(Invalid, match="不能并入自己"):
            orgs.merge_units(source=cast.lead_unit, target=cast.lead_unit, by=office, at=AT)

    def test_twice(self, cast, office, source):
        orgs.merge_units(source=source, target=cast.lead_unit, by=office, at=AT)
        with pytest.raises(Invalid, match="已并入“区建设局”"):
            orgs.merge_units(source=source, target=cast.outsider_unit, by=office, at=AT)

    def test_in_a_circle(self, cast, office, source):
        orgs.merge_units(source=source, target=cast.lead_unit, by=office, at=AT)
        with pytest.raises(Invalid, match="不能反过来"):
            orgs.merge_units(source=cast.lead_unit, target=source, by=office, at=AT)

    def test_into_a_unit_that_is_gone(self, cast, office, source):
        with pytest.raises(Invalid, match="不是在用单位"):
            orgs.merge_units(source=source, target=UnitFactory(closed=True), by=office, at=AT)
        orgs.merge_units(source=cast.outsider_unit, target=cast.lead_unit, by=office, at=AT)
        with pytest.raises(Invalid, match="请直接并入“区建设局”"):
            orgs.merge_units(source=source, target=cast.outsider_unit, by=office, at=AT)

    def test_a_unit_into_a_group(self, cast, office, source):
        with pytest.raises(Invalid, match="单位组只能与单位组合并"):
            orgs.merge_units(source=source, target=UnitFactory(is_group=True), by=office, at=AT)

    def test_the_office_or_the_administration(self, cast, office):
        with pytest.raises(Invalid, match="不能合并"):
            orgs.merge_units(source=cast.office, target=cast.lead_unit, by=office, at=AT)
        with pytest.raises(Invalid, match="不能合并"):
            orgs.merge_units(source=cast.lead_unit, target=cast.administration, by=office, at=AT)

    def test_before_the_unit_began(self, cast, office):
        young = UnitFactory(active_from=LATER)
        with pytest.raises(Invalid, match="合并日期应在此之后"):
            orgs.merge_units(source=young, target=cast.lead_unit, by=office, at=AT, on=LATER)

    def test_by_anybody_but_the_office(self, cast, source):
        with pytest.raises(NotAllowed):
            orgs.merge_units(source=source, target=cast.lead_unit, by=cast.actor(cast.security_admin), at=AT)

    def test_renaming_or_naming_a_merged_unit(self, cast, office, source):
        orgs.merge_units(source=source, target=cast.lead_unit, by=office, at=AT)
        source.refresh_from_db()
        with pytest.raises(Invalid, match="请在“区建设局”的页面处理"):
            orgs.rename_unit(unit=source, name="区新局", by=office, at=AT)
        with pytest.raises(Invalid, match="请在“区建设局”的页面处理"):
            orgs.reopen_unit(unit=source, by=office, at=AT)
        with pytest.raises(Invalid, match="应保留"):
            orgs.remove_alias(alias=cast.lead_unit.aliases.get(text="区民政局"), by=office, at=AT)


class TestUndo:
    def test_everything_is_as_it_was(self, cast, office, source):
        orgs.merge_units(source=source, target=cast.lead_unit, by=office, at=AT)
        orgs.undo_merge(source=source, by=office, at=AT, reason="合并有误")
        source.refresh_from_db()
        assert (source.merged_into, source.active_to) == (None, None)
        assert names.resolve("区民政局") == names.resolve("区民政和社会工作局") == source
        assert actor_for(cast.cooperating_clerk, TODAY).unit_ids == {source.pk}
        assert source.memberships.get().end is None
        assert not cast.lead_unit.aliases.exists()
        assert not [row for row in cast.lead_unit.memberships.all() if row.end != row.start]

    def test_what_changed_since_is_left_alone(self, cast, office, source):
        orgs.merge_units(source=source, target=cast.lead_unit, by=office, at=AT)
        cast.cooperating_clerk.is_active = False
        cast.cooperating_clerk.save()
        orgs.undo_merge(source=source, by=office, at=AT)
        assert actor_for(cast.cooperating_clerk, TODAY).posts == ()
        assert actor_for(cast.cooperating_principal, TODAY).unit_ids == {source.pk}

    def test_the_later_merger_first(self, cast, office, source):
        orgs.merge_units(source=source, target=cast.lead_unit, by=office, at=AT)
        orgs.merge_units(source=cast.lead_unit, target=cast.outsider_unit, by=office, at=AT)
        with pytest.raises(Invalid, match="先撤销后一次合并"):
            orgs.undo_merge(source=source, by=office, at=AT)
        orgs.undo_merge(source=cast.lead_unit, by=office, at=AT)
        orgs.undo_merge(source=source, by=office, at=AT)
        assert names.resolve("区民政局") == source

    def test_nothing_to_undo(self, cast, office):
        with pytest.raises(Invalid, match="无需撤销"):
            orgs.undo_merge(source=cast.lead_unit, by=office, at=AT)


def test_groups_merge_their_members(cast, office):
    old, new = UnitFactory(is_group=True), UnitFactory(is_group=True)
    GroupMemberFactory(group=old, unit=cast.lead_unit)
    GroupMemberFactory(group=old, unit=cast.outsider_unit)
    GroupMemberFactory(group=new, unit=cast.outsider_unit)
    orgs.merge_units(source=old, target=new, by=office, at=AT)
    assert {row.unit for row in new.members.filter(end__isnull=True)} == {cast.lead_unit, cast.outsider_unit}
    assert not old.members.filter(end__isnull=True).exists()


def test_an_appointment_that_was_to_begin_later_is_cancelled(cast, office, source):
    person = appoint(UserFactory(), source, PostKind.DEPUTY, start=LATER)
    orgs.merge_units(source=source, target=cast.lead_unit, by=office, at=AT)
    held = Appointment.objects.get(user=person)
    assert held.end == held.start == LATER
