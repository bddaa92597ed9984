"""Changing who answers for a matter (改派): ended and added, never overwritten; the printed form stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from duban.audit import actions as audit
from duban.ledger.actions.checking import QUICKER, require_editable, stated
from duban.ledger.display import refresh
from duban.ledger.enums import Role, RoleSource, Scope
from duban.ledger.models import Assignment, Clause, Matter
from duban.ledger.signals import goals_changed
from duban.orgs.actions.checking import checked
from duban.orgs.actor import Actor
from duban.orgs.enums import UnitKind, UnitLevel
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, Stale

_SCOPES = {
    UnitLevel.NATION: Scope.NATION,
    UnitLevel.PROVINCE: Scope.PROVINCE,
    UnitLevel.CITY: Scope.CITY,
    UnitLevel.DISTRICT: Scope.DISTRICT,
}


@transaction.atomic
def confirm_lead(*, assignment: Assignment, by: Actor, at: dt.datetime) -> Assignment:
    """A lead that was inferred (first unit, none printed) is the lead (确认牵头)."""
    require_editable(assignment.matter, by)
    moved = Assignment.objects.filter(
        pk=assignment.pk, role_source=RoleSource.INFERRED, lead=True, ended_at__isnull=True
    ).update(role_source=RoleSource.CONFIRMED)
    if moved != 1:
        raise Stale(QUICKER)
    assignment.role_source = RoleSource.CONFIRMED
    _record("assignment.confirm_lead", assignment.matter, by, at, after=said(assignment))
    return assignment


@transaction.atomic
def add_assignment(
    *,
    matter: Matter,
    unit: Unit,
    role: str,
    lead: bool,
    reason: str,
    by: Actor,
    at: dt.datetime,
    document: str = "",
    clause: Clause | None = None,
) -> Assignment:
    """The office puts in a unit that no notice printed (增加承办单位)."""
    require_editable(matter, by)
    reason = stated(reason, "增加承办单位")
    last = matter.assignments.aggregate(last=Max("ordinal"))["last"]
    new = Assignment(
        matter=matter,
        clause=clause,
        unit=_fit(unit, by),
        role=role,
        scope=_SCOPES[UnitLevel(unit.level)],
        ordinal=0 if last is None else last + 1,
        lead=lead,
        role_source=RoleSource.CONFIRMED,
        basis=matter.notice,
        document=document.strip(),
        reason=reason,
        made_at=at,
    )
    _insert(new)
    _record("assignment.add", matter, by, at, after=said(new), reason=reason)
    goals_changed.send(Assignment, year=matter.programme.year, by=by, at=at)
    return new


@transaction.atomic
def change_assignment(
    *,
    assignment: Assignment,
    unit: Unit,
    role: str,
    lead: bool,
    reason: str,
    by: Actor,
    at: dt.datetime,
    document: str = "",
) -> Assignment:
    """Another unit, role or lead (改派): the row ends, a new one takes its place and keeps the printed name."""
    matter = assignment.matter
    require_editable(matter, by)
    reason = stated(reason, "改派")
    if (unit.pk, role, lead) == (assignment.unit_id, assignment.role, assignment.lead):
        raise Invalid("单位、角色和牵头都没有变化。")
    _end(assignment, reason, by, at)
    same_unit = unit.pk == assignment.unit_id
    new = Assignment(
        matter=matter,
        clause_id=assignment.clause_id,
        unit=unit if same_unit else _fit(unit, by),
        printed_name=assignment.printed_name,
        role=role,
        scope=assignment.scope if same_unit else _SCOPES[UnitLevel(unit.level)],
        label=assignment.label,
        part=assignment.part,
        part_text=assignment.part_text,
        start=assignment.start,
        end=assignment.end,
        ordinal=assignment.ordinal,
        lead=lead,
        role_source=RoleSource.CONFIRMED,
        basis=assignment.basis,
        document=document.strip(),
        reason=reason,
        made_at=at,
        replaces=assignment,
    )
    _insert(new)
    _record("assignment.change", matter, by, at, before=said(assignment), after=said(new), reason=reason)
    goals_changed.send(Assignment, year=matter.programme.year, by=by, at=at)
    return new


@transaction.atomic
def end_assignment(*, assignment: Assignment, reason: str, by: Actor, at: dt.datetime) -> Assignment:
    """The unit no longer answers for the matter (终止承办). The last one cannot go."""
    matter = assignment.matter
    require_editable(matter, by)
    reason = stated(reason, "终止承办")
    if not matter.assignments.live().exclude(pk=assignment.pk).exists():
        raise Invalid("这是该事项唯一的承办单位，不能终止。请改派给其他单位。")
    _end(assignment, reason, by, at)
    _record("assignment.end", matter, by, at, before=said(assignment), reason=reason)
    return assignment


def _end(assignment: Assignment, reason: str, by: Actor, at: dt.datetime) -> None:
    ended = Assignment.objects.filter(pk=assignment.pk, ended_at__isnull=True).update(
        ended_at=at, ended_by=by.user, end_reason=reason
    )
    if ended != 1:
        raise Stale(QUICKER)
    assignment.ended_at, assignment.ended_by, assignment.end_reason = at, by.user, reason


def _fit(unit: Unit, by: Actor) -> Unit:
    """A unit that can answer for something today."""
    if unit.kind in {UnitKind.LEADERSHIP, UnitKind.ADMINISTRATION}:
        raise Invalid(f"“{unit}”不承办事项，请选择承办单位。")
    if not unit.is_active(by.today):
        heir = f"，已并入“{unit.merged_into}”" if unit.merged_into_id else ""
        raise Invalid(f"“{unit}”已停用{heir}，请选择在用的单位。")
    return unit


def _insert(new: Assignment) -> None:
    if new.role not in Role.values:
        raise Invalid("请选择角色：牵头、责任或配合。")
    checked(new)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        raise Stale(QUICKER) from None


def _record(verb: str, matter: Matter, by: Actor, at: dt.datetime, **what: Any) -> None:
    refresh([matter])
    audit.record(verb, matter, by=by, at=at, **what)


def said(assignment: Assignment) -> dict[str, Any]:
    """An assignment as it stands in the trail."""
    return {
        "unit": assignment.unit.name,
        "printed_name": assignment.printed_name,
        "role": str(assignment.role),
        "lead": assignment.lead,
        "document": assignment.document,
    }
