"""Named sets of oversight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from duban.core.workflow import adjustment as adjustment_flow
from duban.core.workflow import case as case_flow
from duban.core.workflow import closing as closing_flow
from duban.core.workflow import directive as directive_flow
from duban.core.workflow import inspection as inspection_flow
from duban.ledger.querysets import own_unit_ids

if TYPE_CHECKING:
    from duban.orgs.actor import Actor
    from duban.orgs.models import User


def of_units(unit_ids: Iterable[int], name: str) -> Q:
    """Of one of the units, or of one that was merged into it: its people go on with what it had begun."""
    return Q(**{f"{name}__in": unit_ids}) | Q(**{f"{name}__merged_into__in": unit_ids})


class CaseQuerySet(models.QuerySet):
    """Difficulties."""

    def visible_to(self, actor: Actor) -> CaseQuerySet:
        """All for office and leaders; for a unit what it asks, and what it was asked to answer or to do."""
        if actor.sees_everything:
            return self
        own = own_unit_ids(actor)
        from duban.oversight.models import Directive, Holding

        asked = Holding.objects.filter(of_units(own, "unit")).order_by().values("case")
        does = Directive.objects.filter(of_units(own, "owner")).order_by().values("case")
        return self.filter(of_units(own, "unit") | Q(pk__in=asked) | Q(pk__in=does))

    def open(self) -> CaseQuerySet:
        """Not ended."""
        return self.filter(state__in=case_flow.OPEN)

    def held_by(self, actor: Actor) -> CaseQuerySet:
        """Whose turn is this person's: the office, a leader's post, a unit that was asked, or the asker."""
        posts = [post.post_id for post in actor.posts]
        own = own_unit_ids(actor)
        turn = Q(holdings__post__in=posts) | Q(of_units(own, "holdings__unit"), holdings__kind="unit")
        turn |= Q(of_units(own, "unit"), holdings__kind="asker")
        if actor.is_office:
            turn |= Q(holdings__kind="office")
        return self.filter(turn, holdings__ended_at__isnull=True)


class HoldingQuerySet(models.QuerySet):
    """Whose turn it is."""

    def open(self) -> HoldingQuerySet:
        """Now."""
        return self.filter(ended_at__isnull=True)

    def late(self, on: dt.date) -> HoldingQuerySet:
        """Past the day to answer."""
        return self.open().filter(due_on__lt=on)


class DirectiveQuerySet(models.QuerySet):
    """What was decided."""

    def open(self) -> DirectiveQuerySet:
        """Not seen done by the office."""
        return self.filter(state__in=[directive_flow.OPEN, directive_flow.REPORTED])

    def visible_to(self, actor: Actor) -> DirectiveQuerySet:
        """All for office and leaders; for a unit those of its cases and those that it has to do."""
        if actor.sees_everything:
            return self
        own = own_unit_ids(actor)
        return self.filter(of_units(own, "owner") | of_units(own, "case__unit"))


class MeetingQuerySet(models.QuerySet):
    """Coordination meetings."""

    def visible_to(self, actor: Actor) -> MeetingQuerySet:
        """All for office and leaders; for a unit those on whose agenda its case is, or that gave it something to do."""
        if actor.sees_everything:
            return self
        own = own_unit_ids(actor)
        from duban.oversight.models import AgendaItem, Directive

        asked = AgendaItem.objects.filter(case__unit__in=own).order_by().values("meeting")
        does = Directive.objects.filter(owner__in=own, meeting__isnull=False).order_by().values("meeting")
        return self.filter(Q(pk__in=asked) | Q(pk__in=does))


class InstructionQuerySet(models.QuerySet):
    """Instructions of leaders."""

    def visible_to(self, actor: Actor) -> InstructionQuerySet:
        """All for office and leaders; for a unit those shown to units, on what is its own."""
        rows = self.filter(withdrawn_at__isnull=True)
        if actor.sees_everything:
            return rows
        from duban.ledger.models import Matter
        from duban.oversight.models import CoordinationCase

        matters = Matter.objects.visible_to(actor).order_by().values("pk")
        cases = CoordinationCase.objects.visible_to(actor).order_by().values("pk")
        return rows.filter(Q(matter__in=matters) | Q(case__in=cases), shown_to_units=True)


class OwnQuerySet(models.QuerySet):
    """Rows that belong to one unit."""

    def visible_to(self, actor: Actor) -> OwnQuerySet:
        """All for office and leaders, one's own for a unit."""
        return self if actor.sees_everything else self.filter(unit__in=own_unit_ids(actor))


