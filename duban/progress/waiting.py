"""Who waits for whom (谁在等谁): lines that wait for a named unit, and leads that wait for those who help."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.progress.enums import Presence, ReportState
from duban.progress.models import Line, OwedLine, Period, Report

FILED = (ReportState.SIGNED, ReportState.ACCEPTED)


@dataclass(frozen=True)
class Blocked:
    """A line that waits: whose it is, since when its unit says so (day of its last change), what it says."""

    unit: Unit
    matter: Matter
    since: dt.date | None
    reason: str
    filed: bool


@dataclass(frozen=True)
class Joint:
    """The lead of a matter and those who help it and have not filed; ``lead_filed``: it did not wait."""

    lead: Unit
    matter: Matter
    missing: tuple[Unit, ...]
    filed: int
    lead_filed: bool


def blocked(period: Period, actor: Actor) -> list[tuple[Unit, list[Blocked]]]:
    """Waiting lines of the period by the unit waited for, most waiting lines first; two queries.

    All for office and leaders; for a unit its own lines, and those of others that wait for it.
    """
    lines = (
        Line.objects.filter(report__period=period, presence=Presence.BLOCKED, waiting_on__isnull=False)
        .exclude(report__state=ReportState.SUPERSEDED)
        .select_related("report__unit", "matter", "waiting_on")
        .order_by("matter__programme__ordinal", "matter__ordinal", "id")
    )
    groups: dict[Unit, dict[tuple[int, int], Blocked]] = defaultdict(dict)
    for line in lines:
        assert line.waiting_on is not None  # filtered above
        own = line.report.unit_id in actor.unit_ids
        filed = line.report.state in FILED
        # Others' drafts are their own affair until they are signed.
        if not (own or actor.is_office or (filed and (actor.sees_everything or line.waiting_on_id in actor.unit_ids))):
            continue
        since = timezone.localtime(line.updated_at).date() if line.updated_at else None
        key = (line.report.unit_id, line.matter_id)
        groups[line.waiting_on][key] = Blocked(line.report.unit, line.matter, since, line.reason, filed)
    ordered = sorted(groups.items(), key=lambda each: (-len(each[1]), each[0].position, each[0].pk))
    return [(unit, list(rows.values())) for unit, rows in ordered]


def joint(period: Period, actor: Actor) -> list[Joint]:
    """Matters whose lead is still without the report of somebody who helps, in printed order; two queries."""
    owed = (
        OwedLine.objects.filter(obligation__period=period, obligation__waived_at__isnull=True)
        .select_related("obligation__unit", "matter__programme", "assignment")
        .order_by("matter__programme__ordinal", "matter__ordinal", "id")
    )
    done = set(Report.objects.filter(period=period, state__in=FILED).values_list("unit_id", flat=True))
    leads: dict[int, tuple[Unit, Matter]] = {}
    helpers: dict[int, list[Unit]] = defaultdict(list)
    for row in owed:
        unit = row.obligation.unit
        if row.assignment.lead and not row.through_group and row.matter_id not in leads:
            leads[row.matter_id] = (unit, row.matter)
        else:
            helpers[row.matter_id].append(unit)
    found = []
    for matter_id, (lead, matter) in leads.items():
        missing = tuple(unit for unit in helpers[matter_id] if unit.pk not in done)
        concerned = lead.pk in actor.unit_ids or any(unit.pk in actor.unit_ids for unit in missing)
        if missing and (actor.sees_everything or concerned):
            if not actor.sees_everything and lead.pk not in actor.unit_ids:
                missing = tuple(unit for unit in missing if unit.pk in actor.unit_ids)
            filed = len(helpers[matter_id]) - len([u for u in helpers[matter_id] if u.pk not in done])
            found.append(Joint(lead, matter, missing, filed, lead.pk in done))
    return found
