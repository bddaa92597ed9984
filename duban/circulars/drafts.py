"""A draft as it reads: its text with the figures of the ledger in their places, live or as they were frozen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from duban.circulars import annex
from duban.circulars.figures import compute, known
from duban.circulars.models import Circular
from duban.circulars.scope import Corrected, Scope
from duban.circulars.values import Exempt, Value
from duban.core.circulars.paragraphs import numbered
from duban.core.circulars.placeholders import Faulty, Line, Printed, Reference, faults, filled, parse, references

END_OF_DAY = dt.time(23, 59, 59)


@dataclass(frozen=True)
class Reading:
    """A draft with its figures. ``live``: they still move. ``scope``: what they were computed from, while live."""

    title: str
    paragraphs: list[Printed]
    values: dict[str, Value]
    at: dt.datetime
    live: bool
    scope: Scope | None = None
    tables: tuple[dict[str, Any], ...] = ()  # the annexes (:mod:`duban.circulars.annex`)

    @property
    def length(self) -> int:
        """Characters of the text, without the annex."""
        return sum(len(each.text) for each in self.paragraphs)


def instant_of(as_of: dt.date, now: dt.datetime) -> dt.datetime:
    """The end of the day, or now if the day is not over."""
    end = timezone.make_aware(dt.datetime.combine(as_of, END_OF_DAY))
    return min(end, now)


def exempt_of(row: Circular) -> frozenset[Exempt]:
    """Whom the office does not name after all."""
    if row.pk is None:
        return frozenset()
    return frozenset(row.exemptions.values_list("naming", "unit_id", "matter_id"))


def scope_of(row: Circular, at: dt.datetime) -> Scope:
    """What the draft's figures look at."""
    praised = row.praises.order_by("unit__position", "unit_id").values_list("unit_id", flat=True) if row.pk else ()
    return Scope(
        year=row.year,
        at=at,
        period=row.period,
        exempt=exempt_of(row),
        praised=praised,
        corrected=corrected_of(row),
    )


def corrected_of(row: Circular) -> Corrected | None:
    """The issued document that it corrects."""
    old = row.corrects.issued if row.corrects is not None else None
    if old is None:
        return None
    return Corrected(old.full_number, old.title, old.issued_on, row.correction_reason, old.pk)


def lines_of(kind: str, title: str, body: str) -> tuple[Line, list[Line]]:
    """The title and the paragraphs, read. Raises :class:`Faulty` with everything that is wrong."""
    wrong: list[str] = []
    found: list[list[Line]] = []
    for what, text in (("标题", title), ("正文", body)):
        try:
            lines = parse(text)
        except Faulty as error:
            wrong.extend(f"{what}{each}" for each in error.faults)
            continue
        wrong.extend(f"{what}：{each}" for each in faults(lines, known(kind)))
        found.append(lines)
    if not wrong and len(found[0]) != 1:
        wrong.append("标题应为一行。")
    if not wrong and not found[1]:
        wrong.append("正文不能为空。")
    if wrong:
        raise Faulty(wrong)
    return found[0][0], found[1]


def references_of(row: Circular) -> list[Reference]:
    """Every reference of title and text."""
    title, lines = lines_of(row.kind, row.title, row.body)
    return references([title, *lines])


def read(row: Circular, *, now: dt.datetime, with_tables: bool = True) -> Reading:
    """The draft as it reads now; frozen ones read as they were frozen, whatever the ledger says by now."""
    if row.frozen is not None:
        return thawed(row)
    at = instant_of(row.as_of, now)
    scope = scope_of(row, at)
    values = compute(scope, references_of(row))
    tables = annex.tables(scope) if row.with_annex and with_tables else []
    return _reading(row, values, at, live=True, scope=scope, tables=tables)


def thawed(row: Circular) -> Reading:
    """From what was frozen alone."""
    assert row.frozen is not None and row.instant is not None
    values = {key: Value.from_json(data) for key, data in row.frozen["values"].items()}
    return _reading(row, values, row.instant, live=False, scope=None, tables=annex.frozen(row.frozen))


def _reading(
    row: Circular, values: dict[str, Value], at: dt.datetime, *, live: bool, scope: Scope | None, tables: list[Any]
) -> Reading:
    title, lines = lines_of(row.kind, row.title, row.body)
    places = {key: value.filled() for key, value in values.items()}
    heading = "".join(each.text for each in filled([title], places))
    return Reading(heading, numbered(filled(lines, places)), values, at, live, scope, tuple(tables))


def heading_of(row: Circular, now: dt.datetime) -> str:
    """The title as printed; figures of the title alone are asked."""
    title, _ = lines_of(row.kind, row.title, row.body)
    values = compute(scope_of(row, instant_of(row.as_of, now)), references([title]))
    return "".join(each.text for each in filled([title], {key: value.filled() for key, value in values.items()}))


def freeze(row: Circular, at: dt.datetime) -> dict[str, Any]:
    """Every figure of the text at the instant with its source, and the annexes, as plain values."""
    scope = scope_of(row, at)
    values = compute(scope, references_of(row))
    return {
        "at": at.isoformat(),
        "rule": scope.rule,
        "values": {key: value.as_json() for key, value in values.items()},
        "annexes": annex.tables(scope) if row.with_annex else [],
    }


@dataclass(frozen=True)
class Difference:
    """A frozen figure that the ledger no longer gives for that instant."""

    key: str
    frozen: str
    now: str


def recheck(row: Circular) -> list[Difference]:
    """Compute every frozen figure again at its instant: what differs, in order; empty if all agree."""
    if row.frozen is None or row.instant is None:
        return []
    again = freeze(row, row.instant)
    found = []
    for key, data in row.frozen["values"].items():
        old, new = Value.from_json(data), Value.from_json(again["values"][key])
        if _shown(old) != _shown(new):
            found.append(Difference(key, _shown(old), _shown(new)))
    now = {each["kind"]: annex.told(each) for each in again["annexes"]}
    for table in annex.frozen(row.frozen):
        before, after = annex.told(table), now.get(table["kind"], [])
        if table["kind"] and before != after:
            changed = [line for line in before if line not in after]
            found.append(Difference(table["title"], "；".join(changed) or "没有这些行", f"现有{len(after)}行"))
    return found


def _shown(value: Value) -> str:
    return value.text if value.entries is None else "".join(each.text for each in value.entries)
