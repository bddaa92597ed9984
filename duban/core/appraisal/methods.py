"""The ways of calculating (计算方法), by number. A rule names the one that it is computed by.

A way is never changed once results were frozen by it: a better one gets the next number, and what was computed by an
earlier one is computed again by that one, to the digit (ADR 13).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Method:
    """What a way of calculating does.

    ``both_ways``: an item of few rows is filled up with the district's average whether that raises or lowers it, and
    no further than the most rows that any unit has; else only where it raises it. ``needs_results``: a unit none of
    whose matters counts has no class, however well it kept its duties. ``duties_at_most``: what duties weigh together
    at most, also where some results have no rows; ``None``: no limit.
    """

    number: int
    both_ways: bool
    needs_results: bool
    duties_at_most: Decimal | None


METHODS = {
    1: Method(1, both_ways=False, needs_results=False, duties_at_most=None),
    2: Method(2, both_ways=True, needs_results=True, duties_at_most=Decimal(50)),
}
FIRST_METHOD = 1
"""Of rules that were written down before there was another."""

CURRENT = max(METHODS)
"""Of rules that are published from now on."""
