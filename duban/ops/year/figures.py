"""How a figure goes over four quarters: a course for each measure, on schedule, early, behind or caught up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from duban.core.reporting.values import MeasureKind
from duban.ops.year.dice import Dice

WHOLE = frozenset("个 家 户 条 处 场 人次 套 人 名 所 项 座 批次 套(间) 栋 台 根 起 件 辆 只 张".split())
AMOUNTS = {  # share of the goal at the end of each quarter
    "on": ("0.24", "0.49", "0.76", "1.02"),
    "early": ("0.31", "0.64", "1.00", "1.06"),
    "caught_up": ("0.11", "0.30", "0.68", "1.00"),
    "behind": ("0.12", "0.27", "0.49", "0.81"),
}
LEVELS = {  # of rates and levels, which stand at a time and are never added up
    "on": ("0.95", "0.97", "0.99", "1.01"),
    "early": ("0.97", "1.00", "1.01", "1.02"),
    "caught_up": ("0.88", "0.92", "0.97", "1.00"),
    "behind": ("0.86", "0.89", "0.92", "0.95"),
}
COURSES = ("on", "on", "on", "on", "on", "early", "early", "caught_up", "behind", "behind")


@dataclass(frozen=True)
class Course:
    """The values of a measure at the end of each quarter, and the goal they are judged by (None: no share)."""

    name: str
    values: tuple[Decimal, ...]
    goal: Decimal | None


def course(key: object, *, kind: MeasureKind, op: str, unit: str, aim: Decimal, goal: Decimal | None) -> Course:
    """A course towards ``aim`` (the goal, or a likely amount where no share is set)."""
    dice = Dice("进度", key)
    name = dice.pick(COURSES)
    if aim == 0:  # 不发生…事故
        return Course("on", (Decimal(0),) * 4, goal)
    table = LEVELS if kind is not MeasureKind.YTD else AMOUNTS
    values: list[Decimal] = []
    for share in table[name]:
        wobble = Decimal(dice.between(-15, 15)) / 1000
        part = Decimal(share) + (wobble if share not in ("1.00",) else 0)
        if op in ("<", "<="):
            part = Decimal("1.9") - part if kind is not MeasureKind.YTD else part * Decimal("0.8")
        value = rounded(aim * part, unit, aim)
        if unit == "%" and aim <= 100 and kind is not MeasureKind.YTD:
            value = min(value, max(aim, Decimal(100)))
        if kind is MeasureKind.YTD and values:
            value = max(value, values[-1])
        values.append(value)
    return Course(name, tuple(values), goal)


def rounded(value: Decimal, unit: str, aim: Decimal) -> Decimal:
    """As fine as a person would give it: whole things whole, large sums to four figures."""
    if unit in WHOLE and value < 10000:
        return value.quantize(Decimal(1), ROUND_HALF_UP)
    if unit == "%":
        return value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    figures = value.adjusted() - 3
    if unit in WHOLE:
        figures = max(figures, 0)
    step = Decimal(1).scaleb(max(figures, -2))
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def share_of(key: object, *, printed: Decimal, unit: str, kind: MeasureKind) -> Decimal:
    """A likely district share of a city's or province's figure; a rate is the same for everybody."""
    if unit == "%" or printed == 0:
        return printed
    dice = Dice("份额", key)
    value = printed * Decimal(dice.between(5, 12)) / 100
    if unit in WHOLE:
        return max(Decimal(1), _round_figure(value))
    return max(rounded(value, unit, printed), Decimal("0.1"))


def _round_figure(value: Decimal) -> Decimal:
    """Two figures, as shares are handed down: 12, 120, 1200."""
    step = Decimal(1).scaleb(max(value.adjusted() - 1, 0))
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def standing(value: Decimal, goal: Decimal, quarter: int, kind: MeasureKind, op: str) -> str:
    """The rating that the figure itself suggests: done | on_schedule | behind | at_risk | missed."""
    if op in ("<", "<=") or goal == 0:
        return "on_schedule" if value <= goal else "behind"
    if value >= goal and (op != ">" or value > goal):
        return "done"
    if quarter == 4:
        return "missed" if value < goal * Decimal("0.95") or op != "~" else "done"
    due = goal * quarter / 4 if kind is MeasureKind.YTD else goal
    limits = (Decimal("0.85"), Decimal("0.6")) if kind is MeasureKind.YTD else (Decimal("0.93"), Decimal("0.8"))
    if value >= due * limits[0]:
        return "on_schedule"
    return "behind" if value >= due * limits[1] else "at_risk"
