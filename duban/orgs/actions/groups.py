"""Members of a group (单位组), each with dates: who was meant by 各街道办事处 on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from duban.audit import actions as audit
from duban.orgs.actions.checking import checked
from duban.orgs.actor import Actor
from duban.orgs.models import GroupMember, Unit
from duban.orgs.permissions import Invalid, Stale, Verb, require


def add_member(*, group: Unit, unit: Unit, by: Actor, at: dt.datetime, start: dt.date | None = None) -> GroupMember:
    """One more member, from ``start`` (by default today)."""
    return add_members(group=group, units=[unit], by=by, at=at, start=start)[0]


@transaction.atomic
def add_members(
    *, group: Unit, units: Iterable[Unit], by: Actor, at: dt.datetime, start: dt.date | None = None
) -> list[GroupMember]:
    """Members from ``start`` (by default today), in the order given."""
    require(by, Verb.EDIT_UNITS)
    if not group.is_group:
        raise Invalid(f"“{group}”不是单位组。请先把类别改为“单位组”。")
    start = start or by.today
    rows = [GroupMember(group=group, unit=unit, start=start) for unit in units]
    if not rows:
        raise Invalid("没有选择单位。请至少选择一个。")
    for row in rows:
        _require_fit(row)
        checked(row)
        row.save()
    after = {"units": [row.unit.name for row in rows], "start": start}
    audit.record("unit.add_members", group, by=by, at=at, after=after)
    return rows


@transaction.atomic
def remove_member(*, member: GroupMember, by: Actor, at: dt.datetime, end: dt.date | None = None) -> GroupMember:
    """The member belongs to the group no longer from ``end`` (by default today)."""
    require(by, Verb.EDIT_UNITS)
    end = end or by.today
    if end < member.start:
        raise Invalid(f"移出日期 {end} 早于加入日期 {member.start}。请改为 {member.start} 或以后。")
    if not GroupMember.objects.filter(pk=member.pk, end__isnull=True).update(end=end):
        raise Stale
    member.end = end
    after = {"unit": member.unit.name, "end": end}
    audit.record("unit.remove_member", member.group, by=by, at=at, after=after)
    return member


def _require_fit(row: GroupMember) -> None:
    if row.unit.is_group:
        raise Invalid(f"“{row.unit}”是单位组，组内只能放单位。请逐个选择其中的单位。")
    if not row.unit.is_active(row.start):
        raise Invalid(f"“{row.unit}”在 {row.start} 不是在用单位，不能加入组。")
    if GroupMember.objects.filter(group=row.group, unit=row.unit, end__isnull=True).exists():
        raise Invalid(f"“{row.unit}”已在“{row.group}”内。")
