"""Rows of the list as they stand in the page's boxes.

A number that is on file stands masked in its box. Left as it is, it means the number on file: nobody has to see a
number in order to keep it. Typed over, it is the new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from duban.core.liaisons import ROLES, LiaisonRow, masked
from duban.orgs.models import Unit
from duban.progress import liaison_lists
from duban.progress.models import Liaison

FIELDS = ("name", "title", "office_phone", "mobile")
MOST = 60  # rows of a form


@dataclass(frozen=True)
class Box:
    """A row of boxes. ``source``: where masked numbers come from, "L12" a liaison, "P7" an appointment."""

    row: LiaisonRow
    source: str = ""
    left: bool = False
    proposed: bool = False
    faults: Mapping[str, str] | None = None

    @property
    def role_label(self) -> str:
        """Printed words of the role."""
        return ROLES[self.row.role]


def for_page(unit: Unit, rows: Sequence[Liaison], left: frozenset[int], today: object) -> list[Box]:
    """Boxes of the list in force; for roles that nobody fills, who their posts propose; one empty row a role."""
    boxes = [Box(_masked(liaison_lists.as_row(row)), f"L{row.pk}", row.pk in left) for row in rows]
    there = {row.role for row in rows}
    lacking = [role for role in ROLES if role not in there]
    if lacking:
        found = liaison_lists.proposed(unit, lacking, today)  # type: ignore[arg-type]
        boxes += [Box(_masked(row), f"P{held.pk}", proposed=True) for held, row in found]
    return with_empty(boxes)


def with_empty(boxes: list[Box]) -> list[Box]:
    """In the order of the form; each role has a row to write in: an empty one, and for 经办人 always one more."""
    found = []
    for role in ROLES:
        mine = [box for box in boxes if box.row.role == role]
        if role == "clerk" or not mine:
            mine = [box for box in mine if any(getattr(box.row, f) for f in FIELDS)] + [Box(LiaisonRow(role))]
        found += mine
    return found


def _masked(row: LiaisonRow) -> LiaisonRow:
    return replace(row, office_phone=masked(row.office_phone), mobile=masked(row.mobile))


def posted(data: QueryDict) -> list[tuple[LiaisonRow, str]]:
    """Rows as typed with their sources, empty ones left out."""
    columns = [data.getlist(f"row-{field}")[:MOST] for field in ("role", *FIELDS)]
    sources = data.getlist("row-source")[:MOST]
    rows = []
    for at, values in enumerate(zip(*columns, strict=False)):
        row = LiaisonRow(*(value.strip()[:60] for value in values))
        if row.role in ROLES and any(getattr(row, field) for field in FIELDS):
            rows.append((row, sources[at] if at < len(sources) else ""))
    return rows


def resolved(unit: Unit, typed: Sequence[tuple[LiaisonRow, str]], today: object) -> list[LiaisonRow]:
    """The rows with the numbers on file in place of their masks; only of this unit's own people."""
    on_file = {f"L{row.pk}": liaison_lists.as_row(row) for row in Liaison.objects.filter(unit=unit)}
    people = liaison_lists.proposed(unit, ROLES, today)  # type: ignore[arg-type]
    on_file |= {f"P{held.pk}": row for held, row in people}
    return [_filled(row, on_file.get(source)) for row, source in typed]


def _filled(row: LiaisonRow, known: LiaisonRow | None) -> LiaisonRow:
    if known is None:
        return row
    office, mobile = row.office_phone, row.mobile
    if office and office == masked(known.office_phone):
        office = known.office_phone
    if mobile and mobile == masked(known.mobile):
        mobile = known.mobile
    return replace(row, office_phone=office, mobile=mobile)
