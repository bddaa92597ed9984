"""An item as a paper names it; codes (市-33) are the words of the screens."""

from __future__ import annotations

from duban.ledger.enums import Level
from duban.ledger.models import Matter


def item(matter: Matter) -> str:
    """市级第33项; its programme is to be loaded with it."""
    level = Level(matter.programme.level)
    word = level.label if level is not Level.NONE else ""
    return f"{word}第{matter.number or matter.code}项"
