"""February to April: receipt, disputes, liaison lists, measures, shares, the year's calendar."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from duban.core.calendar.periods import from_rule, quarters
from duban.core.liaisons import LiaisonRow
from duban.core.reporting.values import MeasureKind
from duban.ledger.actions.assignments import change_assignment
from duban.ledger.actions.links import decide_link
from duban.ledger.enums import Level, LinkStatus
from duban.ledger.models import Assignment, MatterLink
from duban.ops.year import figures, names
from duban.ops.year.clock import Process, after, later, moment, morning, run
from duban.ops.year.dice import Dice
from duban.ops.year.staffing import deputy_of
from duban.ops.year.world import Parts, World
from duban.orgs.enums import PostKind
from duban.orgs.models import Unit
from duban.progress import measures
from duban.progress.actions import liaisons, periods, plans, receipts
from duban.progress.models import Period, Share

NOT_OURS = "按照现行“三定”规定，本项主要职责不在我单位，我单位没有相应的审批和经费渠道。"
LIAISONS = (
    (PostKind.DEPUTY, "deputy", "副职"),
    (PostKind.OFFICE_HEAD, "office_head", "办公室主任"),
    (PostKind.CLERK, "clerk", "经办人"),
)
OURS_TOO = "我单位只承担其中部分工作，建议调整为配合单位。"


def begin(world: World, start: dt.date, due: dt.date) -> None:
    """Receipt in the days after ``start``, two objections, and the liaison lists by ``due``."""
    run([*_receipts(world, start), *_lists(world, due)])


def _receipts(world: World, start: dt.date) -> list[Process]:
    owed, units = world.owed(start), world.units(start)
    cast = world.parts()
    upheld, rejected = _disputed(world, owed, cast)
    processes = []
    for pk, unit in units.items():
        rows = [row for row, _ in owed[pk]]
        slow = pk in cast.slow_receipt
        processes.append(_sign_for(world, unit, rows, start, slow=slow))
    if upheld:
        processes.append(_object(world, upheld, start, upheld=True))
    if rejected:
        processes.append(_object(world, rejected, start, upheld=False))
    return processes


def _disputed(
    world: World, owed: dict[int, list[tuple[Assignment, bool]]], cast: Parts
) -> tuple[Assignment | None, Assignment | None]:
    """An assignment that is not the unit's own (others carry the matter), and one that is."""
    mine = [
        row
        for pk in sorted(owed)
        for row, through in owed[pk]
        if not through and row.unit_id == pk and pk not in world.demo_units
    ]
    helping = [row for row in mine if not row.lead]
    leading = [row for row in mine if row.lead and row.unit_id not in (cast.never, cast.waived)]
    dice = Dice("异议", world.year)
    first = dice.pick(helping) if helping else None
    rest = [row for row in leading if first is None or row.unit_id != first.unit_id]
    return first, dice.pick(rest) if rest else None


def _sign_for(world: World, unit: Unit, rows: list[Assignment], start: dt.date, *, slow: bool) -> Process:
    dice = Dice("签收", unit.name)
    at = yield later(moment(start, 9), dice.between(7, 10) if slow else dice.between(1, 4), dice)
    live = list(Assignment.objects.live().filter(pk__in=[row.pk for row in rows]))
    receipts.sign_for(unit=unit, assignments=live, **world.company.act(unit.pk, PostKind.CLERK, at))


def _object(world: World, row: Assignment, start: dt.date, *, upheld: bool) -> Process:
    """Raised on the second morning, before receipt; decided some days later; re-assigned where upheld."""
    dice = Dice("异议", row.unit.name)
    at = yield moment(after(start, 1), 8, 40 if upheld else 45)
    heir = _heir(world, row) if upheld else None
    made = receipts.dispute(
        unit=row.unit, assignment=row, reason=NOT_OURS if upheld else OURS_TOO, proposal=heir.name if heir else "",
        **world.company.act(row.unit_id, PostKind.CLERK, at),
    )  # fmt: skip
    at = yield later(at, 3, dice)
    office = world.company.office(at)
    if heir is None:
        comment = "经核对职责分工，本项仍由贵单位承担，具体范围由牵头单位明确。"
        receipts.decide(row=made, move="reject", comment=comment, **office)
    else:
        receipts.decide(row=made, move="uphold", comment=f"异议成立，改由{heir.name}承担。", **office)
        change_assignment(
            assignment=row, unit=heir, role=row.role, lead=row.lead, reason="异议成立，按职责分工改派", **office
        )
        at = yield later(at, 1, dice)
        new = Assignment.objects.live().get(replaces=row)
        receipts.sign_for(unit=heir, assignments=[new], **world.company.act(heir.pk, PostKind.CLERK, at))
        return
    at = yield later(at, 1, dice)
    receipts.sign_for(unit=row.unit, assignments=[row], **world.company.act(row.unit_id, PostKind.CLERK, at))


