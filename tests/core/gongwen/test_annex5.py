"""附件5 as the notice prints it: title filled in, its headings, order kept, boxes merged or in columns of their own."""

import datetime as dt

import pytest

from duban.core.gongwen.annex5 import (
    SKELETON,
    Annex5,
    Entry,
    Purpose,
    ReportForm,
    cells_of,
    document,
    fill_title,
    full_width,
    purpose_of,
    term_of,
)
from duban.core.gongwen.document import Paragraph, Role, Spread, Table
from duban.core.reporting.merging import LineWords
from duban.core.reporting.values import Presence

WORDS = LineWords(Presence.REPORTED, "已建成停车泊位120个", "用地未批", "5月底前开工")
ENTRIES = (
    Entry("省级目标任务", "3", "新增停车泊位", WORDS),
    Entry("市级目标任务", "1", "加装电梯", LineWords(Presence.NIL, reason="按计划二季度启动")),
    Entry("市级目标任务", "12", "改造老旧小区", WORDS),
)


def report(**more) -> Annex5:
    return Annex5(
        **{"unit": "区建设局", "year": 2023, "term": "前二季度", "levels": ("省", "市"), "entries": ENTRIES, **more}
    )


def parts(paper, kind):
    return [part for part in paper.parts if isinstance(part, kind)]


@pytest.mark.parametrize(
    ("start", "end", "word"),
    [
        ((2023, 1, 1), (2023, 3, 31), "第一季度"),
        ((2023, 1, 1), (2023, 6, 30), "前二季度"),
        ((2023, 1, 1), (2023, 9, 30), "前三季度"),
        ((2023, 1, 1), (2023, 12, 31), "全年"),
        ((2023, 7, 1), (2023, 9, 30), "第三季度"),
        ((2023, 1, 1), (2023, 1, 31), "1月"),
        ((2023, 1, 1), (2023, 10, 31), "1—10月"),
        ((2024, 1, 1), (2024, 2, 29), "1—2月"),
        ((2023, 4, 3), (2023, 4, 20), "2023年4月3日至2023年4月20日"),
        ((2022, 12, 1), (2023, 2, 28), "2022年12月1日至2023年2月28日"),
    ],
)
def test_the_word_of_the_term(start, end, word):
    assert term_of(dt.date(*start), dt.date(*end)) == word


@pytest.mark.parametrize(
    ("title", "filled"),
    [
        (
            "XX(单位)关于省(市、区)《政府工作报告》前X季度工作目标完成情况",
            "区建设局关于省、市《政府工作报告》前二季度工作目标完成情况",
        ),
        ("××关于××年《政府工作报告》第×季度落实情况", "区建设局关于2023年《政府工作报告》前二季度落实情况"),
        ("（单位）20XX年重点工作进展情况表", "区建设局2023年重点工作进展情况表"),
        ("重点工作进展情况表", "区建设局：重点工作进展情况表"),
        ("关于省、市、区《政府工作报告》完成情况", "区建设局关于省、市《政府工作报告》完成情况"),
    ],
)
def test_open_places_of_the_title_are_filled(title, filled):
    assert fill_title(title, report()) == filled


def test_a_unit_whose_name_looks_like_a_pattern_stays_itself():
    assert fill_title(SKELETON.title, report(unit=r"\1局\g<0>")).startswith(r"\1局\g<0>关于")


@pytest.mark.parametrize(
    ("heading", "purpose"),
    [
        ("序号", Purpose.NUMBER), ("任务\n编号", Purpose.NUMBER), ("目标任务", Purpose.MATTER),
        ("责任事项", Purpose.MATTER), ("重点工作内容", Purpose.MATTER),
        ("进展情况", Purpose.RESULT), ("工作落实情况", Purpose.RESULT),
        ("存在问题", Purpose.PROBLEM), ("未完成原因", Purpose.PROBLEM), ("下步打算", Purpose.NEXT),
        ("责任单位", Purpose.OTHER),
    ],
)  # fmt: skip
def test_what_a_column_asks_for(heading, purpose):
    assert purpose_of(heading) is purpose


