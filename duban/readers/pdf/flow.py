"""Puts text and tables of all pages in order and hands them to the assembler."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from duban.readers.assembly import Assembler
from duban.readers.pdf.furniture import drop_furniture
from duban.readers.pdf.glyphs import Glyph, PageContent
from duban.readers.pdf.lines import Line, lines_of
from duban.readers.pdf.paragraphs import Measures, join
from duban.readers.pdf.tables import Cell, Grid, find_tables

_CELL_FULL = 1.7  # characters by which a line of a cell may fall short and still go on
_SAME_COLUMNS = 4.0  # points
_NUMBER = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4})[)）.．、]?")


@dataclass(slots=True)
class _Row:
    """Texts of a row; ``whole``: it is one cell; ``continued``: places that a cell above covers."""

    cells: list[str]
    whole: bool = False
    continued: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """A table, possibly over several pages."""

    xs: list[float]
    page: int
    rows: list[_Row] = field(default_factory=list)


def write_pages(assembler: Assembler, contents: Sequence[PageContent]) -> None:
    """Everything that is printed, page after page."""
    tables = [find_tables(content.rules) for content in contents]
    free = [_outside(content.glyphs, grids) for content, grids in zip(contents, tables, strict=True)]
    pages = [lines_of(glyphs, number) for number, glyphs in enumerate(free)]
    pages, dropped = drop_furniture(pages, [content.height for content in contents])
    if dropped:
        assembler.note("pdf.page-furniture", "各页的页眉、页脚和页码没有读入。")
    measures = Measures(pages, [content.width for content in contents])
    pending: list[Line] = []
    table: _Table | None = None
    for number, (lines, grids) in enumerate(zip(pages, tables, strict=True)):
        parts: list[Line | Grid] = [*lines, *grids]
        for part in sorted(parts, key=lambda part: part.top):
            if isinstance(part, Grid):
                _write_lines(assembler, pending, measures)
                table = _extend(assembler, table, part, number)
                continue
            if table is not None:
                _write_table(assembler, table)
                table = None
            pending.append(part)
    _write_lines(assembler, pending, measures)
    if table is not None:
        _write_table(assembler, table)


def _outside(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> list[Glyph]:
    """Characters outside all tables; those inside go into their cells."""
    if not grids:
        return list(glyphs)
    outside = []
    for glyph in glyphs:
        x = (glyph.x0 + glyph.x1) / 2
        for grid in grids:
            if grid.top <= glyph.middle <= grid.bottom and (cell := grid.cell_at(x, glyph.middle)) is not None:
                cell.glyphs.append(glyph)
                break
        else:
            outside.append(glyph)
    return outside


def _write_lines(assembler: Assembler, lines: list[Line], measures: Measures) -> None:
    for paragraph in join(lines, measures):
        assembler.line(paragraph.text, page=paragraph.page + 1, centred=paragraph.centred)
    lines.clear()


def _extend(assembler: Assembler, table: _Table | None, grid: Grid, page: int) -> _Table:
    """Rows of a grid, added to the table of the page before where it goes on."""
    rows = _rows(grid)
    if table is None or table.page == page or not _same_columns(table.xs, grid.xs):
        if table is not None:
            _write_table(assembler, table)
        return _Table(grid.xs, page, rows)
    if rows and rows[0].cells == table.rows[0].cells:  # the head repeated on the new page
        rows = rows[1:]
    if rows and table.rows and _is_rest(table.rows[-1].cells, rows[0].cells):
        last = table.rows[-1]
        last.cells = [upper + lower for upper, lower in zip(last.cells, rows[0].cells, strict=True)]
        rows = rows[1:]
    table.rows += rows
    table.page = page
    return table


def _same_columns(left: list[float], right: list[float]) -> bool:
    return len(left) == len(right) and all(abs(a - b) <= _SAME_COLUMNS for a, b in zip(left, right, strict=True))


def _is_rest(upper: list[str], lower: list[str]) -> bool:
    """Whether a page's first row is the rest of the last row of the page before: it has no number of its own."""
    return len(upper) > 1 and bool(_NUMBER.fullmatch(upper[0])) and not lower[0] and any(lower)


def _write_table(assembler: Assembler, table: _Table) -> None:
    ordinal = assembler.table()
    for row in table.rows:
        cells = row.cells[:1] if row.whole else row.cells
        assembler.row(cells, table=ordinal, page=table.page + 1, continued=row.continued)


def _rows(grid: Grid) -> list[_Row]:
    """Texts of the cells, each in its first place."""
    columns = len(grid.xs) - 1
    rows = [_Row([""] * columns) for _ in range(len(grid.ys) - 1)]
    rights: dict[int, float] = {}
    lines = {id(cell): lines_of(cell.glyphs) for cell in grid.cells}
    for cell in grid.cells:
        end = cell.column + cell.columns
        rights[end] = max([rights.get(end, 0.0), *(line.x1 for line in lines[id(cell)])])
    for cell in grid.cells:
        rows[cell.row].cells[cell.column] = _cell_text(cell, lines[id(cell)], rights[cell.column + cell.columns])
        rows[cell.row].whole |= cell.columns == columns and cell.rows == 1
        for below in range(cell.row + 1, cell.row + cell.rows):
            rows[below].continued.append(cell.column)
    return rows


def _cell_text(cell: Cell, lines: list[Line], right: float) -> str:
    """Lines of a cell: a full one runs on into the next, a short one ends."""
    text = ""
    for line in lines:
        text += line.text
        full = right - line.x1 <= _CELL_FULL * line.size or _fills(cell, line)
        text += "" if full else "\n"
    return text.strip("\n")


def _fills(cell: Cell, line: Line) -> bool:
    """Hardly room for one more character in the cell."""
    return (cell.x1 - cell.x0) - (line.x1 - line.x0) <= 2 * line.size
