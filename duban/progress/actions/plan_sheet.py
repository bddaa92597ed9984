"""A filled sheet of plans: what it would change, matter by matter, and putting the chosen ones in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from duban.core.plans.difference import Difference, difference
from duban.core.plans.sheet import Filled
from duban.core.plans.values import PlanValue, plan
from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Stale
from duban.progress.actions import plans
from duban.progress.actions.plans import Node
from duban.progress.enums import PlanState
from duban.progress.models import HandlingPlan
from duban.progress.planning import newest_plans, value_of

OPEN = (PlanState.DRAFT, PlanState.RETURNED)


@dataclass(frozen=True)
class Change:
    """What a sheet would do to a matter's plan. ``why_not``: the sentence that says why it cannot be taken."""

    matter: Matter
    filled: Filled
    before: PlanValue
    plan: HandlingPlan | None
    why_not: str = ""

    @property
    def difference(self) -> Difference:
        """From the plan in the system to the one in the sheet."""
        return difference(self.before, self.filled.value)

    @property
    def takes(self) -> bool:
        """Whether it can be saved, and changes something."""
        return not self.why_not and not self.filled.faults and bool(self.difference)


def compare(unit: Unit, filled: Sequence[Filled]) -> list[Change]:
    """Each plan of the sheet against the one in the system; three queries."""
    ids = [each.matter_id for each in filled]
    matters = {matter.pk: matter for matter in Matter.objects.filter(pk__in=ids).order_by("id")}
    current = newest_plans(unit.pk, ids)
    changes = []
    for each in filled:
        row = current.get(each.matter_id)
        before = value_of(row) if row else plan({})
        changes.append(Change(matters[each.matter_id], each, before, row, _why_not(row, each)))
    return changes


def _why_not(row: HandlingPlan | None, filled: Filled) -> str:
    if row is not None and row.state == PlanState.SUBMITTED:
        return "方案已报送，撤回后才能修改。"
    if row is not None and row.state not in OPEN:
        return "方案已通过，请先在页面上提出修订，再导出填写。"
    version, revision = (row.version, row.revision) if row else (0, 0)
    if (version, revision) != (filled.version, filled.revision):
        return "导出之后，这份方案在系统里又改过。请重新导出，或在页面上对照修改。"
    return ""


@transaction.atomic
def save(
    *, unit: Unit, filled: Iterable[Filled], by: Actor, at: dt.datetime
) -> tuple[list[HandlingPlan], list[tuple[Matter, str]]]:
    """Save the plans of a sheet that can be taken; the others with the reason. Faulty ones are never saved."""
    saved, refused = [], []
    for change in compare(unit, list(filled)):
        if not change.takes:
            refused.append((change.matter, change.why_not or "没有变化，或有需要改正的单元格。"))
            continue
        row = change.plan or plans.open_plan(matter=change.matter, unit=unit, by=by, at=at)
        value = change.filled.value
        nodes = [Node(n.due_on, n.content, n.measure_id, n.expected) for n in value.nodes]
        try:
            with transaction.atomic():
                words = dict(value.words)
                saved.append(plans.save_plan(plan=row, words=words, nodes=nodes, revision=row.revision, by=by, at=at))
        except Stale as no:
            refused.append((change.matter, no.reason))
    return saved, refused
