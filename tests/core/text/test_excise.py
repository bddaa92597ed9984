"""A text without its unit tags, and where its figures are then."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.text import excise as module
from duban.core.text.excise import excise


def test_tags_inside_and_at_the_end_go() -> None:
    text = "创新园区机制〈市经信局〉；新增20家。 （区科经局）"
    result = excise(text, [(6, 12), (20, 27)])
    assert result.body == "创新园区机制；新增20家。"
    assert result.place(text.index("20家"), text.index("20家") + 3) == (9, 12)


def test_a_place_that_touches_a_cut_has_none() -> None:
    result = excise("甲乙丙丁", [(1, 2)])
    assert result.place(0, 2) is None
    assert result.place(1, 2) is None
    assert result.place(2, 4) == (1, 3)
    assert result.place(0, 1) == (0, 1)
    assert result.place(3, 9) is None


def test_overlapping_and_foreign_stretches() -> None:
    assert excise("甲乙丙丁戊", [(1, 3), (2, 4), (4, 90), (-3, 0)]).body == "甲"
    assert excise("甲乙", [(0, 2)]).body == ""
    assert excise("", []).body == ""


def test_a_stretch_of_the_body_goes_back_over_what_was_cut() -> None:
    result = excise("甲〈一〉乙丙（二）", [(1, 4), (6, 9)])
    assert result.body == "甲乙丙"
    assert result.back(0, 2) == (0, 5)
    assert result.back(1, 3) == (4, 6)
    with pytest.raises(ValueError, match="not in the body"):
        result.back(2, 4)


TEXT = st.text("甲乙 1。\n", max_size=20)
CUTS = st.lists(st.tuples(st.integers(-2, 22), st.integers(-2, 22)), max_size=4)


@given(TEXT, CUTS, st.integers(0, 20), st.integers(0, 20))
def test_a_place_shows_the_same_characters(text: str, cuts: list[tuple[int, int]], start: int, end: int) -> None:
    result = excise(text, cuts)
    place = result.place(start, end)
    if place is not None:
        assert result.body[place[0] : place[1]] == text[start:end]
        assert result.back(*place) == (start, end)
    assert result.body == result.body.strip()


@given(TEXT, CUTS)
def test_every_single_character_is_kept_once_or_cut(text: str, cuts: list[tuple[int, int]]) -> None:
    result = excise(text, cuts)
    kept = [i for i in range(len(text)) if result.place(i, i + 1)]
    assert "".join(text[i] for i in kept) == result.body


def test_the_example_in_the_module_holds() -> None:
    assert doctest.testmod(module).failed == 0
