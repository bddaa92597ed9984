"""Demo accounts (演示账号): one a role. They exist, and are shown on the log-in page, in demo mode only.

The rows are made by :mod:`duban.ops.demo`; here is who they are, and what the log-in page may show.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone

from duban.orgs.actor import actor_for
from duban.orgs.enums import PostKind
from duban.orgs.models import User

MARK = "演示账号"  # group that marks them, so that a real account of the same name is never taken for one


class Place(StrEnum):
    """Where a demo account has its post; units of the ledger are chosen when there is one."""

    OFFICE = "office"
    LEADERSHIP = "leadership"
    ADMINISTRATION = "administration"
    FIRST = "first"  # the unit with most matters
    SECOND = "second"  # the next


@dataclass(frozen=True)
class DemoAccount:
    """One of the demo accounts."""

    username: str
    name: str
    kind: PostKind
    place: Place
    title: str = ""  # of the post, where it has one of its own


DEMO_ACCOUNTS = (
    DemoAccount("ducha", "杜明", PostKind.SUPERVISOR, Place.OFFICE),
    DemoAccount("zhuren", "苏衡", PostKind.SUPERVISOR_HEAD, Place.OFFICE, "主任"),
    DemoAccount("quzhang", "梁远", PostKind.LEADER, Place.LEADERSHIP, "副区长"),
    DemoAccount("jingban", "陈溪", PostKind.CLERK, Place.FIRST),
    DemoAccount("bangongshi", "周正", PostKind.OFFICE_HEAD, Place.FIRST),
    DemoAccount("fenguan", "吴岚", PostKind.DEPUTY, Place.FIRST),
    DemoAccount("zhuyao", "郑宏", PostKind.PRINCIPAL, Place.FIRST),
    DemoAccount("jingban2", "冯晓", PostKind.CLERK, Place.SECOND),
    DemoAccount("xitong", "蒋工", PostKind.SYSTEM_ADMIN, Place.ADMINISTRATION),
    DemoAccount("anquan", "韩工", PostKind.SECURITY_ADMIN, Place.ADMINISTRATION),
    DemoAccount("shenji", "杨工", PostKind.AUDIT_ADMIN, Place.ADMINISTRATION),
)


@dataclass(frozen=True)
class Shown:
    """A line of the log-in page: 杜明, 区政府督查室督查员."""

    username: str
    name: str
    post: str


def marked() -> Group:
    """The group that marks demo accounts."""
    return Group.objects.get_or_create(name=MARK)[0]


def accounts() -> list[Shown]:
    """Demo accounts to be shown, in order of the roles; none outside demo mode."""
    if not settings.DEMO:
        return []
    today = timezone.localdate()
    users = {user.username: user for user in User.objects.filter(groups__name=MARK, is_active=True)}
    found = []
    for account in DEMO_ACCOUNTS:
        user = users.get(account.username)
        if user is not None:
            posts = actor_for(user, today).posts
            found.append(Shown(account.username, user.name, str(posts[0]) if posts else account.kind.label))
    return found


def password() -> str:
    """The password of all demo accounts: made for this installation on first start; empty outside demo mode."""
    return settings.DEMO_PASSWORD if settings.DEMO else ""
