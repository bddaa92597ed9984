"""Named sets of drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from duban.notices.enums import DraftState

if TYPE_CHECKING:
    from duban.orgs.actor import Actor


class DraftQuerySet(models.QuerySet):
    """Uploaded notices."""

    def visible_to(self, actor: Actor) -> DraftQuerySet:
        """Drafts are internal to the office."""
        return self if actor.is_office else self.none()

    def open(self) -> DraftQuerySet:
        """Neither confirmed nor discarded."""
        return self.exclude(state__in=[DraftState.CONFIRMED, DraftState.DISCARDED])

    def unfinished(self) -> DraftQuerySet:
        """What the reading worker has to look at."""
        return self.filter(state__in=[DraftState.QUEUED, DraftState.READING])

    def for_list(self) -> DraftQuerySet:
        """Without the long columns."""
        return self.defer("source_text", "source_blocks", "reading", "current", "notice__source_text").select_related(
            "file", "uploaded_by", "notice"
        )
