"""The sheet of plans: what is written is read back, and what is wrong is named by its cell."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.core.plans.sheet import HEADS, Known, key, read
from duban.core.plans.values import MeasureRef, PlanNode, plan
from duban.readers.cells import address, read_cells
from duban.writers.plan_sheet import PlanRow, write

BERTHS = MeasureRef(5, "停车泊位", "个")
RATE = MeasureRef(6, "占比", "%")
KNOWN = {1: Known("区-1", (BERTHS,)), 2: Known("市-12", (BERTHS, RATE)), 3: Known("省-3")}

TEXT = (
    st.text(st.sampled_from("建设改造完成第一批，。；“”=+-@1A\n 万个"), min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)
DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2028, 12, 31))
AMOUNTS = st.decimals(0, 10**11, places=4).map(lambda d: d.normalize() + 0)


def nodes(measures):
    plain = st.builds(PlanNode, DAYS, TEXT)
    if not measures:
        return st.lists(plain, max_size=4)
    counted = st.builds(PlanNode, DAYS, TEXT, st.sampled_from([m.id for m in measures]), AMOUNTS)
    return st.lists(st.one_of(plain, counted), max_size=4)


def one(matter_id: int):
    words = st.fixed_dictionaries({"work": TEXT, "leader": TEXT, "section": TEXT, "deliverable": TEXT})
    return st.builds(plan, words, nodes(KNOWN[matter_id].measures)).map(lambda value: (matter_id, value))


PLANS = st.tuples(one(1), one(2), one(3))


def workbook(plans) -> bytes:
    rows = [PlanRow(KNOWN[pk].code, "原文", key(pk, 1, 4), "起草中", value, KNOWN[pk].measures) for pk, value in plans]
    return write(rows, title="办理方案", note="")


def read_back(data: bytes, known=KNOWN):
    return read(read_cells(data)[0].rows, known, 2023, address)


@settings(max_examples=30)
@given(PLANS)
def test_what_is_written_is_read_back(plans):
    filled = read_back(workbook(plans))
    assert filled.faults == () and [f.faults for f in filled.plans] == [()] * 3
    assert [(f.matter_id, f.value) for f in filled.plans] == [
        (pk, plan({k: v.replace("\r\n", "\n") for k, v in value.words}, value.nodes)) for pk, value in plans
    ]
    assert {(f.version, f.revision) for f in filled.plans} == {(1, 4)}


@pytest.fixture
def edited():
    """A function that edits the workbook as a person would, and reads it back."""
    node = PlanNode(dt.date(2023, 6, 30), "完成一批", 5, Decimal(100))
    data = workbook([(1, plan({"work": "新建泊位。", "leader": "钱副"}, [node])), (3, plan({}, []))])

    def edit(**cells):
        book = openpyxl.load_workbook(io.BytesIO(data))
        for name, value in cells.items():
            book["办理方案"][name] = value
        out = io.BytesIO()
        book.save(out)
        return read_back(out.getvalue())

    return edit


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        ("I4", "随时", "I4：完成时间收到“随时”，应为日期"),
        ("I4", None, "I4：完成时间没有填写"),
        ("I4", dt.date(2032, 1, 1), "I4：完成时间是 2032-01-01，不在 2023 年前后"),
        ("J4", None, "J4：时间节点须写明内容。"),
        ("L4", "一百个", "L4：预期累计值收到“一百个”，应为数字"),
        ("L4", None, "L4：填了指标，没有填预期累计值"),
        ("K4", "泊车位", "K4：指标收到“泊车位”，区-1的指标有：停车泊位（个）"),
        ("D4", "钱" * 61, "D4：“分管负责同志”有 61 字，应不超过 60 字"),
    ],
)
def test_a_wrong_cell_is_named(edited, cell, value, words):
    (filled, _) = edited(**{cell: value}).plans
    assert [str(f) for f in filled.faults] and words in str(filled.faults[0])


def test_people_write_days_and_numbers_as_they_like(edited):
    (filled, other) = edited(I4="6月底", L4="1.2万", K4=None, I5=45291, J5="完成").plans
    assert filled.value.nodes == (PlanNode(dt.date(2023, 6, 30), "完成一批", 5, Decimal(12000)),)
    assert other.value.nodes == (PlanNode(dt.date(2023, 12, 31), "完成"),)


def test_rows_may_be_added_by_copying(edited):
    plans = edited(A6="区-1", I6=dt.date(2023, 9, 30), J6="完成二批", M6=key(1, 1, 4)).plans
    (one,) = [each for each in plans if each.matter_id == 1]
    assert [node.content for node in one.value.nodes] == ["完成一批", "完成二批"]
    assert one.value.by_name["work"] == "新建泊位。" and not one.faults


def test_rows_without_a_key_or_of_others_are_told_and_left_out(edited):
    filled = edited(A6="区-1", J6="新节点", A7="区-99", J7="x", M8="77-1-1", J8="x")
    said = [str(f) for f in filled.faults]
    assert "M6：区-1这一行没有识别码" in said[0] and "A7：编号“区-99”" in said[1] and "M8：识别码“77-1-1”" in said[2]


def test_two_texts_for_one_column_are_a_fault(edited):
    filled = edited(A6="区-1", C6="另一段文字。", M6=key(1, 1, 4)).plans[0]
    assert str(filled.faults[0]).startswith("C6：与 C4 写的不同")


def test_a_sheet_without_its_head_says_so():
    assert "表头" in str(read([["随便"]], KNOWN, 2023, address).faults[0])
    lacking = [name for name in HEADS if name != "识别码"]
    assert "缺“识别码”" in str(read([lacking], KNOWN, 2023, address).faults[0])


def test_the_sheet_looks_as_it_should():
    book = openpyxl.load_workbook(io.BytesIO(workbook([(1, plan({"work": "=1+1"}, []))])))
    sheet = book["办理方案"]
    assert book.sheetnames == ["办理方案", "填写说明"]
    assert sheet.column_dimensions["M"].hidden and sheet.freeze_panes == "B4"
    assert [c.value for c in sheet[3]] == list(HEADS) and sheet["C4"].value == "=1+1" and sheet["C4"].data_type == "s"
    assert "停车泊位（个）" in [row[1].value for row in book["填写说明"].iter_rows()]
