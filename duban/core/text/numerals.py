"""Numbers as official papers write them: Arabic in either width, Chinese, mixed (3千万, 1.2万亿)."""

from __future__ import annotations

from decimal import Decimal

from duban.core.text.patterns import regex

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万亿": 10**12, "亿": 10**8, "万": 10**4}
_LONGEST = 24  # characters; no written number is longer
CHINESE = "零〇一二两三四五六七八九十百千"  # characters of a numeral below 万

# Same length before and after, so that places in the text stay true.
_NARROW = str.maketrans(
    "０１２３４５６７８９．％＋／（）：；　\u00a0\u2002\u2003－‐‑–—―﹣−～〜∼﹪＜＞＝",
    "0123456789.%+/():;    --------~~~%<>=",
)
_WIDE = regex("[" + "".join(map(chr, _NARROW)) + "]")  # most items have nothing to narrow
_WIDE_THOUSANDS = regex(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


def narrow(text: str) -> str:
    """Digits, signs, brackets and spaces in half width, all dashes as ``-``; the length does not change.

    Commas stay as they are, but for one between full-width digits that parts thousands.

    >>> narrow("（１２．５％）—")
    '(12.5%)-'
    """
    return _WIDE_THOUSANDS.sub(",", text).translate(_NARROW) if _WIDE.search(text) else text


def parse_chinese(text: str) -> Decimal | None:
    """The value of a Chinese numeral; ``None`` where the characters make no number.

    >>> [parse_chinese(t) for t in ("三", "十二", "一百五十", "两千零三", "三万五千", "二〇二三", "三三", "百")]
    [Decimal('3'), Decimal('12'), Decimal('150'), Decimal('2003'), Decimal('35000'), Decimal('2023'), None, None]
    """
    if len(text) > _LONGEST:
        return None
    for word, factor in LARGE.items():
        head, found, tail = text.partition(word)
        if found:
            high = parse_chinese(head)
            low = parse_chinese(tail) if tail else Decimal(0)
            return None if high is None or low is None else high * factor + low
    if not text:
        return None
    if not any(c in _SMALL for c in text):
        return _digit_string(text)
    return _below_ten_thousand(text)


def parse_share(text: str) -> Decimal | None:
    """What stands behind 百分之; ``None`` where it makes no number.

    >>> parse_share("九十九点五"), parse_share("十二")
    (Decimal('99.5'), Decimal('12'))
    """
    whole, point, rest = text.partition("点")
    value = parse_chinese(whole)
    if value is None or not point:
        return value
    digits = "".join(str(_DIGITS.get(c, "")) for c in rest)
    return value + Decimal(f"0.{digits}") if len(digits) == len(rest) else None


def _digit_string(text: str) -> Decimal | None:
    """二〇二三 is read digit by digit, but only as a year is (four digits) or a single one."""
    if len(text) not in (1, 4) or any(c not in _DIGITS for c in text):
        return None
    return Decimal("".join(str(_DIGITS[c]) for c in text))


def _below_ten_thousand(text: str) -> Decimal | None:
    total, digit, last = 0, None, 10_000
    for position, char in enumerate(text):
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
            continue
        size = _SMALL.get(char)
        if size is None or size >= last:
            return None
        if digit is None:
            if char != "十" or position:
                return None
            digit = 1
        if digit == 0:
            return None
        total, digit, last = total + digit * size, None, size
    return Decimal(total + (digit or 0))
