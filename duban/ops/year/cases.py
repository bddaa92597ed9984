"""Difficulties of the simulated year: raised, routed, answered, decided in a meeting, ended; some begin today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from duban.core.gongwen import minutes as papers
from duban.core.oversight.routes import Holder
from duban.dispatch import letterheads
from duban.ledger.models import Assignment, Matter
from duban.ops.year.clock import Process, after, later, moment, morning
from duban.ops.year.dice import Dice
from duban.ops.year.world import World
from duban.orgs.actor import system
from duban.orgs.enums import PostKind, UnitKind
from duban.orgs.models import Appointment, Post, Unit
from duban.orgs.permissions import Refused
from duban.oversight.actions import cases, directives, instructions, meetings
from duban.oversight.actions.cases import Difficulty, Order, Turn
from duban.oversight.actions.instructions import Saying
from duban.oversight.actions.meetings import Arrangement
from duban.oversight.enums import CaseKind, Reach
from duban.oversight.minutes import convened
from duban.oversight.models import CoordinationCase, Directive
from duban.progress.models import Line, Period

SAYINGS = (
    (
        CaseKind.APPROVAL, Reach.ONE, "前期手续涉及两个窗口先后受理，材料要求不一致，已补正两次仍未办结。",
        "请明确由哪个窗口牵头受理、按哪个清单收取材料。", "按并联办理的要求统一材料清单，并办结本项手续。",
    ),
    (
        CaseKind.MOVING, Reach.SEVERAL, "涉及的房屋征收尚有未签约户，施工单位不能进场，工期已受影响。",
        "请协调有关单位共同推进签约，并明确交地时间。", "会同属地完成剩余签约，交付施工场地。",
    ),
    (
        CaseKind.LAND, Reach.SEVERAL, "选址地块的规划用途与项目不符，调整方案未获审定，不能办理用地手续。",
        "请研究规划调整方案，明确报审时限。", "完成规划调整方案的审查并按程序报批。",
    ),
    (
        CaseKind.FUNDS, Reach.ONE, "年度预算安排与工程进度不匹配，三季度后有支付缺口，影响后续招标。",
        "请明确资金缺口的解决办法和到位时间。", "提出资金调剂意见，按程序报批后拨付。",
    ),
    (
        CaseKind.POLICY, Reach.ONE, "上级口径调整后，部分已完成的工作量能否计入没有明确，影响数据填报。",
        "请明确统计口径和计入范围。", "就统计口径书面答复各承办单位。",
    ),
    (
        CaseKind.COOPERATION, Reach.SEVERAL, "管线迁改涉及多个权属单位，迁改次序没有商定，道路不能分段移交。",
        "请组织各权属单位商定迁改次序和完成时间。", "商定管线迁改次序，分段完成迁改。",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Plot:
    """One difficulty as it is acted: who asks about what, who is waited for, what it is."""

    world: World
    unit: Unit
    matter: Matter
    other: Unit
    number: int  # of the saying

    @property
    def dice(self) -> Dice:
        """Of this difficulty alone."""
        return Dice("困难", self.unit.name, self.matter.code, self.number)

    def clerk(self, at: dt.datetime, unit: Unit | None = None) -> dict[str, Any]:
        """The clerk of the unit at the instant."""
        return self.world.company.act((unit or self.unit).pk, PostKind.CLERK, at)

    def office(self, at: dt.datetime) -> dict[str, Any]:
        """The supervision office."""
        return self.world.company.office(at)

    def begin(self, at: dt.datetime, *, period: Period | None = None, days: int = 0) -> CoordinationCase:
        """提请, from the line of the period's report where there is one; each of them is another difficulty."""
        kind, reach, text, wanted, _ = SAYINGS[self.number]
        line = Line.objects.filter(report__period=period, report__unit=self.unit, matter=self.matter).first()
        needed = after(timezone.localdate(at), days) if days else None
        waits = self.other if reach is Reach.ONE else None
        said = Difficulty(kind, reach, text, wanted, waits, needed, another=True)
        return cases.raise_case(matter=self.matter, unit=self.unit, said=said, line=line, **self.clerk(at))

    def order(self, at: dt.datetime, days: int, owner: Unit | None = None) -> Order:
        """What is to be done, by the other unit within so many working days."""
        return Order(SAYINGS[self.number][4], owner or self.other, after(timezone.localdate(at), days))


def of_quarter(world: World, period: Period) -> list[Process]:
    """What happens beside the reports of the quarter, ended before the next one begins."""
    found = list(plots(world, period.opens_on))
    if len(found) < len(SAYINGS):
        return []
    acts = {1: [_by_unit(found[0], period)], 2: [_by_leader(found[1], period), _late(found[3], period)]}
    acts[3] = [_meeting(world, [found[2], found[5]], period), _asked_again(found[4], period)]
    return acts.get(period.seq, [])


