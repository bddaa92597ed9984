"""Figures of a text: number, multiplier, measure word. What a figure means is decided elsewhere.

number  = Arabic | Chinese numeral
figure  = number [余|多] [万|亿|万亿|…] [余|多] [measure]
range   = figure (- | ~ | 至 | 到) figure        read as two figures, the first marked low, the second high
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from duban.core.targets import measures
from duban.core.text.numerals import CHINESE, LARGE, parse_chinese, parse_share
from duban.core.text.patterns import HAN, regex

_NUMBER = regex(
    rf"(?=[0-9{CHINESE}])(?:"  # most characters are none of these, and are passed over at once
    r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])"
    r"|(?<![0-9])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])"
    r"|[0-9]+(?:\.[0-9]+)?"
    rf"|百分之[{CHINESE}]{{1,8}}(?:点[{CHINESE}]{{1,4}})?"
    rf"|[{CHINESE}]{{1,8}}(?:亿[{CHINESE}]{{1,8}})?万[{CHINESE}]{{1,8}}(?=[{measures.CHINESE_FIRST}])"
    rf"|[{CHINESE}]{{1,24}}(?=[{measures.CHINESE_FIRST}万亿余多]))"
)
_PER_CENT = "百分之"
_JOIN = regex(r" ?(?:-{1,2}|~|至|到) ?")
_OPEN = regex(HAN + r"{1,3}(?=[,，。;；、\n]|以上|以下|以内|左右|$)")
_OPEN_NOT = regex(r"[年月日号岁周届时点级期代版强环线路折以及等的和与或内外前后间中上下为达至到是第]")
_ONE_AFTER = frozenset("少于成翻")  # 至少一个, 不少于一所; 一 is otherwise 一批, 一体化, 一站式; 二 is an ordinal
_VAGUE = frozenset("余多")
_WITHIN = ("内完", "内印", "内制", "内，", "内,", "内。", "内出", "内办", "内将", "内予", "内报", "内向")
_TIMES = {"十": 10, "百": 100, "千": 1000}
_MULTIPLIERS = frozenset({*_TIMES, *(word[0] for word in LARGE)})
_EXACT = 28  # digits that a decimal keeps; a longer number is rounded
LONGEST_NUMBER = 40  # digits; what is longer is no figure of a paper


class Figure(NamedTuple):
    """A number with its measure word, places in the text that was read."""

    start: int
    number_end: int  # behind number and multiplier
    end: int  # behind the measure word
    value: Decimal
    unit: str  # as printed, "" where none; per cent always "%"
    scaled: bool = False  # 万 or 亿 stood behind the number
    vague: bool = False  # 余 or 多
    chinese: bool = False
    calendar: str = ""  # 年, 岁 …: a date, an age, an ordinal
    known: bool = True  # the measure word is in the list (not only inferred from its place)
    low: bool = False  # first of a range
    high: bool = False  # second of a range


def read_figures(printed: str, text: str) -> list[Figure]:
    """All figures in order. ``text`` is ``printed`` in half width, of the same length."""
    figures: list[Figure] = []
    at = 0
    for match in _NUMBER.finditer(text):
        if match.start() < at or len(match[0]) > LONGEST_NUMBER:
            continue
        figure = _figure(printed, text, match)
        if figure is None:
            continue
        at = figure.end
        if figures and (pair := _range(text, figures[-1], figure)):
            figures[-1:] = pair
        else:
            figures.append(figure)
    return figures


def _figure(printed: str, text: str, match: re.Match[str]) -> Figure | None:
    start, raw = match.start(), match[0]
    if raw.startswith(_PER_CENT):
        share = parse_share(raw[len(_PER_CENT) :])
        return None if share is None else Figure(start, match.end(), match.end(), share, "%")
    if raw in ("一", "二") and text[start - 1 : start] not in _ONE_AFTER:
        return None
    chinese = raw[0] in CHINESE
    value = parse_chinese(raw) if chinese else Decimal(raw.replace(",", "").replace(" ", ""))
    if value is None:
        return None
    at, vague = _vague(text, match.end())
    at, factor = _multiplier(text, at)
    if not vague:
        at, vague = _vague(text, at)
    if factor > 1 or not raw.isdigit() or len(raw) > _EXACT:
        value = _plain(value * factor)
    unit_at = _skip_space(text, at)
    if calendar := measures.calendar_at(text, unit_at):
        limit = text[unit_at] == "日" and text[unit_at + 1 : unit_at + 3] in _WITHIN and text[start - 1 : start] != "月"
        if not limit and measures.measure_at(text, unit_at) <= calendar:
            end = unit_at + calendar
            return Figure(start, at, end, value, "", chinese=chinese, calendar=text[unit_at:end])
    size = measures.measure_at(text, unit_at)
    known = bool(size)
    if not size and not chinese:
        size = _open_measure(text, unit_at, factor > 1)
    end = unit_at + size if size else at
    unit = "%" if text[unit_at:end] == "%" else printed[unit_at:end] if size else ""
    return Figure(start, at, end, value, unit, factor > 1, vague, chinese, known=known)


def _open_measure(text: str, at: int, scaled: bool) -> int:
    """Length of an unknown measure word, known by its place between the number and a pause: 1000眼, 12标段.

    Behind 万 only one character is taken: 15万居民 has no measure.
    """
    found = _OPEN.match(text, at)
    if not found or _OPEN_NOT.search(found[0]) or (scaled and len(found[0]) > 1):
        return 0
    return len(found[0])


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 58000, not 58000.0 and not 5.8E+4."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def _skip_space(text: str, at: int) -> int:
    """Over one or two spaces, never into the blanks that stand for a unit tag."""
    if text[at : at + 1] != " ":
        return at
    end = at
    while end < at + 3 and text[end : end + 1] == " ":
        end += 1
    return end if end < at + 3 and text[end : end + 1].strip() else at


def _vague(text: str, at: int) -> tuple[int, bool]:
    return (at + 1, True) if text[at : at + 1] in _VAGUE else (at, False)


def _multiplier(text: str, at: int) -> tuple[int, int]:
    """Place behind 万, 亿, 千万 … and the factor. 千 of 千米 and 千瓦 belongs to the measure."""
    place = _skip_space(text, at)
    factor, end = 1, place
    if text[place : place + 1] not in _MULTIPLIERS:
        return at, 1
    if text[place : place + 1] in _TIMES and not measures.measure_at(text, place):
        factor, end = _TIMES[text[place]], place + 1
    for word, size in LARGE.items():
        if text.startswith(word, end):
            return end + len(word), factor * size
    return (end, factor) if factor > 1 else (at, 1)


def _range(text: str, low: Figure, high: Figure) -> tuple[Figure, Figure] | None:
    """The two as a range if only a dash or 至 stands between them and their measures agree."""
    if low.high or low.end > high.start or high.start - low.end > 4 or not _JOIN.fullmatch(text, low.end, high.start):
        return None
    if low.calendar or high.calendar:
        calendar = high.calendar or low.calendar
        return low._replace(calendar=calendar), high._replace(calendar=calendar)
    if low.unit and low.unit != high.unit:
        return None
    value = low.value
    if not low.scaled and high.scaled and not low.unit:  # 3-5万户
        value = _plain(low.value * _factor(text, high))
    if value > high.value:
        return None
    return low._replace(value=value, unit=high.unit, known=high.known, low=True), high._replace(high=True)


def _factor(text: str, figure: Figure) -> int:
    word = text[figure.start : figure.number_end].lstrip("0123456789., ")
    return _multiplier(word, 0)[1]
