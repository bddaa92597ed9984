"""Walks the body of a Word document in reading order and hands paragraphs and rows to the assembler."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duban.readers import limits
from duban.readers.assembly import Assembler
from duban.readers.word.numbering import Numbering
from duban.readers.word.paragraph import Collector, ParagraphText, is_deleted_mark
from duban.readers.word.styles import Look, Styles, over, paragraph_look
from duban.readers.xmltree import attribute, child, children, local


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A printed paragraph; ``number`` is already at the head of ``text``."""

    text: str
    number: str
    look: Look
    bold: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid: where it begins, its text; one that continues the cell above has none."""

    column: int
    text: str
    continues: bool = False


class Walker:
    """One walk over one document."""

    def __init__(self, assembler: Assembler, numbering: Numbering, styles: Styles) -> None:
        self._out = assembler
        self._numbering = numbering
        self._styles = styles
        self._collector = Collector(styles)

    def document(self, body: Any) -> None:
        """The whole body."""
        self._emit(body, 0)

    def _emit(self, container: Any, depth: int) -> None:
        for part in self._parts(container):
            if isinstance(part, Paragraph):
                self._out.line(
                    part.text,
                    heading=part.look.outline or None,
                    bold=part.bold,
                    centred=bool(part.look.centred),
                    number_length=len(part.number),
                )
            else:
                self._table(part, depth + 1)

    def _parts(self, container: Any) -> Iterator[Paragraph | Any]:
        """Paragraphs, and tables as elements, in order; wrappers are looked through."""
        carried: ParagraphText | None = None
        for element in _flat(container):
            if local(element) == "tbl":
                yield element
                continue
            found = self._collector.collect(element, self._style(element))
            self._note(found)
            if carried is not None:
                found.runs[:0] = carried.runs
                carried = None
            if is_deleted_mark(child(element, "pPr")):
                carried = found
                continue
            yield self._paragraph(element, found)
            for box in found.boxes:
                yield from self._parts(box)
        if carried is not None and carried.text.strip():
            yield Paragraph(carried.text, "", Look(), carried.bold)

    def _style(self, paragraph: Any) -> str:
        named = child(child(paragraph, "pPr"), "pStyle")
        return (attribute(named, "val", "") or "") if named is not None else self._styles.default

    def _paragraph(self, element: Any, found: ParagraphText) -> Paragraph:
        style = self._style(element)
        own, inherited = paragraph_look(child(element, "pPr")), self._styles.look(style)
        look = over(own, inherited)
        number = ""
        list_id, level = look.list_id, look.list_level
        if own.list_id is None and (bound := self._numbering.of_style(style)) is not None:
            list_id = list_id or bound[0]
            level = own.list_level if own.list_level is not None else bound[1]
        if list_id not in {None, "0"} and (found.text.strip() or not found.pictures):
            number = self._numbering.next(list_id or "", level or 0)
        text = found.text.lstrip() if number else found.text
        return Paragraph(number + text if text.strip() else "", number, look, found.bold)

    def _note(self, found: ParagraphText) -> None:
        if found.deleted:
            self._out.note("docx.tracked-deletion", "文件带有修订痕迹：已删除的文字没有读入，新增的文字已读入。")
        if found.hidden:
            self._out.note("docx.hidden-text", "文件里有设为隐藏的文字，没有读入。")

    def _table(self, table: Any, depth: int) -> None:
        if depth > limits.TABLE_DEPTH:
            raise limits.too_deep()
        rows = [row for row in _flat(table, "tr") if not _is_deleted_row(row)]
        if all(len(_flat(row, "tc")) <= 1 for row in rows):  # a frame, not a table
            for row in rows:
                for cell in _flat(row, "tc"):
                    self._emit(cell, depth)
            return
        grid = [self._row(row, depth) for row in rows]
        starts = sorted({cell.column for row in grid for cell in row})
        place = {column: index for index, column in enumerate(starts)}
        ordinal = self._out.table()
        for row in grid:
            cells = [""] * len(starts)
            for cell in row:
                cells[place[cell.column]] = cell.text
            whole_row = len(row) == 1
            below = [place[cell.column] for cell in row if cell.continues]
            self._out.row([row[0].text] if whole_row else cells, table=ordinal, continued=below)

    def _row(self, row: Any, depth: int) -> list[Cell]:
        column = _value(child(row, "trPr"), "gridBefore", 0)
        cells = []
        for cell in _flat(row, "tc"):
            properties = child(cell, "tcPr")
            merge = child(properties, "vMerge")
            goes_on = merge is not None and attribute(merge, "val", "continue") != "restart"
            across = child(properties, "hMerge")
            aside = across is not None and attribute(across, "val", "continue") != "restart"
            text = "" if goes_on or aside else self._cell(cell, depth)
            cells.append(Cell(column, text, goes_on))
            column += _value(properties, "gridSpan", 1)
        return cells

    def _cell(self, cell: Any, depth: int) -> str:
        """Paragraphs of a cell, one a line; a table inside becomes lines of its cells."""
        lines = []
        for part in self._parts(cell):
            lines.append(part.text if isinstance(part, Paragraph) else self._nested(part, depth + 1))
        return "\n".join(line for line in lines if line)

    def _nested(self, table: Any, depth: int) -> str:
        if depth > limits.TABLE_DEPTH:
            raise limits.too_deep()
        rows = [row for row in _flat(table, "tr") if not _is_deleted_row(row)]
        return "\n".join(" ".join(cell.text for cell in self._row(row, depth) if cell.text) for row in rows)


_WRAPPERS = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "AlternateContent", "Choice"}


def _flat(container: Any, *names: str) -> list[Any]:
    """Children of the names (paragraphs and tables by default), looking through wrappers."""
    wanted = names or ("p", "tbl")
    found = []
    for each in container:
        name = local(each)
        if name in wanted:
            found.append(each)
        elif name in _WRAPPERS:
            found.extend(_flat(each, *names))
    return found


def _is_deleted_row(row: Any) -> bool:
    return child(child(row, "trPr"), "del") is not None


def _value(properties: Any, name: str, default: int) -> int:
    found = children(properties, name) if properties is not None else []
    text = attribute(found[0], "val") if found else None
    return min(int(text), limits.COLUMNS) if text is not None and text.isascii() and text.isdigit() else default
