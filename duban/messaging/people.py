"""Who holds which posts of which units on a day: the addresses of messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, User


@dataclass(frozen=True)
class Addressee:
    """A person, as the holder of a post of a unit."""

    person: User
    unit_id: int
    post: PostKind


def holders(
    unit_ids: Collection[int] | None, posts: Collection[PostKind], on: dt.date, *, besides: int | None = None
) -> list[Addressee]:
    """Holders of the posts on the day, with accounts in use; one query.

    ``unit_ids=None``: of every unit. ``besides``: the person who did it needs no message.
    """
    rows = Appointment.objects.current(on).filter(post__kind__in=[str(p) for p in posts], user__is_active=True)
    if unit_ids is not None:
        rows = rows.filter(post__unit_id__in=list(unit_ids))
    return [
        Addressee(row.user, row.post.unit_id, PostKind(row.post.kind))
        for row in rows.select_related("user", "post").order_by("post__unit_id", "id")
        if row.user_id != besides
    ]
