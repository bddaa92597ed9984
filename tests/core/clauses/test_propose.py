"""Which items are proposed to be split, and where."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duban.core.clauses import propose
from duban.core.document import Span
from duban.core.notice.reading import Role, Scope, UnitEntry
from duban.core.targets import find_targets


def split(text: str) -> list[str]:
    """The words of each clause."""
    return [text[c.start : c.end] for c in propose(text, find_targets(text), ())]


@pytest.mark.parametrize(
    "text",
    [
        "加强安全生产监管。",
        "完善机制。深化改革；优化服务，提升效能。",
        "新增停车泊位12万个。",
        "健全体系，新增停车泊位12万个，方便出行。",
        "花生种植、收获机械化率分别达到65%和55%。",
        "为2万名中小学生免费开展12天运动技能培训。",
        "补助标准由280元提高到320元。",
        "场馆数量比2016年增长20%，达到360家以上。",
        "每人提供500至1000元的救助。",
        "筹集住房1500套。市本级筹集住房400套，各区筹集住房200套。",
        "新建幼儿园80所（中心城区11所、新增学位0.36万个）。",
        "",
    ],
)
def test_stays_whole(text: str) -> None:
    assert len(split(text)) <= 1
    assert "".join(split(text)) == text.strip()


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("整治易渍水点19处，新建排水管网100公里。", ["整治易渍水点19处，", "新建排水管网100公里。"]),
        ("新改建绿道100公里、各类公园100个。", ["新改建绿道100公里、", "各类公园100个。"]),
        ("打造6个产业合作园和4个离岸科创园。", ["打造6个产业合作园", "和4个离岸科创园。"]),
        ("开工亿元以上项目900个，续建亿元以上项目1840个。", ["开工亿元以上项目900个，", "续建亿元以上项目1840个。"]),
        (
            "加强帮扶，标准提高10%。推行集中照护模式。实施改造8000户。",
            ["加强帮扶，标准提高10%。", "推行集中照护模式。", "实施改造8000户。"],
        ),
        (
            "提升环境品质。建成转运站3座；新改建公厕16座，树立形象。",
            ["提升环境品质。建成转运站3座；", "新改建公厕16座，树立形象。"],
        ),
        ("新建学校5所，提升质量；改造医院2家。", ["新建学校5所，提升质量；", "改造医院2家。"]),
    ],
)
def test_is_cut_between_things_that_are_counted_apart(text: str, clauses: list[str]) -> None:
    assert split(text) == clauses


def test_reasons() -> None:
    text = "新建学校5所，改造医院2家。推行家庭医生签约服务。"
    reasons = [c.reason for c in propose(text, find_targets(text), ())]
    assert reasons == ["本项有两项指标，可分别完成", "本项有两项指标，可分别完成", "该句未设指标，可单独完成"]
    assert [c.reason for c in propose("加强监管。", (), ())] == ["不拆分"]


def entry(name: str, at: int, part: int, words: str = "") -> UnitEntry:
    return UnitEntry(name, Role.LEAD, Scope.NONE, Span(at, at + len(name)), part=part, part_text=words)


def test_parts_with_their_own_units_are_clauses() -> None:
    printed = "完善机制，支持设立基金。（其中，创新甲园区机制〈市经信局〉；创新乙园区机制〈市发改委〉）"
    units = [
        entry("市经信局", printed.index("市经信局"), 1, "创新甲园区机制"),
        entry("市发改委", printed.index("市发改委"), 2, "创新乙园区机制"),
    ]
    text = printed.replace("〈市经信局〉", " " * 6).replace("〈市发改委〉", " " * 6)
    found = propose(text, (), units)
    assert [(text[c.start : c.end], c.part) for c in found] == [
        ("完善机制，支持设立基金。（其中，", 0),
        ("创新甲园区机制", 1),
        ("创新乙园区机制", 2),
    ]


def test_offset_takes_spans_of_the_document() -> None:
    text = "整治易渍水点19处，新建排水管网100公里。"
    assert propose(text, find_targets(text, offset=70), (), offset=70) == propose(text, find_targets(text), ())


PIECES = st.sampled_from(
    [
        "新建学校5所",
        "改造医院2家",
        "增长6%",
        "推行机制",
        "，",
        "。",
        "；",
        "、",
        "和",
        "其中",
        "（",
        "）",
        "“",
        "”",
        "  ",
        "\n",
        "由3元提高到5元",
        "不发生事故",
    ]
)


@example("新建学校5所，新建医院5所和")
@given(st.lists(PIECES, max_size=24).map("".join) | st.text(max_size=120))
def test_clauses_are_ordered_apart_inside_and_hold_every_figure_once(text: str) -> None:
    targets = find_targets(text)
    found = propose(text, targets, ())
    assert all(0 <= c.start < c.end <= len(text) and c.reason for c in found)
    assert all(one.end <= two.start for one, two in zip(found, found[1:], strict=False))
    for target in targets:
        assert sum(c.start <= target.figure.start and target.figure.end <= c.end for c in found) == 1
    left = "".join(
        text[a:b] for a, b in zip([0, *(c.end for c in found)], [*(c.start for c in found), len(text)], strict=True)
    )
    assert not left.strip()


@given(
    st.lists(PIECES, min_size=2, max_size=12).map("".join),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3)), max_size=4),
)
def test_any_parts_give_clauses_in_order(text: str, places: list[tuple[int, int]]) -> None:
    units = [entry("区住建局", place, part) for place, part in places]
    found = propose(text, find_targets(text), units)
    assert all(0 <= c.start < c.end <= len(text) for c in found)
    assert all(one.end <= two.start for one, two in zip(found, found[1:], strict=False))
