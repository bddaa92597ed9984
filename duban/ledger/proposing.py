"""What the rules of the core propose about the ledger; a person decides (分项、同一目标)."""

from __future__ import annotations

from duban.ledger.building import Built


def propose_clauses(built: Built) -> None:
    """Splits of an unsaved matter."""


def propose_links(year: int, new: set[int]) -> None:
    """Pairs of matters of the year with the same goal, of which at least one is new."""
