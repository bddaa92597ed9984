"""Page heads, page feet and page numbers: what is printed on every page and is no text of the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from duban.readers.pdf.lines import Line
from duban.readers.pdf.paragraphs import NUMBERED

_EDGE = 0.12  # of the page height: where heads and feet stand
_EDGE_LINES = 3  # at most that many lines at either end
_NUMBER = re.compile(
    r"[-—–─·•\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[-—–─·•\s]*"
)
_DIGITS = re.compile(r"\d+")


def drop_furniture(pages: Sequence[list[Line]], heights: Sequence[float]) -> tuple[list[list[Line]], int]:
    """Pages without heads, feet and numbers, and how many lines were left out."""
    edges = [_edge_lines(lines, height) for lines, height in zip(pages, heights, strict=True)]
    counts = Counter(key for page in edges for key in {_key(line) for line in page})
    common = {key for key, count in counts.items() if count >= 2 and count * 2 > len(pages)}
    kept, dropped = [], 0
    for lines, edge in zip(pages, edges, strict=True):
        furniture = {id(line) for line in edge if _NUMBER.fullmatch(line.text) or _is_common(line, common)}
        kept.append([line for line in lines if id(line) not in furniture])
        dropped += len(furniture)
    return kept, dropped


def _is_common(line: Line, common: set[tuple[str, int]]) -> bool:
    """A line that recurs; items of one wording, told apart by their numbers, are no furniture."""
    return _key(line) in common and not NUMBERED.match(line.text)


def _edge_lines(lines: list[Line], height: float) -> list[Line]:
    head = [line for line in lines[:_EDGE_LINES] if line.bottom < height * _EDGE]
    foot = [line for line in lines[-_EDGE_LINES:] if line.top > height * (1 - _EDGE) and line not in head]
    return head + foot


def _key(line: Line) -> tuple[str, int]:
    """The wording without digits, and the height on the page."""
    return _DIGITS.sub("#", line.text.replace(" ", "")), round(line.top / 6)
