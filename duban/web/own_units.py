"""Which unit a page is about: one's own, or for the office and the leaders any."""

from __future__ import annotations

from django.http import Http404

from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Verb, may
from duban.web.request import HttpRequest


def own_units(actor: Actor) -> list[Unit]:
    """Units in which the person holds a post of the unit, in the usual order."""
    ids = own_unit_ids(actor)
    return list(Unit.objects.filter(pk__in=ids).order_by("position", "id")) if ids else []


def visible_unit(actor: Actor, pk: int) -> Unit:
    """The unit, for its own people, the office and the leaders; for everybody else there is none (404)."""
    if not actor.sees_everything and pk not in own_unit_ids(actor):
        raise Http404
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None:
        raise Http404
    return unit


def asked_unit(request: HttpRequest, own: list[Unit]) -> Unit | None:
    """The unit that the address asks for (``?unit=``), else the first of one's own; None for who has none."""
    wanted = request.GET.get("unit") or request.POST.get("unit") or ""
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 16:
        return visible_unit(request.actor, int(wanted))
    return own[0] if own else None


def may_act_for(actor: Actor, unit: Unit) -> bool:
    """Whether the person fills in for the unit: holds a post of it."""
    return bool(may(actor, Verb.DRAFT_REPORT)) and unit.pk in own_unit_ids(actor)
