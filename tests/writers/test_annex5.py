"""The workbook of 附件5: the form as printed, then boxes and figures for programs; nothing computes."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from duban.core.gongwen.annex5 import Entry
from duban.core.reporting.merging import LineWords
from duban.core.reporting.values import Presence, Rating
from duban.writers.annex5 import FORMATS, Detail, Figure, Filled, as_xlsx
from tests.writers.papers import HOSTILE, hostile, report

WORDS = LineWords(Presence.AWAITING, "已建成", "用地", "5月", "由市局发布", "", dt.date(2023, 7, 20))
ENTRY = Entry("市级目标任务", "54", "新增停车泊位", WORDS)
FILLED = Filled(
    replace(report(), entries=()),
    (Detail("市-54", "市级", Rating.ON_SCHEDULE),),
    (
        Figure(
            ("市-54", "区-3"), "停车泊位", "个", Decimal("32000"), dt.date(2023, 6, 30), "正式数", "区城管局", "含路内"
        ),
        Figure(("市-54",), "大数", "元", Decimal("1234567890123456789")),
        Figure(("市-54",), "未报", "元", None),
    ),
)


def book(filled: Filled):
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(filled)))


@pytest.fixture
def filled() -> Filled:
    return replace(FILLED, report=replace(report(), entries=(ENTRY,)))


def test_the_form_comes_first(filled):
    page = book(filled).worksheets[0]
    assert page.title == "完成情况"
    assert page["A1"].value == "附件5"
    assert page["A2"].value == "区建设局关于省、市、区《政府工作报告》前二季度工作目标完成情况"
    assert page["A3"].value.startswith("单位：区建设局") and "主要负责人（签字）：" in page["A3"].value
    assert [cell.value for cell in page[4]] == ["任务编号", "责任事项", "完成情况"]
    assert page["A5"].value == "市级目标任务" and "A5:C5" in page.merged_cells
    assert [cell.value for cell in page[6]] == [
        "54", "新增停车泊位",
        "统计数据尚未发布，预计2023年7月20日发布。由市局发布。\n已建成。\n存在问题及原因：用地。\n下一步及时限：5月。",
    ]  # fmt: skip
    assert page["A7"].value.startswith("备注：")


def test_the_second_sheet_keeps_the_boxes_apart(filled):
    page = book(filled)["填报明细"]
    row = dict(zip([cell.value for cell in page[1]], [cell.value for cell in page[2]], strict=True))
    assert row["编号"] == "市-54" and row["序号"] == "54" and row["层级"] == "市级"
    assert (row["填报情形"], row["自评"]) == ("数据未发布", "按序时推进")
    assert (row["进展与成效"], row["问题及原因"], row["下一步及时限"], row["未报数原因"]) == (
        "已建成",
        "用地",
        "5月",
        "由市局发布",
    )
    assert row["预计发布日期"] == dt.datetime(2023, 7, 20)  # noqa: DTZ001


def test_figures_are_numbers(filled):
    page = book(filled)["指标数据"]
    assert [cell.value for cell in page[2]] == [
        "停车泊位", "市-54、区-3", "个", 32000, dt.datetime(2023, 6, 30), "正式数", "区城管局", "含路内",  # noqa: DTZ001
    ]  # fmt: skip
    assert page["D3"].value == "1234567890123456789" and page["D4"].value is None


def test_print_set_up(filled):
    for page in book(filled).worksheets:
        assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
        assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.fitToHeight == 0
        assert "核验码 17-3F9A-22C1-0D44" in page.oddFooter.left.text
    assert book(filled).worksheets[0].print_title_rows == "$4:$4"


def test_hostile_text_never_computes():
    page = book(Filled(hostile())).worksheets[0]
    numbers = [row[0] for row in page.iter_rows(min_row=6, max_row=5 + len(HOSTILE))]
    assert [cell.data_type for cell in numbers] == ["s"] * len(HOSTILE)
    assert numbers[-1].value == "=1+1"


def test_rows_are_as_high_as_their_text():
    page = book(Filled(report(3, repeat=6))).worksheets[0]
    assert page.row_dimensions[6].height > 80


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_of_an_empty_report(format):
    assert len(FORMATS[format](Filled(replace(report(), entries=())) if format else None, None)) > 1000
