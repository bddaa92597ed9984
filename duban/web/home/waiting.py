"""Values of the home page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """A line of the list: what is to be done, where, until when."""

    title: str
    href: str
    note: str = ""
    due: dt.date | None = None  # last day on which it is on time
    first: bool = False  # came back to the person: before everything with a day


@dataclass(frozen=True)
class Figure:
    """A number with the address of the rows behind it."""

    label: str
    count: int
    href: str


@dataclass(frozen=True)
class Part:
    """An overview below the list."""

    title: str
    figures: tuple[Figure, ...]
    empty: str = ""  # what will appear here, while all numbers are 0

    @property
    def total(self) -> int:
        """Whether there is anything to show."""
        return sum(figure.count for figure in self.figures)


def in_order(waiting: list[Waiting]) -> list[Waiting]:
    """What came back first, then the nearest deadline; what has none comes after, in the order of the providers."""
    return sorted(waiting, key=lambda each: (not each.first, each.due is None, each.due or dt.date.max))
