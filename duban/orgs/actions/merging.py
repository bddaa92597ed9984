"""Merging two units (合并): the source keeps its row and its past, its names lead to the target from now on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from duban.audit import actions as audit
from duban.audit.models import Event
from duban.orgs.actor import Actor
from duban.orgs.enums import UnitKind
from duban.orgs.models import Appointment, GroupMember, Unit, UnitAlias
from duban.orgs.permissions import Invalid, Stale, Verb, require

INTERNAL = (UnitKind.OFFICE, UnitKind.LEADERSHIP, UnitKind.ADMINISTRATION)


@dataclass(frozen=True)
class MergePreview:
    """What a merger will do. What other apps hold of the source (事项) is theirs to count; it stays where it is."""

    source: Unit
    target: Unit
    on: dt.date
    names: tuple[str, ...]  # become aliases of the target
    appointments: tuple[Appointment, ...]  # end on the day
    groups: tuple[Unit, ...]  # in which the target takes the source's place
    members: tuple[Unit, ...]  # of a group, that move to the target
    absorbed: tuple[Unit, ...]  # merged into the source earlier, now pointing to the target


def preview_merge(*, source: Unit, target: Unit, on: dt.date) -> MergePreview:
    """What :func:`merge_units` would do; raises the refusal that it would raise."""
    _require_sensible(source, target, on)
    return MergePreview(
        source=source,
        target=target,
        on=on,
        names=(source.name, *(alias.text for alias in source.aliases.all())),
        appointments=tuple(_held(source, on)),
        groups=tuple(row.group for row in _open(unit=source).select_related("group")),
        members=tuple(row.unit for row in _open(group=source).select_related("unit")),
        absorbed=tuple(source.merged_from.all()),
    )


@transaction.atomic
def merge_units(
    *, source: Unit, target: Unit, by: Actor, at: dt.datetime, on: dt.date | None = None, reason: str = ""
) -> Unit:
    """Merge ``source`` into ``target`` from ``on`` (by default today). Assignments stay on the source's row."""
    require(by, Verb.EDIT_UNITS)
    on = on or by.today
    source, target = Unit.objects.get(pk=source.pk), Unit.objects.get(pk=target.pk)
    _require_sensible(source, target, on)
    before = _move(source, target, on)
    claimed = Unit.objects.filter(pk=source.pk, merged_into__isnull=True)
    if not claimed.update(merged_into=target, active_to=on):
        raise Stale
    source.merged_into, source.active_to = target, on
    after = {"target": target.name, "target_id": target.pk, "on": on}
    audit.record("unit.merge", source, by=by, at=at, before=before, after=after, reason=reason)
    audit.record("unit.absorb", target, by=by, at=at, after={"source": source.name, "on": on}, reason=reason)
    return target


@transaction.atomic
def undo_merge(*, source: Unit, by: Actor, at: dt.datetime, reason: str = "") -> Unit:
    """Take a merger back: names, groups and appointments as they were, as far as nobody changed them since."""
    require(by, Verb.EDIT_UNITS)
    source = Unit.objects.get(pk=source.pk)
    target = source.merged_into
    event = Event.objects.about(source._meta.label_lower, source.pk).filter(verb="unit.merge").first()
    if target is None or event is None or event.before is None:
        raise Invalid(f"“{source}”没有并入其他单位，无需撤销。")
    if (event.after or {}).get("target_id") != target.pk:
        raise Invalid(f"“{source}”所并入的单位后来又并入了“{target}”。请先撤销后一次合并。")
    if not Unit.objects.filter(pk=source.pk, merged_into=target).update(
        merged_into=None, active_to=event.before["active_to"]
    ):
        raise Stale
    _move_back(source, target, event.before, dt.date.fromisoformat(event.after["on"]))
    source.refresh_from_db()
    audit.record("unit.undo_merge", source, by=by, at=at, after={"target": target.name}, reason=reason)
    return source


