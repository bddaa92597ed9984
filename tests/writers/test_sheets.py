"""Sheets are read back by other libraries: values, frozen head, filters, print set-up, and nothing computes."""

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from duban.writers.sheets import Column, TooManyRows, write_csv, write_xlsx

ROWS = [
    {"code": "市-54", "text": "新增停车泊位12万个。", "value": Decimal(120000), "on": dt.date(2023, 4, 10)},
    {"code": "=1+1", "text": "第一行\n第二行", "value": None, "on": None},
    {"code": "@SUM(A1)", "text": "", "value": Decimal("1234567890123456789"), "on": "年底前"},
]
COLUMNS = [
    Column("编号", lambda r: r["code"], 10),
    Column("事项", lambda r: r["text"], 60, wrap=True),
    Column("目标值", lambda r: r["value"], 14, "number"),
    Column("时限", lambda r: r["on"], 12, "date"),
]


def xlsx(rows=ROWS, **more) -> io.BytesIO:
    out = io.BytesIO()
    assert write_xlsx(COLUMNS, iter(rows), out=out, title="2023年台账", note="共 3 项", **more) == len(rows)
    out.seek(0)
    return out


def test_values_come_back():
    page = openpyxl.load_workbook(xlsx()).active
    assert (page.title, page["A1"].value, page["A2"].value) == ("台账", "2023年台账", "共 3 项")
    assert [c.value for c in page[3]] == ["编号", "事项", "目标值", "时限"]
    assert [c.value for c in page[4]][:3] == ["市-54", "新增停车泊位12万个。", 120000]
    assert page["D4"].value.date() == dt.date(2023, 4, 10)
    assert page["B5"].value == "第一行\n第二行" and page["C5"].value is None


def test_text_that_looks_like_a_formula_stays_text():
    page = openpyxl.load_workbook(xlsx()).active
    assert (page["A5"].value, page["A5"].data_type) == ("=1+1", "s")
    assert (page["A6"].value, page["A6"].data_type) == ("@SUM(A1)", "s")


def test_a_number_too_long_for_a_sheet_is_kept_as_text():
    assert openpyxl.load_workbook(xlsx()).active["C6"].value == "1234567890123456789"


def test_frozen_head_and_first_column_filters_and_print():
    page = openpyxl.load_workbook(xlsx()).active
    assert page.freeze_panes == "B4"
    assert page.auto_filter.ref == "A3:D6"
    assert page.print_title_rows == "$3:$3"
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.fitToHeight == 0
    assert page["B4"].alignment.wrap_text and page["A3"].font.bold


def test_another_reader_sees_the_same():
    rows = python_calamine.CalamineWorkbook.from_filelike(xlsx()).get_sheet_by_index(0).to_python()
    assert rows[3][:3] == ["市-54", "新增停车泊位12万个。", 120000.0]


def test_rows_are_as_high_as_their_wrapped_text():
    rows = [
        {"code": "1", "text": "短。", "value": None, "on": None},
        {"code": "2", "text": "字" * 100, "value": 1, "on": None},
    ]
    rows.append({"code": "3", "text": "一行\n二行\n三行", "value": None, "on": None})
    page = openpyxl.load_workbook(xlsx(rows)).active
    one, four, three = (page.row_dimensions[line].height for line in (4, 5, 6))
    assert one < three < four  # 100 Chinese characters in a column of 60 take four lines


def test_a_text_that_is_too_long_for_a_cell_says_so():
    page = openpyxl.load_workbook(xlsx([{"code": "1", "text": "字" * 40_000, "value": None, "on": None}])).active
    assert len(page["B4"].value) == 32_767 and page["B4"].value.endswith("以系统内为准）")


def test_moments_and_days_before_the_calendar_of_spreadsheets():
    moment = dt.datetime(2023, 4, 10, 9, 30, tzinfo=dt.UTC)
    rows = [{"code": "1", "text": "", "value": None, "on": on} for on in (moment, dt.date(1879, 3, 14))]
    page = openpyxl.load_workbook(xlsx(rows)).active
    assert page["D4"].value == moment.replace(tzinfo=None)
    assert page["D5"].value == "1879-03-14"


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr("duban.writers.sheets.MAX_ROWS", 5)
    with pytest.raises(TooManyRows, match="请先筛选再导出"):
        xlsx()


def test_half_characters_do_not_break_a_file():
    page = openpyxl.load_workbook(xlsx([{"code": "甲\ud83d乙", "text": "", "value": None, "on": None}])).active
    assert page["A4"].value == "甲乙"


def test_sheet_names_fit_the_format():
    assert openpyxl.load_workbook(xlsx(sheet="省/市[区]:*?" + "很" * 40)).active.title.startswith("省_市_区____很")


def test_csv_has_a_mark_and_harmless_cells():
    out = io.BytesIO()
    assert write_csv(COLUMNS, iter(ROWS), out=out) == 3
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))
    assert rows[0] == ["编号", "事项", "目标值", "时限"]
    assert rows[1] == ["市-54", "新增停车泊位12万个。", "120000", "2023-04-10"]
    assert (rows[2][0], rows[3][0]) == ("'=1+1", "'@SUM(A1)")


def test_empty_tables_are_tables():
    page = openpyxl.load_workbook(xlsx([])).active
    assert [c.value for c in page[3]] == ["编号", "事项", "目标值", "时限"] and page.max_row == 3


@given(st.text(max_size=80))
def test_any_text_survives_both_formats(text):
    rows = [{"code": text, "text": text, "value": None, "on": None}]
    written = openpyxl.load_workbook(xlsx(rows)).active["A4"]
    assert written.data_type in ("s", "n", "inlineStr")
    out = io.BytesIO()
    write_csv(COLUMNS, rows, out=out)
    cell = next(iter(list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))[1:]))[0]
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
