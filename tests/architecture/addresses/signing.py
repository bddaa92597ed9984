"""Reading, checking, signing, correcting a report; mandates; settings of a unit's way."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import BUSINESS, COOPERATING, LEAD, OFFICE, OUTSIDER, Line
from tests.architecture.world import World

OTHERS = COOPERATING | OUTSIDER
READERS = OFFICE | LEAD  # leaders read what has been signed; this one is a draft
HEAD = frozenset({"lead_office_head"})
PRINCIPAL = frozenset({"lead_principal"})


def report(world: World) -> Mapping[str, Any]:
    """The lead unit's report, a draft."""
    return {"pk": world.report.pk}


LINES = [
    Line("report_read", READERS, OTHERS, keys=report),
    Line("report_scan", READERS, OTHERS, keys=lambda w: {**report(w), "signature": w.paper.pk}),
    Line("report_read_file", READERS, OTHERS, keys=lambda w: {**report(w), "evidence": w.evidence.pk}),
    Line("report_submit", LEAD, OTHERS, keys=report),
    Line("report_recall", LEAD, OTHERS, keys=report),
    Line("report_check", HEAD, OTHERS, keys=report),
    Line("report_sign", PRINCIPAL, OTHERS, keys=report),
    Line("report_refuse", PRINCIPAL, OTHERS, keys=report),
    Line("report_carried", PRINCIPAL, OTHERS, keys=report),
    Line("report_correct", OFFICE | LEAD, OTHERS, keys=report),
    Line("report_amend", OFFICE, keys=report),
    Line("report_paper", OFFICE, keys=report),
    Line("report_paper_find", OFFICE),
    Line("report_settings", OFFICE | HEAD | PRINCIPAL, OTHERS, keys=lambda w: {"pk": w.cast.lead_unit.pk}),
    Line("delegations", BUSINESS),
    Line("delegation_new", OFFICE | PRINCIPAL, OTHERS, keys=lambda w: {"unit": w.cast.lead_unit.pk}),
    Line("delegation_end", OFFICE | PRINCIPAL | {"lead_deputy"}, OTHERS, keys=lambda w: {"pk": w.delegation.pk}),
]
