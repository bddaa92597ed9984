"""Numerals of automatic numbering as Word prints them."""

from __future__ import annotations

import pytest

from duban.readers.numerals import numeral


@pytest.mark.parametrize(
    ("value", "format", "printed"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (21, "chineseCounting", "二十一"),
        (148, "chineseCountingThousand", "一百四十八"),
        (110, "chineseCountingThousand", "一百一十"),
        (12, "ideographDigital", "一二"),
        (10, "chineseLegalSimplified", "壹拾"),
        (3, "ideographTraditional", "丙"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircleChinese", "㉑"),
        (3, "decimalEnclosedFullstop", "⒊"),
        (3, "decimalEnclosedParen", "⑶"),
        (12, "decimalFullWidth", "１２"),
        (4, "upperRoman", "IV"),
        (9, "lowerRoman", "ix"),
        (27, "upperLetter", "AA"),
        (5, "decimalZero", "05"),
        (99, "decimalEnclosedCircle", "99"),  # Unicode has no such character
        (7, "notAFormat", "7"),
        (-3, "chineseCounting", "-3"),
        (10**9, "chineseCounting", "1000000000"),
    ],
)
def test_numerals(value, format, printed):
    assert numeral(value, format) == printed


def test_counting_never_repeats_itself():
    printed = [numeral(value, "chineseCounting") for value in range(1, 12_000)]
    assert len(set(printed)) == len(printed)
