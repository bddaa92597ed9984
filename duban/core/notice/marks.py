"""Numbering at the head of a line (一、 （一） 1. 1.1 （1） ① 一是 第一条) and inside one.

A mark is only a guess until the run it belongs to is seen: ``3.2023年底前…`` is number 3 in a list and a
decimal elsewhere. :func:`at_head` says how sure it is, :mod:`duban.core.notice.page` decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    DECIMAL = 4  # 1.1
    ARABIC_PAREN = 5  # （1）
    CIRCLED = 6  # ①
    ONE_IS = 7  # 一是
    ARTICLE = 8  # 第一条
    NAMED = 9  # 任务一：
    BARE = 10  # a number alone in its paragraph


KIND_NAMES = {
    MarkKind.CHAPTER: "第一部分",
    MarkKind.HAN: "一、",
    MarkKind.HAN_PAREN: "（一）",
    MarkKind.ARABIC: "1.",
    MarkKind.DECIMAL: "1.1",
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


FEWEST_UNSURE = 3  # marks that only their run makes numbers
_HAN = "一二三四五六七八九十百〇零"
_D = r"\d{1,3}"
_NAMES = "任务|事项|项目|实事|目标|工程|行动|举措|承诺"
_OF_DIGIT = (MarkKind.ARABIC, MarkKind.BARE)
_ONE_SIGN = {  # numbers that are one character: first of them, what it stands for, kind
    "①": ("①", 20, MarkKind.CIRCLED),
    "❶": ("❶", 10, MarkKind.CIRCLED),
    "⑴": ("⑴", 20, MarkKind.ARABIC_PAREN),
    "⒈": ("⒈", 20, MarkKind.ARABIC),
    "㈠": ("㈠", 10, MarkKind.HAN_PAREN),
    "㊀": ("㊀", 10, MarkKind.CIRCLED),
}
_SIGNS = "".join(f"{first}-{chr(ord(first) + many - 1)}" for first, many, _ in _ONE_SIGN.values())
_HAN_TEN = "一二三四五六七八九十"
_HEADS: tuple[tuple[MarkKind, re.Pattern[str]], ...] = (
    (MarkKind.HAN, regex(rf"([{_HAN}]{{1,4}}) ?[、.](?![{_HAN}]{{1,3}}、) *")),
    (MarkKind.HAN_PAREN, regex(rf"\( ?([{_HAN}]{{1,4}}) ?\) ?[、.]? *")),
    (MarkKind.ARABIC, regex(rf"({_D}) ?(?:[.、](?!\d)|\)[、.]?) *")),
    (MarkKind.ARABIC_PAREN, regex(rf"\( ?({_D}) ?\) ?[、.]? *")),
    (MarkKind.ONE_IS, regex(rf"([{_HAN}]{{1,3}})(?:是|要)[、,:]? *")),
    (MarkKind.ARTICLE, regex(rf"第([{_HAN}]{{1,4}}|{_D})(?:条[、.:]?|[项件][、.:,]) *")),
    (MarkKind.CHAPTER, regex(rf"第([{_HAN}]{{1,4}}|{_D})(?:章|节|部分|篇|类|板块)[、.:]? *")),
    (MarkKind.NAMED, regex(rf"[^\W\d_]{{0,4}}?(?:{_NAMES})([{_HAN}]{{1,4}}|{_D})[、.: ] *")),
    (MarkKind.BARE, regex(rf"({_D}|[{_HAN}]{{1,3}}|\d{{1,2}}\.\d{{1,2}})\*?$")),
)
_HEADS_BY_KIND = dict(_HEADS)
# By the first character of a line: most lines ask two patterns and not ten.
_HEADS_BY_FIRST = {
    **{c: [h for h in _HEADS if h[0] in _OF_DIGIT] for c in "0123456789"},
    **{c: [h for h in _HEADS if h[0] in (MarkKind.HAN, MarkKind.ONE_IS, MarkKind.BARE)] for c in _HAN},
    "(": [h for h in _HEADS if h[0] in (MarkKind.HAN_PAREN, MarkKind.ARABIC_PAREN)],
}
_FIRST = regex(rf"[\d(\[【{_HAN}{_SIGNS}第任事项实]")
_BOX = regex(rf"[\[【] ?(?:[^\W\d_]{{0,4}}?(?:{_NAMES}))?([{_HAN}]{{1,4}}|{_D}) ?[\]】][、.:]? *(?=\S)")
_SIGN_HEAD = regex(rf"([{_SIGNS}])[、.]? *")
_TENTATIVE = regex(r"(\d{1,3})[.、](?=\d)")
_DECIMAL = regex(r"(\d{1,2}(?:[.\-—–]\d{1,2}){1,2})(?:[.、:] ?| +|(?=[^\W\d_%年月日万亿千百元个亩家公]))(?=\S)")
_SPACED = regex(rf"(\d{{1,3}}|[{_HAN}]{{1,3}})(?: +| ?[:,] ?)(?=[^\W\d_年月日]|[“《\[【(]|20\d\d年)")
_YEAR_NEXT = regex(r"20\d\d年|\d{3,}(?=[^\W\d_])|\d+(?:\.\d+)?[万亿个家所条件名户项场类年月岁%]")
_INLINE: dict[MarkKind, re.Pattern[str]] = {
    MarkKind.ARABIC_PAREN: regex(rf"(?:\( ?({_D}) ?\) ?[、.]?|([⑴-⒇])) *"),
    MarkKind.HAN_PAREN: regex(rf"(?<=[。;:])\( ?([{_HAN}]{{1,3}}) ?\) ?[、.]? *"),
    MarkKind.CIRCLED: regex(r"([①-⑳❶-❿]) *"),
    MarkKind.ONE_IS: regex(rf"(?<=[。;:,]) ?([{_HAN}]{{1,3}})是[、,:]? *"),
    MarkKind.ARABIC: regex(rf"(?<=[)。;:]) *({_D}) ?[.、](?!\d) *"),
}


def value_of(printed: str) -> int | None:
    """The number that a printed one stands for.

    >>> value_of("二十一"), value_of("54"), value_of("③")
    (21, 54, 3)
    """
    if len(printed) == 1 and (sign := _sign(printed)):
        return sign[0]
    if printed.isascii() and printed.isdigit():
        return int(printed)
    if "." in printed and printed.replace(".", "").isdigit():
        return int(printed.rpartition(".")[2] or 0)
    number = parse_chinese(printed)
    return int(number) if number is not None and 0 < number < 1000 else None


def _sign(char: str) -> tuple[int, MarkKind] | None:
    """Value and kind of a number that is one character: ⒊, ㈢, ③."""
    for first, many, kind in _ONE_SIGN.values():
        if 0 <= (value := ord(char) - ord(first)) < many:
            return value + 1, kind
    return None


def _at_sign(text: str) -> Mark | None:
    found = _SIGN_HEAD.match(text)
    sign = _sign(text[0]) if found else None
    if found is None or sign is None:
        return None
    value, kind = sign
    printed = {MarkKind.CIRCLED: text[0], MarkKind.HAN_PAREN: _HAN_TEN[min(value, 10) - 1]}.get(kind, str(value))
    return Mark(kind, value, printed, 0, found.end())


def at_head(text: str) -> Mark | None:
    """The mark that a half-width line begins with.

    >>> at_head("(三)完善机制。").printed, at_head("2023年工作").__class__.__name__
    ('三', 'NoneType')
    """
    if not text or not _FIRST.match(text):
        return _named(text) if ":" in text[1:12] else None
    if mark := _at_sign(text) or _boxed(text):
        return mark
    for kind, pattern in _HEADS_BY_FIRST.get(text[0], _HEADS):
        found = pattern.match(text)
        if found and (value := value_of(found.group(1))) is not None:
            return Mark(kind, value, found.group(1), 0, found.end())
    found = _TENTATIVE.match(text)
    if found and _YEAR_NEXT.match(text, found.end()):
        return Mark(MarkKind.ARABIC, int(found.group(1)), found.group(1), 0, found.end(), sure=False)
    return _unsure(text)


def _boxed(text: str) -> Mark | None:
    """【任务一】, 【3】"""
    found = _BOX.match(text) if text[0] in "[【" else None
    if found is None or (value := value_of(found.group(1))) is None:
        return None
    return Mark(MarkKind.NAMED, value, found.group(1), 0, found.end())


def _named(text: str) -> Mark | None:
    """目标1：, 重点工程一："""
    found = _HEADS_BY_KIND[MarkKind.NAMED].match(text)
    if found is None or (value := value_of(found.group(1))) is None:
        return None
    return Mark(MarkKind.NAMED, value, found.group(1), 0, found.end())


def _unsure(text: str) -> Mark | None:
    """1.1 and a number with nothing but a blank, a colon or a comma behind it: only a run makes them numbers."""
    if found := _DECIMAL.match(text):
        printed = found.group(1)
        return Mark(MarkKind.DECIMAL, int(re.split(r"\D", printed)[-1]), printed, 0, found.end(), sure=False)
    found = _SPACED.match(text)
    if found and (value := value_of(found.group(1))) is not None:
        kind = MarkKind.ARABIC if found.group(1).isdigit() else MarkKind.HAN
        return Mark(kind, value, found.group(1), 0, found.end(), sure=False)
    return None


def chained(marks: Sequence[Mark]) -> list[bool]:
    """Which unsure marks of one kind, in order, count on from one another, three or more of them.

    >>> [bool(x) for x in chained([m for m in map(at_head, ("1.1 甲", "1.2 乙", "3.6 丙", "2.1 丁")) if m])]
    [True, True, False, True]
    """
    chains: list[list[int]] = []
    last: tuple[int, ...] = ()
    for at, mark in enumerate(marks):
        path = tuple(map(int, re.split(r"\D", mark.printed))) if mark.kind is MarkKind.DECIMAL else (mark.value,)
        if mark.kind is not MarkKind.DECIMAL and path == (1,):
            chains.append([at])
        elif chains and _follows(last, path):
            chains[-1].append(at)
        elif not chains and path[-1] == 1:
            chains.append([at])
        else:
            continue
        last = path
    long = any(len(chain) >= FEWEST_UNSURE for chain in chains)
    kept = {at for chain in chains for at in chain if long and len(chain) > 1 or len(chain) >= FEWEST_UNSURE}
    return [at in kept for at in range(len(marks))]


def _follows(last: tuple[int, ...], path: tuple[int, ...]) -> bool:
    """1.2 behind 1.1, 2.1 behind 1.7, 4 behind 3."""
    if len(last) != len(path):
        return False
    return path == (*last[:-1], last[-1] + 1) or (len(path) > 1 and path[-1] == 1 and 0 < path[0] - last[0] <= 2)


def stands_inside(text: str, kind: MarkKind) -> bool:
    """Whether any mark of the kind may stand inside a half-width text, of one line or of many."""
    return _INLINE[kind].search(text) is not None


def inside(text: str, kind: MarkKind, begin: int = 0, expected: int = 1) -> list[Mark]:
    """Marks of one kind inside a half-width text that count 1, 2, 3 … (a restart at 1 begins a new count).

    >>> [m.printed for m in inside("7件:(1)新建;(2)扩建;(2019)改建", MarkKind.ARABIC_PAREN)]
    ['1', '2']
    """
    found: list[Mark] = []
    for match in _INLINE[kind].finditer(text, begin):
        printed = match.group(match.lastindex or 1)
        value = value_of(printed)
        if value is None or value not in (1, expected):
            continue
        shown = str(value) if "⑴" <= printed <= "⒇" else printed
        found.append(Mark(kind, value, shown, match.start(), match.end(), inline=True))
        expected = value + 1
    return found
