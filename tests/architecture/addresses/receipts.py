"""签收 and 异议."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import BUSINESS, COOPERATING, LEAD, LEADER, OFFICE, UNITS, Line
from tests.architecture.world import World


def dispute(world: World) -> Mapping[str, Any]:
    """The cooperating unit's dispute."""
    from duban.progress.models import Dispute
    from tests.support.cast import AT, TODAY

    row = Dispute.objects.filter(assignment=world.helper).first() or Dispute.objects.create(
        assignment=world.helper, unit=world.cast.cooperating_unit, reason="按职责分工不属于本单位。", due_on=TODAY,
        raised_by=world.cast.cooperating_clerk, raised_at=AT,
    )  # fmt: skip
    return {"pk": row.pk}


SEEN = OFFICE | LEADER | COOPERATING

LINES = [
    Line("receipts", BUSINESS),
    Line("receipts-sign", UNITS, data={"all": "1"}),
    Line("receipts-export", OFFICE),
    Line("disputes", BUSINESS),
    Line("dispute", SEEN, BUSINESS - SEEN, keys=dispute),
    Line("dispute-decide", SEEN, BUSINESS - SEEN, keys=dispute, data={"move": "reject", "comment": "维持"}),
    Line("dispute-reassign", OFFICE, keys=dispute),
    Line("dispute-new", LEAD, UNITS - LEAD, keys=lambda w: {"assignment": w.lead.pk}),
]
