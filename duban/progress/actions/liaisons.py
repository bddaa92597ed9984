"""The liaison list (附件4): filled by the unit, dated, checked; a full number is shown on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

from duban.audit.actions import Entry, record, record_many
from duban.core.liaisons import LiaisonRow, check, digits, masked
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require
from duban.progress.models import Liaison


@transaction.atomic
def save_list(
    *,
    unit: Unit,
    rows: Sequence[LiaisonRow],
    by: Actor,
    at: dt.datetime,
    seen: Collection[int] | None = None,
) -> list[Liaison]:
    """Put the unit's list in force from today. Unchanged rows stay, changed ones end and begin: the past is kept.

    ``seen``: ids of the rows that the person started from, where two may edit at once. Raises :class:`Invalid` with
    every fault in one sentence, :class:`Stale` where somebody saved meanwhile; nothing is saved then.
    """
    if not by.is_office:
        require(by, Verb.DRAFT_REPORT)
        if unit.pk not in by.unit_ids:
            raise NotAllowed("这不是本单位的名单。")
    faults = check(rows)
    if faults:
        raise Invalid("".join(fault.message for fault in faults))
    wanted = [_clean(row) for row in rows if row.name.strip()]
    current = list(Liaison.objects.current(by.today).filter(unit=unit))
    if seen is not None and set(seen) != {row.pk for row in current}:
        raise Stale("名单刚由本单位其他人改过。您填写的内容还在下面，请对照现有名单后再保存。")
    have = {_values(row): row for row in current}
    keep = [have[values] for values in wanted if values in have]
    for row in current:
        if row not in keep:
            row.end = by.today
            row.save(update_fields=["end"])
    new = [
        Liaison(unit=unit, role=r, name=n, title=t, office_phone=o, mobile=m, start=by.today, by=by.user, at=at)
        for r, n, t, o, m in wanted
        if (r, n, t, o, m) not in have
    ]
    Liaison.objects.bulk_create(new)
    if new or len(keep) != len(current):
        record(
            "liaison.save",
            unit,
            by=by,
            at=at,
            before={"rows": [_said(row) for row in current]},
            after={"rows": [_said(row) for row in [*keep, *new]]},
        )
    return list(Liaison.objects.current(by.today).filter(unit=unit))


def _clean(row: LiaisonRow) -> tuple[str, str, str, str, str]:
    return row.role, row.name.strip(), row.title.strip(), digits(row.office_phone), digits(row.mobile)


def _values(row: Liaison) -> tuple[str, str, str, str, str]:
    return row.role, row.name, row.title, row.office_phone, row.mobile


def _said(row: Liaison) -> str:
    """For the trail: no full number is kept in it (the trail cannot be deleted, a number must be)."""
    return f"{row.get_role_display()} {row.name} {row.title} {masked(row.mobile or row.office_phone)}".strip()


@transaction.atomic
def reveal_many(*, liaisons: Iterable[Liaison], purpose: str, by: Actor, at: dt.datetime) -> None:
    """Full numbers of many leave their places (a form with numbers, a list for phoning): recorded for each person."""
    rows = list(liaisons)
    if not (by.is_office or by.is_leader) and any(row.unit_id not in by.unit_ids for row in rows):
        raise NotAllowed("联络员电话只供督查室、区领导和本单位查看。")
    record_many([Entry("liaison.reveal", row, reason=purpose) for row in rows], by=by, at=at)


@transaction.atomic
def reveal(*, liaison: Liaison, by: Actor, at: dt.datetime) -> tuple[str, str]:
    """The full numbers (office phone, mobile). Each full view is recorded (GB/T 22239 8.1.4.11)."""
    if not (by.is_office or by.is_leader or liaison.unit_id in by.unit_ids):
        raise NotAllowed("联络员电话只供督查室、区领导和本单位查看。")
    record("liaison.reveal", liaison, by=by, at=at)
    return liaison.office_phone, liaison.mobile
