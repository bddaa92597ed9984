"""附件4 as .docx and .xlsx, as the notice prints its form: title with the unit, five columns, a row a person."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from duban.core.liaison_form import ListForm, column_of
from duban.core.liaisons import LiaisonRow
from duban.writers.sheets import as_text

TITLE_FONT, TEXT_FONT, HEAD_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
_WIDTHS = {"role": 3.5, "name": 2.4, "title": 3.1, "office_phone": 3.7, "mobile": 3.5}  # centimetres, 16.2 in all
_SHEET_WIDTHS = {"role": 34, "name": 14, "title": 20, "office_phone": 20, "mobile": 18}


@dataclass(frozen=True)
class UnitList:
    """A unit's list, ready to be printed."""

    unit: str
    rows: tuple[LiaisonRow, ...]
    form: ListForm = ListForm()

    @property
    def heading(self) -> str:
        """The title."""
        return self.form.heading(self.unit)

    def lines(self) -> list[tuple[str, LiaisonRow]]:
        """A line a person with the printed words of the role; a role without anybody keeps its empty line."""
        found = []
        for role, label in self.form.labels:
            people = [row for row in self.rows if row.role == role] or [LiaisonRow(role)]
            found += [(label, row) for row in people]
        return found

    def cells(self, label: str, row: LiaisonRow) -> list[str]:
        """A line in the order of the printed columns."""
        values = {
            "role": label,
            "name": row.name,
            "title": row.title,
            "office_phone": row.office_phone,
            "mobile": row.mobile,
        }
        return [as_text(values.get(column_of(head), "")) for head in self.form.columns]


def docx(lists: UnitList) -> bytes:
    """The form as a Word file, A4 upright."""
    from docx import Document
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.4), Cm(2.4)
    document.core_properties.title = lists.heading
    _run(document.add_paragraph(), lists.form.annex, HEAD_FONT, Pt(16))
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(12), Pt(18)
    _run(title, lists.heading, TITLE_FONT, Pt(22))
    fields = [column_of(head) for head in lists.form.columns]
    table = document.add_table(rows=1, cols=len(fields))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _fill(table.rows[0], lists.form.columns, fields, HEAD_FONT, Pt(14))
    _repeat(table.rows[0])
    lines = lists.lines()
    for label, row in lines:
        _fill(table.add_row(), lists.cells(label, row), fields, TEXT_FONT, Pt(14))
    _merge_roles(table, lines, fields)
    for column, field in zip(table.columns, fields, strict=True):
        column.width = Cm(_WIDTHS[field])  # of the grid: without it LibreOffice makes all columns equal
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _run(paragraph: Any, text: str, font: str, size: Any) -> None:
    from docx.oxml.ns import qn

    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _fill(row: Any, cells: Sequence[str], fields: Sequence[str], font: str, size: Any) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    row.height, row.height_rule = Cm(1.3), WD_ROW_HEIGHT_RULE.AT_LEAST
    for cell, text, field in zip(row.cells, cells, fields, strict=True):
        cell.width = Cm(_WIDTHS[field])
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        numbers = field in ("office_phone", "mobile") and font == TEXT_FONT  # stay on one line in any font
        _run(cell.paragraphs[0], text, font, Pt(12) if numbers else size)


def _repeat(row: Any) -> None:
    """The head stands again on the next page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _merge_roles(table: Any, lines: Sequence[tuple[str, LiaisonRow]], fields: Sequence[str]) -> None:
    """Several people of one role stand under one label, as in print."""
    at = list(fields).index("role")
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or lines[end][1].role != lines[start][1].role:
            for below in range(start + 1, end):
                cell = table.cell(below + 1, at)
                for run in cell.paragraphs[0].runs:
                    run.text = ""
            if end - start > 1:
                merged = table.cell(start + 1, at).merge(table.cell(end, at))
                for empty in merged.paragraphs[1:]:
                    empty._element.getparent().remove(empty._element)
            start = end


def xlsx(lists: Sequence[UnitList], *, note: str = "") -> bytes:
    """A workbook: the form of one unit, or an overview of all and a sheet with the form of each."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        formats = _formats(book)
        taken: set[str] = set()
        if len(lists) > 1:
            _overview(book.add_worksheet(_name("汇总", taken)), lists, note, formats)
        for each in lists:
            _sheet(book.add_worksheet(_name(each.unit, taken)), each, formats)
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    cell = {"font_name": "仿宋", "font_size": 12, "border": 1, "align": "center", "valign": "vcenter"}
    return {
        "annex": book.add_format({"font_name": "黑体", "font_size": 14}),
        "title": book.add_format({"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"}),
        "note": book.add_format({"font_name": "宋体", "font_size": 10, "font_color": "#595959"}),
        "head": book.add_format({**cell, "font_name": "黑体", "text_wrap": True}),
        "cell": book.add_format({**cell, "text_wrap": True, "num_format": "@"}),
    }


def _name(text: str, taken: set[str]) -> str:
    """A name of a sheet: 31 characters without signs, each once (Excel looks at no capitals)."""
    plain = "".join("_" if c in "[]:*?/\\'" else c for c in text)[:31] or "表"
    name, count = plain, 1
    while name.lower() in taken:
        count += 1
        name = f"{plain[: 31 - len(str(count)) - 1]}_{count}"
    taken.add(name.lower())
    return name


def _sheet(page: Any, lists: UnitList, formats: dict[str, Any]) -> None:
    last = len(lists.form.columns) - 1
    for at, head in enumerate(lists.form.columns):
        page.set_column(at, at, _SHEET_WIDTHS[column_of(head)])
    page.write_string(0, 0, lists.form.annex, formats["annex"])
    page.set_row(1, 42)
    page.merge_range(1, 0, 1, last, lists.heading, formats["title"])
    for at, head in enumerate(lists.form.columns):
        page.write_string(2, at, head, formats["head"])
    for line, (label, row) in enumerate(lists.lines(), start=3):
        page.set_row(line, 30)
        for at, text in enumerate(lists.cells(label, row)):
            page.write_string(line, at, text, formats["cell"])
    page.set_paper(9)
    page.set_landscape()
    page.center_horizontally()
    page.fit_to_pages(1, 0)


def _overview(page: Any, lists: Sequence[UnitList], note: str, formats: dict[str, Any]) -> None:
    heads = ("单位", "责任人", "姓名", "职务", "办公电话", "手机")
    for at, width in enumerate((26, 30, 14, 20, 20, 18)):
        page.set_column(at, at, width)
    page.set_row(0, 34)
    page.merge_range(0, 0, 0, len(heads) - 1, "《政府工作报告》工作联络人员名单（汇总）", formats["title"])
    page.write_string(1, 0, note, formats["note"])
    for at, head in enumerate(heads):
        page.write_string(2, at, head, formats["head"])
    line = 3
    for each in lists:
        for label, row in each.lines():
            for at, text in enumerate((each.unit, label, row.name, row.title, row.office_phone, row.mobile)):
                page.write_string(line, at, as_text(text), formats["cell"])
            line += 1
    page.freeze_panes(3, 1)
    page.autofilter(2, 0, max(line - 1, 2), len(heads) - 1)
    page.set_paper(9)
    page.set_landscape()
    page.repeat_rows(2)
    page.fit_to_pages(1, 0)


def docx_zip(lists: Sequence[UnitList]) -> bytes:
    """A Word file a unit, in the order given."""
    out, taken = io.BytesIO(), set[str]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, each in enumerate(lists, start=1):
            name = _name(each.unit, taken)
            archive.writestr(f"{number:02d} {name}联络人员名单.docx", docx(each))
    return out.getvalue()
