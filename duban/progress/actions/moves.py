"""One move of a report: asked of the table, made by compare-and-set, recorded."""

from __future__ import annotations

import datetime as dt
from typing import Any

from duban.audit.actions import record
from duban.core.workflow import report as flow
from duban.core.workflow.table import Transition
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.permissions import NotAllowed, Stale
from duban.progress.enums import EDITABLE_STATES, ChangeKind, ReportState
from duban.progress.models import Delegation, Report
from duban.progress.settings import needs_check, signs_clerical_again

_UNIT_ROLES = {
    PostKind.CLERK: flow.CLERK,
    PostKind.OFFICE_HEAD: flow.OFFICE_HEAD,
    PostKind.PRINCIPAL: flow.PRINCIPAL,
}


def roles(report: Report, actor: Actor, at: dt.datetime) -> set[str]:
    """What the actor is to this report at this moment; a delegation counts while it runs."""
    held = {_UNIT_ROLES[p.kind] for p in actor.posts if p.unit_id == report.unit_id and p.kind in _UNIT_ROLES}
    if actor.is_office:
        held.add(flow.OFFICE)
    if actor.user is not None and flow.PRINCIPAL not in held and mandate(report, actor, at) is not None:
        held.add(flow.PRINCIPAL)
    return held


def mandate(report: Report, actor: Actor, at: dt.datetime) -> Delegation | None:
    """The delegation under which the actor may sign now (:meth:`DelegationQuerySet.in_force`)."""
    return (
        Delegation.objects.in_force(at)
        .filter(post__unit_id=report.unit_id, post__kind=PostKind.PRINCIPAL, delegate=actor.user)
        .select_related("post", "appointment__user")
        .first()
    )


def facts(report: Report) -> set[str]:
    """Which conditions of the table hold for the report; no query but for clerical corrections."""
    if report.change_kind != ChangeKind.CLERICAL:
        return set()
    if report.state == ReportState.SIGNED:
        carried = report.signatures.live().filter(carried_from__isnull=False, concurred_at__isnull=True)
        return {flow.CARRIED} if carried.exists() else set()
    objected = report.signatures.filter(carried_from__isnull=False, objected_at__isnull=False).exists()
    return set() if objected or signs_clerical_again(report.unit_id) else {flow.CARRIES}


def offered(report: Report, actor: Actor, at: dt.datetime) -> list[Transition]:
    """The moves that the actor may make now: the buttons of every page about the report.

    Of sending to the office head and straight to signature a person is offered the one that the unit goes by.
    """
    held = roles(report, actor, at)
    moves = [m for m in flow.TABLE.available(report.state, held, facts(report)) if m.name != "amend"]  # not by itself
    if report.state not in EDITABLE_STATES or not held & {flow.CLERK, flow.OFFICE_HEAD}:
        return moves
    first = needs_check(report.unit_id) and flow.OFFICE_HEAD not in held
    hidden = {"send_to_sign", "send_carried"} if first else {"submit"}
    return [each for each in moves if each.name not in hidden]


def move(
    name: str,
    report: Report,
    *,
    by: Actor,
    at: dt.datetime,
    comment: str = "",
    system: bool = False,
    after: dict[str, Any] | None = None,
    **columns: Any,
) -> Report:
    """Make the move; the loser of a race gets :class:`Stale`. ``columns`` are written with the state.

    Who is not of the unit (nor of the office) is told nothing about its state.
    """
    held = None if system else roles(report, by, at)
    if held is not None and not held and report.unit_id not in by.unit_ids:
        raise NotAllowed("这不是本单位的报告。")
    transition = flow.TABLE.check(name, state=report.state, roles=held, comment=comment, facts=facts(report))
    changed = Report.objects.filter(pk=report.pk, state=report.state, revision=report.revision).update(
        state=transition.target, revision=report.revision + 1, **columns
    )
    if not changed:
        raise Stale("这份报告刚被他人改动或处理，请刷新后再试。")
    before = {"state": report.state}
    report.refresh_from_db()
    record(
        f"report.{name}",
        report,
        by=by,
        at=at,
        before=before,
        after={"state": report.state, **(after or {})},
        reason=comment,
    )
    return report
