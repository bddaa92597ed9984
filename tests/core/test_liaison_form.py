"""The form of 附件4: its heading, and filled forms in the shapes in which units return them."""

import pytest

from duban.core.document import from_text
from duban.core.liaison_form import ListForm, column_of, difference, form_of, read, role_of
from duban.core.liaisons import LiaisonRow


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("XX(单位)《政府工作报告》工作联络人员名单", "区建设局《政府工作报告》工作联络人员名单"),
        ("XX单位《政府工作报告》工作联络人员名单", "区建设局《政府工作报告》工作联络人员名单"),
        ("××（单 位）联络员名单", "区建设局联络员名单"),
        ("（单位）督查工作联系人名单", "区建设局督查工作联系人名单"),
        ("《政府工作报告》联络员名单", "区建设局《政府工作报告》联络员名单"),
    ],
)
def test_the_unit_stands_in_its_place(title, heading):
    assert ListForm(title=title).heading("区建设局") == heading


def test_the_form_of_the_notice_keeps_its_own_words():
    form = form_of(
        "XX(单位)名单", ["责任人", "姓名", "职务", "办公电话", "手机"], ["分管领导", "办公室或者 综合协调科室负责人"]
    )
    assert form.labels == (
        ("deputy", "分管领导"),
        ("office_head", "办公室或者综合协调科室负责人"),
        ("clerk", "经办人"),
    )
    assert form_of("", [], []) == ListForm()
    assert form_of("名单", ["姓名", "备注"], []).columns == ListForm().columns


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("姓 名", "name"), ("职务/职级", "title"), ("办公室电话", "office_phone"), ("座机", "office_phone"),
        ("联系方式", "office_phone"), ("手机号", "mobile"), ("责任人", "role"), ("工作单位", "unit"), ("序号", ""),
        ("微信", ""),
    ],
)  # fmt: skip
def test_columns_are_told_by_their_heads(head, field):
    assert column_of(head) == field


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("分管局领导", "deputy"),
        ("综合科负责人", "office_head"),
        ("联络员", "clerk"),
        ("具体 经办人", "clerk"),
        ("备注", ""),
    ],
)
def test_roles_are_told_by_their_words(label, role):
    assert role_of(label) == role


def test_lines_with_bars_full_width_digits_and_one_column_for_all_numbers():
    filled = read(
        from_text(
            "附件4\n区建设局《政府工作报告》工作联络人员名单\n序号|责任人|姓 名|职务|联系电话|备注\n"
            "1|分管领导|李　四|副局长|０２７－８８９３ ６１６１/１３８ ００１３ ８０００|\n"
            "2|办公室负责人|王五|主任|88936162|\n"
            "3|经办人|赵六、钱七|科员、办事员|13800138001、13800138002|\n"
            "|合计|4 人|||\n"
        )
    )
    assert filled.unit == "区建设局"
    assert filled.rows == (
        LiaisonRow("deputy", "李四", "副局长", "027-88936161", "13800138000"),
        LiaisonRow("office_head", "王五", "主任", "88936162", ""),
        LiaisonRow("clerk", "赵六", "科员", "", "13800138001"),
        LiaisonRow("clerk", "钱七", "办事员", "", "13800138002"),
    )
    assert filled.notes == ("“合计”不是名单里的责任人，这一行没有读入。",)


def test_a_number_in_the_wrong_column_is_put_where_it_belongs():
    text = "责任人\t姓名\t职务\t办公电话\t手机\n经办人\t赵六\t科员\t13800138001\t—\n"
    assert read(from_text(text)).rows == (LiaisonRow("clerk", "赵六", "科员", "", "13800138001"),)


def test_two_numbers_of_two_people_that_do_not_match_are_left_out():
    text = "责任人|姓名|职务|手机\n经办人|赵六、钱七|科员|13800138001、13800138002、13800138003\n"
    assert [r.mobile for r in read(from_text(text)).rows] == ["", ""]


def test_without_a_table_the_note_says_what_was_expected():
    filled = read(from_text("今天天气不错。"))
    assert not filled.rows and "表头" in filled.notes[0]
    empty = read(from_text("责任人|姓名|职务\n分管领导||\n"))
    assert empty.notes == ("表格里没有填写姓名。",)


def test_an_empty_form_names_no_unit():
    assert read(from_text("XX(单位)《政府工作报告》工作联络人员名单\n")).unit == ""
    assert read(from_text("单位（盖章）：区民政局\n联络员名单\n")).unit == "区民政局"


def test_the_difference_says_what_saving_does():
    old = [LiaisonRow("deputy", "李四", "副局长", "88936161"), LiaisonRow("clerk", "赵六", "科员", "", "13800138001")]
    new = [LiaisonRow("deputy", "李四", "局长", "8893 6161"), LiaisonRow("clerk", "孙七"), LiaisonRow("clerk", "赵六")]
    assert [(kind, after.name) for kind, _, after in difference(old, new)] == [
        ("change", "李四"), ("add", "孙七"), ("change", "赵六"),
    ]  # fmt: skip
    same = [LiaisonRow("deputy", "李四", "副局长", "8893 6161")]
    assert [kind for kind, _, _ in difference(old, same)] == ["same", "end"]
