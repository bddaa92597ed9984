"""Choices that look like chance and are not: they follow from keys alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A source of choices for one question, such as ("晚报", unit name, quarter).

    >>> Dice("a").number() == Dice("a").number(), Dice("a").number() == Dice("b").number()
    (True, False)
    """

    def __init__(self, *keys: object) -> None:
        self.key = "\x1f".join(str(key) for key in keys)
        self.count = 0

    def number(self) -> float:
        """The next number in [0, 1)."""
        self.count += 1
        digest = hashlib.sha256(f"{self.key}\x1e{self.count}".encode()).digest()
        return int.from_bytes(digest[:8], "big") / 2**64

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self.number() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """One of the things."""
        return things[int(self.number() * len(things))]

    def chance(self, share: float) -> bool:
        """True in ``share`` of the cases."""
        return self.number() < share

    def order(self, things: Sequence[T]) -> list[T]:
        """All of them, in another order."""
        rest = list(things)
        return [rest.pop(int(self.number() * len(rest))) for _ in range(len(rest))]
