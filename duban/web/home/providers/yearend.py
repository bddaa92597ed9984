"""待办 of the year's end."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from duban.ledger.models import Matter, Programme
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.web.home.waiting import Waiting
from duban.yearend.models import Settlement


def to_settle(actor: Actor) -> Iterable[Waiting]:
    """Items of the last year that is past and was not settled; it leaves when the book is closed."""
    if not may(actor, Verb.CLOSE_YEAR):
        return
    years = Programme.objects.filter(year__lt=actor.today.year).order_by("-year")
    year = years.values_list("year", flat=True).first()
    if year is None:
        return
    settled = Settlement.objects.live().filter(matter__programme__year=year).values("matter_id")
    left = Matter.objects.live().filter(programme__year=year).exclude(pk__in=settled).count()
    if left:
        yield Waiting(
            title=f"{year}年逐项对账还有 {left} 项",
            href=f"{reverse('yearend')}?year={year}",
            note="各方一致的可以一并对账；有差异的逐项写明如何认定",
        )
