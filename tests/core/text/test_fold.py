"""Folding for search."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.text import fold as module
from duban.core.text.fold import FIELD, MAX_WORDS, fold, places, words

SOME = st.text(alphabet=st.sampled_from("桥养老设备（）()，。、AaＡ1２3．.%％ \u3000-〈〉㎡①"), max_size=30)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("aed", "自动体外除颤器(AED)"),
        ("ＡＥＤ", "自动体外除颤器(AED)"),
        ("中心（站）", "中心(站)"),
        ("市54", "市-54"),
        ("市－54", "市-54"),
        ("1080万", "达到1,080万吨/日"),
        ("6．5％", "增长6.5%"),
        ("m2", "建成200㎡"),
        ("桥", "长江大桥"),
        ("𠮷", "姓名:𠮷野"),
    ],
)
def test_same_however_it_is_written(typed, printed):
    assert fold(typed) in fold(printed)


def test_a_decimal_point_counts_but_a_full_stop_does_not():
    assert fold("6.5%") != fold("65%")
    assert fold("完成.然后") == "完成然后"
    assert fold("第1.") == "第1"


def test_fields_do_not_run_together():
    assert fold("养" + FIELD + "老") == "养老"  # folding alone drops the mark: it is put between folded fields
    assert fold("养老") not in fold("养") + FIELD + fold("老")


def test_words():
    assert words("  养老　桥\t桥 ，") == ("养老", "桥")
    assert words("") == ()
    assert len(words(" ".join(str(n) for n in range(50)))) == MAX_WORDS


def test_places_point_into_the_text_as_printed():
    text = "全市（ＡＥＤ）设备1,080台"
    assert [text[a:b] for a, b in places(text, words("aed 1080"))] == ["ＡＥＤ", "1,080"]
    assert places(text, words("没有")) == []
    assert places(text, ()) == []


def test_overlapping_places_are_joined():
    assert places("养老服务", ("养老", "老服", "务")) == [(0, 4)]


@given(SOME)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(SOME, st.data())
def test_every_place_folds_to_something_that_holds_the_word(text, data):
    folded = fold(text)
    if not folded:
        return
    start = data.draw(st.integers(0, len(folded) - 1))
    word = folded[start : data.draw(st.integers(start + 1, len(folded)))]
    spans = places(text, (word,))
    assert spans
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(b < c for (_, b), (c, _) in zip(spans, spans[1:], strict=False))
    assert any(word in fold(text[a:b]) or word.strip(".") in fold(text[a:b]) for a, b in spans)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("（站）", "(站)"), ("ｇ6ＰＤ", "G6PD"), ("养 老", "养老"), ("１２万", "12万"), ("桥", "桥"), ("㎡", "m2")],
)
def test_width_case_and_spaces_do_not_matter(typed, printed):
    assert fold(typed) == fold(printed)


def test_rare_characters_stay():
    assert fold("𠅤镕") == "𠅤镕"


def test_the_examples_in_the_module_hold():
    assert doctest.testmod(module).failed == 0
