"""A draft as the page shows it: paragraphs with their levels, every figure a link to what is behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from duban.circulars import naming
from duban.circulars.actions import moving
from duban.circulars.drafts import Reading
from duban.circulars.enums import Naming
from duban.circulars.models import Circular, Exemption, Part
from duban.core.circulars.paragraphs import level_of
from duban.core.workflow import circular as flow
from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.models import Unit


@dataclass(frozen=True)
class Stretch:
    """A stretch of text; with an address where it is a figure."""

    text: str
    href: str = ""
    key: str = ""


def paragraphs(row: Circular, reading: Reading) -> list[tuple[str, list[Stretch]]]:
    """Level and stretches of each."""
    base = reverse("circular-figure", args=[row.pk])
    found = []
    for each in reading.paragraphs:
        runs = [
            Stretch(run.text, f"{base}?{urlencode({'key': run.key})}" if run.key else "", run.key) for run in each.runs
        ]
        found.append((level_of(each.text).value, runs))
    return found


@dataclass(frozen=True)
class Named:
    """A unit with what the draft says of it, and its reply of the round."""

    unit: Unit
    lines: list[dict[str, Any]]
    part: Part | None


def named(row: Circular, reading: Reading) -> list[Named]:
    """Units that the text names now; those that were shown a part and are named no more stand at the end."""
    lines = naming.named(reading)
    parts = {part.unit_id: part for part in _parts(row)}
    units = Unit.objects.in_bulk({*lines, *parts})
    order = [*lines, *(pk for pk in parts if pk not in lines)]
    return [Named(units[pk], _said(lines.get(pk, [])), parts.get(pk)) for pk in order]


def _parts(row: Circular) -> Iterable[Part]:
    return row.parts.filter(round=row.round).select_related("unit", "replied_by", "handled_by", "seen_by")


def _said(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    listed = (Naming.SCHEDULE, Naming.NODE, Naming.LATE, Naming.CASE)
    return [{**line, "label": Naming(line["naming"]).label, "listed": line["naming"] in listed} for line in lines]


def exemptions(row: Circular) -> list[Exemption]:
    """Whom the office does not name after all."""
    return list(row.exemptions.select_related("unit", "matter", "made_by"))


def moves(row: Circular, actor: Actor, is_naming: bool) -> dict[str, str]:
    """Moves that the person may make now: name → label."""
    facts = moving.facts_of(row, timezone.localdate(), named=is_naming)
    found = flow.TABLE.available(row.state, moving.roles_of(actor), facts)
    return {move.name: move.label for move in found}


def matter_of(text: str) -> Matter | None:
    """The matter that a form names; none where it names none."""
    return Matter.objects.filter(pk=int(text)).first() if text.isdigit() else None
