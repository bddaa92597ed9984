"""Reports that are asked for, as they stood at an instant: days and waivers that were given since are not there yet."""

from __future__ import annotations

import datetime as dt

from duban.audit.history import turned_since
from duban.progress.models import Obligation

_TURNS = ("obligation.extend", "obligation.waive", "obligation.end_waiver")


class AskedThen:
    """How obligations stood at an instant; one query for all of them."""

    def __init__(self, at: dt.datetime) -> None:
        self._at = at
        self._turns = turned_since(Obligation._meta.label_lower, _TURNS, at)

    def due_on(self, pk: int, due_on: dt.date) -> dt.date:
        """The day by which it was asked, where it is ``due_on`` now."""
        extended = self._turns.get((pk, "obligation.extend"))
        return dt.date.fromisoformat(extended.before["due_on"]) if extended else due_on

    def was_waived(self, pk: int, waived_at: dt.datetime | None) -> bool:
        """免报 at the instant: given by then, or taken back only since."""
        if waived_at is not None and waived_at <= self._at:
            return True
        ended, given = self._turns.get((pk, "obligation.end_waiver")), self._turns.get((pk, "obligation.waive"))
        return ended is not None and (given is None or ended.seq < given.seq)