class AdjustmentQuerySet(OwnQuerySet):
    """Applications to extend or adjust."""

    def open(self) -> AdjustmentQuerySet:
        """Not decided."""
        return self.filter(state=adjustment_flow.APPLIED)

    def granted(self, at: dt.datetime | None = None) -> AdjustmentQuerySet:
        """In force: now, or at an instant; what was revoked later counted until then."""
        if at is None:
            return self.filter(state=adjustment_flow.APPROVED)
        rows = self.filter(state__in=[adjustment_flow.APPROVED, adjustment_flow.REVOKED], decided_at__lte=at)
        return rows.filter(Q(revoked_at__isnull=True) | Q(revoked_at__gt=at))


class ClosingQuerySet(OwnQuerySet):
    """Applications to close a matter, and what became of them."""

    def open(self) -> ClosingQuerySet:
        """The office has to decide."""
        return self.filter(state__in=closing_flow.OPEN)

    def live(self) -> ClosingQuerySet:
        """Applied for or closed: there is one at most for each matter."""
        return self.filter(state__in=closing_flow.OPEN | closing_flow.IN_FORCE)


class ConclusionQuerySet(models.QuerySet):
    """Conclusions."""

    def visible_to(self, actor: Actor) -> ConclusionQuerySet:
        """All for office and leaders; for a unit its own, once it was served: a draft is internal."""
        if actor.sees_everything:
            return self
        return self.filter(unit__in=own_unit_ids(actor), served_at__isnull=False)

    def objected(self) -> ConclusionQuerySet:
        """With an objection that waits for its decision."""
        return self.filter(objected_at__isnull=False, decided_at__isnull=True)

    def untouched_by(self, user: User) -> ConclusionQuerySet:
        """In which the person took no part: did not order, plan, lead or make the inspection, nor write or serve this
        (recusal, 国令第733号 art. 17)."""
        took = Q(inspection__approved_by=user) | Q(inspection__created_by=user) | Q(inspection__head=user)
        took |= Q(written_by=user) | Q(served_by=user, served_by__isnull=False)
        took |= Q(inspection__in=user.inspections.order_by().values("pk"))  # type: ignore[attr-defined]  # reverse side
        return self.exclude(took)


class RectificationQuerySet(models.QuerySet):
    """Points to be set right."""

    def visible_to(self, actor: Actor) -> RectificationQuerySet:
        """All for office and leaders; for a unit its own, once the conclusion was served."""
        if actor.sees_everything:
            return self
        return self.filter(unit__in=own_unit_ids(actor), conclusion__served_at__isnull=False)

    def served(self) -> RectificationQuerySet:
        """The unit knows of them."""
        return self.filter(conclusion__served_at__isnull=False)

    def open(self) -> RectificationQuerySet:
        """The unit has to do or report it."""
        return self.served().filter(reported_at__isnull=True, lifted_at__isnull=True)

    def reported(self) -> RectificationQuerySet:
        """The office has to look at it."""
        return self.served().filter(reported_at__isnull=False, confirmed_at__isnull=True, lifted_at__isnull=True)

    def late(self, on: dt.date) -> RectificationQuerySet:
        """Not reported, and its day is past."""
        return self.open().filter(due_on__lt=on)


class InspectionQuerySet(models.QuerySet):
    """Inspections."""

    def visible_to(self, actor: Actor) -> InspectionQuerySet:
        """All for office and leaders; for a unit those that began at it: a plan is internal until then."""
        if actor.sees_everything:
            return self
        return self.filter(units__in=own_unit_ids(actor), state__in=["started", "concluded"]).distinct()

    def counted(self) -> InspectionQuerySet:
        """That take up their units, or did."""
        return self.filter(state__in=inspection_flow.COUNTED)
