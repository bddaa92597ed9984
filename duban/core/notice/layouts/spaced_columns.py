"""压平的表格，空格分列: one line of headings with spaces, rows that begin with their number, broken lines unnumbered.

``序号 工作任务 责任单位 完成时限`` · ``1 新建充电桩30个 区城管局 10月底``
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duban.core.document import Span
from duban.core.notice.columns import Column, Use, heading_row
from duban.core.notice.layouts import numbering as n
from duban.core.notice.layouts.base import Account, View
from duban.core.notice.layouts.fitting import lay
from duban.core.notice.layouts.rows import Row, draft
from duban.core.notice.marks import MarkKind, value_of
from duban.core.notice.page import Line
from duban.core.notice.reading import Section
from duban.core.notice.zones import ZoneKind
from duban.core.text.patterns import regex

name = "spaced_columns"
title = "压平的表格，空格分列"
_BEGINS = regex(r"(?:序|编|号|任务编|项目编|N)")
_ROW = regex(r"^(\d{1,3}|[一二三四五六七八九十]{1,3}(?=[ 、.]))[.、]? *(?=\D)")
MOST_LEFT_OUT = 2  # numbers that a list may skip


def explain(view: View) -> Sequence[Account]:
    """Rows under a line of headings; pieces are laid into the columns by what they look like."""
    for at, line in enumerate(view.lines):
        if line.cells or len(line.half) > 80 or not _BEGINS.match(line.half):
            continue
        columns = heading_row(line.half.split())
        if columns is not None and len(columns) > 2 and columns[0].use is Use.NUMBER:
            account = _account(view, view.lines[at + 1 :], columns)
            if account is not None:
                return [account]
    return []


def _account(view: View, lines: list[Line], columns: list[Column]) -> Account | None:
    rows: list[list[Line]] = []
    sections: list[Section] = []
    above: list[int | None] = []
    last = 0
    for line in lines:
        found = _ROW.match(line.half)
        value = value_of(found.group(1)) if found and not line.cells else None
        if value is not None and (value == 1 or last < value <= last + 1 + MOST_LEFT_OUT) and not _heads(line):
            rows.append([line])
            above.append(len(sections) - 1 if sections else None)
            last = value
        elif _heads(line):
            sections.append(Section(line.mark.printed if line.mark else "", line.text, line.span))
        elif rows and not line.mark:
            rows[-1].append(line)
        elif rows:
            break
    placed = [(_row(view, r, columns), s) for r, s in zip(rows, above, strict=True)]
    for row, section in placed:
        if row is not None:
            row.section = section
    made = [draft(view.page.text, row) for row, _ in placed if row is not None]
    drafts = [d for d in made if d is not None]
    units = any(c.use == "unit" for d in drafts for c in d.cells)
    if len(drafts) < 2 or not (units or view.zone.kind is ZoneKind.LIST):
        return None
    score = (0.9 if units else 0.8) * len(drafts) / len(rows)
    reason = f"一行表头 {len(columns)} 列，其下 {len(drafts)} 行以序号开头、空格分列"
    return Account(name, view.zone, len(drafts), round(score, 4), reason, lambda: (drafts, sections), units)


def _heads(line: Line) -> bool:
    """二、城乡建设 between rows: a heading has nothing behind its words."""
    kinds = (MarkKind.HAN, MarkKind.HAN_PAREN, MarkKind.CHAPTER)
    return bool(line.mark and line.mark.kind in kinds and line.mark.sure and len(line.half) <= 24) and (
        " " not in line.rest.strip() and n.looks_like_heading(line)
    )


def _row(view: View, lines: list[Line], columns: list[Column]) -> Row | None:
    found = _ROW.match(lines[0].half)
    assert found is not None
    spans: list[Span | None] = [None] * len(columns)
    spans[0] = Span(lines[0].span.start, lines[0].span.start + found.end(1))
    pieces: list[Span] = []
    for at, line in enumerate(lines):
        begin = found.end() if at == 0 else 0
        pieces += [
            Span(line.span.start + m.start(), line.span.start + m.end())
            for m in re.finditer(r"\S+", line.half)
            if m.start() >= begin
        ]
    places = lay([p.of(view.page.text) for p in pieces], columns[1:])
    if places is None:
        return None
    for span, at in zip(pieces, places, strict=True):
        old = spans[at + 1]
        spans[at + 1] = Span(old.start, span.end) if old else span
    return Row(columns, spans, result=view.zone.results and not any(c.use is Use.RESULT for c in columns))
