"""What a unit has to sign for (签收): its live assignments, groups expanded to the members of the day.

A unit that is named by itself answers as such, not through its group. What is newly assigned or re-assigned is a new
assignment, so it appears here again by itself.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Max, Q
from django.utils import timezone

from duban.ledger.models import Assignment, Matter
from duban.ledger.querysets import AssignmentQuerySet
from duban.ledger.standing import closure, edges
from duban.orgs.enums import UnitKind, UnitLevel
from duban.orgs.models import Unit
from duban.orgs.workdays import office_calendar
from duban.progress.actions.periods import NEVER_OWE
from duban.progress.actions.receipts import WORKING_DAYS
from duban.progress.enums import DisputeState
from duban.progress.models import Dispute, Receipt


class Standing(StrEnum):
    """Where an assignment stands with its unit."""

    UNSIGNED = "unsigned"
    SIGNED = "signed"
    DISPUTED = "disputed"  # waits for the office
    UPHELD = "upheld"  # the dispute was right; waits for re-assignment


LABELS = {
    Standing.UNSIGNED: "待签收",
    Standing.SIGNED: "已签收",
    Standing.DISPUTED: "异议待裁",
    Standing.UPHELD: "异议成立，待改派",
}


@dataclass(frozen=True)
class Asked:
    """An assignment that a unit has to sign for, with what it did so far."""

    assignment: Assignment
    unit_id: int
    given_on: dt.date
    dispute_until: dt.date
    receipt: Receipt | None = None
    dispute: Dispute | None = None  # the newest one

    @property
    def standing(self) -> Standing:
        """Disputes outweigh a signature: the unit may sign first and object within the term."""
        if self.dispute is not None and self.dispute.state == DisputeState.OPEN:
            return Standing.DISPUTED
        if self.dispute is not None and self.dispute.state == DisputeState.UPHELD:
            return Standing.UPHELD
        return Standing.SIGNED if self.receipt else Standing.UNSIGNED

    @property
    def label(self) -> str:
        """Chinese word of the standing."""
        return LABELS[self.standing]

    @property
    def through_group(self) -> bool:
        """Printed as a group (各街道办事处) and answered by each member."""
        return self.assignment.unit.kind == UnitKind.GROUP

    @property
    def heir(self) -> bool:
        """Printed for a unit that was merged into this one."""
        return not self.through_group and self.assignment.unit_id != self.unit_id

    def may_dispute(self, today: dt.date) -> bool:
        """Within the term, and none waits or was upheld."""
        return today <= self.dispute_until and self.standing in (Standing.UNSIGNED, Standing.SIGNED)


def newest_year() -> int | None:
    """The newest year of the ledger; None while it is empty."""
    return Matter.objects.live().aggregate(year=Max("programme__year"))["year"]


def answering(on: dt.date) -> dict[int, Unit]:
    """Units of the district that can answer for something on the day, in the usual order."""
    rows = Unit.objects.active(on).filter(level=UnitLevel.DISTRICT).exclude(kind__in=NEVER_OWE)
    return {unit.pk: unit for unit in rows.order_by("position", "id")}


def asked_of(unit: Unit, *, year: int | None, on: dt.date, matter_id: int | None = None) -> list[Asked]:
    """What one unit has to sign for (of one matter), in printed order; four queries."""
    found = _rows(year).filter(unit_id__in=closure([unit.pk], edges(on)))
    rows = list(found if matter_id is None else found.filter(matter_id=matter_id))
    return list(_with_acts(((unit.pk, row) for row in _once(rows, unit.pk)), acts=Q(unit_id=unit.pk)))


def asked_of_all(*, year: int | None, on: dt.date, matter_id: int | None = None) -> dict[int, list[Asked]]:
    """Unit id → what it has to sign for (of one matter), in printed order; units with nothing are left out.

    Five queries.
    """
    units, held = answering(on), edges(on)
    by_unit: dict[int, list[Assignment]] = defaultdict(list)
    for row in _rows(year) if matter_id is None else _rows(year).filter(matter_id=matter_id):
        by_unit[row.unit_id].append(row)
    order = {row.pk: n for n, row in enumerate(r for rows in by_unit.values() for r in rows)}
    pairs = []
    for unit_id in units:
        rows = [row for each in closure([unit_id], held) for row in by_unit.get(each, ())]
        rows.sort(key=lambda row: _printed(row, order))
        pairs += [(unit_id, row) for row in _once(rows, unit_id)]
    found: dict[int, list[Asked]] = defaultdict(list)
    acts = Q() if matter_id is None else Q(assignment__matter_id=matter_id)
    for each in _with_acts(pairs, acts=acts):
        found[each.unit_id].append(each)
    return {unit_id: found[unit_id] for unit_id in units if unit_id in found}


def _printed(row: Assignment, order: dict[int, int]) -> tuple[int, int, int, int]:
    return row.matter.programme.ordinal, row.matter.ordinal, row.part, order[row.pk]


def _rows(year: int | None) -> AssignmentQuerySet:
    rows = Assignment.objects.live().filter(matter__in=Matter.objects.live().order_by().values("pk"))
    if year is not None:
        rows = rows.filter(matter__programme__year=year)
    return (
        rows.select_related("unit", "matter__programme", "matter__section", "basis")
        .defer("basis__source_text", "matter__search", "matter__text")
        .order_by("matter__programme__ordinal", "matter__ordinal", "part", "ordinal", "id")
    )


def _once(rows: list[Assignment], unit_id: int) -> Iterator[Assignment]:
    """Without what comes through a group, or from a merged unit, where the unit is named itself in the same part."""
    own = {(row.matter_id, row.part) for row in rows if row.unit_id == unit_id}
    for row in rows:
        if row.unit_id == unit_id or (row.matter_id, row.part) not in own:
            yield row


def _with_acts(pairs: Iterable[tuple[int, Assignment]], *, acts: Q) -> Iterator[Asked]:
    receipts = {(r.assignment_id, r.unit_id): r for r in Receipt.objects.filter(acts).select_related("by")}
    disputes: dict[tuple[int, int], Dispute] = {}
    for dispute in Dispute.objects.filter(acts).order_by("id"):  # the newest stays
        disputes[dispute.assignment_id, dispute.unit_id] = dispute
    terms: dict[dt.date, dt.date] = {}
    for unit_id, row in pairs:
        given = timezone.localtime(row.made_at or row.basis.confirmed_at).date()
        if given not in terms:
            terms[given] = office_calendar().after(given, WORKING_DAYS)
        key = (row.pk, unit_id)
        yield Asked(row, unit_id, given, terms[given], receipts.get(key), disputes.get(key))


@dataclass(frozen=True)
class Tally:
    """A unit's line on the office's board."""

    unit: Unit
    asked: tuple[Asked, ...]

    @property
    def total(self) -> int:
        """Items given."""
        return len(self.asked)

    def count(self, standing: Standing) -> int:
        """Items that stand so."""
        return sum(each.standing is standing for each in self.asked)

    @property
    def signed(self) -> int:
        """Signed for."""
        return self.count(Standing.SIGNED)

    @property
    def unsigned(self) -> int:
        """Not signed for, and not disputed."""
        return self.count(Standing.UNSIGNED)

    @property
    def disputed(self) -> int:
        """Waits for the office: to decide, or to re-assign."""
        return self.count(Standing.DISPUTED) + self.count(Standing.UPHELD)

    @property
    def since(self) -> dt.date | None:
        """Since when the oldest unsigned item waits."""
        return min((each.given_on for each in self.asked if each.standing is Standing.UNSIGNED), default=None)

    @property
    def last_signed(self) -> dt.datetime | None:
        """When something was signed for last."""
        return max((each.receipt.at for each in self.asked if each.receipt), default=None)


def tallies(*, year: int | None, on: dt.date) -> list[Tally]:
    """Every unit that has something to sign for, in the usual order."""
    units = answering(on)
    return [Tally(units[pk], tuple(rows)) for pk, rows in asked_of_all(year=year, on=on).items()]
