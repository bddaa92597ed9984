"""Tables on a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from duban.cli.table import Column, render, width, wrap


def test_a_chinese_character_is_two_wide():
    assert [width(each) for each in ("abc", "停车", "（一）", "停车12万", "é", "e\u0301")] == [3, 4, 6, 8, 1, 1]


def test_closing_marks_do_not_begin_a_line():
    assert wrap("新增停车泊位，改造", 12) == ["新增停车泊", "位，改造"]


def test_line_ends_are_kept():
    assert wrap("甲\n\n乙", 10) == ["甲", "", "乙"]


@given(st.text(alphabet="停车泊位，。12ab（）", max_size=80), st.integers(4, 40))
def test_nothing_is_lost_and_nothing_is_too_wide(text, room):
    lines = wrap(text, room)
    assert "".join(lines) == text
    assert all(width(line) <= room for line in lines)


def test_columns_share_the_room_and_line_up():
    columns = (Column("序号"), Column("事项", 2), Column("单位", 1))
    rows = [["1", "新增停车泊位一千二百个，改造老旧小区二十六个", "区建设局、区房管局"], "二、民生", ["12", "养老", ""]]
    lines = list(render(columns, rows, 40))
    assert all(width(line) <= 40 for line in lines)
    assert lines[0].split() == ["序号", "事项", "单位"]
    place = width(lines[0][: lines[0].index("事项")])
    assert all(width(line[: line.index(word)]) == place for line, word in ((lines[2], "新增"), (lines[-1], "养老")))
    assert "二、民生" in lines


def test_a_table_without_rows():
    assert len(list(render((Column("序号"), Column("事项", 1)), [], 40))) == 2
