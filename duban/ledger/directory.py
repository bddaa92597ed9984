"""The units as the list needs them: names, order, for whom they stand. One query, kept while nothing changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import FilteredRelation, Q

from duban.core.text.fold import fold
from duban.ledger.filters import Holders
from duban.ledger.standing import Edges, closure
from duban.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit: its name today, its place in the order of units, its folded names (name, full name, aliases)."""

    name: str
    position: int
    folded: tuple[str, ...]


@dataclass(frozen=True)
class Directory:
    """All units of a day."""

    entries: Mapping[int, Entry]
    edges: Edges

    def name(self, unit_id: int, otherwise: str = "") -> str:
        """Name today."""
        entry = self.entries.get(unit_id)
        return entry.name if entry else otherwise or f"（单位{unit_id}）"

    def order(self, unit_id: int) -> tuple[int, int]:
        """Key of the usual order of units."""
        entry = self.entries.get(unit_id)
        return (entry.position if entry else 2**31, unit_id)

    def standing(self, unit_ids: Iterable[int]) -> frozenset[int]:
        """What the units stand for."""
        return closure(unit_ids, self.edges)

    @cached_property
    def held(self) -> Mapping[int, frozenset[int]]:
        """Unit → who stands for it (itself included); units for whom only they themselves stand are left out."""
        found: dict[int, set[int]] = {}
        for holder in self.edges:
            for unit in self.standing([holder]):
                found.setdefault(unit, {unit}).add(holder)
        return {unit: frozenset(holders) for unit, holders in found.items()}

    def named(self, word: str) -> frozenset[int]:
        """Units one of whose names holds the folded word."""
        return frozenset(unit for unit, entry in self.entries.items() if any(word in name for name in entry.folded))

    def find(self, typed: str) -> list[int]:
        """Units for a typed name: the one so called, else those whose names hold it, in the usual order."""
        word = fold(typed)
        if not word:
            return []
        exact = [unit for unit, entry in self.entries.items() if word in entry.folded]
        return sorted(exact or self.named(word), key=self.order)

    def holders(self, mine: frozenset[int] | None) -> Holders:
        """What conditions on units mean to a person whose units stand for ``mine`` (None: sees everything)."""
        return Holders(mine, _Standing(self.edges), self.named)


class _Standing(dict[int, frozenset[int]]):
    """Unit → what it stands for, worked out when asked."""

    def __init__(self, edges: Edges) -> None:
        super().__init__()
        self._edges = edges

    def get(self, unit: int, default: object = None) -> frozenset[int]:
        return self[unit]

    def __missing__(self, unit: int) -> frozenset[int]:
        self[unit] = closure([unit], self._edges)
        return self[unit]


def load(on: dt.date) -> Directory:
    """The units on a day; one query."""
    current = Q(memberships__start__lte=on) & (Q(memberships__end__isnull=True) | Q(memberships__end__gt=on))
    rows = (
        Unit.objects.annotate(member=FilteredRelation("memberships", condition=current))
        .order_by()
        .values_list("id", "name", "full_name", "position", "merged_into_id", "aliases__text", "member__group_id")
    )
    names: dict[int, dict[str, None]] = {}
    places: dict[int, tuple[str, int]] = {}
    edges: dict[int, set[int]] = {}
    for unit, name, full_name, position, merged_into, alias, group in rows:
        places[unit] = (name, position)
        names.setdefault(unit, {}).update(dict.fromkeys(fold(text) for text in (name, full_name, alias) if text))
        if merged_into is not None:
            edges.setdefault(merged_into, set()).add(unit)
        if group is not None:
            edges.setdefault(unit, set()).add(group)
    entries = {unit: Entry(name, position, tuple(names[unit])) for unit, (name, position) in places.items()}
    return Directory(entries, {holder: frozenset(held) for holder, held in edges.items()})
