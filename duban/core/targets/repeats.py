"""The same figure in the title and again in the body is one target."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from duban.core.notice.reading import Target
from duban.core.targets.scene import Scene
from duban.core.text.patterns import regex

_BRACKETS = regex(r"[(（][^()（）]*[)）]|[“”\"]")


def without_repeats(scene: Scene, targets: Sequence[Target], offset: int) -> list[Target]:
    """Without targets of later sentences that say again what the first sentence (the title) says.

    更换5000个非标准井盖。对全市5000个无轴、断轴存在隐患的井盖进行更换。
    """
    title: dict[tuple[Decimal, str], set[str]] = {}
    kept = []
    for target in targets:
        key = (target.value, target.unit)
        if scene.sentence(target.figure.start - offset) == 0:
            title.setdefault(key, set()).add(head(target.what))
        elif key in title:
            start, end = scene.clause(target.figure.start - offset)
            said = target.what + _BRACKETS.sub("", scene.printed[start:end])
            if any(word and word in said for word in title[key]):
                continue
        kept.append(target)
    return kept


def head(what: str) -> str:
    """The last two characters of the thing, brackets aside: 农村义务教育学校食堂(餐厅) → 食堂."""
    return _BRACKETS.sub("", what)[-2:]
