"""Where a row of an appraisal leads: the report, item, plan, case or letter behind it. Constant queries a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse

from duban.core.appraisal.facts import Fact
from duban.ledger.models import Assignment
from duban.oversight.models import Holding
from duban.progress.models import HandlingPlan, Obligation, OwedLine, Report

Keyed = dict[str, str]
"""Key of a row → address."""


def addresses(facts: Iterable[Fact]) -> Keyed:
    """Addresses of the rows, by key; a row without a page of its own leads to its item."""
    by_kind: dict[str, dict[int, str]] = defaultdict(dict)
    for fact in facts:
        kind, _, number = fact.key.partition(":")
        by_kind[kind][int(number.partition("-")[0])] = fact.key
    found: Keyed = {}
    for kind, keys in by_kind.items():
        for pk, address in _KINDS[kind](list(keys)).items():
            found[keys[pk]] = address
    return found


def _matter(ids: Sequence[int]) -> dict[int, str]:
    return {pk: reverse("ledger-item", args=[pk]) for pk in ids}


def _reports(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Period and unit → the newest report."""
    wanted = set(pairs)
    rows = Report.objects.filter(period__in={p for p, _ in wanted}, unit__in={u for _, u in wanted}).order_by("version")
    return {(period, unit): pk for pk, period, unit in rows.values_list("pk", "period_id", "unit_id")}


def _obligation(ids: Sequence[int]) -> dict[int, str]:
    rows = {pk: (p, u) for pk, p, u in Obligation.objects.filter(pk__in=ids).values_list("pk", "period_id", "unit_id")}
    there = _reports(rows.values())
    return {
        pk: reverse("report_read", args=[there[pair]]) if pair in there else reverse("period", args=[pair[0]])
        for pk, pair in rows.items()
    }


def _owed(ids: Sequence[int]) -> dict[int, str]:
    rows = OwedLine.objects.filter(pk__in=ids).values_list(
        "pk", "obligation__period_id", "obligation__unit_id", "matter_id"
    )
    kept = {pk: ((period, unit), matter) for pk, period, unit, matter in rows}
    there = _reports(pair for pair, _ in kept.values())
    return {
        pk: reverse("report_read", args=[there[pair]]) if pair in there else reverse("ledger-item", args=[matter])
        for pk, (pair, matter) in kept.items()
    }


def _assignment(ids: Sequence[int]) -> dict[int, str]:
    rows = Assignment.objects.filter(pk__in=ids).values_list("pk", "matter_id", "unit_id")
    pairs = {pk: (matter, unit) for pk, matter, unit in rows}
    plans = HandlingPlan.objects.filter(matter__in={m for m, _ in pairs.values()}).order_by("version")
    newest = {(matter, unit): pk for pk, matter, unit in plans.values_list("pk", "matter_id", "unit_id")}
    return {
        pk: reverse("plan", args=[newest[pair]]) if pair in newest else reverse("ledger-item", args=[pair[0]])
        for pk, pair in pairs.items()
    }


def _holding(ids: Sequence[int]) -> dict[int, str]:
    rows = Holding.objects.filter(pk__in=ids).values_list("pk", "case_id")
    return {pk: reverse("case", args=[case]) for pk, case in rows}


def _verification(ids: Sequence[int]) -> dict[int, str]:
    return {pk: reverse("verification", args=[pk]) for pk in ids}


def _urging(ids: Sequence[int]) -> dict[int, str]:
    return {pk: reverse("urging", args=[pk]) for pk in ids}


_KINDS: dict[str, Callable[[Sequence[int]], dict[int, str]]] = {
    "ledger.matter": _matter,
    "progress.obligation": _obligation,
    "progress.owedline": _owed,
    "ledger.assignment": _assignment,
    "oversight.holding": _holding,
    "oversight.verification": _verification,
    "oversight.urging": _urging,
}
