"""Cutting a text where a person put line ends into a copy of it."""

from __future__ import annotations

from duban.core.refusal import Refused
from duban.core.text.excise import Place


class Altered(Refused):
    """The copy holds other words than the text; the sentence says where they part."""


def cut_at_lines(text: str, typed: str) -> list[Place]:
    """Stretches of ``text`` that the lines of ``typed`` stand for; white space does not count.

    >>> cut_at_lines("新建公园4座；改造小区26个。", "新建公园4座；\\n\\n改造小区26个。")
    [(0, 7), (7, 15)]
    """
    places, at = [], 0
    for line in (each for each in typed.splitlines() if each.strip()):
        start = at = _skip(text, at)
        for character in "".join(line.split()):
            at = _skip(text, at)
            if text[at : at + 1] != character:
                raise _altered(text, at, character)
            at += 1
        places.append((start, at))
    rest = _skip(text, at)
    if rest < len(text):
        raise _altered(text, rest, "")
    return places


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _altered(text: str, at: int, found: str) -> Altered:
    around = text[max(0, at - 6) : at]
    behind = f"“{around}”之后" if around else "开头"
    here = f"应为“{text[at : at + 6]}”" if at < len(text) else "原文已到结尾"
    typed = f"，收到的是“{found}”" if found else "，收到的文字到此为止"
    return Altered(f"拆分只能换行，不能改动原文：{behind}{here}{typed}。")