def plots(world: World, on: dt.date) -> Iterator[Plot]:
    """A difficulty of each saying, each of another unit with something that it leads."""
    owed, units, cast = world.owed(on), world.units(on), world.parts()
    shy = {*world.demo_units, cast.leaver, cast.never, cast.waived}
    names = [(units[pk].name, pk) for pk in owed if pk not in shy and units[pk].kind == UnitKind.DEPARTMENT]
    able = Dice("提请单位", world.year).order([pk for _, pk in sorted(names)])
    number = 0
    for pk in able:
        led = [row for row, by_group in owed[pk] if row.lead and not by_group]
        rest = [each for each in able if each != pk]
        if number < len(SAYINGS) and led and rest:
            row = Dice("困难事项", units[pk].name).pick(led)
            yield Plot(world, units[pk], row.matter, units[_other(row, rest)], number)
            number += 1


def _other(row: Assignment, rest: list[int]) -> int:
    """Who is waited for: a unit that shares the item, else another one."""
    shares = Assignment.objects.live().filter(matter=row.matter_id, unit__in=rest).order_by("ordinal", "id")
    found = shares.values_list("unit_id", flat=True).first()
    return found if found is not None else Dice("等待", row.matter.code).pick(rest)


def _leader(world: World, at: dt.datetime) -> tuple[Post, dict[str, Any]] | None:
    """A leader's post, and its holder as actor; ``None`` where the district has named none."""
    today = timezone.localdate(at)
    for post in cases.leaders(today):
        held = Appointment.objects.current(today).filter(post=post).order_by("id").first()
        if held is not None and held.user_id in world.company.people:
            return post, {"by": world.company.actor(held.user_id, today), "at": at}
    return None


def _finish(plot: Plot, row: CoordinationCase, at: dt.datetime) -> Process:
    """The owners report, the office sees it, the case is closed."""
    dice = plot.dice
    for made in Directive.objects.open().filter(case=row).select_related("owner").order_by("id"):
        at = yield later(at, dice.between(3, 8), dice)
        made = directives.decide(
            row=made, move="report", comment="已按交办要求办理完毕，有关文书已送提请单位。",
            **plot.clerk(at, made.owner),
        )  # fmt: skip
        at = yield later(at, dice.between(1, 2), dice)
        directives.decide(row=made, move="confirm", comment="已查阅办理文书，情况属实。", **plot.office(at))
    at = yield later(at, 2, dice)
    row.refresh_from_db()
    cases.close(row=row, comment="提请单位确认困难已经解决。", **plot.office(at))


def _first(plot: Plot, period: Period, *, days: int = 3) -> dt.datetime:
    return morning(after(period.due_on, days), plot.dice)


def _by_unit(plot: Plot, period: Period) -> Process:
    """One unit concerned: it is asked, commits itself, does it."""
    at = yield _first(plot, period)
    row, dice = plot.begin(at, period=period), plot.dice
    at = yield later(at, 1, dice)
    row = cases.route(row=row, turn=Turn(Holder.UNIT, unit=plot.other), **plot.office(at))
    at = yield later(at, 2, dice)
    order = plot.order(at, 15)
    row = cases.answer(
        row=row, text="由我单位牵头办理，先行容缺受理。", directives=(order,), **plot.clerk(at, plot.other)
    )
    yield from _finish(plot, row, at)


def _by_leader(plot: Plot, period: Period) -> Process:
    """Several units: the office has it supplemented, the leader decides; an instruction is on record."""
    at = yield _first(plot, period)
    row, dice = plot.begin(at, period=period, days=10), plot.dice
    at = yield later(at, 1, dice)
    row = cases.ask_more(row=row, comment="请补充未签约户数和交地计划。", **plot.office(at))
    at = yield later(at, 2, dice)
    row = cases.supplement(row=row, comment="尚有3户未签约，计划两个月内交地。", **plot.clerk(at))
    at = yield later(at, 1, dice)
    found = _leader(plot.world, at)
    if found is None:
        cases.withdraw(row=row, comment="已与有关单位商定，自行推进。", **plot.clerk(at))
        return
    post, _ = found
    row = cases.route(row=row, turn=Turn(Holder.LEADER, post=post), **plot.office(at))
    at = yield later(at, 2, dice)
    _, act = _leader(plot.world, at) or found
    orders = (plot.order(at, 20), plot.order(at, 25, plot.unit))
    text = "同意提请单位意见，按时间节点共同推进，督查室每周掌握进度。"
    row = cases.answer(row=row, text=text, directives=orders, **act)
    said = Saying(post, "请督查室跟踪落实，遇有问题及时报告。", timezone.localdate(at), shown_to_units=True)
    instructions.note(about=row, said=said, **plot.office(at))
    yield from _finish(plot, row, at)


def _late(plot: Plot, period: Period) -> Process:
    """A unit lets its day pass: it goes up by the rule, the leader decides."""
    at = yield _first(plot, period, days=5)
    row, dice = plot.begin(at, period=period), plot.dice
    at = yield later(at, 1, dice)
    row = cases.route(row=row, turn=Turn(Holder.UNIT, unit=plot.other), **plot.office(at))
    at = yield moment(after(timezone.localdate(at), 4), 8)
    cases.escalate_late(by=system(timezone.localdate(at)), at=at)
    at = yield later(at, 1, dice)
    row.refresh_from_db()
    found = _leader(plot.world, at)
    act = found[1] if found and row.holdings.open().filter(post=found[0]).exists() else plot.office(at)
    row = cases.answer(row=row, text="缺口在年内盘活资金中统筹解决。", directives=(plot.order(at, 10),), **act)
    yield from _finish(plot, row, at)


