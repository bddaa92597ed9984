"""Receipts and disputes on the page of a matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.orgs.workdays import office_calendar
from duban.progress import receiving
from duban.progress.receiving import Standing
from duban.web.receipts.disputes import Row, of_matter


@dataclass(frozen=True)
class Receiving:
    """Who signed, who has not, what was disputed; as far as the person may see it."""

    lines: list[dict[str, Any]]
    disputes: list[Row]

    @property
    def signed(self) -> int:
        """Units that signed."""
        return sum(line["asked"].standing is Standing.SIGNED for line in self.lines)


def of(matter_id: int, actor: Actor) -> Receiving:
    """For the office and the leaders all units, for a unit its own; a constant number of queries."""
    units = receiving.answering(actor.today)
    own = own_unit_ids(actor)
    lines = []
    for unit_id, rows in receiving.asked_of_all(year=None, on=actor.today, matter_id=matter_id).items():
        if not actor.sees_everything and unit_id not in own:
            continue
        mine = unit_id in own and bool(may(actor, Verb.DRAFT_REPORT))
        for asked in rows:
            may_dispute = asked.may_dispute(actor.today)
            left = office_calendar().say(actor.today, asked.dispute_until) if may_dispute else ""
            line = {"unit": units[unit_id], "asked": asked, "own": mine, "may_dispute": may_dispute, "left": left}
            lines.append(line)
    return Receiving(lines, of_matter(matter_id, actor))
