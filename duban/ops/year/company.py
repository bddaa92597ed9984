"""Everybody of the simulated year: who holds which post on which day, acting through the users' own verbs."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import defaultdict
from functools import cache
from typing import Any

from django.contrib.auth import hashers
from django.utils import timezone

from duban.ops.year.clock import ORIGIN
from duban.orgs.actor import Actor, HeldPost
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, User


@cache
def word() -> str:
    """The password with which everybody signs in the simulation: made for this process, stored nowhere."""
    return secrets.token_urlsafe(24)


@cache
def _hash() -> str:
    return hashers.make_password(word())


@cache
def _fits(raw: str, encoded: str) -> bool:
    return hashers.check_password(raw, encoded)


def rehearsing(user: User) -> User:
    """The person in memory with the simulation's password; the row keeps its own, usable or not.

    One hash for all, really checked, and once: a good hash takes a quarter of a second, and there are hundreds
    of signatures.
    """
    user.password = _hash()
    user.check_password = lambda raw_password: _fits(raw_password, user.password)  # type: ignore[method-assign]
    return user


class Company:
    """The appointments of the database, read once; :meth:`refresh` after a change of staff."""

    def __init__(self) -> None:
        self.people: dict[int, User] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read who holds what."""
        self.held: dict[int, list[Appointment]] = defaultdict(list)
        self.seats: dict[tuple[int, str], list[Appointment]] = defaultdict(list)
        for row in Appointment.objects.select_related("post__unit", "user").order_by("id"):
            self.people.setdefault(row.user_id, rehearsing(row.user))
            self.held[row.user_id].append(row)
            self.seats[row.post.unit_id, row.post.kind].append(row)
        self.actors: dict[tuple[int, dt.date], Actor] = {}

    def actor(self, user_id: int, today: dt.date) -> Actor:
        """The person with the posts of the day."""
        key = (user_id, today)
        if key not in self.actors:
            posts = tuple(
                HeldPost(a.post_id, a.post.unit_id, a.post.unit.name, PostKind(a.post.kind), a.post.title, a.acting)
                for a in self.held[user_id]
                if _covers(a, today)
            )
            self.actors[key] = Actor(self.people[user_id], today, posts, ORIGIN)
        return self.actors[key]

    def holder(self, unit_id: int, kind: PostKind, today: dt.date) -> User | None:
        """Who holds the post of the unit that day."""
        rows = [a for a in self.seats[unit_id, kind] if _covers(a, today)]
        return self.people[rows[0].user_id] if rows else None

    def act(self, unit_id: int, kind: PostKind, at: dt.datetime) -> dict[str, Any]:
        """Keywords of every action: the holder of the post at that instant."""
        today = timezone.localdate(at)
        user = self.holder(unit_id, kind, today)
        if user is None:
            raise LookupError(f"unit {unit_id} has no {kind} on {today}")
        return {"by": self.actor(user.pk, today), "at": at}

    def office(self, at: dt.datetime, kind: PostKind = PostKind.SUPERVISOR) -> dict[str, Any]:
        """The same for the supervision office (督查室)."""
        today = timezone.localdate(at)
        rows = [a for (_, held), seats in self.seats.items() if held == kind for a in seats if _covers(a, today)]
        return {"by": self.actor(rows[0].user_id, today), "at": at}


def _covers(row: Appointment, day: dt.date) -> bool:
    return row.start <= day and (row.end is None or day < row.end)
