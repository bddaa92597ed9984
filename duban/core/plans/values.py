"""A plan as a value, apart from where it is stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

WORDS = {
    "work": "具体工作内容",
    "leader": "分管负责同志",
    "section": "责任部门",
    "deliverable": "完成标志",
    "proof": "佐证方式",
    "verifier": "核验方",
}
LENGTHS = {"leader": 60, "section": 60, "deliverable": 300, "proof": 200, "verifier": 60}
NODE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class MeasureRef:
    """A measure of the plan's matter: what a node may expect a running total of."""

    id: int
    name: str
    unit: str

    @property
    def label(self) -> str:
        """停车泊位（个）."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name


@dataclass(frozen=True, slots=True)
class PlanNode:
    """A milestone: day, content, and with a measure the expected running total."""

    due_on: dt.date
    content: str
    measure_id: int | None = None
    expected: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PlanValue:
    """Words in the order of :data:`WORDS`, and nodes by day."""

    words: tuple[tuple[str, str], ...]
    nodes: tuple[PlanNode, ...] = ()

    @property
    def by_name(self) -> dict[str, str]:
        """Column → text; empty where nothing is written."""
        return dict.fromkeys(WORDS, "") | dict(self.words)


def plan(words: dict[str, str], nodes: list[PlanNode] | tuple[PlanNode, ...] = ()) -> PlanValue:
    """A plan in its usual order, white space at the ends taken off."""
    kept = tuple((name, words.get(name, "").strip()) for name in WORDS)
    ordered = sorted(nodes, key=lambda node: (node.due_on, node.content))
    return PlanValue(kept, tuple(ordered))
