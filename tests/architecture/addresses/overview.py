"""概览: the year, a programme, a unit, the calendar, the brief."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import BUSINESS, COOPERATING, LEAD, LEADER, OFFICE, OUTSIDER, Line
from tests.architecture.world import World


def programme(world: World) -> Mapping[str, Any]:
    """The programme of the matter."""
    return {"pk": world.matter.programme_id}


def unit(world: World) -> Mapping[str, Any]:
    """The unit that leads it."""
    return {"pk": world.cast.lead_unit.pk}


LINES = [
    Line("year", BUSINESS),
    Line("year-seen", BUSINESS, data={"year": "2023"}),
    Line("year-brief", OFFICE | LEADER),
    Line("year-brief-file", OFFICE | LEADER, keys=lambda world: {"format": "pdf"}),
    Line("year-programme", BUSINESS, keys=programme),
    Line("year-unit", OFFICE | LEADER | LEAD, COOPERATING | OUTSIDER, keys=unit),
    Line("calendar", BUSINESS),
]
