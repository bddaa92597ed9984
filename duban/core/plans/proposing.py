"""Milestones proposed from the printed text and the ends of quarters. Proposals: a person writes the plan."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from duban.core.plans.dates import day_of
from duban.core.targets.due import find_due
from duban.core.targets.scene import look
from duban.core.text.figures import show_number

_CUT = re.compile(r"[，,；;。！!？?\n]")
_LONGEST = 120
QUARTERS = ((1, dt.date(1, 3, 31)), (2, dt.date(1, 6, 30)), (3, dt.date(1, 9, 30)), (4, dt.date(1, 12, 31)))
_SAID = {1: "第一季度末", 2: "上半年末", 3: "第三季度末", 4: "年底"}


@dataclass(frozen=True, slots=True)
class Goal:
    """A running total to be reached by the end of the year: the unit's own figure, never a superior's."""

    measure_id: int
    name: str
    unit: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed milestone, and where it comes from (Chinese, fit to show). ``content`` may be left to the person."""

    due_on: dt.date
    content: str
    why: str
    measure_id: int | None = None
    expected: Decimal | None = None


def propose(text: str, year: int, goals: Sequence[Goal] = (), *, after: dt.date | None = None) -> list[Proposal]:
    """Proposals by day: deadlines of the text, then ends of quarters, each day once; none before ``after``.

    With a goal the ends of quarters carry equal steps towards it, rounded up to whole things where it is whole.

    >>> [(str(p.due_on), p.content) for p in propose("6月底前完成路网改造，年底前建成泊位。", 2023)][:2]
    [('2023-03-31', ''), ('2023-06-30', '完成路网改造')]
    """
    found: dict[tuple[dt.date, int | None], Proposal] = {}
    for day, words, content in deadlines(text, year):
        found.setdefault((day, None), Proposal(day, content, f"原文时限“{words}”"))
    for number, end in QUARTERS:
        day = end.replace(year=year)
        for goal in goals:
            expected = _step(goal, number)
            content = f"{goal.name}累计 {show_number(expected)}{goal.unit}"
            found[day, goal.measure_id] = Proposal(day, content, _SAID[number], goal.measure_id, expected)
        if not goals:
            found.setdefault((day, None), Proposal(day, "", _SAID[number]))
    kept = [proposal for proposal in found.values() if after is None or proposal.due_on >= after]
    return sorted(kept, key=lambda proposal: (proposal.due_on, proposal.measure_id or 0))


def deadlines(text: str, year: int) -> list[tuple[dt.date, str, str]]:
    """Day, printed words and the clause that stands under them, of each deadline in the text."""
    found = []
    for at, words in find_due(look(text)):
        day = day_of(words, year)
        if day is not None:
            found.append((day, words, _clause(text, at, words)))
    return found


def _clause(text: str, at: int, words: str) -> str:
    """The stretch between marks around the deadline, without the deadline itself."""
    before = max((m.end() for m in _CUT.finditer(text, 0, at)), default=0)
    after = next((m.start() for m in _CUT.finditer(text, at + len(words))), len(text))
    clause = (text[before:at] + text[at + len(words) : after]).strip(" ，,、：:")
    if len(clause) < 4 and after < len(text):  # "年底前，建成…": the clause stands behind the mark
        end = next((m.start() for m in _CUT.finditer(text, after + 1)), len(text))
        clause = text[after + 1 : end].strip()
    return clause[:_LONGEST]


def _step(goal: Goal, quarter: int) -> Decimal:
    part = goal.value * quarter / 4
    if goal.value == goal.value.to_integral_value() and goal.unit != "%":
        return part.to_integral_value(ROUND_CEILING)
    return part.quantize(Decimal("0.01")).normalize() + 0
