"""What a figure of a circular is: its text, its number, its entries, and the rows behind it. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from duban.core.circulars.placeholders import Filled


class Row(NamedTuple):
    """A row behind a figure: its model, its key, and a word for it."""

    model: str
    pk: int
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list. ``units``: those that it speaks of; ``matter``: id, where it speaks of one."""

    text: str
    naming: str = ""
    units: tuple[int, ...] = ()
    matter: int | None = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A figure at an instant. ``number``: ``None`` for words and lists. ``rule``: version that judged, if one did."""

    text: str = ""
    number: int | None = None
    entries: tuple[Entry, ...] | None = None
    rows: tuple[Row, ...] = ()
    rule: int | None = None

    @classmethod
    def count(cls, rows: list[Row] | tuple[Row, ...], rule: int | None = None) -> Value:
        """How many rows there are."""
        return cls(str(len(rows)), len(rows), None, tuple(rows), rule)

    @classmethod
    def listed(cls, entries: list[Entry], rule: int | None = None) -> Value:
        """A list; its rows are those of its entries."""
        rows = tuple(dict.fromkeys(row for entry in entries for row in entry.rows))
        return cls("", len(entries), tuple(entries), rows, rule)

    def filled(self) -> Filled:
        """As the text takes it."""
        if self.entries is not None:
            return Filled(entries=tuple(entry.text for entry in self.entries), nil=not self.entries)
        return Filled(self.text, nil=not self.number if self.number is not None else not self.text)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        found: dict[str, Any] = {"text": self.text, "rows": [list(row) for row in self.rows]}
        if self.number is not None:
            found["number"] = self.number
        if self.rule is not None:
            found["rule"] = self.rule
        if self.entries is not None:
            found["entries"] = [
                {
                    "text": each.text, "naming": each.naming, "units": list(each.units), "matter": each.matter,
                    "rows": [list(row) for row in each.rows],
                }
                for each in self.entries
            ]  # fmt: skip
        return found

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Value:
        """The value again."""
        entries = None
        if "entries" in data:
            entries = tuple(
                Entry(
                    each["text"], each["naming"], tuple(each["units"]), each["matter"],
                    tuple(Row(*row) for row in each["rows"]),
                )
                for each in data["entries"]
            )  # fmt: skip
        rows = tuple(Row(*row) for row in data["rows"])
        return cls(data["text"], data.get("number"), entries, rows, data.get("rule"))


Exempt = tuple[str, int, int | None]
"""(naming, unit id, matter id or None): what is not named after all."""


def without(entries: list[Entry], exempt: frozenset[Exempt], measure: str = "项") -> list[Entry]:
    """Entries but those that are not named after all; how many those are stands at the end, so that counts agree.

    An entry goes when every unit that it speaks of was exempted from being named so.
    """
    kept = [
        each
        for each in entries
        if not each.units or any((each.naming, unit, each.matter) not in exempt for unit in each.units)
    ]
    left = [each for each in entries if each not in kept]
    if left:
        rows = tuple(row for each in left for row in each.rows)
        kept.append(Entry(f"另有{len(left)}{measure}经核实不予点名。" if kept else "经核实，均不予点名。", rows=rows))
    return kept
