"""What the reporting loop says to whom: kinds of messages, and the rules by which events of the trail become messages.

A message to a unit speaks of that unit alone. Reminders by the calendar are in :mod:`duban.progress.reminders`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator

from django.utils import timezone

from duban.audit.models import Event
from duban.ledger.models import Matter
from duban.messaging.deriving import on
from duban.messaging.kinds import Kind, register
from duban.messaging.people import holders
from duban.messaging.writing import Note, Settled
from duban.notices.models import Notice
from duban.orgs.enums import OFFICE_POSTS, PostKind
from duban.orgs.models import Unit, User
from duban.progress.actions.periods import expected
from duban.progress.enums import DisputeState
from duban.progress.models import Delegation, Dispute, HandlingPlan, Obligation, Period, Report

CLERK, HEAD, DEPUTY, PRINCIPAL = PostKind.CLERK, PostKind.OFFICE_HEAD, PostKind.DEPUTY, PostKind.PRINCIPAL
STAFF = (CLERK, HEAD)
STAFF_LABEL = "经办人、办公室负责人"

register(
    Kind(
        "assigned",
        "新交办的事项",
        STAFF_LABEL,
        "新交办 {count} 项事项",
        "依据：{basis}。请签收；有异议的，{days} 个工作日内提出。",
    ),
    Kind("assignment_changed", "承办关系变动", STAFF_LABEL, "{what}：{code}", "{reason}"),
    Kind(
        "plan_returned", "办理方案退回", STAFF_LABEL, "办理方案已退回：{code}", "意见：{reason}", duty=True, urgent=True
    ),
    Kind("plan_accepted", "办理方案通过", STAFF_LABEL, "办理方案已通过：{code}"),
    Kind("dispute_raised", "单位提出异议", "督查室", "{unit}对 {code} 提出异议", "理由：{reason}", office=True),
    Kind("dispute_decided", "异议裁定", STAFF_LABEL, "异议已裁定：{code}，{decision}", "意见：{reason}"),
    Kind(
        "report_check",
        "报告待审核",
        "办公室负责人",
        "报告待您审核：{period}",
        "期限 {due}。审核通过后送主要领导签字。",
        duty=True,
    ),
    Kind(
        "report_sign",
        "报告待签字",
        "主要领导、受托代签人",
        "报告待您签字：{period}",
        "期限 {due}。打开即可阅读并签字。",
        duty=True,
    ),
    Kind(
        "report_returned",
        "报告退回",
        STAFF_LABEL,
        "报告已退回：{period}",
        "意见：{reason}\n请修改后重新送签。首次签字的时间不变，原来按期的仍算按期。",
        duty=True,
        urgent=True,
    ),
    Kind(
        "report_handed_back",
        "报告由本单位退回",
        "经办人",
        "报告由{who}退回：{period}",
        "意见：{reason}",
        duty=True,
        urgent=True,
    ),
    Kind("report_accepted", "报告受理", STAFF_LABEL, "报告已受理：{period}"),
    Kind(
        "signature_carried",
        "更正沿用签字",
        "主要领导",
        "文字更正沿用您的签字：{period}",
        "更正理由：{reason}\n数据、填报情形和自评没有变。不同意的，可在受理前提出。",
        duty=True,
    ),
    Kind(
        "signature_objected",
        "不同意沿用签字",
        STAFF_LABEL,
        "主要领导不同意沿用签字：{period}",
        "意见：{reason}",
        duty=True,
    ),
    Kind("correction_opened", "报告更正", STAFF_LABEL, "报告须更正：{period}", "由{who}提出，理由：{reason}"),
    Kind("extended", "延期报送", STAFF_LABEL, "报送期限延至 {due}：{period}", "理由：{reason}"),
    Kind("waived", "免报", STAFF_LABEL, "本期免报：{period}", "理由：{reason}"),
    Kind("waiver_ended", "撤销免报", STAFF_LABEL, "免报已撤销：{period}", "请于 {due} 前报送。理由：{reason}"),
    Kind("delegated", "授权代签", "受托人", "您受托代签：{unit}", "自 {start} 至 {end}，文号：{basis}"),
    Kind("reminder_open", "开始报送", STAFF_LABEL, "开始报送：{period}", "{text}"),
    Kind("reminder_due", "临近期限", "报告在谁手里，提醒谁", "{left}：{period}", "{text}"),
    Kind("reminder_sign", "临近期限待签字", "主要领导、受托代签人", "{left}，待您签字：{period}", "{text}", duty=True),
    Kind(
        "reminder_late", "逾期未报", "经办人、分管领导；三个工作日后主要领导", "{left}：{period}", "{text}", duty=True
    ),
    Kind("late_list", "逾期单位名单", "督查室", "{count} 个单位逾期未报：{period}", "{text}", office=True),
)

REMINDERS = ("reminder_open", "reminder_due", "reminder_sign", "reminder_late")
ON_ITS_WAY = ("report_check", "report_sign", "report_returned", "report_handed_back", "signature_objected")
DISPUTE_DAYS = 3

To = list[tuple[User, int | None]]


def day(value: dt.date) -> str:
    """4月10日（周一）."""
    return f"{value.month}月{value.day}日（周{'一二三四五六日'[value.weekday()]}）"


def _to(event: Event, unit_ids: Collection[int] | None, posts: Collection[PostKind]) -> To:
    """Holders on the day of the event, besides who did it."""
    found = holders(unit_ids, posts, timezone.localdate(event.at), besides=event.actor_id)
    return [(each.person, each.unit_id) for each in found]


def office(event: Event) -> To:
    """Everybody of the supervision office, besides who did it."""
    return _to(event, None, OFFICE_POSTS)


def _report(event: Event) -> Report:
    return Report.objects.select_related("period", "unit").get(pk=event.subject_id)


def _due(report: Report) -> dt.date:
    own = Obligation.objects.filter(period_id=report.period_id, unit_id=report.unit_id).first()
    return own.due_on if own else report.period.due_on


def signers(unit_id: int, at: dt.datetime, *, besides: int | None = None) -> To:
    """主要领导 and who signs by mandate at the instant."""
    held = holders({unit_id}, [PRINCIPAL], timezone.localdate(at), besides=besides)
    given = Delegation.objects.in_force(at).filter(post__unit_id=unit_id).select_related("delegate")
    return [(each.person, unit_id) for each in held] + [
        (row.delegate, unit_id) for row in given if row.delegate_id != besides
    ]


# Items


@on("notice.confirm")
def assigned(event: Event) -> Iterator[Note]:
    """Each unit learns how many matters the notice gives it; groups are expanded."""
    notice = Notice.objects.defer("source_text").get(pk=event.subject_id)
    rows = expected(notice.year, timezone.localdate(event.at))
    counts = Counter(
        {unit_id: sum(row.matter.notice_id == notice.pk for row, _ in of_unit) for unit_id, of_unit in rows.items()}
    )
    basis = notice.document_number or f"《{notice.title}》"
    people: dict[int, To] = {}
    for person, unit_id in _to(event, [u for u, n in counts.items() if n], STAFF):
        if unit_id is not None:
            people.setdefault(unit_id, []).append((person, unit_id))
    for unit_id, to in people.items():
        values = {"count": counts[unit_id], "basis": basis, "days": DISPUTE_DAYS}
        yield Note("assigned", notice, to, values)


@on("assignment.add", "assignment.change", "assignment.end")
def assignment_changed(event: Event) -> Iterator[Note]:
    """The unit that comes and the unit that goes, each about itself alone."""
    matter = Matter.objects.get(pk=event.subject_id)
    sides = {"不再承办": (event.before or {}).get("unit"), "新承办": (event.after or {}).get("unit")}
    if sides["不再承办"] == sides["新承办"]:
        sides = {"承办角色变动": sides["新承办"]}
    for what, name in sides.items():
        unit = Unit.objects.filter(name=name).first() or Unit.objects.filter(aliases__text=name).first()
        if name and unit is not None:
            values = {"what": what, "code": matter.code, "reason": f"理由：{event.reason}" if event.reason else ""}
            key = f"event:{event.seq}:{unit.pk}"
            yield Note("assignment_changed", matter, _to(event, {unit.pk}, STAFF), values, key=key)


@on("plan.send_back", "plan.accept")
def plan_decided(event: Event) -> Iterator[Note]:
    """The office decided on a plan."""
    plan = HandlingPlan.objects.select_related("matter").get(pk=event.subject_id)
    kind = "plan_returned" if event.verb == "plan.send_back" else "plan_accepted"
    yield Note(kind, plan, _to(event, {plan.unit_id}, STAFF), {"code": plan.matter.code, "reason": event.reason})


@on("plan.submit")
def plan_filed(event: Event) -> Iterator[Settled]:
    """Filed again: what was returned is done with."""
    yield Settled(["plan_returned"], HandlingPlan(pk=event.subject_id))


@on("dispute.raise")
def dispute_raised(event: Event) -> Iterator[Note]:
    """The office has to decide."""
    row = Dispute.objects.select_related("unit", "assignment__matter").get(pk=event.subject_id)
    values = {"unit": row.unit, "code": row.assignment.matter.code, "reason": row.reason}
    yield Note("dispute_raised", row, office(event), values)


@on("dispute.uphold", "dispute.reject", "dispute.withdraw")
def dispute_decided(event: Event) -> Iterator[Note | Settled]:
    """The unit learns the decision; the office need do nothing any more."""
    row = Dispute.objects.select_related("assignment__matter", "raised_by").get(pk=event.subject_id)
    yield Settled(["dispute_raised"], row)
    if event.verb != "dispute.withdraw":
        to = [*_to(event, {row.unit_id}, STAFF), (row.raised_by, row.unit_id)]
        decision = DisputeState(row.state).label
        yield Note(
            "dispute_decided", row, to,
            {"code": row.assignment.matter.code, "decision": decision, "reason": event.reason},
        )  # fmt: skip


# The report on its way


@on("report.submit")
def waits_for_check(event: Event) -> Iterator[Note | Settled]:
    """办公室负责人 has it in hand."""
    report = _report(event)
    yield Settled(ON_ITS_WAY, report)
    values = {"period": report.period, "due": day(_due(report))}
    yield Note("report_check", report, _to(event, {report.unit_id}, [HEAD]), values)


@on("report.send_to_sign", "report.pass_check")
def waits_for_signature(event: Event) -> Iterator[Note | Settled]:
    """The principal (or who signs by mandate) has it in hand; on the due day and after it goes at once."""
    report = _report(event)
    due = _due(report)
    yield Settled(ON_ITS_WAY, report)
    yield Note(
        "report_sign", report, signers(report.unit_id, event.at, besides=event.actor_id),
        {"period": report.period, "due": day(due)}, urgent=timezone.localdate(event.at) >= due,
    )  # fmt: skip


@on("report.recall")
def recalled(event: Event) -> Iterator[Settled]:
    """Nobody need check or sign it now."""
    yield Settled(ON_ITS_WAY, Report(pk=event.subject_id))


@on("report.fail_check", "report.refuse")
def handed_back(event: Event) -> Iterator[Note | Settled]:
    """Inside the unit: back to the clerk, with the reason."""
    report = _report(event)
    yield Settled(ON_ITS_WAY, report)
    who = "办公室负责人" if event.verb == "report.fail_check" else "主要领导"
    values = {"who": who, "period": report.period, "reason": event.reason}
    yield Note("report_handed_back", report, _to(event, {report.unit_id}, [CLERK]), values)


@on("report.sign", "report.record_paper")
def signed(event: Event) -> Iterator[Settled]:
    """Filed: nobody of the unit is reminded of it any more."""
    report = _report(event)
    yield Settled(ON_ITS_WAY, report)
    yield from _stopped(report.period_id, report.unit_id)


def _stopped(period_id: int, unit_id: int) -> Iterator[Settled]:
    own = Obligation.objects.filter(period_id=period_id, unit_id=unit_id).first()
    if own is not None:
        yield Settled(REMINDERS, own)


@on("report.send_carried", "report.pass_carried", "report.amend")
def carried(event: Event) -> Iterator[Note | Settled]:
    """The principal is told that the signature was carried over, and may object."""
    report = _report(event)
    yield Settled(ON_ITS_WAY, report)
    values = {"period": report.period, "reason": report.change_reason}
    to = signers(report.unit_id, event.at, besides=event.actor_id)
    yield Note("signature_carried", report, to, values)


@on("report.concur")
def concurred(event: Event) -> Iterator[Settled]:
    """Nothing more to say about it."""
    yield Settled(["signature_carried"], Report(pk=event.subject_id))


@on("report.object")
def objected(event: Event) -> Iterator[Note | Settled]:
    """The unit has to have it signed."""
    report = _report(event)
    yield Settled(["signature_carried"], report)
    values = {"period": report.period, "reason": event.reason}
    yield Note("signature_objected", report, _to(event, {report.unit_id}, STAFF), values)


@on("report.send_back")
def sent_back(event: Event) -> Iterator[Note | Settled]:
    """The office returned it."""
    report = _report(event)
    yield Settled(["signature_carried"], report)
    values = {"period": report.period, "reason": event.reason}
    yield Note("report_returned", report, _to(event, {report.unit_id}, STAFF), values)


@on("report.accept")
def accepted(event: Event) -> Iterator[Note | Settled]:
    """The office accepted it."""
    report = _report(event)
    yield Settled(["signature_carried"], report)
    yield Note("report_accepted", report, _to(event, {report.unit_id}, STAFF), {"period": report.period})


@on("report.correct")
def correction_opened(event: Event) -> Iterator[Note]:
    """Whoever asked for the correction, the unit's people know that a new version is open."""
    report = _report(event)
    who = {"unit": "本单位", "office": "督查室", "audit": "审计"}.get(report.requested_by, "本单位")
    values = {"period": report.period, "who": who, "reason": event.reason}
    yield Note("correction_opened", report, _to(event, {report.unit_id}, STAFF), values)


