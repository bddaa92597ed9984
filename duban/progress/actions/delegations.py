"""授权代签: a principal's mandate to sign, dated, on a document, ended early where need be."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from duban.audit.actions import record
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, Post, User
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.progress.models import Delegation
from duban.progress.signatures import holder

SHORTEST_BASIS = 4  # characters: a document has a number, not a dash


@transaction.atomic
def delegate(
    *, post: Post, to: User, start: dt.datetime, end: dt.datetime, basis: str, by: Actor, at: dt.datetime
) -> Delegation:
    """授权代签: by the principal, or by the office on a written mandate. No chains: a delegate cannot delegate.

    It goes to somebody of the unit, and not to the clerk who writes the report.
    """
    if post.kind != PostKind.PRINCIPAL:
        raise Invalid("只有主要领导可以授权代签。")
    giver = _giver(post, by)
    if end <= start:
        raise Invalid("授权的终止时间应晚于起始时间。")
    if end <= at:
        raise Invalid("授权的终止时间已经过去。")
    if len(basis.strip()) < SHORTEST_BASIS:
        raise Invalid("授权须有文号，如“×授〔2023〕1号”。")
    _require_taker(post, to, by.today)
    twice = Delegation.objects.filter(
        post=post, delegate=to, ended_at__isnull=True, start__lt=end, end__gt=start, appointment=giver
    )
    if twice.exists():
        raise Invalid(f"{to}在这段时间已有一份授权。请先终止原授权，或改期限。")
    row = Delegation.objects.create(
        post=post,
        appointment=giver,
        delegate=to,
        start=start,
        end=end,
        basis=basis.strip(),
        created_by=by.person,
        created_at=at,
    )
    record("delegation.create", row, by=by, at=at, after={"start": start, "end": end, "basis": basis})
    return row


def _giver(post: Post, by: Actor) -> Appointment:
    """The appointment that the mandate rests on: the principal's own, or whose paper the office records."""
    current = Appointment.objects.current(by.today).filter(post=post)
    if by.holds(PostKind.PRINCIPAL, post.unit_id):
        own = current.filter(user=by.user).first()
        if own is not None:
            return own
    require(by, Verb.MANAGE_PERIODS)
    found = holder(post.unit_id, PostKind.PRINCIPAL, by.today)
    if found is None or found.post_id != post.pk:
        raise Invalid("该单位没有在任的主要领导，没有人可以授权。请先登记任职。")
    return found


def _require_taker(post: Post, to: User, on: dt.date) -> None:
    held = Appointment.objects.current(on).filter(post__unit_id=post.unit_id, user=to)
    kinds = set(held.values_list("post__kind", flat=True))
    if not kinds:
        raise Invalid(f"{to}不在本单位任职，不能受托。请从本单位人员中选择。")
    if PostKind.PRINCIPAL in kinds:
        raise Invalid(f"{to}是主要领导，本人签字，不需要授权。")
    if PostKind.CLERK in kinds:
        raise Invalid("不能授权给起草报告的经办人。")


@transaction.atomic
def end(*, delegation: Delegation, by: Actor, at: dt.datetime) -> Delegation:
    """End a mandate before its time: by a principal of the unit, by the delegate (giving it back), or by the office.

    What was signed under it stays signed.
    """
    unit_id = delegation.post.unit_id
    if not (by.holds(PostKind.PRINCIPAL, unit_id) or delegation.delegate_id == by.person.pk or by.is_office):
        raise NotAllowed("授权由本单位主要领导、受托人本人或督查室终止。")
    if delegation.end <= at:
        raise Stale("这份授权已经到期。")
    changed = Delegation.objects.filter(pk=delegation.pk, ended_at__isnull=True).update(ended_at=at, ended_by=by.user)
    if not changed:
        raise Stale("这份授权已经终止。")
    delegation.refresh_from_db()
    record("delegation.end", delegation, by=by, at=at, after={"basis": delegation.basis})
    return delegation
