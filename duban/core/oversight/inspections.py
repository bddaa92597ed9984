"""Inspections that would meet at the same units, and the terms of objections to a conclusion.

Repeated and many-headed inspection is forbidden (国令第733号 art. 15); 30 days to object, 30 to decide (art. 17).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

OBJECTION_DAYS = 30
DECISION_DAYS = 30


@dataclass(frozen=True, slots=True)
class Span:
    """An inspection as far as overlap is concerned; both days inclusive."""

    key: int
    title: str
    first: dt.date
    last: dt.date
    units: frozenset[int]
    matters: frozenset[int]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Where two meet. ``same_matters``: the same thing would be looked at twice."""

    other: Span
    units: frozenset[int]
    matters: frozenset[int]

    @property
    def forbidden(self) -> bool:
        """The same unit about the same matter: a repeated inspection, which is forbidden."""
        return bool(self.matters)


def overlaps(one: Span, others: Iterable[Span]) -> list[Overlap]:
    """Which other inspections take up the same units at the same time; the forbidden ones first.

    >>> day = dt.date(2023, 5, 1)
    >>> a = Span(1, "甲", day, day, frozenset({7}), frozenset({3}))
    >>> [o.forbidden for o in overlaps(a, [Span(2, "乙", day, day, frozenset({7, 8}), frozenset({3, 4}))])]
    [True]
    """
    found = []
    for other in others:
        meets = one.first <= other.last and other.first <= one.last
        units = one.units & other.units
        if other.key != one.key and meets and units:
            found.append(Overlap(other, units, one.matters & other.matters))
    return sorted(found, key=lambda o: (not o.forbidden, o.other.first, o.other.key))


def objection_until(served_on: dt.date) -> dt.date:
    """Last day on which the unit may object: within 30 days of receipt (art. 17)."""
    return served_on + dt.timedelta(days=OBJECTION_DAYS)


def decision_until(objected_on: dt.date) -> dt.date:
    """Last day of the decision on an objection: within 30 days (art. 17)."""
    return objected_on + dt.timedelta(days=DECISION_DAYS)
