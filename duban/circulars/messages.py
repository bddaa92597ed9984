"""What is told of circulars, and to whom: a unit of its own part alone, the leaders of what waits for them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from duban.audit.models import Event
from duban.circulars.models import Circular, Exemption, Part
from duban.messaging.deriving import on
from duban.messaging.kinds import Kind, register
from duban.messaging.people import holders
from duban.messaging.writing import Note, Settled
from duban.orgs.enums import OFFICE_POSTS, PostKind
from duban.orgs.models import User

READERS = (PostKind.CLERK, PostKind.OFFICE_HEAD, PostKind.PRINCIPAL)
READERS_LABEL = "经办人、办公室负责人、主要领导"

register(
    Kind(
        "circular_part",
        "通报内容待核对",
        READERS_LABEL,
        "请核对涉及本单位的内容：{name}",
        "共 {count} 处，请于 {until} 前回复；有异议的写明哪一处与事实不符。到期没有回复的，视为没有异议。",
        duty=True,
        urgent=True,
    ),
    Kind("circular_exempted", "撤销点名", READERS_LABEL, "不再点名本单位：{name}", "{what}。理由：{reason}"),
    Kind("circular_reply", "单位回复核对", "督查室", "{unit}回复：{answer}", "{reply}", office=True),
    Kind(
        "circular_submitted",
        "通报待批准",
        "区领导",
        "待您批准：{name}",
        "打开即可阅读全文、数据出处和单位回复。",
        duty=True,
    ),
    Kind("circular_approved", "通报已批准", "督查室", "已批准：{name}", "可以印发。", office=True),
    Kind("circular_returned", "通报退回修改", "督查室", "退回修改：{name}", "意见：{reason}", duty=True, office=True),
)

To = list[tuple[User, int | None]]


def _people(event: Event, units: set[int] | None, posts: tuple[PostKind, ...]) -> To:
    found = holders(units, posts, timezone.localdate(event.at), besides=event.actor_id)
    return [(each.person, each.unit_id) for each in found]


def _row(event: Event) -> Circular:
    return Circular.objects.get(pk=event.subject_id)


@on("circular.show")
def shown(event: Event) -> Iterator[Note]:
    """Each named unit that has not answered yet."""
    row = _row(event)
    for part in row.parts.filter(round=row.round, replied_at__isnull=True):
        until = f"{row.reply_by.month}月{row.reply_by.day}日" if row.reply_by else ""
        values = {"name": row.name, "count": len(part.lines), "until": until}
        yield Note("circular_part", part, _people(event, {part.unit_id}, READERS), values)


@on("circular.exempt")
def exempted(event: Event) -> Iterator[Note]:
    """The unit that had been shown it."""
    row = _row(event)
    made = Exemption.objects.filter(circular=row, made_at=event.at).select_related("matter").last()
    part = row.parts.filter(round=row.round, unit=made.unit_id).first() if made is not None and row.round else None
    if made is None or part is None:
        return
    what = made.get_naming_display() + (f" {made.matter.code}" if made.matter else "")
    values = {"name": row.name, "what": what, "reason": made.reason}
    yield Note("circular_exempted", part, _people(event, {part.unit_id}, READERS), values)


@on("circular_part.reply")
def replied(event: Event) -> Iterator[Note | Settled]:
    """The office; nobody of the unit need answer any more."""
    part = Part.objects.select_related("unit", "circular").get(pk=event.subject_id)
    yield Settled(["circular_part"], part)
    values = {"unit": part.unit, "answer": "无异议" if part.agrees else "有异议", "reply": part.reply}
    yield Note("circular_reply", part.circular, _people(event, None, OFFICE_POSTS), values)


@on("circular.submit", "circular.submit_at_once")
def submitted(event: Event) -> Iterator[Note | Settled]:
    """The leaders; replies are no longer awaited."""
    row = _row(event)
    for part in row.parts.all():
        yield Settled(["circular_part"], part)
    yield Note("circular_submitted", row, _people(event, None, (PostKind.LEADER,)), {"name": row.name})


@on("circular.approve", "circular.send_back", "circular.recall", "circular.reopen", "circular.cancel")
def decided(event: Event) -> Iterator[Note | Settled]:
    """The office learns what a leader decided; what was asked of leaders and units is settled."""
    row = _row(event)
    yield Settled(["circular_submitted"], row)
    if event.verb == "circular.approve":
        yield Note("circular_approved", row, _people(event, None, OFFICE_POSTS), {"name": row.name})
        return
    for part in row.parts.all():
        yield Settled(["circular_part"], part)
    if event.verb == "circular.send_back":
        values = {"name": row.name, "reason": event.reason}
        yield Note("circular_returned", row, _people(event, None, OFFICE_POSTS), values)
