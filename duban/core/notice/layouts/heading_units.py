"""单位写在小标题里: ``第一节 交通出行（责任单位：区交通局）`` or ``一、县发改局（3项）`` above items without units."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from duban.core.document import Span
from duban.core.notice.layouts import numbering as n
from duban.core.notice.layouts.base import Account, Cell, View
from duban.core.notice.layouts.base import Draft as DraftItem
from duban.core.notice.marks import KIND_NAMES, MarkKind
from duban.core.notice.names import is_office, split
from duban.core.notice.page import Line
from duban.core.notice.reading import Role, Section
from duban.core.notice.zones import ZoneKind
from duban.core.text.patterns import regex
from duban.core.units.names import is_group, looks_like_unit

name = "heading_units"
title = "单位写在小标题里，其下各项共用"
FEWEST = 2  # headings
LONGEST_THEME = 20  # characters of a heading beside its units; a longer one is a task itself
SHORT_THEME = 10  # of a theme that needs no other sign that it is none
_SENTENCE = regex(r"[。;,!?\d]")


def explain(view: View) -> Sequence[Account]:
    """Every pair of an outer number that heads with units and an inner number that counts items without."""
    kinds = sorted({x.mark.kind for x in view.lines if x.mark})
    found = [a for a in (_unnumbered(view, k) for k in kinds if k is not MarkKind.CHAPTER) if a is not None]
    for outer in (k for k in kinds if k in (MarkKind.CHAPTER, MarkKind.HAN, MarkKind.HAN_PAREN)):
        heads = {
            x.span.start: cell
            for at, x in enumerate(view.lines)
            if x.mark and x.mark.kind is outer and (cell := _units(view, x) or _units_below(view, at))
        }
        if len(heads) < FEWEST:
            continue
        for inner in (k for k in kinds if k > outer and k is not MarkKind.CHAPTER):
            if account := _account(view, outer, inner, heads):
                found.append(account)
    return found


def _unnumbered(view: View, inner: MarkKind) -> Account | None:
    """Headings without number that are nothing but units: 市教育局 above 1.… 2.…, then 市水利局 above 1.… again."""
    heads: dict[int, Cell] = {}
    for line, after in zip(view.lines, view.lines[1:], strict=False):
        if not line.mark and not line.cells and after.mark and after.mark.kind is inner and len(line.half) <= 40:
            words = line.half.rstrip(": ")
            names = split(words, printed=line.text)
            if names and all(looks_like_unit(x.text) and is_office(x.text) for x in names):
                if sum(len(x.text) + 1 for x in names) >= len(words) - 1:
                    heads[line.span.start] = Cell("unit", "", Span(line.span.start, line.span.start + len(words)))
    if len(heads) < FEWEST or sum(1 for x in view.lines if view.tags(x)) > len(heads):
        return None
    starts = sorted(heads)
    cut = n.segments(view, n.places(view, inner), inner)
    kept = [s for s in cut if s.place.start > starts[0]]
    if not kept or len(kept) < 0.9 * len(cut):
        return None
    at = [bisect_right(starts, s.place.start) - 1 for s in kept]
    ends = [next((x for x in starts if x > s.place.start), s.until) for s in kept]
    for segment, end in zip(kept, ends, strict=True):
        segment.lines = [x for x in segment.lines if x.span.start < end]
        segment.until = min(segment.until, end)
    lines = {x.span.start: x for x in view.lines}

    def draft() -> tuple[list[DraftItem], list[Section]]:
        drafts, _ = n.drafts_of(view, kept, inner)
        sections = [Section("", lines[x].text, lines[x].span) for x in starts]
        told = [d._replace(section=i, cells=(heads[starts[i]],)) for d, i in zip(drafts, at, strict=True)]
        return told, sections

    reason = f"{len(heads)} 行单位名称之下按“{KIND_NAMES[inner]}”编号 {len(kept)} 项"
    return Account(name, view.zone, len(kept), 0.9, reason, draft, True)


def _units(view: View, line: Line) -> Cell | None:
    """Where a heading names units: in a tag at its end, or as all that it says."""
    assert line.mark is not None
    tags = view.tags(line)
    if tags:
        theme = line.half[line.mark.end : tags[0].start].strip()
        if line.half[tags[-1].end :].strip() or len(theme) > LONGEST_THEME or _SENTENCE.search(theme):
            return None
        return Cell("unit", "", Span(line.span.start + tags[0].start, line.span.start + tags[-1].end))
    counted = n.COUNT.search(line.half)
    end = counted.start() if counted else len(line.half)
    names = split(line.half, line.mark.end, end, printed=line.text)
    whole = sum(len(x.text) + 1 for x in names) >= end - line.mark.end - 1
    if names and whole and all(looks_like_unit(x.text) and (is_group(x.text) or is_office(x.text)) for x in names):
        return Cell("unit", "", Span(line.span.start + names[0].start, line.span.start + names[-1].end))
    return None


def _units_below(view: View, at: int) -> Cell | None:
    """Where the line under a heading names units and nothing else, above a line that counts further in."""
    if at + 2 >= len(view.lines):
        return None
    head, line, after = view.lines[at : at + 3]
    if line.mark or line.cells or not n.is_labelled(line) or not n.looks_like_heading(head):
        return None
    if after.mark is None or head.mark is None or after.mark.kind <= head.mark.kind:
        return None
    tags = view.tags(line)
    if not tags or line.half[tags[-1].end :].strip(" 。;"):
        return None
    return Cell("unit", "", Span(line.span.start + tags[0].start, line.span.start + tags[-1].end))


def _account(view: View, outer: MarkKind, inner: MarkKind, heads: dict[int, Cell]) -> Account | None:
    above = sorted(x.span.start for x in view.lines if x.mark and x.mark.kind <= outer)
    kept: list[n.Segment] = []
    cells: list[Cell] = []
    unnamed = 0
    helped = False  # items name who helps
    for segment in n.segments(view, n.places(view, inner), inner):
        at = bisect_right(above, segment.place.start) - 1
        cell = heads.get(above[at]) if at >= 0 else None
        if cell is None:
            unnamed += at >= 0 and not n.REQUIREMENTS.search(_text_at(view, above[at]))
            continue
        own = {g.role for line in segment.lines for tag in view.tags(line) for g in tag.groups}
        if own - {Role.COOPERATING}:
            return None  # the items answer for themselves
        helped = helped or bool(own)
        kept.append(segment)
        cells.append(cell)
    named = _lines_of(view, heads)
    tagged = any(view.tags(x) for x in named)
    if (
        len({c.span for c in cells}) < FEWEST
        or unnamed > 0.3 * len(kept)
        or (tagged and not _themes(view, heads, kept))
    ):
        return None
    explained = _explained(view, named) if tagged else 1.0
    score = (len(kept) / (len(kept) + unnamed)) ** 0.5 * explained * (1.0 if tagged or helped else 0.9)
    if view.zone.kind is not ZoneKind.LIST and not tagged:
        score *= 0.8
    reason = f"{len(heads)} 个小标题写明单位，其下按“{KIND_NAMES[inner]}”编号的 {len(kept)} 项没有另写单位"
    return Account(name, view.zone, len(kept), round(score, 4), reason, lambda: _drafts(view, kept, cells, inner), True)


def _text_at(view: View, start: int) -> str:
    line = view.page.line_at(start)
    return line.half if line is not None else ""


def _themes(view: View, heads: dict[int, Cell], kept: list[n.Segment]) -> bool:
    """Whether the headings are themes and no tasks: they are short, or the items are counted through all of them."""
    values = [s.place.mark.value for s in kept]
    if len(values) > 2 and all(b == a + 1 for a, b in zip(values, values[1:], strict=False)):
        return True
    lines = [(line, cell) for x, cell in heads.items() if (line := view.page.line_at(x)) is not None]
    lengths = [min(cell.span.start, line.span.end) - line.body for line, cell in lines]
    return bool(lengths) and sum(1 for length in lengths if length <= SHORT_THEME) >= 0.7 * len(lengths)


def _lines_of(view: View, heads: dict[int, Cell]) -> list[Line]:
    """The lines in which the units of the headings stand."""
    found = [view.page.line_at(cell.span.start) for cell in heads.values()]
    return [line for line in found if line is not None]


def _explained(view: View, named: list[Line]) -> float:
    """Share of the zone's unit tags that stand in the headings; who only helps is told by the items."""
    here = sum(len(view.tags(x)) for x in named)
    heads = {x.index for x in named}
    others = [t for x in view.lines if x.index not in heads for t in view.tags(x)]
    return here / max(1, here + sum(1 for t in others if any(g.role is not Role.COOPERATING for g in t.groups)))


def _drafts(
    view: View, kept: list[n.Segment], cells: list[Cell], kind: MarkKind
) -> tuple[list[DraftItem], list[Section]]:
    drafts, sections = n.drafts_of(view, kept, kind)
    return [draft._replace(cells=(cell,)) for draft, cell in zip(drafts, cells, strict=True)], sections
