"""Named sets of events; writing to them in bulk is refused."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class EventQuerySet(models.QuerySet):
    """Events. Append-only: the trail is written by :func:`duban.audit.actions.record` alone."""

    def about(self, subject_type: str, subject_id: int) -> EventQuerySet:
        """The trail of one subject, newest first."""
        return self.filter(subject_type=subject_type, subject_id=subject_id).order_by("-seq")

    def update(self, **_: Any) -> NoReturn:
        raise TypeError("events are append-only")

    def delete(self) -> NoReturn:
        raise TypeError("events are append-only")
