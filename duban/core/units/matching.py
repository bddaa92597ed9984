"""Which unit of the register a printed name may mean. Suggestions with reasons; a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from duban.core.units.aliases import abbreviates, normal, renamed, told, without_place
from duban.core.units.names import is_group

LIKELY = 0.75  # share of common characters from which a name is worth showing
MOST = 5


@dataclass(frozen=True, slots=True)
class RegisteredUnit:
    """A unit of the register as far as its name goes. ``key`` is whatever the caller finds it by, if not the name."""

    name: str
    aliases: tuple[str, ...] = ()  # other names, former ones included
    key: str = ""
    full_name: str = ""
    group: bool = False


class Grade(StrEnum):
    """How sure a suggestion is."""

    EXACT = "exact"  # the very name
    ALIAS = "alias"  # a name on record for the unit
    LIKELY = "likely"  # looks like it


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One unit that the name may mean. ``score`` is 0..1, ``reason`` a Chinese sentence."""

    unit: RegisteredUnit
    grade: Grade
    score: float
    reason: str


def match(name: str, register: Sequence[RegisteredUnit]) -> list[Suggestion]:
    """Suggestions for a printed name, the surest first; empty where nothing resembles it.

    >>> units = [RegisteredUnit("区人力资源局", ("区人资局",)), RegisteredUnit("区财政局")]
    >>> [(s.unit.name, s.grade.value) for s in match("区人资局", units)]
    [('区人力资源局', 'alias')]
    """
    found = [s for s in (_suggest(name, unit) for unit in register) if s is not None]
    found.sort(key=lambda s: (-s.score, s.unit.name))
    if found and found[0].grade is not Grade.LIKELY:
        found = [s for s in found if s.grade is not Grade.LIKELY]
    return found[:MOST]


def _suggest(name: str, unit: RegisteredUnit) -> Suggestion | None:
    wanted = normal(name)
    if name in (unit.name, unit.full_name):
        return Suggestion(unit, Grade.EXACT, 1.0, f"与单位名录中的“{name}”一字不差")
    if wanted in (normal(unit.name), normal(unit.full_name) if unit.full_name else ""):
        return Suggestion(unit, Grade.EXACT, 0.99, f"与“{unit.name}”仅全半角或常用简写不同")
    for alias in unit.aliases:
        if wanted == normal(alias):
            return Suggestion(unit, Grade.ALIAS, 0.97, f"“{alias}”已登记为“{unit.name}”的别名")
    if unit.group != is_group(name) and unit.group:
        return None
    return _likely(name, wanted, unit)


def _likely(name: str, wanted: str, unit: RegisteredUnit) -> Suggestion | None:
    others = [o for o in (unit.name, unit.full_name, *unit.aliases) if o]
    bare = without_place(wanted)
    for other in others:
        if without_place(normal(other)) == bare:
            return Suggestion(unit, Grade.LIKELY, 0.93, f"去掉地名后与“{other}”相同")
    for other in others:
        short, long = sorted((name, other), key=len)
        if abbreviates(short, long):
            return Suggestion(unit, Grade.LIKELY, 0.88, f"“{short}”像是“{long}”的简称")
    for other in others:
        if found := renamed(name, other):
            return Suggestion(unit, Grade.LIKELY, 0.87, told(*found))
    best, share = max(
        ((o, SequenceMatcher(None, bare, without_place(normal(o)), autojunk=False).ratio()) for o in others),
        key=lambda pair: pair[1],
        default=("", 0.0),
    )
    if share < LIKELY or wanted[:1] != normal(best)[:1] and bare[:1] != without_place(normal(best))[:1]:
        return None
    return Suggestion(unit, Grade.LIKELY, round(share * 0.85, 3), f"与“{best}”有 {share:.0%} 的字相同")
