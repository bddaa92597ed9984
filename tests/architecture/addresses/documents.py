"""发文."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import BUSINESS, LEAD, LEADER, OFFICE, Line
from tests.architecture.world import World
from tests.factories.dispatch import correction, issued


def paper(world: World) -> Mapping[str, Any]:
    """A document that was issued to the lead unit."""
    return {"pk": issued(world.cast, [world.cast.lead_unit]).pk}


def series(world: World) -> Mapping[str, Any]:
    """The sequence of its number."""
    return {"pk": issued(world.cast, []).series_id}


def drafted(world: World) -> Mapping[str, Any]:
    """The correction of a document, drawn up."""
    return {"pk": correction(world.cast).pk}


HEAD = frozenset({"supervisor_head"})
SEEN, ABSENT = OFFICE | LEADER | LEAD, BUSINESS - OFFICE - LEADER - LEAD
LINES = [
    Line("documents", BUSINESS),
    Line("document", SEEN, ABSENT, keys=paper),
    Line("document-read", LEAD, ABSENT, keys=paper),
    Line("document-file", SEEN, ABSENT, keys=lambda world: {**paper(world), "form": "docx"}),
    Line("document-correct", OFFICE, keys=paper),
    Line("document-draft", OFFICE | LEADER, BUSINESS - OFFICE - LEADER, keys=drafted),
    Line("document-draft-revise", OFFICE, keys=drafted),
    Line("document-draft-move", OFFICE, keys=drafted, data={"move": "submit", "revision": "0"}),
    Line("document-draft-sign", LEADER | HEAD, keys=drafted, data={"move": "approve", "revision": "0"}),
    Line("document-letterheads", OFFICE),
    Line("document-letterhead", OFFICE, keys=lambda world: {"kind": "circular"}),
    Line("document-series", OFFICE, keys=series, data={"paper": "3"}),
]
