"""单位写在句首: ``1.市教育局：新建公办幼儿园6所。`` · ``【市水利局】加固水库22座。`` · ``（市民政局）…``."""

from __future__ import annotations

from collections.abc import Sequence

from duban.core.document import Span
from duban.core.notice.layouts import numbering as n
from duban.core.notice.layouts.base import Account, Cell, Draft, View
from duban.core.notice.marks import KIND_NAMES, MarkKind, inside
from duban.core.notice.names import is_office, split
from duban.core.notice.page import Line
from duban.core.notice.reading import Section
from duban.core.notice.zones import ZoneKind
from duban.core.text.patterns import HAN, regex
from duban.core.units.names import is_group, looks_like_unit

name = "unit_first"
title = "单位写在句首"
FEWEST = 3
ENOUGH = 0.6  # share of the items that begin with a unit
_BEFORE = regex(
    r"[ *]*(?:([^。;:!?\d【】\[\]()<>]{2,60}) ?:|[【\[(〔]([^】\])〕。;:]{2,60})[】\])〕] ?:?)(?=\**[^\s*])"
)
_SAYS = regex(rf"{HAN}{{3}}")
_BEHIND = regex(rf"(?<=[^\s:、,]) +((?:{HAN}[^\s。;:!?]{{1,60}} *){{1,4}})$")


def explain(view: View) -> Sequence[Account]:
    """Numbered lines, or in a list under its own title also unnumbered ones, that begin with who answers."""
    if view.zone.kind not in (ZoneKind.LIST, ZoneKind.MAIN) or view.report:
        return []
    kinds = sorted({x.mark.kind for x in view.lines if x.mark and x.mark.kind is not MarkKind.BARE})
    found = [account for kind in kinds if (account := _numbered(view, kind))]
    if view.zone.kind is ZoneKind.LIST:
        found += [a for a in (_unnumbered(view), *(_behind(view, kind) for kind in kinds)) if a is not None]
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
    if not _SAYS.search(line.half, found.end()):
        return None  # 市教育局：1、3 is an index
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


def unit_behind(line: Line) -> Cell | None:
    """Where a line ends with units behind a blank and says nothing more: 新建公园3个 区园林局 区住建局."""
    if line.cells or " " not in line.half or n.is_labelled(line):
        return None
    found = _BEHIND.search(line.half)
    words = found.group(1).split() if found else []
    if found is None or not all(
        looks_like_unit(x.text) and (is_group(x.text) or is_office(x.text)) for w in words for x in split(w)
    ):
        return None
    return Cell("unit", "", Span(line.span.start + found.start(1), line.span.start + found.end(1)))


def _behind(view: View, kind: MarkKind) -> Account | None:
    """Numbered lines of a table that lost its lines and its headings: the units are the last words."""
    places = n.places(view, kind)
    cells = [unit_behind(p.line) for p in places]
    named = sum(1 for c in cells if c)
    if named < FEWEST or named < ENOUGH * len(places) or any(view.tags(p.line) for p in places):
        return None
    cut = n.segments(view, places, kind)
    reason = f"按“{KIND_NAMES[kind]}”编号的 {len(places)} 行中有 {named} 行以单位名称结尾"

    def draft() -> tuple[list[Draft], list[Section]]:
        drafts, sections = n.drafts_of(view, cut, kind)
        told = []
        for one, cell in zip(drafts, cells, strict=True):
            end = cell.span.start if cell and one.span.start < cell.span.start else one.span.end
            while end > one.span.start and view.page.text[end - 1].isspace():
                end -= 1
            told.append(one._replace(cells=(cell,) if cell else (), span=Span(one.span.start, end)))
        return told, sections

    return Account(name, view.zone, len(places), round(0.85 * (named / len(places)) ** 0.5, 4), reason, draft, True)


def _counted_inside(view: View, cells: list[tuple[Line, Cell]]) -> Account | None:
    """区教育局：（1）…；（2）…: the numbers in the paragraph count the items, the unit answers for all of them."""
    return next((account for kind in n.INLINE_KINDS if (account := _of_inner(view, cells, kind))), None)


def _of_inner(view: View, cells: list[tuple[Line, Cell]], kind: MarkKind) -> Account | None:
    marks = [inside(line.half, kind, cell.span.end - line.span.start) for line, cell in cells]
    if sum(1 for m in marks if len(m) > 1) < ENOUGH * len(cells):
        return None
    drafts = []
    for (line, cell), found in zip(cells, marks, strict=True):
        base = line.span.start
        for mark, end in zip(found, [*(m.start for m in found[1:]), len(line.half)], strict=True):
            number, text = Span(base + mark.start, base + mark.end), line.half[mark.end : end].rstrip()
            place = Span(base + mark.end, base + mark.end + len(text))
            drafts.append(Draft(mark.printed, number, place, cells=(cell,), result=view.zone.results))
    reason = f"{len(cells)} 段以单位名称开头，段内按“{KIND_NAMES[kind]}”编号 {len(drafts)} 项"
    return Account(name, view.zone, len(drafts), 0.9, reason, lambda: (drafts, []), True)


def _unnumbered(view: View) -> Account | None:
    lines = [x for x in view.lines if not x.mark and not x.cells]
    cells = [(x, c) for x in lines if (c := unit_before(x))]
    if len(cells) < FEWEST or len(cells) < ENOUGH * len(view.lines) or any(view.tags(x) for x, _ in cells):
        return None
    if account := _counted_inside(view, cells):
        return account
    drafts = [Draft("", None, x.span, cells=(c,), result=view.zone.results) for x, c in cells]
    reason = f"{len(cells)} 段以单位名称开头"
    score = round(0.85 * len(cells) / len(view.lines), 4)
    return Account(name, view.zone, len(drafts), score, reason, lambda: (drafts, []), True)
