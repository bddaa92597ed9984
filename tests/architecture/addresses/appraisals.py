"""考核: a unit sees its own result alone; pages about all units are the office's and the leaders'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from tests.architecture.addresses.people import BUSINESS, LEAD, LEADER, OFFICE, UNITS, Line
from tests.architecture.world import World

WHOLE = OFFICE | LEADER
OWN = WHOLE | LEAD
OTHERS = UNITS - LEAD
UNRECUSED = WHOLE - {"supervisor"}  # who computed it


def _made(world: World, state: str, **fields: Any) -> Any:
    """An appraisal with the lead unit's result, shown to it in March 2023."""
    from duban.appraisal.models import Appraisal, UnitResult
    from duban.core.appraisal.jsonform import rule_json
    from duban.core.appraisal.rules import FIRST
    from tests.support.cast import AT

    given = {
        "as_of": AT.date(), "rule": rule_json(FIRST), "computed_at": AT, "computed_by": world.cast.supervisor,
        "shown_at": AT, "objection_until": dt.date(2999, 1, 1), **fields,
    }  # fmt: skip
    row, _ = Appraisal.objects.get_or_create(year=2023, state=state, defaults=given)
    facts = [{"key": f"ledger.matter:{world.matter.pk}", "item": "results", "unit": world.cast.lead_unit.pk,
              "label": "市-1", "finding": "behind"}]  # fmt: skip
    result, _ = UnitResult.objects.get_or_create(
        appraisal=row, unit=world.cast.lead_unit,
        defaults={"place": 1, "name": world.cast.lead_unit.name, "klass": "none", "facts": facts},
    )  # fmt: skip
    return result


def whole(state: str, world: World, **fields: Any) -> Mapping[str, Any]:
    """The appraisal."""
    return {"pk": _made(world, state, **fields).appraisal_id}


def frozen(world: World) -> Mapping[str, Any]:
    """An approved one."""
    from duban.core.appraisal.snapshot import digest
    from tests.support.cast import AT

    leader = world.cast.leader
    results = [{"unit": world.cast.lead_unit.pk, "points": None, "class": "none", "lines": []}]
    snapshot: dict[str, Any] = {"results": results}
    snapshot["digest"] = digest(snapshot)
    given = {"snapshot": snapshot, "digest": snapshot["digest"], "approved_by": leader, "approved_at": AT}
    return whole("approved", world, **given)


def result(world: World) -> Mapping[str, Any]:
    """The lead unit's result."""
    return {"pk": _made(world, "shown").pk}


def objection(world: World) -> Mapping[str, Any]:
    """The lead unit's objection."""
    from duban.appraisal.models import Objection
    from tests.support.cast import AT

    row = _made(world, "shown")
    made, _ = Objection.objects.get_or_create(
        appraisal=row.appraisal, unit=row.unit, item="results", defaults={
            "text": "该事项已按期完成，验收单附后。", "raised_by": world.cast.lead_clerk, "raised_at": AT,
        },
    )  # fmt: skip
    return {"pk": made.pk}


def evidence(world: World) -> Mapping[str, Any]:
    """A file of it."""
    from duban.appraisal.models import Objection

    keys = objection(world)
    Objection.objects.get(**keys).evidence.add(world.file)
    return {**keys, "file": world.file.pk}


LINES = [
    Line("appraisals", BUSINESS),
    Line("appraisal-new", OFFICE, data={"year": "2023", "as_of": "2023-03-01"}),
    Line("appraisal-rules", BUSINESS),
    Line("appraisal-rule-new", OFFICE, data={}),
    Line("appraisal", OWN, OTHERS, keys=partial(whole, "shown")),
    Line("appraisal-compute", OFFICE, keys=partial(whole, "draft"), data={"as_of": "2023-03-01", "revision": "0"}),
    Line("appraisal-move", WHOLE, keys=partial(whole, "shown"), data={"move": "x"}),
    Line("appraisal-sensitivity", WHOLE, keys=partial(whole, "shown")),
    Line("appraisal-snapshot", WHOLE, keys=frozen),
    Line("appraisal-table", WHOLE, keys=partial(whole, "shown")),
    Line("appraisal-result", OWN, OTHERS, keys=result),
    Line("appraisal-agree", LEAD, OTHERS, keys=result),
    Line("appraisal-rows", OWN, OTHERS, keys=result),
    Line("appraisal-object", LEAD, OTHERS, keys=result, query="?item=results", data={"item": "results", "text": "x"}),
    Line("appraisal-objection", OWN, OTHERS, keys=objection),
    # The supervisor computed it and is recused.
    Line(
        "appraisal-objection-decide", WHOLE - {"supervisor"}, keys=objection, data={"text": "x", "decision": "reject"}
    ),
    Line("appraisal-objection-withdraw", LEAD, OTHERS, keys=objection),
    Line("appraisal-objection-file", OWN, OTHERS, keys=evidence),
]
