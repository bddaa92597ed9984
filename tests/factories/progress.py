"""Periods, reports, measures."""

from __future__ import annotations

import datetime as dt

from duban.core.calendar.periods import quarters
from duban.ledger.enums import Role
from duban.ledger.models import Matter
from duban.orgs.models import Unit
from duban.progress.enums import MeasureKind
from duban.progress.models import Measure, MeasureTarget, Period
from tests.factories.ledger import AssignmentFactory, MatterFactory, TargetFactory


def make_periods(year: int = 2023) -> list[Period]:
    """The four regular periods of a year, none opened."""
    return [
        Period.objects.create(
            year=year, seq=p.seq, name=p.name, covers_from=p.covers_from, covers_to=p.covers_to, opens_on=p.opens_on,
            due_on=p.due_on, closes_on=p.closes_on,
        )
        for p in quarters(year)
    ]  # fmt: skip


def give_matter(unit: Unit, *, lead: bool = True, **fields: object) -> Matter:
    """A matter that the unit answers for."""
    matter = fields.pop("matter", None) or MatterFactory(programme__year=2023, **fields)
    AssignmentFactory(matter=matter, unit=unit, role=Role.RESPONSIBLE, lead=lead, printed_name=unit.name)
    return matter


def measure_for(matter: Matter, *, kind: MeasureKind = MeasureKind.YTD, **fields: object) -> Measure:
    """A target of the matter with its measure."""
    target = TargetFactory(matter=matter, **fields)
    measure = Measure.objects.create(name=target.what, unit=target.unit, kind=kind, op=target.op)
    MeasureTarget.objects.create(measure=measure, target=target)
    return measure


def moment(text: str) -> dt.datetime:
    """ "2023-04-10 23:59:59" as an instant in Shanghai."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.timezone(dt.timedelta(hours=8)))
