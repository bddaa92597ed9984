"""通报和表彰 of the simulated year: one on the third quarter with replies and readers, one commendation, one draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.utils import timezone

from duban.circulars import drafts, naming
from duban.circulars.actions import drafting, moving, replying
from duban.circulars.candidates import candidates
from duban.circulars.enums import Kind
from duban.circulars.models import Circular, Part
from duban.circulars.scope import Scope
from duban.circulars.templates import newest
from duban.core.gongwen.document import Form
from duban.core.oversight.rules import Colour
from duban.dispatch import actions as dispatch
from duban.dispatch import letterheads
from duban.dispatch.letterheads import Heading
from duban.dispatch.models import Receipt
from duban.ops.year.clock import after, free, moment
from duban.ops.year.dice import Dice
from duban.ops.year.world import World
from duban.orgs.enums import PostKind
from duban.orgs.permissions import Invalid
from duban.oversight.actions import closings
from duban.oversight.enums import Found, Means
from duban.oversight.judging import MatterLight
from duban.oversight.models import Closing
from duban.progress.models import Period

OBJECTION = "本单位已于期限内完成办公系统送签，因系统切换次日才完成签字，请予核实。"
ANSWERED = "经核实，以签字时间为准，统计数不变；情况属实，不再点名。"
KEPT = "经核实，与受理的数据一致，不予采纳。"
RESULT = "年度目标已全部完成，数据与受理的季度报告一致，有关材料留存备查。"
PROOF = "已受理的各季度完成情况报告"
READERS = 0.8  # of the units that open what was issued within the week

Act = tuple[dt.datetime, Callable[[dt.datetime], object]]


def on_quarter(world: World, period: Period) -> None:
    """Some weeks after the term: drafted, shown, answered, approved, issued, read by most."""
    day = free(after(period.due_on, 18))
    row = _begin(world, Kind.CIRCULAR, moment(day, 9), period)
    at = moment(day, 10)
    if naming.named(drafts.read(row, now=at)):
        row = moving.show(row=row, **world.company.office(at))
        _replies(world, row, day)
        day = after(day, 3)
        _handle(world, row, moment(after(day, 1), 9))
    _finish(world, row, after(day, 1))


def at_the_end(world: World, period: Period, day: dt.date) -> None:
    """In February: a commendation on results, and the year's circular left open for whoever logs in."""
    day = free(day)
    at = moment(day, 9)
    _close_some(world, at)
    row = _begin(world, Kind.COMMENDATION, moment(day, 14), None)
    fit = [each.unit.pk for each in candidates(drafts.scope_of(row, moment(day, 14))) if not each.faults]
    if fit:
        row = drafting.praise(row=row, units=fit, **world.company.office(moment(day, 15)))
        _finish(world, row, after(day, 1))
    else:
        comment = "年度内没有符合条件的单位。"
        moving.cancel(row=row, comment=comment, **world.company.office(moment(day, 15)))
    _begin(world, Kind.CIRCULAR, moment(after(day, 8), 9), period)


def _begin(world: World, kind: Kind, at: dt.datetime, period: Period | None) -> Circular:
    office = world.company.office(at)
    try:
        letterheads.of(kind)
    except Invalid:
        name = office["by"].posts[0].unit_name
        heading = Heading(kind, "政督", Form.GENERAL, f"{name}文件", name, name)
        dispatch.set_letterhead(heading=heading, **office)
    template = next(each for each in newest(kind) if not each.correcting)
    day = timezone.localdate(at)
    to = "各责任单位"
    return drafting.begin(
        kind=kind, year=world.year, as_of=day, template=template, period=period, recipients=to, **office
    )


def _in_order(acts: Iterable[Act]) -> None:
    for at, act in sorted(acts, key=lambda each: each[0]):
        act(at)


def _replies(world: World, row: Circular, day: dt.date) -> None:
    """Most units have nothing to say; the first that is named for a late report has; some do not answer."""
    parts = list(Part.objects.filter(circular=row, round=row.round).select_related("unit", "circular"))
    against = next((p.pk for p in parts if any(line["naming"] == "late" for line in p.lines)), 0)
    acts: list[Act] = []
    for number, part in enumerate(parts):
        dice = Dice("通报核对", part.unit.name, row.year)
        at = moment(after(day, dice.between(1, 2)), dice.between(9, 16), dice.between(0, 59), number % 60)
        answers = part.pk == against or part.unit_id in world.demo_units or dice.chance(0.75)
        if answers and world.company.holder(part.unit_id, PostKind.CLERK, timezone.localdate(at)):
            acts.append((at, _reply(world, part, agrees=part.pk != against)))
    _in_order(acts)


