"""Titles break by sense and never lose a character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.gongwen.titles import LINE, title_lines, wide


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于第一季度情况的通报", ("关于第一季度情况的通报",)),
        (
            "区建设局关于省、市、区《政府工作报告》前二季度工作目标完成情况",
            ("区建设局关于省、市、区《政府工作报告》", "前二季度工作目标完成情况"),
        ),
        (
            "青山区住房和城乡建设局关于省、市、区《政府工作报告》前三季度工作目标完成情况",
            ("青山区住房和城乡建设局关于省、市、区", "《政府工作报告》前三季度工作目标完成情况"),
        ),
    ],
)
def test_lines_end_where_the_sense_allows(title, lines):
    assert title_lines(title) == lines


@given(st.text(alphabet="区人民政府关于《》、（）2023年abc第季度", max_size=90))
def test_nothing_is_lost_and_every_line_fits(title):
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(wide(line) <= LINE for line in lines)


def test_spaces_of_a_title_are_single():
    assert title_lines("  关于  通知 ") == ("关于 通知",)
    assert title_lines("") == ()


@given(st.text(max_size=200))
def test_any_title_is_broken(title):
    assert "".join(title_lines(title)).replace(" ", "") == "".join(title.split())
