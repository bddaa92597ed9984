"""Tables as .xlsx and .csv: a column table and an iterator of rows, in bounded memory.

Text that a spreadsheet would take for a formula stays text in both formats (a cell of ours never computes).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO, Literal
from unicodedata import east_asian_width

MAX_ROWS = 1_048_576  # of a sheet, by the format
MAX_CELL = 32_767  # characters that a cell of .xlsx holds
_CUT = "……（内容过长，以系统内为准）"
_FIRST_YEAR = 1900  # of the dates of a spreadsheet
_LINE_HEIGHT = 15.0  # points of a line of 11 point characters
_MOST_HEIGHT = 409.0  # points, by the format
_EXACT_DIGITS = 15  # more digits do not survive as a number
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not allowed in XML
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@\t\r]")
HEAD_ROW = 2  # rows above the table: title, note


class TooManyRows(ValueError):
    """More rows than a sheet holds."""

    def __init__(self) -> None:
        super().__init__(f"行数超过电子表格的上限 {MAX_ROWS} 行，请先筛选再导出。")


@dataclass(frozen=True)
class Column:
    """A column: heading, what to take from a row, width in characters, how to show it."""

    heading: str
    value: Callable[[Any], Any]
    width: float = 12.0
    kind: Literal["text", "number", "date"] = "text"
    wrap: bool = False


def as_text(value: Any) -> str:
    """A value as a person reads it; ``None`` is empty."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return _CONTROL.sub("", str(value))


def write_csv(columns: Sequence[Column], rows: Iterable[Any], *, out: BinaryIO) -> int:
    """CSV in UTF-8 with BOM (Excel and WPS then know the encoding). Returns the number of rows."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([column.heading for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_harmless(as_text(column.value(row)), column.kind) for column in columns])
        count += 1
    text.flush()
    text.detach()
    return count


def _harmless(text: str, kind: str) -> str:
    """A leading apostrophe keeps a spreadsheet from computing the cell; numbers of ours need none."""
    if kind != "number" and _FORMULA.match(text):
        return "'" + text
    return text


def write_xlsx(
    columns: Sequence[Column],
    rows: Iterable[Any],
    *,
    out: BinaryIO,
    title: str,
    note: str = "",
    sheet: str = "台账",
) -> int:
    """A workbook with one sheet: title, note, frozen head and first column, filters, ready to print on A4.

    Returns the number of rows; raises :class:`TooManyRows`.
    """
    import xlsxwriter  # csv needs none of it

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(_sheet_name(sheet))
        formats = _formats(book)
        _set_up(page, columns, title)
        page.set_row(0, 30)
        page.write_string(0, 0, as_text(title)[:MAX_CELL], formats["title"])
        page.write_string(1, 0, as_text(note)[:MAX_CELL], formats["note"])
        for at, column in enumerate(columns):
            page.write_string(HEAD_ROW, at, column.heading, formats["head"])
        count = _write_rows(page, columns, rows, formats)
        page.autofilter(HEAD_ROW, 0, HEAD_ROW + count, max(len(columns) - 1, 0))
    return count


def _write_rows(page: Any, columns: Sequence[Column], rows: Iterable[Any], formats: dict[str, Any]) -> int:
    count = 0
    for row in rows:
        line = HEAD_ROW + 1 + count
        if line >= MAX_ROWS:
            raise TooManyRows()
        values = [column.value(row) for column in columns]
        page.set_row(line, _height(columns, values))
        for at, (column, value) in enumerate(zip(columns, values, strict=True)):
            _cell(page, line, at, column, value, formats)
        count += 1
    return count


def _sheet_name(name: str) -> str:
    """Excel allows 31 characters and not ``[]:*?/\\``."""
    return re.sub(r"[\[\]:*?/\\]", "_", name)[:31].strip("'") or "表"


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "宋体", "font_size": 11, "valign": "top"}
    cell = {**base, "border": 1, "border_color": "#BFBFBF"}
    return {
        "title": book.add_format({**base, "font_name": "黑体", "font_size": 16, "valign": "vcenter"}),
        "note": book.add_format({**base, "font_color": "#595959"}),
        "head": book.add_format(
            {**cell, "bold": True, "bg_color": "#F2F2F2", "text_wrap": True, "align": "center", "valign": "vcenter"}
        ),
        "text": book.add_format({**cell, "num_format": "@"}),
        "wrap": book.add_format({**cell, "num_format": "@", "text_wrap": True}),
        "number": book.add_format({**cell, "num_format": "General", "align": "right"}),
        "date": book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"}),
        "time": book.add_format({**cell, "num_format": "yyyy-mm-dd hh:mm", "align": "center"}),
    }


def _set_up(page: Any, columns: Sequence[Column], title: str) -> None:
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width)
    page.freeze_panes(HEAD_ROW + 1, 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD_ROW)
    page.set_footer("&L" + title.replace("&", "&&")[:80] + "&R第 &P 页，共 &N 页")


def _cell(page: Any, line: int, at: int, column: Column, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        page.write_blank(line, at, None, formats["wrap" if column.wrap else "text"])
    elif column.kind == "date" and isinstance(value, dt.datetime) and value.year >= _FIRST_YEAR:
        page.write_datetime(line, at, value.replace(tzinfo=None), formats["time"])
    elif column.kind == "date" and isinstance(value, dt.date) and value.year >= _FIRST_YEAR:
        page.write_datetime(line, at, value, formats["date"])
    elif column.kind == "number" and _fits(value):
        page.write_number(line, at, float(value), formats["number"])
    else:
        page.write_string(line, at, _cut(as_text(value)), formats["wrap" if column.wrap else "text"])


def _cut(text: str) -> str:
    """Within the length of a cell; a text that was cut says so."""
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - len(_CUT)] + _CUT


def _height(columns: Sequence[Column], values: Sequence[Any]) -> float:
    """Height of a row in points. Written down, since not every program measures wrapped text when it opens a file."""
    lines = 1
    for column, value in zip(columns, values, strict=True):
        if column.wrap and isinstance(value, str):
            room = max(2, int(column.width) - 1)
            lines = max(lines, sum(1 + max(0, _width(each) - 1) // room for each in value.split("\n")))
    return min(_MOST_HEIGHT, _LINE_HEIGHT * lines + 4)


def _width(text: str) -> int:
    """Characters of a column that a text takes: a Chinese one takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(each) in "WFA" else 1 for each in text)


def _fits(value: Any) -> bool:
    """Whether a number keeps all its digits in a spreadsheet."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    number = Decimal(str(value))
    return number.is_finite() and len(number.normalize().as_tuple().digits) <= _EXACT_DIGITS
