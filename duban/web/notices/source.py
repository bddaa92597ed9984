"""The source text with its marks: items, units, figures, repaired places, sentences of rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Which mark is shown where several cover the same words: the first.
RANK = ("fix", "fig", "unit", "head")


@dataclass(frozen=True)
class Block:
    """A stretch that can be jumped to, and that leads to its reading."""

    start: int
    end: int
    id: str
    kind: str
    goes: str  # id of the reading at the right

    @property
    def opening(self) -> str:
        return f'<span class="src-{self.kind}" id="{self.id}" data-goes="{self.goes}">'


def marked_source(text: str, current: dict[str, Any]) -> SafeString:
    """The whole text as HTML: item 53 of the second programme is a span with the id ``s1-53``, a rule ``r0``,
    the place of a finding about no item ``g0``. Marks are flat, so that overlapping ones need no nesting.
    """
    blocks = {b.start: b for b in _apart(sorted(_blocks(current), key=lambda b: (b.start, -b.end)), len(text))}
    anchors = _anchors(current, len(text))
    kinds, cuts = _painted(text, current, blocks, anchors)
    out: list[str] = []
    closes = -1
    for n, (a, b) in enumerate(zip(cuts, cuts[1:], strict=False)):
        if a == closes:
            out.append("</span>")
        out.extend(f'<a class="src-at" id="{name}"></a>' for name in anchors.get(a, ()))
        if a in blocks:
            out.append(blocks[a].opening)
            closes = blocks[a].end
        words, kind = escape(text[a:b]), kinds.get(n)
        out.append(f'<mark class="{kind}">{words}</mark>' if kind else words)
    if closes == cuts[-1] and closes > 0:
        out.append("</span>")
    return mark_safe("".join(out))


def _blocks(current: dict[str, Any]) -> Iterator[Block]:
    for p, programme in enumerate(current["programmes"]):
        for i, item in enumerate(programme["items"]):
            start, end = item["span"]
            if item["number_span"] is not None and item["number_span"][1] <= start:
                start = item["number_span"][0]
            yield Block(start, end, f"s{p}-{i}", "item", f"i{p}-{i}")
    for n, rule in enumerate(current["rules"]):
        yield Block(rule["span"][0], rule["span"][1], f"r{n}", "rule", f"rule{n}")


def _apart(blocks: list[Block], length: int) -> Iterator[Block]:
    """Blocks one after the other; of two that overlap, the first."""
    at = 0
    for block in blocks:
        if block.start >= at and block.start < block.end <= length:
            yield block
            at = block.end


def _anchors(current: dict[str, Any], length: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for n, finding in enumerate(current["findings"]):
        if finding["span"] is not None and finding["item"] is None and finding["span"][0] < length:
            found[finding["span"][0]].append(f"g{n}")
    return found


def _marks(current: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    for finding in current["findings"]:
        if finding["span"] is not None and finding["severity"] != "hint":
            yield (*finding["span"], "fix")
    for programme in current["programmes"]:
        for section in programme["sections"]:
            yield (*section["span"], "head")
        for item in programme["items"]:
            for target in item["targets"]:
                yield (*target["figure"], "fig")
            for unit in item["units"]:
                yield (*unit["span"], "unit")


def _painted(
    text: str, current: dict[str, Any], blocks: dict[int, Block], anchors: dict[int, list[str]]
) -> tuple[dict[int, str], list[int]]:
    """The kind of mark of every stretch between two cuts, and the cuts."""
    marks = [(a, min(b, len(text)), kind) for a, b, kind in _marks(current) if a < len(text) and a < b]
    marks = [m for m in marks if m[2] != "fix" or m[1] - m[0] <= 60]  # a whole item as a mark says nothing
    cuts = {0, len(text), *anchors}
    for a, b, _ in marks:
        cuts.update((a, b))
    for block in blocks.values():
        cuts.update((block.start, block.end))
    ordered = sorted(cuts)
    place = {cut: n for n, cut in enumerate(ordered)}
    kinds: dict[int, str] = {}
    for a, b, kind in sorted(marks, key=lambda m: RANK.index(m[2])):
        for n in range(place[a], place[b]):
            kinds.setdefault(n, kind)
    return kinds, ordered
