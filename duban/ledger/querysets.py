"""Named sets of the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from duban.ledger.enums import MatterState
from duban.ledger.standing import standing_of
from duban.orgs.enums import UNIT_POSTS

if TYPE_CHECKING:
    from duban.orgs.actor import Actor


class MatterQuerySet(models.QuerySet):
    """Matters."""

    def live(self) -> MatterQuerySet:
        """Not withdrawn."""
        return self.exclude(state=MatterState.WITHDRAWN)

    def of_units(self, unit_ids: Iterable[int], on: dt.date) -> MatterQuerySet:
        """For which one of the units answers on the day: directly, through a group, or for a merged unit."""
        return self.answered_by(standing_of(unit_ids, on))

    def answered_by(self, standing: frozenset[int]) -> MatterQuerySet:
        """With a live assignment of exactly these units (:func:`duban.ledger.standing.standing_of`)."""
        from duban.ledger.models import Assignment

        return self.filter(pk__in=Assignment.objects.live().filter(unit_id__in=standing).order_by().values("matter_id"))

    def visible_to(self, actor: Actor, standing: frozenset[int] | None = None) -> MatterQuerySet:
        """Everything for office and leaders, one's own for units, nothing for administrators.

        ``standing``: what the actor's units stand for, where the caller has it at hand already.
        """
        if actor.sees_everything:
            return self
        if standing is None:
            standing = standing_of(own_unit_ids(actor), actor.today)
        return self.answered_by(standing) if standing else self.none()

    def in_printed_order(self) -> MatterQuerySet:
        """By year, programme, printed order."""
        return self.order_by("-programme__year", "programme__ordinal", "ordinal", "id")


def own_unit_ids(actor: Actor) -> frozenset[int]:
    """Units whose matters are the actor's: a post of the unit gives them, an administrator's post does not."""
    return frozenset(post.unit_id for post in actor.posts if post.kind in UNIT_POSTS)


class AssignmentQuerySet(models.QuerySet):
    """Assignments."""

    def live(self) -> AssignmentQuerySet:
        """Not ended."""
        return self.filter(ended_at__isnull=True)

    def held_by(self, unit_ids: Iterable[int], on: dt.date) -> AssignmentQuerySet:
        """Of the units themselves, of groups they belong to on the day, and of units that were merged into them."""
        return self.filter(unit_id__in=standing_of(unit_ids, on))


class LinkQuerySet(models.QuerySet):
    """Pairs of matters with the same goal."""

    def of(self, matter_id: int) -> LinkQuerySet:
        """In which the matter stands on either side."""
        return self.filter(Q(a_id=matter_id) | Q(b_id=matter_id))


class SavedViewQuerySet(models.QuerySet):
    """Saved views."""

    def visible_to(self, actor: Actor) -> SavedViewQuerySet:
        """One's own, and what the office shares."""
        return self.filter(Q(owner=actor.user) | Q(shared=True))
