"""Work grows with the length of a document: counted in calls, so that it is the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from duban.core.document import from_text
from duban.core.notice import read
from duban.core.samegoal import GoalItem, pairs
from duban.core.targets import find_targets
from tests.corpus import expected
from tests.support.shared import SAMPLE

SLACK = 1.25  # of the growth of the text: what is done once a document makes it less, never more


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, of Python and of C."""
    count = 0

    def counting(frame: Any, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def growth(make: Callable[[int], Callable[[], object]], sizes: tuple[int, ...]) -> list[float]:
    """Calls of each size to those of the size before, by the growth of the size."""
    make(1)()  # what is imported, compiled or remembered once
    counts = [calls(make(size)) for size in sizes]
    steps = zip(zip(sizes, counts, strict=True), zip(sizes[1:], counts[1:], strict=False), strict=False)
    return [(after / before) / (long / short) for (short, before), (long, after) in steps]


@pytest.mark.parametrize("name", ["sample", *expected.NAMES])
def test_reading(name: str) -> None:
    text = SAMPLE.read_text(encoding="utf-8") if name == "sample" else expected.load(name)[0]
    sizes = (1, 4) if name == "sample" else (8, 40)
    found = growth(lambda size: lambda: read(from_text((text + "\n") * size)), sizes)
    assert max(found) < SLACK, found


def test_a_long_report_with_a_short_list() -> None:
    story = "一年来，我们坚持稳中求进，全市经济运行总体平稳，新建改建道路若干条，民生持续改善，各项工作取得新进展。\n"
    listed = expected.load("bracketed-label-full-width")[0]
    found = growth(lambda size: lambda: read(from_text(story * 200 * size + listed)), (1, 10))
    assert max(found) < SLACK, found


def test_same_goals() -> None:
    things = "停车泊位 充电桩 绿道 公园 厕所 床位 托位 管网 步道 学位 路灯 井盖".split()
    texts = [
        f"新增{things[i % 12]}{i % 97 + 2}处，服务{chr(0x4E00 + i % 3000)}{chr(0x5000 + i % 2900)}片区。"
        for i in range(2000)
    ]
    items = [GoalItem(str(i), "city", text, find_targets(text)) for i, text in enumerate(texts)]
    found = growth(lambda size: lambda: pairs(items[: 500 * size]), (1, 2, 4))
    assert max(found) < SLACK, found
