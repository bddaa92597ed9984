"""Extensions and adjustments: asked before the day is past, decided by the office, both values kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import IntegrityError, transaction

from duban.audit.actions import record
from duban.core.targets.days import last_day
from duban.core.workflow import adjustment as flow
from duban.ledger.actions.targets import change_target, figure_of
from duban.ledger.models import Assignment, Matter, Target
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.oversight.enums import AdjustmentKind, AdjustmentState
from duban.oversight.models import Adjustment


@dataclass(frozen=True)
class Wish:
    """What a unit asks for: a later day, or another figure of a target."""

    reason: str
    progress: str
    new_due: dt.date | None = None
    target: Target | None = None
    new_value: Decimal | None = None
    document_number: str = ""

    @property
    def kind(self) -> AdjustmentKind:
        """By what is filled in."""
        return AdjustmentKind.EXTENSION if self.new_due is not None else AdjustmentKind.FIGURE


def due_of(matter: Matter, target: Target | None = None, at: dt.datetime | None = None) -> dt.date:
    """The last day of a target, or of a whole matter: as printed, or as extended by the instant."""
    rows = Adjustment.objects.filter(matter=matter, kind=AdjustmentKind.EXTENSION, state=AdjustmentState.APPROVED)
    rows = rows.filter(target__isnull=True) if target is None else rows.filter(target__ordinal=target.ordinal)
    if at is not None:
        rows = rows.filter(decided_at__lte=at)
    last = rows.order_by("-decided_at").first()
    if last is not None and last.new_due is not None:
        return last.new_due
    year = matter.programme.year
    return (last_day(target.due, year) if target else None) or dt.date(year, 12, 31)


@transaction.atomic
def apply(*, matter: Matter, unit: Unit, wish: Wish, by: Actor, at: dt.datetime) -> Adjustment:
    """申请延期或调整, with the progress so far. After the day it is too late: then the light says what happened."""
    require(by, Verb.DRAFT_REPORT)
    if unit.pk not in by.unit_ids:
        raise NotAllowed("这不是本单位的事项。")
    if not Assignment.objects.live().held_by({unit.pk}, by.today).filter(matter=matter).exists():
        raise NotAllowed("这不是本单位的事项。")
    if len(wish.reason.strip()) < 6 or len(wish.progress.strip()) < 4:
        raise Invalid("请写明理由和目前进展。")
    due = due_of(matter, wish.target, at)
    if by.today > due:
        raise Invalid(f"期限{due:%Y-%m-%d}已过，延期和调整应在期限之前申请。")
    _check(wish, due)
    try:
        with transaction.atomic():
            row = Adjustment.objects.create(
                matter=matter,
                target=wish.target,
                unit=unit,
                kind=wish.kind,
                reason=wish.reason.strip(),
                progress=wish.progress.strip(),
                old_due=due,
                new_due=wish.new_due,
                new_value=wish.new_value,
                document_number=wish.document_number.strip(),
                applied_by=by.person,
                applied_at=at,
            )
    except IntegrityError:
        raise Stale("该事项已有一份待审的申请。") from None
    record("adjustment.apply", row, by=by, at=at, after=_said(row), reason=row.reason)
    return row


def _check(wish: Wish, due: dt.date) -> None:
    if wish.new_due is not None:
        if wish.new_value is not None:
            raise Invalid("延期和调整目标值请分开申请。")
        if wish.new_due <= due:
            raise Invalid(f"新的期限应晚于{due:%Y-%m-%d}。")
        return
    if wish.target is None or wish.new_value is None:
        raise Invalid("请选择指标并填写新的目标值，或填写新的期限。")
    if wish.new_value == wish.target.value:
        raise Invalid("新的目标值与原目标值相同。")
    if not wish.document_number.strip():
        raise Invalid("调整目标值须有依据文号；来文录入有误的，请督查室更正。")


def _said(row: Adjustment) -> dict[str, object]:
    if row.kind == AdjustmentKind.EXTENSION:
        return {"text": f"期限由{row.old_due:%Y-%m-%d}延至{row.new_due:%Y-%m-%d}"}
    return {"text": f"目标值由{row.target.value.normalize():f}调为{row.new_value.normalize():f}"}  # type: ignore[union-attr]


@transaction.atomic
def decide(*, row: Adjustment, move: str, comment: str, by: Actor, at: dt.datetime) -> Adjustment:
    """``approve`` | ``refuse`` by the office, ``withdraw`` by the unit. An approved figure revises the target."""
    held = {flow.OFFICE} if by.is_office else set()
    held |= {flow.UNIT} if row.unit_id in by.unit_ids else set()
    if not held:
        raise NotAllowed("这不是本单位的申请。")
    made = flow.TABLE.check(move, state=row.state, roles=held, comment=comment)
    changed = Adjustment.objects.filter(pk=row.pk, state=row.state).update(
        state=made.target, decided_by=by.user, decided_at=at, decision=comment.strip()
    )
    if not changed:
        raise Stale()
    row.refresh_from_db()
    record(f"adjustment.{move}", row, by=by, at=at, after=_said(row), reason=comment)
    if move == "approve" and row.target is not None and row.new_value is not None:
        newest = Target.objects.filter(matter=row.matter, ordinal=row.target.ordinal).order_by("-version")[0]
        change_target(
            target=newest,
            figure=replace(figure_of(newest), value=row.new_value),
            reason=row.reason,
            document_number=row.document_number,
            by=by,
            at=at,
        )
    return row


def extensions(year: int, at: dt.datetime) -> dict[tuple[int, int | None], dt.date]:
    """(matter id, ordinal of the target or ``None``) → the day to which it was extended by the instant; one query."""
    rows = (
        Adjustment.objects.filter(
            matter__programme__year=year, kind=AdjustmentKind.EXTENSION, state=AdjustmentState.APPROVED
        )
        .filter(decided_at__lte=at)
        .order_by("decided_at", "id")
        .values_list("matter_id", "target__ordinal", "new_due")
    )
    return {(matter_id, ordinal): due for matter_id, ordinal, due in rows if due is not None}
