"""Half width keeps places; brackets match as a reader would match them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.core.text import brackets
from duban.core.text.width import half


@settings(deadline=None)
@given(st.text())
def test_half_width_never_changes_the_length(text: str) -> None:
    assert len(half(text)) == len(text)


@pytest.mark.parametrize(
    ("full", "narrow"),
    [
        ("（牵头单位：市建委）", "(牵头单位:市建委)"),
        ("１２．５％", "12.5%"),
        ("一、目标。", "一、目标。"),
        ("甲　乙", "甲 乙"),
    ],
)
def test_half_width(full: str, narrow: str) -> None:
    assert half(full) == narrow


@pytest.mark.parametrize(
    ("text", "pairs"),
    [("a(b〈c〉d)e", ((1, 7), (3, 5))), ("(甲)(乙)", ((0, 2), (3, 5))), ("没有", ()), (")(", ())],
)
def test_pairs(text: str, pairs: tuple[tuple[int, int], ...]) -> None:
    assert brackets.match(text).pairs == pairs


def test_missing_and_mixed_brackets() -> None:
    assert brackets.match("(甲〈乙)").unclosed == (2,)
    assert brackets.match("甲)乙").unopened == (1,)
    mixed = brackets.match("(甲】")
    assert (mixed.pairs, mixed.mixed) == (((0, 2),), (0,))


@settings(deadline=None)
@given(st.text(alphabet="()[]【】〔〕〈〉甲"))
def test_every_bracket_is_used_once(text: str) -> None:
    found = brackets.match(text)
    ends = [place for pair in found.pairs for place in pair]
    used = [*ends, *found.unclosed, *found.unopened]
    assert sorted(used) == [at for at, sign in enumerate(text) if sign != "甲"]
