"""Posts (岗位) and dated appointments (任职). Rights hang on posts, so who may appoint whom is decided here."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from duban.audit import actions as audit
from duban.orgs.actions.checking import checked
from duban.orgs.actor import Actor
from duban.orgs.enums import ADMIN_POSTS, OFFICE_POSTS, UNIT_POSTS, PostKind, UnitKind
from duban.orgs.models import Appointment, Post, Unit, User
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require

_INSIDE = {  # kinds of posts a unit may have; a unit that is not named here has UNIT_POSTS
    UnitKind.OFFICE: OFFICE_POSTS + UNIT_POSTS,
    UnitKind.LEADERSHIP: (PostKind.LEADER,),
    UnitKind.ADMINISTRATION: ADMIN_POSTS,
    UnitKind.GROUP: (),
    UnitKind.SUPERIOR: (),
}
_NO_POSTS = {UnitKind.GROUP: "单位组不设岗位，岗位设在组内各单位。", UnitKind.SUPERIOR: "上级单位只作联系，不设岗位。"}


def kinds_for(unit: Unit) -> tuple[PostKind, ...]:
    """Kinds of posts that the unit may have."""
    return _INSIDE.get(UnitKind(unit.kind), UNIT_POSTS)


def verb_for(kind: str) -> Verb:
    """The right needed to fill a post: rights over the whole system are given by the security admin alone."""
    return Verb.EDIT_APPOINTMENTS if kind in UNIT_POSTS else Verb.APPOINT_PRIVILEGED


@transaction.atomic
def create_post(*, unit: Unit, kind: str, by: Actor, at: dt.datetime, title: str = "") -> Post:
    """Set up a post; ``title`` where it has a name of its own (区城管执法局督办科科长)."""
    require(by, verb_for(kind))
    allowed = kinds_for(unit)
    if not allowed:
        raise Invalid(_NO_POSTS[UnitKind(unit.kind)])
    if kind not in allowed:
        listed = "、".join(k.label for k in allowed)
        raise Invalid(f"{unit.get_kind_display()}不设“{PostKind(kind).label}”。可设：{listed}。")
    _require_active(unit, by.today)
    title = title.strip()
    if Post.objects.filter(unit=unit, kind=kind, title=title).exists():
        raise Invalid(f"“{unit}”已有这个岗位。如需增加人员，请在该岗位上任职。")
    post = Post(unit=unit, kind=kind, title=title)
    checked(post)
    post.save()
    audit.record("post.create", post, by=by, at=at, after={"unit": unit.name, "kind": str(kind), "title": title})
    return post


@transaction.atomic
def appoint(
    *,
    post: Post,
    user: User,
    start: dt.date,
    by: Actor,
    at: dt.datetime,
    end: dt.date | None = None,
    acting: bool = False,
    basis: str = "",
) -> Appointment:
    """Put a person into a post over [start, end). ``basis``: document or decision it rests on."""
    require(by, verb_for(post.kind))
    _require_not_oneself(by, user)
    _require_active(post.unit, max(start, by.today))
    if not user.is_active:
        raise Invalid(f"{user}的账号已停用，不能任职。请先由系统管理员启用。")
    row = Appointment(post=post, user=user, start=start, end=end, acting=acting, basis=basis.strip())
    _require_dates(row)
    _require_once(row)
    _require_separation(row)
    checked(row)
    row.save()
    after = {"person": str(user), "start": start, "end": end, "acting": acting}
    audit.record("appointment.start", row, by=by, at=at, after=after, reason=row.basis)
    return row


@transaction.atomic
def end_appointment(
    *,
    appointment: Appointment,
    end: dt.date,
    by: Actor,
    at: dt.datetime,
    successor: User | None = None,
    reason: str = "",
) -> Appointment:
    """The person holds the post no longer from ``end``; with ``successor`` the post is handed over that day.

    Returns the appointment of the successor, or the ended one.
    """
    require(by, verb_for(appointment.post.kind))
    before = appointment.end
    if before is not None and before <= by.today:
        raise Invalid(f"这项任职已于 {before} 结束。")
    if end < by.today:
        raise Invalid(f"结束日期 {end} 已过去。已办的事按当时的任职留存，请填今天或以后的日期。")
    if end < appointment.start:
        raise Invalid(f"结束日期 {end} 早于任职日期 {appointment.start}。")
    if successor is None:
        _require_not_last(appointment, end)
    elif successor == appointment.user:
        raise Invalid("接任人与现任是同一人。请另选接任人，或不填。")
    if not Appointment.objects.filter(pk=appointment.pk, end=before).update(end=end):
        raise Stale
    appointment.end = end
    after = {"person": str(appointment.user), "end": end, "successor": str(successor or "")}
    audit.record("appointment.end", appointment, by=by, at=at, before={"end": before}, after=after, reason=reason)
    if successor is None:
        return appointment
    return appoint(post=appointment.post, user=successor, start=end, by=by, at=at, basis=reason)


def conflict(user: User, kind: str, start: dt.date, end: dt.date | None) -> str:
    """Why the person may not hold a post of that kind then; empty where nothing speaks against it.

    GB/T 22239-2019 8.1.4.2 d): the three administrators are separate people, and none of them does business.
    """
    others = Appointment.objects.filter(user=user).filter(Q(end__isnull=True) | Q(end__gt=start))
    if end is not None:
        others = others.filter(start__lt=end)
    for other in others.select_related("post__unit").order_by("id"):
        if other.end is not None and other.end <= other.start:
            continue  # cancelled before it began
        theirs = other.post.kind
        if theirs == kind or not {theirs, str(kind)} & {str(k) for k in ADMIN_POSTS}:
            continue
        if theirs in ADMIN_POSTS and kind in ADMIN_POSTS:
            return f"{user}已任{other.post}。系统、安全、审计三类管理员不得由一人兼任。"
        return f"{user}已任{other.post}。管理员不得兼任业务岗位。"
    return ""


def _require_separation(row: Appointment) -> None:
    reason = conflict(row.user, row.post.kind, row.start, row.end)
    if reason:
        raise Invalid(reason + "请另选人员，或先结束原任职。")


def _require_dates(row: Appointment) -> None:
    if row.end is not None and row.end <= row.start:
        raise Invalid(f"结束日期 {row.end} 不晚于任职日期 {row.start}。请改期，或不填结束日期。")


def _require_once(row: Appointment) -> None:
    same = Appointment.objects.filter(post=row.post, user=row.user)
    same = same.filter(Q(end__isnull=True) | Q(end__gt=row.start))
    if row.end is not None:
        same = same.filter(start__lt=row.end)
    if same.exists():
        raise Invalid(f"{row.user}在这段时间已任{row.post}。")


def _require_active(unit: Unit, on: dt.date) -> None:
    if not unit.is_active(on):
        raise Invalid(f"“{unit}”已停用，不能再设岗任职。")


def _require_not_oneself(by: Actor, user: User) -> None:
    if by.user is not None and by.user.pk == user.pk:
        raise NotAllowed("不能给自己任职，请由另一位有权的同志办理。")


def _require_not_last(appointment: Appointment, end: dt.date) -> None:
    """Without a system or security administrator nobody could open accounts or give rights."""
    kind = appointment.post.kind
    if kind not in (PostKind.SYSTEM_ADMIN, PostKind.SECURITY_ADMIN):
        return
    others = Appointment.objects.current(end).filter(post__kind=kind, user__is_active=True)
    if not others.exclude(user=appointment.user).exists():
        label = PostKind(kind).label
        raise Invalid(f"{appointment.user}是唯一的{label}。请先指定接任人，系统不能没有{label}。")
