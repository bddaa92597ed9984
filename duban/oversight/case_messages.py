"""What difficulties, directives and meetings say to whom. A message to a unit speaks of that unit's own concern."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from django.utils import timezone

from duban.audit.models import Event
from duban.messaging.deriving import on
from duban.messaging.kinds import Kind, register
from duban.messaging.people import holders
from duban.messaging.writing import Note, Settled
from duban.orgs.enums import OFFICE_POSTS, PostKind
from duban.orgs.models import Appointment, Unit, User
from duban.oversight.enums import HolderKind
from duban.oversight.models import CoordinationCase, Directive, Holding, Meeting
from duban.progress.messages import STAFF, STAFF_LABEL
from duban.progress.messages import day as say_day

HOLDER_LABEL = "被转请答复的区领导或单位"
register(
    Kind("case_raised", "单位提请协调", "督查室", "{unit}提请协调：{code}", "{wanted}\n{reason}", office=True),
    Kind(
        "case_routed",
        "请您答复协调事项",
        HOLDER_LABEL,
        "请答复：{code}（{unit}）",
        "{wanted}\n答复期限 {due}。打开即可答复和交办。{why}",
        duty=True,
        urgent=True,
    ),
    Kind("case_escalated", "协调事项逾期上提", "督查室", "逾期未答复，已上提：{code}", "上提至{who}。", office=True),
    Kind(
        "case_asked",
        "协调事项须补充",
        STAFF_LABEL,
        "请补充：{code}协调事项",
        "{reason}\n补充期间时限照常计算。",
        duty=True,
        urgent=True,
    ),
    Kind(
        "case_answered", "协调事项已答复", STAFF_LABEL, "已答复：{code}协调事项", "{answer}\n没有解决的，可以再次提请。"
    ),
    Kind("case_ended", "协调事项了结", STAFF_LABEL, "{what}：{code}协调事项", "{reason}"),
    Kind(
        "case_due",
        "协调事项答复到期",
        f"{HOLDER_LABEL}；待督查室处理的，督查室",
        "{left}：{code}（{unit}）",
        "{wanted}",
    ),
    Kind(
        "directive_given",
        "新的交办",
        "经办人、办公室负责人、分管领导",
        "交办：{due}前完成",
        "{text}\n出自{code}（{unit}）。办好后请报办理结果。",
        duty=True,
    ),
    Kind(
        "directive_reported",
        "交办办理结果待核",
        "督查室",
        "{owner}报交办办理结果",
        "{text}\n结果：{result}",
        office=True,
    ),
    Kind("directive_back", "交办退回", STAFF_LABEL, "交办退回继续办理", "{text}\n{reason}", duty=True, urgent=True),
    Kind("directive_moved", "交办变动", STAFF_LABEL, "交办{what}", "{text}\n{reason}"),
    Kind("directive_due", "交办到期", "经办人、办公室负责人；逾期后分管领导", "{left}：交办", "{text}", duty=True),
    Kind("meeting_called", "调度会", STAFF_LABEL, "{day}召开{title}", "议题有本单位提请的协调事项。{place}"),
)

To = list[tuple[User, int | None]]
ASKING = ("case_routed", "case_due", "case_raised", "case_escalated", "case_asked")
DOING = ("directive_given", "directive_due", "directive_back")


def people(unit: Unit, posts: Collection[PostKind], on: dt.date, besides: int | None = None) -> To:
    """Holders of posts of a unit, or of the one that it went into."""
    found = holders({unit.merged_into_id or unit.pk}, posts, on, besides=besides)
    return [(each.person, each.unit_id) for each in found]


def office(on: dt.date, besides: int | None = None) -> To:
    """Everybody of the supervision office."""
    return [(each.person, each.unit_id) for each in holders(None, OFFICE_POSTS, on, besides=besides)]


def whose_turn(row: Holding, on: dt.date, besides: int | None = None) -> To:
    """The people who have to act: who holds the leader's post, the unit's staff, the office."""
    if row.post_id is not None:
        held = Appointment.objects.current(on).filter(post=row.post_id, user__is_active=True).select_related("user")
        return [(each.user, None) for each in held.order_by("id") if each.user_id != besides]
    if row.kind == HolderKind.UNIT and row.unit is not None:
        return people(row.unit, STAFF, on, besides)
    if row.kind == HolderKind.ASKER:
        return people(row.case.unit, STAFF, on, besides)
    return office(on, besides)


def _case(event: Event) -> CoordinationCase:
    return CoordinationCase.objects.select_related("matter", "unit").get(pk=event.subject_id)


def said(row: CoordinationCase) -> dict[str, object]:
    """Values of every message about a case."""
    return {"code": row.matter.code, "unit": row.unit.name, "wanted": row.wanted}


@on("case.raise", "case.supplement", "case.ask_again")
def raised(event: Event) -> Iterator[Note | Settled]:
    """To the office, which has its day too."""
    row, day = _case(event), timezone.localdate(event.at)
    yield Settled(["case_asked", "case_answered"], row)
    yield Note("case_raised", row, office(day, event.actor_id), {**said(row), "reason": event.reason})


@on("case.route", "case.escalate")
def routed(event: Event) -> Iterator[Note | Settled]:
    """To whose turn it is; of what goes up by itself the office learns as well."""
    row, day = _case(event), timezone.localdate(event.at)
    turn = Holding.objects.filter(case=row, since=event.at).select_related("unit", "case__unit").order_by("-id").first()
    yield Settled(ASKING, row)
    if turn is None:
        return
    before = row.holdings.filter(pk__lt=turn.pk).select_related("unit", "post__unit").order_by("-id").first()
    why = f"{before.who}逾期未答复，按规则上提。" if turn.escalated and before is not None else ""
    values = {**said(row), "due": say_day(turn.due_on), "why": why}
    yield Note("case_routed", row, whose_turn(turn, day, event.actor_id), values)
    if turn.escalated:
        yield Note("case_escalated", row, office(day), {**said(row), "who": turn.who})


@on("case.ask_more")
def asked(event: Event) -> Iterator[Note | Settled]:
    """The unit has to supplement."""
    row = _case(event)
    yield Settled(ASKING, row)
    to = people(row.unit, STAFF, timezone.localdate(event.at), event.actor_id)
    yield Note("case_asked", row, to, {**said(row), "reason": event.reason})


@on("case.answer", "case.answer_at_once")
def answered(event: Event) -> Iterator[Note | Settled]:
    """The unit has its answer."""
    row = _case(event)
    yield Settled(ASKING, row)
    to = people(row.unit, STAFF, timezone.localdate(event.at), event.actor_id)
    yield Note("case_answered", row, to, {**said(row), "answer": event.reason})


_ENDED = {"case.close": "已销结", "case.reopen": "重新办理", "case.withdraw": "已撤回"}


@on("case.close", "case.reopen", "case.withdraw")
def ended(event: Event) -> Iterator[Note | Settled]:
    """The unit learns of it; nobody is asked any more."""
    row = _case(event)
    yield Settled(ASKING, row)
    to = people(row.unit, STAFF, timezone.localdate(event.at), event.actor_id)
    yield Note("case_ended", row, to, {**said(row), "what": _ENDED[event.verb], "reason": event.reason})


# Directives


def _directive(event: Event) -> Directive:
    return Directive.objects.select_related("owner", "case__matter", "case__unit").get(pk=event.subject_id)


@on("directive.give")
def given(event: Event) -> Iterator[Note]:
    """Who has to do it."""
    row = _directive(event)
    to = people(row.owner, (*STAFF, PostKind.DEPUTY), timezone.localdate(event.at), event.actor_id)
    values = {**said(row.case), "text": row.text, "due": say_day(row.due_on)}
    yield Note("directive_given", row, to, values)


@on("directive.report")
def reported(event: Event) -> Iterator[Note | Settled]:
    """The office has to look at it."""
    row = _directive(event)
    yield Settled(DOING, row)
    values = {"owner": row.owner.name, "text": row.text, "result": event.reason}
    yield Note("directive_reported", row, office(timezone.localdate(event.at), event.actor_id), values)


_MOVED = {"directive.confirm": "已核实落实", "directive.cancel": "已取消", "directive.postpone": "期限已调整"}


@on("directive.send_back", "directive.confirm", "directive.cancel", "directive.postpone")
def moved(event: Event) -> Iterator[Note | Settled]:
    """The owner learns what the office said."""
    row = _directive(event)
    to = people(row.owner, STAFF, timezone.localdate(event.at), event.actor_id)
    yield Settled(["directive_reported"], row)
    if event.verb == "directive.send_back":
        yield Note("directive_back", row, to, {"text": row.text, "reason": f"意见：{event.reason}"})
        return
    if event.verb != "directive.postpone":
        yield Settled(DOING, row)
    yield Note("directive_moved", row, to, {"text": row.text, "what": _MOVED[event.verb], "reason": event.reason})


@on("meeting.call")
def called(event: Event) -> Iterator[Note]:
    """Units whose cases are on the agenda."""
    row = Meeting.objects.get(pk=event.subject_id)
    units = Unit.objects.filter(cases__meetings=row).distinct().order_by("position", "id")
    day = timezone.localdate(event.at)
    to = [each for unit in units for each in people(unit, STAFF, day, event.actor_id)]
    place = f"地点：{row.place}。" if row.place else ""
    yield Note("meeting_called", row, to, {"day": say_day(row.held_on), "title": row.title, "place": place})
