"""Schedule (序时进度): what a goal expects by a day, and from what that follows.

By the milestones of the handling plan where it has figures; else, for amounts that add up over the year,
in even steps from the first to the last day; never in even steps for growth rates, levels and caps, where
the goal itself (or the last node that is past) is what a figure is held against (domain §5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from duban.core.targets.measures import SHARES
from duban.core.text.days import day_in_words
from duban.core.text.figures import plain_number, show_number
from duban.core.text.relations import reached


class Basis(StrEnum):
    """What an expected value follows from. The codes are stored with a light."""

    NODES = "nodes"  # 办理方案的时间节点
    EVEN = "even"  # 按时间均衡推进
    GOAL = "goal"  # 以目标值为准
    NONE = "none"  # 尚无要求


BASIS_LABELS = {
    Basis.NODES: "办理方案时间节点",
    Basis.EVEN: "按时间均衡推进",
    Basis.GOAL: "目标值",
    Basis.NONE: "尚无要求",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached: ``op`` one of ``= >= > <= < ~``, ``kind`` of the target, both ends inclusive."""

    value: Decimal
    op: str
    kind: str  # amount | growth | level | cap
    start: dt.date
    due: dt.date
    unit: str = ""
    adds_up: bool = True  # the measure is a running total since ``start`` (ytd)

    def __post_init__(self) -> None:
        if self.due < self.start:
            raise ValueError("a goal cannot be due before it starts")

    @property
    def is_limit(self) -> bool:
        """Whether less is better: what may not be exceeded (控制在…以内, 不发生)."""
        return self.op in ("<=", "<") or self.kind == "cap"

    def is_met_by(self, value: Decimal) -> bool:
        """Whether a value fulfils the goal as printed.

        >>> year = dt.date(2023, 1, 1), dt.date(2023, 12, 31)
        >>> Goal(Decimal(100), ">=", "amount", *year).is_met_by(Decimal(100))
        True
        >>> Goal(Decimal(0), "=", "cap", *year).is_met_by(Decimal(1))
        False
        """
        return reached(value, "<=" if self.is_limit and self.op not in ("<=", "<") else self.op, self.value)

    def shown(self) -> str:
        """The figure with its unit, as people write it."""
        return f"{show_number(self.value)}{self.unit}"


@dataclass(frozen=True, slots=True)
class Node:
    """A dated node of the plan in force; ``expected`` is the value by that day, if it has one."""

    due_on: dt.date
    expected: Decimal | None = None
    content: str = ""
    done_on: dt.date | None = None

    def is_late(self, on: dt.date, known: dt.date | None = None) -> bool:
        """Whether the day is past and the node not done by ``known``, which is later where a clock stood."""
        return self.due_on < on and (self.done_on is None or self.done_on > (known or on))


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected by a day. ``value`` is ``None`` exactly where ``basis`` is ``NONE``."""

    value: Decimal | None
    basis: Basis
    sentence: str


def expected(goal: Goal, nodes: Sequence[Node], on: dt.date, figure: Decimal | None = None) -> Expected:
    """What the goal expects by the end of the day ``on``; ``figure`` is what will stand beside it in the sentence.

    >>> goal = Goal(Decimal(120), ">=", "amount", dt.date(2023, 1, 1), dt.date(2023, 12, 31), "个")
    >>> expected(goal, (), dt.date(2023, 12, 31)).value
    Decimal('120')
    >>> expected(goal, (Node(dt.date(2023, 6, 30), Decimal(20)),), dt.date(2023, 6, 30)).value
    Decimal('20')
    """
    if on < goal.start:
        return Expected(None, Basis.NONE, f"{day_in_words(goal.start)}起计，尚无要求。")
    if on >= goal.due:
        return Expected(goal.value, Basis.GOAL, f"{day_in_words(goal.due)}应达到目标值{goal.shown()}。")
    figures = sorted((n.due_on, n.expected) for n in nodes if n.expected is not None and n.due_on < goal.due)
    if goal.adds_up and not goal.is_limit:
        return _running(goal, figures, on, figure)
    past = [value for day, value in figures if day <= on]
    if past:
        text = f"最近一个已到期的时间节点要求{show_number(past[-1])}{goal.unit}。"
        return Expected(past[-1], Basis.NODES, text)
    return Expected(goal.value, Basis.GOAL, f"{_why_goal(goal)}与目标值{goal.shown()}比较。")


def _running(goal: Goal, figures: list[tuple[dt.date, Decimal]], on: dt.date, figure: Decimal | None) -> Expected:
    """Between the nodes in even steps; without nodes, between the first day and the last."""
    left_day, left = goal.start - dt.timedelta(days=1), Decimal(0)
    right_day, right = goal.due, goal.value
    for day, value in figures:
        if day <= on:
            left_day, left = day, value
        else:
            right_day, right = day, value
            break
    passed, length = (on - left_day).days, (right_day - left_day).days
    value = left + (right - left) * passed / length
    if figures:
        text = f"按办理方案时间节点，{day_in_words(on)}应达到{rounded(value, goal, figure)}。"
        return Expected(value, Basis.NODES, text)
    return Expected(value, Basis.EVEN, f"按时间均衡推进，{day_in_words(on)}应达到{rounded(value, goal, figure)}。")


def _why_goal(goal: Goal) -> str:
    if goal.is_limit:
        return "控制性目标不按时间分摊，"
    if goal.kind == "growth":
        return "增长率不按时间分摊，"
    return f"{'占比、比率' if goal.unit in SHARES else '总量、存量'}不按时间分摊，"


SCALES = ((8, "亿"), (4, "万"), (0, ""))
FINEST = 4  # places of a number that are ever printed


def rounded(value: Decimal, goal: Goal, beside: Decimal | None = None) -> str:
    """A number for people, in the scale of the goal (亿, 万): to its places and one more where the goal is small.

    ``beside``: the figure that it is held against; two numbers that differ are not printed as one.

    >>> aim = Goal(Decimal("36500000000"), ">=", "amount", dt.date(2023, 1, 1), dt.date(2023, 12, 31), "元")
    >>> rounded(Decimal("27345678901"), aim)
    '273.5亿元'
    """
    power, word = next((p, w) for p, w in SCALES if not p or abs(goal.value) >= Decimal(10) ** p)
    scaled = value.scaleb(-power)
    places = max(0, -int(goal.value.scaleb(-power).normalize().as_tuple().exponent))
    if power or abs(goal.value) < 100:
        places = max(places, 1)
    figure = None if beside is None or beside == value else beside.scaleb(-power)
    while figure is not None and places < FINEST and round(scaled, places) == round(figure, places):
        places += 1
    return f"{plain_number(round(scaled, places))}{word}{goal.unit}"
