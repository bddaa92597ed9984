"""Ratings, checks and urging on the page of a matter, as far as the actor may see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.oversight.models import OfficeRating, Urging, Verification

SHOWN = 10  # of each, the newest first


@dataclass(frozen=True)
class FollowUp:
    """What the office did about a matter."""

    matter: Matter
    ratings: list[OfficeRating]
    checks: list[Verification]
    urgings: list[Urging]
    may_urge: bool

    @property
    def shown(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.ratings or self.checks or self.urgings)


def of(matter: Matter, actor: Actor) -> FollowUp:
    """Three queries; what is drawn and not checked yet is seen by the office and the leaders alone."""
    current = Q(newer__isnull=True, withdrawn_at__isnull=True)
    ratings = OfficeRating.objects.visible_to(actor).filter(current, matter=matter).select_related("period", "unit")
    checks = Verification.objects.visible_to(actor).filter(matter=matter, closing__isnull=True)
    urgings = Urging.objects.visible_to(actor).filter(points__matter=matter).distinct()
    return FollowUp(
        matter,
        list(ratings.order_by("-period__covers_to", "unit__position")[:SHOWN]),
        list(checks.select_related("period", "unit").order_by("-id")[:SHOWN]),
        list(urgings.select_related("unit", "dispatch").order_by("-id")[:SHOWN]),
        bool(may(actor, Verb.URGE)),
    )
