"""Urging (催办) by the ladder: one unit, one matter, one reason; never to everybody."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from duban.audit.actions import record
from duban.core.oversight.ladder import Given, Step, may_take
from duban.ledger.models import Assignment, Matter
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.oversight.models import Urging


def given(matter: Matter, unit: Unit) -> list[Given]:
    """Steps taken so far, in order; one query."""
    rows = Urging.objects.filter(matter=matter, unit=unit).order_by("id")
    return [
        Given(Step(r.step), r.reply_by, timezone.localtime(r.replied_at).date() if r.replied_at else None) for r in rows
    ]


@transaction.atomic
def urge(
    *,
    matter: Matter,
    unit: Unit,
    step: Step,
    reason: str,
    demand: str,
    reply_by: dt.date,
    by: Actor,
    at: dt.datetime,
) -> Urging:
    """Take a step. A letter gets the next number of the year, without gaps."""
    require(by, Verb.URGE)
    if not Assignment.objects.live().held_by({unit.pk}, by.today).filter(matter=matter).exists():
        raise Invalid("该单位不承办这个事项。")
    if len(reason.strip()) < 6 or not demand.strip():
        raise Invalid("请写明缘由和要求。")
    if reply_by <= by.today:
        raise Invalid("回复期限应晚于今天。")
    refused = may_take(step, given(matter, unit), by.today)
    if refused:
        raise Invalid(refused)
    year = timezone.localtime(at).year
    number = None
    if step is Step.URGE:
        number = (Urging.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            row = Urging.objects.create(
                matter=matter,
                unit=unit,
                step=step,
                year=year,
                number=number,
                reason=reason.strip(),
                demand=demand.strip(),
                reply_by=reply_by,
                given_by=by.person,
                given_at=at,
            )
    except IntegrityError:
        raise Stale("刚有另一份督办函发出，请再试一次。") from None
    record(
        "urging.give",
        row,
        by=by,
        at=at,
        after={"step": row.get_step_display(), "number": number, "reply_by": reply_by},
        reason=row.reason,
    )
    return row


@transaction.atomic
def reply(*, row: Urging, text: str, by: Actor, at: dt.datetime) -> Urging:
    """回复 by the unit; the ladder stops."""
    if row.unit_id not in by.unit_ids:
        raise NotAllowed("这不是发给本单位的催办。")
    if len(text.strip()) < 4:
        raise Invalid("请写明情况和打算。")
    if not Urging.objects.filter(pk=row.pk, replied_at__isnull=True).update(
        reply=text.strip(), replied_by=by.user, replied_at=at
    ):
        raise Stale("已经回复过。")
    row.refresh_from_db()
    record("urging.reply", row, by=by, at=at, reason=row.reply)
    return row
