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
    """An inspection as far as overlap is concerned; both days inclusive. No ``matters``: about all of its units."""

    key: int
    title: str
    first: dt.date
    last: dt.date
    units: frozenset[int]
    matters: frozenset[int]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Where two meet. ``same``: the same thing would be looked at twice; ``at_once``: on some of the same days.

    ``matters``: those that both name. An inspection that names none is about all that its units do.
    """

    other: Span
    units: frozenset[int]
    matters: frozenset[int]
    same: bool
    at_once: bool

    @property
    def forbidden(self) -> bool:
        """The same unit about the same thing at once: a repeated inspection, which is forbidden."""
        return self.same and self.at_once


def overlaps(one: Span, others: Iterable[Span]) -> list[Overlap]:
    """Which other inspections take up the same units at the same time; the forbidden ones first.

    The same thing once more within the quarter counts too: not forbidden, but somebody has to say why.

    >>> day = dt.date(2023, 5, 1)
    >>> a = Span(1, "甲", day, day, frozenset({7}), frozenset({3}))
    >>> [o.forbidden for o in overlaps(a, [Span(2, "乙", day, day, frozenset({7, 8}), frozenset({3, 4}))])]
    [True]
    """
    found = []
    for other in others:
        units, matters = one.units & other.units, one.matters & other.matters
        if other.key == one.key or not units:
            continue
        at_once = one.first <= other.last and other.first <= one.last
        same = bool(matters) or not one.matters or not other.matters
        if at_once or (same and _same_quarter(one, other)):
            found.append(Overlap(other, units, matters, same, at_once))
    return sorted(found, key=lambda o: (not o.forbidden, o.other.first, o.other.key))


def _same_quarter(one: Span, other: Span) -> bool:
    return _quarter(one.first) <= _quarter(other.last) and _quarter(other.first) <= _quarter(one.last)


def _quarter(day: dt.date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def quarter_of(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the quarters that two days lie in.

    >>> [str(day) for day in quarter_of(dt.date(2023, 5, 8), dt.date(2023, 5, 12))]
    ['2023-04-01', '2023-06-30']
    """
    end = _quarter(last) + 1
    return dt.date(first.year, (first.month - 1) // 3 * 3 + 1, 1), dt.date(end // 4, end % 4 * 3 + 1, 1) - dt.timedelta(
        1
    )


def objection_until(served_on: dt.date) -> dt.date:
    """Last day on which the unit may object: within 30 days of receipt (art. 17)."""
    return served_on + dt.timedelta(days=OBJECTION_DAYS)


def decision_until(objected_on: dt.date) -> dt.date:
    """Last day of the decision on an objection: within 30 days (art. 17)."""
    return objected_on + dt.timedelta(days=DECISION_DAYS)
