"""Matters that an appraisal does not count, by the reason: who approves it sees what nobody was held to."""

from __future__ import annotations

from dataclasses import dataclass

from duban.appraisal.models import Appraisal, UnitResult
from duban.core.appraisal.facts import Judged, judge
from duban.core.appraisal.jsonform import fact_of
from duban.core.appraisal.words import LEFT_OUT_LABELS, Item, LeftOut


@dataclass(frozen=True)
class Heap:
    """A reason with its rows: result of the unit, its name, the row."""

    why: LeftOut
    label: str
    rows: tuple[tuple[int, str, Judged], ...]


def left_out(row: Appraisal) -> list[Heap]:
    """What is not counted of the units' matters, first what somebody has to do something about. One query."""
    found: dict[LeftOut, list[tuple[int, str, Judged]]] = {why: [] for why in LEFT_OUT_LABELS}
    results = UnitResult.objects.filter(appraisal=row).order_by("place").values_list("pk", "name", "facts")
    for pk, name, facts in results:
        for data in facts:
            if data["item"] != Item.RESULTS:
                continue
            judged = judge(fact_of(data), row.as_of)
            if judged.finding is None:
                found[_why(judged)].append((pk, name, judged))
    return [Heap(why, LEFT_OUT_LABELS[why], tuple(rows)) for why, rows in found.items() if rows]


def _why(judged: Judged) -> LeftOut:
    """Of a row without one: it waits for others, or an objection took it out."""
    if judged.fact.why is not None:
        return judged.fact.why
    waits = judged.fact.waited and not judged.fact.excused and judged.fact.amended is None
    return LeftOut.WAITING if waits else LeftOut.OTHER
