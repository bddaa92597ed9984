"""The derived columns of a matter: ``search``, ``display``, ``target_count``, so that the list is one query.

Written where a matter is made, and by :func:`refresh` after every act that changes what a row shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from duban.core.text.excise import excise
from duban.core.text.figures import plain_number
from duban.core.text.fold import fold
from duban.ledger.enums import RoleSource, TargetVersion
from duban.ledger.models import Assignment, Matter, Target

COLUMNS = ["search", "display", "target_count"]


def derive(
    matter: Matter,
    section: str,
    assignments: Sequence[Assignment],
    targets: Sequence[Target],
    before: Mapping[int, Target] | None = None,
) -> None:
    """Set the derived columns of an unsaved or saved matter.

    ``assignments``: the live ones in printed order, with ``unit`` loaded; ``targets``: current versions;
    ``before``: ordinal → the version before a document changed the goal (:func:`unrevised`).
    """
    places = excise(matter.text, [tuple(tag) for tag in matter.tags])
    figures = [
        places.place(target.figure_start, target.figure_end)
        for target in targets
        if target.figure_start is not None and target.figure_end is not None
    ]
    extended = matter.display.get("extended")  # of what is above the ledger; see note_extensions
    matter.display = {
        "units": [_unit(assignment) for assignment in assignments],
        "figures": sorted(list(figure) for figure in figures if figure),
        "targets": [_target(target, (before or {}).get(target.ordinal)) for target in targets],
        "section": section,
    }
    if extended:
        matter.display["extended"] = extended
    matter.target_count = len(targets)
    names = dict.fromkeys(name for a in assignments for name in (a.unit.name, a.printed_name) if name)
    # A mark between the parts that no search can contain, so that no hit spans two of them.
    parts = [matter.code, matter.title, matter.text, section, *names]
    matter.search = "\n".join(fold(part) for part in parts if part)


def _unit(assignment: Assignment) -> dict[str, Any]:
    return {
        "id": assignment.unit_id,
        "name": assignment.unit.name,
        "printed": assignment.printed_name,
        "role": str(assignment.role),
        "scope": str(assignment.scope),
        "lead": assignment.lead,
        "inferred": assignment.role_source == RoleSource.INFERRED,
        "part": assignment.part,
    }


def _target(target: Target, before: Target | None) -> dict[str, str]:
    shown = {"what": target.what, "op": target.op, "value": plain_number(target.value), "unit": target.unit}
    if before is not None and (before.value, before.op) != (target.value, target.op):
        shown["was"] = plain_number(before.value)
        shown["was_op"] = before.op
    return shown


def note_extensions(matter: Matter, extended: list[dict[str, str]]) -> None:
    """Keep with the row of the list which days were extended: ``{"what", "from", "to"}``, days as ISO text.

    Extensions are decided above the ledger; whoever decides one says here what the row shows.
    """
    fresh = Matter.objects.get(pk=matter.pk)
    fresh.display = {name: value for name, value in fresh.display.items() if name != "extended"}
    if extended:
        fresh.display["extended"] = extended
    fresh.save(update_fields=["display"])
    matter.display = fresh.display


def current_targets(rows: Iterable[Target]) -> list[Target]:
    """The newest version of each target, without those that a person said are none; in printed order."""
    newest: dict[int, Target] = {}
    for row in rows:
        if row.ordinal not in newest or row.version > newest[row.ordinal].version:
            newest[row.ordinal] = row
    return [newest[ordinal] for ordinal in sorted(newest) if not newest[ordinal].withdrawn]


def unrevised(rows: Iterable[Target]) -> dict[int, Target]:
    """Ordinal → the last version before the first revision, of targets that a document changed."""
    last: dict[int, Target] = {}
    found: dict[int, Target] = {}
    for row in sorted(rows, key=lambda each: (each.ordinal, each.version)):
        if row.version_kind == TargetVersion.REVISION and row.ordinal in last:
            found.setdefault(row.ordinal, last[row.ordinal])
        last[row.ordinal] = row
    return found


def refresh(matters: Sequence[Matter]) -> None:
    """Derive the columns again from the database and save them; a constant number of queries."""
    ids = [matter.pk for matter in matters]
    live: dict[int, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.live().filter(matter_id__in=ids).select_related("unit")
    for assignment in rows.order_by("part", "ordinal", "id"):
        live[assignment.matter_id].append(assignment)
    versions: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(matter_id__in=ids).order_by("matter_id", "ordinal", "version"):
        versions[target.matter_id].append(target)
    fresh = list(Matter.objects.filter(pk__in=ids).select_related("section").order_by("id"))
    for matter in fresh:
        section = matter.section.title if matter.section else ""
        rows_of = versions[matter.pk]
        derive(matter, section, live[matter.pk], current_targets(rows_of), unrevised(rows_of))
    Matter.objects.bulk_update(fresh, COLUMNS, batch_size=100)
    by_id = {matter.pk: matter for matter in fresh}
    for matter in matters:
        for column in COLUMNS:
            setattr(matter, column, getattr(by_id[matter.pk], column))
