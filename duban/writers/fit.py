"""Decisions about room that docx and pdf share."""

from __future__ import annotations

from collections.abc import Sequence

from duban.core.gongwen.document import AttachmentNote, Cell, Page, Paragraph, Part, Row, Signature, Spread, Table
from duban.core.gongwen.titles import wide
from duban.writers.looks import LOOKS, MM, height_of

WHOLE = 1 / 3  # of a page: a row up to this height is not split
Places = list[tuple[int, Cell | None, int]]


def stays_whole(table: Table, row: Row, places: Places, page: Page) -> bool:
    """Whether a row is kept on one page. Higher rows are split, else half a page would stay empty."""
    look = LOOKS[table.printed_as(row)]
    heights = [height_of(cell, sum(table.widths[at : at + span]), table, look) for at, cell, span in places if cell]
    height = max(heights, default=0.0)
    return height <= (page.size[1] - page.top - page.bottom) * WHOLE


def one_line(part: Spread, width: float) -> bool:
    """Whether both parts fit beside each other."""
    look = LOOKS[part.role]
    return (wide(part.left) + wide(part.right) + 1) * look.size / MM + part.room <= width


def stays_with_next(parts: Sequence[Part], at: int) -> bool:
    """Whether a part stays with the one behind it: 落款 never stands on a page without text (7.3.5.5)."""
    part, after = parts[at], parts[at + 1] if at + 1 < len(parts) else None
    if isinstance(part, Paragraph) and part.keep:
        return True
    if isinstance(part, Paragraph) and isinstance(after, AttachmentNote):
        return at + 2 < len(parts) and isinstance(parts[at + 2], Signature)
    return isinstance(part, Paragraph | AttachmentNote) and isinstance(after, Signature)
