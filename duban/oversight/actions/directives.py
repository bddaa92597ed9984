"""What was decided on a difficulty: the owner reports, the office sees that it was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from duban.audit.actions import record
from duban.core.workflow import directive as flow
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.oversight.actions.cases import Order, give
from duban.oversight.models import CoordinationCase, Directive, Meeting


def roles(row: Directive, by: Actor) -> set[str]:
    """What the actor is to the directive."""
    held = {flow.OFFICE} if by.is_office else set()
    return held | ({flow.OWNER} if row.owner_id in by.unit_ids else set())


@transaction.atomic
def decide(*, row: Directive, move: str, comment: str, by: Actor, at: dt.datetime) -> Directive:
    """``report`` by the owner; ``confirm``, ``send_back``, ``cancel`` by the office. Each with a comment."""
    held = roles(row, by)
    if not held:
        raise NotAllowed("这不是本单位的交办事项。")
    made = flow.TABLE.check(move, state=row.state, roles=held, comment=comment)
    columns = {"result": comment.strip()} if move == "report" else {"decided_by": by.user, "decided_at": at}
    changed = Directive.objects.filter(pk=row.pk, state=row.state, revision=row.revision).update(
        state=made.target, revision=row.revision + 1, **columns
    )
    if not changed:
        raise Stale()
    row.refresh_from_db()
    record(f"directive.{move}", row, by=by, at=at, after={"state": row.get_state_display()}, reason=comment)
    return row


@transaction.atomic
def call_meeting(
    *, title: str, held_on: dt.date, place: str, cases: Sequence[CoordinationCase], by: Actor, at: dt.datetime
) -> Meeting:
    """Call a coordination meeting (调度会); its agenda are open cases."""
    require(by, Verb.CLOSE_CASE)
    if not title.strip():
        raise Invalid("请填写会议名称。")
    if not cases:
        raise Invalid("请选择列入议题的协调事项。没有需要研究的事项，不必开会。")
    meeting = Meeting.objects.create(
        title=title.strip(), held_on=held_on, place=place.strip(), created_by=by.person, created_at=at
    )
    meeting.cases.set(cases)
    record("meeting.call", meeting, by=by, at=at, after={"cases": len(cases), "held_on": held_on})
    return meeting


@transaction.atomic
def record_decision(
    *, meeting: Meeting, case: CoordinationCase, orders: Sequence[Order], by: Actor, at: dt.datetime
) -> list[Directive]:
    """What a meeting decided on one case of its agenda, as directives."""
    require(by, Verb.CLOSE_CASE)
    if not meeting.cases.filter(pk=case.pk).exists():
        raise Invalid("该协调事项不在会议议题中。")
    if meeting.held_on > by.today:
        raise Invalid("会议还没有召开。")
    made = [give(row=case, order=order, by=by, at=at, meeting=meeting) for order in orders]
    Meeting.objects.filter(pk=meeting.pk).update(recorded_at=at, recorded_by=by.user)
    return made
