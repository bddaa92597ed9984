"""Decisions about room that docx and pdf share."""

from __future__ import annotations

from duban.core.gongwen.document import Cell, Page, Row, Spread, Table
from duban.core.gongwen.titles import wide
from duban.writers.looks import LOOKS, MM, height_of

WHOLE = 1 / 3  # of a page: a row up to this height is not split
Places = list[tuple[int, Cell | None, int]]


def stays_whole(table: Table, row: Row, places: Places, page: Page) -> bool:
    """Whether a row is kept on one page. Higher rows are split, else half a page would stay empty."""
    height = max(
        (height_of(cell, sum(table.widths[at : at + span]), LOOKS[row.role]) for at, cell, span in places if cell),
        default=0.0,
    )
    return height <= (page.size[1] - page.top - page.bottom) * WHOLE


def one_line(part: Spread, width: float) -> bool:
    """Whether both parts fit beside each other."""
    look = LOOKS[part.role]
    return (wide(part.left) + wide(part.right) + 1) * look.size / MM + part.room <= width
