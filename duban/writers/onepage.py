"""Whether a paper stands on one page: heights by the same table that both writers print with, rather too high."""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from unicodedata import east_asian_width

from duban.core.gongwen.document import Cell, Document, Paragraph, Part, Role, Row, Spread, Table
from duban.writers.looks import CELL_SIDE, CELL_TOP, LOOKS, MM

SAFE = 0.96  # of the page: Word, WPS and the pdf break lines a little differently
HALF = 0.62  # of a Chinese character: a digit or letter of the widest face that is put in for another
GAP = 0.25  # that programs leave between Chinese and other characters
BELOW_TITLE = 28.95  # points: the empty line below a title


def fits(paper: Document) -> bool:
    """Whether everything stands on one page in every program."""
    return height(paper) <= paper.page.height * SAFE


def height(paper: Document) -> float:
    """Estimated height of title and parts in millimetres. Only parts that a one-page paper is made of."""
    look = LOOKS[Role.TITLE]
    title = (len(paper.title) * look.pitch + BELOW_TITLE) / MM
    return title + sum(_height(part, paper.page.width) for part in paper.parts)


def lines(text: str, width: float, size: float) -> int:
    """How many lines a text takes in ``width`` millimetres at ``size`` points, rather too many.

    >>> lines("截至9月30日", 30.0, 12.0), lines("截至9月30日为2784套", 30.0, 12.0)
    (1, 2)
    """
    room = max(1.0, width * MM / size)
    wide = [east_asian_width(c) in "WFA" for c in text]
    taken = sum(1.0 if each else HALF for each in wide)
    taken += GAP * sum(a != b for a, b in pairwise(wide))
    return max(1, ceil(taken / room))


def _height(part: Part, width: float) -> float:
    if isinstance(part, Paragraph | Spread):
        look = LOOKS[part.role]
        text = part.text if isinstance(part, Paragraph) else part.left + part.right
        count = lines("　" * look.indent + text, width, look.size)
        return (count * look.pitch + look.before + look.after) / MM
    if isinstance(part, Table):
        return sum(_row(part, row, places) for row, places in part.placed())
    raise ValueError(f"not for one page: {type(part).__name__}")


def _row(table: Table, row: Row, places: list[tuple[int, Cell | None, int]]) -> float:
    look = LOOKS[row.role]
    counts = [
        sum(lines(text, sum(table.widths[at : at + span]) - 2 * CELL_SIDE, look.size) for text in cell.paragraphs)
        for at, cell, span in places
        if cell is not None
    ]
    return max([1, *counts]) * look.pitch / MM + 2 * CELL_TOP
