"""Choosing the counting number by where the units stand: the kind of mark whose items carry them one by one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from duban.core.notice.duties import Tag
from duban.core.notice.layouts import numbering as n
from duban.core.notice.layouts.base import Account, View
from duban.core.notice.marks import KIND_NAMES, MarkKind
from duban.core.notice.page import Line
from duban.core.notice.zones import ZoneKind

Accept = Callable[[Tag, Line], bool]
_Named = tuple[Tag, Line, int]  # a tag, its line and its place in the document
FEWEST_SHARE = 0.34  # of a run's items must name units, else the run is no list of the notice's kind


@dataclass(slots=True)
class Found:
    """Places of the evidence in a zone: what one layout looks for, and all there is."""

    own: list[int]
    everything: list[int]


def collect(view: View, accept: Accept) -> Found:
    """Where units are named in the zone."""
    if _named not in view.known:  # three layouts ask
        view.known[_named] = list(_named(view))
    named: list[_Named] = view.known[_named]
    return Found([place for tag, line, place in named if accept(tag, line)], [place for _, _, place in named])


def _named(view: View) -> Iterator[_Named]:
    for line in view.lines:
        tags = view.tags(line)
        for tag in tags:
            yield tag, line, line.span.start + tag.start
        if not tags and view.evidence(line):
            yield Tag(0, 0, (), False), line, line.span.start


def _count(places: list[int], start: int, end: int) -> int:
    return bisect_left(places, end) - bisect_left(places, start)


def numbered(view: View, layout: str, accept: Accept, unit: str) -> list[Account]:
    """An account for every kind of number that could count the items; ``unit`` says in words where units stand."""
    found = collect(view, accept)
    if not found.own:
        return []
    kinds = {x.mark.kind for x in view.lines if x.mark}
    inline = {k for k in n.INLINE_KINDS if k not in kinds and n.places(view, k, inline=True)}
    accounts = [_account(view, layout, kind, found, unit) for kind in sorted(kinds | inline)]
    return [account for account in accounts if account is not None]


def _account(view: View, layout: str, kind: MarkKind, found: Found, unit: str) -> Account | None:
    places = n.places(view, kind, inline=kind in n.INLINE_KINDS)
    if kind in n.RUN_TOGETHER:
        places = n.run_together(view, places)
    cut = n.segments(view, places, kind)
    kept = _kept(view, cut, found)
    counts = [_count(found.own, s.place.start, s.until) for s in kept]
    tagged = sum(1 for c in counts if c)
    if not tagged:
        return None
    inner = _inner(view, kind)
    crowded = sum(1 for s in kept if _crowded(s, found.own, inner))
    explained = sum(counts) / max(1, len(found.everything))
    share = tagged / len(kept)
    score = share**0.5 * explained * (1 - crowded / len(kept))
    counted = f"按“{KIND_NAMES[kind]}”编号的 {len(kept)} 项中有 {tagged} 项{unit}"
    reason = f"{counted}，说明了本部分 {explained:.0%} 的承办单位"
    return Account(
        layout, view.zone, len(kept), round(min(score, 1.0), 4), reason, lambda: n.drafts_of(view, kept, kind), True
    )


def _kept(view: View, cut: list[n.Segment], found: Found) -> list[n.Segment]:
    """Runs of numbers that belong to the list: enough of their items name units.

    In a list under its own title a run without units stays, unless its heading says that it holds
    requirements; in the notice's own text it goes.
    """
    runs: dict[int, list[n.Segment]] = {}
    for segment in cut:
        runs.setdefault(segment.run, []).append(segment)
    above = n.heads(view, cut[0].place.mark.kind) if cut else None
    kept: list[n.Segment] = []
    for run in runs.values():
        tagged = sum(1 for s in run if _count(found.everything, s.place.start, s.until))
        if tagged >= FEWEST_SHARE * len(run) and tagged:
            kept += run
        elif (
            view.zone.kind is ZoneKind.LIST
            and above
            and not (n.REQUIREMENTS.search(above(run[0])) or _without_body(run))
        ):
            kept += run
    return kept


def _without_body(run: list[n.Segment]) -> bool:
    return all(len(s.place.line.rest) < 4 for s in run)


def _inner(view: View, kind: MarkKind) -> list[int]:
    """Places of all numbers further in than ``kind``, in lines and at their heads, in order."""
    starts = {x.span.start for x in view.lines if x.mark and x.mark.kind > kind}
    for other in n.INLINE_KINDS:
        if other > kind:
            starts |= {p.start for p in n.places(view, other, inline=True)}
    return sorted(starts)


def _crowded(segment: n.Segment, own: list[int], inner: list[int]) -> bool:
    """Whether several inner numbers of a segment name units each: then those may be the items."""
    first = bisect_left(inner, segment.place.body)
    last = bisect_left(inner, segment.until)
    ends = [*inner[first + 1 : last], segment.until]
    named = sum(1 for start, end in zip(inner[first:last], ends, strict=False) if _count(own, start, end))
    return named > 1