def _reply(world: World, part: Part, *, agrees: bool) -> Callable[[dt.datetime], object]:
    def act(at: dt.datetime) -> object:
        by = world.company.act(part.unit_id, PostKind.CLERK, at)
        return replying.reply(part=part, agrees=agrees, text="" if agrees else OBJECTION, **by)

    return act


def _handle(world: World, row: Circular, at: dt.datetime) -> None:
    """The office looks into objections: who is named for a late report alone is not named after all."""
    for part in Part.objects.filter(circular=row, round=row.round, agrees=False).select_related("unit", "circular"):
        late = [line for line in part.lines if line["naming"] == "late"]
        text = ANSWERED if late else KEPT
        replying.handle(part=part, text=text, **world.company.office(at))
        if late:
            drafting.exempt(
                row=row, unit=part.unit, naming="late", matter=None, reason="系统切换当日无法签字，情况属实",
                **world.company.office(at),
            )  # fmt: skip


def _finish(world: World, row: Circular, day: dt.date) -> None:
    """Submitted, approved the day after, issued, read."""
    company = world.company
    row = moving.submit(row=row, **company.office(moment(day, 10)))
    day = after(day, 1)
    leader = company.office(moment(day, 9), PostKind.LEADER)
    row = moving.approve(row=row, comment="同意。", **leader)
    day = after(day, 1)
    row = moving.issue(row=row, **company.office(moment(day, 9)))
    acts: list[Act] = []
    for number, receipt in enumerate(Receipt.objects.filter(dispatch=row.issued).select_related("unit", "dispatch")):
        dice = Dice("通报阅知", receipt.unit.name, receipt.dispatch.full_number)
        at = moment(after(day, dice.between(1, 3)), dice.between(9, 16), dice.between(0, 59), number % 60)
        opens = dice.chance(READERS)
        if opens and world.company.holder(receipt.unit_id, PostKind.CLERK, timezone.localdate(at)):
            acts.append((at, _read(world, receipt)))
    _in_order(acts)


def _read(world: World, receipt: Receipt) -> Callable[[dt.datetime], object]:
    return lambda at: dispatch.read(row=receipt, **world.company.act(receipt.unit_id, PostKind.CLERK, at))


def _close_some(world: World, at: dt.datetime) -> None:
    """Two units that met their goals and reported in time all year apply; the office looks and closes."""
    scope = Scope(year=world.year, at=at)
    late = {each.row.unit_id for each in scope.obligations if each.late}
    red = {each.unit_id for each in scope.lights.values() if each.colour == Colour.RED}
    done: dict[int, list[MatterLight]] = {}
    for each in scope.lights.values():
        if each.colour == Colour.BLUE and each.unit_id and each.unit_id not in late | red:
            done.setdefault(each.unit_id, []).append(each)
    owing = world.units(timezone.localdate(at))
    for unit_id, rows in [(pk, rows) for pk, rows in done.items() if pk in owing][:2]:
        for each in rows[:2]:
            if not Closing.objects.live().filter(matter=each.matter).exists():
                _close(world, unit_id, each, at)


def _close(world: World, unit_id: int, each: MatterLight, at: dt.datetime) -> None:
    clerk, office = world.company.act(unit_id, PostKind.CLERK, at), world.company.office(at)
    unit = world.units(timezone.localdate(at))[unit_id]
    row = closings.apply(matter=each.matter, unit=unit, result=RESULT, references=PROOF, **clerk)
    row = closings.verify(row=row, **office)
    check = closings.start_verification(row=row, **office)
    note = "查阅季度报告和佐证材料，数据一致。"
    closings.record_verification(row=check, means=Means.DOCUMENTS, found=Found.TRUE, note=note, **office)
    closings.close(row=row, grade=closings.suggested_grade(row), comment="同意办结。", **office)
