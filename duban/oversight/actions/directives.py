"""What was decided on a difficulty: the owner reports, the office sees that it was done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from duban.audit.actions import record
from duban.core.workflow import directive as flow
from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight.models import Directive


def roles(row: Directive, by: Actor) -> set[str]:
    """What the actor is to the directive. A unit that took over the owner stands in its place."""
    held = {flow.OFFICE} if by.is_office else set()
    return held | ({flow.OWNER} if own_unit_ids(by) & {row.owner_id, row.owner.merged_into_id} else set())


@transaction.atomic
def decide(*, row: Directive, move: str, comment: str, by: Actor, at: dt.datetime) -> Directive:
    """``report`` by the owner; ``confirm``, ``send_back``, ``cancel`` by the office. Each with a comment."""
    if move == "postpone":
        raise ValueError("a new day comes with it: postpone()")
    columns = {"result": comment.strip()} if move == "report" else {"decided_by": by.user, "decided_at": at}
    return _move(move, row, columns, comment=comment, by=by, at=at)


@transaction.atomic
def postpone(*, row: Directive, due_on: dt.date, comment: str, by: Actor, at: dt.datetime) -> Directive:
    """调整期限 by the office, with its reason; the day that was set first stays beside the new one."""
    if due_on < by.today:
        raise Invalid("新的完成期限已经过去。")
    if due_on == row.due_on:
        raise Invalid("新的完成期限与现在的相同。")
    columns = {"due_on": due_on, "first_due_on": row.first_due_on or row.due_on}
    return _move("postpone", row, columns, comment=comment, by=by, at=at)


def _move(move: str, row: Directive, columns: dict[str, Any], *, comment: str, by: Actor, at: dt.datetime) -> Directive:
    held = roles(row, by)
    if not held:
        raise NotAllowed("这不是本单位的交办事项。")
    made = flow.TABLE.check(move, state=row.state, roles=held, comment=comment)
    changed = Directive.objects.filter(pk=row.pk, state=row.state, revision=row.revision).update(
        state=made.target, revision=row.revision + 1, **columns
    )
    if not changed:
        raise Stale()
    before = {"state": row.get_state_display(), "due_on": row.due_on}
    row.refresh_from_db()
    after = {"state": row.get_state_display(), "due_on": row.due_on}
    record(f"directive.{move}", row, by=by, at=at, before=before, after=after, reason=comment)
    return row
