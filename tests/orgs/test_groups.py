"""Members of groups, dated."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from duban.audit.models import Event
from duban.orgs import actions as orgs
from duban.orgs.models import GroupMember
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from tests.factories.orgs import GroupMemberFactory, UnitFactory
from tests.support.cast import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast):
    return cast.actor(cast.supervisor)


@pytest.fixture
def streets():
    return UnitFactory(is_group=True, name="各街道办事处")


def test_members_belong_from_today(office, streets):
    units = UnitFactory.create_batch(3)
    orgs.add_members(group=streets, units=units, by=office, at=AT)
    assert [row.unit for row in streets.members.all()] == units
    assert {row.start for row in streets.members.all()} == {TODAY}
    assert Event.objects.get(verb="unit.add_members").after["units"] == [unit.name for unit in units]


def test_all_or_none(office, streets):
    inside, outside = UnitFactory.create_batch(2)
    orgs.add_member(group=streets, unit=inside, by=office, at=AT)
    with pytest.raises(Invalid, match="已在“各街道办事处”内"):
        orgs.add_members(group=streets, units=[outside, inside], by=office, at=AT)
    assert not GroupMember.objects.filter(unit=outside).exists()


def test_refused_members(office, streets, cast):
    with pytest.raises(Invalid, match="不是单位组"):
        orgs.add_member(group=cast.lead_unit, unit=cast.outsider_unit, by=office, at=AT)
    with pytest.raises(Invalid, match="组内只能放单位"):
        orgs.add_member(group=streets, unit=UnitFactory(is_group=True), by=office, at=AT)
    with pytest.raises(Invalid, match="不是在用单位"):
        orgs.add_member(group=streets, unit=UnitFactory(closed=True), by=office, at=AT)
    with pytest.raises(Invalid, match="没有选择单位"):
        orgs.add_members(group=streets, units=[], by=office, at=AT)
    with pytest.raises(NotAllowed):
        orgs.add_member(group=streets, unit=cast.lead_unit, by=cast.actor(cast.lead_clerk), at=AT)


def test_leaving_keeps_the_row_and_coming_back_makes_a_new_one(office, streets, cast):
    member = orgs.add_member(group=streets, unit=cast.lead_unit, by=office, at=AT)
    orgs.remove_member(member=member, by=office, at=AT, end=dt.date(2023, 6, 1))
    orgs.add_member(group=streets, unit=cast.lead_unit, by=office, at=AT, start=dt.date(2023, 9, 1))
    assert [(row.start, row.end) for row in streets.members.order_by("id")] == [
        (TODAY, dt.date(2023, 6, 1)),
        (dt.date(2023, 9, 1), None),
    ]


def test_leaving_twice_or_before_joining(office):
    member = GroupMemberFactory(start=TODAY)
    with pytest.raises(Invalid, match="早于加入日期"):
        orgs.remove_member(member=member, by=office, at=AT, end=dt.date(2023, 1, 1))
    orgs.remove_member(member=member, by=office, at=AT)
    with pytest.raises(Stale):
        orgs.remove_member(member=member, by=office, at=AT)


def test_the_database_refuses_impossible_members(cast):
    group = UnitFactory(is_group=True)
    for values in (
        {"group": group, "unit": group},
        {"group": group, "unit": cast.lead_unit, "start": TODAY, "end": dt.date(2023, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            GroupMemberFactory(**values)
    GroupMemberFactory(group=group, unit=cast.lead_unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMemberFactory(group=group, unit=cast.lead_unit)
