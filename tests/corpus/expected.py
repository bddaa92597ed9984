"""Small invented notices with what a careful reader finds in them: ``layouts/<name>.txt`` and ``.json``.

JSON: ``items`` with printed ``number``, number of the heading as ``section``, first characters as
``start``, ``units`` as ``[name, role, part]``, and where it matters ``title``, ``extras``, ``result``
(first characters) and ``full`` names; ``layout`` that must win; ids of ``findings`` that must be there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from duban.core.notice.reading import Item, Programme, Reading

FOLDER = Path(__file__).parent / "layouts"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def load(name: str) -> tuple[str, dict[str, Any]]:
    """Text and expectation of an example."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return text, json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def all_items(reading: Reading) -> list[tuple[Programme, Item]]:
    """Items of all programmes in order."""
    return [(programme, item) for programme in reading.programmes for item in programme.items]


def seen(programme: Programme, item: Item, expected: dict[str, Any]) -> dict[str, Any]:
    """An item in the shape of the expectation, with the same optional fields."""
    section = programme.sections[item.section].number if item.section is not None else ""
    shown: dict[str, Any] = {
        "number": item.number,
        "start": item.text[: len(expected.get("start", "")) or 12],
        "section": section,
        "units": [[u.unit, u.role.value, u.part] for u in item.units],
    }
    if "title" in expected:
        shown["title"] = item.title
    if "extras" in expected:
        shown["extras"] = {e.label: e.text for e in item.extras if e.label in expected["extras"]}
    if "result" in expected:
        shown["result"] = (item.result.text if item.result else "")[: len(expected["result"])]
    if "full" in expected:
        shown["full"] = {u.unit: u.full_name for u in item.units if u.unit in expected["full"]}
    return shown
