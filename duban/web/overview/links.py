"""Where the parts of an overview open: a day, a light, a period."""

from __future__ import annotations

from django.urls import reverse

from duban.orgs.actor import Actor
from duban.oversight.days import Day
from duban.oversight.yearly import Turn

ADDRESSES = {
    "period": "period",
    "obligation": "obligation",
    "matter": "ledger-item",
    "case": "case",
}


def of_case(turn: Turn) -> str:
    """The page of a difficulty."""
    return reverse("case", args=[turn.case.pk])


def of_day(day: Day, actor: Actor) -> str:
    """The page of what a day belongs to; a unit opens its own reports instead of the office's board."""
    if day.subject in ("period", "obligation") and not actor.sees_everything:
        return reverse("reports")
    return reverse(ADDRESSES[day.subject], args=[day.key])


def with_cases(turns: list[Turn]) -> list[tuple[Turn, str]]:
    """Turns with the page of their difficulty."""
    return [(turn, of_case(turn)) for turn in turns]
