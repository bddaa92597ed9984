"""Difficulties: raised by the unit, routed by the office, answered by whose turn it is, closed by the office."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from duban.audit.actions import record
from duban.core.oversight.routes import HOLDER_LABELS, Holder, answer_by, next_holder
from duban.core.workflow import case as flow
from duban.ledger.models import Assignment, Matter
from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, Post, Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.orgs.workdays import office_calendar
from duban.oversight.addressees import no_answer, not_owner
from duban.oversight.enums import CaseKind, MeetingState, Reach
from duban.oversight.models import CoordinationCase, Directive, Holding, Meeting
from duban.progress.models import Line


@dataclass(frozen=True)
class Difficulty:
    """What a unit says of a difficulty."""

    kind: CaseKind
    reach: Reach
    text: str
    wanted: str
    waiting_on: Unit | None = None
    needed_by: dt.date | None = None
    another: bool = False  # the unit has seen that it has one open on this matter, and this is another one


@dataclass(frozen=True)
class Turn:
    """To whom a case goes: the office, a unit, or a leader's post."""

    holder: Holder
    unit: Unit | None = None
    post: Post | None = None


@transaction.atomic
def raise_case(
    *, matter: Matter, unit: Unit, said: Difficulty, line: Line | None = None, by: Actor, at: dt.datetime
) -> CoordinationCase:
    """提请协调, any time, from a line of a report or alone. It goes to the office, which has its day too."""
    require(by, Verb.RAISE_CASE)
    if unit.pk not in by.unit_ids:
        raise NotAllowed("这不是本单位的事项。")
    if not Assignment.objects.live().held_by({unit.pk}, by.today).filter(matter=matter).exists():
        raise NotAllowed("这不是本单位的事项。")
    if len(said.text.strip()) < 6 or len(said.wanted.strip()) < 4:
        raise Invalid("请写明困难和原因，以及提请研究解决的事项。")
    if said.needed_by is not None and said.needed_by <= by.today:
        raise Invalid("需要答复的日期应晚于今天。")
    if said.waiting_on is not None and said.waiting_on.pk == unit.pk:
        raise Invalid("涉及单位不能是本单位。")
    if line is not None and (line.matter_id != matter.pk or line.report.unit_id != unit.pk):
        raise Invalid("这一项不在本单位的报告里，请从报告页重新提请。")
    _not_twice(matter, unit, said)
    row = CoordinationCase.objects.create(
        matter=matter,
        unit=unit,
        line=line,
        kind=said.kind,
        reach=said.reach,
        text=said.text.strip(),
        wanted=said.wanted.strip(),
        waiting_on=said.waiting_on,
        needed_by=said.needed_by,
        raised_by=by.person,
        raised_at=at,
    )
    _hand(row, Turn(Holder.OFFICE), at)
    record("case.raise", row, by=by, at=at, after={"wanted": row.wanted, "needed_by": row.needed_by}, reason=row.text)
    return row


def open_of(matter: Matter, unit: Unit) -> QuerySet[CoordinationCase]:
    """What the unit, or one that went into it, has asked for on the matter and is not ended."""
    mine = Q(unit=unit) | Q(unit__merged_into=unit)
    return CoordinationCase.objects.open().filter(mine, matter=matter).order_by("pk")


def _not_twice(matter: Matter, unit: Unit, said: Difficulty) -> None:
    """The same difficulty once; another one is said to be another."""
    Matter.objects.select_for_update().get(pk=matter.pk)  # two requests at once: the second sees the first
    before = open_of(matter, unit).first()
    if before is not None and not said.another:
        day = timezone.localtime(before.raised_at).date()
        what = f"{before.get_kind_display()}困难（{before.get_state_display()}，{day:%Y-%m-%d}提请）"
        raise Invalid(f"本单位对这一项已有一件{what}。同一个困难请在那一件里补充；确是另一个困难的，请勾选后再提请。")


