"""Messages from the trail: every act leaves its event in its own transaction, and here events become messages.

The trail is the outbox. Its numbers are given out under the lock of its head, so events become visible in the order
of their numbers and a cursor misses none. What a message says is a rule over the event, in the ``messages.py`` of the
app that knows it; the actions know nothing of it. (See the decision record on messages.)
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import transaction

from duban.audit.models import Event
from duban.messaging.models import TrailCursor
from duban.messaging.writing import Note, Settled, settle, write

log = logging.getLogger(__name__)

Rule = Callable[[Event], Iterable[Note | Settled]]
_RULES: dict[str, list[Rule]] = defaultdict(list)
BATCH = 200


class Overtaken(Exception):
    """Another process moved the cursor meanwhile."""


def on(*verbs: str) -> Callable[[Rule], Rule]:
    """Declare a rule: what the events of these verbs say, and to whom."""

    def declare(rule: Rule) -> Rule:
        for verb in verbs:
            _RULES[verb].append(rule)
        return rule

    return declare


def heard() -> frozenset[str]:
    """Verbs that some rule hears."""
    return frozenset(_RULES)


def derive(now: dt.datetime) -> int:
    """Turn what is new in the trail into messages; returns how many events were looked at."""
    count = 0
    try:
        while looked := _batch(now):
            count += looked
    except Overtaken:
        log.warning("another process derives messages")
    return count


@transaction.atomic
def _batch(now: dt.datetime) -> int:
    cursor, _ = TrailCursor.objects.get_or_create(id=1)
    events = list(Event.objects.filter(seq__gt=cursor.seq).order_by("seq")[:BATCH])
    if not events:
        return 0
    if not TrailCursor.objects.filter(id=1, seq=cursor.seq).update(seq=events[-1].seq):
        raise Overtaken
    for event in events:
        if event.verb in _RULES:
            _hear(event, now)
    return len(events)


def _hear(event: Event, now: dt.datetime) -> None:
    """One event. A rule that fails loses its message, not the messages after it."""
    try:
        with transaction.atomic():
            said = [each for rule in _RULES[event.verb] for each in rule(event)]
            settle([each for each in said if isinstance(each, Settled)], at=event.at)
            notes = [each for each in said if isinstance(each, Note)]
            write([_keyed(note, event) for note in notes], at=event.at, now=now)
    except Exception:
        log.exception("no message from event %s (%s)", event.seq, event.verb)


def _keyed(note: Note, event: Event) -> Note:
    key = note.key or f"event:{event.seq}:{note.kind}:{note.about.pk}"
    return Note(note.kind, note.about, note.to, note.values, key, note.urgent)
