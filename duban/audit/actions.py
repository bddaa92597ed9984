"""Writing the trail. Called by actions only, inside their transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from duban.audit.models import ChainHead, Event
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, require

if TYPE_CHECKING:
    from duban.audit.chain import Break


@dataclass(frozen=True)
class Entry:
    """What is to be recorded of one act. ``before``/``after``: plain JSON values of what changed."""

    verb: str
    subject: models.Model
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str = ""


def plain(value: Any) -> Any:
    """The value as it will come back from a JSON column, so that digests agree on both databases."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)) if value is not None else None


def content(event: Event) -> dict[str, Any]:
    """What the digest of an event covers, as plain values: every column but ``hash`` and ``id``."""
    return {
        "seq": event.seq,
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "actor_label": event.actor_label,
        "origin": event.origin,
        "verb": event.verb,
        "subject": [event.subject_type, event.subject_id, event.subject_label],
        "before": event.before,
        "after": event.after,
        "reason": event.reason,
        "prev": event.prev_hash,
    }


def digest(event: Event) -> str:
    """SHA-256 (hex) over :func:`content`."""
    text = json.dumps(content(event), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Actor,
    at: dt.datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """Append one event."""
    return record_many([Entry(verb, subject, before, after, reason)], by=by, at=at)[0]


@transaction.atomic
def record_many(entries: Iterable[Entry], *, by: Actor, at: dt.datetime) -> list[Event]:
    """Append events in order: a bulk act leaves the same events as single ones."""
    entries = list(entries)
    if not entries:
        return []
    head = ChainHead.objects.select_for_update().filter(id=1).first()
    if head is None:  # the very first event
        ChainHead.objects.get_or_create(id=1)
        head = ChainHead.objects.select_for_update().get(id=1)
    events = []
    for entry in entries:
        event = Event(
            seq=head.seq + 1,
            at=at,
            actor=by.user,
            actor_label=by.label[:200],
            origin=by.origin[:100],
            verb=entry.verb,
            subject_type=entry.subject._meta.label_lower,
            subject_id=entry.subject.pk,
            subject_label=str(entry.subject)[:200],
            before=plain(entry.before),
            after=plain(entry.after),
            reason=entry.reason,
            prev_hash=head.hash,
        )
        event.hash = digest(event)
        head.seq, head.hash = event.seq, event.hash
        events.append(event)
    if len(events) == 1:
        events[0].save(force_insert=True)
    else:
        Event.objects.bulk_create(events, batch_size=200)
    ChainHead.objects.filter(id=1).update(seq=head.seq, hash=head.hash)
    return events


@transaction.atomic
def verify_chain(*, by: Actor, at: dt.datetime) -> tuple[int, list[Break]]:
    """Walk the whole chain (see :func:`duban.audit.chain.verify`) and record what was found."""
    from duban.audit.chain import verify

    require(by, Verb.VIEW_TRAIL)
    count, breaks = verify()
    head = ChainHead.objects.get_or_create(id=1)[0]
    found = [b.message for b in breaks[:20]]
    result = f"共 {count} 条，环环相接" if not breaks else f"共 {count} 条，{len(breaks)} 处不符"
    after = {"count": count, "breaks": len(breaks), "result": result, "found": found}
    record("trail.verify", head, by=by, at=at, after=after)
    return count, breaks


@transaction.atomic
def record_trail_export(*, conditions: dict[str, str], count: int, by: Actor, at: dt.datetime) -> None:
    """Put into the trail that the trail itself left the system."""
    require(by, Verb.VIEW_TRAIL)
    head = ChainHead.objects.get_or_create(id=1)[0]
    record("trail.export", head, by=by, at=at, after={"count": count, "conditions": conditions})