def roles(row: CoordinationCase, by: Actor) -> set[str]:
    """What the actor is to the case. A unit that took over the one that asked stands in its place."""
    held = {flow.OFFICE} if by.is_office else set()
    if own_unit_ids(by) & {row.unit_id, row.unit.merged_into_id}:
        held.add(flow.UNIT)
    if CoordinationCase.objects.filter(pk=row.pk).held_by(by).exists() and row.state == flow.ROUTED:
        held.add(flow.HOLDER)
    return held


NO_PAGE = -1
"""In place of the revision that a page showed, where the form does not say it."""


def _move(
    name: str,
    row: CoordinationCase,
    *,
    by: Actor,
    at: dt.datetime,
    comment: str = "",
    system: bool = False,
    seen: int | None = None,
    after: dict[str, Any] | None = None,
    **columns: Any,
) -> CoordinationCase:
    held = None if system else roles(row, by)
    if held is not None and not held and seen in (None, NO_PAGE, row.revision):
        raise NotAllowed("这不是本单位的协调事项。")
    if seen is not None and seen != row.revision:
        raise overtaken(row)
    made = flow.TABLE.check(name, state=row.state, roles=held, comment=comment)
    changed = CoordinationCase.objects.filter(pk=row.pk, state=row.state, revision=row.revision).update(
        state=made.target, revision=row.revision + 1, **columns
    )
    if not changed:
        raise Stale()
    before = {"state": row.state}
    row.refresh_from_db()
    record(
        f"case.{name}",
        row,
        by=by,
        at=at,
        before=before,
        after={"state": row.get_state_display(), **(after or {})},
        reason=comment,
    )
    return row


def overtaken(row: CoordinationCase) -> Stale:
    """For whoever acts from an older page: how it stands now."""
    turn = row.holdings.open().select_related("unit", "post__unit").first()
    where = f"，在{turn.who}手里" if turn is not None else ""
    now = f"这件协调事项现在是“{row.get_state_display()}”{where}"
    return Stale(f"在您打开页面之后有人办理过：{now}。请看过之后再办。")


def _hand(row: CoordinationCase, turn: Turn, at: dt.datetime, *, escalated: bool = False) -> Holding:
    """The turn goes on: the open holding ends, the next begins with its own day to answer."""
    row.holdings.open().update(ended_at=at)
    day = timezone.localtime(at).date()
    due = answer_by(turn.holder, day, office_calendar(), needed_by=row.needed_by)
    return Holding.objects.create(
        case=row, kind=turn.holder, unit=turn.unit, post=turn.post, since=at, due_on=due, escalated=escalated
    )


@transaction.atomic
def ask_more(
    *, row: CoordinationCase, comment: str, by: Actor, at: dt.datetime, seen: int | None = None
) -> CoordinationCase:
    """退请补充: the unit's clock runs again until it has supplemented."""
    row = _move("ask_more", row, by=by, at=at, seen=seen, comment=comment)
    _hand(row, Turn(Holder.ASKER), at)
    return row


@transaction.atomic
def supplement(
    *, row: CoordinationCase, comment: str, by: Actor, at: dt.datetime, seen: int | None = None
) -> CoordinationCase:
    """补充后再报: what was missing is added to the text, the first text stays."""
    text = f"{row.text}\n补充：{comment.strip()}"
    row = _move("supplement", row, by=by, at=at, seen=seen, comment=comment, text=text)
    _hand(row, Turn(Holder.OFFICE), at)
    return row


