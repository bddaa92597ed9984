"""What if the rule were different (敏感性): which units would change class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from duban.core.appraisal.rules import RuleSet, plain_number
from duban.core.appraisal.scoring import Appraised, Judgement, score, tallies
from duban.core.appraisal.words import ITEM_LABELS, KLASS_LABELS, KLASSES, Item, Klass

STEP = Decimal(2)
"""Points by which a cut is moved."""


@dataclass(frozen=True, slots=True)
class Move:
    """A unit that changes class."""

    unit: int
    before: Klass
    after: Klass


@dataclass(frozen=True, slots=True)
class Variant:
    """Another rule in words, and who changes class under it, in the order of the units."""

    words: str
    moves: tuple[Move, ...]


def moves(before: Appraised, after: Appraised) -> tuple[Move, ...]:
    """Units whose class differs."""
    return tuple(
        Move(one.unit, one.klass, other.klass)
        for one, other in zip(before.outcomes, after.outcomes, strict=True)
        if one.klass is not other.klass
    )


def variants(judgement: Judgement, units: Sequence[int], rule: RuleSet) -> list[Variant]:
    """Each line left out, each weight half as much again, each cut moved, each special rule switched off."""
    counted = tallies(judgement)
    base = score(counted, units, rule)
    return [Variant(words, moves(base, score(counted, units, other))) for words, other in _others(rule)]


def _others(rule: RuleSet) -> Iterator[tuple[str, RuleSet]]:
    counted = [item for item in Item if rule.weights[item]]
    if len(counted) > 1:
        for item in counted:
            yield f"不计“{ITEM_LABELS[item]}”", replace(rule, weights={**rule.weights, item: Decimal(0)})
    for item in counted:
        more = rule.weights[item] * Decimal("1.5")
        words = (
            f"“{ITEM_LABELS[item]}”的权重由 {plain_number(rule.weights[item])} 加到 {plain_number(more)}（其余按比例）"
        )
        yield words, replace(rule, weights={**rule.weights, item: more})
    for at, cut in enumerate(rule.cuts):
        for step in (STEP, -STEP):
            cuts = [*rule.cuts]
            cuts[at] = cut + step
            word = KLASS_LABELS[KLASSES[at]]
            words = f"“{word}”的分界由 {plain_number(cut)} 改为 {plain_number(cuts[at])}"
            yield words, replace(rule, cuts=(cuts[0], cuts[1], cuts[2]))
    if rule.small_to > 1:
        yield "件数少的项不以全区平均补足", replace(rule, small_to=0)
    if rule.false_cap is not None:
        yield "核查不属实不限制等次", replace(rule, false_cap=None)
