"""Three ratings side by side (domain §4.12): by the rule, by the unit, by the office. Compared, never merged.

Each says on which of four steps (档) a matter stands, or that it cannot say. A gap is the distance of two ratings
in steps; nothing here makes one rating out of several.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from duban.core.oversight.rules import COLOUR_LABELS, Colour
from duban.core.reporting.values import RATING_LABELS, Rating

# 已完成 3, 按序时 2, 滞后 1, 严重滞后或未达到 0; what says nothing has no step.
_OF_COLOUR = {Colour.BLUE: 3, Colour.GREEN: 2, Colour.YELLOW: 1, Colour.RED: 0}
_OF_RATING = {
    Rating.DONE: 3,
    Rating.ON_SCHEDULE: 2,
    Rating.STANDING: 2,
    Rating.BEHIND: 1,
    Rating.AT_RISK: 0,
    Rating.MISSED: 0,
}
WIDE = 2
"""Steps from which a gap is wide: a look at the matter itself is worth while."""

_STEPS = {1: "一档", 2: "两档", 3: "三档"}


def step_of_colour(colour: Colour | None) -> int | None:
    """The step of a light; ``None`` where it is grey or there is none."""
    return _OF_COLOUR.get(colour) if colour is not None else None


def step_of_rating(rating: Rating) -> int | None:
    """The step of a rating in words; ``None`` without one."""
    return _OF_RATING.get(rating)


@dataclass(frozen=True, slots=True)
class Three:
    """The three ratings of a matter and unit in a period; each may be missing."""

    computed: Colour | None = None
    own: Rating = Rating.NONE
    office: Rating = Rating.NONE

    def _said(self) -> Iterator[tuple[str, str, int]]:
        """Who, the words, the step: of those that say something."""
        step = step_of_colour(self.computed)
        if self.computed is not None and step is not None:
            yield "规则判定", COLOUR_LABELS[self.computed], step
        for who, rating in (("单位自评", self.own), ("督查室评价", self.office)):
            step = step_of_rating(rating)
            if step is not None:
                yield who, RATING_LABELS[rating], step

    @property
    def width(self) -> int:
        """Steps between the best and the worst; 0 where they agree or fewer than two say something.

        >>> Three(Colour.RED, Rating.ON_SCHEDULE).width, Three(Colour.GREY, Rating.DONE).width
        (2, 0)
        """
        steps = [step for *_, step in self._said()]
        return max(steps) - min(steps) if len(steps) > 1 else 0

    @property
    def overstated(self) -> int:
        """Steps by which the unit rates itself above the lower of the other two; 0 where it does not."""
        own = step_of_rating(self.own)
        others = [step for who, _, step in self._said() if who != "单位自评"]
        return max(own - min(others), 0) if own is not None and others else 0

    @property
    def sentence(self) -> str:
        """The gap in words: each pair that differs, or that they agree, or what is missing to compare.

        >>> Three(Colour.RED, Rating.ON_SCHEDULE).sentence
        '单位自评“按序时推进”，比规则判定“严重滞后”高两档。'
        >>> Three(Colour.GREEN, Rating.ON_SCHEDULE, Rating.ON_SCHEDULE).sentence
        '三方评价一致。'
        """
        said = list(self._said())
        if len(said) < 2:
            return "没有可以比较的两方评价。"
        pairs = [_pair(a, b) for a, b in combinations(said, 2) if a[2] != b[2]]
        if not pairs:
            return "三方评价一致。" if len(said) == 3 else f"{said[0][0]}与{said[1][0]}一致。"
        return "；".join(pairs) + "。"


def _pair(a: tuple[str, str, int], b: tuple[str, str, int]) -> str:
    """The later party beside the earlier one: 单位自评…比规则判定…高两档."""
    how = "高" if b[2] > a[2] else "低"
    return f"{b[0]}“{b[1]}”，比{a[0]}“{a[1]}”{how}{_STEPS[abs(b[2] - a[2])]}"
