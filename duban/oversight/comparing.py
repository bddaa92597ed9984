"""三方评价 of a period: what the rule computes, what the unit says, what the office says, row beside row.

A row is a matter in the list of what a unit owed in the period (frozen at its opening). The rule judges the unit that
leads, as of the last day of the period, with the reports on it that are in force; for other units it says nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from duban.core.oversight.ratings import WIDE, Three
from duban.core.oversight.rules import Colour
from duban.core.reporting.values import PRESENCE_LABELS, Presence, Rating
from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.oversight.judging import MatterLight, lights
from duban.oversight.models import OfficeRating
from duban.progress.enums import ReportState
from duban.progress.models import Line, OwedLine, Period

FILED = (ReportState.ACCEPTED, ReportState.SIGNED)


@dataclass(frozen=True)
class Compared:
    """A matter and unit in the period with the three ratings. ``line``: in the report in force, else in one signed."""

    matter: Matter
    unit: Unit
    lead: bool
    line: Line | None
    light: MatterLight | None
    rating: OfficeRating | None
    seen: int = 0  # the last version of the office's rating, taken back or not: the next one follows it

    @property
    def three(self) -> Three:
        """The three, side by side."""
        return Three(
            self.light.computed if self.light is not None else None,
            Rating(self.line.self_rating) if self.line is not None else Rating.NONE,
            Rating(self.rating.rating) if self.rating is not None else Rating.NONE,
        )

    @property
    def colour(self) -> Colour | None:
        """What the rule computes."""
        return self.three.computed

    @property
    def computed_sentence(self) -> str:
        """Why the rule says so, without what a person said over it."""
        if self.light is None:
            return "规则只对牵头单位判定。"
        return next(part.light.sentence for part in self.light.parts if part.light.colour is self.light.computed)

    @property
    def presence(self) -> Presence:
        """Whether the unit has answered."""
        return Presence(self.line.presence) if self.line is not None else Presence.MISSING

    @property
    def presence_label(self) -> str:
        """In words."""
        return PRESENCE_LABELS[self.presence]

    @property
    def accepted(self) -> bool:
        """Whether the line is of a report in force."""
        return self.line is not None and self.line.report.state == ReportState.ACCEPTED

    @property
    def wide(self) -> bool:
        """Whether the gap is wide."""
        return self.three.width >= WIDE


def compared(
    period: Period,
    at: dt.datetime,
    *,
    actor: Actor | None = None,
    unit_ids: Collection[int] | None = None,
    matter_ids: Collection[int] | None = None,
) -> list[Compared]:
    """All rows of the period in printed order, or those of some units and matters; a constant number of queries.

    ``actor``: whose eyes the office's ratings are seen with (all of them without one).
    """
    owed = OwedLine.objects.filter(obligation__period=period, obligation__waived_at__isnull=True)
    if unit_ids is not None:
        owed = owed.filter(obligation__unit__in=list(unit_ids))
    if matter_ids is not None:
        owed = owed.filter(matter__in=list(matter_ids))
    rows = list(
        owed.select_related("matter__programme", "matter__section", "assignment", "obligation__unit").order_by(
            "matter__programme__ordinal", "matter__ordinal", "obligation__unit__position", "obligation__unit_id"
        )
    )
    ids = {row.matter_id for row in rows}
    chosen = ids if unit_ids is not None or matter_ids is not None else None
    judged = lights(year=period.year, at=at, on=period.covers_to, matter_ids=chosen) if rows else {}
    lines, ratings = _lines(period, unit_ids), _ratings(period, actor, unit_ids)
    newest = OfficeRating.objects.filter(period=period, newer__isnull=True)
    seen = {(matter, unit): version for matter, unit, version in newest.values_list("matter_id", "unit_id", "version")}
    made = []
    for row in rows:
        unit, key = row.obligation.unit, (row.matter_id, row.obligation.unit_id)
        light = judged.get(row.matter_id)
        led = light is not None and light.unit_id == unit.pk
        made.append(
            Compared(
                row.matter,
                unit,
                row.assignment.lead,
                lines.get(key),
                light if led else None,
                ratings.get(key),
                seen.get(key, 0),
            )
        )
    return made


def _lines(period: Period, unit_ids: Collection[int] | None) -> dict[tuple[int, int], Line]:
    """(matter, unit) → line of the report in force, else of the one that was signed and waits."""
    rows = Line.objects.filter(report__period=period, report__state__in=FILED)
    if unit_ids is not None:
        rows = rows.filter(report__unit__in=list(unit_ids))
    found: dict[tuple[int, int], Line] = {}
    for line in rows.select_related("report").order_by("report__version", "id"):
        key = (line.matter_id, line.report.unit_id)
        if key not in found or found[key].report.state != ReportState.ACCEPTED:
            found[key] = line
    return found


def _ratings(
    period: Period, actor: Actor | None, unit_ids: Collection[int] | None
) -> dict[tuple[int, int], OfficeRating]:
    rows = OfficeRating.objects.current().filter(period=period)
    if unit_ids is not None:
        rows = rows.filter(unit__in=list(unit_ids))
    if actor is not None:
        rows = rows.visible_to(actor)
    return {(row.matter_id, row.unit_id): row for row in rows.select_related("given_by", "replied_by")}


def one(period: Period, matter: Matter, unit: Unit, at: dt.datetime, *, actor: Actor | None = None) -> Compared | None:
    """The row of one matter and unit; ``None`` where the unit does not owe it in the period."""
    found = compared(period, at, actor=actor, unit_ids=[unit.pk], matter_ids=[matter.pk])
    return found[0] if found else None
