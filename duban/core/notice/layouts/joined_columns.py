"""压平的表格，毫无分隔: ``序号项目名称主要内容牵头单位配合单位`` and rows such as ``1城北公园建成1座区园林局区水务局``.

Only what can be told for certain is told apart: the number in front and the units at the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duban.core.document import Span
from duban.core.notice.columns import Column, Use, column
from duban.core.notice.layouts.base import Account, Cell, Draft, View
from duban.core.notice.page import Line
from duban.core.text.patterns import HAN, regex

name = "joined_columns"
title = "压平的表格，各列相连"
FEWEST = 2
_WORD = regex(
    HAN + r"{0,6}?(?:名称|内容|领导|单位|部门|时限|时间|责任人|情况|进展|备注|措施|要求|"
    r"(?:任务|事项|项目|目标)(?!名称|内容|情况|目标|任务|要求|事项))"
)
_HEAD = regex(rf"(?:序号|编号)(?:{_WORD.pattern}){{2,9}}")
_ROW = regex(rf"(\d{{1,3}})(?={HAN})")
_UNIT = rf"(?:[市区县省州]|各){HAN}{{1,12}}?(?:局|委|办(?!公)|办公室|厅|中心|公司|集团|政府|管委会|街道(?:办事处)?)"
_UNITS = regex(rf"(?:{_UNIT}[、,]?)+$")
_LIST = regex(rf"{_UNIT}(?:[、,]{_UNIT})*")
LONGEST = 400  # characters at the end of a row in which units are looked for


def explain(view: View) -> Sequence[Account]:
    """Rows that count on under a line of headings without any gap."""
    for at, line in enumerate(view.lines):
        if len(line.half) <= 80 and not line.cells and _HEAD.fullmatch(line.half):
            columns = [column(word) for word in _WORD.findall(line.half[2:])]
            units = [c for c in columns if c.use is Use.UNIT]
            return _accounts(view, view.lines[at + 1 :], units) if units else []
    return []


def _accounts(view: View, lines: list[Line], units: list[Column]) -> list[Account]:
    drafts: list[Draft] = []
    for line in lines:
        found = _ROW.match(line.half)
        if found and int(found.group(1)) == len(drafts) + 1:
            drafts.append(_draft(line, found, units))
    named = sum(1 for d in drafts if d.cells)
    if len(drafts) < FEWEST or named * 2 < len(drafts):
        return []
    reason = f"表头各列相连，其下 {len(drafts)} 行以序号开头，{named} 行末尾是单位"
    score = 0.8 * named / len(drafts)
    return [Account(name, view.zone, len(drafts), round(score, 4), reason, lambda: (drafts, []), True)]


def _draft(line: Line, found: re.Match[str], units: list[Column]) -> Draft:
    begin = max(found.end(), len(line.half) - LONGEST)
    tail = _UNITS.search(line.half, begin)
    end = tail.start() if tail else len(line.half)
    base = line.span.start
    cells = []
    if tail:
        for at, group in enumerate(_LIST.finditer(line.half, tail.start())):
            label = units[min(at, len(units) - 1)].label
            cells.append(Cell("unit", label, Span(base + group.start(), base + group.end())))
    number = Span(base + found.start(1), base + found.end(1))
    return Draft(found.group(1), number, Span(base + found.end(), base + max(end, found.end())), cells=tuple(cells))
