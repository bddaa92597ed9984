"""Uploaded notices: the office alone."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.addresses.people import OFFICE, Line
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


LINES = [
    Line("notices", OFFICE),
    Line("notice-draft", OFFICE, keys=draft),
    Line("notice-original", OFFICE, keys=draft),
    Line("notice-requeue", OFFICE, keys=failed),
    Line("notice-again", OFFICE, keys=draft),
    Line("notice-discard", OFFICE, keys=draft),
    Line("notice-review", OFFICE, keys=draft),
    Line("notice-item", OFFICE, keys=item),
    Line("notice-add-item", OFFICE, keys=lambda w: {**draft(w), "programme": 0}),
    Line("notice-frame", OFFICE, keys=draft),
    Line("notice-shape", OFFICE, keys=draft),
    Line("notice-answer", OFFICE, keys=draft),
    Line("notice-undo", OFFICE, keys=draft),
    Line("notice-redo", OFFICE, keys=draft),
    Line("notice-units", OFFICE, keys=draft),
    Line("notice-rules", OFFICE, keys=draft),
    Line("notice-confirm", OFFICE, keys=draft),
]
