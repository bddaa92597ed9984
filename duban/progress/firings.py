"""How often each check fired, was answered, and was overruled; kept when a report is sent for signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from duban.core.checks.engine import BY_ID
from duban.progress.checking import LineFinding, findings
from duban.progress.enums import ReportState
from duban.progress.models import CheckAnswer, Period, Report

ENOUGH = 10  # firings below which nothing is said about a rule
MOSTLY = 0.6  # share overruled from which a rule is an obstacle and no control (international §4.12)


def keep(report: Report, found: Sequence[LineFinding], *, at: dt.datetime) -> None:
    """Keep the findings as they stood when the report was sent; ``at`` is that instant (``Report.submitted_at``)."""
    CheckAnswer.objects.bulk_create(
        [
            CheckAnswer(
                line_id=each.line_id,
                rule=each.finding.rule,
                severity=each.finding.severity,
                fingerprint=each.finding.fingerprint,
                message=each.finding.message,
                at=at,
            )
            for each in found
        ],
        ignore_conflicts=True,
    )
    standing = {(each.line_id, each.finding.rule, each.finding.fingerprint) for each in found}
    rows = CheckAnswer.objects.filter(line__report=report).values_list("pk", "line_id", "rule", "fingerprint")
    ids = [pk for pk, *key in rows if tuple(key) in standing]
    CheckAnswer.objects.filter(pk__in=ids).update(stood_at=at)


def keep_refused(report: Report, *, at: dt.datetime) -> None:
    """Keep what held a sending up: called after the refusal, so that it is not taken back with it."""
    keep(report, [each for each in findings(report) if each.open], at=at)


@dataclass(frozen=True)
class RuleCount:
    """A rule in a period: ``fired`` at sending; ``answered`` in a sentence; ``overruled``: answered, and the report
    accepted as it stood; ``mended``: seen once and gone when the report was sent again."""

    rule: str
    name: str
    severity: str
    fired: int
    answered: int
    overruled: int
    mended: int

    @property
    def advice(self) -> str:
        """What the numbers suggest, where there are enough of them."""
        if self.fired >= ENOUGH and self.overruled / self.fired >= MOSTLY:
            return "多数被说明通过，可考虑停用"
        return ""


def counts(period: Period | None = None, *, year: int | None = None) -> list[RuleCount]:
    """By rule, in the order of the checks; one query. Rules that never fired are there with zeros."""
    rows = CheckAnswer.objects.filter(line__report__submitted_at__isnull=False)
    if period is not None:
        rows = rows.filter(line__report__period=period)
    if year is not None:
        rows = rows.filter(line__report__period__year=year)
    last = Q(stood_at=F("line__report__submitted_at"))
    accepted = Q(line__report__state__in=[ReportState.ACCEPTED, ReportState.SUPERSEDED])
    found = {
        row["rule"]: row
        for row in rows.order_by()
        .values("rule")
        .annotate(
            fired=Count("pk"),
            answered=Count("pk", filter=~Q(answer="")),
            overruled=Count("pk", filter=~Q(answer="") & last & accepted),
            stands=Count("pk", filter=last),
        )
    }
    nothing = {"fired": 0, "answered": 0, "overruled": 0, "stands": 0}
    result = []
    for check in BY_ID.values():
        row = found.get(check.id, nothing)
        result.append(
            RuleCount(
                check.id,
                check.name,
                check.severity,
                row["fired"],
                row["answered"],
                row["overruled"],
                row["fired"] - row["stands"],
            )
        )
    return result
