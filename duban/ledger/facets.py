"""How many matters each further condition would leave (筛选项的数目).

The number beside a value is the number of matters that the page would show with that value alone in its
field and all other conditions as they are. Two queries, whatever is asked: one over the matters' own
columns, one over their assignments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Case, CharField, Count, Q, Value, When

from duban.ledger import filters as f
from duban.ledger.enums import Role
from duban.ledger.filters import Criteria, Holders
from duban.ledger.models import Assignment
from duban.ledger.querysets import MatterQuerySet

Counts = Mapping[f.Value, int]


@dataclass(frozen=True)
class Facets:
    """Numbers by field and value (values without matters are absent), the total, and the sections met."""

    total: int
    counts: Mapping[str, Counts]
    sections: Mapping[int, tuple[str, str, int]]  # id → title, level, year; in printed order

    def count(self, name: str, value: f.Value) -> int:
        """Matters that the value alone in its field would leave."""
        return self.counts[name].get(value, 0)


def count(matters: MatterQuerySet, criteria: Criteria, holders: Holders, held: Mapping[int, Iterable[int]]) -> Facets:
    """Facets of the matters that a person may see. ``held``: unit → holders that stand for it, itself included."""
    total, counts, sections = _matter_counts(f.narrow(matters, criteria, holders, by_matter=False), criteria)
    counts |= _assignment_counts(f.narrow(matters, criteria, holders, by_unit=False), criteria, holders, held)
    return Facets(total, counts, sections)


def _flag(condition: Q) -> Case:
    """A condition as "1" or "": text needs no conversion for each row, as numbers and truth values do."""
    return Case(When(condition, then=Value("1")), default=Value(""), output_field=CharField())


def _matter_counts(
    matters: MatterQuerySet, criteria: Criteria
) -> tuple[int, dict[str, Counts], dict[int, tuple[str, str, int]]]:
    rows = (
        matters.order_by("-programme__year", "programme__ordinal", "section__ordinal", "section_id")
        .values_list(
            "programme__year",
            "programme__level",
            "section_id",
            _flag(Q(target_count__gt=0)),
            "state",
            "section__title",
        )
        .annotate(n=Count("pk"))
    )
    wanted = [criteria.year, criteria.level, criteria.section, criteria.target, criteria.states]
    counts: dict[str, Counter[f.Value]] = {name: Counter() for name in f.MATTER_FIELDS}
    sections: dict[int, tuple[str, str, int]] = {}
    total = 0
    for year, level, section, with_target, state, title, n in rows:
        values = (year, level, section, f.WITH if with_target else f.WITHOUT, state)
        missed = [i for i, asked in enumerate(wanted) if asked and values[i] not in asked]
        if not missed:
            total += n
        for i, name in enumerate(f.MATTER_FIELDS):
            if (not missed or missed == [i]) and values[i] is not None:
                counts[name][values[i]] += n
        if section is not None:
            sections[section] = (title, level, year)
    return total, dict(counts), sections


def _assignment_counts(
    matters: MatterQuerySet, criteria: Criteria, holders: Holders, held: Mapping[int, Iterable[int]]
) -> dict[str, Counts]:
    rows = (
        Assignment.objects.live()
        .filter(matter__in=matters.order_by().values("pk"))
        .order_by()
        .values_list("matter_id", "unit_id", "role", "scope", _flag(f.role_q(Role.LEAD)), _flag(f.INFERRED))
    )
    asked = holders.asked(criteria)
    found: dict[str, dict[f.Value, set[int]]] = {name: {} for name in f.ASSIGNMENT_FIELDS}
    places: dict[tuple, list[set[int]]] = {}  # few kinds of rows, many rows: where each kind is counted
    for matter, *columns in rows.iterator(chunk_size=5000):
        kind = tuple(columns)
        if kind not in places:
            values = _values(Kind(*kind), criteria, asked, held)
            places[kind] = [found[name].setdefault(value, set()) for name, value in values]
        for matters_there in places[kind]:
            matters_there.add(matter)
    return {name: {value: len(ids) for value, ids in values.items()} for name, values in found.items()}


class Kind(NamedTuple):
    """What the conditions ask of an assignment."""

    unit: int
    role: str
    scope: str
    leads: str
    inferred: str


def _values(
    kind: Kind, criteria: Criteria, asked: frozenset[int] | None, held: Mapping[int, Iterable[int]]
) -> Iterable[tuple[str, f.Value]]:
    """Under which values of which fields an assignment of this kind counts."""
    role = Role.LEAD.value if kind.leads else kind.role
    scope = kind.scope or f.NO_SCOPE
    passes = {
        "unit": asked is None or kind.unit in asked,
        "role": not criteria.role or role in criteria.role,
        "scope": not criteria.scope or scope in criteria.scope,
        "inferred": not criteria.inferred or bool(kind.inferred),
    }
    missed = [name for name, ok in passes.items() if not ok]
    if missed in ([], ["unit"]):
        yield from (("unit", holder) for holder in held.get(kind.unit, (kind.unit,)))
    if missed in ([], ["role"]):
        yield "role", role
    if missed in ([], ["scope"]):
        yield "scope", scope
    if missed in ([], ["inferred"]) and kind.inferred:
        yield "inferred", f.YES
