"""通报和表彰."""

from collections.abc import Mapping
from typing import Any

from duban.circulars.models import Circular, Exemption, Part
from tests.architecture.addresses.people import BUSINESS, COOPERATING, LEAD, LEADER, OFFICE, OUTSIDER, UNITS, Line
from tests.architecture.world import World
from tests.support.cast import AT

OTHERS = COOPERATING | OUTSIDER


def draft(world: World, **more: Any) -> Mapping[str, Any]:
    """A draft that only the office sees."""
    made = {
        "kind": "circular", "year": world.matter.programme.year, "as_of": AT.date(), "template": "季度通报",
        "name": "通报", "title": "通报", "body": "共{事项总数}项。", "created_at": AT,
        "created_by": world.cast.supervisor, **more,
    }  # fmt: skip
    return {"pk": Circular.objects.create(**made).pk}


def shown(world: World, **more: Any) -> Mapping[str, Any]:
    """One that the lead unit is shown its part of."""
    frozen: dict[str, Any] = {"at": AT.isoformat(), "rule": 1, "annex": None}
    frozen["values"] = {"事项总数": {"text": "2", "number": 2, "rows": []}}
    return draft(world, **{"state": "shown", "frozen": frozen, "frozen_at": AT, "instant": AT, "round": 1, **more})


def submitted(world: World) -> Mapping[str, Any]:
    """One that leaders see too."""
    return shown(world, state="submitted", submitted_by=world.cast.supervisor, submitted_at=AT)


def part(world: World, **more: Any) -> Mapping[str, Any]:
    """What the lead unit is shown."""
    lines = [{"naming": "late", "text": "区建设局：逾期。", "matter": None}]
    made = Part.objects.create(
        circular_id=shown(world)["pk"], unit=world.cast.lead_unit, round=1, lines=lines, shown_at=AT, **more
    )
    return {"pk": made.pk}


def answered(world: World) -> Mapping[str, Any]:
    """With its reply."""
    return part(world, agrees=False, reply="与事实不符", replied_by=world.cast.lead_clerk, replied_at=AT)


def exempted(world: World) -> Mapping[str, Any]:
    """A draft that does not name the lead unit after all."""
    keys = draft(world)
    row = Exemption.objects.create(
        circular_id=keys["pk"], unit=world.cast.lead_unit, naming="late", reason="已核实", made_at=AT,
        made_by=world.cast.supervisor,
    )  # fmt: skip
    return {**keys, "exemption": row.pk}


def commendation(world: World) -> Mapping[str, Any]:
    """A commendation."""
    return draft(world, kind="commendation")


LINES = [
    Line("circulars", BUSINESS),
    Line("circular-new", OFFICE),
    Line("circular-templates", OFFICE),
    Line("circular-template", OFFICE),
    Line("circular", OFFICE, LEADER | UNITS, keys=draft),
    Line("circular-figure", OFFICE, LEADER | UNITS, keys=draft, query="?key=事项总数"),
    Line("circular-recheck", OFFICE | LEADER, UNITS, keys=submitted),
    Line("circular-paper", OFFICE | LEADER, UNITS, keys=lambda w: {**submitted(w), "format": "docx"}),
    Line("circular-edit", OFFICE, keys=draft),
    Line("circular-praise", OFFICE, keys=commendation),
    Line("circular-exempt", OFFICE, keys=draft, data={"unit": "1", "naming": "late", "reason": ""}),
    Line("circular-restore", OFFICE, keys=exempted),
    Line(
        "circular-source",
        OFFICE,
        keys=lambda world: draft(world, body="共{事项总数}项，又17项。"),
        data={"number": "17", "sentence": "共{事项总数}项，又17项。", "source": "据区统计局月报"},
    ),
    Line("circular-correct", OFFICE, keys=draft, data={"reason": "有误"}),
    Line("circular-move", OFFICE, LEADER | UNITS, keys=draft, data={"move": "cancel", "comment": "不发了"}),
    Line("circular-part", OFFICE | LEAD, LEADER | OTHERS, keys=part),
    Line("circular-part-see", LEAD, OTHERS, keys=part),
    Line("circular-part-reply", LEAD, OTHERS, keys=part, data={"agrees": "yes"}),
    Line("circular-part-handle", OFFICE, keys=answered, data={"text": "不予采纳"}),
]
