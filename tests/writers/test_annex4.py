"""附件4: what is written can be read back; the form looks as printed."""

from __future__ import annotations

import io
import zipfile

import openpyxl
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.core.liaison_form import ListForm, read
from duban.core.liaisons import LiaisonRow
from duban.readers import read_bytes
from duban.writers.annex4 import UnitList, docx, docx_zip, xlsx

ROWS = (
    LiaisonRow("deputy", "李四", "副局长", "027-88936161", "13800138000"),
    LiaisonRow("office_head", "王五", "办公室主任", "88936162", ""),
    LiaisonRow("clerk", "赵六", "科员", "", "13800138001"),
    LiaisonRow("clerk", "钱七", "", "8801", "13800138002"),
)
NOTICE = ListForm(title="XX(单位)《政府工作报告》工作联络人员名单")

# Names as people have them: common, rare (GB 18030 beyond the basic plane), minority names with a point, letters.
HAN = st.sampled_from("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨㛃𬳵䶮𠮷")
NAMES = st.one_of(
    st.text(HAN, min_size=2, max_size=4),
    st.builds("{}·{}".format, st.text(HAN, min_size=2, max_size=3), st.text(HAN, min_size=2, max_size=3)),
)
TITLES = st.sampled_from(["", "局长", "党组成员、副局长", "办公室主任（兼）", "四级调研员", "=1+1", "科员 A"])
MOBILES = st.one_of(st.just(""), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
FIXED = st.one_of(
    st.just(""),
    st.from_regex(r"[2-9][0-9]{7}", fullmatch=True),
    st.from_regex(r"027-[2-9][0-9]{7}(-[1-9][0-9]{2})?", fullmatch=True),
)


def row(role: str):
    return st.builds(LiaisonRow, st.just(role), NAMES, TITLES, FIXED, MOBILES)


LISTS = st.tuples(
    st.lists(row("deputy"), max_size=2), st.lists(row("office_head"), max_size=2), st.lists(row("clerk"), max_size=3)
).map(lambda parts: tuple(person for part in parts for person in part))


@settings(max_examples=30)
@given(LISTS)
def test_what_is_written_is_read_back(rows):
    lists = UnitList("区建设局", rows, NOTICE)
    for data, name in ((docx(lists), "a.docx"), (xlsx([lists]), "a.xlsx")):
        filled = read(read_bytes(data, name))
        assert filled.rows == rows, name
        assert filled.unit == "区建设局", name


def test_the_word_file_is_the_form():
    document = Document(io.BytesIO(docx(UnitList("区建设局", ROWS, NOTICE))))
    assert [p.text for p in document.paragraphs] == ["附件4", "区建设局《政府工作报告》工作联络人员名单"]
    (table,) = document.tables
    cells = [[cell.text for cell in line.cells] for line in table.rows]
    assert cells[0] == ["责任人", "姓名", "职务", "办公电话", "手机"]
    assert cells[1] == ["分管领导", "李四", "副局长", "027-88936161", "13800138000"]
    assert [line[0] for line in cells[1:]] == ["分管领导", "办公室或者综合协调科室负责人", "经办人", "经办人"]
    assert table.cell(3, 0)._tc is table.cell(4, 0)._tc  # one label for both
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)


def test_a_role_without_anybody_keeps_its_line():
    (table,) = Document(io.BytesIO(docx(UnitList("区建设局", (), NOTICE)))).tables
    assert [line.cells[0].text for line in table.rows][1:] == ["分管领导", "办公室或者综合协调科室负责人", "经办人"]


def test_one_workbook_and_one_archive_for_all():
    lists = [UnitList("区建设局", ROWS), UnitList("区民政局", ROWS[:1]), UnitList("区民政局", ())]
    book = openpyxl.load_workbook(io.BytesIO(xlsx(lists, note="共 3 家")))
    assert book.sheetnames == ["汇总", "区建设局", "区民政局", "区民政局_2"]
    assert [c.value for c in book["汇总"][4]] == [
        "区建设局",
        "分管领导",
        "李四",
        "副局长",
        "027-88936161",
        "13800138000",
    ]
    assert book["区建设局"]["A2"].value == "区建设局《政府工作报告》工作联络人员名单"
    with zipfile.ZipFile(io.BytesIO(docx_zip(lists))) as archive:
        assert archive.namelist() == [
            "01 区建设局联络人员名单.docx", "02 区民政局联络人员名单.docx", "03 区民政局_2联络人员名单.docx",
        ]  # fmt: skip


def test_a_telephone_number_has_room_on_one_line():
    """Both the cells and the grid: programs look at the one or the other."""
    (table,) = Document(io.BytesIO(docx(UnitList("区建设局", ROWS, NOTICE)))).tables
    widths = [column.width.cm for column in table.columns]
    assert sum(widths) <= 16.25 and widths[4] >= 3.4 and widths[3] >= 3.6
    assert [round(cell.width.cm, 1) for cell in table.rows[1].cells] == [round(w, 1) for w in widths]
