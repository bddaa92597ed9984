"""编号事项，不注单位: lists of promises that name nobody (十件民生实事), plans as well as results."""

from __future__ import annotations

from collections.abc import Sequence

from duban.core.notice.layouts import numbering as n
from duban.core.notice.layouts.base import Account, View
from duban.core.notice.marks import KIND_NAMES, MarkKind
from duban.core.notice.zones import PROMISE, ZoneKind, declared_counts

name = "plain"
title = "编号事项，不注单位"
FEWEST = 3  # numbered lines make a list


def explain(view: View) -> Sequence[Account]:
    """Numbered items under a title that says what they are; nothing in a narrative or a glossary."""
    zone = view.zone
    allowed = zone.kind is ZoneKind.LIST
    if zone.kind is ZoneKind.MAIN:
        allowed = bool(PROMISE.search(view.title)) and not view.report
    if not allowed or not view.lines:
        return []
    kinds = sorted({x.mark.kind for x in view.lines if x.mark})
    inline = [k for k in n.INLINE_KINDS if k not in kinds and n.places(view, k, inline=True)]
    accounts = [_account(view, kind, kind in inline) for kind in sorted({*kinds, *inline})]
    return [a for a in accounts if a is not None]


def _account(view: View, kind: MarkKind, inline: bool) -> Account | None:
    cut = n.segments(view, n.places(view, kind, inline=inline), kind)
    cut = [s for s in cut if len(s.place.line.half) - s.place.mark.end > 3]
    cut = _without_requirements(view, cut)
    if len(cut) < (FEWEST - 1 if view.zone.promise else FEWEST) or (
        view.zone.kind is ZoneKind.MAIN and (inline or len(cut) < 5)
    ):
        return None
    counts = declared_counts(view.zone.title or view.title)
    heads = n.heading_level(view, kind)
    declared = len(cut) in counts and not heads
    score = 0.5 * (0.2 if heads else 1.0)
    outer = [x for x in view.lines if x.mark and x.mark.kind < kind]
    if outer and not all(n.heading_level(view, k) for k in {x.mark.kind for x in outer if x.mark}):
        score *= 0.5
    score = 0.9 if declared else score
    score *= 0.8 + 0.2 * _regular(cut)
    if not all(s.place.mark.sure for s in cut):
        score *= 0.95  # 1 甲 may be a row of a lost table as well
    if not view.zone.promise and not PROMISE.search(view.title):
        score *= 0.8
    agree = "，与标题所称数目一致" if declared else ""
    reason = f"标题写明为任务清单，按“{KIND_NAMES[kind]}”编号 {len(cut)} 项{agree}"
    return Account(name, view.zone, len(cut), round(score, 4), reason, lambda: n.drafts_of(view, cut, kind))


def _without_requirements(view: View, cut: list[n.Segment]) -> list[n.Segment]:
    """Without what stands under 工作要求, 组织领导 …, and without such headings themselves."""
    if not cut:
        return []
    above = n.heads(view, cut[0].place.mark.kind)
    result = []
    for segment in cut:
        line = segment.place.line
        requires = len(line.half) - segment.place.mark.end < 24 and n.REQUIREMENTS.search(line.half)
        if not n.REQUIREMENTS.search(above(segment)) and not requires:
            result.append(segment)
    return result


def _regular(cut: list[n.Segment]) -> float:
    """Share of numbers that count on from the one before, or begin anew at 1."""
    good = sum(1 for a, b in zip(cut, cut[1:], strict=False) if b.place.mark.value in (a.place.mark.value + 1, 1))
    return good / max(1, len(cut) - 1)
