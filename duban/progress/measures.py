"""Measures (指标): one for each fact, however many targets print it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from contextlib import suppress
from decimal import Decimal
from typing import Any

from django.db import transaction

from duban.audit.actions import Entry, record_many
from duban.core.samegoal.things import SAME, same_thing
from duban.ledger.enums import LinkStatus, TargetKind
from duban.ledger.models import Matter, MatterLink, Target
from duban.ledger.proposing import as_read
from duban.orgs.actor import Actor
from duban.orgs.enums import UnitLevel
from duban.orgs.permissions import Refused
from duban.progress.actions.measures import merge
from duban.progress.enums import MeasureKind
from duban.progress.models import Measure, MeasureTarget

_KIND = {
    TargetKind.AMOUNT: MeasureKind.YTD,
    TargetKind.GROWTH: MeasureKind.POINT,
    TargetKind.LEVEL: MeasureKind.POINT,
}


def kind_of(target: Target) -> MeasureKind:
    """How the figure runs over the year: amounts add up from 1 January, rates and levels stand at a time.

    A cap counted in things (不发生…事故: 0 起) adds up; a cap on a rate stands.
    """
    if target.kind == TargetKind.CAP:
        return MeasureKind.POINT if target.unit in ("%", "‰", "") else MeasureKind.YTD
    return _KIND.get(target.kind, MeasureKind.POINT)  # type: ignore[call-overload]


@transaction.atomic
def ensure(*, year: int, by: Actor, at: dt.datetime) -> list[Measure]:
    """Make the measures that targets of the year still lack; matters confirmed as the same goal share one.

    It follows from the ledger and asks nobody's right: whoever may change goals there, or open a period, causes it.
    Parameters of a service (每人1万元) are no measures: nothing of them is counted over the year.
    """
    targets = list(
        Target.objects.filter(
            matter__in=Matter.objects.live().filter(programme__year=year),
            version=1,
            withdrawn=False,
            measure_use__isnull=True,
            matter__assignments__unit__level=UnitLevel.DISTRICT,
            matter__assignments__ended_at__isnull=True,
        )
        .exclude(kind=TargetKind.PER)
        .select_related("matter")
        .distinct()
        .order_by("matter__programme__ordinal", "matter__ordinal", "ordinal")
    )
    counted = _joined(_same_goal(year), by, at)
    made: list[Measure] = []
    served: list[tuple[Measure, Target]] = []
    for target in targets:
        measure = counted.of(target)
        if measure is None:
            measure = Measure(name=target.what, unit=target.unit, kind=kind_of(target), op=target.op)
            made.append(measure)
        counted.add(target, measure)
        served.append((measure, target))
    Measure.objects.bulk_create(made, batch_size=500)
    uses = [MeasureTarget(measure=measure, target=target) for measure, target in served]
    MeasureTarget.objects.bulk_create(uses, batch_size=500)
    record_many(
        [Entry("measure.create", m, after={"name": m.name, "unit": m.unit, "kind": m.kind}) for m in made],
        by=by,
        at=at,
    )
    return made


def follow(sender: type, *, year: int, by: Actor, at: dt.datetime, **_: Any) -> None:
    """What the ledger changed has its measures at once (:data:`duban.ledger.signals.goals_changed`)."""
    ensure(year=year, by=by, at=at)


def _same_goal(year: int) -> dict[int, int]:
    """matter id → representative of the matters confirmed as the same goal."""
    parent: dict[int, int] = {}

    def root(x: int) -> int:
        while parent.get(x, x) != x:
            x = parent[x]
        return x

    pairs = MatterLink.objects.filter(status=LinkStatus.CONFIRMED, grade=2, a__programme__year=year)
    for a, b in pairs.values_list("a_id", "b_id"):
        x, y = root(a), root(b)
        parent[max(x, y)] = min(x, y)
    return {matter: root(matter) for matter in {*parent, *parent.values()}}


class _Counted:
    """What the goals of paired matters are counted by: figures that are printed alike, of the same thing."""

    def __init__(self, same: dict[int, int]) -> None:
        self.same = same
        self.rows: dict[tuple[int, str, Decimal, str], list[tuple[Target, Measure]]] = defaultdict(list)

    def _alike(self, target: Target) -> list[tuple[Target, Measure]]:
        group = self.same.get(target.matter_id, target.matter_id)
        return self.rows[group, target.unit, target.value.normalize(), target.op]

    def add(self, target: Target, measure: Measure) -> None:
        """The target is counted by the measure."""
        self._alike(target).append((target, measure))

    def of(self, target: Target) -> Measure | None:
        """The measure of a paired matter that counts the same; never one of the matter's own other goals.

        新建养老服务综合体100个、学习活动场所100个 of one matter are two facts, however alike their figures are.
        """
        rows = self._alike(target)
        own = {id(measure) for row, measure in rows if row.matter_id == target.matter_id}
        others = [(row, measure) for row, measure in rows if id(measure) not in own]
        read = as_read(target)
        for row, measure in others:
            if row.what == target.what or same_thing(as_read(row), read)[0] == SAME:
                return measure
        alone = len({id(measure) for _, measure in others}) == 1 and not own
        return others[0][1] if alone and self._once(target) else None

    def _once(self, target: Target) -> bool:
        """Whether the pair cannot mean another figure: no other goal of the matter is printed like it."""
        alike = Target.objects.filter(matter=target.matter_id, version=1, unit=target.unit, value=target.value)
        return alike.count() == 1


def _joined(same: dict[int, int], by: Actor, at: dt.datetime) -> _Counted:
    """The measures of paired matters; where each had one of its own, the later goes into the earlier."""
    found = _Counted(same)
    known: dict[int, Measure] = {}
    rows = MeasureTarget.objects.filter(target__matter_id__in=same).select_related("measure", "target")
    for use in rows.order_by("target__matter__programme__ordinal", "target__matter__ordinal", "target__ordinal"):
        mine = known.setdefault(use.measure_id, use.measure)
        first = found.of(use.target)
        if first is not None and first.pk != mine.pk and first.kind == mine.kind:
            with suppress(Refused):  # signed under its own name, or drafts that contradict: people decide there
                mine = merge(measure=mine, into=first, reason="事项确认为同一目标", by=by, at=at)
        found.add(use.target, mine)
    return found


def of_matters(matter_ids: list[int]) -> dict[int, list[MeasureTarget]]:
    """matter id → its measures' uses, in printed order; one query."""
    uses: dict[int, list[MeasureTarget]] = defaultdict(list)
    rows = (
        MeasureTarget.objects.filter(target__matter_id__in=matter_ids, target__withdrawn=False)
        .select_related("measure", "target")
        .order_by("target__matter_id", "target__ordinal")
    )
    for use in rows:
        uses[use.target.matter_id].append(use)
    return uses
