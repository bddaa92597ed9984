"""Who took part in what a row of an appraisal is of: they found it, so they do not decide an objection to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db.models import Q

from duban.audit.models import Event
from duban.ledger.models import Assignment, Matter
from duban.oversight.models import Closing, Holding, LightOverride, Urging, Verification
from duban.progress.models import HandlingPlan, Obligation, OwedLine, Report

JUDGING = {
    "report": ("report.accept", "report.send_back"),
    "plan": ("plan.accept", "plan.send_back"),
    "case": ("case.route", "case.close", "case.reopen"),
}
"""Verbs by which the office judges what a unit did, by what they are of."""


def parties(keys: Iterable[str]) -> set[int]:
    """Persons (ids) who judged any of the rows; a constant number of queries."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        kind, _, number = key.partition(":")
        if number.partition("-")[0].isdigit():
            by_kind[kind].append(int(number.partition("-")[0]))
    found = {who for kind, ids in by_kind.items() if kind in _KINDS for who in _KINDS[kind](ids)}
    return {who for who in found if who is not None}


def _matters(ids: Sequence[int]) -> Iterator[int | None]:
    """Who graded it, checked its closing or changed its light."""
    for decided in Closing.objects.filter(matter__in=ids).values_list("decided_by", "reopened_by"):
        yield from decided
    yield from Verification.objects.filter(matter__in=ids).values_list("verified_by", flat=True)
    yield from LightOverride.objects.filter(matter__in=ids).values_list("made_by", flat=True)


def _verifications(ids: Sequence[int]) -> Iterator[int | None]:
    for found in Verification.objects.filter(pk__in=ids).values_list("verified_by", "decided_by"):
        yield from found


def _reports(pairs: Iterable[tuple[int, int]]) -> Iterator[int | None]:
    """Who accepted a report of the unit in the period, or sent it or a line of it back."""
    wanted = set(pairs)
    rows = Report.objects.filter(period__in={p for p, _ in wanted}, unit__in={u for _, u in wanted})
    ids = [pk for pk, period, unit in rows.values_list("pk", "period_id", "unit_id") if (period, unit) in wanted]
    yield from rows.filter(pk__in=ids).values_list("accepted_by", flat=True)
    yield from _acted(Report._meta.label_lower, ids, JUDGING["report"])


def _obligations(ids: Sequence[int]) -> Iterator[int | None]:
    """Those, and who granted or refused time."""
    yield from _reports(Obligation.objects.filter(pk__in=ids).values_list("period_id", "unit_id"))
    yield from _acted(
        Obligation._meta.label_lower, ids, ("obligation.extend", "obligation.waive", "obligation.end_waiver")
    )


def _owed(ids: Sequence[int]) -> Iterator[int | None]:
    return _reports(OwedLine.objects.filter(pk__in=ids).values_list("obligation__period_id", "obligation__unit_id"))


def _assignments(ids: Sequence[int]) -> Iterator[int | None]:
    """Who reviewed the plans for the matters."""
    matters = Assignment.objects.filter(pk__in=ids).order_by().values("matter_id")
    plans = list(HandlingPlan.objects.filter(matter__in=matters).values_list("pk", "decided_by"))
    yield from (decided for _, decided in plans)
    yield from _acted(HandlingPlan._meta.label_lower, [pk for pk, _ in plans], JUDGING["plan"])


def _holdings(ids: Sequence[int]) -> Iterator[int | None]:
    """Who put a difficulty to the unit, or closed it."""
    cases = list(Holding.objects.filter(pk__in=ids).values_list("case_id", flat=True))
    yield from _acted("oversight.coordinationcase", cases, JUDGING["case"])


def _urgings(ids: Sequence[int]) -> Iterator[int | None]:
    for drafted in Urging.objects.filter(pk__in=ids).values_list("prepared_by", "given_by", "decided_by"):
        yield from drafted


def _acted(subject_type: str, ids: Sequence[int], verbs: Sequence[str]) -> Iterator[int | None]:
    rows = Event.objects.filter(Q(subject_type=subject_type, subject_id__in=list(ids)), verb__in=list(verbs))
    yield from rows.order_by().values_list("actor_id", flat=True).distinct()


_KINDS: dict[str, Callable[[Sequence[int]], Iterator[int | None]]] = {
    Matter._meta.label_lower: _matters,
    Verification._meta.label_lower: _verifications,
    Obligation._meta.label_lower: _obligations,
    OwedLine._meta.label_lower: _owed,
    Assignment._meta.label_lower: _assignments,
    Holding._meta.label_lower: _holdings,
    Urging._meta.label_lower: _urgings,
}
