"""Receipt (签收) and disputes (异议): the unit signs or objects in writing; only the office re-assigns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from duban.audit.actions import Entry, record, record_many
from duban.core.text.days import day_in_words
from duban.core.workflow import dispute as flow
from duban.ledger.actions import change_assignment
from duban.ledger.models import Assignment
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.orgs.workdays import office_calendar
from duban.progress import standing
from duban.progress.enums import DisputeState
from duban.progress.models import Dispute, Receipt

WORKING_DAYS = 3  # domain §4.2: in writing within 3 working days


def dispute_until(assignment: Assignment) -> dt.date:
    """Last day on which the assignment may be disputed: three working days after it was made."""
    made = assignment.made_at or assignment.basis.confirmed_at
    return office_calendar().after(timezone.localtime(made).date(), WORKING_DAYS)


def answer_due(raised_at: dt.datetime) -> dt.date:
    """Last day for the office's answer: the superior has a clock too (domain §7), the same three working days."""
    return office_calendar().after(timezone.localtime(raised_at).date(), WORKING_DAYS)


def _own(unit: Unit, by: Actor) -> None:
    require(by, Verb.DRAFT_REPORT)
    if unit.pk not in by.unit_ids:
        raise NotAllowed("这不是本单位的事项。")


@transaction.atomic
def sign_for(*, unit: Unit, assignments: Iterable[Assignment], by: Actor, at: dt.datetime) -> list[Receipt]:
    """签收 one or all: what is signed for already, or disputed, is left as it is.

    A dispute that waits, or was upheld, keeps the item out: the unit says that it is not its own.
    """
    _own(unit, by)
    wanted = {a.pk: a for a in assignments}
    held = Assignment.objects.live().held_by({unit.pk}, by.today).filter(pk__in=wanted).values_list("pk", flat=True)
    if set(wanted) - set(held):
        raise NotAllowed("其中有不属于本单位的事项。")
    have = set(Receipt.objects.filter(unit=unit, assignment__in=wanted).values_list("assignment_id", flat=True))
    open_ = set(
        Dispute.objects.filter(
            unit=unit, assignment__in=wanted, state__in=[DisputeState.OPEN, DisputeState.UPHELD]
        ).values_list("assignment_id", flat=True)
    )
    user = by.user
    rows = [
        Receipt(assignment=a, unit=unit, by=user, at=at)
        for pk, a in wanted.items()
        if pk not in have and pk not in open_
    ]
    try:
        with transaction.atomic():
            Receipt.objects.bulk_create(rows)
    except IntegrityError:
        raise Stale("有事项刚由本单位其他人签收，请刷新。") from None
    standing.refresh({row.assignment.matter_id for row in rows})
    record_many([Entry("assignment.sign_for", row.assignment, after={"unit": unit.name}) for row in rows], by=by, at=at)
    return rows


@transaction.atomic
def dispute(
    *, unit: Unit, assignment: Assignment, reason: str, proposal: str = "", by: Actor, at: dt.datetime
) -> Dispute:
    """提出异议, with a reason and, if known, whose matter it is."""
    _own(unit, by)
    if not Assignment.objects.live().held_by({unit.pk}, by.today).filter(pk=assignment.pk).exists():
        raise NotAllowed("这不是本单位的事项。")
    if len(reason.strip()) < 6:
        raise Invalid("请写明理由，例如职责依据。")
    until = dispute_until(assignment)
    if by.today > until:
        raise Invalid(f"异议应在交办后 {WORKING_DAYS} 个工作日内提出，本项截至 {until:%Y-%m-%d}。请与督查室联系。")
    earlier = Dispute.objects.filter(unit=unit, assignment=assignment)
    if earlier.filter(state=DisputeState.OPEN).exists():
        raise Stale("该事项已有一份异议待裁。")
    if earlier.filter(state=DisputeState.UPHELD).exists():
        raise Stale("该事项的异议已经成立，督查室正在改派，不必再提。")
    row = Dispute.objects.create(
        unit=unit,
        assignment=assignment,
        reason=reason.strip(),
        proposal=proposal.strip(),
        due_on=until,
        raised_by=by.person,
        raised_at=at,
    )
    standing.refresh([row.assignment.matter_id])
    record("dispute.raise", row, by=by, at=at, after={"proposal": row.proposal}, reason=row.reason)
    return row


@transaction.atomic
def reassign(*, row: Dispute, unit: Unit, role: str, lead: bool, reason: str, by: Actor, at: dt.datetime) -> Assignment:
    """改派 on the strength of a dispute that was upheld; the new assignment names the dispute as its basis.

    An assignment of a group, or of a merged unit, concerns more than the unit that objected: it is re-assigned on the
    page of the matter, where all of it is seen.
    """
    if row.state != DisputeState.UPHELD:
        raise Stale("异议成立后才能据此改派。")
    if row.assignment.unit_id != row.unit_id:
        raise Invalid(f"本项是交给“{row.assignment.unit}”的，改派会影响其他单位，请在事项页办理。")
    changed = change_assignment(
        assignment=row.assignment,
        unit=unit,
        role=role,
        lead=lead,
        reason=reason.strip() or f"{row.unit}异议成立：{row.decision}"[:200],
        document=basis_of(row),
        by=by,
        at=at,
    )
    standing.refresh([changed.matter_id])
    return changed


def basis_of(row: Dispute) -> str:
    """How a re-assignment names the dispute it rests on."""
    day = timezone.localtime(row.decided_at).date() if row.decided_at else None
    on = f"，{day_in_words(day)}裁定" if day else ""
    return f"异议第{row.pk}号（{row.unit}{on}）"[:100]


def roles_of(row: Dispute, by: Actor) -> set[str]:
    """Parts of the table that the person plays for this dispute."""
    held = {flow.OFFICE} if by.is_office else set()
    return held | ({flow.UNIT} if row.unit_id in by.unit_ids else set())


@transaction.atomic
def decide(*, row: Dispute, move: str, comment: str, by: Actor, at: dt.datetime) -> Dispute:
    """``uphold`` | ``reject`` | ``withdraw``. Upholding changes no assignment: re-assigning is its own verb."""
    made = flow.TABLE.check(move, state=row.state, roles=roles_of(row, by), comment=comment)
    office = move != "withdraw"
    changed = Dispute.objects.filter(pk=row.pk, state=row.state).update(
        state=made.target,
        decided_by=by.user if office else None,
        decided_at=at if office else None,
        decision=comment.strip() if office else "",
    )
    if not changed:
        raise Stale()
    row.refresh_from_db()
    standing.refresh([row.assignment.matter_id])
    record(f"dispute.{move}", row, by=by, at=at, after={"state": row.state}, reason=comment)
    return row
