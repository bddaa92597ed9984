"""From cells with known columns to items: the part that real tables and flattened ones have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from duban.core.document import Span
from duban.core.notice.columns import Column, Use, measure_of, sets_figures
from duban.core.notice.layouts.base import Cell, Draft
from duban.core.notice.marks import at_head
from duban.core.text.patterns import regex
from duban.core.text.width import half

TEXT = (Use.FIELD, Use.TITLE, Use.CONTENT)
_NUMBER = regex(r"\d{1,4}(?:[.\-—]\d{1,3}){0,2}|[一二三四五六七八九十百]{1,4}")


@dataclass(slots=True)
class Row:
    """Cells of one item by column; several rows of a table may make one."""

    columns: list[Column]
    cells: list[Span | None]
    more: list[list[Span | None]] = field(default_factory=list)
    section: int | None = None
    result: bool = False
    measure: str = ""  # 单位：万元 over the table

    def first(self, *uses: Use) -> Span | None:
        """First filled cell of one of the uses, in the order of the columns."""
        return next(
            (c for col, c in zip(self.columns, self.cells, strict=True) if c is not None and col.use in uses), None
        )


def filled(text: str, span: Span | None) -> Span | None:
    """The cell, or ``None`` where it holds nothing."""
    return span if span is not None and span.of(text).strip(" \n*-—/\u3000") else None


def number_of(text: str, row: Row) -> tuple[str, Span | None, int]:
    """Printed number, its place, and how much of the first text cell belongs to it."""
    cell = row.first(Use.NUMBER)
    if cell is not None and (found := _NUMBER.search(half(cell.of(text)))):
        return found.group(), Span(cell.start + found.start(), cell.start + found.end()), 0
    words = row.first(*TEXT)
    if words is None:
        return "", None, 0
    mark = at_head(half(words.of(text)))
    if mark is None:
        return "", None, 0
    return mark.printed, Span(words.start, words.start + mark.end), mark.end


def draft(text: str, row: Row) -> Draft | None:
    """The item of a row, ``None`` where no cell says what is to be done."""
    shown = [(col, c) for col, c in zip(row.columns, row.cells, strict=True) if c is not None and col.use in TEXT]
    shown = [(col, c) for col, c in shown if _figure(text, row, col, c) is None]
    if any(col.use is Use.TITLE for col, _ in shown) or sum(1 for col, _ in shown if col.use is Use.CONTENT) > 1:
        shown = [(col, c) for col, c in shown if col.use is not Use.FIELD]
    if not shown:
        return None
    number, place, skip = number_of(text, row)
    start = shown[0][1].start + (skip if shown[0][1] == row.first(*TEXT) else 0)
    end = max(c.end for _, c in shown)
    for cells in row.more:
        end = max(
            [end, *(c.end for col, c in zip(row.columns, cells, strict=True) if c is not None and col.use in TEXT)]
        )
    title = None
    if len(shown) > 1 or any(col.use is Use.RESULT for col in row.columns):
        title = Span(start, shown[0][1].end) if len(shown) > 1 or shown[0][0].use is not Use.CONTENT else None
    return Draft(number, place, Span(start, max(start, end)), row.section, title, tuple(_cells(text, row)), row.result)


_USES = {Use.UNIT: "unit", Use.RESULT: "result", Use.STAGE: "stage"}
_LABEL_END = regex(r"\([^()]*\)$")
_BARE = regex(r"[<>≤≥]?\d[\d,]*(?:\.\d+)?%?")


def _figure(text: str, row: Row, col: Column, span: Span) -> Cell | None:
    """A bare number under a heading that sets it: 年度投资(万元) | 18000."""
    if col.use in (Use.NUMBER, Use.UNIT, Use.RESULT) or not sets_figures(col.label):
        return None
    if not _BARE.fullmatch(half(span.of(text)).strip()):
        return None
    measure = measure_of(col.label) or (row.measure if re.search(r"投资|资金|金额", col.label) else "")
    name = _LABEL_END.sub("", col.label)
    return Cell("figure", f"{name}({measure})" if measure else col.label, span)


def _cells(text: str, row: Row) -> list[Cell]:
    """Units, results and further facts; rows that name units of their own make parts."""
    rows = [row.cells, *row.more]
    parts = [tuple(s.of(text) for s in _units(row.columns, cells)) for cells in rows]
    several = sum(1 for p in parts if p) > 1 and len({p for p in parts if p}) > 1
    several_texts = sum(1 for col in row.columns if col.use is Use.CONTENT) > 1
    named = row.first(Use.TITLE) is not None or several_texts
    beside = (Use.TITLE, Use.CONTENT) if named else TEXT  # a 类别 beside a name is a fact
    result: list[Cell] = []
    seen: set[tuple[str, str]] = set()
    for number, cells in enumerate(rows, start=1):
        pairs = list(zip(row.columns, cells, strict=True))
        told = [c for col, c in pairs if c is not None and col.use is Use.CONTENT]
        for col, span in pairs:
            if span is None:
                continue
            if figure := _figure(text, row, col, span):
                result.append(figure)
                if col.use in TEXT:
                    continue
            if col.use in (Use.NUMBER, Use.NONE, *beside):
                continue
            use = _USES.get(col.use, "extra")
            part = number if several and use == "unit" else 0
            key = (col.label, span.of(text))
            if key in seen and not part:
                continue
            seen.add(key)
            result.append(Cell(use, col.label, span, part, told[-1] if part and told else None))
    return result


def _units(columns: list[Column], cells: list[Span | None]) -> list[Span]:
    return [c for col, c in zip(columns, cells, strict=True) if c is not None and col.use is Use.UNIT]
