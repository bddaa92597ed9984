"""What a second notice of the year (补充、更正) changes: the printed items of two lists side by side.

Pure: the caller says which items are there and which are printed now; nothing is decided here. Items are
paired by likeness of their wording with the printed number as a hint, so that an item whose number moved
is recognised and a number that now stands before other words is not mistaken for a change of text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from duban.core.text.patterns import regex

SAME_ITEM = 0.5  # likeness from which two wordings may be one item
SAME_NUMBER_ITEM = 0.35  # … where the printed number (and section) agree as well
NUMBER_HINT = 0.15  # what an equal number adds when candidates compete
_COMMON = 0.3  # share of common two-character pieces below which the slow comparison is not worth it


class RowKind(StrEnum):
    """What happened to an item."""

    SAME = "same"  # 未变
    TEXT = "text"  # 文字有变 (units may have changed too)
    UNITS = "units"  # 承办单位有变
    NEW = "new"  # 新增
    GONE = "gone"  # 未再列出


@dataclass(frozen=True, slots=True)
class UnitKey:
    """An assignment as it is compared: the unit's one name (aliases resolved by the caller), role, scope, part."""

    unit: str
    role: str
    scope: str = ""
    part: int = 0


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item of either list. ``key`` is the caller's and comes back in the row; unique in its list.

    ``text`` is the wording without the tags that only name units.
    """

    key: str
    level: str
    number: str
    text: str
    units: tuple[UnitKey, ...] = ()
    section: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a word-level comparison: ``op`` is "equal", "delete" (old only) or "insert" (new only)."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison. ``key`` is stable for the same two lists (of the new item, else the old)."""

    key: str
    kind: RowKind
    old: ListedItem | None
    new: ListedItem | None
    likeness: float = 1.0  # 0..1
    pieces: tuple[Piece, ...] = ()  # for TEXT
    added: tuple[UnitKey, ...] = ()
    removed: tuple[UnitKey, ...] = ()

    @property
    def moved(self) -> bool:
        """Same item under another printed number."""
        return self.old is not None and self.new is not None and self.old.number != self.new.number


@dataclass(slots=True)
class _Side:
    """Items of one level with what the comparison needs of them."""

    items: list[ListedItem]
    plain: list[str] = field(default_factory=list)
    grams: list[Counter[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.plain = [normal(item.text) for item in self.items]
        self.grams = [Counter(text[i : i + 2] for i in range(len(text) - 1)) for text in self.plain]


def normal(text: str) -> str:
    """Wording as it counts for "unchanged": without white space, full- and half-width marks alike."""
    return re.sub(r"\s+", "", text).translate(_WIDTH)


_WIDTH = str.maketrans("，；：（）？！％～〈〉", ",;:()?!%~<>")


def compare(old: Sequence[ListedItem], new: Sequence[ListedItem]) -> list[Row]:
    """Rows in the order of ``new``; items that are no longer there follow, in the order of ``old``."""
    partner: dict[str, tuple[ListedItem, float]] = {}
    for level in dict.fromkeys(item.level for item in new):
        mine = [item for item in old if item.level == level]
        theirs = [item for item in new if item.level == level]
        for a, b, likeness in _pair(_Side(mine), _Side(theirs)):
            partner[b.key] = (a, likeness)
    rows = [_row(*partner[item.key], item) if item.key in partner else _new(item) for item in new]
    kept = {a.key for a, _ in partner.values()}
    levels = {item.level for item in new}
    gone = [item for item in old if item.key not in kept and item.level in levels]
    return rows + [Row(f"gone:{item.key}", RowKind.GONE, item, None, 0.0) for item in gone]


def _new(item: ListedItem) -> Row:
    return Row(f"new:{item.key}", RowKind.NEW, None, item, 0.0)


def _row(old: ListedItem, likeness: float, new: ListedItem) -> Row:
    before, after = Counter(old.units), Counter(new.units)
    added, removed = tuple((after - before).elements()), tuple((before - after).elements())
    if normal(old.text) != normal(new.text):
        pieces = word_difference(old.text, new.text)
        return Row(f"new:{new.key}", RowKind.TEXT, old, new, likeness, pieces, added, removed)
    kind = RowKind.UNITS if added or removed else RowKind.SAME
    return Row(f"new:{new.key}", kind, old, new, 1.0, (), added, removed)


def _pair(old: _Side, new: _Side) -> list[tuple[ListedItem, ListedItem, float]]:
    """Equal wordings first (nearest number wins), then greedily by likeness with the number as a hint."""
    free_old, free_new = set(range(len(old.items))), set(range(len(new.items)))
    pairs: list[tuple[int, int, float]] = _equal(old, new)
    for i, j, _ in pairs:
        free_old.discard(i)
        free_new.discard(j)
    for i, j, likeness in _candidates(old, new, free_old, free_new):
        if i in free_old and j in free_new:
            pairs.append((i, j, likeness))
            free_old.discard(i)
            free_new.discard(j)
    return [(old.items[i], new.items[j], likeness) for i, j, likeness in pairs]


def _equal(old: _Side, new: _Side) -> list[tuple[int, int, float]]:
    where: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(old.plain):
        where[text].append(i)
    pairs = []
    for j, text in enumerate(new.plain):
        if not where[text]:
            continue
        item = new.items[j]
        best = max(where[text], key=lambda i: (_hints(old.items[i], item), -i))
        where[text].remove(best)
        pairs.append((best, j, 1.0))
    return pairs


def _hints(a: ListedItem, b: ListedItem) -> int:
    """How much besides the wording speaks for one item: the number, then the section."""
    return 2 * (bool(a.number) and a.number == b.number) + (a.section == b.section)


def _candidates(old: _Side, new: _Side, free_old: set[int], free_new: set[int]) -> list[tuple[int, int, float]]:
    found = []
    for j in sorted(free_new):
        for i in sorted(free_old):
            hints = _hints(old.items[i], new.items[j])
            likeness = _likeness(old, i, new, j)
            if likeness >= (SAME_NUMBER_ITEM if hints == 3 else SAME_ITEM):
                found.append((likeness + NUMBER_HINT * (hints >= 2), i, j, likeness))
    found.sort(key=lambda each: (-each[0], each[2], each[1]))
    return [(i, j, likeness) for _, i, j, likeness in found]


def _likeness(old: _Side, i: int, new: _Side, j: int) -> float:
    """Share of common characters in order, 0..1; cheap bounds first."""
    a, b = old.plain[i], new.plain[j]
    if not a or not b:
        return 0.0
    common = sum((old.grams[i] & new.grams[j]).values())
    if common < _COMMON * min(len(a), len(b)) - 1:
        return 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


# A word of a comparison: a figure with its 万 / 亿 / %, a run of letters, a single character.
_WORD = regex(r"\d+(?:\.\d+)?[万亿]?[%％]?|[A-Za-z]+|\s+|.", re.DOTALL)


def word_difference(old: str, new: str) -> tuple[Piece, ...]:
    """The two wordings as equal, deleted and inserted stretches; a figure changes as a whole.

    >>> [(p.op, p.text) for p in word_difference("新增12万个。", "新增13万个。")]
    [('equal', '新增'), ('delete', '12万'), ('insert', '13万'), ('equal', '个。')]
    """
    a, b = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    for op, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(Piece("equal", "".join(a[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("delete", "".join(a[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("insert", "".join(b[j1:j2])))
    return tuple(pieces)
