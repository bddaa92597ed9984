"""Levels of headings (一、（一）1.) of a text, and their running numbers: what is left out leaves no gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from duban.core.circulars.placeholders import Printed
from duban.core.text.patterns import regex

_DIGITS = "零一二三四五六七八九"
_FIRST = regex(r"^[一二三四五六七八九十]{1,3}、")
_SECOND = regex(r"^（[一二三四五六七八九十]{1,3}）")
_THIRD = regex(r"^\d{1,2}[.．](?!\d)")
LONGEST_HEADING = 40  # characters; a longer one, or one with a sentence in it, is body text with a number


class Level(StrEnum):
    """What a paragraph is by its beginning."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    BODY = "body"


def in_words(number: int) -> str:
    """1…99 as official papers number their headings.

    >>> [in_words(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    if not 1 <= number <= 99:
        raise ValueError("1 to 99")
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def level_of(text: str) -> Level:
    """By how it begins, and whether it is short enough for a heading."""
    short = len(text) <= LONGEST_HEADING and "。" not in text.rstrip("。")
    for pattern, level in ((_FIRST, Level.FIRST), (_SECOND, Level.SECOND), (_THIRD, Level.THIRD)):
        if pattern.match(text):
            return level if short else Level.BODY
    return Level.BODY


def numbered(paragraphs: Sequence[Printed]) -> list[Printed]:
    """The same with headings numbered through: those of the second level anew below each of the first."""
    found, first, second = [], 0, 0
    for each in paragraphs:
        text = each.text
        if match := _FIRST.match(text):
            first, second = first + 1, 0
            each = _headed(each, match.end(), f"{in_words(first)}、")
        elif match := _SECOND.match(text):
            second += 1
            each = _headed(each, match.end(), f"（{in_words(second)}）")
        found.append(each)
    return found


def _headed(each: Printed, length: int, number: str) -> Printed:
    """With another number in front; only where the number was written by hand in one stretch."""
    head = each.runs[0]
    if head.key or len(head.text) < length:
        return each
    return Printed((replace(head, text=number + head.text[length:]), *each.runs[1:]))
