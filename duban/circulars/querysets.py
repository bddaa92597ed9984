"""Named sets of circulars and of what units see of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from duban.core.workflow import circular as flow
from duban.ledger.querysets import own_unit_ids

if TYPE_CHECKING:
    from duban.orgs.actor import Actor

SEEN_BY_LEADERS = (flow.SUBMITTED, flow.APPROVED, flow.ISSUED)


class CircularQuerySet(models.QuerySet):
    """Circulars and commendations."""

    def visible_to(self, actor: Actor) -> CircularQuerySet:
        """All for the office; for leaders what was submitted to them; for units nothing, but see their parts."""
        if actor.is_office:
            return self
        if actor.is_leader:
            return self.filter(state__in=SEEN_BY_LEADERS)
        return self.none()

    def open(self) -> CircularQuerySet:
        """On their way."""
        return self.filter(state__in=flow.OPEN)


class PartQuerySet(models.QuerySet):
    """What a unit is shown of a draft."""

    def visible_to(self, actor: Actor) -> PartQuerySet:
        """For the office and, once submitted, for leaders; for a unit its own alone, while it may look at it."""
        if actor.is_office:
            return self
        if actor.is_leader:
            return self.filter(circular__state__in=SEEN_BY_LEADERS)
        return self.filter(unit__in=own_unit_ids(actor)).current()

    def current(self) -> PartQuerySet:
        """Of the last round of a draft that was not taken back or given up."""
        live = Q(circular__state__in=[flow.SHOWN, *SEEN_BY_LEADERS])
        return self.filter(live, round=F("circular__round"))

    def waiting(self) -> PartQuerySet:
        """That the unit may still answer."""
        return self.current().filter(circular__state=flow.SHOWN, replied_at__isnull=True)
