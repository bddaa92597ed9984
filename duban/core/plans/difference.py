"""What changed between two plans: words column by column, milestones day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from duban.core.plans.values import WORDS, PlanNode, PlanValue
from duban.core.text.days import day_in_words
from duban.core.text.figures import plain_number


@dataclass(frozen=True, slots=True)
class WordChange:
    """A column whose text changed."""

    name: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """The column as printed."""
        return WORDS[self.name]


@dataclass(frozen=True, slots=True)
class Difference:
    """Changed words, milestones that went and that came (a changed one is both), those that stayed."""

    words: tuple[WordChange, ...]
    gone: tuple[PlanNode, ...]
    new: tuple[PlanNode, ...]
    kept: int

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.words or self.gone or self.new)


def difference(before: PlanValue, after: PlanValue) -> Difference:
    """From one plan to another."""
    old, new = before.by_name, after.by_name
    words = tuple(WordChange(name, old[name], new[name]) for name in WORDS if _same(old[name]) != _same(new[name]))
    had, has = Counter(before.nodes), Counter(after.nodes)
    gone = sorted((had - has).elements(), key=lambda node: node.due_on)
    came = sorted((has - had).elements(), key=lambda node: node.due_on)
    return Difference(words, tuple(gone), tuple(came), sum((had & has).values()))


def _same(text: str) -> str:
    """Line ends of different systems are no change."""
    return text.replace("\r\n", "\n").strip()


def said(node: PlanNode, measures: Mapping[int, str]) -> str:
    """A milestone in one line: 6月30日 建成泊位（停车泊位（个）累计 130）."""
    day = f"{day_in_words(node.due_on)}"
    if node.measure_id is None or node.expected is None:
        return f"{day} {node.content}"
    return f"{day} {node.content}（{measures.get(node.measure_id, '指标')}累计 {plain_number(node.expected)}）"
