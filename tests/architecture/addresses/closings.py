"""延期, 调整, 办结, 销号, 督查."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tests.architecture.addresses.people import BUSINESS, COOPERATING, LEAD, LEADER, OFFICE, UNITS, Line
from tests.architecture.world import World

SEEN = OFFICE | LEADER | LEAD
OTHERS = UNITS - LEAD


def matter(world: World) -> Mapping[str, Any]:
    """The matter of the world."""
    return {"matter": world.matter.pk}


def adjustment(world: World) -> Mapping[str, Any]:
    """The lead unit's application for another figure."""
    from duban.oversight.models import Adjustment
    from tests.support.cast import AT, TODAY

    row = Adjustment.objects.first() or Adjustment.objects.create(
        matter=world.matter, target=world.target, unit=world.cast.lead_unit, kind="figure", reason="任务分解有变化。",
        progress="已完成一半。", old_due=TODAY, new_value=Decimal(200), document_number="某政办函〔2023〕1号",
        applied_by=world.cast.lead_clerk, applied_at=AT,
    )  # fmt: skip
    return {"pk": row.pk}


def closing(world: World) -> Mapping[str, Any]:
    """The lead unit's application to close."""
    from duban.oversight.models import Closing
    from tests.support.cast import AT

    row = Closing.objects.first()
    if row is None:
        row = Closing.objects.create(
            matter=world.matter, unit=world.cast.lead_unit, result="泊位全部建成并通过验收。",
            applied_by=world.cast.lead_clerk, applied_at=AT,
        )  # fmt: skip
        row.evidence.add(world.file)
    return {"pk": row.pk}


def closing_file(world: World) -> Mapping[str, Any]:
    """A file of it."""
    return {**closing(world), "file": world.file.pk}


LINES = [
    Line("adjustments", BUSINESS),
    Line("adjustments-export", BUSINESS, data={"query": ""}),
    Line("adjustment-new", LEAD | COOPERATING, UNITS - LEAD - COOPERATING, keys=matter),
    Line("adjustment", SEEN, OTHERS, keys=adjustment),
    Line("adjustment-decide", OFFICE | LEAD, OTHERS, keys=adjustment, data={"move": "withdraw"}),
    Line("closings", BUSINESS),
    Line("closings-batch", OFFICE),
    Line("closings-ready", UNITS),
    Line("closing-new", LEAD | COOPERATING, UNITS - LEAD - COOPERATING, keys=matter),
    Line("closing", SEEN, OTHERS, keys=closing),
    Line("closing-move", OFFICE | LEAD, OTHERS, keys=closing, data={"move": "withdraw"}),
    Line("closing-check", OFFICE, keys=closing),
    Line("closing-file", SEEN, OTHERS, keys=closing_file),
]
