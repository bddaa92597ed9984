"""单位写在句首: ``1.市教育局：新建公办幼儿园6所。`` · ``【市水利局】加固水库22座。`` · ``（市民政局）…``."""

from __future__ import annotations

from collections.abc import Sequence

from duban.core.document import Span
from duban.core.notice.layouts import numbering as n
from duban.core.notice.layouts.base import Account, Cell, Draft, View
from duban.core.notice.marks import KIND_NAMES, MarkKind
from duban.core.notice.names import is_office, split
from duban.core.notice.page import Line
from duban.core.notice.reading import Section
from duban.core.notice.zones import ZoneKind
from duban.core.text.patterns import regex
from duban.core.units.names import is_group, looks_like_unit

name = "unit_first"
title = "单位写在句首"
FEWEST = 3
ENOUGH = 0.6  # share of the items that begin with a unit
_BEFORE = regex(
    r"[ *]*(?:([^。;:!?\d【】\[\]()<>]{2,60}) ?:|[【\[(〔]([^】\])〕。;:]{2,60})[】\])〕] ?:?)(?=\**[^\s*])"
)


def explain(view: View) -> Sequence[Account]:
    """Numbered lines, or in a list under its own title also unnumbered ones, that begin with who answers."""
    if view.zone.kind not in (ZoneKind.LIST, ZoneKind.MAIN) or view.report:
        return []
    kinds = sorted({x.mark.kind for x in view.lines if x.mark and x.mark.kind is not MarkKind.BARE})
    found = [account for kind in kinds if (account := _numbered(view, kind))]
    if view.zone.kind is ZoneKind.LIST and (account := _unnumbered(view)):
        found.append(account)
    return found


def unit_before(line: Line) -> Cell | None:
    """Where a line begins with units and goes on with what they do."""
    begin = line.mark.end if line.mark else 0
    found = None if line.cells else _BEFORE.match(line.half, begin)
    if found is None or n.is_labelled(line):
        return None
    group = 1 if found.group(1) else 2
    names = split(line.half, found.start(group), found.end(group), printed=line.text)
    said = found.group(group)
    if not names or sum(len(x.text) + 1 for x in names) < len(said) - 2:
        return None
    if not all(looks_like_unit(x.text) and (is_group(x.text) or is_office(x.text)) for x in names):
        return None
    return Cell("unit", "", Span(line.span.start + names[0].start, line.span.start + names[-1].end))


def _numbered(view: View, kind: MarkKind) -> Account | None:
    places = n.places(view, kind)
    if sum(1 for p in places if _BEFORE.match(p.line.half, p.line.mark.end if p.line.mark else 0)) < FEWEST:
        return None
    cut = n.segments(view, places, kind)
    cells = [unit_before(s.place.line) for s in cut]
    first = [s.place.start for s, c in zip(cut, cells, strict=True) if c is not None]
    runs = {s.run for s, c in zip(cut, cells, strict=True) if c is not None}
    kept = [(s, c) for s, c in zip(cut, cells, strict=True) if s.run in runs]
    if len(first) < FEWEST or len(first) < ENOUGH * len(kept):
        return None
    if any(view.tags(x) for s, _ in kept for x in s.lines):
        return None  # the units stand elsewhere
    share = len(first) / len(kept)
    reason = f"按“{KIND_NAMES[kind]}”编号的 {len(kept)} 项中有 {len(first)} 项以单位名称开头"
    segments = [s for s, _ in kept]

    def draft() -> tuple[list[Draft], list[Section]]:
        drafts, sections = n.drafts_of(view, segments, kind)
        told = [d._replace(cells=(c,) if c else ()) for d, (_, c) in zip(drafts, kept, strict=True)]
        return told, sections

    return Account(name, view.zone, len(kept), round(0.95 * share**0.5, 4), reason, draft, True)


def _unnumbered(view: View) -> Account | None:
    lines = [x for x in view.lines if not x.mark and not x.cells]
    cells = [(x, c) for x in lines if (c := unit_before(x))]
    if len(cells) < FEWEST or len(cells) < ENOUGH * len(view.lines) or any(view.tags(x) for x, _ in cells):
        return None
    drafts = [Draft("", None, x.span, cells=(c,), result=view.zone.results) for x, c in cells]
    reason = f"{len(cells)} 段以单位名称开头"
    score = round(0.85 * len(cells) / len(view.lines), 4)
    return Account(name, view.zone, len(drafts), score, reason, lambda: (drafts, []), True)
