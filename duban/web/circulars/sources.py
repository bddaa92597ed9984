"""Where a figure leads: the addresses of the rows behind it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from duban.circulars.values import Row
from duban.ledger.models import Target
from duban.oversight.models import Closing, Verification
from duban.progress.models import Obligation


@dataclass(frozen=True)
class Source:
    """A row with its address; without one where no page shows it."""

    label: str
    href: str


def sources(rows: Iterable[Row], on: dt.date) -> list[Source]:
    """Addresses of the rows; a query a model at most. Lights are shown as of the day."""
    rows = list(rows)
    keys: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        keys[row.model].append(row.pk)
    owners: dict[str, dict[int, int]] = {}
    for model, (queryset, column) in _OWNERS.items():
        if keys[model]:
            owners[model] = dict(queryset().filter(pk__in=keys[model]).values_list("pk", column))
    found = []
    for row in rows:
        pk = owners[row.model].get(row.pk, 0) if row.model in owners else row.pk
        found.append(Source(row.label, _address(row.model, pk, on)))
    return found


_OWNERS: dict[str, tuple[Callable, str]] = {
    "ledger.target": (Target.objects.all, "matter_id"),
    "progress.obligation": (Obligation.objects.all, "period_id"),
    "oversight.verification": (Verification.objects.all, "matter_id"),
    "oversight.closing": (Closing.objects.all, "pk"),
}
_VIEWS = {
    "ledger.matter": "light",
    "ledger.target": "light",
    "progress.obligation": "period",
    "progress.period": "period",
    "oversight.coordinationcase": "case",
    "oversight.verification": "ledger-item",
    "oversight.closing": "closing",
    "notices.notice": "ledger-notice",
    "orgs.unit": "unit",
    "dispatch.dispatch": "document",
}


def _address(model: str, pk: int, on: dt.date) -> str:
    try:
        href = reverse(_VIEWS[model], args=[pk]) if pk else ""
    except (KeyError, NoReverseMatch):
        return ""
    return f"{href}?on={on.isoformat()}" if href and _VIEWS[model] == "light" else href
