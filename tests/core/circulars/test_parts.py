"""Headings, shares, numbers typed by hand, and the texts that the system comes with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.circulars import texts
from duban.core.circulars.paragraphs import Level, in_words, level_of, numbered
from duban.core.circulars.placeholders import Printed, Run, parse
from duban.core.circulars.shares import shares
from duban.core.circulars.typed import typed_numbers


@given(st.lists(st.integers(0, 500), min_size=1, max_size=6), st.integers(0, 3))
def test_shares_add_up_and_none_is_off_by_more_than_a_step(counts, places):
    found = shares(counts, places=places)
    total = sum(counts)
    assert sum(found) == (100 if total else 0)
    step = 10.0**-places
    for count, part in zip(counts, found, strict=True):
        assert not total or abs(float(part) - 100 * count / total) < step
        assert count or part == 0


def test_a_count_below_nothing_is_our_mistake():
    with pytest.raises(ValueError, match="below 0"):
        shares([-1, 2])


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("一、总体情况", Level.FIRST),
        ("十二、附则", Level.FIRST),
        ("（三）抓紧补齐进度", Level.SECOND),
        ("1.区建设局", Level.THIRD),
        ("1.5亿元", Level.BODY),
        ("（一）抓紧补齐进度。牵头单位应逐项查明原因。", Level.BODY),
        ("一方面", Level.BODY),
    ],
)
def test_levels_by_how_a_paragraph_begins(text, level):
    assert level_of(text) is level


def test_headings_are_numbered_through_and_leave_no_gap():
    lines = ["一、甲", "（一）甲一", "四、乙", "（五）乙一", "（六）乙二", "正文三、不动"]
    found = [each.text for each in numbered([Printed((Run(text),)) for text in lines])]
    assert found == ["一、甲", "（一）甲一", "二、乙", "（一）乙一", "（二）乙二", "正文三、不动"]


def test_numerals_reach_ninety_nine():
    assert [in_words(n) for n in (1, 10, 11, 20, 99)] == ["一", "十", "十一", "二十", "九十九"]
    with pytest.raises(ValueError, match="1 to 99"):
        in_words(100)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("已完成17项，占7.3%，投资1.2亿元。", ["17", "7.3%", "1.2亿"]),
        ("2023年9月30日，武昌政办〔2023〕1号，第3季度，1—6月，24时前", []),
        ("共{事项总数}项", []),
        ("1.抓紧推进", []),
        ("又是17项，还是17项", ["17"]),
    ],
)
def test_numbers_typed_by_hand(text, found):
    assert typed_numbers(parse(text)) == found


def test_the_own_texts_can_be_read_and_hold_no_number_of_their_own():
    for each in texts.OWN:
        assert typed_numbers(parse(each.title) + parse(each.body)) == []
        assert "！" not in each.body
