"""For whom a unit stands: what was put on a group or on a unit that was merged answers to today's unit.

A holder answers for itself, for every group (各街道办事处) that it belongs to on the day, and for every unit that
was merged into it, to any depth.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from duban.orgs.models import GroupMember, Unit
from duban.orgs.querysets import covering

Edges = Mapping[int, frozenset[int]]  # holder → units and groups it directly stands for


def edges(on: dt.date) -> Edges:
    """All merges and memberships of the day; one query."""
    merges = Unit.objects.filter(merged_into__isnull=False).order_by().values_list("merged_into_id", "id")
    members = GroupMember.objects.filter(covering(on)).order_by().values_list("unit_id", "group_id")
    collected: dict[int, set[int]] = {}
    for holder, held in merges.union(members, all=True):
        collected.setdefault(holder, set()).add(held)
    return {holder: frozenset(held) for holder, held in collected.items()}


def closure(unit_ids: Iterable[int], edges: Edges) -> frozenset[int]:
    """The units themselves and everything they stand for.

    >>> sorted(closure([3], {3: frozenset({2}), 2: frozenset({1}), 9: frozenset({8})}))
    [1, 2, 3]
    """
    reached: set[int] = set()
    waiting = list(unit_ids)
    while waiting:
        unit = waiting.pop()
        if unit not in reached:
            reached.add(unit)
            waiting.extend(edges.get(unit, ()))
    return frozenset(reached)


def standing_of(unit_ids: Iterable[int], on: dt.date) -> frozenset[int]:
    """:func:`closure` with the edges of the day; one query (none for no units)."""
    ids = frozenset(unit_ids)
    return closure(ids, edges(on)) if ids else ids
