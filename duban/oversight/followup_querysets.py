"""Named sets of urging, ratings and samples."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from duban.core.workflow import urging as urging_flow
from duban.ledger.querysets import own_unit_ids

if TYPE_CHECKING:
    from duban.orgs.actor import Actor


class UrgingQuerySet(models.QuerySet):
    """Urgings."""

    def visible_to(self, actor: Actor) -> UrgingQuerySet:
        """All for office and leaders; for a unit its own, once they were sent: a draft is internal."""
        if actor.sees_everything:
            return self
        return self.filter(unit__in=own_unit_ids(actor), given_at__isnull=False)

    def waiting(self) -> UrgingQuerySet:
        """The unit has to reply. A late report that was signed meanwhile needs no reply, whenever it is settled."""
        from duban.oversight.models import UrgingPoint
        from duban.progress.models import Obligation

        owed = Obligation.objects.unfiled().filter(unit=OuterRef("urging__unit"), period=OuterRef("period"))
        owing = UrgingPoint.objects.filter(Exists(owed), urging=OuterRef("pk"))
        return self.filter(~Q(cause="late_report") | Exists(owing), state=urging_flow.GIVEN)

    def under_way(self) -> UrgingQuerySet:
        """Written and not yet sent."""
        return self.filter(state__in=urging_flow.UNDER_WAY)


class PointQuerySet(models.QuerySet):
    """What urgings are about."""

    def counting(self) -> PointQuerySet:
        """Of steps that count on a ladder or are on their way."""
        return self.filter(urging__state__in=urging_flow.TAKEN | urging_flow.UNDER_WAY)


class OfficeRatingQuerySet(models.QuerySet):
    """The office's ratings."""

    def current(self) -> OfficeRatingQuerySet:
        """The newest version of each that was not taken back."""
        return self.filter(newer__isnull=True, withdrawn_at__isnull=True)

    def usable(self, on: dt.date) -> OfficeRatingQuerySet:
        """What may be used anywhere: the unit has answered, or its days to do so are over (domain §4.12)."""
        return self.current().filter(Q(replied_at__isnull=False) | Q(reply_until__lt=on))

    def visible_to(self, actor: Actor) -> OfficeRatingQuerySet:
        """The office and the unit see a rating at once; a leader after the unit has had its say."""
        if actor.is_office:
            return self
        if actor.is_leader:
            said = Q(replied_at__isnull=False) | Q(reply_until__lt=actor.today)
            return self.filter(said, withdrawn_at__isnull=True)
        return self.filter(unit__in=own_unit_ids(actor))


class VerificationQuerySet(models.QuerySet):
    """Checks."""

    def visible_to(self, actor: Actor) -> VerificationQuerySet:
        """All for office and leaders; for a unit its own, once there is a result: what is drawn is internal."""
        if actor.sees_everything:
            return self
        return self.filter(unit__in=own_unit_ids(actor), verified_at__isnull=False)

    def open(self) -> VerificationQuerySet:
        """Not carried out yet."""
        return self.filter(verified_at__isnull=True)

    def objected(self) -> VerificationQuerySet:
        """With an objection that waits for its decision."""
        return self.filter(objected_at__isnull=False, decided_at__isnull=True)

    def untrue(self) -> VerificationQuerySet:
        """Whose result, as it stands after an objection, is not wholly true."""
        untrue = Q(revised__in=["partly", "false"]) | Q(revised="", found__in=["partly", "false"])
        return self.filter(untrue, verified_at__isnull=False)


__all__ = ["OfficeRatingQuerySet", "PointQuerySet", "UrgingQuerySet", "VerificationQuerySet"]
