"""Brackets of a half-width text, matched the way a reader would: mixed and missing ones included."""

from __future__ import annotations

from typing import NamedTuple

from duban.core.text.patterns import regex

_CLOSE_OF = {"(": ")", "[": "]", "【": "】", "〔": "〕", "〈": "〉", "{": "}", "﹙": "﹚"}
_OPEN = frozenset(_CLOSE_OF)
_CLOSE = {close: open_ for open_, close in _CLOSE_OF.items()}
_ANY = regex(r"[(\[【〔〈{﹙)\]】〕〉}﹚]")
_ROUND = regex(r"\([^)]*\)")
# As most lines have them: closed one by one, none in another. Possessive, so that a long text is passed once.
_ROUND_ONLY = regex(r"(?:[^(\[【〔〈{﹙)\]】〕〉}﹚]++|\([^(\[【〔〈{﹙)\]】〕〉}﹚]*+\))*+")


class Brackets(NamedTuple):
    """``pairs`` as (place of the opening, place of the closing sign), in the order of the opening one."""

    pairs: tuple[tuple[int, int], ...] = ()
    unclosed: tuple[int, ...] = ()
    unopened: tuple[int, ...] = ()
    mixed: tuple[int, ...] = ()  # openings that another kind of bracket closes


def match(text: str) -> Brackets:
    """One pass; a closing sign takes the nearest open bracket of its kind, else the nearest of any kind.

    >>> match("a(b〈c〉d)e").pairs
    ((1, 7), (3, 5))
    >>> match("(牵头单位:市建委】").mixed
    (0,)
    """
    if _ROUND_ONLY.fullmatch(text):
        return Brackets(tuple([(found.start(), found.end() - 1) for found in _ROUND.finditer(text)]))
    stack: list[int] = []
    pairs: list[tuple[int, int]] = []
    unclosed: list[int] = []
    unopened: list[int] = []
    mixed: list[int] = []
    counts = dict.fromkeys(_OPEN, 0)
    for found in _ANY.finditer(text):
        at, sign = found.start(), found.group()
        if sign in _OPEN:
            stack.append(at)
            counts[sign] += 1
            continue
        opening = _CLOSE[sign]
        if counts[opening]:
            while text[stack[-1]] != opening:
                lost = stack.pop()
                counts[text[lost]] -= 1
                unclosed.append(lost)
        elif not stack:
            unopened.append(at)
            continue
        else:
            mixed.append(stack[-1])
        start = stack.pop()
        counts[text[start]] -= 1
        pairs.append((start, at))
    return Brackets(tuple(sorted(pairs)), tuple(sorted(unclosed + stack)), tuple(unopened), tuple(mixed))
