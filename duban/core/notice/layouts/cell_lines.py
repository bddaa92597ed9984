"""压平的表格，一格一行: headings one a line (序号 / 内容 / 责任单位), then every cell in a paragraph of its own."""

from __future__ import annotations

from collections.abc import Sequence

from duban.core.document import Span
from duban.core.notice.columns import Column, Use, column
from duban.core.notice.layouts import numbering as n
from duban.core.notice.layouts.base import Account, View
from duban.core.notice.layouts.fitting import lay
from duban.core.notice.layouts.rows import Row, draft
from duban.core.notice.marks import MarkKind
from duban.core.notice.page import Line
from duban.core.notice.reading import Section
from duban.core.notice.zones import ZoneKind

name = "cell_lines"
title = "压平的表格，一格一行"
FEWEST = 2
MOST_HEADINGS = 12  # rows of headings that are tried before the zone counts as no table


def explain(view: View) -> Sequence[Account]:
    """Rows begin with a number alone on its line that counts on from the one before."""
    at = tried = 0
    while at < len(view.lines) and tried < MOST_HEADINGS:
        columns = _headings(view.lines, at)
        if columns is None:
            at += 1
            continue
        account = _account(view, view.lines[at + len(columns) :], columns)
        if account is not None:
            return [account]
        at += len(columns)
        tried += 1
    return []


def _headings(lines: list[Line], at: int) -> list[Column] | None:
    """Consecutive lines that are column headings, the number first."""
    columns: list[Column] = []
    for line in lines[at : at + 10]:
        if line.cells or len(line.half) > 14 or line.mark:
            break
        found = column(line.half.rstrip("| "))
        if found.use is Use.NONE:
            break
        if columns and found.use is Use.NUMBER:
            break
        columns.append(found)
    body = any(c.use in (Use.TITLE, Use.CONTENT) for c in columns)
    return columns if len(columns) > 2 and columns[0].use is Use.NUMBER and body else None


def _account(view: View, lines: list[Line], columns: list[Column]) -> Account | None:
    starts = _starts(lines)
    if len(starts) < FEWEST:
        return None
    sections: list[Section] = []
    drafts = []
    section: int | None = None
    for before in lines[: starts[0]]:
        if before.mark and n.looks_like_heading(before):
            section = _section(sections, before)
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else min(len(lines), start + 4 * len(columns))
        cells = lines[start + 1 : end]
        heads: list[Line] = []
        while cells and place + 1 < len(starts) and _heads(cells[-1]) and len(cells) >= len(columns):
            heads.insert(0, cells.pop())
        if place + 1 == len(starts):
            cells = cells[: max(len(columns) - 1, 1)] if len(cells) > 2 * len(columns) else cells
        row = _row(view, lines[start], cells, columns, section)
        made = draft(view.page.text, row) if row else None
        if made is not None:
            drafts.append(made)
        for head in heads:
            section = _section(sections, head)
    if len(drafts) < FEWEST:
        return None
    units = any(c.use == "unit" for d in drafts for c in d.cells)
    if not units and view.zone.kind is not ZoneKind.LIST:
        return None
    score = (0.9 if units else 0.7) * len(drafts) / len(starts)
    reason = f"表头逐行为 {len(columns)} 列，其下读出 {len(drafts)} 行"
    return Account(name, view.zone, len(drafts), round(score, 4), reason, lambda: (drafts, sections), units)


def _section(sections: list[Section], line: Line) -> int:
    sections.append(Section(line.mark.printed if line.mark else "", line.text, line.span))
    return len(sections) - 1


def _heads(line: Line) -> bool:
    return bool(
        line.mark
        and line.mark.kind in (MarkKind.HAN, MarkKind.HAN_PAREN, MarkKind.CHAPTER)
        and n.looks_like_heading(line)
    )


def _starts(lines: list[Line]) -> list[int]:
    """Lines that hold only a number, counting on (or anew from 1)."""
    found: list[int] = []
    last = 0
    for at, line in enumerate(lines):
        if (
            line.mark
            and line.mark.kind is MarkKind.BARE
            and (line.mark.value in (last + 1, 1) or _skips(lines, at, last))
        ):
            if line.mark.value == 1 and found and at + 1 < len(lines) and last != 0 and last < 2:
                continue
            found.append(at)
            last = line.mark.value
    return found


def _skips(lines: list[Line], at: int, last: int) -> bool:
    """A number or two are left out: none of the next lines has the one that is due."""
    mark = lines[at].mark
    if mark is None or not last or not last + 1 < mark.value <= last + 3:
        return False
    due = [x.mark for x in lines[at + 1 : at + 40] if x.mark and x.mark.kind is MarkKind.BARE]
    return not any(m.value == last + 1 for m in due) and (not due or due[0].value > mark.value or due[0].value == 1)


def _row(view: View, head: Line, cells: list[Line], columns: list[Column], section: int | None) -> Row | None:
    places = lay([x.half for x in cells], columns[1:])
    if places is None:
        return None
    spans: list[Span | None] = [None] * len(columns)
    spans[0] = head.span
    for line, at in zip(cells, places, strict=True):
        old = spans[at + 1]
        spans[at + 1] = Span(old.start, line.span.end) if old else line.span
    return Row(
        columns, spans, section=section, result=view.zone.results and not any(c.use is Use.RESULT for c in columns)
    )
