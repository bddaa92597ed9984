"""Numbers as people type them."""

from __future__ import annotations

import doctest
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.text import typed as module
from duban.core.text.figures import show_number
from duban.core.text.typed import NotANumber, typed_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12万", "120000"),
        ("1.3万", "13000"),
        ("０", "0"),
        ("1，200", "1200"),
        ("2万亿", "2000000000000"),
        (" 6.5 ", "6.5"),
        ("3百", "300"),
    ],
)
def test_what_people_type(typed: str, number: str) -> None:
    assert typed_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "十二", "12万个", "6.5%", "1.2.3", "1e5", "∞", "12-13"])
def test_anything_else_is_refused_with_what_was_found(typed: str) -> None:
    with pytest.raises(NotANumber) as refused:
        typed_number(typed)
    assert f"“{typed}”" in refused.value.reason


@given(st.decimals(0, 10**12, places=2))
def test_what_is_shown_can_be_typed_again(number: Decimal) -> None:
    assert typed_number(show_number(number)) == number


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(module).failed == 0
