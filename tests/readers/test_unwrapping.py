"""Paragraphs broken at a fixed width are made whole, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.readers import read_bytes
from duban.readers.unwrapping import columns, unwrapped
from tests.corpus import expected

LONG = "各责任单位要高度重视办理工作，对承办的责任事项逐个进行研究，制订具体细化的方案，明确内容、时间节点和责任人。"
PARAGRAPHS = [
    "一、城市建设",
    f"1.{LONG}（牵头单位：市城市管理和综合行政执法局；责任单位：各区人民政府）",
    f"2.{LONG}新增停车泊位12万个。（牵头单位：市自然资源和规划局；责任单位：市公安局）",
    "二、民生保障",
    f"3.{LONG}（牵头单位：市人力资源和社会保障局）",
]


def wrapped(text: str, width: int) -> str:
    """Broken after so many characters."""
    lines = []
    for line in text.split("\n"):
        lines += [line[at : at + width] for at in range(0, len(line), width)] or [""]
    return "\n".join(lines)


@pytest.mark.parametrize("width", [24, 30, 36, 40])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n　　"])
def test_broken_paragraphs_are_whole_again(width: int, between: str) -> None:
    text = between.join(PARAGRAPHS)
    assert unwrapped(wrapped(text, width)) == text


def test_a_text_that_is_not_broken_stays() -> None:
    for name in expected.NAMES:
        text = expected.load(name)[0]
        if name != "bracketed-broken-lines":
            assert unwrapped(text) == text


def test_the_reader_says_so() -> None:
    text = "\n".join(PARAGRAPHS)
    document = read_bytes(wrapped(text, 30).encode(), "通知.txt")
    assert document.text == text
    assert [note.code for note in document.notes] == ["txt.unwrapped"]
    assert read_bytes(text.encode(), "通知.txt").notes == ()


def test_tables_of_bars_stay() -> None:
    rows = "\n".join(f"| {n} | 完成城区道路改造和排水管网建设任务若干处 | 市建设局 |" for n in range(1, 20))
    assert unwrapped(rows) == rows


def test_columns_count_wide_characters_twice() -> None:
    assert columns("新增12个") == 8


@given(st.text(alphabet="一二（）。、，市局123.| \n\u3000", max_size=400))
def test_only_line_ends_and_spaces_at_them_go(text: str) -> None:
    assert "".join(unwrapped(text).split()) == "".join(text.split())
