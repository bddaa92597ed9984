"""From judged rows to itemised lines, points and classes. Exact: fractions inside, two decimals at the edge.

Points of a line are rounded half up to two decimals and then added, so that what is shown adds up.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
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
    RESULT_ITEMS,
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


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each finding stands among a unit's rows of an item. ``rows``: all of them, also those left out."""

    found: Mapping[Finding, int]
    rows: int

    @property
    def count(self) -> int:
        """Rows that count."""
        return sum(self.found.values())

    def worth(self, item: Item, rule: RuleSet) -> Fraction:
        """What they are worth together."""
        return sum((Fraction(rule.credits[item][f]) * n for f, n in self.found.items()), Fraction())


Tallies = Mapping[int, Mapping[Item, Tally]]
_NOTHING = Tally({}, 0)


def tallies(judgement: Judgement) -> dict[int, dict[Item, Tally]]:
    """Rows counted once, for however many rules are tried on them."""
    return {
        unit: {item: Tally(Counter(r.finding for r in rows if r.finding), len(rows)) for item, rows in items.items()}
        for unit, items in judgement.items()
    }


def appraise(judgement: Judgement, units: Sequence[int], rule: RuleSet) -> Appraised:
    """Lines, points and class of each unit. Rows of other units than those given do not count at all."""
    return score(tallies(judgement), units, rule)


def score(counted: Tallies, units: Sequence[int], rule: RuleSet) -> Appraised:
    """The same from rows that are counted already."""
    averages = {item: _average(counted, units, item, rule) for item in Item}
    fillings = {item: _Filling(_fill_to(counted, units, item, rule), averages[item]) for item in Item}
    return Appraised(tuple(_outcome(unit, counted.get(unit, {}), rule, fillings) for unit in units), averages)


@dataclass(frozen=True, slots=True)
class _Filling:
    """Up to how many rows an item of few is filled up, and with what."""

    to: int
    average: Fraction | None

    def rate(self, worth: Fraction, count: int, rule: RuleSet) -> Fraction:
        """What counts of so many rows that are worth so much."""
        own = worth / count
        if count >= self.to or self.average is None:
            return own
        filled = (worth + (self.to - count) * self.average) / self.to
        return filled if rule.how.both_ways else max(own, filled)


def _fill_to(counted: Tallies, units: Sequence[int], item: Item, rule: RuleSet) -> int:
    """Nobody is held to more rows than the busiest unit has: of four reports a year four are all."""
    if not rule.how.both_ways:
        return rule.small_to
    most = max((counted.get(unit, {}).get(item, _NOTHING).count for unit in units), default=0)
    return min(rule.small_to, most)


def _average(counted: Tallies, units: Sequence[int], item: Item, rule: RuleSet) -> Fraction | None:
    """Of all rows of the district together, whoever they belong to."""
    parts = [counted.get(unit, {}).get(item, _NOTHING) for unit in dict.fromkeys(units)]
    count = sum(part.count for part in parts)
    return sum((part.worth(item, rule) for part in parts), Fraction()) / count if count else None


def _outcome(unit: int, items: Mapping[Item, Tally], rule: RuleSet, fillings: Mapping[Item, _Filling]) -> Outcome:
    own = {item: items.get(item, _NOTHING) for item in Item}
    there = {item: rule.weights[item] for item in Item if own[item].count and rule.weights[item]}
    if rule.how.needs_results and rule.decisive not in there:
        return Outcome(unit, tuple(_shown(i, own[i]) for i in Item if rule.weights[i]), None, Klass.NONE)
    weights = _weights(there, rule)
    lines = [_line(item, own[item], weights.get(item), rule, fillings[item]) for item in Item if rule.weights[item]]
    points = [line.points for line in lines if line.points is not None]
    if not points:
        return Outcome(unit, tuple(lines), None, Klass.NONE)
    total = sum(points, Decimal())
    klass = rule.klass(total)
    if own[Item.VERIFIED].found.get(Finding.FALSE) and rule.false_cap is not None:
        capped = worse(klass, rule.false_cap)
        return Outcome(unit, tuple(lines), total, capped, capped is not klass)
    return Outcome(unit, tuple(lines), total, klass)


