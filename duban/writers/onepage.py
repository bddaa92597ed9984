"""Whether a paper stands on one page: heights by the same table that both writers print with, rather too high."""

from __future__ import annotations

from duban.core.gongwen.document import Document, Paragraph, Part, Role, Row, Spread, Table
from duban.writers.looks import LOOKS, MM, height_of, lines_of

SAFE = 0.97  # of the page: Word, WPS and the pdf break lines a little differently


def fits(paper: Document) -> bool:
    """Whether everything stands on one page in every program."""
    return height(paper) <= paper.page.height * SAFE


def height(paper: Document) -> float:
    """Estimated height of title and parts in millimetres. Only parts that a one-page paper is made of."""
    look = LOOKS[Role.TITLE]
    title = len(paper.title) * look.pitch / MM
    return title + sum(_height(part, paper.page.width) for part in paper.parts)


def _height(part: Part, width: float) -> float:
    if isinstance(part, Paragraph | Spread):
        look = LOOKS[part.role]
        text = part.text if isinstance(part, Paragraph) else part.left + part.right
        lines = lines_of("　" * look.indent + text, width, look.size)
        return (lines * look.pitch + look.before + look.after) / MM
    if isinstance(part, Table):
        return sum(_row(part, row, places) for row, places in part.placed())
    raise ValueError(f"not for one page: {type(part).__name__}")


def _row(table: Table, row: Row, places: list) -> float:
    return max(
        height_of(cell, sum(table.widths[at : at + span]), LOOKS[row.role])
        for at, cell, span in places
        if cell is not None
    )
