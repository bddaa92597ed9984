"""The year's calendar of periods, and the list of reports expected (应报)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from duban.audit.actions import record
from duban.core.calendar.periods import PeriodPlan
from duban.ledger.enums import OVER
from duban.ledger.models import Assignment, Matter
from duban.notices.models import NoticeRule
from duban.orgs.actor import Actor
from duban.orgs.enums import UnitKind, UnitLevel
from duban.orgs.models import GroupMember, Unit
from duban.orgs.permissions import Invalid, Stale, Verb, require
from duban.orgs.querysets import covering
from duban.progress import measures
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
def adjust(
    *, period: Period, opens_on: dt.date, due_on: dt.date, closes_on: dt.date, reason: str, by: Actor, at: dt.datetime
) -> Period:
    """Other dates, with a reason, as long as the list is not frozen; afterwards there are extensions, a unit each."""
    require(by, Verb.MANAGE_PERIODS)
    if period.opened_at is not None:
        raise Stale("这一期已经开启，不能再改日期。个别单位确需延后的，请办理延期。")
    if not reason.strip():
        raise Invalid("调整日期须写明理由。")
    _in_order(opens_on, due_on, closes_on)
    names = ("opens_on", "due_on", "closes_on")
    before = {name: getattr(period, name) for name in names}
    after = {"opens_on": opens_on, "due_on": due_on, "closes_on": closes_on}
    if before == after:
        raise Invalid("日期没有变化。")
    if not Period.objects.filter(pk=period.pk, opened_at__isnull=True).update(**after):
        raise Stale("这一期刚刚开启，不能再改日期。")
    period.refresh_from_db()
    record("period.adjust", period, by=by, at=at, before=before, after=after, reason=reason)
    return period


def _in_order(opens_on: dt.date, due_on: dt.date, closes_on: dt.date) -> None:
    if not opens_on <= due_on <= closes_on:
        raise Invalid("日期次序应为：开始报送、报送期限、截止补报。请核对三个日期。")


@transaction.atomic
def remove(*, period: Period, by: Actor, at: dt.datetime) -> None:
    """Take out a period that was set by mistake: not opened, and nobody has written for it."""
    require(by, Verb.MANAGE_PERIODS)
    if period.opened_at is not None or period.reports.exists():
        raise Stale("这一期已经开启或已有单位起草，不能删除。")
    record("period.remove", period, by=by, at=at, before={"name": period.name, "due_on": period.due_on})
    period.delete()


@dataclass(frozen=True)
class Special:
    """An extra collection (专项报告) as asked: of these units; about these matters, or for one answer."""

    name: str
    question: str
    covers_to: dt.date
    opens_on: dt.date
    due_on: dt.date
    closes_on: dt.date
    units: tuple[Unit, ...] = ()
    matters: tuple[Matter, ...] = ()


@transaction.atomic
def create_special(*, special: Special, by: Actor, at: dt.datetime) -> Period:
    """A further period with its own list. Without units, those that answer for the matters are asked."""
    require(by, Verb.MANAGE_PERIODS)
    if not special.name.strip() or not special.question.strip():
        raise Invalid("专项报告须写明名称和要求。")
    if not special.units and not special.matters:
        raise Invalid("请选择应报单位或涉及的事项。")
    _in_order(special.opens_on, special.due_on, special.closes_on)
    year = special.covers_to.year
    if special.covers_to == dt.date(year, 1, 1):
        raise Invalid("数据截至日应晚于 1 月 1 日。")
    last = Period.objects.filter(year=year, kind=PeriodKind.SPECIAL).order_by("-seq").first()
    period = Period.objects.create(
        year=year,
        kind=PeriodKind.SPECIAL,
        seq=last.seq + 1 if last else 1,
        name=special.name.strip(),
        question=special.question.strip(),
        covers_from=dt.date(year, 1, 1),
        covers_to=special.covers_to,
        opens_on=special.opens_on,
        due_on=special.due_on,
        closes_on=special.closes_on,
    )
    period.scope_units.set(special.units)
    period.scope_matters.set(special.matters)
    after = {
        "due_on": period.due_on,
        "units": [unit.name for unit in special.units],
        "matters": [matter.code for matter in special.matters],
    }
    record("period.special", period, by=by, at=at, after=after)
    return period


def owed_by(period: Period, on: dt.date) -> dict[int, list[tuple[Assignment, bool]]]:
    """Who owes a report of the period, and its lines: everybody's for a regular one, the chosen for a special one.

    What is closed or written off (办结、销号) on the day is not asked for again in a regular period; a special one asks
    for the matters that the office chose, closed or not. A special collection without matters asks its units for one
    answer, so their list of lines is empty.
    """
    if not period.is_special:
        asked = {
            pk: [each for each in rows if each[0].matter.state not in OVER]
            for pk, rows in expected(period.year, on).items()
        }
        return {pk: rows for pk, rows in asked.items() if rows}
    units = {unit.pk: unit for unit in period.scope_units.all()}
    matters = set(period.scope_matters.values_list("pk", flat=True))
    if not matters:
        return {pk: [] for pk, unit in units.items() if unit.is_active(on)}
    chosen: dict[int, list[tuple[Assignment, bool]]] = {}
    for unit_id, rows in expected(period.year, on).items():
        lines = [row for row in rows if row[0].matter_id in matters]
        if lines and (not units or unit_id in units):
            chosen[unit_id] = lines
    return chosen


@transaction.atomic
def open_period(*, period: Period, by: Actor, at: dt.datetime) -> Period:
    """Freeze the list of reports expected: a later reorganisation cannot change this period's rate."""
    require(by, Verb.MANAGE_PERIODS)
    owed = owed_by(period, by.today)
    if not owed:
        raise Invalid("没有应报的单位。请先确认来文、分派事项，再开启报告期。")
    if not Period.objects.filter(pk=period.pk, opened_at__isnull=True).update(opened_at=at):
        raise Stale("这一期的应报清单已经锁定。")
    measures.ensure(year=period.year, by=by, at=at)  # of a ledger that is older than this rule
    period.refresh_from_db()
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
def close_period(*, period: Period, by: Actor, at: dt.datetime) -> Period:
    """The day of late filing is over: what was never signed stays owed and unfiled for ever."""
    require(by, Verb.MANAGE_PERIODS)
    if period.opened_at is None:
        raise Stale("这一期还没有开启。")
    if by.today <= period.closes_on:
        raise Invalid(f"补报到 {period.closes_on:%Y-%m-%d} 截止，之前不能关闭。")
    if not Period.objects.filter(pk=period.pk, closed_at__isnull=True).update(closed_at=at):
        raise Stale("这一期已经关闭。")
    period.refresh_from_db()
    unfiled = Obligation.objects.filter(period=period).unfiled().count()
    record("period.close", period, by=by, at=at, after={"unfiled": unfiled})
    return period


