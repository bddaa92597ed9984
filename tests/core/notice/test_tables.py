"""Real table rows: merged cells, two rows of headings, sections between rows, tables without headings."""

from __future__ import annotations

import pytest

from duban.core.notice import read
from duban.core.notice.reading import Item, Reading
from tests.corpus.expected import all_items
from tests.corpus.tables import document

HEAD = ["序号", "工作任务", "责任单位"]


def items(reading: Reading) -> list[Item]:
    return [item for _, item in all_items(reading)]


def shown(reading: Reading) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    return [(i.number, i.text, [(u.unit, u.role.value, u.part) for u in i.units]) for i in items(reading)]


def test_merged_cells_make_parts_of_one_item() -> None:
    reading = read(
        document(
            "2024年重点任务分解表",
            ["序号", "重点任务", "具体举措", "责任单位"],
            ["1", "优化营商环境", "推行一网通办", "区行政审批局"],
            ["", "", "压减办理时限", "区司法局"],
            ["2", "建设智慧城市", "建设数据平台", "区大数据中心"],
        )
    )
    first, second = items(reading)
    assert [(u.unit, u.part, u.part_text) for u in first.units] == [
        ("区行政审批局", 1, "推行一网通办"),
        ("区司法局", 2, "压减办理时限"),
    ]
    assert first.title == "优化营商环境"
    assert [(u.unit, u.part) for u in second.units] == [("区大数据中心", 0)]


def test_repeated_merged_cells_make_one_item_too() -> None:
    rows = [
        ["1", "优化环境", "一网通办", "区审批局"],
        ["1", "优化环境", "压减时限", "区司法局"],
        ["2", "建路", "修路五条", "区建设局"],
    ]
    reading = read(document("任务分解表", ["序号", "重点任务", "具体举措", "责任单位"], *rows))
    assert [i.number for i in items(reading)] == ["1", "2"]


def test_two_rows_of_headings() -> None:
    reading = read(
        document(
            "目标任务分解表",
            ["序号", "目标任务", "承办单位", "承办单位", "完成时限"],
            ["序号", "目标任务", "牵头单位", "配合单位", "完成时限"],
            ["1", "新建公园3个", "市园林局", "各区政府", "10月"],
            ["2", "新建学校4所", "市教育局", "市财政局", "8月"],
        )
    )
    assert shown(reading) == [
        ("1", "新建公园3个", [("市园林局", "lead", 0), ("各区政府", "cooperating", 0)]),
        ("2", "新建学校4所", [("市教育局", "lead", 0), ("市财政局", "cooperating", 0)]),
    ]
    assert [e.text for i in items(reading) for e in i.extras] == ["10月", "8月"]


@pytest.mark.parametrize("filler", ["", "一、经济发展"])
def test_section_rows(filler: str) -> None:
    reading = read(document("责任分解表", HEAD, ["一、经济发展", filler, filler], ["1", "产值增长6%", "区发改局"]))
    (programme,) = reading.programmes
    assert [s.title for s in programme.sections] == ["一、经济发展"]
    assert programme.items[0].section == 0


def test_table_without_headings_is_told_by_its_cells() -> None:
    reading = read(
        document("重点工作任务分解", ["1", "新建道路5条", "区建设局"], ["2", "新建学校2所", "区教育局、区财政局"])
    )
    assert shown(reading) == [
        ("1", "新建道路5条", [("区建设局", "responsible", 0)]),
        ("2", "新建学校2所", [("区教育局", "responsible", 0), ("区财政局", "responsible", 0)]),
    ]


def test_title_inside_the_table_is_no_section() -> None:
    reading = read(
        document(
            ["2024年重点工作责任分解表", "", ""], HEAD, ["1", "新建道路5条", "区建设局"], ["2", "修桥两座", "区交通局"]
        )
    )
    assert [i.section for i in items(reading)] == [None, None]


def test_unit_in_front_of_several_rows_answers_for_all() -> None:
    rows = [["区建设局", "1", "新建道路5条"], ["", "2", "改造桥梁2座"], ["区教育局", "3", "新建学校2所"]]
    reading = read(document("任务清单", ["责任单位", "序号", "工作任务"], *rows))
    assert [[u.unit for u in i.units] for i in items(reading)] == [["区建设局"], ["区建设局"], ["区教育局"]]


def test_roles_inside_a_cell() -> None:
    reading = read(
        document(
            "任务清单",
            HEAD,
            ["1", "新建道路5条", "区建设局牵头，区财政局配合"],
            ["2", "改造桥梁2座", "牵头单位：区建设局；配合单位：区交通局"],
            ["3", "新建学校2所", "区教育局\n区财政局"],
        )
    )
    assert [[(u.unit, u.role.value) for u in i.units] for i in items(reading)] == [
        [("区建设局", "lead"), ("区财政局", "cooperating")],
        [("区建设局", "lead"), ("区交通局", "cooperating")],
        [("区教育局", "responsible"), ("区财政局", "responsible")],
    ]


def test_rule_in_the_heading_that_the_first_leads() -> None:
    reading = read(
        document(
            "任务分解表",
            ["序号", "主要任务", "责任单位（排在首位的为牵头单位）"],
            ["1", "修路五条", "区建设局、区财政局"],
            ["2", "修桥两座", "区交通局"],
        )
    )
    assert [[u.role.value for u in i.units] for i in items(reading)] == [["lead", "responsible"], ["lead"]]


def test_results_and_further_columns() -> None:
    reading = read(
        document(
            "2023年民生实事完成情况表",
            ["序号", "类别", "事项名称", "责任单位", "责任领导", "完成情况"],
            ["1", "教育", "新建学校3所", "市教育局", "李某", "已完成。建成3所。"],
            ["2", "医疗", "改造医院2所", "市卫健委", "王某", "完成1所。"],
        )
    )
    first, second = items(reading)
    assert first.result is not None and (first.result.status, first.result.text) == ("已完成", "已完成。建成3所。")
    assert second.result is not None and second.result.text == "完成1所。"
    assert {e.label: e.text for e in first.extras} == {"类别": "教育", "责任领导": "李某"}


def test_levels_in_the_headings() -> None:
    reading = read(
        document(
            "任务分解表",
            ["序号", "目标任务", "市级牵头单位", "区级责任单位"],
            ["1", "修路", "市建设局", "区建设局"],
            ["2", "修桥", "市交通局", "区交通局"],
        )
    )
    assert [u.scope.value for u in items(reading)[0].units] == ["city", "district"]


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名", "单位", "电话"], ["张某", "区教育局", "123"], ["李某", "区财政局", "456"]],
        [["指标", "甲县", "乙县"], ["产值", "12", "13"], ["投资", "22", "23"]],
        [["", "", ""], ["", "", ""]],
    ],
)
def test_tables_that_list_no_tasks(rows: list[list[str]]) -> None:
    assert read(document("关于召开会议的通知", *rows)).programmes == ()
