"""Forms that a notice asks units to fill (附件4 联络员名单, 附件5 完成情况), as tables or flattened to ``|`` lines."""

from __future__ import annotations

import re

from duban.core.document import Span
from duban.core.notice.page import Line, Page
from duban.core.notice.reading import Form
from duban.core.notice.zones import Zone
from duban.core.text.patterns import regex

_EMPTY = regex(r"^\|{2,}$")
_NOTE = regex(r"^(?:备注|注|说明|填表说明|填报说明) ?[:：]")
_OTHER = regex(r"^(?:单位|填报单位|填表人|主要负责人|联系电话|日期|审核人)[^|]{0,30}[:：]")


def read(page: Page, zone: Zone) -> Form:
    """Columns, printed rows and notes of a form."""
    kind = "other"
    if re.search(r"联络|联系人", zone.title):
        kind = "liaison_list"
    elif re.search(r"完成情况|进展情况|落实情况|推进情况|季度|进度", zone.title):
        kind = "periodic_report"
    notes = [x.text.rstrip("|｜ ") for x in zone.lines if _NOTE.match(x.half)]
    cells = [x for x in zone.lines if not _NOTE.match(x.half) and not (_OTHER.match(x.half) and not x.cells)]
    columns, rows = (
        _table(page, cells) if any(len(x.cells) > 1 and not _EMPTY.match(x.half) for x in cells) else _flat(cells)
    )
    end = zone.lines[-1].span.end if zone.lines else (zone.title_span.end if zone.title_span else 0)
    start = zone.title_span.start if zone.title_span else (zone.lines[0].span.start if zone.lines else 0)
    return Form(kind, zone.mark, zone.title, Span(min(start, end), end), tuple(columns), tuple(rows), tuple(notes))


def _table(page: Page, lines: list[Line]) -> tuple[list[str], list[str]]:
    rows = [[c.of(page.text).strip() for c in x.cells] for x in lines if len(x.cells) > 1]
    return [w for w in rows[0] if w], [r[0] for r in rows[1:] if r[0]]


def _flat(lines: list[Line]) -> tuple[list[str], list[str]]:
    """One cell a line, each closed by ``|``; a line of bars is the rest of a row and tells how many columns it has."""
    words: list[str] = []
    width = 0
    for line in lines:
        if _EMPTY.match(line.half.replace(" ", "")):
            width = width or len(line.half.replace(" ", "")) + 1
        elif line.piped or words:
            words.append(line.text.rstrip("|｜ ").strip())
    width = width or len(words)
    return words[:width], words[width:]
