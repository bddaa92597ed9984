"""Headings, shares, numbers typed by hand, and the texts that the system comes with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.circulars import texts
from duban.core.circulars.paragraphs import Level, in_words, level_of, numbered
from duban.core.circulars.placeholders import Printed, Run, parse
from duban.core.circulars.shares import shares
from duban.core.circulars.sums import unequal
from duban.core.circulars.typed import Typed, typed, typed_numbers


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
        ("第1、2项和市级第97项，武昌政督〔2023〕1号第3条，见《2023年57项任务清单》", []),
        ("拨打“12345”热线，推进“1+8”平台，5G基站，A4纸，1至9月，9月1日至5日，2023-09-30", []),
        ("请在5个工作日内报送，15日内整改，联系电话027-88881234", []),
        ("“逾期报送1个”更正为“逾期报送0个”。", ["1", "0"]),
        ("已完成１７项，九百九十九项未完成，增长百分之五，两个单位", ["１７", "九百九十九", "百分之五", "两"]),
        ("第三项工作，三个方面，一项项落实，二十大精神", []),
    ],
)
def test_numbers_typed_by_hand(text, found):
    assert typed_numbers(parse(text)) == found


@given(
    st.integers(0, 10**6), st.sampled_from(["项", "个", "次", "份", "%", "万元"]), st.text("甲乙，；、（）", max_size=8)
)
def test_a_typed_count_is_always_found_with_its_sentence_and_a_reference_never(number, measure, around):
    text = f"{around}完成{number}{measure}{around}。共{{事项总数}}项。"
    assert [each.sentence for each in typed(parse(text))] == [f"{around}完成{number}{measure}{around}。"]
    assert typed(parse(f"{around}完成{{已完成项数}}{measure}{around}。")) == []


@given(st.integers(1, 12), st.integers(1, 31), st.integers(2000, 2099), st.integers(1, 300))
def test_days_numbers_of_papers_and_of_items_are_no_counts(month, day, year, number):
    item = f"第{number}项、区级第{number}、{number + 1}项"
    text = f"截至{year}年{month}月{day}日，武昌政督〔{year}〕{number}号{item}，{month}月底前。"
    assert typed(parse(text)) == []


def test_the_same_number_is_another_finding_in_another_sentence():
    assert typed(parse("完成17项。又完成17项。")) == [Typed("17", "完成17项。"), Typed("17", "又完成17项。")]


def printed(text, entry=-1):
    return [Printed((Run(text, "甲" if entry >= 0 else "", entry),))]


def narrated(counts, whole=None, change=0):
    """A whole with its classes and their shares, as the system's own text words it."""
    names = ["已完成", "按序时推进", "滞后", "严重滞后", "暂不判断"]
    said = [f"{n}{c}项，占{s}%" for n, c, s in zip(names, counts, shares(counts), strict=False)]
    first = said[0].replace(f"{counts[0]}项", f"{counts[0] + change}项")
    return (
        f"2023年责任事项共{sum(counts) if whole is None else whole}项（省级1项）。截至2023年9月30日，"
        + "；".join([first, *said[1:]])
        + "。"
    )


@given(st.lists(st.integers(1, 500), min_size=2, max_size=5), st.integers(1, 999))
def test_counts_by_class_must_make_the_whole_whoever_wrote_them(counts, change):
    assert unequal(printed(narrated(counts))) == []
    for text in (narrated(counts, change=change), narrated(counts, whole=sum(counts) + change)):
        found = unequal(printed(text))
        assert found and all(each.sure for each in found) and "各类相加为" in found[0].fault
        assert unequal(printed(text, entry=0))  # in a list as well


@given(st.lists(st.integers(0, 500), min_size=2, max_size=4), st.integers(-3, 3))
def test_a_whole_and_its_parts_in_one_sentence(counts, change):
    parts = "、".join(f"第三类{each}个" for each in counts)
    found = unequal(printed(f"本期应报送单位{sum(counts) + change}个，{parts}。"))
    assert bool(found) is (change != 0 and sum(counts) + change >= 0) and not any(each.sure for each in found)
    assert bool(unequal(printed(f"共{sum(counts) + 5}项（省级{counts[0]}项、市级{sum(counts[1:])}项）。")))


@pytest.mark.parametrize(
    "text",
    [
        "困难3项，其中超过答复期限2项：",
        "共5项（省级2项、市级3项）。",
        "截至9月30日完成31个，序时应达50个。",
        "市级第3、4项和区级第9项，共3项，完成1项。",
        "核查2次，属实2次，部分属实0次，不属实0次。",
    ],
)
def test_what_is_no_whole_with_its_classes_is_let_alone(text):
    assert unequal(printed(text)) == []


def test_the_own_texts_can_be_read_and_hold_no_number_of_their_own():
    for each in texts.OWN:
        assert typed_numbers(parse(each.title) + parse(each.body)) == []
        assert "！" not in each.body
