"""表格: rows of cells under a row of headings (docx, xlsx, html, Markdown, ``|`` lines), or told by what they hold."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from duban.core.document import Span
from duban.core.notice.columns import Column, Use, column, heading_row
from duban.core.notice.layouts.base import Account, Draft, View
from duban.core.notice.layouts.rows import TEXT, Row, draft, filled
from duban.core.notice.marks import at_head
from duban.core.notice.names import split
from duban.core.notice.page import Line
from duban.core.notice.reading import Section
from duban.core.notice.zones import ZoneKind
from duban.core.text.patterns import regex
from duban.core.text.width import half
from duban.core.units.names import looks_like_unit

name = "table"
title = "表格，按列读取"
SHORTEST_TASK = 5  # characters on average, else a column holds names or numbers
LOOKED_AT = 60  # lines from which the columns of a table without headings are told
_MEASURE = regex(r"(?:金额|计量|投资)?单位: ?(万元|亿元|元|千元|万美元)")
_TOTAL = regex(r"^(?:合计|总计|小计)")


def explain(view: View) -> Sequence[Account]:
    """All tables of a zone that list items, as one account."""
    rows = [x for x in view.lines if len(x.cells) > 1]
    if not rows:
        return []
    reader = _Reader(view)
    for line in view.lines:
        reader.take(line)
    drafts = reader.finish()
    units = any(c.use == "unit" for d in drafts for c in d.cells)
    results = any(c.use == "result" for d in drafts for c in d.cells)
    fewest = 1 if view.zone.kind is ZoneKind.LIST and units else 2
    if len(drafts) < fewest or not (units or results or view.zone.kind is ZoneKind.LIST):
        return []
    share = len(drafts) / max(len(drafts), reader.seen)
    score = (0.95 if units else 0.85 if results else 0.75) * share
    what = "单位列" if units else "完成情况列" if results else "内容列"
    reason = f"表格 {reader.seen} 行中读出 {len(drafts)} 项，表头有{what}"
    sections = reader.sections
    return [Account(name, view.zone, len(drafts), round(score, 4), reason, lambda: (drafts, sections), units)]


class _Reader:
    """Walks over the rows; a heading row sets the columns of what follows."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.text = view.page.text
        self.columns: list[Column] | None = None
        self.table: int | None = None
        self.rows: list[Row] = []
        self.sections: list[Section] = []
        self.section: int | None = None
        self.seen = 0
        self.measure = ""  # 单位：万元 above a table
        self.guessed: dict[int, int] = {}  # by cells of a row: up to which line no guess is made again
        self.grouped: set[int] = set()  # lists of columns whose field stands once for several rows

    def take(self, line: Line) -> None:
        if found := _MEASURE.search(line.half):
            self.measure = found.group(1)
            if len(line.half.strip(" |")) <= len(found.group()) + 2:
                return
        if len(line.cells) < 2:
            if self.columns is not None and line.table is not None and line.table == self.table:
                self._head(line.span)
            elif line.mark and len(line.half) < 40 and not line.half.endswith("。"):
                self._head(line.span)
            return
        words = [half(c.of(self.text)).strip() for c in line.cells]
        columns = heading_row(words) or self._second_heading(words, line)
        if columns is not None:
            self._columns(columns, line)
        elif self.columns is None or (line.table is not None and line.table != self.table):
            if self.guessed.get(len(line.cells), -1) >= line.index:
                return  # rows like this one told nothing a moment ago
            self.columns, self.table = guess(self.view, line), line.table
            if self.columns is not None:
                self._row(line, words)
            else:
                self.guessed[len(line.cells)] = line.index + LOOKED_AT // 4
        else:
            self._row(line, words)

    def _second_heading(self, words: list[str], line: Line) -> list[Column] | None:
        """A row under the first headings that holds only words over columns: 牵头单位 | 协办单位 under 责任分工."""
        if self.columns is None or self.seen or line.table != self.table or len(words) != len(self.columns):
            return None
        columns = [column(w) if w else Column(Use.NONE, "") for w in words]
        said = [c for c, w in zip(columns, words, strict=True) if w]
        if len(said) < 2 or any(at_head(w) for w in words if w):
            return None  # 一、经济工作 over rows
        return columns if said and all(c.use not in (Use.NONE, Use.NUMBER) for c in said) else None

    def _columns(self, columns: list[Column], line: Line) -> None:
        """A second heading row under the first names what the first only groups."""
        if (
            self.columns is not None
            and self.seen == 0
            and len(columns) == len(self.columns)
            and line.table == self.table
        ):
            columns = [new if new.use is not Use.NONE else old for old, new in zip(self.columns, columns, strict=True)]
        self.columns, self.table = columns, line.table
        if self.seen == 0:
            self.section = None  # what stood above the first headings is the table's title

    def _head(self, span: Span) -> None:
        words = span.of(self.text)
        mark = at_head(half(words))
        self.sections.append(Section(mark.printed if mark else "", words, span))
        self.section = len(self.sections) - 1

    def _row(self, line: Line, words: list[str]) -> None:
        columns = self.columns
        assert columns is not None
        different = {w for w in words if w}
        if not different or _TOTAL.match(next(iter(different))) or _TOTAL.match(words[0]):
            return
        if len(different) == 1 and len(columns) > 2:
            cell = line.cells[next(i for i, w in enumerate(words) if w)]
            self._head(cell)
            return
        cells: list[Span | None] = [filled(self.text, c) for c in line.cells[: len(columns)]]
        cells += [None] * (len(columns) - len(cells))
        self._inherit(columns, cells)
        self._from_above(columns, cells, line)
        self.seen += 1
        result = self.view.zone.results and not _has(columns, Use.RESULT)
        row = Row(columns, cells, section=self.section, result=result, measure=self.measure)
        if self._goes_on(row):
            self.rows[-1].more.append(cells)
            self.seen -= 1
        else:
            self.rows.append(row)

    def _inherit(self, columns: list[Column], cells: list[Span | None]) -> None:
        """A unit in front of several rows (a merged cell at the left) answers for all of them."""
        if not self.rows or self.rows[-1].columns is not columns:
            return
        if any(c is not None and one.use is Use.UNIT for one, c in zip(columns, cells, strict=True)):
            return  # another column says who answers: an empty one is empty
        for at, one in enumerate(columns):
            if one.use in TEXT:
                return
            if one.use is Use.UNIT and cells[at] is None:
                cells[at] = self.rows[-1].cells[at]

    def _from_above(self, columns: list[Column], cells: list[Span | None], line: Line) -> None:
        """What a merged cell says, it says of every row beside it: who answers, who leads, by when, in which field."""
        if not self.rows or self.rows[-1].columns is not columns:
            return
        before = self.rows[-1].more[-1] if self.rows[-1].more else self.rows[-1].cells
        for at in line.continued:
            if at < len(columns) and columns[at].use in (Use.UNIT, Use.EXTRA, Use.FIELD) and cells[at] is None:
                cells[at] = before[at]
                if columns[at].use is Use.FIELD:
                    self.grouped.add(id(columns))

    def _goes_on(self, row: Row) -> bool:
        """A row without number, or with the number of the row above (merged cells), goes on with its item."""
        if not self.rows or self.rows[-1].columns is not row.columns:
            return False
        before = self.rows[-1]
        for use in (Use.NUMBER, Use.TITLE):
            if not _has(row.columns, use) or (use is Use.NUMBER and not self._counted(row.columns)):
                continue
            mine, above = row.first(use), before.first(use)
            if mine is None:
                return above is not None and row.first(*TEXT) is not None or row.first(Use.UNIT) is not None
            return above is not None and mine.of(self.text) == above.of(self.text)
        return row.first(*TEXT) is None

    def _counted(self, columns: list[Column]) -> bool:
        """Whether any row so far fills its column of numbers."""
        return any(r.columns is columns and r.first(Use.NUMBER) is not None for r in self.rows[:8])

    def finish(self) -> list[Draft]:
        """Items of all rows; headings that head nothing are left out."""
        self._fields_as_headings()
        found = [d for d in (draft(self.text, row) for row in self.rows) if d is not None]
        used = sorted({d.section for d in found if d.section is not None})
        place = {old: new for new, old in enumerate(used)}
        self.sections = [self.sections[i] for i in used]
        return [_moved(d, place) for d in found]

    def _fields_as_headings(self) -> None:
        """A field (领域) that is printed once for several items heads them, and is no part of any."""
        places: dict[tuple[int, int], int] = {}
        for row in self.rows:
            if id(row.columns) not in self.grouped:
                continue
            for at, col in enumerate(row.columns):
                span = row.cells[at]
                if col.use is Use.FIELD and span is not None:
                    if (span.start, span.end) not in places:
                        self._head(span)
                        places[span.start, span.end] = len(self.sections) - 1
                    row.section = places[span.start, span.end]
                    row.cells[at] = None


