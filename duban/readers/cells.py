"""Cells of a workbook with their addresses, for sheets of our own that people fill and send back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duban.readers import limits
from duban.readers.archive import Archive
from duban.readers.errors import Unreadable, damaged, encrypted

KIND = "电子表格"
_ROWS, _COLUMNS = 20_000, 60


@dataclass(frozen=True)
class Cells:
    """A visible sheet: rows of values (text, number, date, bool, "" for empty) from cell A1 on."""

    name: str
    rows: tuple[tuple[Any, ...], ...]


def address(row: int, column: int) -> str:
    """The name of a cell, both counted from 0.

    >>> address(0, 0), address(11, 27)
    ('A1', 'AB12')
    """
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def read_cells(data: bytes) -> list[Cells]:
    """All sheets of .xlsx, .xls, .et or .ods. Raises Unreadable, nothing else."""
    limits.check_size(len(data))
    if data.startswith(b"PK"):
        Archive(data, KIND)  # refuses bombs before anything is unpacked
    elif not data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("wrong-type", "这不是电子表格。请上传导出的 .xlsx，或用 Excel、WPS 另存的表格。")
    try:
        return list(_sheets(data))
    except (Unreadable, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the library is no Exception
        raise encrypted(KIND) if "assword" in str(error) else damaged(KIND) from error


def _sheets(data: bytes) -> Iterator[Cells]:
    import python_calamine as calamine

    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for index, about in enumerate(book.sheets_metadata):
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(index)
        if sheet.total_height > _ROWS:
            raise limits.too_many_rows()
        rows = sheet.to_python(skip_empty_area=False)
        yield Cells(about.name, tuple(tuple(row[:_COLUMNS]) for row in rows))