@transaction.atomic
def route(
    *, row: CoordinationCase, turn: Turn, by: Actor, at: dt.datetime, seen: int | None = None
) -> CoordinationCase:
    """转请答复 by a unit or a leader, who then has a day to answer.

    ``seen`` (here and in the other moves): the revision that the page showed; another one is :class:`Stale`.
    """
    if turn.holder not in (Holder.UNIT, Holder.LEADER, Holder.GOVERNMENT):
        raise Invalid("请选择答复的单位或区领导。")
    if turn.holder is Holder.UNIT and turn.unit is None:
        raise Invalid("请选择答复单位。")
    if turn.holder is Holder.UNIT and turn.unit is not None:
        if turn.unit.pk in (row.unit_id, row.unit.merged_into_id):
            raise Invalid("不能转给提请单位自己；需要补充的，请退请补充。")
        if why := no_answer(turn.unit, by.today):
            raise Invalid(why)
    if turn.holder is not Holder.UNIT and (turn.post is None or turn.post.kind != PostKind.LEADER):
        raise Invalid("请选择答复的区领导。")
    who = str(turn.post or turn.unit)
    row = _move("route", row, by=by, at=at, seen=seen, after={"to": who})
    _hand(row, turn, at)
    return row


@transaction.atomic
def answer(
    *,
    row: CoordinationCase,
    text: str,
    by: Actor,
    at: dt.datetime,
    directives: tuple[Order, ...] = (),
    seen: int | None = None,
) -> CoordinationCase:
    """答复, with what is to be done by whom and when. The unit's clock runs again.

    The office and the leaders give work to any unit, a unit that answers to itself alone.
    """
    others = [o.owner.name for o in directives if o.owner.pk not in own_unit_ids(by)]
    if others and not by.sees_everything:
        raise NotAllowed(f"向{others[0]}交办须由督查室或区领导办理；本单位答复时可以写明本单位办理的事项。")
    name = "answer_at_once" if row.state == flow.RAISED else "answer"
    said: dict[str, Any] = {"answer": text.strip(), "answered_by": by.user, "answered_at": at}
    row = _move(name, row, by=by, at=at, seen=seen, comment=text, **said)
    row.holdings.open().update(ended_at=at)
    for order in directives:
        note_order(row=row, order=order, by=by, at=at)
    return row


@dataclass(frozen=True)
class Order:
    """A directive as said: who does what by when."""

    text: str
    owner: Unit
    due_on: dt.date


@transaction.atomic
def give(*, row: CoordinationCase, order: Order, by: Actor, at: dt.datetime) -> Directive:
    """交办 on a case that is open, besides its answer: by the office, or by a leader."""
    if not by.sees_everything:
        raise NotAllowed("交办由督查室或区领导办理。")
    if row.state not in flow.OPEN:
        raise Invalid(f"协调事项现在是“{row.get_state_display()}”，不能再交办；需要的，请先重新办理。")
    return note_order(row=row, order=order, by=by, at=at)


def note_order(
    *, row: CoordinationCase, order: Order, by: Actor, at: dt.datetime, meeting: Meeting | None = None
) -> Directive:
    """Record one directive of a case; whoever calls has asked for the right."""
    if not order.text.strip():
        raise Invalid("请写明决定的内容。")
    if why := not_owner(order.owner, by.today):
        raise Invalid(why)
    if order.due_on < by.today:
        raise Invalid(f"“{order.text[:20]}”的完成期限已经过去。")
    made = Directive.objects.create(
        case=row,
        meeting=meeting,
        text=order.text.strip(),
        owner=order.owner,
        due_on=order.due_on,
        given_by=by.person,
        given_at=at,
    )
    record("directive.give", made, by=by, at=at, after={"owner": order.owner.name, "due_on": order.due_on})
    return made


@transaction.atomic
def ask_again(
    *, row: CoordinationCase, comment: str, by: Actor, at: dt.datetime, seen: int | None = None
) -> CoordinationCase:
    """未解决，再次提请: back to the office."""
    row = _move("ask_again", row, by=by, at=at, seen=seen, comment=comment)
    _hand(row, Turn(Holder.OFFICE), at)
    return row


