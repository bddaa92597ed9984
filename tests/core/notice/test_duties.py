"""Who answers: tags in brackets, labels, verbs; lists of names with elided and shared parts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.core.notice.duties import all_tags
from duban.core.notice.names import split
from duban.core.notice.reading import Role
from duban.core.notice.vocabulary import LABEL, narrow, role_of, says_lead_first, scope_of
from duban.core.text.width import half

Shown = list[tuple[str, list[str]]]


def read(text: str) -> Shown:
    return [(g.role.value, [n.text for n in g.names]) for tag in all_tags(text) for g in tag.groups]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("（牵头单位：甲局；责任单位：乙局、丙局）", [("lead", ["甲局"]), ("responsible", ["乙局", "丙局"])]),
        ("(市级牵头单位:市甲局,区级责任单位:区乙局)", [("lead", ["市甲局"]), ("responsible", ["区乙局"])]),
        ("（甲局牵头，乙局、丙局配合）", [("lead", ["甲局"]), ("cooperating", ["乙局", "丙局"])]),
        ("(甲局主办,乙局、丙局协办)", [("lead", ["甲局"]), ("cooperating", ["乙局", "丙局"])]),
        ("（市甲局、乙局分别负责）", [("responsible", ["市甲局", "乙局"])]),
        ("（农业农村部、工业和信息化部牵头负责）", [("lead", ["农业农村部", "工业和信息化部"])]),
        ("（财政部、民政部等有关部门和单位按职责分工负责）", [("responsible", ["财政部", "民政部"])]),
        (
            "（商务部、农业农村部等和各有关省级人民政府负责）",
            [("responsible", ["商务部", "农业农村部", "各有关省级人民政府"])],
        ),
        (
            "（各有关部门和单位，各省级人民政府按职责分工负责）",
            [("responsible", ["各有关部门和单位", "各省级人民政府"])],
        ),
        ("（国家发展改革委会同有关部门负责）", [("responsible", ["国家发展改革委"])]),
        ("牵头责任单位：甲局", [("lead", ["甲局"])]),
        ("协同责任单位：甲局、乙局等，各县、市、区政府。", [("cooperating", ["甲局", "乙局", "各县、市、区政府"])]),
        ("部门分工：省甲厅牵头，各地、各部门配合。", [("lead", ["省甲厅"]), ("cooperating", ["各地", "各部门"])]),
        (
            "（责任单位：各县（市）区政府、各开发（度假）区管委会）",
            [("responsible", ["各县（市）区政府", "各开发（度假）区管委会"])],
        ),
    ],
)
def test_groups(text: str, groups: Shown) -> None:
    assert read(text) == groups


@pytest.mark.parametrize(
    "text",
    [
        "实施路面改造（含人行道）。",
        "新建社区老年人服务中心(站)70个",
        "基地(工业互联网)",
        "（具体办法由各地制定，另行通知）",
        "完善由政府负责、社会协同的体制（试行）",
    ],
)
def test_brackets_that_name_nobody(text: str) -> None:
    assert all_tags(text) == ()


def test_a_label_inside_another_is_repaired_and_told() -> None:
    (tag,) = all_tags("。(市级牵头单位:市甲局;责任单位:区级牵头单位:区乙局)")
    assert [(g.role, g.scope.value, g.label) for g in tag.groups] == [
        (Role.LEAD, "city", "市级牵头单位"),
        (Role.LEAD, "district", "区级牵头单位"),
    ]
    assert tag.oddities == ("nested-label",)


def test_inner_brackets_are_tags_of_their_own() -> None:
    tags = all_tags("甲。(其中,乙〈市级牵头单位:丙局〉;丁〈区级牵头单位:戊局〉)")
    assert [[n.text for g in t.groups for n in g.names] for t in tags] == [["丙局"], ["戊局"]]


def test_a_bracket_that_is_not_closed_ends_with_its_line() -> None:
    (tag,) = all_tags("甲（牵头单位：市乙局\n丙")
    assert tag.oddities == ("unclosed",)
    assert [n.text for n in tag.groups[0].names] == ["市乙局"]


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("市发改委、农业局", ["市发改委", "市农业局"]),
        ("市发改委、济南停车集团", ["市发改委", "济南停车集团"]),
        ("五华区、盘龙区政府，高新区、度假区管委会", ["五华区政府", "盘龙区政府", "高新区管委会", "度假区管委会"]),
        ("市教育、财政局", ["市教育局", "市财政局"]),
        ("市规划和自然资源局、市卫生和计划生育委员会", ["市规划和自然资源局", "市卫生和计划生育委员会"]),
        ("市教育局和市财政局", ["市教育局", "市财政局"]),
        ("市交通委(市道运局)、市公安局", ["市交通委(市道运局)", "市公安局"]),
        ("市教育局 市财政局", ["市教育局", "市财政局"]),
        ("市教育局 张某", ["市教育局"]),
        ("市住房和城乡\n建设局", ["市住房和城乡建设局"]),
        ("市教育局,12月底前完成", ["市教育局"]),
    ],
)
def test_names(text: str, full: list[str]) -> None:
    assert [n.full or n.text for n in split(half(text), printed=text)] == full


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("牵头单位", Role.LEAD),
        ("主要责任单位", Role.LEAD),
        ("汇总单位", Role.LEAD),
        ("责任部门", Role.RESPONSIBLE),
        ("承办单位", Role.RESPONSIBLE),
        ("实施部门", Role.RESPONSIBLE),
        ("协同责任单位", Role.COOPERATING),
        ("其他责任单位", Role.COOPERATING),
        ("参与单位", Role.COOPERATING),
    ],
)
def test_roles_of_labels(label: str, role: Role) -> None:
    assert LABEL.match(label + ":")
    assert role_of(label) is role


@pytest.mark.parametrize(
    ("label", "scope"),
    [("自治区级牵头单位", "province"), ("区级牵头单位", "district"), ("市直责任单位", "city"), ("责任单位", "")],
)
def test_scopes_of_labels(label: str, scope: str) -> None:
    assert scope_of(label).value == scope


@pytest.mark.parametrize(
    "text", ["列第一位者为牵头单位，下同", "排在第一位的为牵头单位", "第一个单位为牵头单位", "排首位的为牵头单位"]
)
def test_rule_that_the_first_leads(text: str) -> None:
    assert says_lead_first(text)


@pytest.mark.parametrize("text", ["牵头领导：李某", "责任人：王某", "责任单位要认真履职"])
def test_what_is_no_label_of_units(text: str) -> None:
    assert not LABEL.match(half(text))


@settings(deadline=None)
@given(st.text(alphabet="【】责任单位：:牵头完成时限[]甲"))
def test_boxed_labels_keep_the_length(text: str) -> None:
    assert len(narrow(text)) == len(text)


@settings(deadline=None)
@given(st.text(alphabet="（）()责任单位：:;；、,市甲局负责牵头配合〈〉等和 \n", max_size=120))
def test_places_of_names_hold_what_they_say(text: str) -> None:
    for tag in all_tags(text):
        assert 0 <= tag.start < tag.end <= len(text)
        for group in tag.groups:
            for name in group.names:
                assert "".join(text[name.start : name.end].split()) == name.text
