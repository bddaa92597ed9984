"""Numbering at the head of a line (一、 （一） 1. （1） ① 一是 第一条) and inside one.

A mark is only a guess until the run it belongs to is seen: ``3.2023年底前…`` is number 3 in a list and a
decimal elsewhere. :func:`at_head` says how sure it is, :mod:`duban.core.notice.page` decides.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from duban.core.text.numerals import parse_chinese
from duban.core.text.patterns import regex


class MarkKind(IntEnum):
    """Kinds of numbering in their usual order from outside to inside (GB/T 9704)."""

    CHAPTER = 0  # 第一部分
    HAN = 1  # 一、
    HAN_PAREN = 2  # （一）
    ARABIC = 3  # 1.
    ARABIC_PAREN = 4  # （1）
    CIRCLED = 5  # ①
    ONE_IS = 6  # 一是
    ARTICLE = 7  # 第一条
    NAMED = 8  # 任务一：
    BARE = 9  # a number alone in its paragraph


KIND_NAMES = {
    MarkKind.CHAPTER: "第一部分",
    MarkKind.HAN: "一、",
    MarkKind.HAN_PAREN: "（一）",
    MarkKind.ARABIC: "1.",
    MarkKind.ARABIC_PAREN: "（1）",
    MarkKind.CIRCLED: "①",
    MarkKind.ONE_IS: "一是",
    MarkKind.ARTICLE: "第一条",
    MarkKind.NAMED: "任务一",
    MarkKind.BARE: "1（单独一行）",
}


class Mark(NamedTuple):
    """A number at ``start``; the text it numbers begins at ``end``. Places count in the half-width text."""

    kind: MarkKind
    value: int
    printed: str  # without punctuation: 三, 54
    start: int
    end: int
    sure: bool = True
    inline: bool = False


_HAN = "一二三四五六七八九十百〇零"
_D = r"\d{1,3}"
_OF_DIGIT = (MarkKind.ARABIC, MarkKind.BARE)
_HEADS: tuple[tuple[MarkKind, re.Pattern[str]], ...] = (
    (MarkKind.HAN, regex(rf"([{_HAN}]{{1,4}}) ?[、.](?![{_HAN}]{{1,3}}、) *")),
    (MarkKind.HAN_PAREN, regex(rf"\( ?([{_HAN}]{{1,4}}) ?\) ?[、.]? *")),
    (MarkKind.ARABIC, regex(rf"({_D}) ?(?:[.、](?!\d)|\)[、.]?) *")),
    (MarkKind.ARABIC_PAREN, regex(rf"\( ?({_D}) ?\) ?[、.]? *")),
    (MarkKind.CIRCLED, regex(r"([①-⑳]) *")),
    (MarkKind.ONE_IS, regex(rf"([{_HAN}]{{1,3}})(?:是|要)[、,:]? *")),
    (MarkKind.ARTICLE, regex(rf"第([{_HAN}]{{1,4}}|{_D})(?:条[、.:]?|[项件][、.:]) *")),
    (MarkKind.CHAPTER, regex(rf"第([{_HAN}]{{1,4}}|{_D})(?:章|节|部分|篇|类|板块)[、.:]? *")),
    (MarkKind.NAMED, regex(rf"(?:任务|事项|项目|实事)([{_HAN}]{{1,4}}|{_D})[、.: ] *")),
    (MarkKind.BARE, regex(rf"({_D})\*?$")),
)
# By the first character of a line: most lines ask two patterns and not ten.
_HEADS_BY_FIRST = {
    **{c: [h for h in _HEADS if h[0] in _OF_DIGIT] for c in "0123456789"},
    **{c: [h for h in _HEADS if h[0] in (MarkKind.HAN, MarkKind.ONE_IS)] for c in _HAN},
    "(": [h for h in _HEADS if h[0] in (MarkKind.HAN_PAREN, MarkKind.ARABIC_PAREN)],
}
_FIRST = regex(rf"[\d({_HAN}①-⑳第任事项实]")
_TENTATIVE = regex(r"(\d{1,3})[.、](?=\d)")
_YEAR_NEXT = regex(r"20\d\d年|\d+(?:\.\d+)?[万亿个家所条件名户项场类年月岁%]")
_INLINE: dict[MarkKind, re.Pattern[str]] = {
    MarkKind.ARABIC_PAREN: regex(rf"\( ?({_D}) ?\) ?[、.]? *"),
    MarkKind.HAN_PAREN: regex(rf"(?<=[。;:])\( ?([{_HAN}]{{1,3}}) ?\) ?[、.]? *"),
    MarkKind.CIRCLED: regex(r"([①-⑳]) *"),
    MarkKind.ONE_IS: regex(rf"(?<=[。;:,]) ?([{_HAN}]{{1,3}})是[、,:]? *"),
    MarkKind.ARABIC: regex(rf"(?<=[)。;]) *({_D}) ?[.、](?!\d) *"),
}


def value_of(printed: str) -> int | None:
    """The number that a printed one stands for.

    >>> value_of("二十一"), value_of("54"), value_of("③")
    (21, 54, 3)
    """
    if len(printed) == 1 and "①" <= printed <= "⑳":
        return ord(printed) - ord("①") + 1
    if printed.isascii() and printed.isdigit():
        return int(printed)
    number = parse_chinese(printed)
    return int(number) if number is not None and 0 < number < 1000 else None


def at_head(text: str) -> Mark | None:
    """The mark that a half-width line begins with.

    >>> at_head("(三)完善机制。").printed, at_head("2023年工作").__class__.__name__
    ('三', 'NoneType')
    """
    if not text or not _FIRST.match(text):
        return None
    for kind, pattern in _HEADS_BY_FIRST.get(text[0], _HEADS):
        found = pattern.match(text)
        if found and (value := value_of(found.group(1))) is not None:
            return Mark(kind, value, found.group(1), 0, found.end())
    found = _TENTATIVE.match(text)
    if found and _YEAR_NEXT.match(text, found.end()):
        return Mark(MarkKind.ARABIC, int(found.group(1)), found.group(1), 0, found.end(), sure=False)
    return None


def inside(text: str, kind: MarkKind, begin: int = 0, expected: int = 1) -> list[Mark]:
    """Marks of one kind inside a half-width text that count 1, 2, 3 … (a restart at 1 begins a new count).

    >>> [m.printed for m in inside("7件:(1)新建;(2)扩建;(2019)改建", MarkKind.ARABIC_PAREN)]
    ['1', '2']
    """
    found: list[Mark] = []
    for match in _INLINE[kind].finditer(text, begin):
        value = value_of(match.group(1))
        if value is None or value not in (1, expected):
            continue
        found.append(Mark(kind, value, match.group(1), match.start(), match.end(), inline=True))
        expected = value + 1
    return found
