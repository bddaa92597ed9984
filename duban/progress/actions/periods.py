"""The year's calendar of periods, and the list of reports expected (应报)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction

from duban.audit.actions import record
from duban.core.calendar.periods import PeriodPlan
from duban.ledger.models import Assignment, Matter
from duban.notices.models import NoticeRule
from duban.orgs.actor import Actor
from duban.orgs.enums import UnitKind, UnitLevel
from duban.orgs.models import GroupMember, Unit
from duban.orgs.permissions import Invalid, Stale, Verb, require
from duban.orgs.querysets import covering
from duban.progress.enums import PeriodKind
from duban.progress.models import Obligation, OwedLine, Period

NEVER_OWE = (UnitKind.LEADERSHIP, UnitKind.ADMINISTRATION, UnitKind.OFFICE, UnitKind.SUPERIOR, UnitKind.GROUP)


@transaction.atomic
def make_calendar(
    *, plans: tuple[PeriodPlan, ...], rule: NoticeRule | None, by: Actor, at: dt.datetime
) -> list[Period]:
    """Regular periods of a year as rows; dates are facts from then on. Existing ones stay as they are."""
    require(by, Verb.MANAGE_PERIODS)
    made = []
    for plan in plans:
        period, new = Period.objects.get_or_create(
            year=plan.year,
            kind=PeriodKind.REGULAR,
            seq=plan.seq,
            defaults={
                "name": plan.name,
                "covers_from": plan.covers_from,
                "covers_to": plan.covers_to,
                "opens_on": plan.opens_on,
                "due_on": plan.due_on,
                "closes_on": plan.closes_on,
                "rule": rule,
            },
        )
        if new:
            record("period.create", period, by=by, at=at, after={"due_on": plan.due_on, "opens_on": plan.opens_on})
        made.append(period)
    return made


def expected(year: int, on: dt.date) -> dict[int, list[tuple[Assignment, bool]]]:
    """Who owes which matters on a day: unit id → assignments in printed order, whether through a group.

    Groups are expanded to their members of the day; a merged unit's matters go to the unit it went into.
    Superior units (市级牵头单位) owe nothing: the notice asks them for contact only.
    """
    rows = list(
        Assignment.objects.live()
        .filter(matter__in=Matter.objects.live().filter(programme__year=year))
        .select_related("unit", "unit__merged_into", "matter")
        .order_by("matter__programme__ordinal", "matter__ordinal", "part", "ordinal", "id")
    )
    members: dict[int, list[Unit]] = defaultdict(list)
    for member in GroupMember.objects.filter(covering(on)).select_related("unit").order_by("unit__position", "id"):
        members[member.group_id].append(member.unit)
    owed: dict[int, list[tuple[Assignment, bool]]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for direct in (True, False):  # a unit named by itself answers as such, not through its group
        for row in rows:
            through_group = row.unit.kind == UnitKind.GROUP
            if through_group is direct:
                continue
            for unit in members[row.unit_id] if through_group else [row.unit]:
                holder = unit.merged_into if unit.merged_into_id and not unit.is_active(on) else unit
                if holder is None or not _owes(holder, row, on) or (holder.pk, row.matter_id) in seen:
                    continue
                seen.add((holder.pk, row.matter_id))
                owed[holder.pk].append((row, through_group))
    return owed


def _owes(unit: Unit, row: Assignment, on: dt.date) -> bool:
    return unit.level == UnitLevel.DISTRICT and unit.kind not in NEVER_OWE and unit.is_active(on)


@transaction.atomic
def open_period(*, period: Period, by: Actor, at: dt.datetime) -> Period:
    """Freeze the list of reports expected: a later reorganisation cannot change this period's rate."""
    require(by, Verb.MANAGE_PERIODS)
    if not Period.objects.filter(pk=period.pk, opened_at__isnull=True).update(opened_at=at):
        raise Stale("这一期的应报清单已经锁定。")
    period.refresh_from_db()
    owed = expected(period.year, by.today)
    obligations = {unit_id: Obligation(period=period, unit_id=unit_id, due_on=period.due_on) for unit_id in owed}
    Obligation.objects.bulk_create(obligations.values())
    OwedLine.objects.bulk_create(
        [
            OwedLine(
                obligation=obligations[unit_id], assignment=row, matter_id=row.matter_id, through_group=through_group
            )
            for unit_id, rows in owed.items()
            for row, through_group in rows
        ],
        batch_size=500,
    )
    lines = sum(len(rows) for rows in owed.values())
    record("period.open", period, by=by, at=at, after={"units": len(owed), "lines": lines})
    return period


@transaction.atomic
def extend(*, obligation: Obligation, due_on: dt.date, reason: str, by: Actor, at: dt.datetime) -> Obligation:
    """Give one unit more time in one period; never the whole quarter."""
    require(by, Verb.MANAGE_PERIODS)
    if not reason.strip():
        raise Invalid("延期须写明理由。")
    if due_on <= obligation.due_on:
        raise Invalid(f"新的期限应晚于 {obligation.due_on:%Y-%m-%d}。")
    if due_on > obligation.period.closes_on:
        raise Invalid(f"新的期限不能晚于截止补报日 {obligation.period.closes_on:%Y-%m-%d}。")
    before = {"due_on": obligation.due_on}
    obligation.due_on, obligation.extension_reason = due_on, reason.strip()
    obligation.save(update_fields=["due_on", "extension_reason"])
    record("obligation.extend", obligation, by=by, at=at, before=before, after={"due_on": due_on}, reason=reason)
    return obligation


@transaction.atomic
def waive(*, obligation: Obligation, reason: str, by: Actor, at: dt.datetime) -> Obligation:
    """Excuse one unit from one period; it leaves the denominator, with its reason on record."""
    require(by, Verb.MANAGE_PERIODS)
    if not reason.strip():
        raise Invalid("免报须写明理由。")
    changed = Obligation.objects.filter(pk=obligation.pk, waived_at__isnull=True, first_signed_at__isnull=True).update(
        waived_at=at, waived_by=by.user, waived_reason=reason.strip()
    )
    if not changed:
        raise Stale("该单位本期已经报送或已经免报。")
    obligation.refresh_from_db()
    record("obligation.waive", obligation, by=by, at=at, reason=reason)
    return obligation
