"""The published rule of lights (亮灯规则) as data, in versions with a day from which each counts.

The bands of a rule are cut points, lowest first, so that a gap or an overlap between two bands cannot be
written down; what can be written down wrongly (cuts that do not rise, colours that jump back, a day twice)
is refused by :func:`faults` and :func:`faults_of_all` before it is saved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from duban.core.text.days import day_in_words


class Colour(StrEnum):
    """The five lights. Stored codes."""

    BLUE = "blue"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


COLOUR_LABELS = {
    Colour.BLUE: "已完成",
    Colour.GREEN: "按序时推进",
    Colour.YELLOW: "滞后",
    Colour.RED: "严重滞后",
    Colour.GREY: "暂不判断",
}
BUILT_IN = dt.date(1900, 1, 1)
"""The day of the rule that is there from the start; it is before all others."""

_RISING = (Colour.GREEN, Colour.YELLOW, Colour.RED)


@dataclass(frozen=True, slots=True)
class Rule:
    """One version. A shortfall is a part of the goal (0.1 = 目标的 10%) by which a figure is behind schedule.

    Up to ``green_to`` green, above it and up to ``yellow_to`` yellow, above that red. ``soon_days``: working
    days before the goal's due day from which a missing figure makes yellow. ``node_days``: working days that
    a node without figure may be late before it makes red.
    """

    version: int
    since: dt.date
    green_to: Decimal
    yellow_to: Decimal
    soon_days: int
    node_days: int

    def band(self, shortfall: Decimal) -> Colour:
        """The colour of a shortfall: exactly one for every number."""
        if shortfall <= self.green_to:
            return Colour.GREEN
        return Colour.YELLOW if shortfall <= self.yellow_to else Colour.RED

    def _from_when(self) -> str:
        return "系统自带" if self.since == BUILT_IN else f"{day_in_words(self.since)}起执行"

    def sentence(self) -> str:
        """The rule as it is published."""
        return (
            f"第{self.version}版，{self._from_when()}："
            f"落后序时不超过目标的{_percent(self.green_to)}为绿灯，超过{_percent(self.green_to)}、"
            f"不超过{_percent(self.yellow_to)}为黄灯，超过{_percent(self.yellow_to)}为红灯；"
            f"距期限{self.soon_days}个工作日内尚无数据为黄灯，期限已过未完成为红灯；"
            f"时间节点逾期{self.node_days}个工作日内为黄灯，再逾期为红灯。"
        )


FIRST = Rule(
    version=1,
    since=BUILT_IN,
    green_to=Decimal("0.02"),
    yellow_to=Decimal("0.1"),
    soon_days=20,
    node_days=10,
)
"""What counts until the office publishes its own."""


def faults(rule: Rule) -> list[str]:
    """Why a rule cannot be saved: sentences fit to show; empty if it can."""
    found = []
    if not rule.green_to.is_finite() or not rule.yellow_to.is_finite():
        return ["分界须为数字。"]
    if rule.green_to < 0:
        found.append("绿灯的分界不能小于 0：没有落后的不能亮黄灯。")
    if rule.yellow_to <= rule.green_to:
        found.append(
            f"黄灯的分界（{_percent(rule.yellow_to)}）应大于绿灯的分界（{_percent(rule.green_to)}），否则有一段没有灯。"
        )
    if rule.yellow_to > 1:
        found.append("黄灯的分界不能超过目标的 100%，否则毫无进展也不会亮红灯。")
    if not 0 <= rule.soon_days <= 250:
        found.append("“临近期限”应在 0 至 250 个工作日之间。")
    if not 0 <= rule.node_days <= 250:
        found.append("节点宽限应在 0 至 250 个工作日之间。")
    return found


def faults_of_all(rules: Sequence[Rule]) -> list[str]:
    """Faults of a set of versions: each by itself, and the days and numbers among one another."""
    found = [text for rule in rules for text in faults(rule)]
    ordered = sorted(rules, key=lambda rule: rule.version)
    for before, after in zip(ordered, ordered[1:], strict=False):
        if after.version == before.version:
            found.append(f"第{after.version}版有两份。")
        elif after.since <= before.since:
            found.append(f"第{after.version}版的执行日期应晚于第{before.version}版（{before.since:%Y-%m-%d}）。")
    return found


def in_force(rules: Sequence[Rule], on: dt.date) -> Rule:
    """The version that counts on the day: the last that has begun, :data:`FIRST` before all."""
    begun = [rule for rule in rules if rule.since <= on]
    return max(begun, key=lambda rule: (rule.since, rule.version)) if begun else FIRST


def worse(one: Colour, other: Colour) -> Colour:
    """The worse of two judged colours (green < yellow < red)."""
    return max(one, other, key=_RISING.index)


def _percent(part: Decimal) -> str:
    return f"{(part * 100).normalize():f}%"
