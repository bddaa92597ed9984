"""Characters of a page to lines, in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from duban.readers.pdf.glyphs import Glyph

_SAME_LINE = 0.5  # share of the lower height by which two pieces overlap
# Gaps that a reader sees as a space, in widths of a character, beyond what is usual in the line (justified text is
# spread evenly; between Chinese and Latin, programs leave a quarter by themselves).
_CHINESE_GAP = 0.2
_LATIN_GAP = 0.18
_MIXED_GAP = 0.45
_CLOSING = ",.;:，。；：、)）〉》」』】〕”’"
_OPENING = "(（〈《「『【〔“‘"


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line (points). ``ends_with_space`` is kept: it says whether a word ended there."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float  # of a full-width character, in points
    page: int = 0
    ends_with_space: bool = False

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.top + self.bottom) / 2


def lines_of(glyphs: Iterable[Glyph], page: int = 0) -> list[Line]:
    """Lines from top to bottom; pieces at one height are one line, from left to right."""
    rows: list[list[Glyph]] = []
    spans: list[tuple[float, float]] = []
    for glyph in sorted(glyphs, key=lambda each: (each.middle, each.x0)):
        if rows and _overlap(spans[-1], glyph) >= _SAME_LINE:
            rows[-1].append(glyph)
            if glyph.text.strip():
                spans[-1] = (min(spans[-1][0], glyph.top), max(spans[-1][1], glyph.bottom))
        else:
            rows.append([glyph])
            spans.append((glyph.top, glyph.bottom))
    made = (_line(row, page) for row in rows)
    return [line for line in made if line is not None]


def _overlap(span: tuple[float, float], glyph: Glyph) -> float:
    top, bottom = span
    shared = min(bottom, glyph.bottom) - max(top, glyph.top)
    return shared / max(0.1, min(bottom - top, glyph.bottom - glyph.top))


def _line(row: list[Glyph], page: int) -> Line | None:
    row = _once(sorted(row, key=lambda each: each.x0))
    printed = [each for each in row if each.text.strip()]
    if not printed:
        return None
    size = _size(printed)
    usual = _usual_gap(row)
    text = row[0].text
    for before, each in pairwise(row):
        if each.text != " " and not text.endswith(" "):
            text += _gap(before, each, size, usual)
        text += each.text
    return Line(
        text.strip(),
        printed[0].x0,
        max(each.x1 for each in printed),
        min(each.top for each in printed),
        max(each.bottom for each in printed),
        size,
        page,
        text.endswith(" "),
    )


def _size(printed: list[Glyph]) -> float:
    """Width of a Chinese character; boxes differ in height from font to font within one line."""
    widths = sorted(each.x1 - each.x0 for each in printed if "\u3400" <= each.text <= "\u9fff")
    if not widths:
        widths = sorted(0.85 * (each.bottom - each.top) for each in printed)
    return max(1.0, widths[len(widths) // 2])


def _once(row: list[Glyph]) -> list[Glyph]:
    """Bold made by printing a character twice, a hair apart, is one character."""
    kept: list[Glyph] = []
    for each in row:
        if kept and kept[-1].text == each.text and abs(kept[-1].x0 - each.x0) < 0.3 * max(0.1, each.x1 - each.x0):
            continue
        kept.append(each)
    return kept


def _usual_gap(row: list[Glyph]) -> float:
    """Median gap between Chinese characters of the line."""
    gaps = sorted(
        after.x0 - before.x1 for before, after in pairwise(row) if not (before.text.isascii() or after.text.isascii())
    )
    return max(0.0, gaps[len(gaps) // 2]) if len(gaps) > 4 else 0.0


def _gap(before: Glyph, after: Glyph, size: float, usual: float) -> str:
    if after.text in _CLOSING or before.text in _OPENING:
        return ""
    space = after.x0 - before.x1
    if before.text.isascii() and after.text.isascii():
        limit = _LATIN_GAP
    elif before.text.isascii() or after.text.isascii():
        limit = _MIXED_GAP
    elif after.apart:
        limit = _CHINESE_GAP
    else:
        limit = 1.0
    return " " if space - usual > limit * size else ""
