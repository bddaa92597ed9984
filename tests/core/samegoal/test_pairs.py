"""Pairs of items that speak of one fact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.samegoal import GoalItem, GoalPair, index, pairs
from duban.core.samegoal.content import content
from duban.core.samegoal.things import same_thing
from duban.core.targets import find_targets

OTHERS = (
    "打造国家文旅消费示范城市。",
    "做好退役军人安置。",
    "开展气象灾害普查。",
    "推进长江禁渔。",
    "规范校外培训。",
    "加快港口物流枢纽建设，年吞吐量达到200万标箱。",
)


def items(*texts: str) -> list[GoalItem]:
    """Items 0, 1, … of the texts."""
    return [GoalItem(str(i), "city", text, find_targets(text)) for i, text in enumerate(texts)]


def pair(one: str, two: str) -> GoalPair | None:
    """The pair of two items in a list of others."""
    found = pairs(items(one, two, *OTHERS))
    return next((p for p in found if (p.a, p.b) == ("0", "1")), None)


@pytest.mark.parametrize(
    ("one", "two", "grade", "reason"),
    [
        ("新增停车泊位12万个。", "新增机动车停车泊位12万个、充电桩6万个。", 2, "“停车泊位”同为12万个"),
        ("完成260个老旧小区改造。", "完成老旧小区改造57个。", 2, "都涉及“老旧小区”的数量"),
        ("新增城市停车位12万个。", "新增停车泊位1万个以上。", 2, "都涉及“停车泊位”的数量"),
        ("托位总数达到4万个。", "新增社区婴幼儿照护服务机构托位500个。", 2, "都涉及“托位”的数量"),
        ("地区生产总值增长6.5%以上。", "地区生产总值增长6.5%，投资完成365亿元。", 2, "“地区生产总值”同为6.5%"),
        ("建设各类公园100个。", "建设城市公园17个、郊野公园3个、口袋公园80个。", 2, "“公园”各项之和同为100个"),
        ("扎实推进保交楼等工作。", "坚持保交楼和促转型相结合，化解房地产风险。", 2, "都提到“保交楼”"),
        ("定期开展“城市体检”。", "提高养护水平，探索推行城市体检，及时发现道路破损。", 2, "都提到“城市体检”"),
        ("守住不发生重特大安全事故的底线。", "确保不发生重特大安全事故。", 2, "同样要求不发生“重特大安全事故”"),
        ("固定资产投资完成365亿元。", "固定资产投资增长10%以上。", 2, "所指同为“固定资产投资”"),
        ("新改建垃圾屋25座，垃圾分类到户。", "新增生活垃圾分类收集屋300座。", 2, None),
        ("新建排水管网100公里。", "疏捞维护排水管网5000公里以上。", 1, None),
        ("完成260个老旧小区改造。", "完成100个老旧小区绿化提升。", 1, None),
        ("开工亿元以上项目900个。", "续建亿元以上项目1840个。", 1, None),
    ],
)
def test_graded_with_a_reason(one: str, two: str, grade: int, reason: str | None) -> None:
    found = pair(one, two)
    assert found is not None
    assert found.grade == grade, found
    assert found.reason and (reason is None or found.reason == reason)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("新增停车泊位12万个。", "新增就业12万人。"),
        ("持续推进重大项目建设。", "持续推进政务公开。"),
        ("加强党风廉政建设。", "完善养老服务体系。"),
        ("引进企业5家。", "培训企业人员500人次。"),
        ("新建学校5所。", "新建医院5所。"),
        ("完工友谊大道北段、和平大道南延线等道路。", "开工高新八路、通顺大道南延线等项目。"),
        ("居民收入增长6%。", "村集体收入达到10万元。"),
    ],
)
def test_general_words_and_equal_figures_alone_say_nothing(one: str, two: str) -> None:
    found = pair(one, two)
    assert found is None or found.grade < 2


def test_a_bare_head_belongs_to_the_thing_before_it() -> None:
    kindergarten = find_targets("新改扩建公办幼儿园45所、新增学位1.2万个。")
    district = find_targets("新增公办幼儿园学位270个。")
    school = find_targets("新改扩建中小学25所、新增学位3.3万个。")
    assert same_thing(kindergarten[1], district[0], kindergarten[0].what, "")[0] == 2
    assert same_thing(kindergarten[1], school[1], kindergarten[0].what, school[0].what)[0] < 2


def test_content_leaves_out_figures_and_general_words() -> None:
    assert content("持续推进高质量发展，完善体制机制") == frozenset()
    assert content("完成改造260个") == content("完成改造57个")


def test_pairs_come_once_in_the_order_of_the_items() -> None:
    texts = ["整治易渍水点19处。", *OTHERS, "全面整治易渍水点19处。", "整治易渍水点19处，新建排水管网100公里。"]
    found = [(p.a, p.b) for p in pairs(items(*texts))]
    assert {("0", "7"), ("0", "8"), ("7", "8")} <= set(found)
    assert all(int(a) < int(b) for a, b in found) and len(set(found)) == len(found)


THINGS = "停车泊位 充电桩 绿道 口袋公园 断头路 排水管网 人行道 公共厕所 养老床位 婴幼儿托位 体育公园 健身步道".split()
VERBS = "新增 建成 改造 完成 推进".split()


def many(count: int) -> list[frozenset[str]]:
    """Contents of so many items of a country whose districts promise the same things."""
    return [
        content(f"{VERBS[i % 5]}{THINGS[i % 12]}，服务{chr(0x4E00 + i % 3000)}{chr(0x5000 + i % 2900)}片区")
        for i in range(count)
    ]


def test_comparisons_grow_with_the_items_not_with_their_pairs() -> None:
    counts = []
    for size in (1000, 2000, 4000):
        documents = many(size)
        counts.append(len(index.candidates(documents, index.weights(documents))))
    assert counts[1] <= counts[0] * 2.3 and counts[2] <= counts[1] * 2.3
    assert counts[2] <= 4000 * index.MOST


PIECES = st.sampled_from(
    [*THINGS, *VERBS, "100个", "6公里", "“城市体检”", "，", "。", "、", "不发生事故", "推进", "保交楼", "a", "1"]
)
TEXT = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60)


@given(st.lists(TEXT, max_size=8))
def test_any_items_are_compared(texts: list[str]) -> None:
    found = pairs(items(*texts))
    assert all(int(p.a) < int(p.b) and p.grade in (1, 2) and p.reason for p in found)
    assert len({(p.a, p.b) for p in found}) == len(found)
    assert found == pairs(items(*texts))


@given(TEXT, TEXT)
def test_counting_one_thing_is_mutual(one: str, two: str) -> None:
    for first in find_targets(one):
        for second in find_targets(two):
            assert same_thing(first, second)[0] == same_thing(second, first)[0]