@transaction.atomic
def extend(*, obligation: Obligation, due_on: dt.date, reason: str, by: Actor, at: dt.datetime) -> Obligation:
    """Give one unit more time in one period; never the whole quarter."""
    require(by, Verb.MANAGE_PERIODS)
    if not reason.strip():
        raise Invalid("延期须写明理由。")
    if obligation.waived_at is not None or obligation.first_signed_at is not None:
        raise Stale("该单位本期已经报送或已经免报，无须延期。")
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


@transaction.atomic
def end_waiver(*, obligation: Obligation, reason: str, by: Actor, at: dt.datetime) -> Obligation:
    """Take a waiver back: the unit owes its report again, as before."""
    require(by, Verb.MANAGE_PERIODS)
    if not reason.strip():
        raise Invalid("撤销免报须写明理由。")
    if obligation.period.closed_at is not None:
        raise Stale("这一期已经关闭，不能再要求报送。")
    before = {"waived_reason": obligation.waived_reason}
    changed = Obligation.objects.filter(pk=obligation.pk, waived_at__isnull=False).update(
        waived_at=None, waived_by=None, waived_reason=""
    )
    if not changed:
        raise Stale("该单位本期没有免报，或免报已被撤销。")
    obligation.refresh_from_db()
    record("obligation.end_waiver", obligation, by=by, at=at, before=before, reason=reason)
    return obligation
