"""Posts of a unit with those who hold them, as the unit page shows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from duban.core.liaisons import masked
from duban.orgs.actions.posts import verb_for
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, Post, Unit
from duban.orgs.permissions import may


@dataclass(frozen=True)
class Held:
    """An appointment on the page."""

    row: Appointment
    phone: str  # masked

    @property
    def label(self) -> str:
        return f"{self.row.user.name}{'（主持工作）' if self.row.acting else ''}"


@dataclass(frozen=True)
class PostView:
    """A post: who holds it now or soon, who held it."""

    post: Post
    now: tuple[Held, ...]
    past: tuple[Held, ...]
    may_appoint: bool

    @property
    def label(self) -> str:
        return self.post.title or self.post.get_kind_display()


def posts_of(unit: Unit, actor: Actor) -> list[PostView]:
    """Posts in the order of their kinds; two queries."""
    rows: dict[int, list[Appointment]] = {}
    appointments = Appointment.objects.filter(post__unit=unit).select_related("user").order_by("-start", "-id")
    for row in appointments:
        if row.end is None or row.end > row.start:  # else it was cancelled before it began
            rows.setdefault(row.post_id, []).append(row)
    kinds = [kind for kind, _ in PostKind.choices]
    posts = sorted(unit.posts.all(), key=lambda post: (kinds.index(post.kind), post.pk))
    return [_view(post, rows.get(post.pk, []), actor) for post in posts]


def _view(post: Post, rows: list[Appointment], actor: Actor) -> PostView:
    held = [Held(row, masked(row.user.phone)) for row in rows]
    now = tuple(each for each in held if _reaches(each.row, actor.today))
    past = tuple(each for each in held if not _reaches(each.row, actor.today))
    return PostView(post, now, past, bool(may(actor, verb_for(post.kind))))


def _reaches(row: Appointment, today: dt.date) -> bool:
    return row.end is None or row.end > today
