"""Settling the account of a matter (对账), one by one or all that have no difference."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction

from duban.audit.actions import Entry as Recorded
from duban.audit.actions import record, record_many
from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, Stale, Verb, require
from duban.yearend.accounts import Entry, entries
from duban.yearend.models import Settlement


@transaction.atomic
def settle(*, matter: Matter, seen: str, remark: str, by: Actor, at: dt.datetime) -> Settlement:
    """对账 one matter. ``seen``: fingerprint of the facts that the person looked at; differences need a remark."""
    require(by, Verb.CLOSE_YEAR)
    entry = entries(year=matter.programme.year, at=at, matter_ids=[matter.pk])[matter.pk]
    if entry.account.fingerprint != seen:
        raise Stale("对账期间数据有变化，请刷新后重新核对。")
    if entry.differences and len(remark.strip()) < 4:
        raise Invalid(f"有 {len(entry.differences)} 处差异，请写明如何认定。")
    try:
        with transaction.atomic():
            row = _row(entry, remark.strip(), by, at)
            row.save(force_insert=True)
    except IntegrityError:
        raise Stale("该事项已经对账。") from None
    record("settlement.settle", row, by=by, at=at, after={"text": _text(entry)}, reason=row.remark)
    return row


@transaction.atomic
def settle_agreeing(*, year: int, seen: Iterable[str], by: Actor, at: dt.datetime) -> list[Settlement]:
    """对账 every matter of the year without differences that was shown with one of these fingerprints."""
    require(by, Verb.CLOSE_YEAR)
    known = set(seen)
    settled = set(Settlement.objects.live().filter(matter__programme__year=year).values_list("matter_id", flat=True))
    chosen = [
        entry
        for pk, entry in entries(year=year, at=at).items()
        if pk not in settled and not entry.differences and not entry.account.withdrawn
        if entry.account.fingerprint in known
    ]
    return _settle_all(chosen, by, at)


def _settle_all(chosen: Sequence[Entry], by: Actor, at: dt.datetime) -> list[Settlement]:
    try:
        with transaction.atomic():
            rows = Settlement.objects.bulk_create([_row(entry, "", by, at) for entry in chosen], batch_size=200)
    except IntegrityError:
        raise Stale("有事项刚刚对过账，请刷新后再试。") from None
    told = [Recorded("settlement.settle", row, None, {"text": "各项一致"}) for row in rows]
    record_many(told, by=by, at=at)
    return rows


@transaction.atomic
def withdraw(*, row: Settlement, reason: str, by: Actor, at: dt.datetime) -> None:
    """撤销对账: the matter is open again; the earlier account stays on record."""
    require(by, Verb.CLOSE_YEAR)
    if len(reason.strip()) < 4:
        raise Invalid("撤销对账须写明理由。")
    changed = Settlement.objects.live().filter(pk=row.pk).update(withdrawn_by=by.user, withdrawn_at=at)
    if not changed:
        raise Stale()
    record("settlement.withdraw", row, by=by, at=at, reason=reason.strip())


def _row(entry: Entry, remark: str, by: Actor, at: dt.datetime) -> Settlement:
    return Settlement(
        matter=entry.matter,
        account=dataclasses.asdict(entry.account),
        fingerprint=entry.account.fingerprint,
        differences=[[each.kind.value, each.sentence] for each in entry.differences],
        remark=remark,
        settled_by=by.person,
        settled_at=at,
    )


def _text(entry: Entry) -> str:
    return "各项一致" if not entry.differences else f"{len(entry.differences)} 处差异，已说明"
