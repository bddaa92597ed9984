"""A goal in words: whose it is, and the district's share of a superior's (domain §4.10).

A district's result never stands beside a city's goal alone, as if the one had to reach the other.
"""

from __future__ import annotations

from duban.core.text.figures import show_number
from duban.core.text.relations import relation
from duban.ledger.enums import Level
from duban.ledger.models import Target
from duban.progress.models import Share


def goal_words(target: Target) -> str:
    """不少于12万个: the printed relation and figure."""
    return f"{relation(target.op, target.kind)}{show_number(target.value)}{target.unit}"


def share_words(share: Share | None, unit: str) -> str:
    """The unit's own share, that none was set, or that nobody said."""
    if share is None:
        return "未定"
    return "未下达" if share.value is None else f"{show_number(share.value)}{unit}"


def whose(level: str) -> str:
    """目标 of the district itself, 市级目标 of the city."""
    return f"{Level(level).label}目标" if level not in (Level.DISTRICT, Level.NONE) else "目标"


def whole(target: Target, level: str, share: Share | None, unit: str) -> str:
    """目标不少于500个; of a superior's goal with the share: 市级目标达到146公里，区级份额8.76公里."""
    said = f"{whose(level)}{goal_words(target)}"
    return said if whose(level) == "目标" else f"{said}，区级份额{share_words(share, unit)}"
