"""Which target each reported figure answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duban.core.notice.reading import Target
from duban.core.targets import measures
from duban.core.text.likeness import contained, likeness, pairs_of

ALIKE = 0.4  # from here two wordings name one thing
# Measures that different writers use for the same thing; a figure in 个 may answer a target in 处.
_LOOSE = frozenset("个 家 处 座 所 项 条 件 台 套 间 户 栋 场 场次 次 台(座) 点位 名 人 位".split())
_PERSONS = frozenset("名 人 位 人次 户".split())


@dataclass(frozen=True, slots=True)
class Answer:
    """Figure ``figure`` (index) answers target ``target`` (index)."""

    figure: int
    target: int
    reason: str  # Chinese, fit to show


def answers(targets: Sequence[Target], figures: Sequence[Target]) -> tuple[Answer, ...]:
    """For each figure the target that it reports on, where one can be told; in the order of the figures.

    Several figures may answer one target (parts of a total). A target in words (不发生…) is answered by no figure.
    """
    wanted = [pairs_of(target.what) for target in targets]
    found = []
    for index, figure in enumerate(figures):
        thing = pairs_of(figure.what)
        best = max(
            ((_closeness(thing, wanted[i], figure, target), -i) for i, target in enumerate(targets)),
            default=(0.0, 0),
        )
        if best[0] >= ALIKE:
            target = targets[-best[1]]
            found.append(Answer(index, -best[1], _reason(target, figure)))
        elif (only := _only_one(targets, figures, index)) is not None:
            found.append(Answer(index, only, f"本项只有一个以“{figure.unit}”计的指标"))
    return tuple(found)


def _closeness(thing: frozenset[str], wanted: frozenset[str], figure: Target, target: Target) -> float:
    """0 where the measures cannot be compared; otherwise how alike the things are, the measure helping a little."""
    if not _comparable(figure.unit, target.unit):
        return 0.0
    if not thing or not wanted:
        return 0.0
    alike = max(likeness(thing, wanted), 0.8 * contained(thing, wanted))
    return alike + 0.05 if figure.unit == target.unit and alike else alike


def _comparable(one: str, two: str) -> bool:
    if one == two:
        return True
    if one in measures.SHARES or two in measures.SHARES or one in measures.MONEY or two in measures.MONEY:
        return False
    if one in _PERSONS and two in _PERSONS:
        return one != "人次" and two != "人次"
    return one in _LOOSE and two in _LOOSE and (one in _PERSONS) == (two in _PERSONS)


def _only_one(targets: Sequence[Target], figures: Sequence[Target], index: int) -> int | None:
    """The single target of this measure, if the figure is also the only one of it."""
    unit = figures[index].unit
    if not unit or unit in measures.SHARES:
        return None
    same = [i for i, target in enumerate(targets) if target.unit == unit and target.value]
    alone = sum(figure.unit == unit for figure in figures) == 1
    return same[0] if len(same) == 1 and alone else None


def _reason(target: Target, figure: Target) -> str:
    if target.what == figure.what:
        return f"所指同为“{target.what}”"
    return f"“{figure.what}”与“{target.what}”所指相近"
