"""A person cuts an item by putting line ends into a copy of its text."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.text import lines as module
from duban.core.text.lines import Altered, cut_at_lines

TEXT = "新建公园4座； 改造小区26个。"


def test_lines_become_stretches() -> None:
    places = cut_at_lines(TEXT, "新建公园4座；\r\n  改造小区26个。\n")
    assert [TEXT[a:b] for a, b in places] == ["新建公园4座；", "改造小区26个。"]


def test_one_line_is_the_whole() -> None:
    assert cut_at_lines(TEXT, TEXT) == [(0, len(TEXT))]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("新建公园5座；改造小区26个。", "“新建公园”之后应为“4座； 改造”，收到的是“5”"),
        ("新建公园4座；", "“公园4座； ”之后应为“改造小区26”，收到的文字到此为止"),
        ("另建公园4座；改造小区26个。", "开头应为“新建公园4座”，收到的是“另”"),
        (TEXT + "好", "原文已到结尾，收到的是“好”"),
        ("", "开头应为“新建公园4座”，收到的文字到此为止"),
    ],
)
def test_other_words_are_refused_with_the_place(typed: str, sentence: str) -> None:
    with pytest.raises(Altered) as refused:
        cut_at_lines(TEXT, typed)
    assert sentence in refused.value.reason


@given(st.text("甲乙，。1 ", max_size=20), st.lists(st.integers(0, 20), max_size=4))
def test_any_cut_gives_back_the_text(text: str, at: list[int]) -> None:
    edges = [0, *sorted({a for a in at if a < len(text)}), len(text)]
    typed = "\n".join(text[a:b] for a, b in zip(edges, edges[1:], strict=False))
    places = cut_at_lines(text, typed)
    assert "".join("".join(text[a:b].split()) for a, b in places) == "".join(text.split())
    assert len(places) == sum(bool(text[a:b].strip()) for a, b in zip(edges, edges[1:], strict=False))


def test_the_example_in_the_module_holds() -> None:
    assert doctest.testmod(module).failed == 0
