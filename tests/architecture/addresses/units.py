"""Units, groups, posts."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import (
    BUSINESS,
    COOPERATING,
    LEAD,
    LEADER,
    OFFICE,
    OUTSIDER,
    SECURITY,
    SYSTEM,
    Line,
)
from tests.architecture.world import World

OTHERS = COOPERATING | OUTSIDER


def unit(world: World) -> Mapping[str, Any]:
    """The lead unit."""
    return {"pk": world.unit.pk}


def group(world: World) -> Mapping[str, Any]:
    """The group that it belongs to."""
    return {"pk": world.group.pk}


LINES = [
    Line("units", BUSINESS | SYSTEM | SECURITY),
    Line("unit-new", OFFICE),
    Line("unit-phone", OFFICE | SYSTEM | SECURITY, keys=lambda w: {"user": w.cast.lead_clerk.pk}),
    Line("unit", OFFICE | LEADER | LEAD | SYSTEM | SECURITY, OTHERS, keys=unit),
    Line("unit-edit", OFFICE, keys=unit),
    Line("unit-add-alias", OFFICE, keys=unit),
    Line("unit-remove-alias", OFFICE, keys=lambda w: {**unit(w), "alias": w.alias.pk}),
    Line("unit-members", OFFICE, keys=group),
    Line("unit-remove-member", OFFICE, keys=lambda w: {**group(w), "member": w.member.pk}),
    Line("unit-merge", OFFICE, keys=unit),
    Line("unit-undo-merge", OFFICE, keys=unit),
    Line("unit-new-post", OFFICE | SECURITY, keys=unit),
    Line("unit-appoint", OFFICE | SECURITY, keys=lambda w: {**unit(w), "post": w.post.pk}),
    Line("unit-end-appointment", OFFICE | SECURITY, keys=lambda w: {**unit(w), "appointment": w.appointment.pk}),
]
