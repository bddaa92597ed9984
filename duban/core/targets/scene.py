"""A text with its figures and its pauses, as every rule about figures looks at it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from duban.core.targets.lexer import Figure, read_figures
from duban.core.text.numerals import narrow
from duban.core.text.patterns import regex

# A pause ends a statement. 、 does not: it joins the things that one figure counts. Blanks stand for a unit tag.
_PAUSE = regex(r"(?=[，,。；;！!？?：:\n| ])(?:[^ ]| {2,})")
_STOPS = frozenset("。！!？?\n")
_QUOTED = regex(r"“[^“”]{0,60}”|\"[^\"\n]{0,60}\"|‘[^‘’]{0,60}’")
_TITLED = regex(r"《[^《》]{0,120}》|〔[^〔〕]{0,20}〕|\[[0-9]{4}\]")
_BRACKETED = regex(r"\([^()]{0,120}\)|〈[^〈〉]{0,120}〉")
REACH = 160  # characters that a rule looks to either side, so that reading stays linear


@dataclass(slots=True)
class Scene:
    """``text`` is ``printed`` in half width; spans are places in both."""

    printed: str
    text: str
    figures: list[Figure]
    quoted: list[tuple[int, int]]
    titled: list[tuple[int, int]]
    bracketed: list[tuple[int, int]]
    pauses: list[int] = field(default_factory=list)  # places of pauses outside quotes and brackets
    stops: list[int] = field(default_factory=list)  # of those that end a sentence
    hidden_pauses: list[int] = field(default_factory=list)  # inside quotes and brackets
    _clauses: dict[int, tuple[int, int]] = field(default_factory=dict)  # several rules ask for the same one

    def clause(self, at: int) -> tuple[int, int]:
        """From behind the pause before this place to the pause after it, at most :data:`REACH` either side."""
        if known := self._clauses.get(at):
            return known
        start, end = _between(self.pauses, at, len(self.text))
        if around := within(self.bracketed, at) or within(self.quoted, at):
            inner_start, inner_end = _between(self.hidden_pauses, at, len(self.text))
            start, end = max(start, around[0] + 1, inner_start), min(end, around[1] - 1, inner_end)
        self._clauses[at] = found = max(start, at - REACH), min(end, at + REACH)
        return found

    def sentence(self, at: int) -> int:
        """Ordinal of the sentence that holds this place."""
        return bisect_left(self.stops, at)

    def sentence_start(self, at: int) -> int:
        """Place behind the stop before this place."""
        index = bisect_left(self.stops, at)
        return self.stops[index - 1] + 1 if index else 0


def look(printed: str) -> Scene:
    """The scene of an item's text."""
    text = narrow(printed)
    figures = read_figures(printed, text)
    if not figures:
        return Scene(printed, text, figures, [], [], [])
    quoted = _spans(_QUOTED, text) if "“" in text or '"' in text or "‘" in text else []
    titled = _spans(_TITLED, text) if "《" in text or "〔" in text or "[" in text else []
    bracketed = _spans(_BRACKETED, text) if "(" in text or "〈" in text else []
    scene = Scene(printed, text, figures, quoted, titled, bracketed)
    places = [match.start() for match in _PAUSE.finditer(text)]
    if quoted or titled or bracketed:
        hidden = sorted(quoted + bracketed + titled)
        starts = [start for start, _ in hidden]
        scene.hidden_pauses = [at for at in places if inside(hidden, starts, at)]
        concealed = set(scene.hidden_pauses)
        places = [at for at in places if at not in concealed]
    scene.pauses = places
    scene.stops = [at for at in places if text[at] in _STOPS]
    return scene


def _between(places: Sequence[int], at: int, length: int) -> tuple[int, int]:
    index = bisect_right(places, at)
    return (places[index - 1] + 1 if index else 0), (places[index] if index < len(places) else length)


def within(spans: Sequence[tuple[int, int]], at: int) -> tuple[int, int] | None:
    """The span that holds this place."""
    if not spans:
        return None
    if at < spans[0][0]:
        return None
    index = bisect_right(spans, (at, 1 << 60)) - 1
    return spans[index] if index >= 0 and spans[index][0] <= at < spans[index][1] else None


def inside(spans: Sequence[tuple[int, int]], starts: Sequence[int], at: int) -> bool:
    """Whether one of the last few spans that begin before this place holds it (they may nest)."""
    index = bisect_right(starts, at)
    for _, end in spans[max(0, index - 3) : index]:
        if at < end:
            return True
    return False


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]
