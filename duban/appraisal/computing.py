"""From the ledger to stored results: gather, keep what objections changed, calculate, write a row a unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from duban.appraisal.enums import ObjectionState
from duban.appraisal.facts import Gathered
from duban.appraisal.models import Appraisal, Objection, UnitResult
from duban.core.appraisal.facts import Amendment, Fact
from duban.core.appraisal.jsonform import averages_json, fact_json, outcome_json
from duban.core.appraisal.scoring import Outcome, appraise, judge_all
from duban.core.appraisal.snapshot import UnitName
from duban.core.appraisal.words import Finding, Item

RowKey = tuple[str, str, int]
"""Item, key and unit of a row."""


@dataclass(frozen=True)
class Whole:
    """A stored appraisal with all its rows."""

    names: tuple[UnitName, ...]
    facts: tuple[Fact, ...]

    @property
    def units(self) -> list[int]:
        """In the order of the list of units."""
        return [unit.pk for unit in self.names]


def whole(row: Appraisal) -> Whole:
    """Every unit and every row of it; one query."""
    results = list(UnitResult.objects.filter(appraisal=row).order_by("place"))
    return Whole(
        tuple(UnitName(result.unit_id, result.name) for result in results),
        tuple(fact for result in results for fact in result.as_facts()),
    )


def amendments(row: Appraisal) -> dict[RowKey, Amendment]:
    """What objections that were upheld changed, the last decision last; one query."""
    upheld = Objection.objects.filter(appraisal=row, state=ObjectionState.UPHELD).order_by("decided_at", "id")
    found: dict[RowKey, Amendment] = {}
    for objection in upheld:
        for change in objection.changes:
            finding = Finding(change["finding"]) if change["finding"] else None
            found[change["item"], change["key"], objection.unit_id] = Amendment(finding, objection.decision)
    return found


def amended(facts: Iterable[Fact], changed: Mapping[RowKey, Amendment]) -> list[Fact]:
    """The rows with what was changed of them."""
    return [replace(fact, amended=changed.get((fact.item.value, fact.key, fact.unit))) for fact in facts]


_WRITTEN = ["place", "name", "facts", "lines", "points", "klass", "capped"]


def write_first(row: Appraisal, gathered: Gathered) -> None:
    """The results of what was gathered. A unit's row stays the same row, so that its trail and links hold."""
    facts = amended(gathered.facts, amendments(row))
    by_unit = _by_unit(facts)
    kept = {result.unit_id: result for result in UnitResult.objects.filter(appraisal=row)}
    new, old = [], []
    columns = _columns(row, facts, [unit.pk for unit in gathered.units])
    for place, (unit, values) in enumerate(zip(gathered.units, columns, strict=True), 1):
        result = kept.pop(unit.pk, None)
        if result is None:
            new.append(result := UnitResult(appraisal=row, unit=unit))
        else:
            old.append(result)
        own = [fact_json(fact) for fact in by_unit.get(unit.pk, ())]
        for name, value in {"place": place, "name": unit.name, "facts": own, **values}.items():
            setattr(result, name, value)
    UnitResult.objects.filter(pk__in=[result.pk for result in kept.values()]).delete()
    UnitResult.objects.bulk_update(old, _WRITTEN, batch_size=100)
    UnitResult.objects.bulk_create(new, batch_size=100)


def write_again(row: Appraisal) -> None:
    """The results of the rows that are stored, after an objection changed some of them."""
    results = list(UnitResult.objects.filter(appraisal=row).order_by("place"))
    facts = amended([fact for result in results for fact in result.as_facts()], amendments(row))
    by_unit = _by_unit(facts)
    for result, columns in zip(results, _columns(row, facts, [r.unit_id for r in results]), strict=True):
        result.facts = [fact_json(fact) for fact in by_unit.get(result.unit_id, ())]
        for name, value in columns.items():
            setattr(result, name, value)
    UnitResult.objects.bulk_update(results, ["facts", "lines", "points", "klass", "capped"], batch_size=100)


def _by_unit(facts: Iterable[Fact]) -> dict[int, list[Fact]]:
    order = {item: place for place, item in enumerate(Item)}
    found: dict[int, list[Fact]] = {}
    for fact in sorted(facts, key=lambda each: order[each.item]):
        found.setdefault(fact.unit, []).append(fact)
    return found


def _columns(row: Appraisal, facts: Sequence[Fact], units: Sequence[int]) -> list[dict[str, object]]:
    """Lines, points and class of each unit; the averages are set on the appraisal (the caller saves it)."""
    found = appraise(judge_all(facts, row.as_of), units, row.as_rule())
    row.averages = averages_json(found)
    return [_of(outcome) for outcome in found.outcomes]


def _of(outcome: Outcome) -> dict[str, object]:
    return {
        "lines": outcome_json(outcome)["lines"],
        "points": outcome.points,
        "klass": outcome.klass.value,
        "capped": outcome.capped,
    }


def day_after_term(shown_on: dt.date, days: int) -> dt.date:
    """The last day to object: so many working days after the day of showing."""
    from duban.orgs.workdays import office_calendar

    return office_calendar().after(shown_on, days)
