"""The papers of urging: the letter (督办函) under its number, and the proposal of a talk (约谈建议) for a leader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from duban.core.circulars.wording import quoted
from duban.core.gongwen.annex5 import full_width
from duban.core.gongwen.document import Document, Paragraph, Part, Role, Signature
from duban.core.oversight.ladder import Cause, Step
from duban.core.text.days import day_in_words
from duban.dispatch import letterheads
from duban.ledger import naming
from duban.oversight.causes import as_given, ladders
from duban.oversight.models import Urging, UrgingPoint

_ABOUT = {
    Cause.LATE_REPORT: "完成情况报送",
    Cause.RED: "滞后事项办理",
    Cause.DIRECTIVE: "交办事项落实",
    Cause.RECTIFICATION: "整改落实",
}


def about(row: Urging) -> str:
    """What it is about, as the title of a paper says it: 市12项办理."""
    cause = Cause(row.cause)
    points = list(row.points.select_related("matter__programme", "period"))
    if cause is Cause.LATE_REPORT and len(points) == 1 and points[0].period is not None:
        return f"{points[0].period.name}{_ABOUT[cause]}"
    if cause is Cause.RED and len(points) == 1 and points[0].matter is not None:
        return f"{naming.item(points[0].matter)}责任事项办理"
    return _ABOUT[cause]


def letter(row: Urging, number: str, on: dt.date) -> Document:
    """督办函: to the unit, why, what is asked, by when; several points are numbered."""
    heading = letterheads.of("urging")
    parts: list[Part] = [
        Paragraph(f"{row.unit.name}：", Role.PLAIN),
        *_reasons(row),
        Paragraph(
            f"请你单位{row.demand.rstrip('。')}，并于{day_in_words(row.reply_by)}前书面回复办理情况和计划完成日期。"
        ),
        Paragraph("对上述情况有不同意见的，请一并说明。"),
        heading.signature(on),
    ]
    return Document((f"关于督办{about(row)}的函",), tuple(parts), head=heading.head(number), author=heading.issuer)


def _reasons(row: Urging) -> list[Paragraph]:
    points = list(row.points.select_related("matter__programme"))
    if len(points) == 1:
        return [Paragraph(_with_text(points[0])), *_before(row, points)]
    lead = Paragraph(f"经核对台账，以下{len(points)}项需要督办：")
    listed = [Paragraph(f"{n}.{_with_text(point)}", Role.LEVEL3) for n, point in enumerate(points, start=1)]
    return [lead, *listed, *_before(row, points)]


def _with_text(point: UrgingPoint) -> str:
    """The sentence; of a matter with its text in front, so that the paper is understood by itself."""
    if point.matter is None or point.directive_id or point.rectification_id:
        return point.sentence
    text = full_width(point.matter.body.strip()).rstrip("。；")
    return f"{naming.item(point.matter)}{quoted(text)}：{point.reason}"


def _before(row: Urging, points: Sequence[UrgingPoint]) -> list[Paragraph]:
    """What was done before, where all points had the same steps."""
    lines = history(row)
    return [Paragraph("".join(lines))] if lines else []


def history(row: Urging) -> list[str]:
    """The earlier steps on the same things, a sentence each, in order of time."""
    keys = {(point.subject_id, point.since) for point in row.points.all()}
    found: dict[int, Urging] = {}
    for points in ladders({row.unit_id}).points.values():
        for point in points:
            earlier = point.urging
            if earlier.cause == row.cause and earlier.pk < row.pk and (point.subject_id, point.since) in keys:
                found[earlier.pk] = earlier
    return [_told(each) for _, each in sorted(found.items()) if each.given_at or each.decided_at]


def _told(row: Urging) -> str:
    """2023年4月17日已发督办函（武昌政督函〔2023〕2号），至4月20日未回复。"""
    day = day_in_words(timezone.localdate(row.given_at or row.decided_at))
    number = f"（{row.dispatch.full_number}）" if row.dispatch is not None else ""
    did = {Step.REMIND: f"{day}已提醒", Step.URGE: f"{day}已发督办函{number}", Step.TALK: f"{day}约谈"}[Step(row.step)]
    given = as_given(UrgingPoint(urging=row))
    if row.decided_at and not row.given_at:
        return f"{day}提出约谈，未获同意。"
    if given.replied_on is None:
        return f"{did}，至{day_in_words(row.reply_by)}未回复。"
    until = f"，答复{day_in_words(row.promised_on)}前完成" if row.promised_on else ""
    return f"{did}，{day_in_words(given.replied_on)}回复{until}。"


def proposal(row: Urging) -> Document:
    """约谈建议: what is the case, what was done, what is proposed, room for the leader's word."""
    heading = letterheads.of("urging")
    day = timezone.localdate(row.prepared_at)
    points = list(row.points.select_related("matter__programme"))
    done = history(row)
    parts: list[Part] = [
        Paragraph("区领导：", Role.PLAIN),
        Paragraph("一、基本情况", Role.LEVEL1),
        *[Paragraph(_with_text(point)) for point in points],
        Paragraph("二、已采取的措施", Role.LEVEL1),
        Paragraph("".join(done) or "此前没有提醒和督办的记录。"),
        Paragraph("三、建议", Role.LEVEL1),
        Paragraph(f"建议约谈{row.unit.name}主要负责人，请其{row.demand.rstrip('。')}。"),
        Paragraph(f"妥否，请批示。拟于{day_in_words(row.reply_by)}前约谈。"),
        Signature((heading.issuer, day_in_words(day))),
        Paragraph("领导批示：", Role.FORM),
    ]
    if row.decided_at:
        said = row.decision or row.get_state_display()
        who = f"{row.decided_by}，{day_in_words(timezone.localdate(row.decided_at))}"
        parts.append(Paragraph(f"{said}（{who}）", Role.FORM))
    return Document((f"关于约谈{row.unit.name}的建议",), tuple(parts), author=heading.issuer)
