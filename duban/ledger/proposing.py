"""What the rules of the core propose about the ledger; a person decides (分项、同一目标)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from duban.core import clauses as core_clauses
from duban.core.document import Span
from duban.core.notice import reading as r
from duban.core.text.excise import Place
from duban.ledger.models import Clause, Matter

REASON_LENGTH = 100


def clauses(matter: Matter, item: r.Item, place: Callable[[Span], Place | None]) -> list[Clause]:
    """Proposed splits of an unsaved matter; none where the rules would keep it whole.

    ``place``: where a stretch of the source stands in ``matter.text``. What has no place there is left out.
    """
    text = list(matter.text)
    for start, end in matter.tags:
        text[start:end] = " " * (end - start)
    proposals = core_clauses.propose("".join(text), _targets(item, place), _entries(item, place))
    if len(proposals) < 2:
        return []
    return [
        Clause(matter=matter, seq=n, start=each.start, end=each.end, reason=each.reason[:REASON_LENGTH])
        for n, each in enumerate(proposals, start=1)
    ]


def _targets(item: r.Item, place: Callable[[Span], Place | None]) -> list[r.Target]:
    moved = []
    for target in item.targets:
        span, figure = place(target.span), place(target.figure)
        if span and figure:
            moved.append(replace(target, span=Span(*span), figure=Span(*figure)))
    return moved


def _entries(item: r.Item, place: Callable[[Span], Place | None]) -> list[r.UnitEntry]:
    moved = [(entry, place(entry.span)) for entry in item.units]
    return [replace(entry, span=Span(*span)) for entry, span in moved if span]


def propose_links(year: int, new: set[int]) -> None:
    """Pairs of matters of the year with the same goal, of which at least one is new."""
