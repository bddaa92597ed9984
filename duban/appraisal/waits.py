"""How long a unit waited for the answer of others to a difficulty: days that are taken out of its lateness."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.utils import timezone

from duban.oversight.enums import HolderKind
from duban.oversight.models import Holding

Key = tuple[int, int]
"""Matter, unit that asked."""
Span = tuple[dt.date, dt.date]


class Waits:
    """The spans of a year's cases in which somebody other than the asker held them, up to an instant; one query."""

    def __init__(self, year: int, at: dt.datetime) -> None:
        spans: dict[Key, list[Span]] = defaultdict(list)
        rows = (
            Holding.objects.filter(case__matter__programme__year=year, since__lte=at)
            .exclude(kind=HolderKind.ASKER)
            .values_list("case__matter_id", "case__unit_id", "since", "ended_at")
        )
        for matter_id, unit_id, since, ended_at in rows:
            end = min(ended_at, at) if ended_at else at
            spans[matter_id, unit_id].append((timezone.localdate(since), timezone.localdate(end)))
        self._spans = {key: merged(found) for key, found in spans.items()}

    def days(self, matter_id: int, unit_id: int, until: dt.date) -> int:
        """Calendar days of waiting up to and including a day; overlapping cases count once."""
        found = self._spans.get((matter_id, unit_id), ())
        return sum((min(end, until) - start).days for start, end in found if start < until)

    def covers(self, matter_id: int, unit_id: int, day: dt.date) -> bool:
        """Whether the unit waited on the day."""
        return any(start <= day <= end for start, end in self._spans.get((matter_id, unit_id), ()))


def merged(spans: Sequence[Span]) -> list[Span]:
    """Spans without overlap, in order.

    >>> d = lambda day: dt.date(2023, 5, day)
    >>> merged([(d(5), d(9)), (d(1), d(6)), (d(20), d(21))]) == [(d(1), d(9)), (d(20), d(21))]
    True
    """
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
