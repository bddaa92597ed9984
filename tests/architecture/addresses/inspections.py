"""督查, 结论, 整改."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import BUSINESS, LEAD, LEADER, OFFICE, UNITS, Line
from tests.architecture.world import World

SEEN = OFFICE | LEADER | LEAD
OTHERS = UNITS - LEAD


def inspection(world: World) -> Mapping[str, Any]:
    """An inspection that goes on at the lead unit."""
    from duban.oversight.models import Inspection
    from tests.support.cast import AT, TODAY

    row = Inspection.objects.first()
    if row is None:
        row = Inspection.objects.create(
            title="停车泊位专项督查", kind="special", source="区长办公会", content="进度", methods="实地核查",
            first_day=TODAY, last_day=TODAY, head=world.cast.supervisor, created_by=world.cast.supervisor,
            created_at=AT, state="started", approved_by=world.cast.leader, approved_at=AT,
        )  # fmt: skip
        row.units.add(world.cast.lead_unit)
        row.team.add(world.cast.supervisor)
    return {"pk": row.pk}


def of_unit(world: World) -> Mapping[str, Any]:
    """The lead unit in it."""
    return {**inspection(world), "unit": world.cast.lead_unit.pk}


def conclusion(world: World) -> Mapping[str, Any]:
    """Its conclusion on the lead unit, served, with an objection."""
    from duban.oversight.models import Conclusion
    from tests.support.cast import AT

    row = Conclusion.objects.first() or Conclusion.objects.create(
        inspection_id=inspection(world)["pk"], unit=world.cast.lead_unit, facts="实地查看。", text="进度滞后。",
        written_by=world.cast.supervisor, written_at=AT, served_by=world.cast.supervisor, served_at=AT,
        objection="已经完成。", objected_by=world.cast.lead_clerk, objected_at=AT,
    )  # fmt: skip
    return {"pk": row.pk}


def document(world: World) -> Mapping[str, Any]:
    """A format in which it is not printed."""
    return {**conclusion(world), "form": "txt"}


def point(world: World) -> Mapping[str, Any]:
    """What the lead unit has to set right, reported."""
    from duban.oversight.models import Rectification
    from tests.support.cast import AT, TODAY

    row = Rectification.objects.first() or Rectification.objects.create(
        conclusion_id=conclusion(world)["pk"], unit=world.cast.lead_unit, text="完成围挡。", due_on=TODAY,
        result="已完成。", reported_by=world.cast.lead_clerk, reported_at=AT,
    )  # fmt: skip
    return {"pk": row.pk}


LINES = [
    Line("inspections", BUSINESS),
    Line("inspections-months", BUSINESS),
    Line("inspection-new", OFFICE),
    Line("inspection", SEEN, OTHERS, keys=inspection),
    Line("inspection-edit", OFFICE, keys=inspection),
    Line("inspection-move", OFFICE, OTHERS, keys=inspection, data={"move": "conclude"}),
    Line("inspection-conclude-unit", OFFICE, keys=of_unit),
    Line("inspection-conclusion", SEEN, OTHERS, keys=conclusion),
    Line("inspection-serve", OFFICE, keys=conclusion),
    Line("inspection-object", LEAD, OTHERS, keys=conclusion, data={"text": "围挡已于5月6日完成。"}),
    Line("inspection-decide", OFFICE | LEADER, keys=conclusion),
    Line("inspection-conclusion-file", frozenset(), BUSINESS, keys=document),
    Line("inspection-rectifications", BUSINESS),
    Line("inspection-rectification-act", OFFICE, OTHERS, keys=point, data={"act": "confirm"}),
]
