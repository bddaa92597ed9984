"""督查 of the simulated year: one in summer, at two units, with its conclusions, an objection, a decision, 整改."""

from __future__ import annotations

import datetime as dt

from duban.core.gongwen.document import Form
from duban.dispatch import letterheads
from duban.dispatch.actions import set_letterhead
from duban.dispatch.enums import Kind
from duban.dispatch.letterheads import Heading
from duban.ledger.models import Assignment, Matter
from duban.ops.year.clock import Process, moment
from duban.ops.year.dice import Dice
from duban.ops.year.world import World
from duban.orgs.enums import PostKind
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid
from duban.oversight.actions import conclusions, inspections
from duban.oversight.actions.conclusions import Point
from duban.oversight.actions.inspections import Scheme
from duban.oversight.enums import InspectionKind
from duban.oversight.models import Conclusion, Inspection
from duban.progress.models import Period

FACTS = (
    "8月{day}日，督查组查阅{codes}的办理方案、月度台账和项目资料，并到现场查看。"
    "方案所列7月底前完成的节点，有一项没有佐证，台账登记时间晚于实际完成时间。"
)
OBJECTION = "督查组查看时，有关佐证材料正在归档，7月28日已经完成签字盖章，附签字件和移交清单，请予核实。"
DECISION = (
    "经调阅签字件和移交清单，7月28日完成的情况属实，“没有佐证”一节不成立，相应整改要求免除；台账登记滞后的结论维持。"
)


def of_quarter(world: World, period: Period) -> list[Process]:
    """After the second quarter."""
    return [_inspect(world)] if period.seq == 2 else []


def _objects(world: World) -> list[tuple[Unit, list[Matter]]]:
    """The first demo unit, so that its people see one, and another; each with two matters that it leads."""
    rows = Assignment.objects.live().filter(
        lead=True, matter__programme__year=world.year, unit__in=list(world.units(dt.date(world.year, 4, 1)))
    )
    led: dict[Unit, list[Matter]] = {}
    for row in rows.select_related("unit", "matter").order_by("matter__programme__ordinal", "matter__ordinal"):
        led.setdefault(row.unit, []).append(row.matter)
    first = [unit for unit in led if unit.pk in world.demo_units[:1]]
    others = sorted((unit for unit in led if unit.pk not in world.demo_units), key=lambda unit: unit.name)
    rest = Dice("督查", world.year).order(others)
    return [(unit, led[unit][:2]) for unit in [*first, *rest][:2]]


def _inspect(world: World) -> Process:
    company, objects = world.company, _objects(world)
    at = yield moment(dt.date(world.year, 8, 7), 9, 30)
    seats = [kind for _, kind in company.seats]
    if len(objects) < 2 or PostKind.LEADER not in seats:
        return
    row = inspections.plan(scheme=_scheme(world, objects, at), **company.office(at))
    at = yield at + dt.timedelta(hours=2)
    row = inspections.submit(row=row, **company.office(at))
    at = yield moment(dt.date(world.year, 8, 8), 10)
    row = inspections.approve(row=row, **company.office(at, PostKind.LEADER))
    at = yield moment(dt.date(world.year, 8, 14), 9)
    row = inspections.start(row=row, **company.office(at))
    at = yield moment(dt.date(world.year, 8, 21), 14)
    _head(world, at)
    made = []
    for number, (unit, matters) in enumerate(objects):
        made.append(_conclude(world, row, unit, matters, at + dt.timedelta(minutes=20 * number)))
    at = yield at + dt.timedelta(hours=2)
    inspections.conclude(row=Inspection.objects.get(pk=row.pk), **company.office(at))
    yield from _after(world, made)


def _scheme(world: World, objects: list[tuple[Unit, list[Matter]]], at: dt.datetime) -> Scheme:
    head = world.company.office(at)["by"].person
    return Scheme(
        title="重点事项推进情况专项督查",
        kind=InspectionKind.SPECIAL,
        source=f"区政府常务会议关于{world.year}年上半年工作情况的决定事项",
        content="上半年时间节点完成情况、台账登记和佐证是否一致、下半年措施是否落实到责任科室。",
        methods="查阅资料、实地核查、随机访问",
        first_day=dt.date(world.year, 8, 14),
        last_day=dt.date(world.year, 8, 18),
        units=tuple(unit for unit, _ in objects),
        team=(head,),
        head=head,
        matters=tuple(matter for _, matters in objects for matter in matters),
    )


def _head(world: World, at: dt.datetime) -> None:
    """The office sets the letterhead of conclusions where the notice suggests none."""
    try:
        letterheads.of(Kind.CONCLUSION)
    except Invalid:
        office = world.company.office(at)
        name = office["by"].posts[0].unit_name
        heading = Heading(Kind.CONCLUSION, "区政督查", Form.LETTER, name, name, name)
        set_letterhead(heading=heading, **office)


def _conclude(world: World, row: Inspection, unit: Unit, matters: list[Matter], at: dt.datetime) -> Conclusion:
    codes = "、".join(matter.code for matter in matters)
    points = [
        Point("补齐7月底前节点的佐证材料，报督查室备查。", dt.date(world.year, 9, 5)),
        Point("台账随办随记，每月末由责任科室核对一次。", dt.date(world.year, 9, 28)),
    ]
    act = world.company.office(at)
    made = conclusions.write_conclusion(
        row=row, unit=unit, facts=FACTS.format(day=15, codes=codes),
        text="总体按计划推进，措施较为具体；个别节点佐证不全、台账登记滞后，应当整改。", points=points, **act,
    )  # fmt: skip
    return conclusions.serve(row=made, **act)


def _after(world: World, made: list[Conclusion]) -> Process:
    """The second unit objects and is partly right; what is set right is reported, and seen where it is in order."""
    company, (first, second) = world.company, made
    at = yield moment(dt.date(world.year, 8, 25), 10)
    clerk = company.act(second.unit_id, PostKind.CLERK, at)
    second = conclusions.object_to(row=second, text=OBJECTION, **clerk)
    at = yield moment(dt.date(world.year, 9, 1), 15)
    head = company.office(at, PostKind.SUPERVISOR_HEAD)
    wrong = list(second.rectifications.order_by("due_on", "id")[:1])
    conclusions.decide_objection(row=second, upheld=True, text=DECISION, lifted=wrong, **head)
    at = yield moment(dt.date(world.year, 9, 4), 9, 30)
    text = "佐证材料已补齐并编号归档，清单已送督查室。"
    point = first.rectifications.order_by("due_on", "id")[0]
    conclusions.report_rectification(row=point, text=text, **company.act(first.unit_id, PostKind.CLERK, at))
    at = yield moment(dt.date(world.year, 9, 6), 10)
    point.refresh_from_db()
    conclusions.confirm_rectification(row=point, **company.office(at))
    at = yield moment(dt.date(world.year, 9, 7), 11)
    last = second.rectifications.order_by("-due_on", "-id")[0]
    text = "已明确责任科室和核对人，8月台账已完成核对。"
    conclusions.report_rectification(row=last, text=text, **company.act(second.unit_id, PostKind.CLERK, at))
