"""Gaps in the register of units."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from django.urls import reverse

from duban.ledger.models import Assignment
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Verb, may
from duban.web.home.waiting import Waiting
from duban.web.units.listing import empty_groups, missing_people

SHOWN = 20


def groups_without_members(actor: Actor) -> Iterable[Waiting]:
    """Groups that stand for nobody, though matters were given to them."""
    if not may(actor, Verb.EDIT_UNITS):
        return
    groups = list(empty_groups(Unit.objects.all(), actor))
    if len(groups) > SHOWN:
        yield Waiting(f"{len(groups)} 个单位组没有成员", _list(gap="members"), "没有成员的组，分给它的事项没有人承办")
        return
    held = Assignment.objects.live().filter(unit__in=groups).order_by().values_list("unit_id")
    counts = dict(held.annotate(n=Count("matter", distinct=True)))
    for group in groups:
        count = counts.get(group.pk, 0)
        note = f"{count} 项事项分给了这个组，没有成员就没有人承办" if count else "选择组内的单位"
        yield Waiting(f"单位组“{group}”还没有成员", reverse("unit-members", args=[group.pk]), note)


def units_without_people(actor: Actor) -> Iterable[Waiting]:
    """Units that have matters and nobody to draft or sign for them."""
    if not may(actor, Verb.EDIT_APPOINTMENTS) or not may(actor, Verb.EDIT_UNITS):
        return
    count = missing_people(Unit.objects.all(), actor).count()
    if count:
        yield Waiting(f"{count} 个单位缺主要领导或经办人", _list(gap="people"), "没有人任职的单位不能填报和签字")


def _list(gap: str) -> str:
    return f"{reverse('units')}?gap={gap}"
