"""One promise, one row: what several printed items of a unit say alike is counted once, with all their codes.

Items say the same where a goal of theirs is the same figure of the same measure (domain §7: the same fact is entered
once and serves every item). An item counts by those of its goals that no smaller item of the unit promises; where
none is left, it is named beside the item that counts. Items without figures are never taken together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from duban.core.appraisal.facts import Fact
from duban.core.appraisal.words import CHAINS, Item
from duban.oversight.judging import MatterLight, Part, worst

Goal = tuple[int, str, Decimal]
"""Measure, relation, figure."""

GRADED, LIT = (list(chain) for chain in CHAINS[Item.RESULTS])


def goal_of(part: Part) -> Goal | None:
    """What a part promises in figures."""
    return (part.use.measure_id, part.goal.op, part.goal.value) if part.use and part.goal else None


@dataclass
class Told:
    """An item with what it counts by. ``elsewhere``: codes of items that count a part of it."""

    light: MatterLight
    goals: frozenset[Goal | None]
    counts_in: int | None = None  # the item in which all of it is counted
    elsewhere: list[str] = field(default_factory=list)


def share_out(lights: Iterable[MatterLight], closed: Mapping[int, object]) -> dict[int, Told]:
    """Matter id → what it counts by, in the order given. An item that was closed is graded as a whole."""
    told = {
        each.matter.pk: Told(each, frozenset(map(goal_of, each.parts))) for each in lights if each.unit_id is not None
    }
    place = {pk: n for n, pk in enumerate(told)}
    owners: dict[tuple[int | None, Goal], int] = {}
    for pk, row in sorted(told.items(), key=lambda item: len(item[1].goals)):  # stable: printed order among equals
        unit_id = row.light.unit_id
        held = {goal: owners[unit_id, goal] for goal in row.goals if goal is not None and (unit_id, goal) in owners}
        if held and len(held) == len(row.goals):
            row.counts_in = min(held.values(), key=place.__getitem__)
            continue
        owners.update({(unit_id, goal): pk for goal in row.goals if goal is not None and goal not in held})
        if held and pk not in closed and row.light.override is None:
            left = tuple(part for part in row.light.parts if goal_of(part) not in held)
            row.light = replace(row.light, parts=left, computed=worst(left))
            row.elsewhere = [
                told[owner].light.matter.code for owner in sorted(set(held.values()), key=place.__getitem__)
            ]
    return told


def once(facts: Mapping[int, Fact], told: Mapping[int, Told]) -> list[Fact]:
    """The rows, each promise at the item that counts it."""
    place = {pk: n for n, pk in enumerate(told)}
    groups: dict[int, list[int]] = {}
    for pk, row in told.items():
        groups.setdefault(row.counts_in or pk, []).append(pk)
    return [_one(owner, groups[owner], facts, told) for owner in sorted(groups, key=place.__getitem__)]


def _one(owner: int, pks: Sequence[int], facts: Mapping[int, Fact], told: Mapping[int, Told]) -> Fact:
    """The row of an item with those that are counted in it. Of items that say exactly the same what was closed
    decides before what is only lit, and the worse before the better."""
    own, same = facts[owner], [facts[pk] for pk in pks if told[pk].goals == told[owner].goals]
    decisive = max((fact for fact in same if not fact.excused), key=_weight, default=own)
    notes = [decisive.note]
    others = [pk for pk in pks if pk != owner]
    if others:
        codes = "、".join(told[pk].light.matter.code for pk in others)
        notes.append(f"与{codes}是同一承诺，只计一次")
        code = told[owner].light.matter.code
        own = replace(own, label=f"{code}、{codes}{own.label.removeprefix(code)}")
    if told[owner].elsewhere:
        notes.append(f"与{'、'.join(told[owner].elsewhere)}相同的目标在该项计")
    return replace(
        decisive,
        key=own.key,
        label=own.label,
        note="；".join(filter(None, notes)),
        also=tuple(facts[pk].key for pk in others),
    )


def _weight(fact: Fact) -> tuple[bool, int]:
    assert fact.finding is not None
    closed = fact.done is not None
    return closed, (GRADED if closed else LIT).index(fact.finding)
