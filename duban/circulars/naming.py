"""Whom a draft names, and what each unit is shown of it: its own part alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from duban.circulars.drafts import Reading
from duban.circulars.enums import Naming
from duban.orgs.enums import UnitKind, UnitLevel
from duban.orgs.models import Unit

NEVER = (UnitKind.OFFICE, UnitKind.LEADERSHIP, UnitKind.ADMINISTRATION, UnitKind.SUPERIOR, UnitKind.GROUP)
OTHERS = "（其他单位）"
SHORTEST = 3  # characters of a name that is looked for in a text


def named(reading: Reading) -> dict[int, list[dict[str, Any]]]:
    """Unit id → its lines: entries of the printed lists, and sentences of the text that were written by hand.

    Where a sentence names others too, their names are covered: nobody reads what is said of another.
    """
    found: dict[int, list[dict[str, Any]]] = {}
    printed = {(run.key, run.entry) for each in reading.paragraphs for run in each.runs if run.entry >= 0}
    for key, value in reading.values.items():
        for at, entry in enumerate(value.entries or ()):
            if (key, at) not in printed:
                continue
            for unit in dict.fromkeys(entry.units):
                line = {"naming": str(entry.naming), "text": entry.text, "matter": entry.matter}
                if line not in found.setdefault(unit, []):
                    found[unit].append(line)
    for unit, text in _by_hand(reading, names_of_units()):
        found.setdefault(unit, []).append({"naming": Naming.TEXT.value, "text": text, "matter": None})
    order = list(Unit.objects.filter(pk__in=found).order_by("position", "pk").values_list("pk", flat=True))
    return {pk: found[pk] for pk in order}


def names_of_units() -> dict[str, int]:
    """Names and other names of the district's units, each alone; one query each."""
    rows = Unit.objects.filter(level=UnitLevel.DISTRICT).exclude(kind__in=NEVER).prefetch_related("aliases")
    names: dict[str, int] = {}
    for unit in rows:
        for name in (unit.name, unit.full_name, *(alias.text for alias in unit.aliases.all())):
            if len(name) >= SHORTEST:
                names.setdefault(name, unit.pk)
    return names


def _by_hand(reading: Reading, names: Mapping[str, int]) -> Iterable[tuple[int, str]]:
    if not names:
        return
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    for each in reading.paragraphs:
        if any(run.entry >= 0 for run in each.runs):
            continue
        for sentence in re.split(r"(?<=[。；])", each.text):
            units = dict.fromkeys(names[match[0]] for match in pattern.finditer(sentence))
            for unit in units:
                yield unit, pattern.sub(lambda m, unit=unit: m[0] if names[m[0]] == unit else OTHERS, sentence)
