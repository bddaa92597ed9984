"""Folding text for search: full or half width, capital or small, and punctuation make no difference.

Search needs no dictionary and no word splitting: a word is found where its folded characters stand side by
side, so one and two characters (桥, 养老) work as well as ten.
"""

from __future__ import annotations

import unicodedata

from duban.core.text.patterns import regex

FIELD = "\n"  # stands between folded fields, so that no word is found across two of them
MAX_WORDS = 10
_KEPT = frozenset("%‰+.")  # 6.5% is not 65; the point is dropped again unless it stands in a number
_POINT = regex(r"(?<![0-9])\.|\.(?![0-9])")
_GAP = regex(r"\s+")


class _Table(dict):
    """Translation table, filled as characters come up."""

    def __missing__(self, code: int) -> str:
        folded = "".join(
            c
            for c in unicodedata.normalize("NFKC", chr(code)).casefold()
            if c in _KEPT or unicodedata.category(c)[0] not in "PZC"
        )
        self[code] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """The text as it is searched: NFKC, small letters, without punctuation and spaces.

    >>> fold("（ＡＥＤ）设备，6.5％"), fold("市-54")
    ('aed设备6.5%', '市54')
    """
    return _POINT.sub("", text.translate(_TABLE))


def words(query: str) -> tuple[str, ...]:
    """Folded words of what somebody typed, each once, at most :data:`MAX_WORDS`; all must be found.

    >>> words("养老　桥 （，） 桥")
    ('养老', '桥')
    """
    folded = (fold(word) for word in _GAP.split(query))
    return tuple(dict.fromkeys(word for word in folded if word))[:MAX_WORDS]


def places(text: str, folded_words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where the words stand in the original text: [start, end) spans, in order, joined where they touch.

    >>> places("建设(AED)设备", ("aed设",))
    [(3, 8)]
    """
    if not folded_words or not any(word[0] in (whole := fold(text)) for word in folded_words):
        return []
    origin: list[int] = []  # for each folded character the index of the character it came from
    for index, char in enumerate(text):
        origin.extend([index] * len(_TABLE[ord(char)]))
    translated = text.translate(_TABLE)
    dropped = {match.start() for match in _POINT.finditer(translated)}
    origin = [place for at, place in enumerate(origin) if at not in dropped]
    found = sorted(_occurrences(whole, folded_words))
    return _joined([(origin[start], origin[end - 1] + 1) for start, end in found])


def _occurrences(whole: str, folded_words: tuple[str, ...]) -> set[tuple[int, int]]:
    spans = set()
    for word in folded_words:
        at = whole.find(word)
        while at >= 0:
            spans.add((at, at + len(word)))
            at = whole.find(word, at + len(word))
    return spans


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
