"""One move of a report: asked of the table, made by compare-and-set, recorded."""

from __future__ import annotations

import datetime as dt
from typing import Any

from duban.audit.actions import record
from duban.core.workflow import report as flow
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.permissions import NotAllowed, Stale
from duban.progress.models import Delegation, Report

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
    """The delegation under which the actor may sign now: [start, end), not ended, of the unit's principal."""
    return (
        Delegation.objects.filter(
            post__unit_id=report.unit_id,
            post__kind=PostKind.PRINCIPAL,
            delegate=actor.user,
            start__lte=at,
            end__gt=at,
            ended_at__isnull=True,
        )
        .select_related("post")
        .first()
    )


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
    if held is not None and not held:
        raise NotAllowed("这不是本单位的报告。")
    transition = flow.TABLE.check(name, state=report.state, roles=held, comment=comment)
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
