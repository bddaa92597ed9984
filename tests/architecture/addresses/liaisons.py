"""联络员名单."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import BUSINESS, LEAD, LEADER, OFFICE, UNITS, Line
from tests.architecture.world import World


def unit(world: World) -> Mapping[str, Any]:
    """The lead unit."""
    return {"pk": world.cast.lead_unit.pk}


def person(world: World) -> Mapping[str, Any]:
    """Somebody of its list."""
    from duban.progress.models import Liaison
    from tests.support.cast import AT, TODAY

    row, _ = Liaison.objects.get_or_create(
        unit=world.cast.lead_unit,
        role="clerk",
        name="钱经办",
        defaults={"mobile": "13800138000", "start": TODAY, "by": world.cast.lead_clerk, "at": AT},
    )
    return {"pk": row.pk}


SEEN = OFFICE | LEADER | LEAD
OTHERS = UNITS - LEAD
HALF = {"row-role": "clerk", "row-name": "钱经办"}

LINES = [
    Line("liaisons", BUSINESS),
    Line("liaisons-file", OFFICE, data={"format": "xlsx"}),
    Line("liaisons-phones", OFFICE),
    Line("liaison", SEEN, OTHERS, keys=unit),
    Line("liaison-save", OFFICE | LEAD, OTHERS, keys=unit, data=HALF),
    Line("liaison-reveal", SEEN, OTHERS, keys=person),
    Line("liaison-file", SEEN, OTHERS, keys=unit, data={"format": "docx"}),
    Line("liaison-read", OFFICE | LEAD, OTHERS, keys=unit),
]
