"""HTML tables: real ones and those that only arrange the page."""

from __future__ import annotations

from typing import Any

from duban.readers import limits
from duban.readers.markup.nodes import INLINE, deeper, elements, span_of

_MANY_BLOCKS = 12  # blocks in one cell: an article, not a cell
_CELL = frozenset({"td", "th"})


def rows_of(table: Any) -> list[Any]:
    """Rows of the table itself."""
    rows = []
    for each in elements(table):
        if each.tag == "tr":
            rows.append(each)
        elif each.tag in {"thead", "tbody", "tfoot"}:
            rows.extend(row for row in elements(each) if row.tag == "tr")
    return rows


def cells_of(row: Any) -> list[Any]:
    """Cells of a row."""
    return [each for each in elements(row) if each.tag in _CELL]


def is_layout(table: Any) -> bool:
    """Whether the table arranges the page: one column, or a cell that holds tables or a whole article."""
    if table.attributes.get("role") in {"presentation", "none"}:
        return True
    rows = [cells_of(row) for row in rows_of(table)]
    if all(len(cells) <= 1 for cells in rows):
        return True
    return any(_is_page(cell) for cells in rows for cell in cells)


def _is_page(cell: Any) -> bool:
    blocks = tables = 0
    waiting = [(cell, 0)]
    while waiting:
        node, depth = waiting.pop()
        for each in elements(node):
            if each.tag == "-text" or each.tag in INLINE or each.tag == "br":
                continue
            tables += each.tag == "table" and len(rows_of(each)) > 1
            blocks += each.tag in {"p", "div", "h1", "h2", "h3", "h4", "li"}
            if each.tag != "table":
                waiting.append((each, deeper(depth)))
    return tables > 0 or blocks > _MANY_BLOCKS


def grid(texts: list[list[tuple[str, int, int]]]) -> tuple[list[list[str]], list[list[int]]]:
    """Rows of (text, columns, rows) as a grid: a merged cell once, the places it covers empty.

    Beside it, for each row, the places that a cell above covers.

    >>> grid([[("一", 1, 2), ("甲", 1, 1)], [("乙", 1, 1)]])
    ([['一', '甲'], ['', '乙']], [[], [0]])
    """
    covered: dict[int, int] = {}  # column → rows still covered from above
    made: list[list[str]] = []
    continued: list[list[int]] = []
    for row in texts:
        cells: list[str] = []
        below: dict[int, int] = {}
        continued.append([at for at, left in covered.items() if left])
        for text, columns, rows in row:
            while covered.get(len(cells), 0):
                cells.append("")
            for offset in range(columns):
                if rows > 1:
                    below[len(cells)] = rows
                cells.append("" if offset else text)
            if len(cells) > limits.COLUMNS:
                break
        while covered.get(len(cells), 0):
            cells.append("")
        covered = {at: left - 1 for at, left in covered.items() if left > 1} | {at: n - 1 for at, n in below.items()}
        made.append(cells)
    width = max((len(cells) for cells in made), default=0)
    return [cells + [""] * (width - len(cells)) for cells in made], continued


def spans(cell: Any) -> tuple[int, int]:
    """(columns, rows) of a cell."""
    return span_of(cell, "colspan"), span_of(cell, "rowspan")