def _asked_again(plot: Plot, period: Period) -> Process:
    """Answered by the office, not solved, asked again, solved."""
    at = yield _first(plot, period)
    row, dice = plot.begin(at, period=period), plot.dice
    at = yield later(at, 1, dice)
    row = cases.answer(row=row, text="按上级文件附注的口径填报。", **plot.office(at))
    at = yield later(at, 3, dice)
    row = cases.ask_again(row=row, comment="附注没有涉及已完成的部分，仍不能填报。", **plot.clerk(at))
    at = yield later(at, 2, dice)
    order = plot.order(at, 10)
    row = cases.answer(row=row, text="经请示，已完成部分可以计入。", directives=(order,), **plot.office(at))
    yield from _finish(plot, row, at)


def _meeting(world: World, found: list[Plot], period: Period) -> Process:
    """Two difficulties of several units are settled in one meeting, whose minutes are issued."""
    first, dice = found[0], Dice("调度会", world.year)
    at = yield _first(first, period, days=4)
    rows = [plot.begin(at + dt.timedelta(minutes=n), period=period) for n, plot in enumerate(found)]
    at = yield later(at, 2, dice)
    held_on = after(timezone.localdate(at), 3)
    leader = _leader(world, at)
    said = Arrangement("重点事项调度会", held_on, rows, "区政府第二会议室", leader[0] if leader else None)
    row = meetings.call_meeting(said=said, **world.company.office(at))
    at = yield moment(held_on, 17)
    names = "、".join(sorted({plot.unit.name for plot in found} | {plot.other.name for plot in found}))
    chair = f"{leader[1]['by'].user}，" if leader else ""
    attended = f"{chair}{names}负责同志"
    row = meetings.hold(
        row=row, attended=attended, stressed="各有关单位要按议定的时间抓紧落实，遇到新的困难及时提请协调。",
        **world.company.office(at),
    )  # fmt: skip
    for item, plot in zip(row.agenda.select_related("meeting", "case__unit"), found, strict=True):
        meetings.record_decision(
            item=item, resolution=f"由{plot.other.name}牵头，{plot.unit.name}配合，按时间节点推进。",
            orders=(plot.order(at, 15),), **world.company.office(at),
        )  # fmt: skip
    at = yield later(at, 1, dice)
    _minutes(world, row, at)
    for plot, case in zip(found, rows, strict=True):
        case.refresh_from_db()
        yield from _finish(plot, case, at)
        at = yield at  # the next one is not earlier


def _minutes(world: World, row: Any, at: dt.datetime) -> None:
    """Issued where it is known how such papers are headed; else the office has it before it."""
    try:
        letterheads.of("minutes")
    except Refused:
        return
    approver = world.company.office(at, PostKind.SUPERVISOR_HEAD)["by"].person
    row.refresh_from_db()
    meetings.issue_minutes(
        row=row, compose=lambda number, on: papers.minutes(convened(row, on)), approved_by=approver,
        **world.company.office(at),
    )  # fmt: skip


def begin_today(world: World, at: dt.datetime) -> None:
    """Today: something for everybody who logs in: one at the office, one at the leader, one directive to do."""
    units = [unit for pk in world.demo_units if (unit := Unit.objects.filter(pk=pk).first())]
    today = timezone.localdate(at)
    mine = [(unit, matter) for unit in units if (matter := _led(unit, today)) is not None]
    if not mine:
        return
    (unit, matter), (second, its) = mine[0], mine[-1]
    others = [plot.unit for plot in plots(world, dt.date(world.year, 4, 1))]
    other = second if second != unit else others[0] if others else unit
    Plot(world, unit, matter, other, 0).begin(at, days=8)
    plot = Plot(world, second, its, unit, 1)
    row, found = plot.begin(at), _leader(world, at)
    if found is not None:
        cases.route(row=row, turn=Turn(Holder.LEADER, post=found[0]), **plot.office(at))
    third = Plot(world, second, its, unit, 5)
    row = third.begin(at)
    cases.answer(row=row, text="先行商定次序，分段实施。", directives=(third.order(at, 8),), **third.office(at))
    if found is not None:
        saying = Saying(found[0], "请抓紧商定，月内报结果。", today)
        instructions.note(about=matter, said=saying, **third.office(at))


def _led(unit: Unit, on: dt.date) -> Matter | None:
    """The first item that the unit leads and that is under way."""
    rows = Assignment.objects.live().held_by({unit.pk}, on).filter(lead=True).exclude(matter__state="withdrawn")
    rows = rows.exclude(matter__state__in=["closed", "written_off"]).select_related("matter__programme")
    row = rows.order_by("matter__programme__ordinal", "matter__ordinal", "id").first()
    return row.matter if row is not None else None
