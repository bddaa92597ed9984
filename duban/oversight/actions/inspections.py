"""Inspections: planned by the office, approved by a leader, concluded unit by unit, objections decided by others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from duban.audit.actions import record
from duban.core.oversight.inspections import Overlap, overlaps
from duban.core.workflow import inspection as flow
from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.models import Unit, User
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.oversight.enums import InspectionKind
from duban.oversight.models import Conclusion, Inspection, Rectification


@dataclass(frozen=True)
class Scheme:
    """The plan of an inspection (督查方案, 国令第733号 art. 15)."""

    title: str
    kind: InspectionKind
    source: str
    content: str
    methods: str
    first_day: dt.date
    last_day: dt.date
    units: tuple[Unit, ...]
    team: tuple[User, ...]
    head: User
    matters: tuple[Matter, ...] = ()


@transaction.atomic
def plan(*, scheme: Scheme, by: Actor, at: dt.datetime) -> Inspection:
    """拟订督查方案. Everything that the regulation asks for has to be there."""
    require(by, Verb.PLAN_INSPECTION)
    for name, text in (("督查名称", scheme.title), ("事项来源", scheme.source), ("督查内容", scheme.content)):
        if not text.strip():
            raise Invalid(f"没有填写{name}。")
    if not scheme.units:
        raise Invalid("请选择督查对象。")
    if scheme.head not in scheme.team:
        raise Invalid("组长应是督查组成员。")
    if scheme.last_day < scheme.first_day:
        raise Invalid("结束日期不能早于开始日期。")
    row = Inspection.objects.create(
        title=scheme.title.strip(),
        kind=scheme.kind,
        source=scheme.source.strip(),
        content=scheme.content.strip(),
        methods=scheme.methods.strip(),
        first_day=scheme.first_day,
        last_day=scheme.last_day,
        head=scheme.head,
        created_by=by.person,
        created_at=at,
    )
    row.units.set(scheme.units)
    row.matters.set(scheme.matters)
    row.team.set(scheme.team)
    record("inspection.plan", row, by=by, at=at, after={"units": len(scheme.units), "first_day": row.first_day})
    return row


def met_by(row: Inspection) -> list[Overlap]:
    """Other inspections that take up the same units at the same time; four queries."""
    others = Inspection.objects.live().exclude(pk=row.pk).prefetch_related("units", "matters").order_by("id")
    near = others.filter(first_day__lte=row.last_day, last_day__gte=row.first_day)
    return overlaps(row.span(), [other.span() for other in near])


def _require_no_overlap(row: Inspection) -> None:
    """The same unit on the same matter at once is forbidden; the same unit on other matters needs a reason."""
    met = met_by(row)
    twice = next((one for one in met if one.forbidden), None)
    if twice is not None:
        raise Invalid(f"“{twice.other.title}”同期对同一单位的同一事项开展督查，不得重复督查。请合并或错开时间。")
    if met and not row.overlap_reason.strip():
        names = "、".join(f"“{one.other.title}”" for one in met)
        raise Invalid(f"与{names}的对象和时间重叠。请合并、错开时间，或写明为什么不能。")


def _move(
    name: str, row: Inspection, *, by: Actor, at: dt.datetime, comment: str = "", **columns: object
) -> Inspection:
    held = ({flow.OFFICE} if by.is_office else set()) | ({flow.LEADER} if by.is_leader else set())
    if not held:
        raise NotAllowed("督查由督查室办理、区领导批准。")
    made = flow.TABLE.check(name, state=row.state, roles=held, comment=comment)
    changed = Inspection.objects.filter(pk=row.pk, state=row.state, revision=row.revision).update(
        state=made.target, revision=row.revision + 1, **columns
    )
    if not changed:
        raise Stale()
    row.refresh_from_db()
    record(f"inspection.{name}", row, by=by, at=at, after={"state": row.get_state_display()}, reason=comment)
    return row


@transaction.atomic
def submit(*, row: Inspection, overlap_reason: str = "", by: Actor, at: dt.datetime) -> Inspection:
    """报批, after a look at what else is going on at the same units."""
    row.overlap_reason = overlap_reason.strip()
    _require_no_overlap(row)
    return _move("submit", row, by=by, at=at, overlap_reason=row.overlap_reason)


@transaction.atomic
def approve(*, row: Inspection, by: Actor, at: dt.datetime) -> Inspection:
    """批准 by a leader who is not of the team."""
    if by.user is not None and row.team.filter(pk=by.user.pk).exists():
        raise NotAllowed("督查组成员不能批准自己的督查方案。")
    return _move("approve", row, by=by, at=at, approved_by=by.user, approved_at=at)


@transaction.atomic
def send_back(*, row: Inspection, comment: str, by: Actor, at: dt.datetime) -> Inspection:
    """退回修改 with reasons."""
    return _move("send_back", row, by=by, at=at, comment=comment)


@transaction.atomic
def start(*, row: Inspection, by: Actor, at: dt.datetime) -> Inspection:
    """开始督查: looked at once more, since others may have been approved meanwhile."""
    _require_no_overlap(row)
    return _move("start", row, by=by, at=at)


@transaction.atomic
def cancel(*, row: Inspection, comment: str, by: Actor, at: dt.datetime) -> Inspection:
    """取消 with a reason."""
    return _move("cancel", row, by=by, at=at, comment=comment)


@dataclass(frozen=True)
class Point:
    """What a unit has to set right, by when."""

    text: str
    due_on: dt.date


@transaction.atomic
def write_conclusion(
    *,
    row: Inspection,
    unit: Unit,
    facts: str,
    text: str,
    points: Sequence[Point] = (),
    by: Actor,
    at: dt.datetime,
) -> Conclusion:
    """督查结论 on one unit: clear facts, sufficient evidence (art. 16). Only units within the approved scope."""
    require(by, Verb.PLAN_INSPECTION)
    if row.state != flow.STARTED:
        raise Stale("督查不在进行中。")
    if not row.units.filter(pk=unit.pk).exists():
        raise Invalid("该单位不在批准的督查范围内，不得随意扩大范围。")
    if len(facts.strip()) < 10 or len(text.strip()) < 4:
        raise Invalid("请写明事实和证据，以及结论。")
    try:
        with transaction.atomic():
            made = Conclusion.objects.create(
                inspection=row,
                unit=unit,
                facts=facts.strip(),
                text=text.strip(),
                written_by=by.person,
                written_at=at,
            )
    except IntegrityError:
        raise Stale("该单位已有结论。") from None
    Rectification.objects.bulk_create(
        [Rectification(conclusion=made, unit=unit, text=p.text.strip(), due_on=p.due_on) for p in points]
    )
    record("conclusion.write", made, by=by, at=at, after={"points": len(points)})
    return made


@transaction.atomic
def serve(*, row: Conclusion, by: Actor, at: dt.datetime) -> Conclusion:
    """送达 to the unit: from this day its 30 days run."""
    require(by, Verb.PLAN_INSPECTION)
    if not Conclusion.objects.filter(pk=row.pk, served_at__isnull=True).update(served_at=at, served_by=by.user):
        raise Stale("结论已经送达。")
    row.refresh_from_db()
    record("conclusion.serve", row, by=by, at=at, after={"until": row.objection_until()})
    return row


@transaction.atomic
def conclude(*, row: Inspection, by: Actor, at: dt.datetime) -> Inspection:
    """形成结论 for the whole: every unit within the scope was told its own."""
    served = set(row.conclusions.filter(served_at__isnull=False).values_list("unit_id", flat=True))
    left = [unit.name for unit in row.units.all() if unit.pk not in served]
    if left:
        raise Invalid(f"还没有向{'、'.join(left)}送达结论。")
    return _move("conclude", row, by=by, at=at)


@transaction.atomic
def object_to(*, row: Conclusion, text: str, by: Actor, at: dt.datetime) -> Conclusion:
    """提出异议 within 30 days of receipt (art. 17)."""
    if row.unit_id not in by.unit_ids:
        raise NotAllowed("这不是对本单位的结论。")
    until = row.objection_until()
    if until is None:
        raise Stale("结论还没有送达。")
    if by.today > until:
        raise Invalid(f"异议应在收到结论之日起30日内提出，截至{until:%Y-%m-%d}。")
    if len(text.strip()) < 10:
        raise Invalid("请写明异议的事实和理由。")
    changed = Conclusion.objects.filter(pk=row.pk, objected_at__isnull=True).update(
        objection=text.strip(), objected_by=by.user, objected_at=at
    )
    if not changed:
        raise Stale("已经提出过异议。")
    row.refresh_from_db()
    record("conclusion.object", row, by=by, at=at, after={"until": row.decision_until()}, reason=row.objection)
    return row


def took_part(row: Conclusion, user: User) -> bool:
    """Whether a person took part in the inspection or wrote or served the conclusion (recusal, art. 17)."""
    return (
        user.pk in (row.written_by_id, row.served_by_id, row.inspection.head_id)
        or row.inspection.team.filter(pk=user.pk).exists()
    )


@transaction.atomic
def decide_objection(*, row: Conclusion, upheld: bool, text: str, by: Actor, at: dt.datetime) -> Conclusion:
    """复核决定, by people who took no part; what stands is said either way."""
    require(by, Verb.PLAN_INSPECTION)
    if took_part(row, by.person):
        raise NotAllowed("参加过这次督查或起草结论的人员应当回避，请由其他人员复核。")
    if not text.strip():
        raise Invalid("请写明复核决定的理由。")
    changed = Conclusion.objects.filter(pk=row.pk, objected_at__isnull=False, decided_at__isnull=True).update(
        upheld=upheld, decision=text.strip(), decided_by=by.user, decided_at=at
    )
    if not changed:
        raise Stale("没有待复核的异议。")
    row.refresh_from_db()
    record(
        "conclusion.decide",
        row,
        by=by,
        at=at,
        after={"text": "异议成立" if upheld else "维持结论"},
        reason=row.decision,
    )
    return row


@transaction.atomic
def report_rectification(*, row: Rectification, text: str, by: Actor, at: dt.datetime) -> Rectification:
    """报整改情况 by the unit."""
    if row.unit_id not in by.unit_ids:
        raise NotAllowed("这不是本单位的整改。")
    if len(text.strip()) < 4:
        raise Invalid("请写明整改情况。")
    changed = Rectification.objects.filter(pk=row.pk, confirmed_at__isnull=True).update(
        result=text.strip(), reported_by=by.user, reported_at=at
    )
    if not changed:
        raise Stale("整改已经核实。")
    row.refresh_from_db()
    record("rectification.report", row, by=by, at=at, reason=row.result)
    return row


@transaction.atomic
def confirm_rectification(*, row: Rectification, by: Actor, at: dt.datetime) -> Rectification:
    """核实整改 by the office."""
    require(by, Verb.PLAN_INSPECTION)
    changed = Rectification.objects.filter(pk=row.pk, reported_at__isnull=False, confirmed_at__isnull=True).update(
        confirmed_by=by.user, confirmed_at=at
    )
    if not changed:
        raise Stale("单位还没有报整改情况，或已经核实。")
    row.refresh_from_db()
    record("rectification.confirm", row, by=by, at=at)
    return row
