"""Printed unit names → units of the register, by what people decided about a draft.

Nothing is written before :meth:`Registrar.save`, so that a screen can ask what a name would become.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from duban.audit.actions import Entry
from duban.core import units as core
from duban.core.notice import reading as r
from duban.notices import decisions as decided
from duban.notices.decisions import About
from duban.orgs.enums import UnitKind, UnitLevel
from duban.orgs.models import GroupMember, Unit, UnitAlias
from duban.orgs.permissions import Invalid

NAME_LENGTH = 100
LIKE_ENOUGH = 0.86  # short forms, places left out; mere likeness of characters scores lower and asks nobody


@dataclass(frozen=True)
class PrintedName:
    """A name as it stands in the items, with the scopes it is printed under and what the reading says of it."""

    name: str
    scopes: Counter[str]
    kind: str = ""
    group: bool = False


def printed_names(reading: r.Reading) -> dict[str, PrintedName]:
    """Every name of the items, in order of first appearance (the list of names may lag behind corrections)."""
    told = {unit.name: unit for unit in reading.units}
    scopes: dict[str, Counter[str]] = {}
    groups: set[str] = set()
    for programme in reading.programmes:
        for item in programme.items:
            for entry in item.units:
                scopes.setdefault(entry.unit, Counter())[str(entry.scope)] += 1
                if entry.group:
                    groups.add(entry.unit)
    result = {}
    for name, counted in scopes.items():
        unit = told.get(name)
        group = name in groups or bool(unit and unit.group)
        result[name] = PrintedName(name, counted, unit.kind if unit else "", group)
    return result


@dataclass
class Registrar:
    """The register with a draft's decisions over it. Resolve all names, then :meth:`save`."""

    names: Mapping[str, PrintedName]
    decisions: Mapping[str, Any]
    units: dict[str, Unit] = field(default_factory=dict)  # by name
    ids: dict[int, Unit] = field(default_factory=dict)
    aliases: dict[str, Unit] = field(default_factory=dict)
    new_units: list[Unit] = field(default_factory=list)
    new_aliases: list[UnitAlias] = field(default_factory=list)
    members: list[tuple[Unit, Unit]] = field(default_factory=list)  # group, member
    _resolved: dict[str, Unit] = field(default_factory=dict)

    @classmethod
    def load(cls, reading: r.Reading, decisions: Mapping[str, Any]) -> Registrar:
        """With the register as it stands; two queries."""
        chosen = decided.of(decisions, About.UNIT)
        registrar = cls(printed_names(reading), chosen)
        for unit in Unit.objects.responsible().order_by("id"):
            registrar.ids[unit.pk] = unit
        for unit in registrar.ids.values():
            current = registrar.current(unit)
            registrar.units[unit.name] = current
            if unit.full_name:
                registrar.aliases.setdefault(unit.full_name, current)
        for alias in UnitAlias.objects.order_by("id"):
            if alias.unit_id in registrar.ids:
                registrar.aliases[alias.text] = registrar.current(registrar.ids[alias.unit_id])
        return registrar

    def current(self, unit: Unit) -> Unit:
        """The unit itself, or the one that it was merged into."""
        seen = set()
        while unit.merged_into_id and unit.merged_into_id in self.ids and unit.pk not in seen:
            seen.add(unit.pk)
            unit = self.ids[unit.merged_into_id]
        return unit

    def known(self, name: str) -> Unit | None:
        """The unit with exactly that name, full name or alias."""
        return self.units.get(name) or self.aliases.get(name)

    def unit_for(self, name: str, _asked: tuple[str, ...] = ()) -> Unit:
        """The unit that a printed name stands for; unsaved where it is new. Raises :class:`Invalid`."""
        if name not in self._resolved:
            if name in _asked:
                raise Invalid(f"单位“{name}”的别名互相指向，请重新选择其中一个。")
            self._resolved[name] = self._resolve(name, (*_asked, name))
        return self._resolved[name]

    def _resolve(self, name: str, asked: tuple[str, ...]) -> Unit:
        decision = self.decisions.get(name) or {}
        match decision.get("to"):
            case "unit":
                unit = self.ids.get(int(decision.get("id") or 0))
                if unit is None:
                    raise Invalid(f"为“{name}”选定的单位已不在单位名册中，请重新选择。")
                return self._also_called(self.current(unit), name)
            case "alias":
                return self._also_called(self._named(decision.get("of", ""), name, asked), name)
            case "group":
                return self._group(name, decision, asked)
            case "new":
                return self._new(name, decision)
            case _:
                return self.known(name) or self._new(name, {})

    def _named(self, other: str, name: str, asked: tuple[str, ...]) -> Unit:
        """A unit by another name of the notice or of the register."""
        if other in self.names or other in self.decisions:
            return self.unit_for(other, asked)
        unit = self.known(other)
        if unit is None:
            raise Invalid(f"为“{name}”选定的“{other}”既不在来文中，也不在单位名册中，请重新选择。")
        return unit

    def _also_called(self, unit: Unit, name: str) -> Unit:
        """A person said that the name stands for the unit: the register learns it."""
        if name == unit.name or self.aliases.get(name) is unit:
            return unit
        other = self.known(name)
        if other is not None and other is not unit:
            raise Invalid(
                f"“{name}”在单位名册中是“{other.name}”，与选定的“{unit.name}”不符。请改选，或先在单位页调整别名。"
            )
        self.aliases[name] = unit
        self.new_aliases.append(UnitAlias(unit=unit, text=name))
        return unit

    def _new(self, name: str, decision: Mapping[str, Any]) -> Unit:
        wanted = str(decision.get("name") or name).strip()
        existing = self.known(wanted)
        if existing is not None:
            return self._also_called(existing, name)
        if len(wanted) > NAME_LENGTH:
            raise Invalid(f"单位名称“{wanted[:20]}…”有 {len(wanted)} 字，最多 {NAME_LENGTH} 字，请先改正。")
        kind, level = guess(self.names.get(name), name)
        told_kind, told_level = str(decision.get("kind", "")), str(decision.get("level", ""))
        unit = Unit(
            name=wanted,
            kind=told_kind if told_kind in UnitKind.values else kind,
            level=told_level if told_level in UnitLevel.values else level,
        )
        self.units[wanted] = unit
        self.new_units.append(unit)
        return unit if wanted == name else self._also_called(unit, name)

    def _group(self, name: str, decision: Mapping[str, Any], asked: tuple[str, ...]) -> Unit:
        group = self._new(name, {**decision, "kind": UnitKind.GROUP})
        if not group.is_group:
            raise Invalid(f"“{group.name}”在单位名册中不是单位组，请改选“对应已有单位”，或另起组名。")
        for pk in decision.get("members", ()):
            if int(pk) not in self.ids:
                raise Invalid(f"为单位组“{name}”选定的成员已不在单位名册中，请重新选择。")
            self._member(group, self.current(self.ids[int(pk)]))
        for other in decision.get("names", ()):
            self._member(group, self._named(other, name, asked))
        return group

    def _member(self, group: Unit, unit: Unit) -> None:
        if unit.is_group:
            raise Invalid(f"单位组“{group.name}”的成员“{unit.name}”也是单位组，请改选具体单位。")
        if all(not (g is group and u is unit) for g, u in self.members):
            self.members.append((group, unit))

    def resolve_all(self) -> None:
        """Every printed name, in order of appearance."""
        for name in self.names:
            self.unit_for(name)

    def undecided(self) -> list[str]:
        """Names without a decision that the register does not know but has a unit for that looks like it."""
        open_names = [name for name in self.names if name not in self.decisions and self.known(name) is None]
        if not open_names:
            return []
        texts: dict[int, list[str]] = {}
        for text, unit in self.aliases.items():
            texts.setdefault(unit.pk, []).append(text)
        register = [
            core.RegisteredUnit(unit.name, tuple(texts.get(unit.pk, ())), group=unit.is_group)
            for unit in self.ids.values()
            if not unit.merged_into_id
        ]
        return [n for n in open_names if any(s.score >= LIKE_ENOUGH for s in core.match(n, register))]

    def save(self, today: dt.date) -> list[Entry]:
        """Write new units, aliases and members (from ``today``); returns what to record."""
        last = max((unit.position for unit in self.ids.values()), default=0)
        for offset, unit in enumerate(self.new_units, start=1):
            unit.position = last + offset
        Unit.objects.bulk_create(self.new_units, batch_size=200)
        UnitAlias.objects.bulk_create(
            [UnitAlias(unit=alias.unit, text=alias.text) for alias in self.new_aliases], batch_size=200
        )
        entries = [
            Entry("unit.create", unit, after={"name": unit.name, "kind": unit.kind, "level": unit.level})
            for unit in self.new_units
        ]
        entries += [Entry("unit.add_alias", alias.unit, after={"alias": alias.text}) for alias in self.new_aliases]
        return entries + self._save_members(today)

    def _save_members(self, today: dt.date) -> list[Entry]:
        known = set(GroupMember.objects.filter(end__isnull=True).order_by("id").values_list("group_id", "unit_id"))
        rows = [(group, unit) for group, unit in self.members if (group.pk, unit.pk) not in known]
        GroupMember.objects.bulk_create(
            [GroupMember(group=group, unit=unit, start=today) for group, unit in rows], batch_size=200
        )
        return [Entry("unit.add_members", group, after={"units": [unit.name], "start": today}) for group, unit in rows]


