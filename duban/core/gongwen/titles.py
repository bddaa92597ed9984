"""Breaking a title (标题) into lines by sense, in the shape of a trapezoid or diamond (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

LINE = 20.0  # characters of 二号 in a line of 156 mm
_NEVER_FIRST = "，。、；：！？）》〉」』”’】％%的了和与及,.;:!?)"
_NEVER_LAST = "（《〈「『“‘【〔(第"
_BEFORE = re.compile(
    "关于|《|前[一二三]季度|第[一二三四]季度|上半年|全年|工作|情况|实施|进一步"
    "|的(?=通知|通报|报告|决定|意见)|通知|通报|报告"
)
_TOGETHER = re.compile(r"[0-9A-Za-z.%]+年?|[一二三四五六七八九十]季度|政府工作报告")


def wide(text: str) -> float:
    """Width in Chinese characters: a half-width character takes half.

    >>> wide("前2季度")
    3.5
    """
    return sum(1.0 if east_asian_width(c) in "WFA" else 0.5 for c in text)


def title_lines(text: str, *, line: float = LINE) -> tuple[str, ...]:
    """The title in as few lines as it needs, broken where the sense allows.

    >>> title_lines("区建设局关于省、市、区《政府工作报告》前二季度工作目标完成情况")
    ('区建设局关于省、市、区《政府工作报告》', '前二季度工作目标完成情况')
    """
    text = " ".join(text.split())
    if wide(text) <= line:
        return (text,) if text else ()
    needed = max(2, -int(-wide(text) // line))
    for count in (needed, needed + 1, needed + 2):
        found = _split(text, count, line)
        if found:
            return found
    return tuple(text[at : at + int(line)] for at in range(0, len(text), int(line)))


def _split(text: str, count: int, line: float) -> tuple[str, ...]:
    """The cheapest way into ``count`` lines; empty where none fits."""
    cost = _costs(text)
    ideal = wide(text) / count
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, ())}
    ends = [*sorted(cost), len(text)]
    for lines in range(1, count + 1):
        for end in ends:
            if (end == len(text)) != (lines == count):
                continue
            for (done, start), (so_far, cuts) in list(best.items()):
                if done != lines - 1 or start >= end:
                    continue
                room = wide(text[start:end])
                if room > line:
                    continue
                total = so_far + abs(room - ideal) + (cost[end] if end < len(text) else 0.0)
                if (lines, end) not in best or total < best[lines, end][0]:
                    best[lines, end] = (total, (*cuts, end))
    found = best.get((count, len(text)))
    if found is None:
        return ()
    cuts = (0, *found[1])
    return tuple(text[a:b].strip() for a, b in zip(cuts, cuts[1:], strict=False))


def _costs(text: str) -> dict[int, float]:
    """Places where a line may end, with what it costs; inside a number or a name of a paper it may not."""
    closed = {at for match in _TOGETHER.finditer(text) for at in range(match.start() + 1, match.end())}
    good = {match.start() for match in _BEFORE.finditer(text)}
    found = {}
    for at in range(2, len(text) - 1):
        if at in closed or text[at] in _NEVER_FIRST or text[at - 1] in _NEVER_LAST:
            continue
        found[at] = _cost(text[at - 1], at in good)
    return found


def _cost(before: str, good: bool) -> float:
    if before in "》） ":
        return 0.0
    if good:
        return 1.0
    return 3.0 if before in "，；：〕」』" else 9.0 if before == "、" else 14.0