def _weights(wanted: Mapping[Item, Decimal], rule: RuleSet) -> dict[Item, Decimal]:
    """The weights of the items that there are, scaled to 100 in hundredths that add up to exactly 100.

    Duties together get no more than the way of calculating allows, the rest goes to the results. What is left over by
    rounding down goes to the largest remainders, among equals to the item that is shown first; of the duties no more
    than their part.
    """
    results = {item: weight for item, weight in wanted.items() if item in RESULT_ITEMS}
    duties = {item: weight for item, weight in wanted.items() if item not in RESULT_ITEMS}
    whole, owed = sum(wanted.values(), Decimal()), sum(duties.values(), Decimal())
    at_most = rule.how.duties_at_most
    if at_most is None or not results or owed * 100 <= at_most * whole:
        return _scaled(wanted, 10000)
    part = int(at_most * 100)
    return {**_scaled(results, 10000 - part), **_scaled(duties, part)}


def _scaled(wanted: Mapping[Item, Decimal], hundredths: int) -> dict[Item, Decimal]:
    whole = sum(map(Fraction, wanted.values()), Fraction())
    if not whole:
        return {}
    exact = {item: Fraction(weight) / whole * hundredths for item, weight in wanted.items()}
    floors = {item: value.__floor__() for item, value in exact.items()}
    order = sorted(exact, key=lambda item: (floors[item] - exact[item], list(Item).index(item)))
    for item in order[: hundredths - sum(floors.values())]:
        floors[item] += 1
    return {item: Decimal(value).scaleb(-2) for item, value in floors.items()}


def _line(item: Item, tally: Tally, weight: Decimal | None, rule: RuleSet, filling: _Filling) -> Line:
    count, left_out = tally.count, tally.rows - tally.count
    if not count or weight is None:
        words = f"{_nothing(item, tally)}，该项不评，权重 {plain_number(rule.weights[item])} 按比例分到其他各项。"
        return Line(item, 0, left_out, None, None, Decimal(0), None, words)
    worth = tally.worth(item, rule)
    own = worth / count
    rate = filling.rate(worth, count, rule)
    points = rounded(Fraction(weight) * rate)
    said = f"{_found(item, tally)}。得分率 {percent(own)}"
    if rate != own:
        said += f"，不足 {filling.to} {UNITS_OF_COUNT[item]}，以全区平均补足后为 {percent(rate)}"
    said += f"；{ITEM_LABELS[item]}权重 {plain_number(weight)}，得 {points} 分。"
    return Line(item, count, left_out, own, rate, weight, points, said)


def _shown(item: Item, tally: Tally) -> Line:
    """Of a unit without a result to be appraised by: what was found, and no points."""
    count, left_out = tally.count, tally.rows - tally.count
    words = f"{_found(item, tally)}。只列情况，不计分。" if count else f"{_nothing(item, tally)}，该项不评。"
    return Line(item, count, left_out, None, None, Decimal(0), None, words)


def _nothing(item: Item, tally: Tally) -> str:
    return f"{tally.rows} {UNITS_OF_COUNT[item]}均不计入" if tally.rows else "没有应办的内容"


def _found(item: Item, tally: Tally) -> str:
    """How many rows, and what was found of them, in words."""
    counter, without = UNITS_OF_COUNT[item], tally.rows - tally.count
    parts = [f"{FINDING_LABELS[f]} {tally.found[f]} {counter}" for f in FINDINGS[item] if tally.found.get(f)]
    left_out = f"；另有 {without} {counter}不计入" if without else ""
    return f"计 {tally.count} {counter}：{'、'.join(parts)}{left_out}"


def percent(part: Fraction) -> str:
    """Two decimals at most.

    >>> percent(Fraction(2, 3)), percent(Fraction(1))
    ('66.67%', '100%')
    """
    return f"{plain_number(rounded(part * 100))}%"
