"""A unit's report of one quarter, from the first draft to acceptance, with what may happen on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator
from dataclasses import dataclass, field

from duban.ops.year import papers, sentences
from duban.ops.year.clock import Process, after, later, moment, morning, workdays
from duban.ops.year.company import ORIGIN, word
from duban.ops.year.dice import Dice
from duban.ops.year.filling import Filler, fill, send
from duban.ops.year.world import World
from duban.orgs.actor import system
from duban.orgs.enums import PostKind
from duban.orgs.models import Unit
from duban.progress import digest
from duban.progress.actions import drafting, periods, reviewing, signing
from duban.progress.actions.drafting import Change
from duban.progress.enums import LineDecision
from duban.progress.models import Period, Report

Part = Generator[dt.datetime, dt.datetime, tuple[dt.datetime, Report]]
"""A part of a process that hands on the instant and the report as it then stands."""


@dataclass
class Way:
    """What happens on the way. ``until`` is where the report stops: draft | checking | signing | signed | returned."""

    late: int = 0  # working days after the term
    failed: bool = False  # the office head returns it first
    refused: bool = False  # the principal does not agree at first
    returned: bool = False  # the office returns it after signature
    paper: bool = False  # signed on paper
    delegate: bool = False  # signed by the deputy under a delegation
    miscounted: bool = False
    until: str = "accepted"
    share: float = 1.0  # of the lines that are filled
    not_before: dt.datetime | None = field(default=None)


def report(world: World, unit: Unit, period: Period, way: Way) -> Process:
    """The whole way of a report."""
    dice = Dice("季报", unit.name, period.seq)
    company = world.company
    days = workdays(max(period.opens_on, period.due_on - dt.timedelta(days=9)), period.due_on)
    start = after(period.due_on, way.late) if way.late else dice.pick(days[: max(len(days) - 2, 1)])
    begins = morning(start, dice)
    at = yield max(begins, way.not_before) if way.not_before else begins
    act = company.act(unit.pk, PostKind.CLERK, at)
    made = drafting.open_draft(period=period, unit=unit, **act)
    filler = Filler(world, unit, made, miscounted=way.miscounted)
    count = max(round(len(filler.lines) * way.share), 1)
    papers.attach_some(fill(filler, filler.lines[:count], **act), **act)
    if way.until == "draft":
        return
    at = yield at + dt.timedelta(minutes=dice.between(20, 50))
    made = send(made, **company.act(unit.pk, PostKind.CLERK, at))
    if way.until == "checking":
        return
    at = yield at + dt.timedelta(minutes=dice.between(25, 70))
    if way.failed:
        at, made = yield from _once_more(world, unit, made, at, dice, refused=False)
    made = signing.pass_check(report=made, **company.act(unit.pk, PostKind.OFFICE_HEAD, at))
    if way.until == "signing":
        return
    at = yield at + dt.timedelta(minutes=dice.between(20, 60))
    if way.refused:
        at, made = yield from _once_more(world, unit, made, at, dice, refused=True)
        made = signing.pass_check(report=made, **company.act(unit.pk, PostKind.OFFICE_HEAD, at))
        at = yield at + dt.timedelta(minutes=dice.between(15, 40))
    at, made = yield from sign(world, unit, made, at, way, dice)
    if way.until == "signed":
        return
    at = yield later(at, dice.between(1, 3), dice)
    if way.returned or way.until == "returned":
        made = _send_back(world, made, at, dice)
        if way.until == "returned":
            return
        at = yield later(at, 1, dice)
        at, made = yield from _mend_and_sign(world, unit, made, at, dice)
        at = yield later(at, dice.between(1, 2), dice)
        for line in made.lines.filter(decision=LineDecision.RETURNED).order_by("id"):
            reviewing.decide_line(line=line, decision=LineDecision.ACCEPTED, comment="", **company.office(at))
    reviewing.accept(report=made, **company.office(at))


def sign(world: World, unit: Unit, made: Report, at: dt.datetime, way: Way, dice: Dice) -> Part:
    """On screen by the principal or a delegate, or on paper with a scan that the office records the same day."""
    if way.paper:
        at = yield at + dt.timedelta(minutes=30)
        return at, papers.record(world, unit, made, at)
    kind = PostKind.DEPUTY if way.delegate else PostKind.PRINCIPAL
    act = world.company.act(unit.pk, kind, at)
    return at, signing.sign(report=made, seen=digest.of(made), password=word(), **act)


def _once_more(world: World, unit: Unit, made: Report, at: dt.datetime, dice: Dice, *, refused: bool) -> Part:
    """Returned inside the unit, completed by the clerk and sent again."""
    company = world.company
    if refused:
        comment = "请把未完成事项的原因写清楚后再报。"
        made = signing.refuse(report=made, comment=comment, **company.act(unit.pk, PostKind.PRINCIPAL, at))
    else:
        comment = "个别事项请补充本季度的具体数量。"
        made = signing.fail_check(report=made, comment=comment, **company.act(unit.pk, PostKind.OFFICE_HEAD, at))
    at = yield at + dt.timedelta(minutes=dice.between(20, 45))
    _complete(world, unit, made, at, "相关情况已由责任科室逐条核实，资料留存备查。")
    at = yield at + dt.timedelta(minutes=10)
    made = send(made, **company.act(unit.pk, PostKind.CLERK, at))
    at = yield at + dt.timedelta(minutes=dice.between(15, 30))
    return at, made


def _complete(
    world: World, unit: Unit, made: Report, at: dt.datetime, words: str, only: set[int] | None = None
) -> None:
    """The clerk adds a sentence to the first reported line, or to those that were returned."""
    act = world.company.act(unit.pk, PostKind.CLERK, at)
    lines = [line for line in made.lines.order_by("id") if only is None or line.pk in only]
    for line in lines if only is not None else [x for x in lines if x.presence == "reported"][:1]:
        box = "done" if line.presence == "reported" else "reason"
        old = getattr(line, box)
        drafting.save_line(line=line, changes={box: Change(old + words, old)}, **act)


def _send_back(world: World, made: Report, at: dt.datetime, dice: Dice) -> Report:
    """The office returns some lines with a reason each."""
    office = world.company.office(at)
    lines = list(made.lines.order_by("id"))
    for line in dice.order(lines)[: max(len(lines) // 8, 1)]:
        comment = dice.pick(sentences.RETURNED)
        reviewing.decide_line(line=line, decision=LineDecision.RETURNED, comment=comment, **office)
    made.refresh_from_db()
    return reviewing.send_back(report=made, comment="", **office)


def _mend_and_sign(world: World, unit: Unit, made: Report, at: dt.datetime, dice: Dice) -> Part:
    """The unit completes the returned lines; checked and signed again. The first signing time stays."""
    company = world.company
    wanted = set(made.lines.filter(decision=LineDecision.RETURNED).values_list("pk", flat=True))
    _complete(world, unit, made, at, f"（补充：已于{at.month}月{at.day}日核实，相关数量与本单位台账一致。）", wanted)
    at = yield at + dt.timedelta(minutes=20)
    made = send(made, **company.act(unit.pk, PostKind.CLERK, at))
    at = yield at + dt.timedelta(minutes=dice.between(30, 60))
    made = signing.pass_check(report=made, **company.act(unit.pk, PostKind.OFFICE_HEAD, at))
    at = yield at + dt.timedelta(minutes=dice.between(30, 60))
    return (yield from sign(world, unit, made, at, Way(), dice))


def open_period(world: World, period: Period) -> Process:
    """The list of reports expected is frozen on the first day, by the clock."""
    at = yield moment(period.opens_on, 8, 0)
    periods.open_period(period=period, by=system(period.opens_on, ORIGIN), at=at)
