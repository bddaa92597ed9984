"""Named sets of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from duban.ledger.enums import MatterState

if TYPE_CHECKING:
    from duban.orgs.actor import Actor


class MatterQuerySet(models.QuerySet):
    """Matters."""

    def live(self) -> MatterQuerySet:
        """Not withdrawn."""
        return self.exclude(state=MatterState.WITHDRAWN)

    def of_units(self, unit_ids: frozenset[int] | set[int]) -> MatterQuerySet:
        """For which one of the units answers, directly or as a current member of a group."""
        from duban.ledger.models import Assignment

        mine = Assignment.objects.live().filter(matter=OuterRef("pk")).held_by(unit_ids)
        return self.filter(Exists(mine))

    def visible_to(self, actor: Actor) -> MatterQuerySet:
        """Everything for office and leaders, one's own for units, nothing for administrators."""
        if actor.sees_everything:
            return self
        if not actor.unit_ids or (actor.is_administrator and not actor.kinds - _admin()):
            return self.none()
        return self.of_units(actor.unit_ids)

    def in_printed_order(self) -> MatterQuerySet:
        """By year, programme, printed order."""
        return self.order_by("-programme__year", "programme__ordinal", "ordinal", "id")


def _admin() -> frozenset:
    from duban.orgs.enums import ADMIN_POSTS

    return frozenset(ADMIN_POSTS)


class AssignmentQuerySet(models.QuerySet):
    """Assignments."""

    def live(self) -> AssignmentQuerySet:
        """Not ended."""
        return self.filter(ended_at__isnull=True)

    def held_by(self, unit_ids: frozenset[int] | set[int]) -> AssignmentQuerySet:
        """Of the units themselves, of groups they belong to now, and of units that were merged into them."""
        ids = list(unit_ids)
        return self.filter(
            Q(unit_id__in=ids)
            | Q(unit__members__unit_id__in=ids, unit__members__end__isnull=True)
            | Q(unit__merged_into_id__in=ids)
        )


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
