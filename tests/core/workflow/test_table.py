"""The machinery of transition tables."""

import pytest

from duban.core.workflow.table import Table, TransitionRefused, t

LAMP = Table(
    subject="lamp",
    title="灯",
    states={"off": "关", "on": "开", "broken": "坏"},
    roles={"owner": "主人", "guest": "客人"},
    initial="off",
    transitions=(
        t("switch_on", "开灯", {"off"}, "on", {"owner", "guest"}),
        t("switch_off", "关灯", {"on"}, "off", {"owner"}),
        t("report", "报修", {"on", "off"}, "broken", {"owner"}, needs_comment=True, refusal="坏了的灯已经报修。"),
        t("burn_out", "烧毁", {"on"}, "broken"),
    ),
)


def test_buttons_are_those_of_state_and_role():
    assert [m.name for m in LAMP.available("on", {"owner"})] == ["switch_off", "report"]
    assert [m.name for m in LAMP.available("on", {"guest"})] == []


def test_check_gives_the_move():
    assert LAMP.check("switch_on", state="off", roles={"guest"}).target == "on"
    assert LAMP.check("burn_out", state="on", roles=None).target == "broken"


@pytest.mark.parametrize(
    ("name", "state", "roles", "comment", "reason"),
    [
        ("switch_on", "on", {"owner"}, "", "灯现在是“开”，不能开灯。"),
        ("switch_off", "on", {"guest"}, "", "关灯由主人办理。"),
        ("report", "on", {"owner"}, "  ", "报修须填写意见。"),
        ("report", "broken", {"owner"}, "灯丝断", "坏了的灯已经报修。"),
        ("burn_out", "on", {"owner"}, "", "烧毁由系统办理。"),
    ],
)
def test_refusals_have_reasons(name, state, roles, comment, reason):
    with pytest.raises(TransitionRefused) as refused:
        LAMP.check(name, state=state, roles=roles, comment=comment)
    assert refused.value.reason == reason


def test_unknown_names_are_errors_of_the_author():
    with pytest.raises(KeyError):
        LAMP.check("dance", state="on", roles={"owner"})
    with pytest.raises(ValueError, match="unknown"):
        Table("x", "x", {"a": "甲"}, {}, "a", (t("go", "去", {"a"}, "b"),))
    with pytest.raises(ValueError, match="twice"):
        Table("x", "x", {"a": "甲"}, {}, "a", (t("go", "去", {"a"}, "a"), t("go", "去", {"a"}, "a")))


def test_diagram_and_reach():
    assert LAMP.reachable() == {"off", "on", "broken"}
    assert "    on --> off: 关灯（主人）" in LAMP.as_mermaid()
    assert "    off --> broken: 报修（主人，须填意见）" in LAMP.as_mermaid()


def test_a_move_under_a_condition_is_offered_and_made_only_while_it_holds():
    table = Table(
        subject="lamp",
        title="灯",
        states={"off": "关", "on": "开"},
        roles={"owner": "主人"},
        initial="off",
        conditions={"dark": "天黑"},
        transitions=(t("switch_on", "开灯", {"off"}, "on", {"owner"}, when="dark"),),
    )
    assert table.available("off", {"owner"}) == []
    assert [m.name for m in table.available("off", {"owner"}, {"dark"})] == ["switch_on"]
    with pytest.raises(TransitionRefused, match="开灯只适用于：天黑。"):
        table.check("switch_on", state="off", roles={"owner"})
    assert table.check("switch_on", state="off", roles={"owner"}, facts={"dark"}).target == "on"
    assert "off --> on: 开灯（主人，天黑）" in table.as_mermaid()
    with pytest.raises(ValueError, match="unknown"):
        Table("x", "x", {"a": "甲"}, {}, "a", (t("go", "去", {"a"}, "a", when="rain"),))
