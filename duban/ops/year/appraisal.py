"""The appraisal at the end of the simulated year: shown to the units today, one objection decided, one left open."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.utils import timezone

from duban.appraisal.actions import appraisals, objections
from duban.appraisal.actions.objections import Change
from duban.appraisal.models import Appraisal, Objection, UnitResult
from duban.core.appraisal.facts import Fact, judge
from duban.core.appraisal.words import Finding, Item
from duban.ops.year.world import World
from duban.orgs.enums import PostKind

MONTH, DAY = 3, 1  # of the year after: reports are in, matters are closed as far as they will be
STEP = dt.timedelta(seconds=1)  # the acts follow one another; none lies in the future for long


class Wish(NamedTuple):
    """A row to object to: where there is none such, the next one is looked for."""

    item: Item
    finding: Finding
    text: str
    instead: Finding | None = None


ON_PAPER = "纸质材料在期限内已送督查室，系统补录较晚，签收单附后。"
FINISHED = "该事项全年任务已经完成，办结申请因补充材料晚报，请按完成情况认定。"
DECIDED = (
    Wish(Item.REPORTS, Finding.LATE, ON_PAPER, Finding.ON_TIME),
    Wish(Item.PLANS, Finding.NEVER, ON_PAPER, Finding.ON_TIME),
    Wish(Item.REPORTS, Finding.NEVER, ON_PAPER, Finding.ON_TIME),
)
OPEN = (
    Wish(Item.RESULTS, Finding.FAR_BEHIND, FINISHED),
    Wish(Item.RESULTS, Finding.BEHIND, FINISHED),
    Wish(Item.LINES, Finding.EMPTY, "该期已按要求填报，系统中没有显示。"),
    Wish(Item.RESULTS, Finding.PARTLY, "剩余部分已在年后完成，请按完成情况认定。"),
    Wish(Item.RESULTS, Finding.ON_SCHEDULE, FINISHED),
    Wish(Item.RESULTS, Finding.REACHED, FINISHED),
    Wish(Item.REPORTS, Finding.LATE, ON_PAPER),
    Wish(Item.PLANS, Finding.NEVER, ON_PAPER),
)


def appraise(world: World, at: dt.datetime) -> None:
    """On the day of ``at``, so that the units still have their days to look at it.

    Where somebody has begun one by hand (an older folder of the demo), that one is left alone.
    """
    if Appraisal.objects.filter(year=world.year).exists():
        return
    as_of = min(dt.date(world.year + 1, MONTH, DAY), timezone.localdate(at))
    row = appraisals.begin(year=world.year, as_of=as_of, **world.company.office(at))
    row = appraisals.show(row=row, **world.company.office(at + STEP))
    at = at + 2 * STEP
    for wish in DECIDED:
        made = _object(world, row, wish, at)
        if made is not None:
            changes = [Change(made.key, wish.instead)]
            who = _reviewer(world, made, at + STEP)
            objections.decide(row=made, upheld=True, text="经核对，签收单属实。", changes=changes, **who)
            break
    for wish in OPEN:
        if _object(world, row, wish, at + 2 * STEP) is not None:
            break


def _reviewer(world: World, row: Objection, at: dt.datetime) -> dict[str, Any]:
    """The head of the office; a leader, where the head had to do with the row."""
    head = world.company.office(at, PostKind.SUPERVISOR_HEAD)
    stands_against = objections.recusal(row, head["by"].person, head["by"])
    return world.company.office(at, PostKind.LEADER) if stands_against else head


def _object(world: World, row: Appraisal, wish: Wish, at: dt.datetime) -> Objection | None:
    """The first unit in the order of lists, none of the demo accounts', that has such a row objects to it."""
    objected = set(Objection.objects.filter(appraisal=row).values_list("unit_id", flat=True))
    for result in UnitResult.objects.filter(appraisal=row).select_related("appraisal", "unit").order_by("place"):
        found = _first(result, row, wish)
        if found is None or result.unit_id in objected or result.unit_id in world.demo_units:
            continue
        if world.company.holder(result.unit_id, PostKind.CLERK, timezone.localdate(at)) is None:
            continue
        act = world.company.act(result.unit_id, PostKind.CLERK, at)
        return objections.object_to(result=result, item=wish.item, key=found.key, text=wish.text, **act)
    return None


def _first(result: UnitResult, row: Appraisal, wish: Wish) -> Fact | None:
    judged = (judge(fact, row.as_of) for fact in result.as_facts() if fact.item is wish.item)
    return next((each.fact for each in judged if each.finding is wish.finding), None)
