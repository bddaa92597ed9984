"""Shares that add up to 100%: rounded down, and the rest given where most was cut off (largest remainders)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def shares(counts: Sequence[int], *, places: int = 1) -> list[Decimal]:
    """Percentages of the counts with so many decimals; their sum is exactly 100, or 0 where all counts are 0.

    >>> [str(each) for each in shares([1, 1, 1])]
    ['33.4', '33.3', '33.3']
    """
    if any(count < 0 for count in counts):
        raise ValueError("a count below 0")
    total = sum(counts)
    if not total:
        return [Decimal(0).scaleb(-places) for _ in counts]
    whole = 100 * 10**places
    parts = [divmod(count * whole, total) for count in counts]
    rest = whole - sum(part for part, _ in parts)
    first = sorted(range(len(counts)), key=lambda at: (-parts[at][1], at))[:rest]
    return [Decimal(part + (at in first)).scaleb(-places) for at, (part, _) in enumerate(parts)]
