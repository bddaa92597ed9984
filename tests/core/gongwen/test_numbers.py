"""发文字号."""

import pytest

from duban.core.gongwen.numbers import Number, number_of, sibling_code


@pytest.mark.parametrize("text", ["武昌政办〔2023〕1号", "武政发 〔2023〕 12号", "某政督函〔2024〕120号"])
def test_a_number_comes_back_as_it_was_printed(text):
    found = number_of(text)
    assert found is not None
    assert str(found) == text.replace(" ", "")


@pytest.mark.parametrize(
    "text",
    ["", "武昌政办[2023]1号", "武昌政办〔23〕1号", "武昌政办〔2023〕01号", "武昌政办〔2023〕第1号", "武昌政办〔2023〕1",
     "〔2023〕1号"],
)  # fmt: skip
def test_what_is_not_printed_like_that_is_none(text):
    assert number_of(text) is None


def test_other_business_of_the_same_house_has_its_own_sequence():
    assert Number(sibling_code("昆政办发", "督"), 2023, 3) == Number("昆政督", 2023, 3)
