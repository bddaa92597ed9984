"""附件5 in the three formats. The sheet carries the form first, then what a program wants: boxes, figures."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.core.gongwen.annex5 import Annex5, Purpose, cells_of, document, fill_title, full_width
from duban.core.reporting.values import PRESENCE_LABELS, RATING_LABELS, Presence, Rating
from duban.core.text.clean import printable
from duban.writers.docx import write_docx
from duban.writers.looks import lines_of
from duban.writers.pdf import write_pdf
from duban.writers.sheets import MAX_CELL

_WIDTHS = {
    Purpose.NUMBER: 8.0, Purpose.MATTER: 44.0, Purpose.RESULT: 76.0,
    Purpose.PROBLEM: 36.0, Purpose.NEXT: 36.0, Purpose.OTHER: 16.0,
}  # fmt: skip
_CHARACTER = 2.05  # mm that a unit of column width takes
_LINE, _MOST = 16.0, 409.0  # points of a line, and of a row by the format


@dataclass(frozen=True, slots=True)
class Detail:
    """What the second sheet says of an entry besides its words."""

    code: str
    level: str
    rating: Rating = Rating.NONE


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's value, once for the report."""

    codes: tuple[str, ...]  # items that it answers
    name: str
    unit: str
    value: Decimal | None
    as_of: dt.date | None = None
    status: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A report with everything that any of the formats shows. ``details`` run parallel to the entries."""

    report: Annex5
    details: tuple[Detail, ...] = ()
    figures: tuple[Figure, ...] = ()


def as_docx(filled: Filled, made_at: dt.datetime | None = None) -> bytes:
    """The form as a Word file."""
    return write_docx(document(filled.report), made_at=made_at)


def as_pdf(filled: Filled, made_at: dt.datetime | None = None) -> bytes:
    """The form for print."""
    return write_pdf(document(filled.report), made_at=made_at)


def as_xlsx(filled: Filled, made_at: dt.datetime | None = None) -> bytes:
    """The form, then 填报明细 and 指标数据."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        report = filled.report
        title = report.title or fill_title(report.form.title, report)
        about = {"title": title[:250], "author": report.unit[:250], "comments": f"核验码 {report.code}"}
        book.set_properties({**about, "created": made_at.replace(tzinfo=None)} if made_at else about)
        formats = _formats(book)
        _form(book.add_worksheet("完成情况"), report, title, formats)
        _details(book.add_worksheet("填报明细"), filled, formats)
        _figures(book.add_worksheet("指标数据"), filled, formats)
    return out.getvalue()


FORMATS: dict[str, Callable[[Filled, dt.datetime | None], bytes]] = {"docx": as_docx, "pdf": as_pdf, "xlsx": as_xlsx}


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "仿宋", "font_size": 11, "valign": "top"}
    cell = {**base, "border": 1, "text_wrap": True, "num_format": "@"}
    bold = {"font_name": "黑体"}
    return {
        "plain": book.add_format(base),
        "title": book.add_format({**base, "font_name": "方正小标宋简体", "font_size": 18, "align": "center",
                                  "valign": "vcenter", "text_wrap": True}),
        "head": book.add_format({**cell, **bold, "align": "center", "valign": "vcenter"}),
        "band": book.add_format({**cell, **bold, "valign": "vcenter"}),
        "cell": book.add_format(cell),
        "centre": book.add_format({**cell, "align": "center", "valign": "vcenter"}),
        "number": book.add_format({**cell, "num_format": "General", "align": "right"}),
        "date": book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"}),
        "note": book.add_format({**base, "text_wrap": True}),
    }  # fmt: skip


def _set_up(page: Any, widths: Sequence[float], head: int, report: Annex5) -> None:
    for at, width in enumerate(widths):
        page.set_column(at, at, width)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)
    page.freeze_panes(head + 1, 0)
    code = f"核验码 {report.code}" if report.code else ""
    said = "　".join(filter(None, (code, report.printed))).replace("&", "&&")[:150]
    page.set_header("&R" + report.standing.replace("&", "&&")[:100])
    page.set_footer(f"&L{said}&R第 &P 页，共 &N 页")


def _write(page: Any, row: int, column: int, text: str, form: Any) -> None:
    page.write_string(row, column, printable(text)[:MAX_CELL], form)


