"""Results as rows of an appraisal: what became of the matters that a unit leads, and whether what it said was true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from duban.appraisal.promises import once, share_out
from duban.appraisal.standing import Standing, standing_of
from duban.appraisal.waits import Waits
from duban.core.appraisal.facts import Fact
from duban.core.appraisal.words import Finding, Item
from duban.ledger.models import Matter
from duban.oversight.actions.adjustments import extensions
from duban.oversight.enums import Found, Grade
from duban.oversight.judging import MatterLight, lights
from duban.oversight.models import Closing, Verification

GRADES = {
    Grade.EXCEEDED: Finding.EXCEEDED,
    Grade.DONE: Finding.DONE,
    Grade.LATE: Finding.DONE_LATE,
    Grade.PARTLY: Finding.PARTLY,
    Grade.NOT_DONE: Finding.NOT_DONE,
}
FOUND = {Found.TRUE: Finding.TRUE, Found.PARTLY: Finding.PARTLY_TRUE, Found.FALSE: Finding.FALSE}
SHOWN = 40  # characters of a matter's text in a label


def label(code: str, text: str) -> str:
    """市-12 建成停车泊位…"""
    return f"{code} {text[:SHOWN]}{'…' if len(text) > SHOWN else ''}"


def matters(year: int, at: dt.datetime, waits: Waits) -> Iterator[Fact]:
    """A row for each promise that a unit leads: by the grade of its closing, else by its light of the day."""
    bodies = dict(Matter.objects.filter(programme__year=year).values_list("pk", "body"))
    closed = _closings(year, at)
    extended = extensions(year, at)
    told = share_out(lights(year=year, at=at).values(), closed)
    facts = {}
    for pk, row in told.items():
        assert row.light.unit_id is not None
        facts[pk] = _matter(row.light, row.light.unit_id, closed.get(pk), extended, bodies.get(pk, ""), at, waits)
    yield from once(facts, told)


def _closings(year: int, at: dt.datetime) -> dict[int, Closing]:
    """Matter → the closing that was in force at the instant."""
    rows = Closing.objects.filter(matter__programme__year=year, decided_at__lte=at).exclude(grade="")
    rows = rows.only("matter_id", "grade", "applied_at", "decided_at", "reopened_at").order_by("decided_at", "id")
    return {row.matter_id: row for row in rows if row.reopened_at is None or row.reopened_at > at}


def _matter(
    found: MatterLight, unit_id: int, closing: Closing | None, extended: dict[tuple[int, int | None], dt.date],
    body: str, at: dt.datetime, waits: Waits,
) -> Fact:  # fmt: skip
    today = timezone.localdate(at)
    done = timezone.localdate(closing.applied_at) if closing else None
    due = _due(found, extended)
    new_terms = [day for (matter_id, _), day in extended.items() if matter_id == found.matter.pk]
    notes = [f"经批准延期至{max(new_terms):%Y-%m-%d}"] if new_terms else []
    standing = Standing(GRADES[Grade(closing.grade)]) if closing else standing_of(found, due, today)
    if closing is None and standing.finding is not None:
        notes.append(found.sentence.rstrip("。"))
    return Fact(
        key=f"ledger.matter:{found.matter.pk}",
        item=Item.RESULTS,
        unit=unit_id,
        label=label(found.matter.code, body),
        finding=standing.finding,
        due=due,
        done=done,
        seen=_seen(found) if closing is None else None,
        waited=waits.days(found.matter.pk, unit_id, done or today),
        excused=standing.excused,
        why=standing.why,
        note="；".join(notes),
    )


def _seen(found: MatterLight) -> dt.date | None:
    """The last day that the figures reach to which made the light."""
    days = [part.light.compared_on for part in found.parts if part.light.colour is found.computed]
    return max((day for day in days if day is not None), default=None)


def _due(found: MatterLight, extended: dict[tuple[int, int | None], dt.date]) -> dt.date:
    """The last day of the matter: the latest of its goals, as printed or as extended."""
    goals = [part.goal.due for part in found.parts if part.goal is not None]
    year_end = dt.date(found.matter.programme.year, 12, 31)
    return max(goals, default=extended.get((found.matter.pk, None)) or year_end)


def verifications(year: int, at: dt.datetime) -> Iterator[Fact]:
    """A row for each check that was made: whether what the unit said was so, as it then stood after objections."""
    rows = Verification.objects.filter(matter__programme__year=year, verified_at__lte=at)
    for row in rows.select_related("matter", "period").order_by("id"):
        when = str(row.period) if row.period_id else "办结核验"
        how = f"{row.get_means_display()}，{timezone.localdate(row.verified_at):%Y-%m-%d}"
        yield Fact(
            key=f"oversight.verification:{row.pk}",
            item=Item.VERIFIED,
            unit=row.unit_id,
            label=f"{row.matter.code} {when}",
            finding=FOUND[Found(row.revised if row.decided_at and row.decided_at <= at else row.found)],
            note=how,
        )
