"""What becomes of an unfinished matter in the next year (结转)."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from duban.audit.actions import record
from duban.ledger.enums import MatterState
from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, Stale, Verb, require
from duban.yearend.enums import Way
from duban.yearend.models import CarryOver

ENDED = (MatterState.CLOSED, MatterState.WRITTEN_OFF, MatterState.WITHDRAWN)


@transaction.atomic
def decide(*, matter: Matter, way: Way, to: Matter | None, reason: str, by: Actor, at: dt.datetime) -> CarryOver:
    """Carry on in a matter of a later year, go on in the old ledger, or end; the old matter itself stays as printed."""
    require(by, Verb.CLOSE_YEAR)
    if matter.state in ENDED:
        raise Invalid(f"{matter.code} {matter.get_state_display()}，不需要结转。")
    if way == Way.CARRIED and to is None:
        raise Invalid("请选择并入新年度的哪一项。")
    if way != Way.CARRIED:
        to = None
    if to is not None and to.programme.year <= matter.programme.year:
        raise Invalid(f"{to.code} 是 {to.programme.year} 年的事项，只能并入以后年度的事项。")
    if len(reason.strip()) < 4:
        raise Invalid("请写明理由。")
    try:
        with transaction.atomic():
            row = CarryOver.objects.create(
                matter=matter, way=way, to=to, reason=reason.strip(), decided_by=by.person, decided_at=at
            )
    except IntegrityError:
        raise Stale("该事项的去向已经确定，请刷新后再看。") from None
    text = f"并入{to.programme.year}年 {to.code}" if to is not None else row.get_way_display()
    record("carry_over.decide", row, by=by, at=at, after={"text": text}, reason=row.reason)
    return row


@transaction.atomic
def withdraw(*, row: CarryOver, reason: str, by: Actor, at: dt.datetime) -> None:
    """Take a decision back; it stays on record."""
    require(by, Verb.CLOSE_YEAR)
    if len(reason.strip()) < 4:
        raise Invalid("撤销结转须写明理由。")
    if not CarryOver.objects.live().filter(pk=row.pk).update(withdrawn_by=by.user, withdrawn_at=at):
        raise Stale()
    record("carry_over.withdraw", row, by=by, at=at, reason=reason.strip())
