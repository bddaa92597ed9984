"""Named sets of units and appointments."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from duban.orgs.enums import UnitKind

if TYPE_CHECKING:
    from duban.orgs.actor import Actor


def covering(on: dt.date, *, start: str = "start", end: str = "end") -> Q:
    """Rows whose half-open [start, end) covers the day; an empty bound is open."""
    return (Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": on})) & (
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": on})
    )


class UnitQuerySet(models.QuerySet):
    """Units."""

    def active(self, on: dt.date) -> UnitQuerySet:
        """That exist on the day."""
        return self.filter(covering(on, start="active_from", end="active_to"))

    def groups(self) -> UnitQuerySet:
        """Collective names."""
        return self.filter(kind=UnitKind.GROUP)

    def responsible(self) -> UnitQuerySet:
        """Units that can hold assignments: no internal bodies."""
        return self.exclude(kind__in=[UnitKind.LEADERSHIP, UnitKind.ADMINISTRATION])

    def visible_to(self, actor: Actor) -> UnitQuerySet:
        """Whose page the actor may open: all for the office, leaders and administrators, else one's own."""
        if actor.sees_everything or actor.is_administrator:
            return self
        return self.filter(pk__in=actor.unit_ids)


class AppointmentQuerySet(models.QuerySet):
    """Appointments."""

    def current(self, on: dt.date) -> AppointmentQuerySet:
        """In force on the day."""
        return self.filter(covering(on))
