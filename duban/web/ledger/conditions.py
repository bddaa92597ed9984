"""The conditions in words: fields with their choices and numbers, chips that can be taken away, one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from duban.ledger import filters as f
from duban.ledger.enums import Level, MatterState, Role, Scope
from duban.web.ledger.listing import Listing

FIELD_LABELS = {
    "year": "年度",
    "level": "层级",
    "section": "部分",
    "unit": "单位",
    "role": "角色",
    "scope": "标注层级",
    "target": "指标",
    "state": "状态",
    "inferred": "牵头",
}
LABELS: dict[str, dict[f.Value, str]] = {
    "level": {v.value: v.label for v in Level},
    "role": {v.value: v.label for v in Role},
    "scope": {v.value or f.NO_SCOPE: v.label for v in Scope},
    "target": {f.WITH: "有量化目标", f.WITHOUT: "无量化目标"},
    "state": {v.value: v.label for v in MatterState},
    "inferred": {f.YES: "推定牵头待确认"},
}
MOST = {"unit": 150, "section": 80}  # choices of a field; the others come up as conditions narrow the list


@dataclass(frozen=True)
class Choice:
    """A value of a field, with the number of matters that it alone would leave."""

    name: str
    value: f.Value
    label: str
    count: int
    chosen: bool
    group: str = ""


@dataclass(frozen=True)
class Field:
    """A field with its choices."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    hidden: int = 0  # further values, not listed

    @property
    def chosen(self) -> int:
        """How many are chosen."""
        return sum(choice.chosen for choice in self.choices)


@dataclass(frozen=True)
class Chip:
    """A condition in force, and the address without it."""

    field: str
    label: str
    count: int | None
    without: str


def label(listing: Listing, name: str, value: f.Value) -> str:
    """A value in words."""
    if name == "year":
        return f"{value}年"
    if name == "unit":
        return listing.units.name(int(value), "（没有这个单位）")
    if name == "section":
        known = listing.facets.sections.get(int(value))
        return f"{LABELS['level'][known[1]]} {known[0]}" if known else "所选部分"
    return LABELS[name][value]


def _ordered(listing: Listing, name: str) -> list[f.Value]:
    """Values that have matters or are chosen, in their usual order."""
    counts = listing.facets.counts[name]
    values = set(counts) | getattr(listing.criteria, name)
    if name == "target":
        return [f.WITH, f.WITHOUT]
    if name == "year":
        return sorted(values, key=lambda year: -int(year))
    if name == "unit":
        return sorted(values, key=lambda unit: listing.units.order(int(unit)))
    if name == "section":
        known = list(listing.facets.sections)
        return [s for s in known if s in values] + sorted(values - set(known), key=str)
    return [value for value in f.CODES[name] if value in values]


def field(listing: Listing, name: str) -> Field:
    """A field as it is offered."""
    chosen = getattr(listing.criteria, name)
    values = _ordered(listing, name)
    hidden = 0
    if len(values) > MOST.get(name, len(values)):
        kept = set(sorted(values, key=lambda value: -listing.facets.count(name, value))[: MOST[name]]) | chosen
        hidden = len(values) - len(kept)
        values = [value for value in values if value in kept]
    choices = tuple(
        Choice(name, v, _short(listing, name, v), listing.facets.count(name, v), v in chosen, _group(listing, name, v))
        for v in values
    )
    return Field(name, FIELD_LABELS[name], choices, hidden)


def _short(listing: Listing, name: str, value: f.Value) -> str:
    """A value in words under the heading of its group."""
    known = listing.facets.sections.get(int(value)) if name == "section" else None
    return known[0] if known else label(listing, name, value)


def _group(listing: Listing, name: str, value: f.Value) -> str:
    """Sections stand under their level, and year where there are several."""
    known = listing.facets.sections.get(int(value)) if name == "section" else None
    if not known:
        return ""
    year = f"{known[2]}年" if len(listing.facets.counts["year"]) > 1 else ""
    return year + LABELS["level"][known[1]]


def fields(listing: Listing) -> dict[str, Field]:
    """All fields."""
    return {name: field(listing, name) for name in f.FIELDS}


def chips(listing: Listing) -> Iterator[Chip]:
    """Conditions in force, each with the way to take it away."""
    criteria = listing.criteria
    if criteria.q:
        yield Chip("搜索", criteria.q, None, listing.address(replace(criteria, q="")))
    for name in f.FIELDS:
        for value in _ordered(listing, name):
            if value in getattr(criteria, name):
                yield Chip(
                    FIELD_LABELS[name],
                    label(listing, name, value),
                    listing.facets.count(name, value),
                    listing.address(criteria.toggled(name, value)),
                )


def sentence(listing: Listing) -> str:
    """The conditions in one line, for the head of a print, the trail and the note in a file."""
    criteria = listing.criteria
    said = [f"搜索“{criteria.q}”"] if criteria.q else []
    for name in f.FIELDS:
        values = [label(listing, name, v) for v in _ordered(listing, name) if v in getattr(criteria, name)]
        if values:
            said.append(f"{FIELD_LABELS[name]}：{'、'.join(values)}")
    return "；".join(said) or "全部事项"
