"""Figures as of an instant: what a circular printed then can be recomputed for ever (domain §4.17)."""

from __future__ import annotations

import datetime as dt

from django.db.models import OuterRef, Subquery

from duban.progress.models import Observation, Period, Report


def in_force_at(period: Period, at: dt.datetime) -> list[int]:
    """Ids of the reports that were in force at the instant: the last version accepted by then, a unit each."""
    last = (
        Report.objects.filter(period=period, unit=OuterRef("unit"), accepted_at__lte=at)
        .order_by("-version")
        .values("pk")[:1]
    )
    rows = Report.objects.filter(period=period, accepted_at__lte=at, pk=Subquery(last))
    return list(rows.order_by("unit_id").values_list("pk", flat=True))


def as_of(period: Period, at: dt.datetime) -> dict[tuple[int, int], Observation]:
    """(measure id, unit id) → the value in force at the instant; keyed by unit, never by person."""
    rows = Observation.objects.filter(report_id__in=in_force_at(period, at), value__isnull=False).select_related(
        "report", "measure"
    )
    return {(row.measure_id, row.report.unit_id): row for row in rows.order_by("id")}
