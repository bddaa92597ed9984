"""Measures (指标): one for each fact, however many targets print it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction

from duban.audit.actions import Entry, record_many
from duban.ledger.enums import LinkStatus, TargetKind
from duban.ledger.models import Matter, MatterLink, Target
from duban.orgs.actor import Actor
from duban.orgs.enums import UnitLevel
from duban.orgs.permissions import Verb, require
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

    Parameters of a service (每人1万元) are no measures: nothing of them is counted over the year.
    """
    require(by, Verb.EDIT_MATTER)
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
    same = _same_goal(year)
    known = _existing(same)
    made, uses = [], []
    for target in targets:
        group = same.get(target.matter_id, target.matter_id)
        key = (group, target.unit, target.value, target.op)
        measure = known.get(key)
        if measure is None:
            measure = Measure.objects.create(name=target.what, unit=target.unit, kind=kind_of(target), op=target.op)
            known[key] = measure
            made.append(measure)
        uses.append(MeasureTarget(measure=measure, target=target))
    MeasureTarget.objects.bulk_create(uses, batch_size=500)
    record_many(
        [Entry("measure.create", m, after={"name": m.name, "unit": m.unit, "kind": m.kind}) for m in made],
        by=by,
        at=at,
    )
    return made


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
    return {matter: root(matter) for matter in parent}


def _existing(same: dict[int, int]) -> dict[tuple, Measure]:
    found: dict[tuple, Measure] = {}
    rows = MeasureTarget.objects.filter(target__matter_id__in=same).select_related("measure", "target")
    for use in rows:
        t = use.target
        found.setdefault((same[t.matter_id], t.unit, t.value, t.op), use.measure)
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
