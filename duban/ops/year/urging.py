"""催办、三方评价、核查 of the simulated year: what the office does in a quarter after the reports have come in.

Who is late is reminded, then gets a letter, then a talk; who is far behind is reminded about the worst; a sample is
drawn and verified; where the office sees it otherwise it says so, and the unit may answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from duban.core.oversight.ladder import Cause, Step
from duban.core.reporting.values import Rating
from duban.core.workflow import urging as flow
from duban.dispatch import letterheads
from duban.ops.year import looks
from duban.ops.year.clock import Process, after, moment
from duban.ops.year.company import ORIGIN
from duban.ops.year.dice import Dice
from duban.ops.year.world import World
from duban.orgs.actor import system
from duban.orgs.enums import PostKind
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid
from duban.oversight import comparing
from duban.oversight.actions import lights, ratings, urging, verifications
from duban.oversight.causes import Proposal, proposals
from duban.oversight.comparing import Compared
from duban.oversight.enums import Found, Means
from duban.oversight.models import Urging, Verification
from duban.progress.models import Period, Report

DEMANDS = {
    Cause.LATE_REPORT: "尽快报送完成情况，说明未按期报送的原因",
    Cause.RED: "查明滞后原因，提出追赶措施和时间安排",
    Cause.DIRECTIVE: "抓紧落实交办事项并报办理结果",
    Cause.RECTIFICATION: "抓紧整改并报整改情况",
}
ANSWERS = {
    Cause.LATE_REPORT: "经办人员工作交接，材料正在核对，核对后即报。",
    Cause.RED: "前期手续耗时较长，现已具备开工条件，已调整工序并增加作业面。",
}
AT_ONCE = 4  # units that are urged on one day about what is behind
RATED, SAMPLED = 8, 12


def of_quarter(world: World, period: Period) -> list[Process]:
    """What the office does after the reports of the quarter."""
    return [_urge(world, period), _rate(world, period), _verify(world, period)]


def _urge(world: World, period: Period) -> Process:
    """Three days of urging, each with the steps that are due then; what was answered rests."""
    for days in (3, 9, 15):
        at = yield moment(after(period.due_on, days), 16)
        looks.until(world.year, at)
        lights.log_changes(year=world.year, at=at)
        given = [row for group in _some(world, at) if (row := _take(world, group, at)) is not None]
        at = yield at + dt.timedelta(hours=1)
        for row in given:
            _forward(world, row, at)
        at = yield moment(after(timezone.localdate(at), 2), 10)
        for row in given:
            _answer(world, row, at)
        at = yield at + dt.timedelta(hours=8)
        urging.settle(by=system(timezone.localdate(at), ORIGIN), at=at)


def _some(world: World, at: dt.datetime) -> list[list[Proposal]]:
    """Late reports of all units, and of a few units what is behind: one unit, one reason, one paper."""
    groups: dict[tuple[int, Cause, Step], list[Proposal]] = {}
    for each in proposals(at):
        groups.setdefault((each.fact.unit_id, each.fact.cause, each.step), []).append(each)
    late = [rows for (_, cause, _), rows in groups.items() if cause is Cause.LATE_REPORT]
    behind = [rows for (_, cause, _), rows in groups.items() if cause is not Cause.LATE_REPORT]
    names = dict(Unit.objects.values_list("pk", "name"))
    behind.sort(key=lambda rows: names[rows[0].fact.unit_id])
    some = Dice("催办", world.year, at.date()).order(behind)
    talks = [rows for rows in some if rows[0].step is Step.TALK]
    return late + [rows for rows in some if rows not in talks[1:]][:AT_ONCE]


def _take(world: World, rows: list[Proposal], at: dt.datetime) -> Urging | None:
    """The step that is due, about the first few things; a letter where the letterhead is known."""
    step = rows[0].step
    if step is not Step.REMIND and not _headed():
        return None
    return _written(world, rows, step, at)


def _written(world: World, rows: list[Proposal], step: Step, at: dt.datetime) -> Urging:
    fact = rows[0].fact
    return urging.prepare(
        unit=Unit.objects.get(pk=fact.unit_id), cause=fact.cause, subjects=[row.fact.subject_id for row in rows[:5]],
        step=step, demand=DEMANDS[fact.cause], reply_by=after(timezone.localdate(at), 4), **world.company.office(at),
    )  # fmt: skip


def _headed() -> bool:
    try:
        letterheads.of("urging")
    except Invalid:
        return False
    return True


def _forward(world: World, row: Urging, at: dt.datetime) -> None:
    """The head signs the letter, a leader agrees to the talk."""
    if row.state == flow.PREPARED:
        urging.issue(row=row, **world.company.office(at, PostKind.SUPERVISOR_HEAD))
    elif row.state == flow.ASKED:
        leader = world.company.office(at, PostKind.LEADER)
        urging.decide_talk(row=row, agreed=True, comment="同意，请督查室尽快安排。", **leader)


def _answer(world: World, row: Urging, at: dt.datetime) -> None:
    """Most answer with a day; the unit that never files does not."""
    row.refresh_from_db()
    cause, dice = Cause(row.cause), Dice("回复催办", row.unit.name, row.step, timezone.localdate(row.prepared_at))
    if row.state != flow.GIVEN:
        return
    day = after(timezone.localdate(at), dice.between(5, 30))
    if row.step == Step.TALK:
        text = "约谈了主要负责人，说明了原因，商定由分管领导牵头、按周推进。"
        urging.record_talk(row=row, text=text, promised_on=day, **world.company.office(at))
    elif cause in ANSWERS and row.unit_id != world.parts().never and dice.chance(0.75):
        act = world.company.act(row.unit_id, PostKind.CLERK, at)
        urging.reply(row=row, text=ANSWERS[cause], promised_on=day, **act)


def _rate(world: World, period: Period) -> Process:
    """The office looks at what lies far apart; some units say a sentence."""
    at = yield moment(after(period.due_on, 12), 10)
    rows = [row for row in comparing.compared(period, at) if row.three.width and row.accepted]
    made = [_rated(world, period, row, at) for row in _chosen("评价", period, rows)[:RATED]]
    at = yield moment(after(timezone.localdate(at), 1), 11)
    for row in made:
        if Dice("说明", row.unit.name, row.matter.code).chance(0.5):
            act = world.company.act(row.unit_id, PostKind.CLERK, at)
            ratings.reply(row=row, text="统计口径以主管部门年报为准，季度数尚未全部入库。", **act)


def _chosen(question: str, period: Period, rows: Iterable[Compared]) -> list[Compared]:
    """In an order that follows from the names alone."""
    named = sorted(rows, key=lambda row: (row.matter.code, row.unit.name))
    return Dice(question, period.year, period.seq).order(named)


def _rated(world: World, period: Period, row: Compared, at: dt.datetime) -> ratings.OfficeRating:
    given, basis = Rating.AT_RISK, "核对本期数据和佐证材料，实际进度明显落后，按现有安排年内难以完成。"
    if row.colour != "red":
        given, basis = Rating.BEHIND, "核对本期数据和佐证材料，实际进度落后于时间安排，尚能追赶。"
    return ratings.rate(
        matter=row.matter, unit=row.unit, period=period, rating=given, basis=basis, seen=row.seen,
        **world.company.office(at),
    )  # fmt: skip


def _verify(world: World, period: Period) -> Process:
    """Twelve are drawn and confirmed; most are checked in the days after, one result is objected to."""
    at = yield moment(after(period.due_on, 13), 9)
    try:
        seed = f"摇号{Dice('摇号', period.year, period.seq).between(100000, 999999)}"
        row = verifications.draw(period=period, size=SAMPLED, per_unit=2, seed=seed, **world.company.office(at))
    except Invalid:  # nothing was accepted yet
        return
    at = yield at + dt.timedelta(minutes=20)
    head = world.company.office(at, PostKind.SUPERVISOR_HEAD)
    for number, check in enumerate(verifications.confirm(row=row, **head)):
        day = timezone.localdate(at)
        at = yield moment(after(day, 1) if number % 2 else day, 14) + dt.timedelta(minutes=number)
        if number < SAMPLED - 2 or period.seq < 4:
            _check(world, check, number, at)
    last = row.verifications.exclude(found__in=["", "true"]).first()
    at = yield moment(after(timezone.localdate(at), 2), 10)
    if last is not None:
        yield from _objected(world, last, at)


def _check(world: World, check: Verification, number: int, at: dt.datetime) -> None:
    """One result; one in six is not wholly true."""
    dice = Dice("核查", check.unit.name, check.matter.code, number)
    found = dice.pick([Found.TRUE, Found.TRUE, Found.TRUE, Found.TRUE, Found.TRUE, Found.PARTLY])
    means = dice.pick(list(Means))
    note = {
        Found.TRUE: "查阅合同、验收单和台账，与报送内容一致。",
        Found.PARTLY: "查阅台账，所报数量中有一部分尚未验收，应计入下期。",
    }[found]
    verifications.record_result(
        row=check, means=means, found=found, note=note, done_on=timezone.localdate(at), **world.company.office(at)
    )


def _objected(world: World, check: Verification, at: dt.datetime) -> Process:
    """The unit objects, the head looks again; in the third quarter a correction is asked for and left to do."""
    act = world.company.act(check.unit_id, PostKind.CLERK, at)
    row = verifications.object_to(row=check, text="未验收的部分已于上月完成自验，手续在办。", **act)
    at = yield at + dt.timedelta(hours=3)
    head = world.company.office(at, PostKind.SUPERVISOR_HEAD)
    row = verifications.decide(row=row, found=Found.PARTLY, text="自验不能代替验收，维持原结果。", **head)
    free = not Report.objects.filter(unit=row.unit_id, period=row.period, state="accepted", superseded_by__isnull=False)
    if row.period is not None and row.period.seq == 3 and free and row.unit_id not in world.demo_units:
        verifications.ask_correction(row=row, **world.company.office(at + dt.timedelta(minutes=10)))


def leave_open(world: World, at: dt.datetime) -> None:
    """Today: something for each to do. The first demo unit is reminded and rated, a letter waits for its signature,

    a talk for the leader, a draw for its confirmation.
    """
    names = dict(Unit.objects.values_list("pk", "name"))
    groups: dict[tuple[str, Step], list[Proposal]] = {}
    for each in proposals(at):
        if each.fact.cause is Cause.RED:
            groups.setdefault((names[each.fact.unit_id], each.step), []).append(each)
    rows = [groups[key] for key in sorted(groups)]
    own = [each for each in rows if each[0].fact.unit_id in world.demo_units[:1]]
    others = [each for each in rows if each[0].fact.unit_id not in world.demo_units]
    if own:
        _written(world, own[0], Step.REMIND, at)
    for step in (Step.URGE, Step.TALK):
        fitting = [each for each in others if each[0].step is step]
        if fitting and _headed():
            _written(world, fitting[0], step, at)
    _leave_checks(world, at)


def _leave_checks(world: World, at: dt.datetime) -> None:
    """A rating that the first demo unit may answer, and a draw to confirm."""
    unit, office = world.demo_units[:1], world.company.office(at)
    for period in Period.objects.filter(year=world.year, kind="regular").order_by("-covers_to"):
        rows = comparing.compared(period, at, unit_ids=unit)
        apart = [row for row in rows if row.three.width and row.accepted and row.rating is None]
        if apart:
            _rated(world, period, _chosen("待说明", period, apart)[0], at)
            break
    last = Period.objects.filter(year=world.year, kind="regular").order_by("covers_to").last()
    try:
        if last is not None:
            verifications.draw(period=last, size=SAMPLED // 2, per_unit=3, seed="待确认", **office)
    except Invalid:  # everything was drawn, or nothing was accepted
        return
