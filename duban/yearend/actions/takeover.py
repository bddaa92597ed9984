"""Starting a year with what the last one knew (沿用): 口径, way of counting, shares, each with its origin."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, Verb, require
from duban.progress.actions.measures import describe
from duban.progress.actions.plans import set_share
from duban.progress.enums import MeasureKind
from duban.progress.models import Measure, Share


@transaction.atomic
def adopt(*, old: Measure, new: Measure, year: int, shares: bool, by: Actor, at: dt.datetime) -> int:
    """Take 口径 and way of counting over to a measure of a later year and, where asked, the shares of units that have
    none there yet. ``year``: the year that they come from, said in the basis. Returns the number of shares."""
    require(by, Verb.CLOSE_YEAR)
    if new.frozen_at is not None:
        raise Invalid("新年度的指标已有签字的数据，不能再改口径。")
    if old.unit != new.unit:
        raise Invalid(f"两个指标的计量单位不同（{old.unit}、{new.unit}），不能沿用。")
    if (old.definition, old.kind) != (new.definition, new.kind):
        describe(
            measure=new,
            name=new.name,
            unit=new.unit,
            definition=old.definition,
            kind=MeasureKind(old.kind),
            by=by,
            at=at,
        )
    if not shares:
        return 0
    have = set(Share.objects.filter(measure=new).values_list("unit_id", flat=True))
    newest = {row.unit_id: row for row in Share.objects.filter(measure=old).select_related("unit").order_by("version")}
    taken = [row for unit_id, row in newest.items() if unit_id not in have]
    for row in taken:
        basis = f"沿用{year}年：{row.basis}"[:200]
        set_share(measure=new, unit=row.unit, value=row.value, basis=basis, by=by, at=at)
    return len(taken)
