"""Text whose paragraphs were broken at a fixed width (copied out of a PDF, an old editor, a recognised scan).

Broken lines hide the ends of paragraphs, and a unit's name may be cut in two. A text is taken to be broken only if its
lines say so themselves: many are equally long, none is longer, and most of these do not end a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from duban.core.notice.marks import MarkKind, at_head, inside
from duban.core.notice.page import PAGE_NUMBER
from duban.core.notice.vocabulary import EXTRA, LABEL, RESULT, narrow
from duban.core.text.width import half

Size = Callable[[str], int]
NARROWEST, WIDEST = 44, 130  # columns; a Chinese character takes two
RAGGED = 4  # columns that a full line may fall short: no line begins with a comma or ends within a number
FEWEST = 4  # full lines
SHARE = 0.2  # of the lines that are full
_ENDED = re.compile(r"[。；;！？!?：:）)】\]〕〉》”]$")
_INDENT = re.compile(r"^(?:\u3000|[ \t]{2,})")
_BULLET = re.compile(r"[●◆■▲★◎○◇□▪►➢]")
_DECIMAL = re.compile(r"\d{1,2}\.\d{1,2}(?!\d)")
_ROW = re.compile(r"(\d{1,3})(?=[\u4e00-\u9fff])")
_INNER = (MarkKind.ARABIC_PAREN, MarkKind.CIRCLED)


def columns(line: str) -> int:
    """How wide a line is printed.

    >>> columns("共3项")
    5
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)


def unwrapped(text: str) -> str:
    """The text with broken paragraphs whole again; the same text where none is broken."""
    lines = text.split("\n")
    whole = [line for line in lines if not PAGE_NUMBER.fullmatch(line.strip())]  # a page's number parts no paragraph
    _, width, size = max(
        ((*_width(lines, measure), measure) for measure in (columns, _characters)), key=lambda found: found[:2]
    )
    if not width or _counted(whole, width, size):
        return text
    lines = whole
    indented, spaced = _indented(lines, width, size), _spaced(lines, width, size)
    paragraphs: list[str] = []
    going = False  # whether the last line was full
    for line in lines:
        bare = line.rstrip()
        sure = indented or spaced or size(bare) >= width - RAGGED
        if going and bare and not _begins(bare, paragraphs[-1], sure):
            paragraphs[-1] = _joined(paragraphs[-1], bare.lstrip())
        else:
            paragraphs.append(bare)
        going = size(bare) >= width - RAGGED and "|" not in bare
    return "\n".join(paragraphs)


def _counted(lines: list[str], width: int, size: Size) -> bool:
    """Whether most full lines stand before a line with a number of its own: rows that are equally long by chance."""
    pairs = [
        (line, after)
        for line, after in zip(lines, lines[1:], strict=False)
        if size(line.rstrip()) >= width - RAGGED and after.strip() and not _ENDED.search(line.rstrip())
    ]
    numbered = sum(1 for _, after in pairs if at_head(narrow(after).strip()) is not None)
    return bool(pairs) and numbered > 0.5 * len(pairs)


def _characters(line: str) -> int:
    """How wide a line is where every character counts the same, in columns."""
    return 2 * len(line)


def _width(lines: list[str], measure: Size) -> tuple[int, int]:
    """How many lines are full, and the columns at which they are broken; (0, 0) where they are not."""
    sizes = [(measure(line.rstrip()), line.rstrip()) for line in lines if line.strip() and "|" not in line]
    if not sizes:
        return 0, 0
    counts = Counter(size for size, _ in sizes)
    width = next((size for size in sorted(counts, reverse=True) if _near(counts, size) >= FEWEST), 0)
    full = [line for size, line in sizes if width - RAGGED <= size <= width]
    longer = sum(1 for size, _ in sizes if size > width)
    if len(set(full)) < min(FEWEST, len(full)):
        return 0, 0  # the same line again and again is a cell of a lost table
    if not NARROWEST <= width <= WIDEST or len(full) < max(FEWEST, SHARE * len(sizes)) or longer > 0.02 * len(sizes):
        return 0, 0
    open_ended = sum(1 for line in full if not _ENDED.search(line))
    return (len(full), width) if open_ended >= 0.6 * len(full) else (0, 0)


def _near(counts: Counter[int], size: int) -> int:
    return sum(counts[each] for each in range(size - RAGGED, size + 1))


def _indented(lines: list[str], width: int, size: Size) -> bool:
    """Whether paragraphs begin with an indent: then a line without one goes on."""
    begins = [line for before, line in zip(lines, lines[1:], strict=False) if size(before) < width - RAGGED and line]
    return bool(begins) and sum(1 for line in begins if _INDENT.match(line)) >= 0.6 * len(begins)


def _spaced(lines: list[str], width: int, size: Size) -> bool:
    """Whether blank lines part the paragraphs."""
    ends = [
        after for line, after in zip(lines, lines[1:], strict=False) if line.strip() and size(line) < width - RAGGED
    ]
    return bool(ends) and sum(1 for after in ends if not after.strip()) >= 0.6 * len(ends)


def _begins(line: str, before: str, goes_on: bool) -> bool:
    """Whether a line behind a full one begins a paragraph of its own.

    ``goes_on``: behind a full stop it is taken to go on; a short line there may be a heading.
    """
    if _INDENT.match(line) or _BULLET.match(line):
        return True
    words = narrow(line).lstrip()
    if any(pattern.match(words) for pattern in (LABEL, EXTRA, RESULT)) and not _open_bracket(before):
        return True
    mark = at_head(words)
    if mark is not None and mark.sure and mark.kind is not MarkKind.BARE:
        within = mark.kind in _INNER and bool(inside(half(before), mark.kind))  # (2) of a paragraph that holds (1)
        return not (within or (mark.kind is MarkKind.ONE_IS and not _ENDED.search(before)))
    if mark is not None and mark.kind is MarkKind.DECIMAL and _DECIMAL.match(before):
        return True
    if (row := _ROW.match(words)) and (above := _ROW.match(half(before))) and int(row[1]) == int(above[1]) + 1:
        return True  # 2安全饮水工程…: rows of a lost table
    return not goes_on and before.endswith(("。", "！")) and not words.startswith(("(", "[", "〈", "〔"))


def _open_bracket(before: str) -> bool:
    """Whether the paragraph is inside a bracket: a label there is a tag's, not a line's."""
    words = half(before)
    return words.rfind("(") > words.rfind(")")


def _joined(before: str, line: str) -> str:
    """Latin words stay apart, Chinese ones together."""
    gap = " " if before[-1:].isascii() and before[-1:].isalpha() and line[:1].isascii() and line[:1].isalpha() else ""
    return before + gap + line
