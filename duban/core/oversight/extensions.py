"""Which day counts after extensions (延期): what was due on the day that was extended moves, the rest stays.

An extension of a whole matter says "from this day to that day". It moves what was due on that day when it was asked
for. A target with an earlier day of its own keeps it: it is asked for singly, and once its day is past it cannot be
moved any more, however late the rest of the matter may be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Granted:
    """An extension that was granted. ``ordinal``: of a target, ``None`` for the whole matter."""

    ordinal: int | None
    old_due: dt.date
    new_due: dt.date
    applied_at: dt.datetime
    decided_at: dt.datetime
    revoked_at: dt.datetime | None = None

    def counts(self, at: dt.datetime | None) -> bool:
        """Whether it is in force at the instant; ``None``: now."""
        if at is None:
            return self.revoked_at is None
        return self.decided_at <= at and (self.revoked_at is None or at < self.revoked_at)


def day_of(printed: dt.date, ordinal: int | None, rows: Sequence[Granted], at: dt.datetime | None = None) -> dt.date:
    """The last day of a target (``None``: of a matter without targets), as printed or as extended by the instant.

    ``rows``: all extensions of the matter that were ever granted, in the order of their decisions.
    """
    day = printed
    for row in rows:
        if not row.counts(at):
            continue
        if row.ordinal == ordinal:
            day = row.new_due
        elif row.ordinal is None and _reaches(row, printed, ordinal, rows):
            day = max(day, row.new_due)
    return day


def _reaches(row: Granted, printed: dt.date, ordinal: int | None, rows: Sequence[Granted]) -> bool:
    """Whether an extension of the whole matter moves the target: it was due on the extended day when it was asked."""
    earlier = [each for each in rows if each.decided_at <= row.applied_at]
    return day_of(printed, ordinal, earlier, row.applied_at) >= row.old_due


def whole_day(
    year_end: dt.date, printed: Mapping[int, dt.date], rows: Sequence[Granted], at: dt.datetime | None = None
) -> dt.date:
    """The last day of a matter: that of its last target; of the year where it has none."""
    days: Iterable[dt.date] = [day_of(day, ordinal, rows, at) for ordinal, day in printed.items()]
    return max(days, default=day_of(year_end, None, rows, at))
