"""A unit's result as its page shows it: each line with its sentence and the rows behind it, what cost points first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from duban.appraisal.models import UnitResult
from duban.core.appraisal.facts import Judged, judge
from duban.core.appraisal.rules import RuleSet
from duban.core.appraisal.words import FINDING_LABELS, ITEM_LABELS, ITEM_MEANINGS, Item
from duban.web.appraisals import links


@dataclass(frozen=True)
class Row:
    """A row behind a line. ``worth``: what it counts, 0 to 1; ``None``: left out."""

    judged: Judged
    word: str
    worth: Any
    href: str

    @property
    def key(self) -> str:
        """Of the ledger's row."""
        return self.judged.fact.key


@dataclass(frozen=True)
class LineShown:
    """A line with its rows in three heaps."""

    item: Item
    label: str
    meaning: str
    weight: str
    points: str | None
    sentence: str
    costly: tuple[Row, ...]
    left_out: tuple[Row, ...]
    whole: tuple[Row, ...]


def lines_of(result: UnitResult) -> list[LineShown]:
    """Every line of a result."""
    facts = result.as_facts()
    rule, where = result.appraisal.as_rule(), links.addresses(facts)
    rows: dict[Item, list[Row]] = {item: [] for item in Item}
    for fact in facts:
        rows[fact.item].append(_row(judge(fact, result.appraisal.as_of), rule, where.get(fact.key, "")))
    return [_line(data, rows[Item(data["item"])]) for data in result.lines]


def _row(judged: Judged, rule: RuleSet, href: str) -> Row:
    if judged.finding is None:
        return Row(judged, "不计入", None, href)
    return Row(judged, FINDING_LABELS[judged.finding], rule.credits[judged.fact.item][judged.finding], href)


def _line(data: dict[str, Any], rows: list[Row]) -> LineShown:
    item = Item(data["item"])
    return LineShown(
        item=item,
        label=ITEM_LABELS[item],
        meaning=ITEM_MEANINGS[item],
        weight=data["weight"],
        points=data["points"],
        sentence=data["sentence"],
        costly=tuple(row for row in rows if row.worth is not None and row.worth < 1),
        left_out=tuple(row for row in rows if row.worth is None),
        whole=tuple(row for row in rows if row.worth == 1),
    )
