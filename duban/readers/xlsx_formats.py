"""What an .xlsx says about its cells beside their values: percentages (0.065 shown as 6.5%), hidden rows, extent.

Without it a goal of 6.5% in a cell of its own would be read as 0.065, and a value in the last cell of a sheet would
make the reader of the values reserve room for 17,000 million cells.
"""

from __future__ import annotations

import io
import posixpath
import re
from dataclasses import dataclass, field
from typing import Any

from duban.readers import limits
from duban.readers.archive import Archive
from duban.readers.errors import damaged
from duban.readers.xmltree import attribute, child, children, local, part

_BUILT_IN = {9: 0, 10: 2}  # number formats 0% and 0.00%
_PLACE = re.compile(r"([A-Z]{1,9})([0-9]{1,18})")
_ROW = re.compile(r"[0-9]{1,18}")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(slots=True)
class Extent:
    """The rectangle around all values of a sheet."""

    rows: tuple[int, int] | None = None  # first and last
    columns: tuple[int, int] | None = None

    def add(self, row: int, column: int) -> None:
        """One more value."""
        self.rows = (min(self.rows[0], row), max(self.rows[1], row)) if self.rows else (row, row)
        self.columns = (
            (min(self.columns[0], column), max(self.columns[1], column)) if self.columns else (column, column)
        )

    def check(self) -> None:
        """Refuse a sheet whose values lie so far apart that it is no table."""
        if self.rows and self.columns:
            rows, columns = self.rows[1] - self.rows[0] + 1, self.columns[1] - self.columns[0] + 1
            if rows > limits.ROWS or rows * columns > limits.CELLS:
                raise limits.too_many_rows()


@dataclass(slots=True)
class SheetFormats:
    """``percent``: (row, column) from 0 → decimal places shown. ``hidden_rows`` from 0. ``extent``: of the values."""

    percent: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    extent: Extent = field(default_factory=Extent)


def show_percent(value: Any, places: int) -> str:
    """0.065 → 6.5%; digits beyond the format are kept where the value has them."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    shown = f"{value * 100:.{max(places, 10)}f}".rstrip("0").rstrip(".")
    return f"{shown}%"


def formats_of(archive: Archive) -> list[SheetFormats]:
    """For each sheet in the workbook's order. Raises Unreadable for a broken part and for values too far apart."""
    styles = _percent_styles(archive)
    return [_sheet(archive, path, styles) for path in _sheet_paths(archive)]


def _percent_styles(archive: Archive) -> dict[int, int]:
    if "xl/styles.xml" not in archive:
        return {}
    root = part(archive, "xl/styles.xml")
    formats = dict(_BUILT_IN)
    for each in child(root, "numFmts") if child(root, "numFmts") is not None else []:
        code = _QUOTED.sub("", attribute(each, "formatCode", "") or "")
        first = code.partition(";")[0]
        if "%" in first:
            decimals = first.partition(".")[2]
            formats[int(attribute(each, "numFmtId", "0") or 0)] = len(re.match(r"[0#?]*", decimals).group())  # type: ignore[union-attr]
    crossed = child(root, "cellXfs")
    numbers = [int(attribute(each, "numFmtId", "0") or 0) for each in crossed] if crossed is not None else []
    return {style: formats[number] for style, number in enumerate(numbers) if number in formats}


def _sheet_paths(archive: Archive) -> list[str]:
    targets = {}
    for each in children(part(archive, "xl/_rels/workbook.xml.rels"), "Relationship"):
        target = attribute(each, "Target", "") or ""
        targets[attribute(each, "Id")] = target.lstrip("/") if target[:1] == "/" else posixpath.join("xl", target)
    sheets = child(part(archive, "xl/workbook.xml"), "sheets")
    found = []
    for each in sheets if sheets is not None else []:
        link = next((value for key, value in each.attrib.items() if key.endswith("}id")), None)
        found.append(posixpath.normpath(targets.get(link, "")))
    return found


def _sheet(archive: Archive, path: str, styles: dict[int, int]) -> SheetFormats:
    from lxml import etree

    found = SheetFormats()
    if path not in archive:
        return found
    source = io.BytesIO(archive.bytes(path))
    number = -1
    try:
        for _, element in etree.iterparse(source, tag=("{*}row",), resolve_entities=False, no_network=True):
            number = _count(attribute(element, "r"), number)
            if attribute(element, "hidden") in {"1", "true"}:
                found.hidden_rows.add(number)
            _cells(element, number, styles, found)
            element.clear()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(archive.kind) from error
    found.extent.check()
    return found


def _count(printed: str | None, before: int) -> int:
    """A row's place from 0: as it says, or behind the row before."""
    return int(printed) - 1 if printed is not None and _ROW.fullmatch(printed) else before + 1


def _cells(row: Any, number: int, styles: dict[int, int], found: SheetFormats) -> None:
    column = -1
    for cell in row:
        if local(cell) != "c":
            continue
        place = _PLACE.fullmatch(attribute(cell, "r", "") or "")
        at, column = (int(place[2]) - 1, _column(place[1])) if place else (number, column + 1)
        if len(cell):
            found.extent.add(at, column)
        style = attribute(cell, "s")
        if style and style.isdigit() and len(style) < 6 and int(style) in styles:
            found.percent[(at, column)] = styles[int(style)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def check_open_document(archive: Archive) -> None:
    """Refuse an .ods whose sheets unfold (rows and cells may be repeated by a number) beyond the limit."""
    from lxml import etree

    unfolded = 0
    source = io.BytesIO(archive.bytes("content.xml"))
    try:
        for _, row in etree.iterparse(source, tag=("{*}table-row",), resolve_entities=False, no_network=True):
            cells, pending = 0, 0
            for cell in row:
                pending += _repeated(cell, "number-columns-repeated")
                if len(cell):
                    cells, pending = cells + pending, 0
            unfolded += cells * _repeated(row, "number-rows-repeated")
            row.clear()
            if unfolded > limits.CELLS:
                raise limits.too_many_rows()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(archive.kind) from error


def _repeated(element: Any, name: str) -> int:
    count = attribute(element, name, "1") or "1"
    return int(count) if _ROW.fullmatch(count) else 1
