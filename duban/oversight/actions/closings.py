"""Closing and writing off: the unit applies, the office verifies and records how, closes with a grade."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from duban.audit.actions import record
from duban.core.workflow import closing as flow
from duban.files.models import StoredFile
from duban.ledger.models import Assignment, Matter
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.oversight.enums import ClosingState, Found, Grade, Means
from duban.oversight.models import Closing, CoordinationCase, Verification


@transaction.atomic
def apply(
    *, matter: Matter, unit: Unit, result: str, evidence: Sequence[StoredFile] = (), by: Actor, at: dt.datetime
) -> Closing:
    """申请办结, by the unit that leads, with what shows the result."""
    require(by, Verb.DRAFT_REPORT)
    if unit.pk not in by.unit_ids:
        raise NotAllowed("这不是本单位的事项。")
    own = Assignment.objects.live().held_by({unit.pk}, by.today).filter(matter=matter)
    if not own.exists():
        raise NotAllowed("这不是本单位的事项。")
    if not own.filter(lead=True).exists():
        raise NotAllowed("办结由牵头单位申请。")
    if len(result.strip()) < 10:
        raise Invalid("请写明办理结果，例如完成了什么、何时完成、依据什么认定。")
    try:
        with transaction.atomic():
            row = Closing.objects.create(
                matter=matter, unit=unit, result=result.strip(), applied_by=by.person, applied_at=at
            )
    except IntegrityError:
        raise Stale("该事项已申请办结或已办结。") from None
    row.evidence.set(evidence)
    record("closing.apply", row, by=by, at=at, after={"files": len(evidence)}, reason=row.result)
    return row


def _move(name: str, row: Closing, *, by: Actor, at: dt.datetime, comment: str = "", **columns: object) -> Closing:
    held = {flow.OFFICE} if by.is_office else set()
    held |= {flow.UNIT} if row.unit_id in by.unit_ids else set()
    if not held:
        raise NotAllowed("这不是本单位的办结申请。")
    made = flow.TABLE.check(name, state=row.state, roles=held, comment=comment)
    changed = Closing.objects.filter(pk=row.pk, state=row.state, revision=row.revision).update(
        state=made.target, revision=row.revision + 1, comment=comment.strip() or row.comment, **columns
    )
    if not changed:
        raise Stale()
    row.refresh_from_db()
    record(f"closing.{name}", row, by=by, at=at, after={"state": row.get_state_display()}, reason=comment)
    return row


def verify(*, row: Closing, by: Actor, at: dt.datetime) -> Closing:
    """开始核验."""
    with transaction.atomic():
        return _move("verify", row, by=by, at=at)


@transaction.atomic
def record_verification(
    *, row: Verification, means: Means, found: Found, note: str, by: Actor, at: dt.datetime
) -> Verification:
    """Record how a result was checked and what was found. Who checks is not of the unit that is checked."""
    require(by, Verb.REVIEW_REPORT)
    if row.unit_id in by.unit_ids:
        raise NotAllowed("核查人不能是被核查单位的人员。")
    if len(note.strip()) < 4:
        raise Invalid("请写明核查情况，例如查看了什么、向谁核实。")
    changed = Verification.objects.filter(pk=row.pk, verified_at__isnull=True).update(
        means=means, found=found, note=note.strip(), verified_by=by.user, verified_at=at
    )
    if not changed:
        raise Stale("这项核查已经登记。")
    row.refresh_from_db()
    record(
        "verification.record",
        row,
        by=by,
        at=at,
        after={"means": row.get_means_display(), "found": row.get_found_display()},
        reason=row.note,
    )
    return row


@transaction.atomic
def close(*, row: Closing, grade: Grade, comment: str, by: Actor, at: dt.datetime) -> Closing:
    """办结 with a grade, after at least one verification that found the result true (domain §4.16)."""
    checks = list(row.verifications.filter(verified_at__isnull=False))
    if not checks:
        raise Invalid("尚未登记核查。办结之前须核查，并写明方式和结果。")
    if any(check.found == Found.FALSE for check in checks) and grade in (Grade.DONE, Grade.EXCEEDED):
        raise Invalid("核查结果为不属实，不能评为完成。")
    return _move("close", row, by=by, at=at, comment=comment, grade=grade, decided_by=by.user, decided_at=at)


@transaction.atomic
def send_back(*, row: Closing, comment: str, by: Actor, at: dt.datetime) -> Closing:
    """退回继续办理 with reasons."""
    return _move("send_back", row, by=by, at=at, comment=comment)


@transaction.atomic
def write_off(*, row: Closing, by: Actor, at: dt.datetime) -> Closing:
    """销号, not while a difficulty of the matter is open."""
    if CoordinationCase.objects.open().filter(matter=row.matter_id).exists():
        raise Invalid("该事项还有未销结的协调事项，不能销号。")
    return _move("write_off", row, by=by, at=at)


@transaction.atomic
def reopen(*, row: Closing, comment: str, by: Actor, at: dt.datetime) -> Closing:
    """重新办理 with a reason: the result did not hold."""
    return _move("reopen", row, by=by, at=at, comment=comment, reopened_at=at)


@transaction.atomic
def withdraw(*, row: Closing, by: Actor, at: dt.datetime) -> Closing:
    """撤回申请 by the unit, before the office has begun."""
    return _move("withdraw", row, by=by, at=at)


def start_verification(*, row: Closing, by: Actor, at: dt.datetime) -> Verification:
    """The check that belongs to a closing: one open at a time."""
    require(by, Verb.REVIEW_REPORT)
    if row.state != ClosingState.VERIFYING:
        raise Stale("这份申请不在核验中。")
    found = row.verifications.filter(verified_at__isnull=True).first()
    return found or Verification.objects.create(matter_id=row.matter_id, unit_id=row.unit_id, closing=row)