_LEVELS = {
    "nation": UnitLevel.NATION,
    "province": UnitLevel.PROVINCE,
    "city": UnitLevel.CITY,
    "district": UnitLevel.DISTRICT,
}
_MARKS = {"国": "nation", "省": "province", "自": "province", "市": "city", "州": "city", "盟": "city"}
_KINDS = {
    core.UnitKind.STREET: UnitKind.STREET,
    core.UnitKind.BRANCH: UnitKind.BRANCH,
    core.UnitKind.COMMITTEE: UnitKind.COMMITTEE,
    core.UnitKind.INSTITUTION: UnitKind.COMMITTEE,
    core.UnitKind.PARTY: UnitKind.PARTY,
    core.UnitKind.MASS: UnitKind.PARTY,
    core.UnitKind.COMPANY: UnitKind.COMPANY,
    core.UnitKind.GOVERNMENT: UnitKind.OTHER,
    core.UnitKind.OTHER: UnitKind.OTHER,
}


def guess(printed: PrintedName | None, name: str) -> tuple[str, str]:
    """Kind and level of a unit that the register does not know: from its name, and from where it is printed.

    A branch (市…局…分局) prints the level of its house and works for the level that it is listed under.
    """
    facts = core.analyse(name)
    scopes = printed.scopes if printed else Counter()
    scope = scopes.most_common(1)[0][0] if scopes else ""
    named = (
        "" if facts.kind == core.UnitKind.BRANCH else _MARKS.get(facts.prefix[:1], "district" if facts.prefix else "")
    )
    level = _LEVELS.get(named or scope, UnitLevel.DISTRICT)
    if facts.group or (printed and printed.group):
        return UnitKind.GROUP, level
    if level != UnitLevel.DISTRICT:
        return UnitKind.SUPERIOR, level
    return _KINDS.get(facts.kind, UnitKind.DEPARTMENT), level