def _moved(one: Draft, place: dict[int, int]) -> Draft:
    section = place[one.section] if one.section is not None else None
    return Draft(one.number, one.number_span, one.span, section, one.title, one.cells, one.result)


def _has(columns: list[Column], use: Use) -> bool:
    return any(c.use is use for c in columns)


def guess(view: View, line: Line) -> list[Column] | None:
    """Columns of a table without headings, by what its cells hold: numbers, units, the longest text."""
    text = view.page.text
    at = bisect_left(view.starts, line.span.start)
    same = [x for x in view.lines[at : at + LOOKED_AT] if len(x.cells) == len(line.cells)]
    rows = [x for x in same if sum(1 for c in x.cells if filled(text, c)) > 1][:30]  # one filled cell: a heading
    columns: list[Column] = []
    widths: list[int] = []
    for at in range(len(line.cells)):
        words = [w for w in (half(x.cells[at].of(text)).strip(" *") for x in rows) if w]
        widths.append(sum(map(len, words)))
        numbers = sum(1 for w in words if re.fullmatch(r"\d{1,3}[.、]?", w))
        units = sum(1 for w in words if (found := split(w)) and all(looks_like_unit(n.text) for n in found))
        if words and numbers >= 0.8 * len(words):
            columns.append(Column(Use.NUMBER, ""))
        elif words and units >= 0.7 * len(words):
            columns.append(Column(Use.UNIT, "责任单位"))
        else:
            columns.append(Column(Use.NONE, ""))
    free = [i for i, c in enumerate(columns) if c.use is Use.NONE]
    if not free or not _has(columns, Use.UNIT) or len(rows) < 2:
        return None
    widest = max(free, key=lambda i: widths[i])
    if widths[widest] < SHORTEST_TASK * len(rows):
        return None
    columns[widest] = Column(Use.CONTENT, "")
    return columns
