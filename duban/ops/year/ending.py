"""The end: what is left to do for whoever logs in, and time to do it today."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from duban.ledger.actions.assignments import add_assignment
from duban.ledger.enums import Role
from duban.ledger.models import Assignment
from duban.ops.year import quarter
from duban.ops.year.clock import free, moment
from duban.ops.year.dice import Dice
from duban.ops.year.filling import Filler, send
from duban.ops.year.world import World
from duban.orgs.enums import PostKind
from duban.orgs.models import Unit
from duban.progress.actions import periods, plans, receipts, signing
from duban.progress.enums import ReportState
from duban.progress.models import HandlingPlan, Obligation, Report
from duban.progress.models import Period as ReportPeriod

MORE_DAYS = 10  # to file, from the first start of the demo


def leave_open(world: World, day: dt.date) -> None:
    """On ``day``, or when all before it is done: corrections of the first demo unit on their way, a plan and a dispute
    to decide."""
    at = moment(free(day), 15)
    first = Unit.objects.filter(pk__in=world.demo_units[:1]).first()
    if first is not None:
        _corrections(world, first, at)
        _plan(world, first, at)
    _dispute(world, at)


def _corrections(world: World, unit: Unit, at: dt.datetime) -> None:
    """One to check for the office head, one to sign for the principal."""
    rows = {
        r.period.seq: r for r in Report.objects.filter(unit=unit, state=ReportState.ACCEPTED).select_related("period")
    }
    if 2 in rows:
        new = quarter.begin_clerical(world, unit, rows[2], at)
        send(new, **world.company.act(unit.pk, PostKind.CLERK, at))
    if 3 in rows:
        filler = Filler(world, unit, rows[3])
        measure_id = filler.first_counted()
        if measure_id is not None:
            new = quarter.begin_material(world, unit, rows[3], measure_id, filler, at + dt.timedelta(minutes=5))
            at = at + dt.timedelta(minutes=10)
            new = send(new, **world.company.act(unit.pk, PostKind.CLERK, at))
            signing.pass_check(report=new, **world.company.act(unit.pk, PostKind.OFFICE_HEAD, at))


def _plan(world: World, unit: Unit, at: dt.datetime) -> None:
    """A revision of an accepted plan waits for the office."""
    at = at + dt.timedelta(minutes=20)
    old = HandlingPlan.objects.filter(unit=unit, state="accepted").order_by("id").first()
    if old is not None:
        act = world.company.act(unit.pk, PostKind.CLERK, at)
        new = plans.revise(plan=old, reason="责任部门调整", **act)
        nodes = [plans.Node(m.due_on, m.content, m.measure_id, m.expected) for m in new.milestones.all()]
        new = plans.save_plan(plan=new, words={"section": "项目推进科"}, nodes=nodes, revision=new.revision, **act)
        plans.submit(plan=new, **act)


def _dispute(world: World, at: dt.datetime) -> None:
    """A unit that was put in late in the year objects; the office has yet to decide."""
    at = at + dt.timedelta(minutes=30)
    units = [u for pk, u in world.units(timezone.localdate(at)).items() if pk not in world.demo_units]
    row = Assignment.objects.live().filter(unit__in=world.demo_units[:1], lead=True).order_by("id").first()
    there = (
        set(Assignment.objects.live().filter(matter=row.matter_id).values_list("unit_id", flat=True)) if row else set()
    )
    rest = [unit for unit in units if unit.pk not in there and unit.kind == "department"]
    if row is None or not rest:
        return
    unit = Dice("补充承办", row.matter.code).pick(rest)
    new = add_assignment(
        matter=row.matter, unit=unit, role=Role.COOPERATING, lead=False, reason="收尾工作需要其配合",
        **world.company.office(at),
    )  # fmt: skip
    at = at + dt.timedelta(minutes=40)
    receipts.dispute(
        unit=unit, assignment=new, reason="本单位全年没有承担该项工作，年底补充承办没有可报送的内容。",
        **world.company.act(unit.pk, PostKind.CLERK, at),
    )  # fmt: skip


def give_time(world: World, period: ReportPeriod, at: dt.datetime) -> int:
    """Today: the office gives the demo units, and those whose report is under way, some more days. Returns how many."""
    due = timezone.localdate(at) + dt.timedelta(days=MORE_DAYS)
    begun = Report.objects.filter(period=period, state__in=["draft", "checking", "signing"]).values("unit_id")
    rows = Obligation.objects.filter(period=period, unit_id__in=begun).unfiled().order_by("unit_id")
    head = world.company.office(at, PostKind.SUPERVISOR_HEAD)
    some = [row for row in rows if row.unit_id in world.demo_units or Dice("宽限", row.unit.name).chance(0.7)]
    for row in some:
        if row.due_on < due <= period.closes_on:
            periods.extend(obligation=row, due_on=due, reason="演示系统启用，未报送的单位可继续办理。", **head)
    return len(some)
