"""Handling plans (办理方案): drafted and filed by the unit, accepted or returned by the office, in versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from duban.audit.actions import record
from duban.core.plans.values import LENGTHS, NODE_LENGTH
from duban.core.plans.values import WORDS as LABELS
from duban.core.workflow import plan as flow
from duban.ledger.models import Assignment, Matter
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.progress import standing
from duban.progress.enums import MeasureKind, PlanState
from duban.progress.measures import of_matters
from duban.progress.models import HandlingPlan, Measure, MeasureTarget, Milestone, Share

WORDS = tuple(LABELS)
MOST = 20_000  # characters of the work
_ROLES = {
    PostKind.CLERK: flow.CLERK,
    PostKind.OFFICE_HEAD: flow.OFFICE_HEAD,
    PostKind.DEPUTY: flow.DEPUTY,
    PostKind.PRINCIPAL: flow.PRINCIPAL,
}


@dataclass(frozen=True)
class Node:
    """A milestone as filled: day, content, and the expected running total of a measure."""

    due_on: dt.date
    content: str
    measure_id: int | None = None
    expected: Decimal | None = None


def _own(unit_id: int, by: Actor) -> None:
    require(by, Verb.DRAFT_REPORT)
    if unit_id not in by.unit_ids:
        raise NotAllowed("这不是本单位的方案。")


@transaction.atomic
def open_plan(*, matter: Matter, unit: Unit, by: Actor, at: dt.datetime) -> HandlingPlan:
    """The plan that is being worked on, else the accepted one, else a new draft."""
    _own(unit.pk, by)
    plan = HandlingPlan.objects.filter(matter=matter, unit=unit).order_by("-version").first()
    if plan is not None:
        return plan
    if not Assignment.objects.live().held_by({unit.pk}, by.today).filter(matter=matter).exists():
        raise NotAllowed("这不是本单位的事项。")
    plan = HandlingPlan.objects.create(matter=matter, unit=unit, updated_by=by.user, updated_at=at)
    record("plan.create", plan, by=by, at=at)
    return plan


@transaction.atomic
def save_plan(
    *, plan: HandlingPlan, words: dict[str, str], nodes: Sequence[Node], revision: int, by: Actor, at: dt.datetime
) -> HandlingPlan:
    """Save a draft as a whole; ``revision`` is the one that the person started from."""
    _own(plan.unit_id, by)
    if plan.state not in (PlanState.DRAFT, PlanState.RETURNED):
        raise Stale("方案已报送，撤回后才能修改。" if plan.state == PlanState.SUBMITTED else "方案已通过，请提出修订。")
    unknown = set(words) - set(WORDS)
    if unknown:
        raise Invalid(f"没有“{min(unknown)}”这一栏。")
    for name, text in words.items():
        if len(text.strip()) > LENGTHS.get(name, MOST):
            raise Invalid(f"“{LABELS[name]}”有 {len(text.strip())} 字，应不超过 {LENGTHS.get(name, MOST)} 字。")
    allowed = {use.measure_id for use in of_matters([plan.matter_id]).get(plan.matter_id, [])}
    for node in nodes:
        _check_node(node, allowed)
    changed = HandlingPlan.objects.filter(pk=plan.pk, revision=revision, state=plan.state).update(
        **{name: text.strip() for name, text in words.items()},
        revision=revision + 1,
        updated_by=by.user,
        updated_at=at,
    )
    if not changed:
        raise Stale("本单位其他人刚改过这份方案，请刷新后对照再存。")
    Milestone.objects.filter(plan=plan).delete()
    Milestone.objects.bulk_create(
        [
            Milestone(
                plan=plan,
                ordinal=ordinal,
                due_on=node.due_on,
                content=node.content.strip(),
                measure_id=node.measure_id,
                expected=node.expected,
            )
            for ordinal, node in enumerate(sorted(nodes, key=lambda n: n.due_on), start=1)
        ]
    )
    plan.refresh_from_db()
    return plan


def _check_node(node: Node, allowed: set[int]) -> None:
    if not node.content.strip():
        raise Invalid("时间节点须写明内容。")
    if len(node.content.strip()) > NODE_LENGTH:
        raise Invalid(f"节点内容有 {len(node.content.strip())} 字，应不超过 {NODE_LENGTH} 字。")
    if (node.measure_id is None) != (node.expected is None):
        raise Invalid(f"节点“{node.content}”的指标与预期值须同时填写。")
    if node.measure_id is not None and node.measure_id not in allowed:
        raise Invalid(f"节点“{node.content}”的指标不属于本事项。")


def faults(plan: HandlingPlan, uses: Sequence[MeasureTarget] | None = None) -> list[str]:
    """What the notice asks for and the plan lacks (方案一): sentences fit to show.

    ``uses``: the measures of its matter, where the caller has them at hand; with ``milestones__measure`` prefetched a
    list of plans then takes no further query.
    """
    if uses is None:
        uses = of_matters([plan.matter_id]).get(plan.matter_id, [])
    found = []
    if len(plan.work.strip()) < 10:
        found.append("请写明具体工作内容。")
    if not plan.leader.strip():
        found.append("请写明分管负责同志。")
    if not plan.section.strip():
        found.append("请写明责任部门。")
    nodes = sorted(plan.milestones.all(), key=lambda node: (node.due_on, node.ordinal))
    if not nodes:
        found.append("请至少写一个完成时间节点。")
    if not uses and not (plan.deliverable.strip() and plan.proof.strip()):
        found.append("本项没有量化指标，请写明怎样算完成（完成标志）和以什么佐证。")
    return found + _falling(nodes)


def _falling(nodes: Sequence[Milestone]) -> list[str]:
    """Running totals that fall from a day to a later one."""
    totals: dict[int, tuple[Measure, list[Decimal]]] = {}
    for node in nodes:
        if node.measure is not None and node.expected is not None and node.measure.kind == MeasureKind.YTD:
            totals.setdefault(node.measure.pk, (node.measure, []))[1].append(node.expected)
    return [
        f"“{measure.name}”的预期累计值应逐个节点不减。" for measure, each in totals.values() if each != sorted(each)
    ]


def roles_of(plan: HandlingPlan, by: Actor) -> set[str]:
    """Parts of the table that the person plays for this plan."""
    held = {_ROLES[p.kind] for p in by.posts if p.unit_id == plan.unit_id and p.kind in _ROLES}
    return held | ({flow.OFFICE} if by.is_office else set())


def _move(
    name: str, plan: HandlingPlan, *, by: Actor, at: dt.datetime, reason: str = "", **columns: object
) -> HandlingPlan:
    held = roles_of(plan, by)
    if not held:
        raise NotAllowed("这不是本单位的方案。")
    made = flow.TABLE.check(name, state=plan.state, roles=held, comment=reason)
    changed = HandlingPlan.objects.filter(pk=plan.pk, state=plan.state, revision=plan.revision).update(
        state=made.target, revision=plan.revision + 1, **columns
    )
    if not changed:
        raise Stale()
    before = {"state": plan.state}
    plan.refresh_from_db()
    standing.refresh([plan.matter_id])
    record(f"plan.{name}", plan, by=by, at=at, before=before, after={"state": plan.state}, reason=reason)
    return plan


@transaction.atomic
def submit(*, plan: HandlingPlan, by: Actor, at: dt.datetime) -> HandlingPlan:
    """报送 the plan to the office; refused while it lacks what the notice asks for."""
    _own(plan.unit_id, by)
    lacking = faults(plan)
    if lacking:
        raise Invalid("".join(lacking))
    return _move("submit", plan, by=by, at=at, submitted_at=at, submitted_by=by.user, comment="")


@transaction.atomic
def recall(*, plan: HandlingPlan, by: Actor, at: dt.datetime) -> HandlingPlan:
    """撤回 before the office has decided."""
    return _move("recall", plan, by=by, at=at)


@transaction.atomic
def send_back(*, plan: HandlingPlan, comment: str, by: Actor, at: dt.datetime) -> HandlingPlan:
    """退回 with reasons."""
    require(by, Verb.REVIEW_REPORT)
    return _move(
        "send_back", plan, by=by, at=at, reason=comment, comment=comment.strip(), decided_at=at, decided_by=by.user
    )


@transaction.atomic
def accept(*, plan: HandlingPlan, by: Actor, at: dt.datetime) -> HandlingPlan:
    """通过: the plan comes into force; an earlier version gives way."""
    require(by, Verb.REVIEW_REPORT)
    flow.TABLE.check("accept", state=plan.state, roles={flow.OFFICE})
    for old in HandlingPlan.objects.filter(matter=plan.matter_id, unit=plan.unit_id, state=PlanState.ACCEPTED):
        HandlingPlan.objects.filter(pk=old.pk).update(state=PlanState.SUPERSEDED)
        record("plan.supersede", old, by=by, at=at, after={"state": PlanState.SUPERSEDED})
    return _move("accept", plan, by=by, at=at, decided_at=at, decided_by=by.user)


@transaction.atomic
def revise(*, plan: HandlingPlan, reason: str, by: Actor, at: dt.datetime) -> HandlingPlan:
    """A new version of an accepted plan, with its reason; the accepted one stays in force meanwhile."""
    _own(plan.unit_id, by)
    if plan.state != PlanState.ACCEPTED:
        raise Stale("只有已通过的方案可以修订。")
    if not reason.strip():
        raise Invalid("修订方案须写明理由。")
    if HandlingPlan.objects.filter(
        matter=plan.matter_id, unit=plan.unit_id, state__in=["draft", "submitted", "returned"]
    ).exists():
        raise Stale("该事项已有一份未审定的方案。")
    nodes = list(plan.milestones.all())
    new = HandlingPlan.objects.create(
        matter_id=plan.matter_id,
        unit_id=plan.unit_id,
        version=plan.version + 1,
        change_reason=reason.strip(),
        updated_by=by.user,
        updated_at=at,
        **{name: getattr(plan, name) for name in WORDS},
    )
    for node in nodes:
        node.pk, node.plan = None, new
    Milestone.objects.bulk_create(nodes)
    record("plan.revise", new, by=by, at=at, after={"version": new.version}, reason=reason)
    return new


@transaction.atomic
def set_share(
    *,
    measure: Measure,
    unit: Unit,
    value: Decimal | None,
    basis: str,
    by: Actor,
    at: dt.datetime,
) -> Share:
    """The unit's share of a province's or city's figure, or expressly none (``value=None``), with its basis.

    A new version each time; both stay. The unit says it in its plan, the office may set it (domain §4.10).
    """
    if not by.is_office:
        _own(unit.pk, by)
    if not basis.strip():
        raise Invalid("份额须写明依据，例如市级部门下达的文号；没有下达的，写明“未下达”。")
    last = Share.objects.filter(measure=measure, unit=unit).order_by("-version").first()
    row = Share.objects.create(
        measure=measure,
        unit=unit,
        version=(last.version if last else 0) + 1,
        none_set=value is None,
        value=value,
        basis=basis.strip(),
        decided_by=by.person,
        decided_at=at,
    )
    record(
        "share.set",
        measure,
        by=by,
        at=at,
        before={"value": last.value if last else None},
        after={"value": value, "unit": unit.name},
        reason=row.basis,
    )
    return row
