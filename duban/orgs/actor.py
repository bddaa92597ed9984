"""Who acts: the one value that every action takes instead of a request."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from duban.orgs.enums import ADMIN_POSTS, OFFICE_POSTS, PostKind

if TYPE_CHECKING:
    from duban.orgs.models import User


@dataclass(frozen=True)
class HeldPost:
    """A post held on the day, with its unit."""

    post_id: int
    unit_id: int
    unit_name: str
    kind: PostKind
    title: str = ""
    acting: bool = False

    def __str__(self) -> str:
        return f"{self.unit_name}{self.title or self.kind.label}" + ("（主持工作）" if self.acting else "")


@dataclass(frozen=True)
class Actor:
    """A person with the posts held on ``today`` (Asia/Shanghai), or the system itself (``user is None``).

    ``origin`` is for the trail only: where the act came from ("网页 127.0.0.1", "命令行").
    """

    user: User | None
    today: dt.date
    posts: tuple[HeldPost, ...] = ()
    origin: str = ""

    @property
    def person(self) -> User:
        """The user, for acts that only a person can do."""
        if self.user is None:
            raise TypeError("an act of a person, not of the system")
        return self.user

    @cached_property
    def kinds(self) -> frozenset[PostKind]:
        """Kinds of the posts held."""
        return frozenset(post.kind for post in self.posts)

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        """Units in which a post is held."""
        return frozenset(post.unit_id for post in self.posts)

    @cached_property
    def is_office(self) -> bool:
        """Works in the supervision office (督查室)."""
        return bool(self.kinds & set(OFFICE_POSTS))

    @cached_property
    def is_leader(self) -> bool:
        """A leader of the district (区领导)."""
        return PostKind.LEADER in self.kinds

    @cached_property
    def is_administrator(self) -> bool:
        """One of the three administrators; they see no business content."""
        return bool(self.kinds & set(ADMIN_POSTS))

    @cached_property
    def sees_everything(self) -> bool:
        """Sees the business content of every unit."""
        return self.is_office or self.is_leader

    def holds(self, kind: PostKind, unit_id: int | None = None) -> bool:
        """Whether a post of that kind is held (in that unit)."""
        return any(p.kind == kind and (unit_id is None or p.unit_id == unit_id) for p in self.posts)

    @property
    def label(self) -> str:
        """Name and post for the trail: 张三（区建设局经办人）."""
        if self.user is None:
            return "系统"
        return f"{self.user}（{self.posts[0]}）" if self.posts else str(self.user)


def actor_for(user: User, today: dt.date, origin: str = "") -> Actor:
    """The actor of a user on a day; one query."""
    from duban.orgs.models import Appointment

    rows = (
        Appointment.objects.current(today)
        .filter(user=user)
        .order_by("id")
        .values_list("post_id", "post__unit_id", "post__unit__name", "post__kind", "post__title", "acting")
    )
    posts = tuple(HeldPost(p, u, n, PostKind(k), t, a) for p, u, n, k, t, a in rows)
    return Actor(user=user, today=today, posts=posts, origin=origin)


def system(today: dt.date, origin: str = "系统") -> Actor:
    """The system itself, for scheduled work and first set-up."""
    return Actor(user=None, today=today, origin=origin)
