"""A reported year as rows: every matter led, planned, reported three times and counted; then the same many times over.

Written in bulk, without the actions: what is measured afterwards is how lights are judged and shown, not how they came
about. The copies of a matter stand in the same sections, led by the same units, so that the grid keeps its size.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import connection, models, transaction
from django.db.models import Max
from django.utils import timezone

from duban.core.calendar.periods import quarters
from duban.ledger.models import Assignment, Matter, Target
from duban.orgs.models import User
from duban.progress.models import (
    HandlingPlan,
    Line,
    Measure,
    MeasureTarget,
    Milestone,
    Obligation,
    Observation,
    OwedLine,
    Period,
    Report,
    Share,
)

STRIDE = 1_000_000  # keys of a copy are those of the first plus a multiple of this
PLACES = 100_000  # printed places of a copy
BATCH = 1000
COPIED: tuple[type[models.Model], ...] = (
    Matter, Assignment, Target, Measure, MeasureTarget, HandlingPlan, Milestone, OwedLine, Line, Observation, Share,
)  # fmt: skip


def _at(day: dt.date, hour: int = 9) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


@transaction.atomic
def report_year(year: int, person: User) -> None:
    """Periods, obligations, plans with nodes, and accepted reports with figures for three quarters."""
    for copied in quarters(year):
        Period.objects.create(
            year=year, seq=copied.seq, name=copied.name, covers_from=copied.covers_from, covers_to=copied.covers_to,
            opens_on=copied.opens_on, due_on=copied.due_on, closes_on=copied.closes_on, opened_at=_at(copied.opens_on),
        )  # fmt: skip
    rows = Assignment.objects.live().filter(matter__programme__year=year, unit__level="district").order_by("id")
    held: dict[tuple[int, int], Assignment] = {}
    for row in rows:
        held.setdefault((row.unit_id, row.matter_id), row)
    _plans(year, list(held.values()), person)
    measures = _measures(year)
    for period in Period.objects.filter(year=year).order_by("covers_to")[:3]:
        _reports(period, list(held.values()), measures, person)


def _plans(year: int, held: list[Assignment], person: User) -> None:
    made = HandlingPlan.objects.bulk_create(
        [
            HandlingPlan(
                matter_id=row.matter_id, unit_id=row.unit_id, state="accepted", work="按季度推进。",
                decided_by=person, decided_at=_at(dt.date(year, 3, 10)),
            )
            for row in held
            if row.lead
        ],
        batch_size=BATCH,
    )  # fmt: skip
    Milestone.objects.bulk_create(
        [
            Milestone(plan=plan, ordinal=n, due_on=dt.date(year, 3 * n, 28), content=f"第{n}季度节点")
            for plan in made
            for n in (1, 2, 3, 4)
        ],
        batch_size=BATCH,
    )


def _measures(year: int) -> dict[int, list[tuple[int, Decimal]]]:
    """Matter id → its measures with the goal."""
    found: dict[int, list[tuple[int, Decimal]]] = {}
    links = MeasureTarget.objects.filter(target__matter__programme__year=year)
    for matter, measure, value in links.values_list("target__matter_id", "measure_id", "target__value"):
        found.setdefault(matter, []).append((measure, value))
    return found


def _reports(
    period: Period, held: list[Assignment], measures: dict[int, list[tuple[int, Decimal]]], person: User
) -> None:
    """One accepted report a unit; of every figure a part of its goal, more or less with the number of the measure."""
    units = sorted({row.unit_id for row in held})
    filed = _at(period.due_on)
    owed = Obligation.objects.bulk_create(
        [Obligation(period=period, unit_id=unit, due_on=period.due_on, first_signed_at=filed) for unit in units]
    )
    reports = Report.objects.bulk_create(
        [
            Report(
                period=period, unit_id=unit, state="accepted", created_by=person, created_at=filed, signed_at=filed,
                accepted_at=_at(period.due_on, 15), accepted_by=person,
            )
            for unit in units
        ]
    )  # fmt: skip
    report_of = dict(zip(units, reports, strict=True))
    owed_of = dict(zip(units, owed, strict=True))
    OwedLine.objects.bulk_create(
        [OwedLine(obligation=owed_of[r.unit_id], assignment=r, matter_id=r.matter_id) for r in held], batch_size=BATCH
    )
    Line.objects.bulk_create(
        [
            Line(
                report=report_of[row.unit_id], assignment=row, matter_id=row.matter_id, presence="reported",
                done="已完成年度任务的一部分，其余按方案推进。", self_rating="on_schedule", decision="passed",
            )
            for row in held
        ],
        batch_size=BATCH,
    )  # fmt: skip
    counted: dict[tuple[int, int], Observation] = {}
    for row in held:
        for measure, goal in measures.get(row.matter_id, ()):
            part = Decimal(period.seq * (15 + measure % 15)) / 100
            counted.setdefault(
                (row.unit_id, measure),
                Observation(report=report_of[row.unit_id], measure_id=measure, value=round(goal * part, 2)),
            )
    Observation.objects.bulk_create(counted.values(), batch_size=BATCH)


def copies(first: int, last: int) -> None:
    """The copies with these numbers (1 is the first copy), inserted by the database itself."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # the first rows were checked, and the copies hang together as they do
            cursor.execute("SET LOCAL session_replication_role = replica")
        for model in COPIED:
            cursor.execute(_insert(model, first, last))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _insert(model: type[models.Model], first: int, last: int) -> str:
    quote = connection.ops.quote_name
    columns, values = [], []
    for field in model._meta.concrete_fields:
        column = quote(field.column)
        shifted = field.primary_key or (field.is_relation and field.related_model in COPIED)
        value = f"t.{column} + g.k * {STRIDE}" if shifted else f"t.{column}"
        if model is Matter and field.name == "ordinal":
            value = f"t.{column} + g.k * {PLACES}"
        if model is Matter and field.name == "code":
            value = f"t.{column} || '-' || g.k"
        columns.append(column)
        values.append(value)
    table = quote(model._meta.db_table)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"
        f" FROM {table} t CROSS JOIN ({_numbers(first, last)}) g WHERE t.{quote(model._meta.pk.column)} <= {STRIDE}"
    )


def _numbers(first: int, last: int) -> str:
    if connection.vendor == "postgresql":
        return f"SELECT k FROM generate_series({first}, {last}) AS s(k)"
    return f"WITH RECURSIVE s(k) AS (SELECT {first} UNION ALL SELECT k + 1 FROM s WHERE k < {last}) SELECT k FROM s"


def grow(year: int, to: int) -> int:
    """Copies until the year holds ``to`` matters or a little more; returns how many it holds."""
    base = Matter.objects.filter(programme__year=year, pk__lte=STRIDE).count()
    newest = Matter.objects.filter(programme__year=year).aggregate(newest=Max("pk"))["newest"] or 0
    done, wanted = newest // STRIDE, -(-to // base) - 1
    if wanted > done:
        copies(done + 1, wanted)
    return Matter.objects.filter(programme__year=year).count()
