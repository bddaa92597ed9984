"""First set-up of a real installation: the office and the three administrators, nothing else built in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from duban.orgs.actions.accounts import create_account
from duban.orgs.actions.posts import appoint, create_post
from duban.orgs.actions.units import create_unit
from duban.orgs.actor import system
from duban.orgs.enums import ADMIN_POSTS, PostKind, UnitKind
from duban.orgs.models import Appointment, Post, Unit
from duban.orgs.permissions import Invalid

TITLES = {PostKind.SUPERVISOR_HEAD: "主任"}  # 政府督查室主任
PLACES = {  # kind of post → name and kind of the unit that has it
    **dict.fromkeys(ADMIN_POSTS, ("运行维护", UnitKind.ADMINISTRATION)),
    PostKind.SUPERVISOR_HEAD: ("政府督查室", UnitKind.OFFICE),
}


@dataclass(frozen=True)
class Opened:
    """An account with its one-time password, which is kept nowhere."""

    username: str
    post: str
    password: str


@transaction.atomic
def first_account(*, kind: PostKind, username: str, name: str, at: dt.datetime) -> Opened:
    """Open an account in one of :data:`PLACES`, with a password that must be changed at first log-in.

    Refused once the post is held: from then on accounts and posts are given in the browser, by the
    administrators, and leave their trail under a person's name.
    """
    by = system(timezone.localdate(at), "首次设置")
    if Appointment.objects.current(by.today).filter(post__kind=kind, user__is_active=True).exists():
        raise Invalid(f"已有在任的{kind.label}。账号和任职请在网页上由系统管理员、安全管理员办理。")
    unit_name, unit_kind = PLACES[kind]
    unit = Unit.objects.filter(kind=unit_kind).first() or create_unit(name=unit_name, kind=unit_kind, by=by, at=at)
    post = Post.objects.filter(unit=unit, kind=kind).first() or create_post(
        unit=unit, kind=kind, title=TITLES.get(kind, ""), by=by, at=at
    )
    user, password = create_account(username=username, name=name, by=by, at=at)
    appoint(post=post, user=user, start=by.today, by=by, at=at, basis="首次设置")
    return Opened(user.username, str(post), password)
