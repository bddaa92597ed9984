"""A text without some of its stretches, and where its places are then."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

Place = tuple[int, int]  # [start, end) in a text


@dataclass(frozen=True, slots=True)
class Excised:
    """``body`` is ``text`` without the ``cut`` stretches and without white space at its ends."""

    text: str
    body: str
    cut: tuple[Place, ...]  # sorted, not overlapping; the stripped ends belong to it

    def place(self, start: int, end: int) -> Place | None:
        """Where a stretch of the text stands in the body; ``None`` if some of it was cut."""
        if not 0 <= start < end <= len(self.text):
            return None
        before = bisect_right(self.cut, (start, len(self.text)))
        if before and self.cut[before - 1][1] > start:
            return None
        if before < len(self.cut) and self.cut[before][0] < end:
            return None
        gone = sum(b - a for a, b in self.cut[:before])
        return start - gone, end - gone

    def back(self, start: int, end: int) -> Place:
        """Where a stretch of the body stands in the text; what was cut inside it is included."""
        if not 0 <= start < end <= len(self.body):
            raise ValueError(f"not in the body: {start}..{end}")
        return self._before(start), self._before(end - 1) + 1

    def _before(self, at: int) -> int:
        for a, b in self.cut:
            if a > at:
                break
            at += b - a
        return at


def excise(text: str, stretches: Iterable[Place]) -> Excised:
    """Take the stretches out; what lies outside the text is ignored.

    >>> one = excise("新增便利店200家。（市商务局）", [(10, 16)])
    >>> one.body, one.place(5, 9), one.place(11, 13)
    ('新增便利店200家。', (5, 9), None)
    """
    cut = _merged((max(0, a), min(len(text), b)) for a, b in stretches)
    kept = "".join(text[a:b] for a, b in _between(cut, len(text)))
    if kept != kept.strip():
        cut = _merged([*cut, *_ends(text, cut)])
        kept = "".join(text[a:b] for a, b in _between(cut, len(text)))
    return Excised(text, kept, tuple(cut))


def _merged(stretches: Iterable[Place]) -> list[Place]:
    result: list[Place] = []
    for start, end in sorted(stretches):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def _between(cut: list[Place], length: int) -> list[Place]:
    edges = [0, *(edge for place in cut for edge in place), length]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _ends(text: str, cut: list[Place]) -> list[Place]:
    """Every character of white space that stands before the first or after the last kept character."""
    shown = [i for a, b in _between(cut, len(text)) for i in range(a, b) if not text[i].isspace()]
    if not shown:
        return [(0, len(text))]
    return [(0, shown[0]), (shown[-1] + 1, len(text))]
