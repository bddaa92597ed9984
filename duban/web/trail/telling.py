"""Events as lines for a person: who may see what of them is decided here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models import Q

from duban.audit import presenters
from duban.audit.models import Event
from duban.orgs.actor import Actor

OPEN_TO_ADMINISTRATORS = ("orgs.", "audit.")  # of everything else they see that it happened, not what


@dataclass(frozen=True)
class Line:
    """One event, ready to be shown."""

    seq: int
    at: dt.datetime
    who: str
    verb: str
    sentence: str
    reason: str = ""
    origin: str = ""


def lines(subject: models.Model, actor: Actor, *, also: Iterable[models.QuerySet] = (), limit: int = 50) -> list[Line]:
    """The trail of an object that the actor has open, newest first; one query.

    ``also``: rows that belong to it and have trails of their own (the posts of a unit). Show the lines with
    ``{% include "components/trail.html" with lines=… only %}``. Where an act came from is shown to the office
    and the administrators alone.
    """
    about = Q(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    for rows in also:
        ids = rows.order_by().values("pk")
        about |= Q(subject_type=rows.model._meta.label_lower, subject_id__in=ids)
    events = Event.objects.filter(about).order_by("-seq")[:limit]
    with_origin = actor.is_office or actor.is_administrator
    return [tell(event, with_origin=with_origin) for event in events]


def tell(event: Event, *, with_origin: bool = True) -> Line:
    """The whole event, for who may see its subject."""
    return Line(
        seq=event.seq,
        at=event.at,
        who=event.actor_label,
        verb=presenters.label(event.verb),
        sentence=presenters.sentence(event),
        reason=event.reason,
        origin=event.origin if with_origin else "",
    )


def tell_administrator(event: Event) -> Line:
    """The event for an administrator: of business content only that something happened to what, by whom, when."""
    if event.subject_type.startswith(OPEN_TO_ADMINISTRATORS):
        return tell(event)
    verb = presenters.label(event.verb)
    return Line(event.seq, event.at, event.actor_label, verb, f"{verb}：{reference(event)}", origin=event.origin)


def reference(event: Event) -> str:
    """What a business event is about, without its wording: 事项 市-54, 来文草稿 3."""
    name = type_name(event.subject_type)
    if event.subject_type == "ledger.matter":
        return f"{name} {event.subject_label.split(' ')[0]}"
    return f"{name} {event.subject_id}"


def type_name(subject_type: str) -> str:
    """Chinese name of a kind of subject; the stored word where the kind no longer exists."""
    try:
        return str(apps.get_model(subject_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return subject_type
