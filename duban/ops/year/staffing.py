"""People for every unit that owes reports, and members for the groups of the notice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from duban.ops.year.names import person
from duban.ops.year.world import World
from duban.orgs import demo as who
from duban.orgs.actions.accounts import create_account
from duban.orgs.actions.groups import add_members
from duban.orgs.actions.posts import appoint, create_post
from duban.orgs.actions.units import create_unit
from duban.orgs.actor import Actor, system
from duban.orgs.enums import PostKind, UnitKind
from duban.orgs.models import Appointment, Post, Unit, User

STREETS = settings.BASE / "samples" / "各街道办事处.txt"  # first line the group, then its members
KINDS = (PostKind.CLERK, PostKind.OFFICE_HEAD, PostKind.PRINCIPAL)
PREFIX = "yanshi"  # log-in names of invented people; they cannot log in


def fill_groups(world: World, at: dt.datetime) -> None:
    """Members for the groups that the notice names, where the demo has a list of them."""
    by = world.company.office(at)["by"]
    lists = [_listed(STREETS)]
    for group in Unit.objects.filter(kind=UnitKind.GROUP, members__isnull=True).order_by("position", "id"):
        members = [_street(name, by, at) for title, names in lists if title == group.name for name in names]
        if members:
            add_members(group=group, units=members, by=by, at=at)


def _listed(path: Path) -> tuple[str, list[str]]:
    lines = path.read_text(encoding="utf-8").split() if path.exists() else [""]
    return lines[0], lines[1:]


def _street(name: str, by: Actor, at: dt.datetime) -> Unit:
    return Unit.objects.filter(name=name).first() or create_unit(name=name, kind=UnitKind.STREET, by=by, at=at)


def staff(world: World, at: dt.datetime) -> int:
    """Whoever a unit still lacks of 经办人, 办公室负责人, 主要领导. Returns how many came."""
    by = system(timezone.localdate(at), "演示数据")
    held = {
        (unit_id, kind)
        for unit_id, kind in Appointment.objects.current(by.today).values_list("post__unit_id", "post__kind")
    }
    count = 0
    acting = world.parts().delegated  # whose 分管领导 will act; elsewhere the name in the plan is enough
    for unit in world.units(by.today).values():
        for kind in (*KINDS, PostKind.DEPUTY) if unit.pk == acting else KINDS:
            if (unit.pk, kind) not in held:
                newcomer(unit, kind, by=by, at=at)
                count += 1
    world.company.refresh()
    return count


def deputy_of(world: World, unit: Unit, on: dt.date) -> str:
    """The name of the unit's 分管领导, who needs no account to be named."""
    user = world.company.holder(unit.pk, PostKind.DEPUTY, on)
    return user.name if user is not None else person(unit.name, PostKind.DEPUTY, 1)


def newcomer(unit: Unit, kind: PostKind, *, by: Actor, at: dt.datetime, seated: bool = True, turn: int = 1) -> User:
    """A person of the demo, without a password, in the post (or to take it over)."""
    number = User.objects.filter(username__startswith=PREFIX).count() + 1
    user, _ = create_account(
        username=f"{PREFIX}{number:03d}", name=person(unit.name, kind, turn), by=by, at=at, log_in=False
    )
    user.groups.add(who.marked())
    if seated:
        post = Post.objects.filter(unit=unit, kind=kind).first() or create_post(unit=unit, kind=kind, by=by, at=at)
        appoint(post=post, user=user, start=by.today, by=by, at=at, basis="演示")
    return user
