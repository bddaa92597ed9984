"""Targets of an item: which figures set something, with relation, thing, kind, deadline and baseline."""

from __future__ import annotations

from decimal import Decimal

from duban.core.document import Span
from duban.core.notice.reading import Target, TargetKind
from duban.core.targets import bounds
from duban.core.targets.due import due_for, find_due
from duban.core.targets.kinds import kind_of
from duban.core.targets.phrase import words_of
from duban.core.targets.reasons import reason
from duban.core.targets.repeats import without_repeats
from duban.core.targets.scene import Scene, look
from duban.core.targets.thresholds import is_baseline
from duban.core.targets.zero import Zero, find_zeros


def find_targets(text: str, *, offset: int = 0) -> tuple[Target, ...]:
    """The quantified goals (量化目标) of one item.

    ``text`` is the item without its printed number and with its unit tags blanked; spans are shifted by ``offset``.
    What counts is decided by the annotation rules of the project (a figure that somebody could be measured against).

    >>> [(t.what, t.op, str(t.value), t.unit) for t in find_targets("新增停车泊位12万个,力争市场主体总量突破200万户。")]
    [('停车泊位', '=', '120000', '个'), ('市场主体总量', '>', '2000000', '户')]
    """
    scene = look(text)
    zeros = find_zeros(scene.text)
    if not scene.figures and not zeros:
        return ()
    chosen = [i for i in range(len(scene.figures)) if not reason(scene, i)]
    dues = find_due(scene)
    targets = [_zero(scene, zero, offset, dues) for zero in zeros]
    floor, earlier = 0, ""
    for index in chosen:
        target = _target(scene, index, floor, earlier, offset, dues)
        targets.append(target)
        floor, earlier = bounds.after(scene.text, scene.figures[index])[1], target.what or earlier
    targets.sort(key=lambda target: target.figure)
    return tuple(without_repeats(scene, targets, offset)) if len(targets) > 1 else tuple(targets)


def _target(scene: Scene, index: int, floor: int, earlier: str, offset: int, dues: list[tuple[int, str]]) -> Target:
    figure = scene.figures[index]
    words = words_of(scene, figure, floor, earlier)
    op = bounds.relation(scene, index)
    base = scene.figures[index - 1].value if index and is_baseline(scene, index - 1) else None
    unit = figure.unit or _unit_of_noun(scene, index)
    return Target(
        phrase=scene.printed[words.start : words.end],
        what=words.what,
        op=op,
        value=figure.value,
        unit=unit,
        kind=kind_of(scene, figure, words.what, op),
        span=Span(offset + words.start, offset + words.end),
        figure=Span(offset + figure.start, offset + figure.end),
        base=base,
        due=due_for(scene, dues, figure.start, figure.end),
    )


def _unit_of_noun(scene: Scene, index: int) -> str:
    """50万燃气用户: the thing itself ends in its measure 户."""
    figure = scene.figures[index]
    behind = scene.text[figure.end : figure.end + 8]
    at = behind.find("户")
    plain = 0 < at and not any(c in "，,。；;、的籍" for c in behind[:at])
    return "户" if plain and not behind[at + 1 : at + 2] == "籍" else ""


def _zero(scene: Scene, zero: Zero, offset: int, dues: list[tuple[int, str]]) -> Target:
    return Target(
        phrase=scene.printed[zero.start : zero.end],
        what=scene.printed[zero.what[0] : zero.what[1]],
        op="=",
        value=Decimal(0),
        unit=zero.unit,
        kind=TargetKind.CAP,
        span=Span(offset + zero.start, offset + zero.end),
        figure=Span(offset + zero.figure[0], offset + zero.figure[1]),
        due=due_for(scene, dues, zero.start, zero.end),
    )
