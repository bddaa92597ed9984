"""Coordination meetings (调度会): called for open cases, their decisions are directives, their minutes are issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from duban.audit.actions import record
from duban.core.workflow import case as case_flow
from duban.core.workflow import meeting as flow
from duban.dispatch.actions import Composer, issue
from duban.dispatch.enums import Kind
from duban.dispatch.models import Dispatch
from duban.orgs.actor import Actor
from duban.orgs.models import Post, Unit, User
from duban.orgs.permissions import Invalid, Stale, Verb, require
from duban.oversight.actions import cases as case_actions
from duban.oversight.actions.cases import Order, note_order
from duban.oversight.models import AgendaItem, CoordinationCase, Directive, Meeting


@dataclass(frozen=True)
class Arrangement:
    """When, where, about what, called by whom."""

    title: str
    held_on: dt.date
    cases: Sequence[CoordinationCase]
    place: str = ""
    chair: Post | None = None


def _check(said: Arrangement) -> None:
    if not said.title.strip():
        raise Invalid("请填写会议名称。")
    if not said.cases:
        raise Invalid("请选择列入议题的协调事项。没有需要研究的事项，不必开会。")
    over = next((case for case in said.cases if case.state not in case_flow.OPEN), None)
    if over is not None:
        raise Invalid(f"“{over}”现在是“{over.get_state_display()}”，不能列入议题。")


@transaction.atomic
def call_meeting(*, said: Arrangement, by: Actor, at: dt.datetime) -> Meeting:
    """安排调度会; its agenda are open cases. A meeting may be entered after it was held."""
    require(by, Verb.CLOSE_CASE)
    _check(said)
    row = Meeting.objects.create(
        title=said.title.strip(), held_on=said.held_on, place=said.place.strip(), chair=said.chair,
        created_by=by.person, created_at=at,
    )  # fmt: skip
    _put_on_agenda(row, said.cases)
    record("meeting.call", row, by=by, at=at, after={"cases": len(said.cases), "held_on": said.held_on})
    return row


def _put_on_agenda(row: Meeting, cases: Sequence[CoordinationCase]) -> None:
    AgendaItem.objects.bulk_create(
        [AgendaItem(meeting=row, case=case, ordinal=number) for number, case in enumerate(cases, 1)]
    )


@transaction.atomic
def change(*, row: Meeting, said: Arrangement, by: Actor, at: dt.datetime) -> Meeting:
    """修改安排: before it is held, day, place, chair and agenda may change."""
    _check(said)
    before = {"held_on": row.held_on, "cases": row.agenda.count()}
    row.agenda.all().delete()
    _put_on_agenda(row, said.cases)
    columns = {"title": said.title.strip(), "held_on": said.held_on, "place": said.place.strip(), "chair": said.chair}
    after = {"cases": len(said.cases), "held_on": said.held_on}
    return _move("change", row, columns, before=before, after=after, by=by, at=at)


@transaction.atomic
def hold(*, row: Meeting, attended: str, stressed: str = "", by: Actor, at: dt.datetime) -> Meeting:
    """登记召开: who was there, and what the meeting asks for beyond its cases."""
    if row.held_on > by.today:
        raise Invalid("会议还没有召开。")
    if not attended.strip():
        raise Invalid("请填写出席人员。")
    columns = {"attended": attended.strip(), "stressed": stressed.strip(), "recorded_at": at, "recorded_by": by.user}
    return _move("hold", row, columns, by=by, at=at)


@transaction.atomic
def cancel(*, row: Meeting, comment: str, by: Actor, at: dt.datetime) -> Meeting:
    """取消会议, with its reason; the cases stay open."""
    return _move("cancel", row, {"cancelled_for": comment.strip()}, comment=comment, by=by, at=at)


@transaction.atomic
def record_decision(
    *, item: AgendaItem, resolution: str, orders: Sequence[Order] = (), by: Actor, at: dt.datetime
) -> list[Directive]:
    """What the meeting resolved on one case of its agenda, with directives; a case that waits is answered by it."""
    require(by, Verb.CLOSE_CASE)
    meeting = item.meeting
    if meeting.state not in flow.DECIDING:
        raise Invalid(f"会议现在是“{meeting.get_state_display()}”，议定意见在登记召开之后、印发纪要之前填写。")
    if not resolution.strip():
        raise Invalid("请填写议定意见。")
    AgendaItem.objects.filter(pk=item.pk).update(resolution=resolution.strip())
    case = item.case
    if case.state in case_flow.WAITING:
        case_actions.answer(row=case, text=f"{meeting.title}议定：{resolution.strip()}", by=by, at=at)
    made = [note_order(row=case, order=order, by=by, at=at, meeting=meeting) for order in orders]
    after = {"case": str(case), "directives": len(made)}
    record("meeting.decide", meeting, by=by, at=at, after=after, reason=resolution.strip())
    return made


@transaction.atomic
def issue_minutes(*, row: Meeting, compose: Composer, approved_by: User, by: Actor, at: dt.datetime) -> Dispatch:
    """印发纪要 to the units whose cases were dealt with and those that have to do something."""
    open_ = [str(item.ordinal) for item in row.agenda.filter(resolution="")]
    if open_:
        raise Invalid(f"第 {'、'.join(open_)} 项议题还没有填写议定意见。")
    _move("issue", row, {}, by=by, at=at)
    asked = set(row.agenda.values_list("case__unit", flat=True))
    does = set(Directive.objects.filter(meeting=row).values_list("owner", flat=True))
    units = list(Unit.objects.filter(pk__in=asked | does).order_by("position", "id"))
    return issue(
        kind=Kind.MINUTES, compose=compose, units=units, approved_by=approved_by, subject=row,
        sources={"meeting": row.pk, "cases": sorted(row.agenda.values_list("case", flat=True))}, by=by, at=at,
    )  # fmt: skip


def _move(
    move: str, row: Meeting, columns: dict[str, Any], *, by: Actor, at: dt.datetime, comment: str = "",
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
) -> Meeting:  # fmt: skip
    require(by, Verb.CLOSE_CASE)
    made = flow.TABLE.check(move, state=row.state, roles={flow.OFFICE}, comment=comment)
    changed = Meeting.objects.filter(pk=row.pk, state=row.state, revision=row.revision).update(
        state=made.target, revision=row.revision + 1, **columns
    )
    if not changed:
        raise Stale()
    row.refresh_from_db()
    after = {"state": row.get_state_display(), **(after or {})}
    record(f"meeting.{move}", row, by=by, at=at, before=before, after=after, reason=comment)
    return row
