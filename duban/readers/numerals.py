"""Numerals of automatic numbering (ST_NumberFormat of Office Open XML) as Word prints them."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def numeral(value: int, format: str) -> str:
    """``value`` in the format; decimal where the format is unknown or does not reach that far.

    >>> numeral(12, "chineseCountingThousand"), numeral(108, "japaneseCounting"), numeral(3, "decimalEnclosedCircle")
    ('十二', '一百〇八', '③')
    """
    make = _FORMATS.get(format)
    return (make(value) if make and 0 < value < 100_000 else "") or str(value)


def _counting(value: int, digits: str, units: str) -> str:
    """Counting with 十百千万: 十二, 二十, 一百〇八."""
    if value >= 10_000:
        rest = value % 10_000
        zero = digits[0] if 0 < rest < 1000 else ""
        return (
            _counting(value // 10_000, digits, units) + "万" + (zero + _counting(rest, digits, units) if rest else "")
        )
    text, skipped = "", False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = value // power % 10
        if digit:
            text += (digits[0] if skipped and text else "") + digits[digit] + unit
        skipped = digit == 0
    one_ten = digits[1] + units[0]
    return text[1:] if text.startswith(one_ten) and digits is _DIGITS else text


def _chinese(value: int) -> str:
    return _counting(value, _DIGITS, "十百千")


def _chinese_legal(value: int) -> str:
    return _counting(value, _LEGAL, "拾佰仟")


def _digit_by_digit(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _roman(value: int) -> str:
    text = ""
    for number, letters in _ROMAN:
        count, value = divmod(value, number)
        text += letters * count
        if len(text) > 20:
            return ""
    return text


def _letters(value: int) -> str:
    """a … z, aa, bb …"""
    return chr(97 + (value - 1) % 26) * min(1 + (value - 1) // 26, 10)


def _from(first: str, last: int) -> Callable[[int], str]:
    """A run of Unicode characters that begins with ``first`` for 1 and ends at ``last``."""
    return lambda value: chr(ord(first) + value - 1) if value <= last else ""


def _circled(value: int) -> str:
    for first, low, high in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if low <= value <= high:
            return chr(ord(first) + value - low)
    return ""


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda value: characters[(value - 1) % len(characters)]


_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "koreanDigital": _digit_by_digit,
    "chineseLegalSimplified": _chinese_legal,
    "ideographLegalTraditional": _chinese_legal,
    "japaneseLegal": _chinese_legal,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographEnclosedCircle": _from("㊀", 10),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalZero": lambda value: f"{value:02d}",
    "numberInDash": lambda value: f"- {value} -",
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
}
