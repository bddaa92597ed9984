"""办理方案."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import BUSINESS, LEAD, LEADER, OFFICE, UNITS, Line
from tests.architecture.world import World


def plan(world: World) -> Mapping[str, Any]:
    """The lead unit's plan of the matter of the world."""
    from duban.progress.models import HandlingPlan

    row, _ = HandlingPlan.objects.get_or_create(matter=world.matter, unit=world.cast.lead_unit, version=1)
    return {"pk": row.pk}


SEEN = OFFICE | LEADER | LEAD
OTHERS = UNITS - LEAD

LINES = [
    Line("plans", BUSINESS),
    Line("plan_open", frozenset(), UNITS, data={"matter": "0"}),
    Line("plans-submit", UNITS),
    Line("plans-accept", OFFICE),
    Line("plans-print", UNITS, OFFICE | LEADER),
    Line("plans-file", UNITS, OFFICE | LEADER),
    Line("plans-read", UNITS),
    Line("plans-apply", UNITS),
    Line("plan", SEEN, OTHERS, keys=plan),
    Line("plan-save", LEAD, OTHERS, keys=plan),
    Line("plan-move", OFFICE | LEAD, OTHERS, keys=plan, data={"move": "recall"}),
    Line("plan-revise", LEAD, OTHERS, keys=plan, data={"reason": "地块调整"}),
    Line("plan-share", OFFICE | LEAD, OTHERS, keys=plan),
]
