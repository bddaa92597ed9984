"""What a search compares."""

from __future__ import annotations

import doctest

import pytest

from duban.core.text import fold as module
from duban.core.text.fold import fold


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("（站）", "(站)"), ("ｇ6ＰＤ", "G6PD"), ("养 老", "养老"), ("１２万", "12万"), ("桥", "桥"), ("㎡", "m2")],
)
def test_width_case_and_spaces_do_not_matter(typed: str, printed: str) -> None:
    assert fold(typed) == fold(printed)


def test_rare_characters_stay() -> None:
    assert fold("𠅤镕") == "𠅤镕"


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(module).failed == 0
