"""Named sets of periods, obligations and reports."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from duban.orgs.querysets import covering
from duban.progress.enums import OPEN_STATES, ReportState

if TYPE_CHECKING:
    from duban.orgs.actor import Actor


class ObligationQuerySet(models.QuerySet):
    """Reports expected."""

    def visible_to(self, actor: Actor) -> ObligationQuerySet:
        """All for office and leaders, one's own for a unit."""
        return self if actor.sees_everything else self.filter(unit_id__in=actor.unit_ids)

    def owing(self) -> ObligationQuerySet:
        """Not waived."""
        return self.filter(waived_at__isnull=True)

    def unfiled(self) -> ObligationQuerySet:
        """Never signed, not waived."""
        return self.owing().filter(first_signed_at__isnull=True)

    def overdue(self, on: dt.date) -> ObligationQuerySet:
        """Never signed and past the due day."""
        return self.unfiled().filter(due_on__lt=on)


class ReportQuerySet(models.QuerySet):
    """Reports."""

    def visible_to(self, actor: Actor) -> ReportQuerySet:
        """All for office and leaders, one's own for a unit."""
        if actor.sees_everything:
            return self
        return self.filter(unit_id__in=actor.unit_ids)

    def open(self) -> ReportQuerySet:
        """Still on its way."""
        return self.filter(state__in=OPEN_STATES)

    def in_force(self) -> ReportQuerySet:
        """The accepted version: it stays in force until the next one is accepted."""
        return self.filter(state=ReportState.ACCEPTED)

    def awaiting(self, actor: Actor) -> ReportQuerySet:
        """That wait for this person's act."""
        from duban.orgs.enums import PostKind

        wanted = Q(pk__in=[])
        for post in actor.posts:
            if post.kind == PostKind.PRINCIPAL:
                wanted |= Q(unit_id=post.unit_id, state=ReportState.SIGNING)
            elif post.kind == PostKind.OFFICE_HEAD:
                wanted |= Q(unit_id=post.unit_id, state=ReportState.CHECKING)
            elif post.kind == PostKind.CLERK:
                wanted |= Q(unit_id=post.unit_id, state__in=[ReportState.DRAFT, ReportState.RETURNED])
        if actor.is_office:
            wanted |= Q(state=ReportState.SIGNED)
        return self.filter(wanted)


class MeasureQuerySet(models.QuerySet):
    """Measures."""

    def live(self) -> MeasureQuerySet:
        """In use: neither merged into another nor replaced by a successor."""
        return self.filter(merged_into__isnull=True, replaced_by__isnull=True)

    def visible_to(self, actor: Actor) -> MeasureQuerySet:
        """All for office and leaders; those of the unit's own matters for a unit."""
        if actor.sees_everything:
            return self
        from duban.ledger.models import Matter

        own = Matter.objects.visible_to(actor).order_by().values("pk")
        return self.filter(uses__target__matter__in=own).distinct()


class PlanQuerySet(models.QuerySet):
    """Handling plans."""

    def visible_to(self, actor: Actor) -> PlanQuerySet:
        """All for office and leaders, one's own for a unit."""
        return self if actor.sees_everything else self.filter(unit_id__in=actor.unit_ids)


class DisputeQuerySet(models.QuerySet):
    """Disputes."""

    def visible_to(self, actor: Actor) -> DisputeQuerySet:
        """All for office and leaders, one's own for a unit."""
        return self if actor.sees_everything else self.filter(unit_id__in=actor.unit_ids)


class LiaisonQuerySet(models.QuerySet):
    """Liaisons."""

    def visible_to(self, actor: Actor) -> LiaisonQuerySet:
        """All for office and leaders, one's own for a unit."""
        return self if actor.sees_everything else self.filter(unit_id__in=actor.unit_ids)

    def current(self, on: dt.date) -> LiaisonQuerySet:
        """In force on the day."""
        return self.filter(covering(on))


class SignatureQuerySet(models.QuerySet):
    """Signatures."""

    def live(self) -> SignatureQuerySet:
        """Not revoked."""
        return self.filter(revoked_at__isnull=True)


class DelegationQuerySet(models.QuerySet):
    """Mandates to sign."""

    def visible_to(self, actor: Actor) -> DelegationQuerySet:
        """All for office and leaders, one's own unit's for a unit."""
        return self if actor.sees_everything else self.filter(post__unit_id__in=actor.unit_ids)

    def in_force(self, at: dt.datetime) -> DelegationQuerySet:
        """By which one may sign at the instant: [start, end), not ended, the principal who gave it still in the post,

        the delegate still of the unit.
        """
        from duban.orgs.models import Appointment

        on = timezone.localdate(at)
        giver = Appointment.objects.current(on).filter(pk=OuterRef("appointment"))
        taker = Appointment.objects.current(on).filter(
            user=OuterRef("delegate"), user__is_active=True, post__unit=OuterRef("post__unit")
        )
        return self.filter(Exists(giver), Exists(taker), start__lte=at, end__gt=at, ended_at__isnull=True)
