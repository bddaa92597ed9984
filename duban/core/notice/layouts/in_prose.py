"""正文中的一段清单: ``确定10件为民办实事项目如下：一是…；二是…`` in one paragraph of a report that has no annex."""

from __future__ import annotations

from collections.abc import Sequence

from duban.core.document import Span
from duban.core.notice.layouts.base import Account, Draft, View
from duban.core.notice.marks import Mark, MarkKind, inside
from duban.core.notice.page import Line
from duban.core.notice.zones import ZoneKind, declared_counts
from duban.core.text.patterns import regex

name = "in_prose"
title = "正文一段之内的清单"
FEWEST = 4
SCORE = 0.3  # weaker than any list with its own title or lines
_CLOSING = regex(r" *(?:各位代表|我们|同时|此外|以上|通过|让|同志们)")
_ANNOUNCED = regex(r"实事|民生项目|任务|事项|民心工程|民生工程")


def explain(view: View) -> Sequence[Account]:
    """A paragraph that announces how many things follow and counts exactly so many."""
    if view.zone.kind is not ZoneKind.MAIN:
        return []
    kinds = [
        k for k in (MarkKind.ONE_IS, MarkKind.ARABIC_PAREN, MarkKind.CIRCLED, MarkKind.ARABIC) if view.counts_inside(k)
    ]
    for line in view.lines if kinds else ():
        if line.cells or len(line.half) < 60:
            continue
        for kind in kinds:
            marks = _announced(line, kind)
            if marks:
                return [_account(view, line, marks)]
    return []


def _announced(line: Line, kind: MarkKind) -> list[Mark]:
    marks = inside(line.half, kind)
    starts = [at for at, m in enumerate(marks) if m.value == 1]
    for at, begin in enumerate(starts):
        run = marks[begin : starts[at + 1] if at + 1 < len(starts) else len(marks)]
        before = line.half[max(0, run[0].start - 60) : run[0].start]
        if len(run) >= FEWEST and len(run) in declared_counts(before) and _ANNOUNCED.search(before):
            return run
    return []


def _account(view: View, line: Line, marks: list[Mark]) -> Account:
    base = line.span.start
    ends = [m.start for m in marks[1:]] + [_last_end(line, marks)]
    drafts = []
    for mark, end in zip(marks, ends, strict=True):
        text = line.half[mark.end : end].rstrip()
        number = Span(base + mark.start, base + mark.end)
        drafts.append(Draft(mark.printed, number, Span(base + mark.end, base + mark.end + len(text))))
    reason = f"正文一段写明 {len(marks)} 项并逐项列出"
    return Account(name, view.zone, len(drafts), SCORE, reason, lambda: (drafts, []))


def _last_end(line: Line, marks: list[Mark]) -> int:
    """The last thing ends with its sentence; where most others say more than one, so does it, at no greater length."""
    text, begin = line.half, marks[-1].end
    others = [text[a.end : b.start].rstrip() for a, b in zip(marks, marks[1:], strict=False)]
    several = sum(1 for other in others if "。" in other[:-1]) * 2 >= len(others)
    most = max(map(len, others)) if several else 0
    end = text.find("。", begin) + 1
    while 0 < end and (stop := text.find("。", end) + 1) and stop - begin <= most and not _CLOSING.match(text, end):
        end = stop
    return end or len(text)
