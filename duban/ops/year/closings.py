"""延期, 调整, 办结, 销号 of the simulated year: asked in summer, closed after the last report, through the verbs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from duban.core.gongwen.numbers import number_of
from duban.ledger.enums import UNDERWAY, Level, TargetKind
from duban.ledger.models import Assignment, Matter, Target
from duban.ops.year.clock import Process, later, moment, morning, workdays
from duban.ops.year.dice import Dice
from duban.ops.year.world import World
from duban.orgs.enums import PostKind
from duban.orgs.models import Unit
from duban.oversight.actions import adjustments, closings
from duban.oversight.actions.adjustments import Wish
from duban.oversight.enums import FULFILLED, Found, Grade, Means
from duban.oversight.models import Closing
from duban.progress.enums import Rating
from duban.progress.models import Line, Period, Report

LATER = (
    (
        "市级配套资金下达较晚，招标比计划推迟两个月。",
        "已完成立项和初步设计，施工图正在审查。",
        True,
        "情况属实，同意延期。",
    ),
    ("上半年雨水偏多，室外工程有效工期不足。", "主体已完成六成，室外管网尚未开挖。", True, "同意，请倒排工期。"),
    (
        "相关人员变动，工作衔接需要时间。",
        "工作方案已经印发，各项任务已经分解。",
        False,
        "人员变动不是延期的理由，请按期完成。",
    ),
    ("征收签约比预计缓慢，拟申请顺延。", "已签约七成，其余正在协商。", None, ""),
)
NOTES = {
    Means.DOCUMENTS: "查阅验收资料、统计台账和公示材料，与申请所写一致。",
    Means.TELEPHONE: "电话向承办科室和服务对象核实，情况与申请一致。",
    Means.ON_SITE: "到现场查看并清点，数量、状态与申请一致。",
}
MOST = 48  # matters that are applied for before the year ends


def of_quarter(world: World, period: Period) -> list[Process]:
    """Applications for another day or figure after the second quarter; closing after the fourth."""
    if period.seq == 2:
        return [*_extensions(world), *_revision(world)]
    if period.seq == 4:
        return [_close_all(world, period)]
    return []


def _led(world: World, **where: object) -> list[Assignment]:
    """What units other than those of the demo accounts lead, in printed order, one of each unit."""
    rows = Assignment.objects.live().filter(
        lead=True, matter__programme__year=world.year, matter__state__in=UNDERWAY, unit__level="district",
        **where,
    )  # fmt: skip
    units = (
        set(world.units(dt.date(world.year, 4, 1))) - set(world.demo_units) - set(world.parts().waiting["untouched"])
    )
    found: dict[int, Assignment] = {}
    for row in rows.select_related("unit", "matter__programme").order_by(
        "matter__programme__ordinal", "matter__ordinal"
    ):
        if row.unit_id in units:
            found.setdefault(row.unit_id, row)
    return list(found.values())


# Extensions and a revision


def _extensions(world: World) -> list[Process]:
    rows = Dice("延期", world.year).order(_led(world))[: len(LATER)]
    return [_extension(world, row, number) for number, row in enumerate(rows)]


def _extension(world: World, row: Assignment, number: int) -> Process:
    """Asked, decided some days later; the last one is taken back by the unit itself."""
    reason, progress, granted, answer = LATER[number]
    dice = Dice("延期", row.unit.name)
    at = yield morning(dice.pick(workdays(dt.date(world.year, 8, 1), dt.date(world.year, 8, 18))), dice)
    due = adjustments.due_of(row.matter)
    if due < timezone.localdate(at):
        return
    wish = Wish(reason=reason, progress=progress, new_due=due + dt.timedelta(days=91 if number else 182))
    clerk = world.company.act(row.unit_id, PostKind.CLERK, at)
    made = adjustments.apply(matter=row.matter, unit=row.unit, wish=wish, **clerk)
    at = yield later(at, dice.between(2, 5), dice)
    if granted is None:
        clerk = world.company.act(row.unit_id, PostKind.CLERK, at)
        adjustments.decide(row=made, move="withdraw", comment="", **clerk)
    else:
        move = "approve" if granted else "refuse"
        adjustments.decide(row=made, move=move, comment=answer, **world.company.office(at))


def _revision(world: World) -> list[Process]:
    """One goal of the district that a document of the superior changed."""
    amounts = Target.objects.filter(
        matter__programme__year=world.year, kind=TargetKind.AMOUNT, version=1, value__gte=20, base=None
    )
    rows = _led(world, matter__programme__level=Level.DISTRICT, matter__in=amounts.order_by().values("matter"))
    asked = {row.unit_id for row in Dice("延期", world.year).order(_led(world))[: len(LATER)]}
    rest = [row for row in rows if row.unit_id not in asked]
    return [_revise(world, Dice("调整", world.year).pick(rest))] if rest else []


def _revise(world: World, row: Assignment) -> Process:
    dice = Dice("调整", row.matter.code)
    at = yield morning(dt.date(world.year, 8, 22), dice)
    target = next(t for t in adjustments.targets_of(row.matter) if t.kind == TargetKind.AMOUNT)
    house = number_of(world.notice.document_number)
    number = f"{house.code if house else '区政办'}函〔{world.year}〕36号"
    wish = Wish(
        reason="上级下达的年度任务调整，本区任务数相应减少，余下部分列入下一年度。",
        progress="按原计划推进，已完成年度任务的一半以上。",
        target=target,
        new_value=(target.value * Decimal("0.9")).quantize(Decimal(1)),
        document_number=number,
    )
    clerk = world.company.act(row.unit_id, PostKind.CLERK, at)
    made = adjustments.apply(matter=row.matter, unit=row.unit, wish=wish, **clerk)
    at = yield later(at, 3, dice)
    adjustments.decide(row=made, move="approve", comment="已核对文件原件，同意调整。", **world.company.office(at))


# Closing


def _close_all(world: World, period: Period) -> Process:
    """From the second working week after the term: applied for, verified, closed with a grade, written off."""
    day = period.due_on + dt.timedelta(days=14)
    at = yield moment(day, 9, 20)
    lines = _done(world, period)
    rows = []
    for line in lines:
        act = world.company.act(line.report.unit_id, PostKind.CLERK, at)
        rows.append(_apply(line, at, act))
        at = yield at + dt.timedelta(minutes=3)
    at = yield moment(day + dt.timedelta(days=1), 9, 10)
    left = max(len(rows) // 8, 1)  # as many wait for whoever logs in
    for row in rows[left:]:
        _check(world, row, at)
        at = yield at + dt.timedelta(minutes=4)
    at = yield moment(day + dt.timedelta(days=5), 9, 10)
    closed = []
    for number, row in enumerate(rows[2 * left :]):
        _decide(world, row, number, at)
        closed += [row] if row.grade in FULFILLED else []
        at = yield at + dt.timedelta(minutes=2)
    at = yield moment(day + dt.timedelta(days=6), 15)
    for row in closed[left : max(len(closed) // 2, left + 2)]:
        if not closings.write_off_obstacle(row):
            closings.write_off(row=row, **world.company.office(at, PostKind.SUPERVISOR_HEAD))
            at = yield at + dt.timedelta(minutes=1)
    at = yield moment(day + dt.timedelta(days=8), 10, 30)
    if len(closed) > left + 1:
        comment = "回访发现部分点位尚未投入使用，请整改后重新申请办结。"
        closings.reopen(row=Closing.objects.get(pk=closed[-1].pk), comment=comment, **world.company.office(at))


def _done(world: World, period: Period) -> list[Line]:
    """Lines of accepted reports that say done, of matters that the unit leads; most of them, in printed order."""
    accepted = Report.objects.in_force().filter(period=period).order_by().values("pk")
    rows = Line.objects.filter(
        report__in=accepted, self_rating=Rating.DONE, assignment__lead=True, assignment__ended_at=None,
        matter__state__in=UNDERWAY,
    )  # fmt: skip
    rows = rows.select_related("matter__programme", "report__unit", "assignment")
    found = []
    for row in rows.order_by("matter__programme__ordinal", "matter__ordinal", "id"):
        own = row.assignment.unit_id == row.report.unit_id
        if own and Dice("办结", row.matter.code).chance(0.8):
            found.append(row)
    return _one_each(found)[:MOST]


def _one_each(lines: list[Line]) -> list[Line]:
    """A matter is closed by one unit: the first of those that lead it."""
    seen: dict[int, Line] = {}
    for line in lines:
        seen.setdefault(line.matter_id, line)
    return list(seen.values())


def _apply(line: Line, at: dt.datetime, act: dict) -> Closing:
    matter, unit = Matter.objects.get(pk=line.matter_id), Unit.objects.get(pk=line.report.unit_id)
    result = line.done.strip() or "全年目标任务已经完成，有关资料由责任科室留存。"
    files = [each.file for each in closings.existing_files(matter, unit)[:3]]
    return closings.apply(
        matter=matter, unit=unit, result=f"{result}\n本事项已全部完成，申请办结。", evidence=files,
        references=f"{line.report.period.name}完成情况", **act,
    )  # fmt: skip


def _check(world: World, row: Closing, at: dt.datetime) -> None:
    """Most by documents, some by telephone, some on site; not everything is found as it was written."""
    dice = Dice("核验", row.matter.code)
    means = dice.pick([Means.DOCUMENTS, Means.DOCUMENTS, Means.TELEPHONE, Means.ON_SITE])
    found, note = Found.TRUE, NOTES[means]
    if dice.chance(0.12):
        found, note = Found.PARTLY, "主要指标已完成，个别点位还在收尾，与申请所写不完全一致。"
    closings.check(row=row, means=means, found=found, note=note, **world.company.office(at))
    row.refresh_from_db()


def _decide(world: World, row: Closing, number: int, at: dt.datetime) -> None:
    """Closed with the grade that the checks allow; what is not quite there goes back, once it is closed as 部分完成."""
    office = world.company.office(at)
    grade = closings.suggested_grade(row)
    if closings.closing_obstacle(row):
        return
    if grade == Grade.PARTLY and number % 2:
        closings.send_back(row=row, comment="请完成收尾并补充验收资料后再申请。", **office)
        return
    if grade == Grade.DONE and Dice("等次", row.matter.code).chance(0.2):
        grade = Grade.EXCEEDED
    closings.close(
        row=row, grade=grade, comment="核查属实，同意办结。" if grade in FULFILLED else "按核查结果办结。", **office
    )
    row.refresh_from_db()
