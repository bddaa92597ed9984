"""The list of a unit's periods and the filling page."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import COOPERATING, LEAD, OFFICE, OUTSIDER, UNITS, Line
from tests.architecture.world import World

OTHERS = COOPERATING | OUTSIDER


def report(world: World) -> Mapping[str, Any]:
    """The lead unit's report, a draft."""
    return {"pk": world.report.pk}


def evidence(world: World) -> Mapping[str, Any]:
    """A file of that report."""
    return {"pk": world.evidence.pk}


def period(world: World) -> Mapping[str, Any]:
    """Its period and unit."""
    return {"period": world.report.period_id, "unit": world.report.unit_id}


LINES = [
    Line("reports", UNITS),
    Line("report_open", LEAD, OTHERS, keys=period),
    Line("report", OFFICE | LEAD, OTHERS, keys=report),
    Line("report_save", LEAD, OTHERS, keys=report),
    Line("report_autosave", LEAD, OTHERS, keys=report),
    Line("report_checks", LEAD, OTHERS, keys=report),
    Line("report_answer", LEAD, OTHERS, keys=report, data={"name": "a1-words.echo-0123456789abcdef", "text": "说明"}),
    Line("report_evidence_add", LEAD, OTHERS, keys=report),
    Line("report_evidence", OFFICE | LEAD | {"leader"}, OTHERS, keys=evidence),
    Line("report_evidence_withdraw", LEAD, OTHERS, keys=evidence),
]
