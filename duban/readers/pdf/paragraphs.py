"""Lines back to the paragraphs that they were, across lines and pages.

A paragraph goes on when its line is full (it reaches the right margin) and the next line begins at the left margin
without a gap above it. A line that begins with an item's number behind the end of a sentence begins a paragraph.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from duban.readers.pdf.lines import Line

_FULL = 2.3  # characters by which a full line may fall short (a mark or a Latin word moved to the next line)
_OPEN = 6.0  # … and when its sentence has clearly not ended
_SHORT = 10.0  # … and when space between paragraphs shows where they end
_EARLY = 8.0  # characters by which a line falls short that ends a paragraph for certain
_INDENT = 1.2  # characters by which a new paragraph is at least set in
_GAP = 1.45  # of the usual distance between lines
_TEXT_WIDTH = 0.72  # of the page: running text reaches at least that far to the right
_SIZES = 1.2  # ratio of heights from which lines do not belong together
_CENTRED = 2.0  # characters by which the margins left and right of a centred line may differ
NUMBERED = re.compile(
    r"(?:[（(]?\s*[一二三四五六七八九十百]{1,4}\s*[)）、.．]|第[一二三四五六七八九十百]{1,4}[章节条部项]"
    r"|\d{1,3}\s*[.．、)）](?!\d)|[（(]\s*\d{1,3}\s*[)）]|附件|附表|[①-⑳⑴-⒇⒈-⒛])"
)
_OPEN_MARKS = tuple("，,、")
_ENDS = tuple("。；;！？：:）)】〕》|")


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of the running text on a kind of page, in points."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Joined:
    """A paragraph; ``page`` is where it begins (from 0)."""

    text: str
    page: int
    centred: bool


class Measures:
    """Margins and line distance of a document, measured from its lines."""

    def __init__(self, pages: Sequence[list[Line]], widths: Sequence[float]) -> None:
        self._widths = widths
        by_kind: dict[tuple[int, int], list[Line]] = defaultdict(list)
        for number, lines in enumerate(pages):
            by_kind[self._kind(number)].extend(lines)
        self._margins = {kind: _margins(lines, kind[0]) for kind, lines in by_kind.items() if lines}
        self._pitch, self._common_pitch = _pitch(pages)
        self.spaced, self.indented = self._style(pages)

    def _style(self, pages: Sequence[list[Line]]) -> tuple[bool, bool]:
        """How paragraphs begin: behind a gap, set in. Told from what follows the lines that end early."""
        ends = gaps = indents = 0
        for lines in pages:
            for upper, lower in pairwise(lines):
                margins = self.margins(upper.page)
                if margins.right - upper.x1 > _EARLY * upper.size and round(upper.size) == round(lower.size):
                    ends += 1
                    gaps += lower.middle - upper.middle > _GAP * self.pitch(upper)
                    indents += lower.x0 - margins.left > _INDENT * upper.size
        return ends >= 5 and gaps >= 0.85 * ends, ends >= 5 and indents >= 0.7 * ends

    def _kind(self, page: int) -> tuple[int, int]:
        """Pages of one width and one side (odd and even pages may be bound on different sides)."""
        return round(self._widths[page]), page % 2

    def margins(self, page: int) -> Margins:
        """Of a page that has lines."""
        return self._margins[self._kind(page)]

    def pitch(self, line: Line) -> float:
        """Usual distance from a line of this height to the next."""
        return self._pitch.get(round(line.size)) or self._common_pitch or line.size * 1.6


def _margins(lines: list[Line], width: float) -> Margins:
    """Edges that at least a few lines share; a single line that sticks out does not move them.

    Where all lines are short, the right margin is where running text would end at the least.
    """
    few = max(1, min(3, len(lines) // 8))
    right = _edge([line.x1 for line in lines], few, -1)
    return Margins(_edge([line.x0 for line in lines], few, 1), max(right, _TEXT_WIDTH * width))


def _edge(values: list[float], few: int, direction: int) -> float:
    ordered = sorted(values, reverse=direction < 0)
    for value in ordered:
        if sum(abs(other - value) <= 6 for other in ordered) >= few:
            return value
    return ordered[0]


def _pitch(pages: Sequence[list[Line]]) -> tuple[dict[int, float], float]:
    """Distance between the lines of a paragraph for each size of characters, and the one of most lines."""
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for lines in pages:
        for upper, lower in pairwise(lines):
            step = lower.middle - upper.middle
            if round(upper.size) == round(lower.size) and upper.size < step < 4 * upper.size:
                found[round(upper.size)][round(step * 2)] += 1
    pitches = {size: _smallest_common(steps) / 2 for size, steps in found.items() if steps.total() >= 3}
    most = max(pitches, key=lambda size: found[size].total(), default=0)
    return pitches, pitches.get(most, 0.0)


def _smallest_common(steps: Counter[int]) -> int:
    """The smallest distance that is common: the others are between paragraphs."""
    most = max(steps.values())
    return min(step for step, count in steps.items() if count * 4 >= most)


def join(lines: Iterable[Line], measures: Measures) -> list[Joined]:
    """Paragraphs out of lines that follow each other (possibly over pages, never over a table)."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _goes_on(paragraphs[-1][-1], line, measures):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [
        Joined(glue(each), each[0].page, all(is_centred(line, measures.margins(line.page)) for line in each))
        for each in paragraphs
    ]


def is_centred(line: Line, margins: Margins) -> bool:
    """Set in on both sides by the same amount."""
    left, right = line.x0 - margins.left, margins.right - line.x1
    return min(left, right) > 1.5 * line.size and abs(left - right) < _CENTRED * line.size


def _goes_on(upper: Line, lower: Line, measures: Measures) -> bool:
    size = upper.size
    if max(size, lower.size) > _SIZES * min(size, lower.size):
        return False
    above, below = measures.margins(upper.page), measures.margins(lower.page)
    ended = upper.text.endswith(_ENDS)
    # Inside a sentence "附件5" and what follows a comma or a 、 may stand at the head of a line.
    numbered = bool(NUMBERED.match(lower.text)) and not (
        upper.text.endswith(_OPEN_MARKS) or lower.text.startswith("附")
    )
    numbered |= ended and bool(NUMBERED.match(lower.text))
    flush = lower.x0 - below.left <= _INDENT * size
    short = (above.right - upper.x1) / size
    if upper.page == lower.page:
        close = lower.middle - upper.middle <= _GAP * measures.pitch(upper)
        if measures.spaced and not is_centred(upper, above):
            return close and flush and short <= (_FULL if numbered else _SHORT)
        if not close:
            return False
    if measures.indented and not flush:
        return False
    if ended or numbered:
        return short <= _FULL and flush and not numbered
    return short <= (_OPEN if flush else _FULL)


def glue(lines: Sequence[Line]) -> str:
    """Lines of one paragraph as one text; a space only where one was printed between Latin words."""
    text, spaced = "", False
    for line in lines:
        if text and text[-1].isascii() and line.text[:1].isascii() and spaced:
            text += " "
        text += line.text
        spaced = line.ends_with_space
    return text
