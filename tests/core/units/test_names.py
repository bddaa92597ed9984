"""What the words of a unit's name tell; nothing here knows a unit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.core.units import RegisteredUnit, UnitKind, analyse, is_group, looks_like_unit, match, proposals
from duban.core.units.matching import Grade


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("区城管执法局", UnitKind.DEPARTMENT),
        ("市发改委", UnitKind.DEPARTMENT),
        ("临湖街道办事处", UnitKind.STREET),
        ("临东区人民政府", UnitKind.GOVERNMENT),
        ("市生态环境局临东区分局", UnitKind.BRANCH),
        ("市自然资源和规划局临东分局", UnitKind.BRANCH),
        ("高新区管委会", UnitKind.COMMITTEE),
        ("市疫情防控指挥部办公室", UnitKind.COMMITTEE),
        ("区委宣传部", UnitKind.PARTY),
        ("区纪委监委机关", UnitKind.PARTY),
        ("团区委", UnitKind.MASS),
        ("市残联", UnitKind.MASS),
        ("临江城投集团", UnitKind.COMPANY),
        ("市疾控中心", UnitKind.INSTITUTION),
        ("各街道办事处", UnitKind.GROUP),
        ("区政府各部门", UnitKind.GROUP),
    ],
)
def test_kind(name: str, kind: UnitKind) -> None:
    assert analyse(name).kind is kind


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("各县（市）区人民政府", True),
        ("市级各相关部门", True),
        ("各有关部门和单位", True),
        ("市直有关部门", True),
        ("各级工会组织", True),
        ("市教育局", False),
    ],
)
def test_groups(name: str, group: bool) -> None:
    assert is_group(name) is group


@pytest.mark.parametrize("name", ["市教育局", "城乡建设委", "中央军委政治工作部", "昆仑公交集团公司", "国务院各部门"])
def test_looks_like_a_unit(name: str) -> None:
    assert looks_like_unit(name)


@pytest.mark.parametrize("name", ["一期工程", "年底前完成", "含游泳馆等", "2024年12月", "“一网通办”", "局"])
def test_looks_like_no_unit(name: str) -> None:
    assert not looks_like_unit(name)


def test_proposals_are_short_forms_of_the_same_level_and_office() -> None:
    names = ["区人资局", "区人力资源局", "市人力资源局", "区人民政府各部门", "区政府各部门", "区财政局", "区民政局"]
    assert [(a, b) for a, b, _ in proposals(names)] == [
        ("区人资局", "区人力资源局"),
        ("区政府各部门", "区人民政府各部门"),
    ]


@pytest.mark.parametrize(
    ("short", "long"),
    [("市发改委", "市发展和改革委员会"), ("市住建局", "市住房和城乡建设局"), ("区残联", "区残疾人联合会")],
)
def test_usual_short_forms(short: str, long: str) -> None:
    assert [(a, b) for a, b, _ in proposals([long, short])] == [(short, long)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("区建设局", "区建设管理站"), ("市民政局", "区民政局"), ("区城管局", "区城改局"), ("市文旅局", "市文物局")],
)
def test_other_units_are_not_proposed(one: str, other: str) -> None:
    assert proposals([one, other]) == []


REGISTER = [
    RegisteredUnit("区人力资源局", ("区人社局",)),
    RegisteredUnit("区财政局"),
    RegisteredUnit("临东区教育局"),
    RegisteredUnit("各街道办事处", group=True),
]


@pytest.mark.parametrize(
    ("name", "unit", "grade"),
    [
        ("区财政局", "区财政局", Grade.EXACT),
        ("区 财政局", "区财政局", Grade.EXACT),
        ("区人社局", "区人力资源局", Grade.ALIAS),
        ("区人资局", "区人力资源局", Grade.LIKELY),
        ("区教育局", "临东区教育局", Grade.LIKELY),
    ],
)
def test_match(name: str, unit: str, grade: Grade) -> None:
    best = match(name, REGISTER)[0]
    assert (best.unit.name, best.grade) == (unit, grade)
    assert best.reason and 0 < best.score <= 1


def test_match_finds_nothing_for_a_stranger() -> None:
    assert match("市气象台", REGISTER) == []


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_taken(name: str) -> None:
    analyse(name)
    looks_like_unit(name)
    match(name, REGISTER)
    proposals([name, "区财政局"])


@pytest.mark.parametrize(
    ("old", "new", "year"),
    [
        ("市工商局", "市市场监管局", 2018),
        ("市质监局", "市市场监督管理局", 2018),
        ("市国土资源局", "市自然资源和规划局", 2018),
        ("市卫生计生委", "市卫生健康委员会", 2018),
        ("市农委", "市农业农村局", 2018),
        ("县扶贫办", "县乡村振兴局", 2018),
        ("县乡村振兴局", "县农业农村局", 2023),
    ],
)
def test_names_before_and_after_a_reform_are_proposed_with_its_year(old: str, new: str, year: int) -> None:
    assert [(a, b) for a, b, _ in proposals([new, "市教育局", old])] == [(old, new)]
    (found,) = match(old, [RegisteredUnit(new), RegisteredUnit("市教育局")])
    assert found.grade is Grade.LIKELY
    assert found.reason == f"{year}年机构改革后，“{old}”的职责多归“{new}”"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("市工商局", "区市场监管局"),
        ("区工商联", "区市场监管局"),
        ("市民政局", "市退役军人局"),
        ("市教育局", "市市场监管局"),
    ],
)
def test_a_reform_renames_nobody_of_another_level_or_field(old: str, new: str) -> None:
    assert proposals([old, new]) == []
    assert match(old, [RegisteredUnit(new)]) == []