def _form(page: Any, report: Annex5, title: str, formats: dict[str, Any]) -> None:
    purposes = report.form.purposes
    widths = [_WIDTHS[purpose] for purpose in purposes]
    last = len(widths) - 1
    _set_up(page, widths, 3, report)
    _write(page, 0, 0, report.form.mark, formats["plain"])
    page.merge_range(1, 0, 1, last, printable(title), formats["title"])
    page.set_row(1, 54)
    signer = report.signature or report.signer
    line = f"单位：{report.unit}　　　　主要负责人（签字）：{signer}"
    if report.standing:
        line += f"　　（{report.standing}）"
    page.merge_range(2, 0, 2, last, printable(line), formats["plain"])
    page.set_row(3, 24)
    for at, heading in enumerate(report.form.headings):
        _write(page, 3, at, full_width(heading), formats["head"])
    row, part = 4, None
    for entry in report.entries:
        if entry.part != part:
            part = entry.part
            if part:
                page.merge_range(row, 0, row, last, printable(part), formats["band"])
                page.set_row(row, 22)
                row += 1
        texts = cells_of(report.form, entry)
        page.set_row(row, _height(texts, widths))
        for at, (text, purpose) in enumerate(zip(texts, purposes, strict=True)):
            _write(page, row, at, text, formats["centre" if purpose is Purpose.NUMBER else "cell"])
        row += 1
    for note in (*([report.answer] if report.answer else []), *report.form.notes):
        page.merge_range(row, 0, row, last, printable(full_width(note)), formats["note"])
        page.set_row(row, _height([note], [sum(widths)]))
        row += 1


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Written down, since not every program measures wrapped text when it opens a file."""
    lines = max(
        sum(lines_of(line, max(width - 1, 2) * _CHARACTER, 11) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return min(_MOST, _LINE * lines + 6)


_DETAIL = (
    ("层级", 8), ("序号", 8), ("编号", 10), ("填报情形", 12), ("自评", 12), ("进展与成效", 50), ("问题及原因", 30),
    ("下一步及时限", 30), ("未报数原因", 20), ("等待单位", 14), ("预计发布日期", 13), ("牵头汇总", 30),
)  # fmt: skip


def _details(page: Any, filled: Filled, formats: dict[str, Any]) -> None:
    _table_head(page, _DETAIL, filled.report, formats)
    details = filled.details or tuple(Detail(entry.number, entry.part) for entry in filled.report.entries)
    for row, (entry, detail) in enumerate(zip(filled.report.entries, details, strict=True), 1):
        words = entry.words
        texts = (
            detail.level, entry.number, detail.code, PRESENCE_LABELS[Presence(words.presence)],
            RATING_LABELS[Rating(detail.rating)], words.done, words.problem, words.next_step, words.reason,
            words.waiting_on, None, words.synthesis,
        )  # fmt: skip
        page.set_row(row, _height([text or "" for text in texts], [width for _, width in _DETAIL]))
        for at, text in enumerate(texts):
            if text is None:
                _date(page, row, at, words.expected_on, formats)
            else:
                _write(page, row, at, text, formats["cell"])


_FIGURES = (
    ("指标", 36), ("涉及编号", 20), ("计量单位", 12), ("完成值", 16), ("数据截至", 13), ("数据性质", 10),
    ("数据来源", 24), ("口径说明", 36),
)  # fmt: skip


def _figures(page: Any, filled: Filled, formats: dict[str, Any]) -> None:
    _table_head(page, _FIGURES, filled.report, formats)
    for row, figure in enumerate(filled.figures, 1):
        for at, text in ((0, figure.name), (1, "、".join(figure.codes)), (2, figure.unit), (5, figure.status),
                         (6, figure.source), (7, figure.note)):  # fmt: skip
            _write(page, row, at, text, formats["cell"])
        if figure.value is None:
            page.write_blank(row, 3, None, formats["number"])
        elif len(figure.value.normalize().as_tuple().digits) <= 15:
            page.write_number(row, 3, float(figure.value), formats["number"])
        else:
            _write(page, row, 3, format(figure.value, "f"), formats["cell"])
        _date(page, row, 4, figure.as_of, formats)


def _table_head(page: Any, columns: Sequence[tuple[str, int]], report: Annex5, formats: dict[str, Any]) -> None:
    _set_up(page, [width for _, width in columns], 0, report)
    for at, (heading, _) in enumerate(columns):
        _write(page, 0, at, heading, formats["head"])


def _date(page: Any, row: int, at: int, day: dt.date | None, formats: dict[str, Any]) -> None:
    if day is None or day.year < 1900:
        page.write_blank(row, at, None, formats["date"])
    else:
        page.write_datetime(row, at, day, formats["date"])
