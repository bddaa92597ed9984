"""Targets of an item: which figures set something, with relation, thing, kind, deadline and baseline."""

from __future__ import annotations

from dataclasses import dataclass
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
from duban.core.targets.thresholds import changed_to
from duban.core.targets.zero import Zero, find_zeros


@dataclass(slots=True)
class _Context:
    """What the targets of one text share."""

    scene: Scene
    offset: int
    dues: list[tuple[int, str]]
    bases: dict[int, Decimal]  # index of a figure → where its change starts from
    range_floor: int = 0


def find_targets(text: str, *, offset: int = 0) -> tuple[Target, ...]:
    """The quantified goals (量化目标) of one item.

    ``text`` is the item without its printed number and with its unit tags blanked; spans are shifted by ``offset``.
    What counts is decided by the annotation rules of the project (a figure that somebody could be measured against).

    >>> [(t.what, t.op, str(t.value), t.unit) for t in find_targets("新增停车泊位12万个,力争市场主体总量突破200万户。")]
    [('停车泊位', '=', '120000', '个'), ('市场主体总量', '>', '2000000', '户')]
    """
    scene = look(text)
    targets = _all(scene, find_zeros(scene.text), offset)
    return tuple(without_repeats(scene, targets, offset)) if len(targets) > 1 else tuple(targets)


def find_figures(text: str, *, offset: int = 0) -> tuple[Target, ...]:
    """Every figure that counts something, said once or twice, and no zero in words: what a report states as done."""
    return tuple(_all(look(text), [], offset))


def _all(scene: Scene, zeros: list[Zero], offset: int) -> list[Target]:
    chosen = [i for i in range(len(scene.figures)) if not reason(scene, i)]
    if not chosen and not zeros:
        return []
    context = _Context(scene, offset, find_due(scene), _bases(scene))
    targets = [_zero(context, zero) for zero in zeros]
    floor, earlier = 0, ""
    for index in chosen:
        target = _target(context, index, floor, earlier)
        targets.append(target)
        end = target.span.end - offset
        floor = (
            end
            if index + 1 < len(scene.figures) and end <= scene.figures[index + 1].start
            else scene.figures[index].end
        )
        earlier = target.what or earlier
    targets.sort(key=lambda target: target.figure)
    return targets


def _bases(scene: Scene) -> dict[int, Decimal]:
    pairs = [(changed_to(scene, i), figure.value) for i, figure in enumerate(scene.figures[:-1])]
    return {to: value for to, value in pairs if to}


def _target(context: _Context, index: int, floor: int, earlier: str) -> Target:
    scene, offset = context.scene, context.offset
    figure = scene.figures[index]
    if figure.low or figure.high:  # both ends of a range have the words of the whole
        first = index if figure.low else index - 1
        figure = scene.figures[first]._replace(end=scene.figures[first + 1].end)
        floor = min(floor, figure.start) if figure.low and index == first else context.range_floor
        context.range_floor = floor
    words = words_of(scene, figure, floor, earlier)
    figure, op = scene.figures[index], bounds.relation(scene, index)
    return Target(
        phrase=scene.printed[words.start : words.end],
        what=words.what,
        op=op,
        value=figure.value,
        unit=_unit(scene, index),
        kind=kind_of(scene, figure, words.what, op),
        span=Span(offset + words.start, offset + words.end),
        figure=Span(offset + figure.start, offset + figure.end),
        base=context.bases.get(index),
        due=due_for(scene, context.dues, figure.start, figure.end),
    )


def _unit(scene: Scene, index: int) -> str:
    """The measure as printed; where it is elided, from the list (5个、6个百分点) or from the thing (50万燃气用户)."""
    figures, figure = scene.figures, scene.figures[index]
    last = index
    while (
        last + 1 < len(figures)
        and last - index < bounds.MOST
        and bounds.listed(scene.text, figures[last], figures[last + 1])
    ):
        last += 1
    if last > index and figures[last].unit == "个百分点":
        return "个百分点"
    if figure.unit:
        return figure.unit
    behind = scene.text[figure.end : figure.end + 8]
    at = behind.find("户")
    plain = at > 0 and not any(c in "，,。；;、的籍" for c in behind[: at + 2])
    return "户" if plain else ""


def _zero(context: _Context, zero: Zero) -> Target:
    scene, offset = context.scene, context.offset
    return Target(
        phrase=scene.printed[zero.start : zero.end],
        what=scene.printed[zero.what[0] : zero.what[1]],
        op="=",
        value=Decimal(0),
        unit=zero.unit,
        kind=TargetKind.CAP,
        span=Span(offset + zero.start, offset + zero.end),
        figure=Span(offset + zero.figure[0], offset + zero.figure[1]),
        due=due_for(scene, context.dues, zero.start, zero.end),
    )
