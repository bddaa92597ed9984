"""Named sets of the year's end."""

from __future__ import annotations

from django.db import models


class LiveQuerySet(models.QuerySet):
    """Rows that a person may take back; they stay on record."""

    def live(self) -> LiveQuerySet:
        """Not taken back."""
        return self.filter(withdrawn_at__isnull=True)
