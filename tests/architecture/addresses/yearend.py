"""年终."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import BUSINESS, CONCERNED, LEAD, LEADER, OFFICE, Line
from tests.architecture.world import World


def matter(world: World) -> Mapping[str, Any]:
    """The matter of the world."""
    return {"pk": world.matter.pk}


def year(world: World) -> Mapping[str, Any]:
    """The year of the world's matter."""
    return {"year": world.matter.programme.year}


def book(world: World) -> Mapping[str, Any]:
    """The year's book as a file."""
    return {**year(world), "format": "docx"}


def dossier(world: World) -> Mapping[str, Any]:
    """The dossier of the unit that leads."""
    return {**year(world), "pk": world.cast.lead_unit.pk, "format": "docx"}


def settled(world: World) -> Mapping[str, Any]:
    """A settlement of the matter."""
    from duban.yearend.models import Settlement
    from tests.support.cast import AT

    row, _ = Settlement.objects.get_or_create(
        matter=world.matter,
        withdrawn_at=None,
        defaults={"account": {}, "fingerprint": "0" * 16, "settled_by": world.cast.supervisor, "settled_at": AT},
    )
    return {"pk": row.pk}


def carried(world: World) -> Mapping[str, Any]:
    """A decision about the matter."""
    from duban.yearend.models import CarryOver
    from tests.support.cast import AT

    row, _ = CarryOver.objects.get_or_create(
        matter=world.matter,
        withdrawn_at=None,
        defaults={"way": "ended", "reason": "不再需要", "decided_by": world.cast.supervisor, "decided_at": AT},
    )
    return {"pk": row.pk}


WHY = {"reason": "数据有更正，重新核对"}
LINES = [
    Line("yearend", BUSINESS),
    Line("yearend-item", CONCERNED, BUSINESS - CONCERNED, keys=matter),
    Line("yearend-settle", OFFICE, keys=matter, data={"remark": "年后办结，已核实", "seen": ""}),
    Line("yearend-unsettle", OFFICE, keys=settled, data=WHY),
    Line("yearend-agreeing", OFFICE, keys=year, data={}),
    Line("yearend-book", OFFICE, keys=book),
    Line("yearend-units", BUSINESS),
    Line("yearend-dossier", OFFICE | LEADER | LEAD, BUSINESS - OFFICE - LEADER - LEAD, keys=dossier),
    Line("yearend-dossiers", OFFICE, keys=year),
    Line("yearend-archive", OFFICE),
    Line("yearend-archive-make", OFFICE, keys=year, data={}),
    Line("yearend-carry", OFFICE),
    Line("yearend-carry-decide", OFFICE, keys=matter, data={"way": "ended", "reason": "不再需要，已并入日常工作"}),
    Line("yearend-carry-withdraw", OFFICE, keys=carried, data=WHY),
    Line("yearend-next", OFFICE),
    Line("yearend-adopt", OFFICE, data={}),
]
