"""Forms as people fill them: numbers in any shape, headings or none, cut tables, merged cells, extra columns."""

import io

import docx
import pytest

from duban.core.notice.reading import Level
from duban.core.reporting.filled import level_of, number_of, read_form
from duban.readers import read_bytes

HEAD = ["任务编号", "责任事项", "完成情况"]


def form(*rows, before=(), head=HEAD, merge=()):
    """A Word file as WPS leaves it: title lines, a table."""
    made = docx.Document()
    for line in before:
        made.add_paragraph(line)
    table = made.add_table(0, len(head))
    for row in ([head] if head else []) + list(rows):
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    for (a, b), (c, d) in merge:
        table.cell(a, b).merge(table.cell(c, d))
    return made


def read(made):
    out = io.BytesIO()
    made.save(out)
    return read_form(read_bytes(out.getvalue(), "a.docx"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", "1"), ("1.", "1"), ("１、", "1"), ("（3）", "3"), ("第12项", "12"),
        ("01", "1"), ("一", "1"), ("第十二项", "12"),
        ("3.0", "3"), ("1-2", "1-2"), ("A1", "A1"), ("", ""), ("[7]", "7"), ("№ 8", "8"),
    ],
)  # fmt: skip
def test_numbers_in_any_shape(text, number):
    assert number_of(text) == (Level.NONE, number)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("市-54", Level.CITY),
        ("省级3", Level.PROVINCE),
        ("区 12", Level.DISTRICT),
        ("国-1", Level.NATION),
        ("县3", Level.DISTRICT),
    ],
)  # fmt: skip
def test_numbers_that_name_their_level(text, level):
    assert number_of(text)[0] is level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("省级目标任务", Level.PROVINCE), ("（二）市《政府工作报告》", Level.CITY),
        ("武汉市武昌区《政府工作报告》", Level.DISTRICT),
        ("省(市、区)《政府工作报告》", Level.NONE),
        ("省、市、区《政府工作报告》", Level.NONE), ("一、经济发展", Level.NONE),
    ],
)  # fmt: skip
def test_levels_of_sub_headings(text, level):
    assert level_of(text) is level


def test_the_notice_form_filled_by_hand():
    made = read(
        form(
            ["1.", "新增停车泊位", "已建成120个。\n正在验收。"],
            ["3", "加装电梯", ""],
            ["……", "", ""],
            ["备注：为了便于统计", "", ""],
            before=[
                "附件5",
                "区建设局关于市《政府工作报告》第一季度工作目标完成情况",
                "单位：区建设局  主要负责人（签字）：张三",
            ],
        )
    )
    assert made.found and (made.unit, made.term) == ("区建设局", "第一季度")
    assert [(row.number, row.level, row.matter, row.result) for row in made.rows] == [
        ("1", Level.CITY, "新增停车泊位", "已建成120个。\n正在验收。"),
        ("3", Level.CITY, "加装电梯", ""),
    ]
    assert made.leftovers == ()


def test_level_headings_as_merged_rows_and_in_the_first_cell():
    made = read(
        form(
            ["一、省级目标任务", "一、省级目标任务", "一、省级目标任务"],
            ["1", "甲", "一"],
            ["二、市级目标任务", "", ""],
            ["1", "乙", "二"],
            merge=[((1, 0), (1, 2))],
        )
    )
    assert [(row.level, row.number) for row in made.rows] == [(Level.PROVINCE, "1"), (Level.CITY, "1")]


def test_level_headings_between_tables_and_a_table_without_head():
    made = form(["1", "甲", "一"], before=["（一）省级目标任务"])
    made.add_paragraph("（二）区级目标任务")
    cells = made.add_table(1, 3).rows[0].cells
    for cell, text in zip(cells, ["1", "乙", "二"], strict=True):
        cell.text = text
    found = read(made)
    assert [(row.level, row.matter) for row in found.rows] == [(Level.PROVINCE, "甲"), (Level.DISTRICT, "乙")]


def test_extra_columns_are_named_and_order_does_not_matter():
    made = read(form(["区建设局", "已完成", "甲", "2"], head=["责任单位", "进展情况", "目标任务", "序号"]))
    (row,) = made.rows
    assert (row.number, row.matter, row.result) == ("2", "甲", "已完成") and made.columns == ("责任单位",)


def test_columns_of_their_own_for_problems_and_next_steps():
    made = read(form(["1", "甲", "完成", "", "6月底"], head=["序号", "任务", "完成情况", "存在问题", "下步打算"]))
    assert (made.rows[0].problem, made.rows[0].next_step) == ("", "6月底")


def test_a_row_that_was_cut_in_two_is_joined():
    made = read(form(["1", "甲", "前半。"], ["", "", "后半。"], ["2", "乙", "二"]))
    assert [row.result for row in made.rows] == ["前半。\n后半。", "二"]


def test_cells_merged_down_over_two_items():
    made = read(form(["1", "甲", "一并完成。"], ["2", "乙", ""], merge=[((1, 2), (2, 2))]))
    assert [row.result for row in made.rows] == ["一并完成。", "一并完成。"] and "合并" in made.rows[1].note


def test_the_head_on_each_page_is_no_item():
    assert len(read(form(["1", "甲", "一"], HEAD, ["2", "乙", "二"])).rows) == 2


def test_texts_that_belong_to_no_item_are_shown():
    long = "另有一段没有放在表格事项里的说明文字，应当让填报人看到。"
    made = read(form([long, "", ""], ["1", "甲", "一"], merge=[((1, 0), (1, 2))]))
    assert made.leftovers == (long,) and len(made.rows) == 1


def test_a_file_without_the_form_has_none():
    assert not read(form(["张三", "局长", "123"], head=["姓名", "职务", "电话"])).found
