"""Spreadsheets: .xlsx, .xls, .et, .ods. Each sheet is a table; title lines above it stay lines."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from duban.core.document import SourceDocument
from duban.readers import limits
from duban.readers.archive import Archive
from duban.readers.assembly import Assembler
from duban.readers.errors import Unreadable, damaged, encrypted
from duban.readers.xlsx_formats import SheetFormats, check_open_document, formats_of, show_percent

KIND = "电子表格"
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.I)
Area = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column), both included


def read(data: bytes, name: str) -> SourceDocument:
    """All visible sheets, in order."""
    formats: list[SheetFormats] | None = None
    format = "xls"
    if data.startswith(b"PK"):
        archive = Archive(data, KIND)
        format = "ods" if "mimetype" in archive else "xlsx"
        if format == "ods":
            check_open_document(archive)
        else:
            formats = formats_of(archive)
    assembler = Assembler(name, format)
    filled = [(index, sheet) for index, sheet in _sheets(data, assembler) if sheet.height]
    for index, sheet in filled:
        if len(filled) > 1 and not _DEFAULT_NAME.fullmatch(sheet.name.strip()):
            assembler.line(sheet.name, heading=1)
        _write(assembler, sheet, _of(formats, index))
    return assembler.finish()


def _of(formats: list[SheetFormats] | None, index: int) -> SheetFormats:
    return formats[index] if formats and index < len(formats) else SheetFormats()


def _sheets(data: bytes, assembler: Assembler) -> Iterator[tuple[int, Any]]:
    """Visible sheets of cells, each with its place in the workbook."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for index, about in enumerate(book.sheets_metadata):
            if about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            if about.visible != calamine.SheetVisibleEnum.Visible:
                assembler.note("sheet.hidden", f"隐藏的工作表“{about.name}”等没有读入。")
                continue
            yield index, book.get_sheet_by_index(index)
    except calamine.PasswordError as error:
        raise encrypted(KIND) from error
    except (Unreadable, MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of the library is no Exception
        raise encrypted(KIND) if "assword" in str(error) else damaged(KIND) from error


def _write(assembler: Assembler, sheet: Any, formats: SheetFormats) -> None:
    rows, merged = _cells(sheet, formats, assembler)
    rows, columns = _trim(rows)
    if not columns:
        return
    width = len(columns)
    if width < 2:
        for row in rows:
            assembler.line(row[0])
        return
    covered = _covered(merged, columns)
    wide = {first[0] for first, last in merged if last[1] - first[1] + 1 >= width}
    ordinal, above = assembler.table(), True
    for number, row in enumerate(rows):
        filled = [cell for cell in row if cell]
        single = len(filled) == 1 and (number in wide or above)
        above = above and (single or not filled)
        if single and above:
            assembler.line(filled[0], centred=number in wide)
        else:
            assembler.row(filled if single else row, table=ordinal, continued=covered.get(number, ()))


def _covered(merged: list[Area], columns: list[int]) -> dict[int, list[int]]:
    """For each row the places (among the columns that are kept) that a merged cell covers from above."""
    place = {column: index for index, column in enumerate(columns)}
    found: dict[int, list[int]] = {}
    for (top, left), (bottom, _) in merged:
        if left in place:
            for row in range(top + 1, min(bottom, top + limits.ROWS) + 1):
                found.setdefault(row, []).append(place[left])
    return found


def _cells(sheet: Any, formats: SheetFormats, assembler: Assembler) -> tuple[list[list[str]], list[Area]]:
    """Texts of all cells from the first row and column on, and the merged areas in the same coordinates."""
    if sheet.total_height > limits.ROWS:
        raise limits.too_many_rows()
    top, left = sheet.start or (0, 0)
    rows = []
    characters = 0
    for number, row in enumerate(sheet.to_python(skip_empty_area=True)):
        texts = []
        for column, value in enumerate(row[: limits.COLUMNS]):
            places = formats.percent.get((top + number, left + column))
            texts.append(_text(value) if places is None else show_percent(value, places))
            characters += len(texts[-1])
        if characters > limits.CHARACTERS:
            raise limits.too_long()
        rows.append(texts)
    if formats.hidden_rows & set(range(top, top + len(rows))):
        assembler.note("sheet.hidden-rows", "表格里有隐藏的行，也已读入。")
    merged: Sequence[Area] = sheet.merged_cell_ranges or ()
    return rows, [((a - top, b - left), (c - top, d - left)) for (a, b), (c, d) in merged]


def _trim(rows: list[list[str]]) -> tuple[list[list[str]], list[int]]:
    """Rows without columns that are empty throughout; which columns are left."""
    width = max((len(row) for row in rows), default=0)
    columns = [at for at in range(width) if any(at < len(row) and row[at].strip() for row in rows)]
    return [[row[at] if at < len(row) else "" for at in columns] for row in rows], columns


def _text(value: Any) -> str:
    """A cell as a person sees it: whole numbers without a point, dates in ISO form."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
