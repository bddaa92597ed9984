"""The state of a matter until it is asked to be closed: 已交办、异议待裁、已签收、方案待审、办理中 (domain §4).

It follows from what the units that lead have done, and is written with each of their acts, so that the list of the
ledger needs no more than its own rows. Timeliness and light are no states.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from duban.ledger.enums import UNDERWAY, MatterState
from duban.ledger.models import Assignment, Matter
from duban.progress.enums import DisputeState, PlanState
from duban.progress.models import Dispute, HandlingPlan, Receipt


def refresh(matter_ids: Iterable[int]) -> None:
    """Write the state of these matters as it follows from the rows. What is being closed, closed or withdrawn stays."""
    ids = list(matter_ids)
    current = dict(Matter.objects.filter(pk__in=ids, state__in=UNDERWAY).order_by().values_list("pk", "state"))
    due = states(current)
    moved: dict[str, list[int]] = defaultdict(list)
    for pk, state in current.items():
        if state != due[pk]:
            moved[due[pk]].append(pk)
    for state, pks in moved.items():
        Matter.objects.filter(pk__in=pks, state__in=UNDERWAY).update(state=state)


def states(matter_ids: Iterable[int]) -> dict[int, MatterState]:
    """Matter id → its state, by the furthest that a leading unit is; a constant number of queries."""
    ids = list(matter_ids)
    leads = Assignment.objects.live().filter(matter__in=ids, lead=True)
    led = set(leads.order_by().values_list("matter_id", "unit_id"))
    plans: dict[int, set[str]] = defaultdict(set)
    rows = HandlingPlan.objects.filter(matter__in=ids, state__in=[PlanState.ACCEPTED, PlanState.SUBMITTED])
    for matter_id, unit_id, state in rows.order_by().values_list("matter_id", "unit_id", "state"):
        if (matter_id, unit_id) in led:
            plans[matter_id].add(state)
    of_leads = {"assignment__in": leads.order_by().values("pk")}
    signed = set(Receipt.objects.filter(**of_leads).order_by().values_list("assignment__matter_id", flat=True))
    open_ = Dispute.objects.filter(state=DisputeState.OPEN, **of_leads)
    disputed = set(open_.order_by().values_list("assignment__matter_id", flat=True))
    return {pk: _state(plans[pk], pk in signed, pk in disputed) for pk in ids}


def _state(plans: set[str], signed: bool, disputed: bool) -> MatterState:
    if disputed:
        return MatterState.DISPUTED
    if PlanState.ACCEPTED in plans:
        return MatterState.HANDLING
    if PlanState.SUBMITTED in plans:
        return MatterState.PLANNED
    return MatterState.RECEIVED if signed else MatterState.ASSIGNED
