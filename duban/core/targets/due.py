"""Deadlines and rhythms inside the text, as printed: 年底前, 4月前, 每季度."""

from __future__ import annotations

from bisect import bisect_left

from duban.core.targets.scene import Scene
from duban.core.text.patterns import regex

_YEAR = r"(?:20[0-9]{2} ?年|今年|当年|本年|明年)"
_DAY = r"[0-9]{1,2} ?月(?:[0-9]{1,2} ?日|底|末|份|初|上旬|中旬|下旬)?"
_PART = (
    r"(?:[上下]半年|(?:第?[一二三四]|[1-4])季度|年[底末中]|[底末中]|春节|国庆节?|汛期|入汛|开学|[采供]暖季|月底|季度末)"
)
_DUE = regex(
    rf"(?:{_YEAR} ?(?:{_DAY}|{_PART})?|{_DAY}|{_PART})[底末]?(?:之前|以前|前|内)"
    rf"|[到至](?:{_YEAR}|年)[底末]?|年内|年[底末]|当年"
    r"|每(?:季度|半年|[月年周天日])"
)
NEAR = 8  # deadlines looked at on either side
_MAYBE = regex("[年月季每底前节期学]")


def find_due(scene: Scene) -> list[tuple[int, str]]:
    """Place and words of each deadline, in order.

    >>> from duban.core.targets.scene import look
    >>> [words for _, words in find_due(look("4月前完成5项，2023年底前完成3项，每季度检查1次"))]
    ['4月前', '2023年底前', '每季度']
    """
    if not _MAYBE.search(scene.text):
        return []
    return [(match.start(), scene.printed[match.start() : match.end()].strip()) for match in _DUE.finditer(scene.text)]


def due_for(scene: Scene, dues: list[tuple[int, str]], start: int, end: int) -> str:
    """The deadline that a figure stands under: in its own clause, else the last one before it in the sentence."""
    if not dues:
        return ""
    left, right = scene.clause(start)
    first = bisect_left(dues, (left, ""))
    for place, words in dues[first : first + NEAR]:
        if place < right and not start <= place < end:
            return words
    sentence = scene.sentence_start(start)
    for place, words in reversed(dues[max(0, first - NEAR) : first]):
        if place >= sentence and not words.startswith("每"):
            return words
    return ""