@transaction.atomic
def close(
    *, row: CoordinationCase, comment: str, by: Actor, at: dt.datetime, seen: int | None = None
) -> CoordinationCase:
    """销结, by the office only, and not while a directive is open."""
    require(by, Verb.CLOSE_CASE)
    left = row.directives.open().count()
    if left:
        raise Invalid(f"还有 {left} 项交办没有核实落实，不能销结。")
    ended: dict[str, Any] = {"outcome": comment.strip(), "closed_by": by.user, "closed_at": at}
    return _move("close", row, by=by, at=at, seen=seen, comment=comment, **ended)


@transaction.atomic
def reopen(
    *, row: CoordinationCase, comment: str, by: Actor, at: dt.datetime, seen: int | None = None
) -> CoordinationCase:
    """重新办理 a case that was closed too early."""
    again: dict[str, Any] = {"outcome": "", "closed_by": None, "closed_at": None}
    row = _move("reopen", row, by=by, at=at, seen=seen, comment=comment, **again)
    _hand(row, Turn(Holder.OFFICE), at)
    return row


@transaction.atomic
def withdraw(
    *, row: CoordinationCase, comment: str, by: Actor, at: dt.datetime, seen: int | None = None
) -> CoordinationCase:
    """撤回 by the unit; it stays on record."""
    row = _move("withdraw", row, by=by, at=at, seen=seen, comment=comment)
    row.holdings.open().update(ended_at=at)
    return row


@transaction.atomic
def escalate_late(*, by: Actor, at: dt.datetime) -> list[CoordinationCase]:
    """逾期上提: what a holder, the office too, did not answer by its day goes up, where it is known to whom.

    Where it is not (:func:`known_leader`), the case stays where it is, late, and the office has to route it. So does
    what a meeting to come will deal with.
    """
    moved = []
    to_come = Meeting.objects.filter(state=MeetingState.PLANNED, held_on__gte=by.today)
    rows = Holding.objects.late(by.today).filter(case__state__in=flow.WAITING)
    rows = rows.exclude(case__in=CoordinationCase.objects.filter(meetings__in=to_come).order_by().values("pk"))
    for holding in rows.select_related("case__unit").order_by("id"):
        up = above(holding, by.today)
        if up is None:
            continue
        case = _move("escalate", holding.case, by=by, at=at, system=True, after={"to": HOLDER_LABELS[up.holder]})
        _hand(case, up, at, escalated=True)
        moved.append(case)
    return moved


def above(holding: Holding, on: dt.date) -> Turn | None:
    """Who answers when the holder let its day pass: the next step at which it is clear who that is.

    What lies with a unit stays with the office's care where it is not clear which leader is in charge. What lies with
    the office itself goes to the head of the government then: nobody else sees that the office is late.
    """
    holder = next_holder(Holder(holding.kind))
    while holder is not None:
        post = known_leader(holding.case, holder, on)
        if post is not None and post.pk != holding.post_id:
            return Turn(holder, post=post)
        holder = next_holder(holder) if holding.kind == Holder.OFFICE else None
    return None


def known_leader(row: CoordinationCase, holder: Holder, on: dt.date) -> Post | None:
    """The leader's post to whom the case would go, where that is clear; ``None`` where the office has to say it.

    Of one leader it is clear. Of several: 分管 is who held a case of this matter before, 主要 is who was asked as
    such before, both as the office itself has said it, and as long as somebody holds the post.
    """
    posts = leaders(on)
    if len(posts) == 1:
        return posts[0]
    before = Holding.objects.filter(kind=holder, post__in=[post.pk for post in posts])
    if holder is Holder.LEADER:
        before = before.filter(case__matter=row.matter_id)
    last = before.order_by("-id").values_list("post_id", flat=True).first()
    return next((post for post in posts if post.pk == last), None)


def leaders(on: dt.date) -> list[Post]:
    """Posts of the district's leaders that somebody holds on the day."""
    held = Appointment.objects.current(on).order_by().values("post")
    return list(Post.objects.filter(kind=PostKind.LEADER, pk__in=held).select_related("unit").order_by("id"))