# Terms


@on("obligation.extend", "obligation.waive", "obligation.end_waiver")
def term_changed(event: Event) -> Iterator[Note | Settled]:
    """More time, excused, or no longer excused: reminders that were given say something else now."""
    row = Obligation.objects.select_related("period").get(pk=event.subject_id)
    yield Settled(REMINDERS, row)
    kind = {"obligation.extend": "extended", "obligation.waive": "waived"}.get(event.verb, "waiver_ended")
    values = {"period": row.period, "due": day(row.due_on), "reason": event.reason or "无"}
    yield Note(kind, row, _to(event, {row.unit_id}, STAFF), values)


@on("period.close")
def closed(event: Event) -> Iterator[Settled]:
    """A closed period asks for nothing."""
    for row in Obligation.objects.filter(period_id=event.subject_id, first_signed_at__isnull=True):
        yield Settled(REMINDERS, row)
    yield Settled(["late_list"], Period(pk=event.subject_id))


@on("delegation.create")
def delegated(event: Event) -> Iterator[Note]:
    """Who may sign from now on learns it, with the document."""
    row = Delegation.objects.select_related("post__unit", "delegate").get(pk=event.subject_id)
    values = {
        "unit": row.post.unit, "start": day(timezone.localdate(row.start)), "end": day(timezone.localdate(row.end)),
        "basis": row.basis,
    }  # fmt: skip
    if row.delegate_id != event.actor_id:
        yield Note("delegated", row, [(row.delegate, row.post.unit_id)], values)
