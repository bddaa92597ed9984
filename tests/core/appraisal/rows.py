"""Rows for the tests of the calculation, and strategies for many of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from duban.core.appraisal.facts import Fact
from duban.core.appraisal.rules import FIRST, RuleSet
from duban.core.appraisal.words import CHAINS, FINDINGS, TIMED, Item

AS_OF = dt.date(2024, 2, 1)
DUE = dt.date(2023, 10, 10)
UNITS = (1, 2, 3)


def fact(item: Item, unit: int = 1, number: int = 1, **fields: Any) -> Fact:
    """A row that counts in full unless the fields say otherwise."""
    given: dict[str, Any] = {"due": DUE, "done": DUE} if item in TIMED else {"finding": FINDINGS[item][0]}
    if item is Item.RESULTS:
        given["due"] = DUE
    names = {"key": f"x.y:{unit}-{number}", "label": f"第{number}件"}
    return Fact(**{**names, "item": item, "unit": unit, **given, **fields})


def rule(**changes: Any) -> RuleSet:
    """The first rule with other parts."""
    return replace(FIRST, **changes)


@st.composite
def facts(draw: st.DrawFn) -> list[Fact]:
    """Rows of three units, of every item, with anything that may be found."""
    made = []
    for number in range(draw(st.integers(0, 25))):
        item = draw(st.sampled_from(list(Item)))
        unit = draw(st.sampled_from(UNITS))
        fields: dict[str, Any] = {"waited": draw(st.sampled_from([0, 0, 3, 40]))}
        if item in TIMED:
            fields["done"] = draw(st.sampled_from([None, DUE, DUE + dt.timedelta(days=3), DUE - dt.timedelta(days=3)]))
        else:
            fields["finding"] = draw(st.sampled_from(FINDINGS[item]))
        fields["excused"] = draw(st.sampled_from(["", "", "", "等待答复"]))
        made.append(fact(item, unit, number, **fields))
    return made


@st.composite
def rules(draw: st.DrawFn) -> RuleSet:
    """Rules without faults."""
    weights = [draw(st.integers(0, 10)) for _ in list(Item)[2:]]
    rest = 100 - sum(weights)
    verified = draw(st.integers(0, rest))
    shares = [rest - verified, verified, *weights]
    credits = {item: dict.fromkeys(FINDINGS[item], Decimal(0)) for item in Item}
    for item in Item:
        for chain in CHAINS[item]:  # the chains of results share their upper end
            steps = sorted((draw(st.integers(0, 20)) for _ in chain), reverse=True)
            for finding, step in zip(chain, steps, strict=True):
                credits[item][finding] = Decimal(step) / 20
        for chain in reversed(CHAINS[item]):
            for lower, better in zip(chain[::-1], chain[-2::-1], strict=False):
                credits[item][better] = max(credits[item][better], credits[item][lower])
    cuts = sorted(draw(st.sets(st.integers(1, 100), min_size=3, max_size=3)), reverse=True)
    return rule(
        weights={item: Decimal(share) for item, share in zip(Item, shares, strict=True)},
        credits=credits,
        cuts=tuple(Decimal(cut) for cut in cuts),
        small_to=draw(st.sampled_from([0, 5])),
    )
