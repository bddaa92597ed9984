"""What extensions, closing and inspections say to whom. A message to a unit speaks of that unit alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils import timezone

from duban.audit.models import Event
from duban.core.text.days import day_in_words
from duban.messaging.deriving import on
from duban.messaging.kinds import Kind, register
from duban.messaging.people import holders
from duban.messaging.writing import Note, Settled
from duban.orgs.enums import OFFICE_POSTS, PostKind
from duban.oversight.actions.adjustments import asked_for
from duban.oversight.models import Adjustment, Closing, Conclusion, Inspection, Rectification
from duban.progress.messages import STAFF, STAFF_LABEL, To

PRINCIPAL, DEPUTY = PostKind.PRINCIPAL, PostKind.DEPUTY
UNIT_LABEL = f"{STAFF_LABEL}、主要领导"

register(
    Kind(
        "adjustment_asked",
        "申请延期或调整",
        "督查室",
        "{unit}申请{kind}：{code}",
        "{text}\n理由：{reason}",
        office=True,
    ),
    Kind("adjustment_decided", "延期或调整审定", STAFF_LABEL, "{result}：{code}", "{text}\n{reason}"),
    Kind("closing_asked", "申请办结", "督查室", "{unit}申请办结：{code}", "{text}", office=True),
    Kind(
        "closing_returned",
        "办结申请退回",
        STAFF_LABEL,
        "办结申请已退回：{code}",
        "意见：{reason}\n请继续办理，完成后再申请办结。",
        duty=True,
        urgent=True,
    ),
    Kind("closing_done", "办结和销号", STAFF_LABEL, "{result}：{code}", "{text}"),
    Kind("closing_reopened", "重新办理", UNIT_LABEL, "重新办理：{code}", "理由：{reason}", duty=True, urgent=True),
)

register(
    Kind(
        "inspection_to_approve",
        "督查方案待批准",
        "区领导",
        "督查方案待您批准：{title}",
        "{first}至{last}，对象{count}家。{text}",
        duty=True,
        office=True,
    ),
    Kind("inspection_decided", "督查方案审批结果", "督查室", "督查方案{result}：{title}", "{reason}", office=True),
    Kind("inspection_started", "督查开始", UNIT_LABEL, "督查开始：{title}", "{first}至{last}。内容：{text}", duty=True),
    Kind(
        "conclusion_served",
        "督查结论送达",
        f"{UNIT_LABEL}、分管领导",
        "督查结论已送达：{title}",
        "文号：{number}。请打开阅读；打开文件即记为本单位已阅。\n有异议的，{until}前提出；整改要求{points}条，请按期办理。",
        duty=True,
        urgent=True,
    ),
    Kind(
        "conclusion_objected",
        "对督查结论的异议",
        "督查室",
        "{unit}对督查结论提出异议：{title}",
        "{until}前由没有参加督查的人员复核。\n{text}",
        office=True,
        duty=True,
    ),
    Kind(
        "conclusion_decided",
        "督查异议复核决定",
        UNIT_LABEL,
        "复核决定：{title}，{result}",
        "文号：{number}。请打开阅读；打开文件即记为本单位已阅。\n{text}",
        duty=True,
    ),
    Kind(
        "rectification_reported",
        "单位报整改情况",
        "督查室",
        "{unit}报整改情况",
        "{text}\n整改情况：{result}",
        office=True,
    ),
    Kind(
        "rectification_returned",
        "整改退回",
        STAFF_LABEL,
        "整改情况已退回",
        "{text}\n意见：{reason}\n期限 {due}。",
        duty=True,
        urgent=True,
    ),
)


def _to(event: Event, unit_ids: Collection[int] | None, posts: Collection[PostKind]) -> To:
    """Holders on the day of the event, besides who did it."""
    found = holders(unit_ids, posts, timezone.localdate(event.at), besides=event.actor_id)
    return [(each.person, each.unit_id) for each in found]


# Extensions and adjustments

_DECIDED = {"approve": "已同意", "refuse": "未同意", "revoke": "同意已撤销"}


@on("adjustment.apply")
def asked(event: Event) -> Iterator[Note]:
    """The office has to decide."""
    row = Adjustment.objects.select_related("matter", "unit", "target").get(pk=event.subject_id)
    values = {
        "unit": row.unit, "kind": row.get_kind_display(), "code": row.matter.code, "text": asked_for(row),
        "reason": row.reason,
    }  # fmt: skip
    yield Note("adjustment_asked", row, _to(event, None, OFFICE_POSTS), values)


@on("adjustment.approve", "adjustment.refuse", "adjustment.revoke", "adjustment.withdraw")
def decided(event: Event) -> Iterator[Note | Settled]:
    """The unit learns what was decided; what was withdrawn asks for nothing."""
    row = Adjustment.objects.select_related("matter", "target").get(pk=event.subject_id)
    yield Settled(["adjustment_asked"], row)
    move = event.verb.partition(".")[2]
    if move in _DECIDED:
        result = f"{row.get_kind_display()}{_DECIDED[move]}"
        reason = f"意见：{event.reason}" if event.reason else ""
        values = {"result": result, "code": row.matter.code, "text": asked_for(row), "reason": reason}
        yield Note("adjustment_decided", row, _to(event, {row.unit_id}, STAFF), values)


# Closing


def _closing(event: Event) -> Closing:
    return Closing.objects.select_related("matter", "unit").get(pk=event.subject_id)


@on("closing.apply")
def closing_asked(event: Event) -> Iterator[Note]:
    """The office has to verify."""
    row = _closing(event)
    values = {"unit": row.unit, "code": row.matter.code, "text": row.result[:200]}
    yield Note("closing_asked", row, _to(event, None, OFFICE_POSTS), values)


@on("closing.withdraw", "closing.send_back", "closing.close", "closing.write_off", "closing.reopen")
def closing_moved(event: Event) -> Iterator[Note | Settled]:
    """What became of it."""
    row, move = _closing(event), event.verb.partition(".")[2]
    yield Settled(["closing_asked", "closing_returned", "closing_reopened"], row)
    unit, code = {row.unit_id}, row.matter.code
    if move == "send_back":
        yield Note("closing_returned", row, _to(event, unit, STAFF), {"code": code, "reason": event.reason})
    elif move == "reopen":
        to = _to(event, unit, (*STAFF, PRINCIPAL))
        yield Note("closing_reopened", row, to, {"code": code, "reason": event.reason})
    elif move in ("close", "write_off"):
        result = "已办结" if move == "close" else "已销号"
        text = f"评为“{row.get_grade_display()}”。{event.reason}"
        values = {"result": result, "code": code, "text": text}
        yield Note("closing_done", row, _to(event, unit, STAFF), values)


# Inspections


def _inspection(event: Event) -> tuple[Inspection, dict[str, object]]:
    row = Inspection.objects.get(pk=event.subject_id)
    days = {"first": day_in_words(row.first_day), "last": day_in_words(row.last_day)}
    return row, {"title": row.title, "text": row.content[:200], **days}


@on("inspection.submit")
def to_approve(event: Event) -> Iterator[Note]:
    """A leader has to approve; who is of the team cannot."""
    row, values = _inspection(event)
    team = set(row.team.values_list("pk", flat=True))
    to = [each for each in _to(event, None, [PostKind.LEADER]) if each[0].pk not in team]
    yield Note("inspection_to_approve", row, to, {**values, "count": row.units.count()})


@on("inspection.approve", "inspection.send_back", "inspection.cancel", "inspection.start")
def inspection_moved(event: Event) -> Iterator[Note | Settled]:
    """The office learns the answer; the units learn of it when it begins."""
    row, values = _inspection(event)
    yield Settled(["inspection_to_approve", "inspection_decided"], row)
    move = event.verb.partition(".")[2]
    if move in ("approve", "send_back"):
        result = "已批准" if move == "approve" else "已退回"
        said = {**values, "result": result, "reason": event.reason or "可以开始督查。"}
        yield Note("inspection_decided", row, _to(event, None, OFFICE_POSTS), said)
    elif move == "start":
        units = set(row.units.values_list("pk", flat=True))
        yield Note("inspection_started", row, _to(event, units, (*STAFF, PRINCIPAL)), values)


def _conclusion(event: Event) -> Conclusion:
    return Conclusion.objects.select_related("inspection", "unit").get(pk=event.subject_id)


@on("conclusion.serve")
def served(event: Event) -> Iterator[Note]:
    """The unit's leaders and staff: 30 days to object, and what has to be set right."""
    row = _conclusion(event)
    until = row.objection_until()
    values = {
        "title": row.inspection.title, "number": event.after.get("number", "") if event.after else "",
        "until": day_in_words(until) if until else "", "points": row.rectifications.count(),
    }  # fmt: skip
    yield Note("conclusion_served", row, _to(event, {row.unit_id}, (*STAFF, DEPUTY, PRINCIPAL)), values)


