"""How rows stood at an instant, from the trail: a row holds what is, its events hold what was before them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from duban.audit.models import Event


class Turned(NamedTuple):
    """An act after an instant that changed a subject, and what stood before it."""

    seq: int
    before: dict[str, Any]


def turned_since(subject_type: str, verbs: Iterable[str], at: dt.datetime) -> dict[tuple[int, str], Turned]:
    """(subject id, verb) → the first such act on it after the instant; what is not there stood as it stands. One query.

    Few acts are later than the instant that is asked for, so that an instant of today asks for next to nothing.
    """
    events = Event.objects.filter(subject_type=subject_type, verb__in=list(verbs), at__gt=at).order_by("-seq")
    rows = events.values_list("subject_id", "verb", "seq", "before")
    return {(subject, verb): Turned(seq, before or {}) for subject, verb, seq, before in rows}
