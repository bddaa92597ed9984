"""The way from home to the year at a glance, for the leaders."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from duban.ledger.models import Matter, Programme
from duban.orgs.actor import Actor
from duban.oversight.models import Holding
from duban.web.home.waiting import Figure, Part


def year(actor: Actor) -> Iterable[Part]:
    """Matters of the newest year and difficulties that wait for an answer; the lights themselves stand behind it."""
    if not actor.is_leader:
        return
    newest = Programme.objects.order_by("-year").values_list("year", flat=True).first()
    matters = Matter.objects.live().filter(programme__year=newest).count() if newest else 0
    waits = Holding.objects.open().filter(case__matter__programme__year=newest).count() if newest else 0
    figures = (
        Figure("项事项的进展和亮灯", matters, reverse("year")),
        Figure("件困难在等答复", waits, f"{reverse('year')}#others-h"),
    )
    yield Part(f"{newest}年概览" if newest else "概览", figures, "来文确认进入台账后，全年的进展会显示在这里。")
