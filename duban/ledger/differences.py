"""A draft beside the ledger of its year: the values that :mod:`duban.core.notice.difference` compares."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from duban.core.notice import difference as core
from duban.core.notice import reading as r
from duban.core.notice.difference import ListedItem, Row, RowKind, UnitKey
from duban.core.notice.jsonform import from_json
from duban.core.text.excise import excise
from duban.ledger.building import placer
from duban.ledger.models import Assignment, Matter
from duban.ledger.registering import Registrar
from duban.notices.enums import NoticeKind
from duban.notices.models import NoticeDraft

TAKEN_BY_DEFAULT = frozenset({RowKind.NEW, RowKind.TEXT, RowKind.UNITS})
CHANGES = {  # what a notice of the kind may change in the ledger
    NoticeKind.ADDITION: frozenset({RowKind.NEW}),
    NoticeKind.CORRECTION: frozenset({RowKind.NEW, RowKind.TEXT, RowKind.UNITS, RowKind.GONE}),
}


@dataclass(frozen=True)
class Comparison:
    """The rows, with the matter and the item behind each key."""

    rows: list[Row]
    matters: dict[str, Matter] = field(default_factory=dict)  # by ListedItem.key of the old side
    items: dict[str, tuple[int, r.Item]] = field(default_factory=dict)  # programme index, item
    live: dict[int, list[Assignment]] = field(default_factory=dict)  # by matter


def taken(row: Row, kind: str, decisions: dict[str, str]) -> bool:
    """Whether the ledger follows the notice in this row: as chosen, else new and changed yes, withdrawn no."""
    if row.kind not in CHANGES.get(NoticeKind(kind), frozenset()):
        return False
    default = "take" if row.kind in TAKEN_BY_DEFAULT else "leave"
    return decisions.get(row.key, default) == "take"


def year_of(reading: r.Reading, today: dt.date) -> int:
    """Year of the ledger that the notice belongs to: printed in most programmes, else of its issue, else now."""
    years = Counter(p.year for p in reading.programmes if p.year)
    if years:
        return years.most_common(1)[0][0]
    for printed in (reading.header.issued_on.text, reading.header.published_on.text):
        if printed[:4].isdigit():
            return int(printed[:4])
    return today.year


def year_matters(year: int, levels: Iterable[str] | None = None) -> list[Matter]:
    """Live matters of the year (of those levels), in printed order."""
    matters = Matter.objects.live().filter(programme__year=year).select_related("programme", "section")
    if levels is not None:
        matters = matters.filter(programme__level__in=set(levels))
    return list(matters.order_by("programme__ordinal", "ordinal", "id"))


def live_assignments(matters: Iterable[Matter]) -> dict[int, list[Assignment]]:
    """Live assignments by matter, in printed order."""
    rows = Assignment.objects.live().filter(matter__in=[m.pk for m in matters]).select_related("unit__merged_into")
    found: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows.order_by("part", "ordinal", "id"):
        found[row.matter_id].append(row)
    return found


def for_draft(draft: NoticeDraft, today: dt.date) -> Comparison:
    """The comparison that the import screen shows before anything is confirmed."""
    reading = from_json(draft.current or {})
    registrar = Registrar.load(reading, draft.decisions)
    return compare(reading, draft.source_text, registrar, year_of(reading, today))


def compare(reading: r.Reading, source: str, registrar: Registrar, year: int) -> Comparison:
    """Rows of the reading against the year's ledger; no rows where the ledger has none of its levels."""
    levels = {str(p.level) or "none" for p in reading.programmes}
    matters = {f"m{matter.pk}": matter for matter in year_matters(year, levels)}
    if not matters:
        return Comparison([])
    items: dict[str, tuple[int, r.Item]] = {}
    new = []
    for p, programme in enumerate(reading.programmes):
        for i, item in enumerate(programme.items):
            key = f"{p}-{i}"
            items[key] = (p, item)
            new.append(listed_item(key, programme, item, source, registrar))
    live = live_assignments(matters.values())
    old = [listed_matter(key, matter, live[matter.pk]) for key, matter in matters.items()]
    return Comparison(core.compare(old, new), matters, items, live)


def listed_matter(key: str, matter: Matter, live: Iterable[Assignment]) -> ListedItem:
    """A matter of the ledger as it is compared."""
    return ListedItem(
        key=key,
        level=matter.programme.level,
        number=matter.number,
        text=matter.body,
        units=tuple(unit_key(assignment) for assignment in live),
        section=matter.section.title if matter.section else "",
    )


def unit_key(assignment: Assignment) -> UnitKey:
    """An assignment of the ledger as it is compared."""
    unit = assignment.unit.merged_into or assignment.unit
    return UnitKey(unit.name, assignment.role, assignment.scope, assignment.part)


def entry_key(entry: r.UnitEntry, registrar: Registrar) -> UnitKey:
    """An entry of the reading as it is compared."""
    return UnitKey(registrar.unit_for(entry.unit).name, str(entry.role), str(entry.scope), entry.part)


def listed_item(key: str, programme: r.Programme, item: r.Item, source: str, registrar: Registrar) -> ListedItem:
    """An item of the reading as it is compared."""
    place = placer(source, item)
    tags = [tag for span in item.tags if (tag := place(span))]
    return ListedItem(
        key=key,
        level=str(programme.level) or "none",
        number=item.number,
        text=excise(item.text, tags).body or item.text,
        units=tuple(dict.fromkeys(entry_key(entry, registrar) for entry in item.units)),
        section=programme.sections[item.section].title if item.section is not None else "",
    )
