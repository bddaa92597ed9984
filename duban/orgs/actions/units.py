"""Units (单位) and their names: a rename keeps the row, the old name becomes an alias."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from duban.audit import actions as audit
from duban.orgs import names
from duban.orgs.actions.checking import checked
from duban.orgs.actor import Actor
from duban.orgs.enums import UnitKind, UnitLevel
from duban.orgs.models import Unit, UnitAlias
from duban.orgs.permissions import Invalid, Stale, Verb, require

FIELDS = ("full_name", "kind", "level", "position", "active_from", "active_to")


@transaction.atomic
def create_unit(
    *,
    name: str,
    by: Actor,
    at: dt.datetime,
    kind: str = UnitKind.DEPARTMENT,
    level: str = UnitLevel.DISTRICT,
    full_name: str = "",
    position: int | None = None,
    active_from: dt.date | None = None,
) -> Unit:
    """Enter a unit. ``position`` is its place in lists; by default the end."""
    require(by, Verb.EDIT_UNITS)
    name, full_name = names.clean(name), names.clean(full_name)
    _require_free(name, full_name)
    if position is None:
        last = Unit.objects.order_by("-position").values_list("position", flat=True).first()
        position = (last or 0) + 10
    unit = Unit(name=name, full_name=full_name, kind=kind, level=level, position=position, active_from=active_from)
    checked(unit)
    unit.save()
    audit.record("unit.create", unit, by=by, at=at, after={"name": name, **_facts(unit)})
    return unit


@transaction.atomic
def rename_unit(
    *, unit: Unit, name: str, by: Actor, at: dt.datetime, full_name: str | None = None, reason: str = ""
) -> Unit:
    """Give the unit another name; what printed the old one still finds it."""
    require(by, Verb.EDIT_UNITS)
    new, old = names.clean(name), unit.name
    if new == old:
        raise Invalid(f"新名称与现名称相同：{old}。")
    _require_unmerged(unit)
    UnitAlias.objects.filter(unit=unit, text=new).delete()  # it becomes the name, so it is no alias any more
    _require_free(new, but=unit)
    before = {"name": old, "full_name": unit.full_name}
    if not Unit.objects.filter(pk=unit.pk, name=old).update(name=new):
        raise Stale
    unit.name = new
    if full_name is not None:
        unit.full_name = names.clean(full_name)
    checked(unit)
    unit.save(update_fields=["full_name"])
    UnitAlias.objects.get_or_create(text=old, defaults={"unit": unit})
    after = {"name": new, "full_name": unit.full_name}
    audit.record("unit.rename", unit, by=by, at=at, before=before, after=after, reason=reason)
    return unit


@transaction.atomic
def set_unit(*, unit: Unit, by: Actor, at: dt.datetime, **values: Any) -> Unit:
    """Change facts of a unit: any of ``full_name kind level position active_from active_to``."""
    require(by, Verb.EDIT_UNITS)
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"no such fact of a unit: {sorted(unknown)}")
    fresh = Unit.objects.get(pk=unit.pk)
    before = _facts(fresh)
    for field, value in values.items():
        setattr(fresh, field, names.clean(value) if field == "full_name" else value)
    if before["full_name"] != fresh.full_name:
        _require_free(fresh.full_name, but=fresh)
    _require_kind_fits(fresh, before["kind"])
    checked(fresh)
    changed = {field: value for field, value in _facts(fresh).items() if value != before[field]}
    if not changed:
        return fresh
    fresh.save(update_fields=list(changed))
    audit.record("unit.set", fresh, by=by, at=at, before={f: before[f] for f in changed}, after=changed)
    return fresh


def close_unit(*, unit: Unit, on: dt.date, by: Actor, at: dt.datetime) -> Unit:
    """The unit exists no longer from ``on``; its assignments and its past stay."""
    _require_unmerged(unit)
    return set_unit(unit=unit, by=by, at=at, active_to=on)


def reopen_unit(*, unit: Unit, by: Actor, at: dt.datetime) -> Unit:
    """Undo of closing. A merged unit is reopened by undoing the merger."""
    _require_unmerged(unit)
    return set_unit(unit=unit, by=by, at=at, active_to=None)


@transaction.atomic
def add_alias(*, unit: Unit, text: str, by: Actor, at: dt.datetime) -> UnitAlias:
    """Another printed name of the unit, used when the next notice is read."""
    require(by, Verb.EDIT_UNITS)
    _require_unmerged(unit)
    short = names.clean(text)
    _require_free(short)
    alias = UnitAlias(unit=unit, text=short)
    checked(alias)
    alias.save()
    audit.record("unit.add_alias", unit, by=by, at=at, after={"alias": short})
    return alias


@transaction.atomic
def remove_alias(*, alias: UnitAlias, by: Actor, at: dt.datetime) -> None:
    """Take a name off the unit; ledgers already made keep what they printed."""
    require(by, Verb.EDIT_UNITS)
    merged = alias.unit.merged_from.filter(name=alias.text).first()
    if merged is not None:
        raise Invalid(f"“{alias.text}”是已并入单位的名称，应保留；如合并有误，请撤销合并。")
    if not UnitAlias.objects.filter(pk=alias.pk).delete()[0]:
        raise Stale
    audit.record("unit.remove_alias", alias.unit, by=by, at=at, before={"alias": alias.text})


def _facts(unit: Unit) -> dict[str, Any]:
    return {field: getattr(unit, field) for field in FIELDS}


def _require_free(*wanted: str, but: Unit | None = None) -> None:
    for name in wanted:
        borne = names.bearer(name) if name else None
        if borne is None or (but is not None and borne[0].pk == but.pk):
            continue
        unit, how = borne
        raise Invalid(f"“{name}”已是“{unit}”的{how}，一个名称只能指一个单位。请换一个名称，或在“{unit}”的页面处理。")


def _require_unmerged(unit: Unit) -> None:
    if unit.merged_into_id is not None:
        raise Invalid(f"“{unit}”已并入“{unit.merged_into}”，请在“{unit.merged_into}”的页面处理。")


def _require_kind_fits(unit: Unit, before: str) -> None:
    """A group has members and no posts, every other unit the other way round."""
    if unit.kind == before:
        return
    if unit.is_group and unit.posts.exists():
        raise Invalid(f"“{unit}”已设岗位，不能改为单位组。")
    if before == UnitKind.GROUP and unit.members.filter(end__isnull=True).exists():
        raise Invalid(f"“{unit}”还有组成员，请先移出成员，再改类别。")
    internal = {UnitKind.OFFICE, UnitKind.LEADERSHIP, UnitKind.ADMINISTRATION}
    if {unit.kind, before} & internal and unit.posts.exists():
        raise Invalid(f"“{unit}”已设岗位，岗位随类别而定，不能再改类别。")