@on("conclusion.object")
def objected(event: Event) -> Iterator[Note]:
    """The office has 30 days; who took part does not decide, and is told all the same."""
    row = _conclusion(event)
    until = row.decision_until()
    values = {
        "unit": row.unit, "title": row.inspection.title, "text": row.objection[:200],
        "until": day_in_words(until) if until else "",
    }  # fmt: skip
    yield Note("conclusion_objected", row, _to(event, None, OFFICE_POSTS), values)


@on("conclusion.decide")
def objection_decided(event: Event) -> Iterator[Note | Settled]:
    """The unit learns the decision and its reasons."""
    row = _conclusion(event)
    yield Settled(["conclusion_objected"], row)
    values = {
        "title": row.inspection.title, "result": "异议成立" if row.upheld else "维持结论", "text": row.decision,
        "number": event.after.get("number", "") if event.after else "",
    }  # fmt: skip
    yield Note("conclusion_decided", row, _to(event, {row.unit_id}, (*STAFF, PRINCIPAL)), values)


@on("rectification.report", "rectification.return", "rectification.confirm")
def rectification_moved(event: Event) -> Iterator[Note | Settled]:
    """Reported to the office, sent back to the unit, or done."""
    row = Rectification.objects.select_related("unit").get(pk=event.subject_id)
    yield Settled(["rectification_reported", "rectification_returned"], row)
    if event.verb == "rectification.report":
        values = {"unit": row.unit, "text": row.text, "result": row.result[:200]}
        yield Note("rectification_reported", row, _to(event, None, OFFICE_POSTS), values)
    elif event.verb == "rectification.return":
        values = {"text": row.text, "reason": event.reason, "due": day_in_words(row.due_on)}
        yield Note("rectification_returned", row, _to(event, {row.unit_id}, STAFF), values)
