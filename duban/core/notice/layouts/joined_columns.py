"""压平的表格，毫无分隔: ``序号项目名称主要内容牵头单位配合单位`` and rows such as ``1城北公园建成1座区园林局区水务局``.

Only what can be told for certain is told apart, from the end of a row to its beginning: times, units, a leader's name
behind a full stop; and the number in front.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duban.core.document import Span
from duban.core.notice.columns import Column, Use, column
from duban.core.notice.layouts.base import Account, Cell, Draft, View
from duban.core.notice.page import Line
from duban.core.text.patterns import HAN, regex
from duban.core.text.width import half

name = "joined_columns"
title = "压平的表格，各列相连"
FEWEST = 2
_WORD = regex(
    HAN + r"{0,6}?(?:名称|内容|领导|单位|部门|时限|时间|责任人|负责人|联系人|情况|进展|备注|措施|要求|投资|类别|"
    r"(?:任务|事项|项目|目标)(?!名称|内容|情况|目标|任务|要求|事项))(?:(?:及|和)(?:规模|要求|内容|目标|措施))?"
)
_HEAD = regex(rf"(?:序号|编号)(?:{_WORD.pattern}){{2,9}}")
_ROW = regex(rf"(\d{{1,3}})(?={HAN})")
_WITHIN = rf"(?:城乡|市场|乡村|城市|街道|社区|镇街|城镇|市政|(?![市区县镇乡各]){HAN})"
_UNIT = (
    rf"(?:(?:[市区县省州镇乡]|国网){_WITHIN}{{1,12}}?(?:局|委|办(?!公)|办公室|厅|中心|公司|集团|政府|管委会|街道(?:办事处)?|"
    rf"站|所|院|残联|妇联|工会|联合会|协会)|各(?:有关|相关)?(?:乡镇|镇街|街道(?:办事处)?|县区|区县|县|区|镇|乡|村|单位|部门)(?:人民政府|政府)?)"
)
_UNITS = regex(rf"(?:{_UNIT}[、,]?)+$")
_LIST = regex(rf"{_UNIT}(?:[、,]{_UNIT})*")
_TIME = regex(
    r"(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|底|末|份)?前?|年底前?|全年|年内|第?[一二三四]季度(?:末)?|[上下]半年|持续推进|长期坚持)$"
)
_PERSON = regex(rf"(?<=[。;!)]){HAN}{{2,3}}(?:[、,]{HAN}{{2,3}}){{0,2}}$")
LONGEST = 400  # characters at the end of a row in which units are looked for


def explain(view: View) -> Sequence[Account]:
    """Rows that count on under a line of headings without any gap."""
    for at, line in enumerate(view.lines):
        if len(line.half) <= 80 and not line.cells and _HEAD.fullmatch(line.half):
            columns = [column(found.group()) for found in _WORD.finditer(line.half, 2)]
            return _accounts(view, view.lines[at + 1 :], columns) if _of(columns, Use.UNIT) else []
    return []


def _of(columns: list[Column], use: Use) -> list[Column]:
    return [c for c in columns if c.use is use]


def _accounts(view: View, lines: list[Line], columns: list[Column]) -> list[Account]:
    rows: list[list[Line]] = []
    for line in lines:
        found = _ROW.match(line.half)
        if found and int(found.group(1)) == len(rows) + 1:
            rows.append([line])
        elif rows and not line.cells and not line.mark:
            rows[-1].append(line)
        elif rows:
            break
    drafts = [_draft(view.page.text, row, columns) for row in rows]
    named = sum(1 for d in drafts if any(c.use == "unit" for c in d.cells))
    if len(drafts) < FEWEST or named * 2 < len(drafts):
        return []
    reason = f"表头各列相连，其下 {len(drafts)} 行以序号开头，{named} 行末尾是单位"
    score = 0.8 * named / len(drafts)
    return [Account(name, view.zone, len(drafts), round(score, 4), reason, lambda: (drafts, []), True)]


def _draft(text: str, row: list[Line], columns: list[Column]) -> Draft:
    """The item of a row; a row that is broken goes on over several lines as far as its units are reached."""
    found = _ROW.match(row[0].half)
    assert found is not None
    base = row[0].span.start
    end = _end(text, row)
    words = half(text[base:end])
    cells, stop = _peeled(words, max(found.end(), len(words) - LONGEST), columns)
    number = Span(base + found.start(1), base + found.end(1))
    placed = tuple(c._replace(span=Span(base + c.span.start, base + c.span.end)) for c in cells)
    return Draft(found.group(1), number, Span(base + found.end(), base + max(stop, found.end())), cells=placed)


def _end(text: str, row: list[Line]) -> int:
    ends = [x.span.end for x in row[:4]]
    base = row[0].span.start
    return next((e for e in reversed(ends) if _UNITS.search(_without_time(half(text[base:e])))), ends[0])


def _without_time(words: str) -> str:
    return _TIME.sub("", words[-LONGEST:])


def _peeled(words: str, begin: int, columns: list[Column]) -> tuple[list[Cell], int]:
    """Cells from the last column to the first that can be told, and where the text of the task ends."""
    end, cells = len(words), list[Cell]()
    units = _of(columns, Use.UNIT)
    for col in reversed(columns):
        found: re.Match[str] | None = None
        if col.use is Use.EXTRA:
            person = re.search(r"领导|人$", col.label)
            found = (_PERSON if person else _TIME).search(words, begin, end)
            if found:
                cells.insert(0, Cell("extra", col.label, Span(found.start(), found.end())))
        elif col is units[-1] and (found := _UNITS.search(words, begin, end)):
            groups = enumerate(_LIST.finditer(words, found.start(), end))
            told = [(units[min(at, len(units) - 1)].label, g) for at, g in groups]
            cells[:0] = [Cell("unit", label, Span(g.start(), g.end())) for label, g in told]
        if found:
            end = found.start()
        elif col.use in (Use.CONTENT, Use.TITLE):
            break
    return cells, end