def _heir(world: World, row: Assignment) -> Unit | None:
    """Another unit of the same kind that is not yet on the matter."""
    there = set(Assignment.objects.live().filter(matter=row.matter_id).values_list("unit_id", flat=True))
    at = world.notice.confirmed_at
    units = world.units(timezone.localdate(at))
    rest = [u for pk, u in units.items() if pk not in there and pk not in world.demo_units and u.kind == row.unit.kind]
    return Dice("改派", row.matter.code).pick(rest) if rest else None


def _lists(world: World, due: dt.date) -> list[Process]:
    """附件4 of nearly every unit, most of them in the week before ``due``."""
    cast = world.parts()
    units = [u for pk, u in world.units(due).items() if pk not in cast.no_liaisons]
    return [_liaisons(world, unit, number, due) for number, unit in enumerate(units, start=1)]


def liaison_rows(world: World, unit: Unit, number: int, on: dt.date) -> list[LiaisonRow]:
    """The unit's list on the day: those who hold the posts."""
    found = []
    for place, (kind, role, title) in enumerate(LIAISONS):
        user = world.company.holder(unit.pk, kind, on)
        name = deputy_of(world, unit, on) if kind == PostKind.DEPUTY else user.name if user else ""
        phone = names.office_phone(number * 3 + place)
        mobile = names.mobile(number * 3 + place) if role != "office_head" else ""
        found.append(LiaisonRow(role, name, title, phone, mobile))
    return found


def _liaisons(world: World, unit: Unit, number: int, due: dt.date) -> Process:
    dice = Dice("联络员", unit.name)
    late = dice.chance(0.08)
    at = yield morning(after(due, dice.between(1, 4)) if late else after(due - dt.timedelta(days=9), 1), dice)
    if not late:
        at = yield later(at, dice.between(1, 4), dice)
    rows = liaison_rows(world, unit, number, timezone.localdate(at))
    liaisons.save_list(unit=unit, rows=rows, **world.company.act(unit.pk, PostKind.CLERK, at))


def settle_measures(world: World, day: dt.date, closes_on: dt.date) -> None:
    """The office: pairs of the same goal, the year's calendar. The last period takes late reports
    until ``closes_on``, so that a demo of today can be worked with."""
    at = moment(day, 9, 10)
    office = world.company.office(at)
    pairs = MatterLink.objects.filter(status=LinkStatus.PROPOSED, grade=2, a__programme__year=world.year)
    for link in pairs.select_related("a", "b").order_by("id"):
        if Dice("同一目标", link.a.code, link.b.code).chance(0.7):
            decide_link(link=link, same=True, seen=link.status, **office)
    rule = world.notice.rules.filter(kind="periodic_report").order_by("id").first()
    calendar = (from_rule(rule.data, world.year) if rule else ()) or quarters(world.year)
    last = dataclasses.replace(calendar[-1], closes_on=max(closes_on, calendar[-1].closes_on))
    periods.make_calendar(plans=(*calendar[:-1], last), rule=rule, **office)


def set_shares(world: World, unit: Unit, uses: Iterable[measures.MeasureTarget], at: dt.datetime) -> None:
    """The unit's shares of the city's and the province's figures: handed down, expressly none, or not yet known."""
    dice = Dice("份额", unit.name)
    act = world.company.act(unit.pk, PostKind.CLERK, at)
    done: set[int] = set()
    for use in uses:
        target, measure = use.target, use.measure
        if measure.pk in done or world.levels[target.matter_id] not in (Level.PROVINCE, Level.CITY):
            continue
        done.add(measure.pk)
        throw = Dice("份额", measure.name, measure.unit, target.value.normalize()).number()
        if throw < 0.62:
            kind = MeasureKind(measure.kind)
            value = figures.share_of(measure_key(use), printed=target.value, unit=measure.unit, kind=kind)
            basis = f"市级主管部门{world.year}年任务分解表第{dice.between(1, 9)}项"
            plans.set_share(measure=measure, unit=unit, value=value, basis=basis, **act)
        elif throw < 0.85:
            plans.set_share(measure=measure, unit=unit, value=None, basis="未下达", **act)


def measure_key(use: measures.MeasureTarget) -> str:
    """What a measure is known by in every choice: never its row number."""
    return f"{use.measure.name}|{use.measure.unit}|{use.target.value.normalize()}"


def current_shares(unit_id: int, measure_ids: set[int]) -> dict[int, Share]:
    """The newest share of each measure for the unit."""
    rows = Share.objects.filter(unit_id=unit_id, measure_id__in=measure_ids).order_by("version")
    return {row.measure_id: row for row in rows}


def periods_of(world: World) -> list[Period]:
    """The year's regular periods."""
    return list(Period.objects.filter(year=world.year, kind="regular").order_by("seq"))
