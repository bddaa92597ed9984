"""Spreadsheets of every kind, made by the programs that make them."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
import xlsxwriter

from duban.core.document import BlockKind
from duban.core.notice import read as read_notice
from duban.readers import limits, read_bytes
from duban.readers.errors import Unreadable
from tests.readers.made import needs_office, office

HEAD = ["序号", "责任事项", "责任单位", "目标值"]
ROWS = [[1, "新增停车泊位1200个", "区建设局", 0.065], [2, "完成绿道建设30公里", "区园林局", 12.5]]


def workbook(build) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        build(book)
    return out.getvalue()


def ledger(book, name: str = "Sheet1"):
    page = book.add_worksheet(name)
    page.merge_range(0, 0, 0, 3, "2023年责任分解方案")
    page.write_row(1, 0, HEAD)
    percent = book.add_format({"num_format": "0.0%"})
    for number, row in enumerate(ROWS):
        page.write_row(2 + number, 0, row)
    page.write_number(2, 3, 0.065, percent)
    return page


def cells(document) -> list[list[str]]:
    return [
        [cell.of(document.text) for cell in block.cells] for block in document.blocks if block.kind is BlockKind.ROW
    ]


EXPECTED = [HEAD, ["1", "新增停车泊位1200个", "区建设局", "6.5%"], ["2", "完成绿道建设30公里", "区园林局", "12.5"]]


def test_a_sheet_is_a_table_under_its_title():
    document = read_bytes(workbook(ledger), "台账.xlsx")
    assert document.format == "xlsx"
    assert (document.blocks[0].kind, document.blocks[0].span.of(document.text)) == (
        BlockKind.LINE,
        "2023年责任分解方案",
    )
    assert document.blocks[0].centred
    assert cells(document) == EXPECTED


def test_the_core_reads_the_items_of_a_sheet():
    (programme,) = read_notice(read_bytes(workbook(ledger), "台账.xlsx")).programmes
    assert [(item.number, item.units[0].unit) for item in programme.items] == [("1", "区建设局"), ("2", "区园林局")]


def test_percentages_are_read_as_shown_and_dates_as_dates():
    def build(book):
        page = book.add_worksheet()
        for column, (value, format) in enumerate([(0.3, "0%"), (0.12345, "0.00%"), (1, '0"%"'), (-0.05, "0.0%;-0.0%")]):
            page.write_number(0, column, value, book.add_format({"num_format": format}))
        page.write_datetime(1, 0, dt.datetime(2023, 2, 28), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
        page.write_row(1, 1, [True, 2.5, 1e15])

    assert cells(read_bytes(workbook(build), "x.xlsx")) == [
        ["30%", "12.345%", "1", "-5%"],
        ["2023-02-28", "是", "2.5", "1000000000000000.0"],
    ]


def test_merged_cells_section_rows_and_empty_columns():
    def build(book):
        page = book.add_worksheet()
        page.write_row(1, 2, ["序号", "事项", None, "单位"])
        page.merge_range(2, 2, 2, 5, "一、城市建设")
        page.write_row(3, 2, [1, "停车", None, "区建设局"])
        page.merge_range(3, 5, 4, 5, "区建设局")
        page.write_row(4, 2, [2, "绿道"])

    document = read_bytes(workbook(build), "x.xlsx")
    assert cells(document) == [
        ["序号", "事项", "单位"],
        ["一、城市建设"],
        ["1", "停车", "区建设局"],
        ["2", "绿道", ""],
    ]
    assert [block.continued for block in document.blocks] == [(), (), (), (2,)]


def test_several_sheets_hidden_sheets_and_hidden_rows():
    def build(book):
        ledger(book, "市级")
        ledger(book, "区级").set_row(3, None, None, {"hidden": True})
        ledger(book, "草稿").hide()

    document = read_bytes(workbook(build), "x.xlsx")
    lines = [block.span.of(document.text) for block in document.blocks if block.kind is BlockKind.LINE]
    assert lines == ["市级", "2023年责任分解方案", "区级", "2023年责任分解方案"]
    assert [document.blocks[0].heading, {b.table for b in document.blocks if b.table is not None}] == [1, {0, 1}]
    assert [note.code for note in document.notes] == ["sheet.hidden", "sheet.hidden-rows"]


def test_one_column_is_lines():
    document = read_bytes(workbook(lambda b: b.add_worksheet().write_column(0, 0, ["一、目标", "1.停车"])), "x.xlsx")
    assert (document.text, {block.kind for block in document.blocks}) == ("一、目标\n1.停车", {BlockKind.LINE})


def test_line_ends_in_a_cell_are_kept():
    document = read_bytes(workbook(lambda b: b.add_worksheet().write_row(0, 0, ["1", "停车\n绿道"])), "x.xlsx")
    assert cells(document) == [["1", "停车\n绿道"]]


def test_a_workbook_of_another_maker():
    book = openpyxl.Workbook()
    for row in [HEAD, *ROWS]:
        book.active.append(row)
    book.active["D2"].number_format = "0.0%"
    out = io.BytesIO()
    book.save(out)
    assert cells(read_bytes(out.getvalue(), "x.xlsx")) == EXPECTED


@needs_office
@pytest.mark.parametrize(("target", "format"), [("xls", "xls"), ("ods", "ods")])
def test_other_formats_of_sheets(target, format, tmp_path):
    data = office(workbook(ledger), "xlsx", target, tmp_path)
    document = read_bytes(data, f"台账.{'et' if target == 'xls' else target}")
    assert document.format == format
    assert [row[:3] for row in cells(document)] == [row[:3] for row in EXPECTED]
    assert document.blocks[0].span.of(document.text) == "2023年责任分解方案"


@pytest.mark.parametrize(
    "build", [lambda book: book.add_worksheet(), lambda book: book.add_worksheet().write(0, 0, " ")]
)
def test_an_empty_workbook_is_refused(build):
    with pytest.raises(Unreadable) as refused:
        read_bytes(workbook(build), "x.xlsx")
    assert refused.value.code == "empty"


def test_rows_are_limited(monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 10)
    data = workbook(lambda book: [book.add_worksheet().write_row(n, 0, ["甲", "乙"]) for n in [20]])
    with pytest.raises(Unreadable, match="万行的上限"):
        read_bytes(data, "x.xlsx")