def test_the_form_in_printed_order_with_sub_headings():
    paper = document(report(code="17-AAAA-BBBB-CCCC", standing="起草稿，未签字", printed="2023-07-05 打印"))
    assert paper.mark == "附件5" and paper.name == "区建设局关于省、市《政府工作报告》前二季度工作目标完成情况"
    (table,) = parts(paper, Table)
    texts = [["".join(cell.paragraphs) for cell in row.cells] for row in table.rows]
    assert texts[0] == ["任务编号", "责任事项", "完成情况"] and table.heads == 1
    assert [row[0] for row in texts[1:]] == ["省级目标任务", "3", "市级目标任务", "1", "12"]
    assert table.rows[2].cells[2].paragraphs == (
        "已建成停车泊位120个。", "存在问题及原因：用地未批。", "下一步及时限：5月底前开工。",
    )  # fmt: skip
    assert table.rows[4].cells[2].paragraphs == ("本期无进展可报。按计划二季度启动。",)
    assert sum(table.widths) == pytest.approx(156, abs=0.1)
    assert paper.footer == "核验码 17-AAAA-BBBB-CCCC　2023-07-05 打印" and paper.header == "起草稿，未签字"
    assert parts(paper, Paragraph)[-1].text.startswith("备注：为了便于统计")
    (line,) = parts(paper, Spread)
    assert (line.left, line.right) == ("单位：区建设局", "主要负责人（签字）：") and line.room > 0


def test_a_signed_report_names_who_signed_and_has_no_mark():
    paper = document(report(signer="张三", signature="张三 2023-07-08 系统签字"))
    (line,) = parts(paper, Spread)
    assert line.right == "主要负责人（签字）：张三" and line.room == 0 and paper.header == ""
    assert parts(paper, Paragraph)[-1].text == "签字：张三 2023-07-08 系统签字"
    assert not any("起草稿" in part.text for part in parts(paper, Paragraph))


def test_a_notice_with_other_headings_prints_its_own():
    form = ReportForm(
        "附件3",
        "XX(单位)第X季度进展",
        ("序号", "重点任务", "责任单位", "进展情况", "存在问题", "下步打算"),
        ("说明:另附佐证。",),
    )
    assert form.usable
    paper = document(report(form=form))
    (table,) = parts(paper, Table)
    assert paper.mark == "附件3" and parts(paper, Paragraph)[-1].text == "说明：另附佐证。"
    assert ["".join(cell.paragraphs) for cell in table.rows[0].cells] == list(form.headings)
    assert cells_of(form, ENTRIES[0]) == [
        "3", "新增停车泊位", "", "已建成停车泊位120个。", "用地未批。", "5月底前开工。",
    ]  # fmt: skip


def test_two_columns_for_one_thing_do_not_repeat_it():
    form = ReportForm(headings=("序号", "目标", "任务", "完成情况"))
    assert cells_of(form, ENTRIES[0])[1:3] == ["新增停车泊位", ""]


def test_a_form_without_the_columns_that_matter_is_not_used():
    assert not ReportForm(headings=("姓名", "职务", "电话")).usable


def test_a_special_collection_answers_in_words():
    paper = document(
        report(
            title="区建设局关于安全检查的情况", entries=(), question="报安全检查情况", answer="已查12处。\n均已整改。"
        )
    )
    assert [part.text for part in parts(paper, Paragraph)[:3]] == [
        "专项要求：报安全检查情况",
        "已查12处。",
        "均已整改。",
    ]
    assert not parts(paper, Table)


def test_a_report_without_lines_has_an_empty_form():
    (table,) = parts(document(report(entries=())), Table)
    assert [row.role for row in table.rows] == [Role.HEAD]


def test_numbers_keep_their_punctuation():
    assert full_width("备注:1,000个,8:30(含)") == "备注：1,000个，8:30（含）"
