"""Whatever the text: no crash, places inside it, time linear in its length."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duban.core.targets import find_targets
from duban.core.targets.lexer import read_figures
from duban.core.targets.measures import ALL
from duban.core.text.numerals import narrow, parse_chinese

BITS = st.sampled_from(
    [
        *"0123456789０１２一二两三十百千万亿余多个家%％，,。；、：:（）()《》“”〈〉 \n|-—至到由从达约近超",
        *[
            "提高到",
            "不少于",
            "以上",
            "以内",
            "左右",
            "新增",
            "完成",
            "小区",
            "年",
            "零",
            "清零",
            "不发生",
            "事故",
            "的",
            "等",
            "其中",
        ],
    ]
)
SOUP = st.lists(BITS, max_size=120).map("".join)
ANY = st.one_of(SOUP, st.text(max_size=200))


@example("超0以上", 0)
@given(ANY, st.integers(0, 10_000))
def test_places_lie_in_the_text_and_say_what_is_printed(text: str, offset: int) -> None:
    targets = find_targets(text, offset=offset)
    for target in targets:
        assert offset <= target.span.start <= target.figure.start
        assert target.figure.end <= target.span.end <= offset + len(text)
        assert text[target.span.start - offset : target.span.end - offset] == target.phrase
        assert target.op in {"=", ">=", ">", "<=", "<", "~"}
        assert target.value >= 0 and "E" not in str(target.value)
    assert list(targets) == sorted(targets, key=lambda target: target.figure)


@given(ANY)
def test_the_same_text_gives_the_same_targets(text: str) -> None:
    assert find_targets(text) == find_targets(text)


@given(ANY)
def test_half_width_keeps_the_length(text: str) -> None:
    assert len(narrow(text)) == len(text)


@given(SOUP)
def test_figures_are_in_order_and_apart(text: str) -> None:
    figures = read_figures(text, narrow(text))
    assert all(one.end <= two.start for one, two in zip(figures, figures[1:], strict=False))
    assert all(figure.start < figure.number_end <= figure.end for figure in figures)


@given(st.integers(1, 9999), st.sampled_from(sorted(ALL - {"日"})))
def test_any_number_of_any_measure_is_read(number: int, measure: str) -> None:
    text = f"改造设施{number}{measure}。"
    (figure,) = read_figures(text, narrow(text))
    assert (figure.value, figure.unit) == (Decimal(number), measure)


@given(st.integers(0, 9999))
def test_a_written_numeral_reads_back(number: int) -> None:
    assert parse_chinese(_written(number)) == number


def _written(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    text, zero = "", False
    for size, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + word
            zero = False
        else:
            zero = True
    return text


HOSTILE = {
    "digits": "9" * 50,
    "thousands": "1,234," * 10,
    "dots": "1.2." * 10,
    "chinese digits": "三十" * 10 + "个",
    "list": "5%、" * 10,
    "adjacent": "5个" * 10,
    "range": "1-2-" * 10,
    "brackets": "(" * 30 + "5个",
    "quotes": "“" * 30 + "5个",
    "titles": "《" * 30 + "3项",
    "actions": "提升改造" * 10 + "5个",
    "links": "提高到" * 10 + "x5个",
    "changes": "从5元提高到6元" * 4,
    "zeros": "动态清零" * 5 + "不发生" * 5,
    "bounds": "不少于" * 10,
    "blanks": " " * 40 + "3",
    "one clause": "建设小区5个并且",
    "dues": "年底前建成5个，",
    "title and body": "建成5个小区，",
}


def _seconds(text: str) -> float:
    best = 9.0
    for _ in range(3):
        start = time.process_time()  # of this process: other work on the machine does not count
        find_targets(text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear(name: str) -> None:
    unit = HOSTILE[name]
    small, large = _seconds(unit * 60), _seconds(unit * 60 * 8)
    assert large < small * 8 * 3 + 0.02, f"{small:.4f}s → {large:.4f}s"
