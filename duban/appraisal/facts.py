"""What an appraisal looks at, as it stood at the end of a day: rows of the ledger as values, in constant queries.

A unit is appraised by what it owed and what was found; nothing here counts activity, remarks or papers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from duban.appraisal import duties, results
from duban.appraisal.waits import Waits
from duban.core.appraisal.facts import Fact
from duban.orgs.enums import UnitLevel
from duban.orgs.models import Unit
from duban.progress.actions.periods import NEVER_OWE

END_OF_DAY = dt.time(23, 59, 59, 999999)


@dataclass(frozen=True)
class Gathered:
    """The rows of a year. ``units`` in the order of the register; ``skipped``: names of units that are no more."""

    units: tuple[Unit, ...]
    facts: tuple[Fact, ...]
    skipped: tuple[str, ...]


def instant(day: dt.date) -> dt.datetime:
    """The last moment of a day in Shanghai."""
    return timezone.make_aware(dt.datetime.combine(day, END_OF_DAY))


def gather(*, year: int, as_of: dt.date) -> Gathered:
    """The year as it stood at the end of ``as_of``; the same number of queries for any number of units."""
    found = list(_all(year, instant(as_of)))
    known = Unit.objects.in_bulk({fact.unit for fact in found})
    owing = {pk: unit for pk, unit in known.items() if unit.level == UnitLevel.DISTRICT and unit.kind not in NEVER_OWE}
    here = sorted((u for u in owing.values() if u.is_active(as_of)), key=lambda unit: (unit.position, unit.pk))
    ids = {unit.pk for unit in here}
    gone = sorted((unit for pk, unit in owing.items() if pk not in ids), key=lambda unit: (unit.position, unit.pk))
    return Gathered(
        units=tuple(here),
        facts=tuple(fact for fact in found if fact.unit in ids),
        skipped=tuple(unit.name for unit in gone),
    )


def _all(year: int, at: dt.datetime) -> Iterator[Fact]:
    waits = Waits(year, at)
    yield from results.matters(year, at, waits)
    yield from results.verifications(year, at)
    yield from duties.reports(year, at)
    yield from duties.lines(year, at)
    yield from duties.plans(year, at)
    yield from duties.answers(year, at)
    yield from duties.urgings(year, at, waits)
