"""Conditions of the ledger (筛选条件): read from an address, written back to one, applied to matters.

Inside a field the values are alternatives; the fields add up. 单位、角色、范围、推定牵头 speak of one and the same
assignment: 单位=区城管执法局 with 角色=牵头 finds what that unit leads, not what somebody leads and the unit is in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from duban.core.text.fold import words
from duban.ledger.enums import Level, MatterState, Role, RoleSource, Scope
from duban.ledger.models import Assignment
from duban.ledger.querysets import MatterQuerySet

NO_SCOPE = "none"  # in addresses, where an empty value would be lost
MAX_QUERY = 200  # characters of a search
MAX_ID = 2**63 - 1

WITH, WITHOUT = "with", "without"
YES = "yes"

MATTER_FIELDS = ("year", "level", "section", "target", "state")
ASSIGNMENT_FIELDS = ("unit", "role", "scope", "inferred")
FIELDS = MATTER_FIELDS + ASSIGNMENT_FIELDS
NUMBERS = frozenset({"year", "section", "unit"})
CODES: Mapping[str, tuple[str, ...]] = {
    "level": tuple(Level.values),
    "target": (WITH, WITHOUT),
    "state": tuple(MatterState.values),
    "role": tuple(Role.values),
    "scope": tuple(value or NO_SCOPE for value in Scope.values),
    "inferred": (YES,),
}
LIVE = frozenset(set(MatterState.values) - {MatterState.WITHDRAWN.value})

Value = int | str


@dataclass(frozen=True)
class Criteria:
    """Which matters; empty fields do not restrict, but an empty ``state`` means: not withdrawn."""

    q: str = ""
    year: frozenset[Value] = frozenset()
    level: frozenset[Value] = frozenset()
    section: frozenset[Value] = frozenset()
    target: frozenset[Value] = frozenset()
    state: frozenset[Value] = frozenset()
    unit: frozenset[Value] = frozenset()
    role: frozenset[Value] = frozenset()
    scope: frozenset[Value] = frozenset()
    inferred: frozenset[Value] = frozenset()
    words: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", words(self.q))

    def __bool__(self) -> bool:
        return bool(self.q) or any(getattr(self, name) for name in FIELDS)

    @classmethod
    def parse(cls, data: Any) -> Criteria:
        """From the address (a QueryDict, or anything with ``getlist``); what cannot be understood is left out."""
        query = " ".join(data.get("q", "").split())[:MAX_QUERY]
        return cls(q=query, **{name: frozenset(_known(name, data.getlist(name))) for name in FIELDS})

    def pairs(self) -> list[tuple[str, str]]:
        """Name and value of every condition, in a fixed order."""
        found = [("q", self.q)] if self.q else []
        for name in FIELDS:
            found.extend((name, str(value)) for value in sorted(getattr(self, name), key=lambda v: _order(name, v)))
        return found

    def query(self) -> str:
        """The query string; equal conditions give equal strings."""
        return urlencode(self.pairs())

    def having(self, name: str, values: Iterable[Value]) -> Criteria:
        """With exactly these values in one field."""
        changed: dict[str, Any] = {name: frozenset(values)}
        return replace(self, **changed)

    def toggled(self, name: str, value: Value) -> Criteria:
        """With the value put in or taken out."""
        return self.having(name, getattr(self, name) ^ {value})

    @property
    def states(self) -> frozenset[Value]:
        """States that are shown."""
        return self.state or LIVE


def _known(name: str, values: Iterable[str]) -> Iterable[Value]:
    if name in NUMBERS:
        return (int(v) for v in values if v.isascii() and v.isdigit() and int(v) <= MAX_ID)
    return (v for v in values if v in CODES[name])


def _order(name: str, value: Value) -> Any:
    return value if name in NUMBERS else CODES[name].index(str(value))


@dataclass(frozen=True)
class Holders:
    """What the conditions on units mean to one person on one day.

    ``mine``: what the person's own units stand for, None for those who see everything. ``of`` maps a unit to
    what it stands for (:func:`duban.ledger.standing.closure`).
    """

    mine: frozenset[int] | None
    of: Mapping[int, frozenset[int]]
    named: Any = None  # word → ids of units whose name holds it

    def asked(self, criteria: Criteria) -> frozenset[int] | None:
        """Units whose assignment the conditions speak of; None for any unit.

        Somebody of a unit who asks for a role without naming a unit asks for the role of the own unit.
        """
        if criteria.unit:
            return frozenset().union(*(self.of.get(int(u), frozenset({int(u)})) for u in criteria.unit))
        return self.mine


def role_q(role: Value) -> Q:
    """A role as the ledger shows it: who heads its group leads, printed or inferred."""
    if role == Role.LEAD:
        return Q(role=Role.LEAD) | Q(lead=True)
    return Q(role=role, lead=False)


def scope_q(scopes: Iterable[Value]) -> Q:
    """Level printed in front of the unit's label."""
    return Q(scope__in=["" if scope == NO_SCOPE else str(scope) for scope in scopes])


INFERRED = Q(role_source=RoleSource.INFERRED) & role_q(Role.LEAD)  # 推定牵头，待确认


def assignment_q(criteria: Criteria, holders: Holders) -> Q | None:
    """Conditions on one assignment; None where there is none (the person's own rows are another matter)."""
    if not any(getattr(criteria, name) for name in ASSIGNMENT_FIELDS):
        return None
    condition = Q()
    units = holders.asked(criteria)
    if units is not None:
        condition &= Q(unit_id__in=units)
    if criteria.role:
        roles = Q()
        for role in sorted(criteria.role, key=str):
            roles |= role_q(role)
        condition &= roles
    if criteria.scope:
        condition &= scope_q(sorted(criteria.scope, key=str))
    if criteria.inferred:
        condition &= INFERRED
    return condition


def search_q(criteria: Criteria, holders: Holders) -> Q:
    """Every word stands in the matter's folded text, or in the name of a unit that answers for it today.

    The folded text keeps the names of the day it was written; a unit renamed since is found by its new name.
    """
    condition = Q()
    for word in criteria.words:
        found = Q(search__contains=word)
        units = holders.named(word) if holders.named else frozenset()
        if units:
            found |= Q(pk__in=_matters_of(Q(unit_id__in=units)))
        condition &= found
    return condition


def matter_q(criteria: Criteria) -> Q:
    """Conditions on the matter's own columns."""
    condition = Q(state__in=sorted(criteria.states, key=str))
    if criteria.year:
        condition &= Q(programme__year__in=criteria.year)
    if criteria.level:
        condition &= Q(programme__level__in=criteria.level)
    if criteria.section:
        condition &= Q(section_id__in=criteria.section)
    if criteria.target == {WITH}:
        condition &= Q(target_count__gt=0)
    elif criteria.target == {WITHOUT}:
        condition &= Q(target_count=0)
    return condition


def _matters_of(condition: Q) -> Any:
    return Assignment.objects.live().filter(condition).order_by().values("matter_id")


def narrow(
    matters: MatterQuerySet, criteria: Criteria, holders: Holders, *, by_matter: bool = True, by_unit: bool = True
) -> MatterQuerySet:
    """The matters (already cut to what the person may see) that meet the conditions."""
    found = matters.filter(search_q(criteria, holders)) if criteria.words else matters
    if by_matter:
        found = found.filter(matter_q(criteria))
    condition = assignment_q(criteria, holders) if by_unit else None
    if condition is not None:
        found = found.filter(pk__in=_matters_of(condition))
    return found