def _move(source: Unit, target: Unit, on: dt.date) -> dict[str, Any]:
    """Everything that changes beside the source's own row; returns what is needed to take it back."""
    aliases = list(source.aliases.values_list("pk", flat=True))
    UnitAlias.objects.filter(pk__in=aliases).update(unit=target)
    UnitAlias.objects.create(unit=target, text=source.name)
    absorbed = list(source.merged_from.values_list("pk", flat=True))
    Unit.objects.filter(pk__in=absorbed).update(merged_into=target)
    ended = {}
    for held in _held(source, on):
        ended[str(held.pk)] = held.end
        Appointment.objects.filter(pk=held.pk).update(end=max(on, held.start))
    left, joined = _change_groups(source, target, on)
    return {
        "active_to": source.active_to,
        "aliases": aliases,
        "absorbed": absorbed,
        "appointments": ended,
        "left": left,
        "joined": joined,
    }


def _change_groups(source: Unit, target: Unit, on: dt.date) -> tuple[list[int], list[int]]:
    """The target takes the source's place in groups; a group hands its members over."""
    left, joined = [], []
    for row in _open(unit=source) | _open(group=source):
        row.end = max(on, row.start)
        row.save(update_fields=["end"])
        left.append(row.pk)
        group, unit = (row.group_id, target.pk) if row.unit_id == source.pk else (target.pk, row.unit_id)
        if group == unit or GroupMember.objects.filter(group_id=group, unit_id=unit, end__isnull=True).exists():
            continue
        joined.append(GroupMember.objects.create(group_id=group, unit_id=unit, start=row.end).pk)
    return left, joined


def _move_back(source: Unit, target: Unit, before: dict[str, Any], on: dt.date) -> None:
    UnitAlias.objects.filter(unit=target, text=source.name).delete()
    UnitAlias.objects.filter(pk__in=before["aliases"], unit=target).update(unit=source)
    Unit.objects.filter(pk__in=before["absorbed"], merged_into=target).update(merged_into=source)
    for row in GroupMember.objects.filter(pk__in=before["joined"], end__isnull=True):
        GroupMember.objects.filter(pk=row.pk).update(end=row.start)  # half-open: never was
    for row in GroupMember.objects.filter(pk__in=before["left"]):
        if not _open(unit=row.unit, group=row.group).exists():
            GroupMember.objects.filter(pk=row.pk).update(end=None)
    for pk, end in before["appointments"].items():
        held = Appointment.objects.filter(pk=int(pk), user__is_active=True).first()
        if held is None or held.end != max(on, held.start):
            continue  # changed since
        again = Appointment.objects.filter(post=held.post, user=held.user, end__isnull=True).exists()
        if not again:
            Appointment.objects.filter(pk=held.pk).update(end=end)


def _held(unit: Unit, on: dt.date) -> list[Appointment]:
    """Appointments of the unit that reach beyond the day."""
    beyond = Q(end__isnull=True) | Q(end__gt=on)
    rows = Appointment.objects.filter(beyond, post__unit=unit)
    return list(rows.select_related("post__unit", "user").order_by("post_id", "id"))


def _open(**which: Unit) -> Any:
    return GroupMember.objects.filter(end__isnull=True, **which).order_by("id")


def _require_sensible(source: Unit, target: Unit, on: dt.date) -> None:
    if source.pk == target.pk:
        raise Invalid("单位不能并入自己。请选择另一个单位。")
    if source.merged_into_id is not None:
        raise Invalid(f"“{source}”已并入“{source.merged_into}”。")
    if target.merged_into_id == source.pk:
        raise Invalid(f"“{target}”已并入“{source}”，不能反过来再并。如前次有误，请先撤销。")
    if target.merged_into_id is not None:
        raise Invalid(f"“{target}”已并入“{target.merged_into}”。请直接并入“{target.merged_into}”。")
    if not target.is_active(on):
        raise Invalid(f"“{target}”在 {on} 不是在用单位。请选择在用单位，或改合并日期。")
    if source.is_group != target.is_group:
        raise Invalid("单位组只能与单位组合并，单位只能与单位合并。")
    internal = [unit for unit in (source, target) if unit.kind in INTERNAL]
    if internal:
        raise Invalid(f"“{internal[0]}”属于{internal[0].get_kind_display()}，不能合并。")
    if source.active_from is not None and source.active_from >= on:
        raise Invalid(f"“{source}”从 {source.active_from} 起启用，合并日期应在此之后。")
