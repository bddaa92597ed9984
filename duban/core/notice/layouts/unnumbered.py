"""不编号的事项: a paragraph each, closed by its units, or opened by a short name and a colon.

``农村公路“三通”：完成1859个村道路硬化。`` · ``加强校园食品安全。（责任单位：市教育局）``
"""

from __future__ import annotations

from collections.abc import Sequence

from duban.core.document import Span
from duban.core.notice.layouts import numbering as n
from duban.core.notice.layouts.base import Account, Draft, View
from duban.core.notice.page import Line
from duban.core.notice.reading import Section
from duban.core.notice.zones import RESULTS, ZoneKind
from duban.core.text.patterns import regex

name = "unnumbered"
title = "不编号的事项，一段一项"
FEWEST = 3
_NAMED = regex(r"^[^,。:;]{3,32}:\S")


def explain(view: View) -> Sequence[Account]:
    """Paragraphs that each name units, or that each begin with a name; labelled lines close a paragraph."""
    if view.zone.kind not in (ZoneKind.LIST, ZoneKind.MAIN) or any(x.cells for x in view.lines[:3]):
        return []
    accounts = [_closed_by_units(view)]
    if view.zone.kind is ZoneKind.LIST and view.zone.promise:
        accounts.append(_named(view))
    return [a for a in accounts if a is not None]


def _closed_by_units(view: View) -> Account | None:
    """Lines up to one that names units make an item."""
    named = [x for x in view.lines if view.evidence(x)]
    if len(named) < 2 or sum(1 for x in named if x.mark) * 2 > len(named):
        return None  # numbered lines are for other layouts
    drafts: list[Draft] = []
    sections: list[Section] = []
    pending: list[Line] = []
    lines = view.lines
    for at, line in enumerate(lines):
        labelled = n.is_labelled(line)
        if line.mark and not view.evidence(line) and n.looks_like_heading(line):
            sections.append(Section(line.mark.printed, line.text, line.span))
            pending = []
        elif labelled and not pending and drafts and view.evidence(line):
            drafts[-1] = _until(drafts[-1], line)
        elif view.evidence(line):
            pending.append(line)
            if at + 1 == len(lines) or not n.is_labelled(lines[at + 1]):
                drafts.append(_draft(view, pending, sections))
                pending = []
        elif labelled and drafts and not pending:
            drafts[-1] = _until(drafts[-1], line)
        elif line.half.endswith(":"):
            pending = []  # 我市要办好以下民生实事：
        else:
            pending = [*pending, line] if pending and n.looks_like_heading(pending[0]) else [line]
    if len(drafts) < 2:
        return None
    bodies = sum(1 for x in lines if not n.is_labelled(x))
    numbered = sum(1 for d in drafts if d.number)
    score = 0.75 * min(1.0, 2 * len(drafts) / max(1, bodies)) * (1 - numbered / len(drafts))
    reason = f"{len(drafts)} 段不编号的文字各自写明单位"
    return Account(name, view.zone, len(drafts), round(score, 4), reason, lambda: (drafts, sections), True)


def _draft(view: View, lines: list[Line], sections: list[Section]) -> Draft:
    first = lines[0]
    number = first.mark.printed if first.mark else ""
    place = Span(first.span.start, first.body) if first.mark else None
    section = len(sections) - 1 if sections else None
    return Draft(number, place, Span(first.body, lines[-1].span.end), section, result=view.zone.results)


def _until(draft: Draft, line: Line) -> Draft:
    span = Span(draft.span.start, line.span.end)
    return Draft(draft.number, draft.number_span, span, draft.section, draft.title, draft.cells, draft.result)


def _named(view: View) -> Account | None:
    """Lines that all begin with a short name and a colon."""
    lines = [x for x in view.lines if not x.mark]
    named = [x for x in lines if _NAMED.match(x.half) and not n.is_labelled(x)]
    if len(named) < FEWEST or len(named) < 0.8 * len(view.lines):
        return None
    agree = len(named) in view.zone.declared
    drafts = [Draft("", None, x.span, result=bool(RESULTS.search(view.zone.title))) for x in named]
    score = (0.8 if agree else 0.6) * len(named) / len(view.lines)
    reason = f"标题下 {len(named)} 段均以名称和冒号开头"
    return Account(name, view.zone, len(drafts), round(score, 4), reason, lambda: (drafts, []))
