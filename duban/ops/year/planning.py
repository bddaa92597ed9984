"""Handling plans (办理方案): filed by nearly all, some returned once, some changed by a revision, a few never filed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from duban.core.reporting.values import MeasureKind
from duban.ledger.enums import Level
from duban.ledger.models import Assignment
from duban.ops.year import figures, texts
from duban.ops.year.clock import Process, later, moment, run
from duban.ops.year.dice import Dice
from duban.ops.year.spring import current_shares, measure_key, set_shares
from duban.ops.year.staffing import deputy_of
from duban.ops.year.world import World
from duban.orgs.enums import PostKind
from duban.orgs.models import Unit
from duban.progress import measures
from duban.progress.actions import plans
from duban.progress.actions.plans import Node
from duban.progress.models import HandlingPlan

STEPS = (
    (3, "完成方案制订和任务分解"),
    (6, "完成首批任务，组织中期自查"),
    (9, "主体任务基本完成，解决遗留问题"),
    (12, "全部任务完成，资料归档并自查验收"),
)
COMMENTS = (
    "请细化时间节点，写明每个节点的成果。",
    "责任部门请落实到科室。",
    "请补充上半年的节点，全部集中在年底不利于跟踪。",
)
PROOFS = ("印发文件、验收资料", "验收报告和现场照片由本单位留存备查", "主管部门书面确认", "系统数据和抽查记录")


def make_plans(world: World, day: dt.date) -> None:
    """Each unit plans the matters that it leads or answers for by itself, from ``day`` on."""
    cast, owed, units = world.parts(), world.owed(day), world.units(day)
    processes = []
    for pk, unit in units.items():
        rows = [row for row, through in owed[pk] if not through and row.lead]
        if rows:
            processes.append(_plans(world, unit, rows, day, none=pk in cast.no_plans))
    run(processes)


def _plans(world: World, unit: Unit, rows: list[Assignment], day: dt.date, *, none: bool) -> Process:
    """The unit's shares, then its plans; with ``none`` it leaves it at the shares."""
    dice = Dice("办理方案", unit.name)
    at = yield later(moment(day, 9), dice.between(1, 6), dice)
    uses = measures.of_matters([row.matter_id for row in rows])
    set_shares(world, unit, [use for row in rows for use in uses.get(row.matter_id, ())], at)
    if none:
        return
    shares = current_shares(unit.pk, {use.measure_id for each in uses.values() for use in each})
    filed = []
    for row in rows:
        if Dice("方案缺", unit.name, row.matter.code).chance(0.03):
            continue  # a few are never filed
        act = world.company.act(unit.pk, PostKind.CLERK, at)
        plan = plans.open_plan(matter=row.matter, unit=unit, **act)
        words = _words(world, unit, row, at)
        nodes = _nodes(world, unit, row, uses.get(row.matter_id, []), shares)
        plan = plans.save_plan(plan=plan, words=words, nodes=nodes, revision=plan.revision, **act)
        filed.append(plans.submit(plan=plan, **act))
    at = yield later(at, dice.between(1, 4), dice)
    office = world.company.office(at)
    sent_back: list[HandlingPlan] = []
    for plan in filed:
        if Dice("方案退回", unit.name, plan.matter.code).chance(0.06):
            sent_back.append(plans.send_back(plan=plan, comment=dice.pick(COMMENTS), **office))
        else:
            plans.accept(plan=plan, **office)
    for plan in sent_back:
        at = yield later(at, 1, dice)
        yield from _mend(world, plan, at, dice)


def _mend(world: World, plan: HandlingPlan, at: dt.datetime, dice: Dice) -> Process:
    act = world.company.act(plan.unit_id, PostKind.CLERK, at)
    nodes = [Node(m.due_on, m.content, m.measure_id, m.expected) for m in plan.milestones.all()]
    first = nodes[0].due_on
    nodes.append(Node(dt.date(first.year, 5, 20), "完成阶段成果并报分管负责同志审阅"))
    words = {"section": plan.section + "（负责人牵头）", "work": plan.work}
    plan = plans.save_plan(plan=plan, words=words, nodes=nodes, revision=plan.revision, **act)
    plan = plans.submit(plan=plan, **act)
    at = yield later(at, dice.between(1, 2), dice)
    plans.accept(plan=plan, **world.company.office(at))


def _words(world: World, unit: Unit, row: Assignment, at: dt.datetime) -> dict[str, str]:
    """The words that the notice asks for: work, leader, section; for a matter without figures what "done" means."""
    dice = Dice("方案", unit.name, row.matter.code)
    name = texts.topic(row.matter.body) or "本项任务"
    work = f"围绕“{name}”，明确任务清单、责任人和完成时间，按季度推进并对照节点自查；涉及其他单位的，书面商定分工。"
    return {
        "work": work,
        "leader": deputy_of(world, unit, at.date()),
        "section": world.section(unit, row.matter.code),
        "deliverable": f"{name}的年度任务清单全部办结，成果经主管部门确认",
        "proof": dice.pick(PROOFS),
        "verifier": "区政府督查室",
    }


def _nodes(world: World, unit: Unit, row: Assignment, uses: list[measures.MeasureTarget], shares: dict) -> list[Node]:
    """Four nodes a year; with the first running total of the matter they make the trajectory."""
    counted = None
    for use in uses:
        goal = goal_of(world, use, shares)
        if use.measure.kind == MeasureKind.YTD and goal:
            counted = (use, goal)
            break
    nodes = []
    parts = (Decimal("0.2"), Decimal("0.5"), Decimal("0.75"), Decimal(1))
    for (month, content), part in zip(STEPS, parts, strict=True):
        day = dt.date(world.year, month, 28)
        if counted is None:
            nodes.append(Node(day, content))
            continue
        use, goal = counted
        amount = figures.rounded(goal * part, use.measure.unit, goal) if part != 1 else goal
        nodes.append(Node(day, content, use.measure_id, amount))
    return nodes


def goal_of(world: World, use: measures.MeasureTarget, shares: dict) -> Decimal | None:
    """The unit's own goal: its share, or the district's own promise; a city's figure is nobody's goal here."""
    share = shares.get(use.measure_id)
    if share is not None:
        return share.value
    if world.levels[use.target.matter_id] == Level.DISTRICT:
        return use.target.value
    return None


def likely(world: World, use: measures.MeasureTarget, shares: dict) -> Decimal:
    """What the unit works towards, also where no share is set."""
    goal = goal_of(world, use, shares)
    if goal is not None:
        return goal
    return figures.share_of(
        measure_key(use), printed=use.target.value, unit=use.measure.unit, kind=MeasureKind(use.measure.kind)
    )
