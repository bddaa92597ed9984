"""发文."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import BUSINESS, LEAD, LEADER, OFFICE, Line
from tests.architecture.world import World
from tests.factories.dispatch import issued


def paper(world: World) -> Mapping[str, Any]:
    """A document that was issued to the lead unit."""
    return {"pk": issued(world.cast, [world.cast.lead_unit]).pk}


def series(world: World) -> Mapping[str, Any]:
    """The sequence of its number."""
    return {"pk": issued(world.cast, []).series_id}


SEEN, ABSENT = OFFICE | LEADER | LEAD, BUSINESS - OFFICE - LEADER - LEAD
LINES = [
    Line("documents", BUSINESS),
    Line("document", SEEN, ABSENT, keys=paper),
    Line("document-read", LEAD, ABSENT, keys=paper),
    Line("document-file", SEEN, ABSENT, keys=lambda world: {**paper(world), "form": "docx"}),
    Line("document-correct", OFFICE, keys=paper),
    Line("document-letterheads", OFFICE),
    Line("document-letterhead", OFFICE, keys=lambda world: {"kind": "circular"}),
    Line("document-series", OFFICE, keys=series, data={"paper": "3"}),
]
