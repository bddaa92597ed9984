"""指标分解表: a row for each indicator, a column for each place or unit, a figure in each cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from duban.core.document import Span
from duban.core.notice.columns import Use, column
from duban.core.notice.layouts.base import Account, Cell, Draft, View
from duban.core.notice.layouts.rows import filled
from duban.core.notice.page import Line
from duban.core.notice.reading import Section
from duban.core.notice.zones import ZoneKind
from duban.core.text.patterns import regex
from duban.core.text.width import half
from duban.core.units.names import looks_like_unit

name = "matrix"
title = "指标分解表，每列一个单位"
FEWEST_PLACES = 2
FEWEST_ROWS = 2
_WHOLE = regex(
    r"^(?:全[省市区县州旗盟镇乡]|合计|总计|小计|总数|总量|[省市区县州]级|年度目标|目标任务)(?:合计|目标|任务)?$"
)
_MEASURE = regex(r"^(?:计量|度量|数量)?单位$")
_SUBJECT = regex(r"指标|项目|任务|内容|事项|目标")
_SET = regex(r"分解|下达|任务|目标|计划|实事|分配")
_PLACE = regex(r"(?:[县区市州旗盟乡镇村]|街道|新区|园区|开发区|高新区)$")
_FIGURE = regex(r"^[<>≤≥]?-?\d[\d,.]*(?: ?(?:%|[万亿]|[^\W\d_a-zA-Z]{1,4}))?$")
_EMPTY = frozenset(("", "-", "—", "——", "/", "0"))


class _Heads(NamedTuple):
    """Columns of a matrix by place in the row."""

    subject: int
    number: int | None
    measure: int | None
    whole: list[int]
    places: list[tuple[int, Span]]


def explain(view: View) -> Sequence[Account]:
    """All matrices of a zone whose title says that figures are set in it."""
    if view.zone.kind is not ZoneKind.LIST and not _SET.search(view.title):
        return []
    drafts: list[Draft] = []
    sections: list[Section] = []
    heads: _Heads | None = None
    table: int | None = None
    rows = 0
    for line in view.lines:
        if len(line.cells) < 3:
            continue
        found = _heads(view.page.text, line)
        if found is not None:
            heads, table = found, line.table
        elif heads is not None and line.table == table:
            rows += 1
            if draft := _draft(view.page.text, line, heads):
                drafts.append(draft)
    if len(drafts) < FEWEST_ROWS or len(drafts) < 0.7 * rows:
        return []
    places = sum(1 for d in drafts[:1] for c in d.cells if c.use == "unit")
    reason = f"表头有 {places} 个地方或单位，{rows} 行中 {len(drafts)} 行逐列写着数字"
    score = round(0.95 * len(drafts) / rows, 4)
    return [Account(name, view.zone, len(drafts), score, reason, lambda: (drafts, sections), True)]


def _heads(text: str, line: Line) -> _Heads | None:
    """The columns of a row of headings; ``None`` where the row is none."""
    words = [re.sub(r"\s", "", half(c.of(text))) for c in line.cells]
    subject = next((i for i, w in enumerate(words) if _SUBJECT.search(w) and not _WHOLE.search(w)), None)
    if subject is None:
        return None
    number = next((i for i, w in enumerate(words[:subject]) if column(w).use is Use.NUMBER), None)
    measure = next((i for i, w in enumerate(words) if _MEASURE.search(w) and i != subject), None)
    whole = [i for i, w in enumerate(words) if _WHOLE.search(w) and i != subject]
    places = [
        (i, line.cells[i])
        for i, w in enumerate(words)
        if i > subject and i != measure and i not in whole and (_PLACE.search(w) or looks_like_unit(w))
    ]
    places = [(i, span) for i, span in places if column(words[i]).use is Use.NONE]
    return _Heads(subject, number, measure, whole, places) if len(places) >= FEWEST_PLACES else None


def _draft(text: str, line: Line, heads: _Heads) -> Draft | None:
    """The item of a row; each figure belongs to the place over it."""
    cells = line.cells
    if heads.subject >= len(cells) or filled(text, cells[heads.subject]) is None:
        return None
    subject = cells[heads.subject]
    words = [half(c.of(text)).strip() for c in cells]
    figures = [i for i in (*heads.whole, *(i for i, _ in heads.places)) if i < len(cells) and _FIGURE.match(words[i])]
    blank = [i for i, _ in heads.places if i < len(cells) and words[i] in _EMPTY and i not in figures]
    if len(figures) + len(blank) < 0.7 * (len(heads.places) + len(heads.whole)) or not figures:
        return None
    measure = words[heads.measure] if heads.measure is not None and heads.measure < len(words) else ""
    number = cells[heads.number] if heads.number is not None else None
    shown = number.of(text).strip() if number is not None else ""
    made = [Cell("unit", "", span) for i, span in heads.places if i in figures]
    made += [Cell("figure", measure, cells[i]) for i in sorted(figures)]
    end = max([subject.end, *(cells[i].end for i in figures)])
    return Draft(shown, number if shown else None, Span(subject.start, end), None, subject, tuple(made))
