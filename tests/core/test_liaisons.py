"""Phone formats and missing roles of 附件4."""

import pytest

from duban.core.liaisons import LiaisonRow, check, digits, is_mobile, is_office_phone, masked

FULL = [
    LiaisonRow("deputy", "李四", "副局长", "88936161", "13800138000"),
    LiaisonRow("office_head", "王五", "办公室主任", "027-88936162", ""),
    LiaisonRow("clerk", "赵六", "科员", "", "138 0013 8001"),
]


def test_a_full_list_has_no_fault():
    assert check(FULL) == []


@pytest.mark.parametrize("number", ["13800138000", "138-0013-8000", "１３８００１３８０００", "199 1234 5678"])
def test_mobiles(number):
    assert is_mobile(number)


@pytest.mark.parametrize("number", ["1380013800", "12800138000", "138001380000", "八八九三", ""])
def test_no_mobiles(number):
    assert not is_mobile(number)


@pytest.mark.parametrize(
    "number", ["88936161", "027-88936161", "02788936161", "0716-8250001", "88936161转8012", "6161"]
)
def test_office_phones(number):
    assert is_office_phone(number)


@pytest.mark.parametrize("number", ["88", "18936161999", "abc", "027-88", "02788936161234"])
def test_no_office_phones(number):
    assert not is_office_phone(number)


def test_missing_role_and_missing_number_are_named():
    said = [f.message for f in check([LiaisonRow("deputy", "李四")])]
    assert said == [
        "李四没有电话，办公电话和手机至少填一项。",
        "缺办公室或者综合协调科室负责人，请填写姓名和电话。",
        "缺经办人，请填写姓名和电话。",
    ]


def test_wrong_numbers_say_what_was_found_and_expected():
    [fault] = check([*FULL[:2], LiaisonRow("clerk", "赵六", mobile="1380013")])
    assert fault.column == "mobile" and "收到“1380013”，应为 11 位" in fault.message


def test_masks_hide_the_middle_or_the_end():
    assert masked("138 0013 8000") == "138****8000" and masked("") == ""
    assert digits("027—88936161") == "027-88936161"
