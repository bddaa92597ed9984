"""The printed text of a matter as HTML: figures and units are links to their rows, clauses are numbered stretches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class Mark:
    """A stretch that leads to ``goes`` (an id of the page). ``kind``: fig, unit, off (a dismissed figure), tag."""

    start: int
    end: int
    kind: str
    goes: str = ""
    says: str = ""


@dataclass(frozen=True)
class Stretch:
    """A clause: its number from 1 and its id on the page."""

    start: int
    end: int
    number: int


def circled(number: int) -> str:
    """①, ② …, (21) beyond."""
    return NUMBERS[number - 1] if number <= len(NUMBERS) else f"（{number}）"


def marked(text: str, marks: Sequence[Mark], clauses: Sequence[Stretch] = ()) -> SafeString:
    """Flat marks (the shortest wins where several cover a character) inside the stretches of the clauses."""
    edges = {0, len(text)}
    spans = [(m.start, m.end) for m in marks] + [(c.start, c.end) for c in clauses]
    edges.update(edge for span in spans for edge in span if 0 <= edge <= len(text))
    cuts = sorted(edges)
    ends = {clause.end for clause in clauses}
    starts = {clause.start: clause for clause in clauses}
    out: list[str] = []
    for a, b in zip(cuts, cuts[1:], strict=False):
        if a in ends:
            out.append("</span>")
        if a in starts:
            out.append(_opening(starts[a]))
        over = [m for m in marks if m.start <= a and b <= m.end]
        out.append(_piece(text[a:b], min(over, key=lambda m: m.end - m.start) if over else None))
    if len(text) in ends:
        out.append("</span>")
    return mark_safe("".join(out))  # every stretch of the text is escaped by _piece


def _opening(clause: Stretch) -> str:
    number = circled(clause.number)
    return f'<span class="clause" id="clause-{clause.number}"><sup class="clause-no">{number}</sup>'


def _piece(words: str, mark: Mark | None) -> str:
    shown = str(escape(words))
    if mark is None:
        return shown
    if mark.kind == "tag":
        return f'<span class="unit-tag">{shown}</span>'
    marked = f'<mark class="{mark.kind}">{shown}</mark>'
    if not mark.goes:
        return marked
    title = f' title="{escape(mark.says)}"' if mark.says else ""
    return f'<a class="mark-link" href="#{mark.goes}"{title}>{marked}</a>'
