"""Putting messages into inboxes. Called inside a transaction; nothing leaves the system here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q

from duban.messaging.kinds import kind
from duban.messaging.models import Message
from duban.orgs.models import User

OLD = dt.timedelta(days=30)  # what happened longer ago is history: not counted as unread


@dataclass(frozen=True)
class Note:
    """What is to be said to whom. ``to``: people with the unit as whose members they are told (or ``None``).

    ``key`` makes the message once a person; ``urgent=None``: as the kind says.
    """

    kind: str
    about: models.Model
    to: Collection[tuple[User, int | None]]
    values: Mapping[str, object] = field(default_factory=dict)
    key: str = ""
    urgent: bool | None = None


@dataclass(frozen=True)
class Settled:
    """Messages of these kinds about this object are done with: whoever has them need do nothing any more."""

    kinds: Collection[str]
    about: models.Model


def write(notes: Iterable[Note], *, at: dt.datetime, now: dt.datetime) -> int:
    """Messages for what happened ``at``, noticed ``now``. A message that is there already stays as it is."""
    rows = [row for note in notes for row in _rows(note, at, now)]
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)
    return len(rows)


def _rows(note: Note, at: dt.datetime, now: dt.datetime) -> list[Message]:
    how = kind(note.kind)
    subject, body = how.say(note.values)
    urgent = how.urgent if note.urgent is None else note.urgent
    told: dict[int, tuple[User, int | None]] = {}
    for person, unit_id in note.to:
        told.setdefault(person.pk, (person, unit_id))  # once, however many posts
    return [
        Message(
            recipient=person,
            unit_id=unit_id,
            kind=note.kind,
            key=note.key,
            subject=subject,
            body=body,
            about_type=note.about._meta.label_lower,
            about_id=note.about.pk,
            urgent=urgent,
            at=at,
            read_at=now if now - at > OLD else None,
        )
        for person, unit_id in told.values()
    ]


def settle(settled: Iterable[Settled], *, at: dt.datetime) -> int:
    """Mark what is done with; it leaves the count of unread and goes out no more."""
    about = Q(pk__in=[])
    for each in settled:
        about |= Q(
            kind__in=list(each.kinds), about_type=each.about._meta.label_lower, about_id=each.about.pk, at__lte=at
        )
    return Message.objects.filter(about, settled_at__isnull=True).update(settled_at=at)
