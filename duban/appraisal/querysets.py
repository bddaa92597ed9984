"""Named sets of appraisals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from duban.appraisal.enums import VISIBLE_TO_UNITS, AppraisalState, ObjectionState
from duban.ledger.querysets import own_unit_ids

if TYPE_CHECKING:
    from duban.orgs.actor import Actor


class AppraisalQuerySet(models.QuerySet):
    """Appraisals of a year."""

    def visible_to(self, actor: Actor) -> AppraisalQuerySet:
        """All for office and leaders; for a unit those that were shown to it."""
        if actor.sees_everything:
            return self
        own = own_unit_ids(actor)
        return self.filter(state__in=VISIBLE_TO_UNITS, results__unit__in=own).distinct()

    def light(self) -> AppraisalQuerySet:
        """Without the frozen value, which is large."""
        return self.defer("snapshot")

    def in_force(self) -> AppraisalQuerySet:
        """Approved and not superseded: what a circular may rest on."""
        return self.filter(state=AppraisalState.APPROVED)


class ResultQuerySet(models.QuerySet):
    """Results, a row a unit."""

    def visible_to(self, actor: Actor) -> ResultQuerySet:
        """All for office and leaders; one's own for a unit, once it was shown."""
        if actor.sees_everything:
            return self
        return self.filter(appraisal__state__in=VISIBLE_TO_UNITS, unit__in=own_unit_ids(actor))

    def light(self) -> ResultQuerySet:
        """Without the rows behind the lines."""
        return self.defer("facts")


class ObjectionQuerySet(models.QuerySet):
    """Objections."""

    def visible_to(self, actor: Actor) -> ObjectionQuerySet:
        """All for office and leaders, one's own for a unit."""
        return self if actor.sees_everything else self.filter(unit__in=own_unit_ids(actor))

    def open(self) -> ObjectionQuerySet:
        """Not decided."""
        return self.filter(state=ObjectionState.OPEN)
