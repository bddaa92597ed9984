"""Counts of right, extra and missing readings, and what follows from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

METRICS = ("items", "entries", "targets", "results", "pairs")


@dataclass(frozen=True, slots=True)
class Count:
    """Right, extra (read but not annotated), missing (annotated but not read)."""

    right: int = 0
    extra: int = 0
    missing: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.extra + other.extra, self.missing + other.missing)

    @property
    def annotated(self) -> int:
        """How many there are in truth."""
        return self.right + self.missing

    @property
    def precision(self) -> float:
        """Share of the readings that are right; 1 where nothing was read."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of the truth that was read; 1 where there is nothing to read."""
        return self.right / self.annotated if self.annotated else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two.

        >>> Count(right=9, extra=1, missing=1).f1
        0.9
        """
        both = 2 * self.right + self.extra + self.missing
        return 2 * self.right / both if both else 1.0


def compare(read: Counter[Any], true: Counter[Any]) -> tuple[Count, list[Hashable], list[Hashable]]:
    """Count of two multisets, with what is extra and what is missing."""
    extra, missing = read - true, true - read
    right = sum((read & true).values())
    return (
        Count(right, sum(extra.values()), sum(missing.values())),
        list(extra.elements()),
        list(missing.elements()),
    )
