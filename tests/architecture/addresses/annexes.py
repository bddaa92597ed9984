"""附件5 as documents, and filled ones read back."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import COOPERATING, LEAD, LEADER, OFFICE, OUTSIDER, Line
from tests.architecture.world import World

OTHERS = COOPERATING | OUTSIDER


def report(world: World) -> Mapping[str, Any]:
    """The lead unit's report, a draft."""
    return {"pk": world.report.pk}


def given_back(world: World) -> Mapping[str, Any]:
    """A file that was given back for it."""
    return {**report(world), "readback": world.readback.pk}


LINES = [
    Line("report_annex", OFFICE | LEADER | LEAD, OTHERS, keys=lambda w: {**report(w), "format": "docx"}),
    Line("period_annexes", OFFICE, keys=lambda w: {"pk": w.report.period_id}),
    Line("report_readback", LEAD, OTHERS, keys=report),
    Line("report_readback_apply", LEAD, OTHERS, keys=given_back),
    Line("report_readback_discard", LEAD, OTHERS, keys=given_back),
    Line("report_readback_undo", LEAD, OTHERS, keys=given_back),
    Line("report_readback_file", LEAD, OTHERS, keys=given_back),
]
