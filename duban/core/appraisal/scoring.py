"""From judged rows to itemised lines, points and classes. Exact: fractions inside, two decimals at the edge.

Points of a line are rounded half up to two decimals and then added, so that what is shown adds up.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from duban.core.appraisal.facts import Fact, Judged, judge
from duban.core.appraisal.rules import RuleSet, plain_number
from duban.core.appraisal.words import (
    FINDING_LABELS,
    FINDINGS,
    ITEM_LABELS,
    UNITS_OF_COUNT,
    Finding,
    Item,
    Klass,
    worse,
)

Judgement = Mapping[int, Mapping[Item, Sequence[Judged]]]
"""Unit → item → its rows."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item of one unit. ``rate`` is what counts, ``own`` the unit's own before filling up; ``None``: no basis."""

    item: Item
    count: int
    left_out: int
    own: Fraction | None
    rate: Fraction | None
    weight: Decimal
    points: Decimal | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A unit's appraisal. ``points=None``: nothing was owed that could be appraised."""

    unit: int
    lines: tuple[Line, ...]
    points: Decimal | None
    klass: Klass
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Appraised:
    """The whole year: units in the order given, and the district's average of each item."""

    outcomes: tuple[Outcome, ...]
    averages: Mapping[Item, Fraction | None]


def rounded(value: Fraction) -> Decimal:
    """Half up, two decimals (四舍五入).

    >>> rounded(Fraction(1, 8)), rounded(Fraction(2, 3))
    (Decimal('0.13'), Decimal('0.67'))
    """
    hundredths = (value * 100 + Fraction(1, 2)).__floor__()
    return Decimal(hundredths).scaleb(-2)


def judge_all(facts: Iterable[Fact], as_of: dt.date) -> dict[int, dict[Item, list[Judged]]]:
    """Every row judged, by unit and item, in an order that does not depend on the order given."""
    found: dict[int, dict[Item, list[Judged]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        found[fact.unit][fact.item].append(judge(fact, as_of))
    return {unit: {item: list(rows) for item, rows in items.items()} for unit, items in found.items()}


def appraise(judgement: Judgement, units: Sequence[int], rule: RuleSet) -> Appraised:
    """Lines, points and class of each unit. Rows of other units than those given do not count at all."""
    averages = {item: _average(judgement, units, item, rule) for item in Item}
    return Appraised(tuple(_outcome(unit, judgement.get(unit, {}), rule, averages) for unit in units), averages)


def _credit(rows: Iterable[Judged], item: Item, rule: RuleSet) -> tuple[int, Fraction]:
    """How many rows count, and what they are worth together."""
    counted: dict[Finding, int] = defaultdict(int)
    for row in rows:
        if row.finding is not None:
            counted[row.finding] += 1
    total = sum((Fraction(rule.credits[item][f]) * n for f, n in counted.items()), Fraction())
    return sum(counted.values()), total


def _average(judgement: Judgement, units: Sequence[int], item: Item, rule: RuleSet) -> Fraction | None:
    """Of all rows of the district together, whoever they belong to."""
    parts = [_credit(judgement.get(unit, {}).get(item, ()), item, rule) for unit in dict.fromkeys(units)]
    count = sum(n for n, _ in parts)
    return sum((value for _, value in parts), Fraction()) / count if count else None


def _outcome(
    unit: int, items: Mapping[Item, Sequence[Judged]], rule: RuleSet, averages: Mapping[Item, Fraction | None]
) -> Outcome:
    counted = {item: _credit(items.get(item, ()), item, rule) for item in Item}
    weights = _weights({item: rule.weights[item] for item in Item if counted[item][0] and rule.weights[item]})
    lines = tuple(
        _line(item, items.get(item, ()), counted[item], weights.get(item), rule, averages[item])
        for item in Item
        if rule.weights[item]
    )
    points = [line.points for line in lines if line.points is not None]
    if not points:
        return Outcome(unit, lines, None, Klass.NONE)
    total = sum(points, Decimal())
    klass = rule.klass(total)
    untrue = any(row.finding is Finding.FALSE for row in items.get(Item.VERIFIED, ()))
    if untrue and rule.false_cap is not None:
        return Outcome(unit, lines, total, worse(klass, rule.false_cap), worse(klass, rule.false_cap) is not klass)
    return Outcome(unit, lines, total, klass)


def _weights(wanted: Mapping[Item, Decimal]) -> dict[Item, Decimal]:
    """The weights of the items that there are, scaled to 100 in hundredths that add up to exactly 100.

    What is left over by rounding down goes to the largest remainders, among equals to the item that is shown first.
    """
    whole = sum(map(Fraction, wanted.values()), Fraction())
    if not whole:
        return {}
    exact = {item: Fraction(weight) / whole * 10000 for item, weight in wanted.items()}
    floors = {item: value.__floor__() for item, value in exact.items()}
    order = sorted(exact, key=lambda item: (floors[item] - exact[item], list(Item).index(item)))
    for item in order[: 10000 - sum(floors.values())]:
        floors[item] += 1
    return {item: Decimal(hundredths).scaleb(-2) for item, hundredths in floors.items()}


def _line(
    item: Item,
    rows: Sequence[Judged],
    counted: tuple[int, Fraction],
    weight: Decimal | None,
    rule: RuleSet,
    average: Fraction | None,
) -> Line:
    count, worth = counted
    left_out = len(rows) - count
    if not count or weight is None:
        why = f"{left_out} {UNITS_OF_COUNT[item]}均不计入" if left_out else "没有应办的内容"
        words = f"{why}，该项不评，权重 {plain_number(rule.weights[item])} 按比例分到其他各项。"
        return Line(item, 0, left_out, None, None, Decimal(0), None, words)
    own = rate = worth / count
    if count < rule.small_to and average is not None:
        rate = max(own, (worth + (rule.small_to - count) * average) / rule.small_to)
    points = rounded(Fraction(weight) * rate)
    words = _sentence(item, rows, count, own, rate, weight, points, rule)
    return Line(item, count, left_out, own, rate, weight, points, words)


def _sentence(
    item: Item, rows: Sequence[Judged], count: int, own: Fraction, rate: Fraction, weight: Decimal, points: Decimal,
    rule: RuleSet,
) -> str:  # fmt: skip
    """The line in words: how many, what was found, at which rate, times which weight."""
    counter = UNITS_OF_COUNT[item]
    numbers = {f: sum(row.finding is f for row in rows) for f in FINDINGS[item]}
    found = "、".join(f"{FINDING_LABELS[f]} {n} {counter}" for f, n in numbers.items() if n)
    without = len(rows) - count
    said = f"计 {count} {counter}：{found}" + (f"；另有 {without} {counter}不计入" if without else "")
    said += f"。得分率 {percent(own)}"
    if rate != own:
        said += f"，不足 {rule.small_to} {counter}，以全区平均补足后为 {percent(rate)}"
    return f"{said}；{ITEM_LABELS[item]}权重 {plain_number(weight)}，得 {points} 分。"


def percent(part: Fraction) -> str:
    """Two decimals at most.

    >>> percent(Fraction(2, 3)), percent(Fraction(1))
    ('66.67%', '100%')
    """
    return f"{plain_number(rounded(part * 100))}%"
