"""Which target a reported figure answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.results import answers, read_result
from duban.core.targets import find_targets


def pairs(plan: str, done: str) -> list[tuple[int, int]]:
    """(target, figure) for each answer."""
    return [(a.target, a.figure) for a in answers(find_targets(plan), read_result(done).figures)]


@pytest.mark.parametrize(
    ("plan", "done", "expected"),
    [
        ("新增停车泊位12万个、充电桩6万个。", "建成充电桩4.2万个，新增停车泊位9万个。", [(1, 0), (0, 1)]),
        ("新建改扩建学校49所。", "开工新建学校90所，竣工学校55所。", [(0, 0), (0, 1)]),
        ("建成口袋公园20个。", "新建口袋公园21处。", [(0, 0)]),
        ("建设“五小水利”工程500处。", "完成小水池、小水窖等541处，改善灌溉面积7万亩。", [(0, 0)]),
        ("整治易渍水点19处。", "完成率95%。", []),
        ("改造老旧小区260个。", "完成投资3亿元。", []),
        ("垃圾处理率达90%、污水处理率达60%。", "污水处理率达61.5%。", [(1, 0)]),
        ("确保不发生重特大事故。", "开展检查300次。", []),
        ("新增就业5万人。", "发放补贴30万人次。", []),
        ("", "建成3处。", []),
    ],
)
def test_answers(plan: str, done: str, expected: list[tuple[int, int]]) -> None:
    assert pairs(plan, done) == expected


def test_the_reason_names_what_is_shared() -> None:
    plan, done = find_targets("新增停车泊位12万个。"), read_result("新增停车泊位9万个。").figures
    assert [a.reason for a in answers(plan, done)] == ["所指同为“停车泊位”"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_each_figure_answers_at_most_one_target(plan: str, done: str) -> None:
    targets, figures = find_targets(plan), read_result(done).figures
    found = answers(targets, figures)
    assert len({a.figure for a in found}) == len(found)
    assert all(0 <= a.target < len(targets) and 0 <= a.figure < len(figures) and a.reason for a in found)
