"""Automatic numbering of Word: the numbers that a reader of the paper sees and the text does not hold.

Counters belong to the abstract list, so that two lists of one kind go on counting, unless a list says
where it starts (``lvlOverride/startOverride``). A level that counts resets the levels below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from duban.readers.numerals import numeral
from duban.readers.xmltree import attribute, child, children

_PLACE = re.compile(r"%([1-9])")
MAX_LEVEL = 8


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list as defined."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False  # all places in Arabic digits
    restart: int | None = None  # 1-based level whose counting resets this one; 0 = never
    style: str = ""  # paragraph style that is numbered by this level


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)  # overrides not used up yet


class Numbering:
    """Counts the paragraphs of one document. Call :meth:`next` once a numbered paragraph, in order."""

    def __init__(self, root: Any | None) -> None:
        self._lists: dict[str, _List] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        if root is not None:
            self._load(root)

    def of_style(self, style: str) -> tuple[str, int] | None:
        """(list, level) that a paragraph style is bound to by the list's own definition."""
        return self._by_style.get(style)

    def next(self, list_id: str, level: int) -> str:
        """Printed number of the next paragraph of a list, with its separator; "" where nothing is printed."""
        entry = self._lists.get(list_id)
        if entry is None:
            return ""
        level = max(0, min(level, MAX_LEVEL))
        definition = entry.levels.get(level, Level())
        counters = self._counters.setdefault(entry.abstract, {})
        if level in entry.starts:
            counters[level] = entry.starts.pop(level) - 1
        counters[level] = counters.get(level, definition.start - 1) + 1
        for deeper in [each for each in counters if each > level]:
            restart = entry.levels.get(deeper, Level()).restart
            if restart is None or 0 < restart and level < restart:
                del counters[deeper]
        return self._print(entry, definition, counters)

    def _print(self, entry: _List, definition: Level, counters: dict[int, int]) -> str:
        if definition.format in {"none", "bullet"}:
            return ""

        def place(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            own = entry.levels.get(index, Level())
            value = counters.get(index, own.start)
            return numeral(value, "decimal" if definition.legal else own.format)

        printed = _PLACE.sub(place, definition.text)
        return printed + " " if printed and definition.suffix == "space" else printed

    def _load(self, root: Any) -> None:
        abstracts = {attribute(each, "abstractNumId", ""): each for each in children(root, "abstractNum")}
        for each in children(root, "num"):
            list_id, link = attribute(each, "numId", "") or "", child(each, "abstractNumId")
            abstract = (attribute(link, "val", "") or "") if link is not None else ""
            if abstract not in abstracts:
                continue
            levels = _levels(abstracts[abstract])
            entry = _List(abstract, levels)
            for override in children(each, "lvlOverride"):
                at = _number(attribute(override, "ilvl"), 0)
                own = child(override, "lvl")
                if own is not None:
                    levels[at] = _level(own)
                    entry.starts[at] = levels[at].start
                start = child(override, "startOverride")
                if start is not None:
                    entry.starts[at] = _number(attribute(start, "val"), 1)
            self._lists[list_id] = entry
            for at, level in levels.items():
                if level.style:
                    self._by_style.setdefault(level.style, (list_id, at))


def _levels(abstract: Any) -> dict[int, Level]:
    return {_number(attribute(each, "ilvl"), 0): _level(each) for each in children(abstract, "lvl")}


def _level(element: Any) -> Level:
    def value(name: str, default: str = "") -> str:
        found = child(element, name)
        return default if found is None else attribute(found, "val", default) or default

    restart = value("lvlRestart")
    return Level(
        start=_number(value("start", "1"), 1),
        format=value("numFmt", "decimal"),
        text=value("lvlText"),
        suffix=value("suff", "tab"),
        legal=child(element, "isLgl") is not None,
        restart=_number(restart, 0) if restart else None,
        style=value("pStyle"),
    )


def _number(text: str | None, default: int) -> int:
    """A counter of a hostile file stays a small integer."""
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,6}", text) else default
