"""Uploaded notices: the office alone."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import EVERYONE, OFFICE, Line
from tests.architecture.world import World


def draft(world: World) -> Mapping[str, Any]:
    """A draft that was read."""
    return {"pk": world.draft.pk}


def failed(world: World) -> Mapping[str, Any]:
    """A draft that could not be read."""
    return {"pk": world.failed.pk}


def item(world: World) -> Mapping[str, Any]:
    """Its first item."""
    return {**draft(world), "programme": 0, "item": 0}


ADDED = {"revision": "0", "number": "2", "section": "0", "text": "不在原文里的事项。"}
OTHERS = EVERYONE - OFFICE  # a draft does not exist for them

LINES = [
    Line("notices", OFFICE),
    Line("notice-draft", OFFICE, OTHERS, keys=draft),
    Line("notice-original", OFFICE, OTHERS, keys=draft),
    Line("notice-requeue", OFFICE, OTHERS, keys=failed),
    Line("notice-again", OFFICE, OTHERS, keys=draft),
    Line("notice-discard", OFFICE, OTHERS, keys=draft),
    Line("notice-review", OFFICE, OTHERS, keys=draft),
    Line("notice-item", OFFICE, OTHERS, keys=item),
    Line("notice-add-item", OFFICE, OTHERS, keys=lambda w: {**draft(w), "programme": 0}, data=ADDED),
    Line("notice-frame", OFFICE, OTHERS, keys=draft),
    Line("notice-shape", OFFICE, OTHERS, keys=draft),
    Line("notice-answer", OFFICE, OTHERS, keys=draft),
    Line("notice-undo", OFFICE, OTHERS, keys=draft),
    Line("notice-redo", OFFICE, OTHERS, keys=draft),
    Line("notice-units", OFFICE, OTHERS, keys=draft),
    Line("notice-rules", OFFICE, OTHERS, keys=draft),
    Line("notice-confirm", OFFICE, OTHERS, keys=draft),
]
