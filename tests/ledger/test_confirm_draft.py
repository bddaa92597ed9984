"""Confirming a checked draft makes the ledger: all of it, once, exactly as printed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from duban.audit import chain
from duban.audit.models import Event
from duban.core.document import Span
from duban.core.notice import reading as r
from duban.ledger.actions import confirm_draft
from duban.ledger.models import Assignment, Matter, MatterLink, Programme, Section, Target
from duban.notices.enums import DraftState, NoticeKind
from duban.notices.models import Notice, NoticeDraft
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.progress.models import MeasureTarget
from tests.support.cast import Cast
from tests.support.queries import captured
from tests.support.readings import Line, Part, ready_draft

pytestmark = pytest.mark.django_db

CITY = Part(
    "city",
    [
        (
            "一、主要目标",
            [Line("1", "新增停车泊位12个。", [("市城管委", "lead", "city"), ("区城管局", "lead", "district")])],
        ),
        (
            "二、重点工作",
            [
                Line("2", "改造老旧小区26个，新建绿道30条。"),
                Line("3", "办好群众身边的事。", [("各街道", "responsible", "")]),
            ],
        ),
    ],
)
DISTRICT = Part("district", [("一、城建", [Line("1", "新建公园4座。")]), ("一、民生", [Line("1", "办好学校。")])])


@pytest.fixture
def confirm(cast: Cast, at: dt.datetime) -> Any:
    """Confirm as the office, with the draft's own revision unless another is given."""

    def act(draft: NoticeDraft, revision: int | None = None, person: Any = None) -> Notice:
        actor = cast.actor(person or cast.supervisor)
        return confirm_draft(draft=draft, revision=draft.revision if revision is None else revision, by=actor, at=at)

    return act


def test_every_item_stands_in_printed_order_with_its_text_as_printed(confirm: Any) -> None:
    draft = ready_draft(CITY, DISTRICT)
    notice = confirm(draft)
    matters = list(Matter.objects.in_printed_order())
    assert [m.number for m in matters] == ["1", "2", "3", "1", "1"]
    assert [m.code for m in matters] == ["市-1", "市-2", "市-3", "区-1", "区-1-2"]
    for matter in matters:
        assert notice.source_text[matter.source_start : matter.source_end] == matter.text
    assert matters[0].body == "新增停车泊位12个。"
    assert "市城管委" in matters[0].text
    assert [p.level for p in Programme.objects.order_by("ordinal")] == ["city", "district"]


def test_headings_with_the_same_number_stay_apart(confirm: Any) -> None:
    confirm(ready_draft(DISTRICT))
    assert list(Section.objects.order_by("ordinal").values_list("number", "title")) == [
        ("一", "一、城建"),
        ("一", "一、民生"),
    ]
    assert [m.section.title for m in Matter.objects.in_printed_order()] == ["一、城建", "一、民生"]


def test_a_heading_without_items_is_kept(confirm: Any) -> None:
    confirm(ready_draft(Part("city", [("一、总体要求", []), ("二、工作", [Line("1", "办好实事。")])])))
    assert list(Section.objects.order_by("ordinal").values_list("title", flat=True)) == ["一、总体要求", "二、工作"]
    assert Matter.objects.get().section.ordinal == 2


def test_units_are_made_for_printed_names_and_places_hold(confirm: Any) -> None:
    confirm(ready_draft(CITY))
    first = list(Assignment.objects.filter(matter__code="市-1").order_by("ordinal"))
    assert [(a.unit.name, a.role, a.scope, a.lead, a.role_source) for a in first] == [
        ("市城管委", "lead", "city", True, "printed"),
        ("区城管局", "lead", "district", True, "printed"),
    ]
    for assignment in Assignment.objects.select_related("matter"):
        assert assignment.matter.text[assignment.start : assignment.end] == assignment.printed_name
    assert Unit.objects.get(name="市城管委").level == "city"
    assert Unit.objects.get(name="市城管委").kind == "superior"
    assert Unit.objects.get(name="各街道").is_group


def test_an_inferred_lead_is_marked_inferred(confirm: Any) -> None:
    confirm(ready_draft(CITY))
    assignment = Assignment.objects.get(matter__code="市-2")
    assert (assignment.lead, assignment.role_source) == (True, "inferred")


def test_targets_are_originals_and_their_places_reproduce_the_print(confirm: Any) -> None:
    confirm(ready_draft(CITY))
    targets = list(Target.objects.filter(matter__code="市-2").order_by("ordinal"))
    assert [(t.what, t.value, t.unit, t.version_kind, t.version) for t in targets] == [
        ("改造老旧小区", 26, "个", "original", 1),
        ("新建绿道", 30, "条", "original", 1),
    ]
    for target in Target.objects.select_related("matter"):
        assert target.matter.text[target.start : target.end] == target.phrase
        assert target.matter.text[target.figure_start : target.figure_end] == f"{target.value:.0f}{target.unit}"


def test_the_row_of_the_list_is_derived(confirm: Any) -> None:
    confirm(ready_draft(CITY))
    matter = Matter.objects.get(code="市-2")
    assert matter.target_count == 2
    assert [matter.body[a:b] for a, b in matter.display["figures"]] == ["26个", "30条"]
    assert matter.display["units"][0]["id"] == Unit.objects.get(name="区建设局").pk
    assert matter.display["targets"][0] == {"what": "改造老旧小区", "op": "=", "value": "26", "unit": "个"}
    assert "区建设局" in matter.search and "二" in matter.search


def test_a_split_is_proposed_where_figures_count_different_things(confirm: Any) -> None:
    confirm(ready_draft(CITY))
    matter = Matter.objects.get(code="市-2")
    clauses = list(matter.clauses.order_by("seq"))
    assert [matter.text[c.start : c.end] for c in clauses] == ["改造老旧小区26个，", "新建绿道30条。"]
    assert {c.status for c in clauses} == {"proposed"} and all(c.reason for c in clauses)
    assert not Matter.objects.get(code="市-1").clauses.exists()


def test_items_with_the_same_goal_are_proposed_as_pairs(confirm: Any) -> None:
    twin = Part("district", [("一、城建", [Line("1", "新增停车泊位12个。"), Line("2", "办好学校。")])])
    confirm(ready_draft(CITY, twin))
    link = MatterLink.objects.get()
    assert (link.a.code, link.b.code, link.grade, link.status) == ("市-1", "区-1", 2, "proposed")
    assert "停车泊位" in link.reason


def test_pairs_reach_back_to_what_the_ledger_has_and_are_not_asked_twice(confirm: Any) -> None:
    confirm(ready_draft(CITY))
    twin = Part("district", [("一、城建", [Line("1", "新增停车泊位12个。")])])
    confirm(ready_draft(twin, number="测政办〔2023〕2号", decisions={"kind": "addition"}))
    assert MatterLink.objects.get().b.code == "区-1"
    third = Part("district", [("一、城建", [Line("1", "新增停车泊位12个。"), Line("9", "开展全民阅读。")])])
    confirm(ready_draft(third, number="测政办〔2023〕3号", decisions={"kind": "addition"}))
    assert MatterLink.objects.count() == 1


def test_a_unit_of_the_register_is_used_by_name_and_by_alias(confirm: Any, cast: Cast) -> None:
    from tests.factories.orgs import UnitAliasFactory

    UnitAliasFactory(unit=cast.cooperating_unit, text="区民政办")
    lines = [Line("1", "办好养老。", [("区民政办", "responsible", ""), ("区建设局", "cooperating", "")])]
    confirm(ready_draft(Part("district", [("一、民生", lines)])))
    assert [a.unit for a in Assignment.objects.order_by("ordinal")] == [cast.cooperating_unit, cast.lead_unit]
    assert Assignment.objects.get(ordinal=0).printed_name == "区民政办"


def test_a_merged_unit_passes_its_name_to_its_successor(confirm: Any, cast: Cast) -> None:
    from tests.factories.orgs import UnitFactory

    UnitFactory(name="区规划局", merged_into=cast.lead_unit, active_to=dt.date(2022, 1, 1))
    confirm(ready_draft(Part("district", [("一、城建", [Line("1", "修路。", [("区规划局", "lead", "")])])])))
    assert Assignment.objects.get().unit == cast.lead_unit


def names(*printed: str) -> Part:
    return Part("district", [("一、工作", [Line("1", "办好实事。", [(name, "responsible", "") for name in printed])])])


def test_decisions_about_units_are_followed(confirm: Any, cast: Cast) -> None:
    decisions = {
        "units": {
            "区住建局": {"to": "unit", "id": cast.lead_unit.pk},
            "区人资局": {"to": "alias", "of": "区人力资源局"},
            "区人力资源局": {"to": "new", "kind": "department", "level": "district"},
            "各街道": {"to": "group", "members": [cast.cooperating_unit.pk], "names": ["甲街道"]},
            "甲街道": {"to": "new", "kind": "street"},
        }
    }
    confirm(ready_draft(names("区住建局", "区人资局", "区人力资源局", "各街道", "甲街道"), decisions=decisions))
    assert cast.lead_unit.aliases.get().text == "区住建局"
    assert Unit.objects.get(name="区人力资源局").aliases.get().text == "区人资局"
    assert not Unit.objects.filter(name="区人资局").exists()
    assert Unit.objects.get(name="甲街道").kind == "street"
    members = {m.unit.name for m in Unit.objects.get(name="各街道").members.all()}
    assert members == {"区民政局", "甲街道"}
    # Two printed names of one unit in one place are one assignment; the first name stands.
    assert Assignment.objects.get(unit__name="区人力资源局").printed_name == "区人资局"


def test_an_alias_nobody_accepted_stays_a_unit_of_its_own(confirm: Any) -> None:
    confirm(ready_draft(names("区人资局", "区人力资源局")))
    assert Unit.objects.filter(name__in=["区人资局", "区人力资源局"]).count() == 2


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        ({"区甲局": {"to": "unit", "id": 999999}}, "已不在单位名册中"),
        ({"区甲局": {"to": "alias", "of": "区丙局"}}, "既不在来文中，也不在单位名册中"),
        ({"区甲局": {"to": "alias", "of": "区乙局"}, "区乙局": {"to": "alias", "of": "区甲局"}}, "互相指向"),
        ({"区甲局": {"to": "group", "names": ["区乙局"]}, "区乙局": {"to": "group"}}, "也是单位组"),
        ({"区建设局": {"to": "alias", "of": "区民政局"}}, "与选定的“区民政局”不符"),
    ],
)
def test_decisions_that_cannot_be_followed_are_refused(confirm: Any, decision: Any, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        confirm(ready_draft(names("区甲局", "区乙局", "区建设局"), decisions={"units": decision}))


def test_a_name_that_looks_like_a_unit_of_the_register_waits_for_a_decision(confirm: Any, cast: Cast) -> None:
    draft = ready_draft(names("武昌区民政局", "区财政局"))
    with pytest.raises(Invalid, match="还有 1 个单位名称须先认定：“武昌区民政局”。"):
        confirm(draft)
    draft.decisions = {"units": {"武昌区民政局": {"to": "unit", "id": cast.cooperating_unit.pk}}}
    draft.save()
    confirm(draft)
    assert cast.cooperating_unit.aliases.get().text == "武昌区民政局"


@pytest.mark.parametrize(
    ("name", "scope", "kind", "level"),
    [
        ("市发改委", "city", "superior", "city"),
        ("市生态环境局测试区分局", "district", "branch", "district"),
        ("水岸街道办事处", "", "street", "district"),
        ("区妇联", "district", "party", "district"),
        ("首创科技集团", "", "company", "district"),
        ("区政府各部门", "", "group", "district"),
        ("市直各单位", "city", "group", "city"),
    ],
)
def test_kind_and_level_of_a_new_unit(confirm: Any, name: str, scope: str, kind: str, level: str) -> None:
    confirm(ready_draft(Part("district", [("一、工作", [Line("1", "办好实事。", [(name, "responsible", scope)])])])))
    unit = Unit.objects.get(name=name)
    assert (unit.kind, unit.level) == (kind, level)


def test_rules_are_kept_unless_dropped(confirm: Any) -> None:
    rules = (
        r.Rule("liaison_list", "2月28日前报送名单。", Span(0, 4), {"due": "2023-02-28"}),
        r.Rule("appraisal", "纳入绩效。", Span(4, 6)),
    )
    notice = confirm(ready_draft(CITY, decisions={"rules": {"0": "use", "1": "drop"}}, rules=rules))
    rule = notice.rules.get()
    assert (rule.kind, rule.data, rule.start, rule.end) == ("liaison_list", {"due": "2023-02-28"}, 0, 4)


def test_the_draft_is_closed_and_everything_is_in_the_trail(confirm: Any, cast: Cast) -> None:
    draft = ready_draft(CITY, DISTRICT)
    notice = confirm(draft)
    draft.refresh_from_db()
    assert (draft.state, draft.finished_by) == (DraftState.CONFIRMED, cast.supervisor)
    assert (notice.kind, notice.year, notice.document_number) == (NoticeKind.ORIGINAL, 2023, "测政办〔2023〕1号")
    assert notice.issued_on == dt.date(2023, 2, 23)
    verbs = list(Event.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs.count("matter.create") == 5
    assert verbs.count("unit.create") == 3
    assert verbs[verbs.index("notice.confirm") + 1 :] == ["measure.create"] * MeasureTarget.objects.count()
    assert Event.objects.get(verb="notice.confirm").after["matters"] == 5
    assert chain.verify()[1] == []


def test_a_double_click_makes_one_ledger(confirm: Any) -> None:
    draft = ready_draft(CITY)
    first = confirm(draft)
    again = confirm(draft)
    assert again == first
    assert (Notice.objects.count(), Matter.objects.count()) == (1, 3)


def test_a_draft_that_changed_since_one_looked_is_stale(confirm: Any) -> None:
    draft = ready_draft(CITY)
    NoticeDraft.objects.filter(pk=draft.pk).update(revision=3)
    with pytest.raises(Stale, match="又有改动"):
        confirm(draft, revision=2)
    assert not Notice.objects.exists() and not Matter.objects.exists()


def test_a_draft_that_is_not_ready_says_where_it_stands(confirm: Any) -> None:
    draft = ready_draft(CITY)
    NoticeDraft.objects.filter(pk=draft.pk).update(state=DraftState.DISCARDED, finished_at=draft.uploaded_at)
    with pytest.raises(Invalid, match="已放弃"):
        confirm(draft)


def test_only_the_office_confirms(confirm: Any, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="督查室"):
        confirm(ready_draft(CITY), person=cast.lead_clerk)


def test_open_blocking_findings_are_named(confirm: Any) -> None:
    finding = r.Finding("x:1", "x", r.Severity.BLOCK, "第 3 项与第 5 项编号相同。")
    draft = ready_draft(CITY, findings=(finding, r.Finding("x:2", "x", r.Severity.CONFIRM, "请看。")))
    with pytest.raises(Invalid, match="还有 1 处问题须先处理，如：第 3 项与第 5 项编号相同。"):
        confirm(draft)
    draft.decisions = {"findings": {"x:1": {"answer": "accepted"}}}
    draft.save()
    assert confirm(draft).matters.count() == 3


def test_nothing_is_written_when_refused(confirm: Any) -> None:
    draft = ready_draft(CITY, findings=(r.Finding("x:1", "x", r.Severity.BLOCK, "不清。"),))
    units = Unit.objects.count()
    with pytest.raises(Invalid):
        confirm(draft)
    draft.refresh_from_db()
    assert draft.state == DraftState.READY
    assert Unit.objects.count() == units and not Event.objects.exists()


def test_a_notice_without_items_is_refused(confirm: Any) -> None:
    with pytest.raises(Invalid, match="没有读到责任事项"):
        confirm(ready_draft(Part("city", [("一、工作", [])])))


def test_an_item_without_text_is_named(confirm: Any) -> None:
    draft = ready_draft(CITY)
    draft.current["programmes"][0]["items"][1]["text"] = " "
    draft.save()
    with pytest.raises(Invalid, match="市级第 2 项没有文字"):
        confirm(draft)


def test_the_same_document_number_comes_in_once(confirm: Any) -> None:
    confirm(ready_draft(CITY))
    with pytest.raises(Invalid, match="测政办〔2023〕1号”的来文已在台账中"):
        confirm(ready_draft(DISTRICT))


def test_a_second_list_of_the_level_needs_to_be_told_what_it_is(confirm: Any) -> None:
    confirm(ready_draft(CITY))
    with pytest.raises(Invalid, match="2023年已有同级台账"):
        confirm(ready_draft(CITY, number="测政办〔2023〕2号"))


def test_a_second_original_list_gets_codes_of_its_own(confirm: Any) -> None:
    confirm(ready_draft(CITY))
    confirm(ready_draft(CITY, number="测政办〔2023〕2号", decisions={"kind": "original"}))
    assert [m.code for m in Matter.objects.in_printed_order()] == ["市-1", "市-2", "市-3", "市-1-2", "市-2-2", "市-3-2"]
    assert list(Programme.objects.order_by("ordinal").values_list("ordinal", flat=True)) == [1, 2]


def test_an_item_without_number_is_called_by_its_place(confirm: Any) -> None:
    confirm(ready_draft(Part("city", [("一、工作", [Line("", "办好实事。"), Line("", "办好学校。")])])))
    assert [m.code for m in Matter.objects.in_printed_order()] == ["市-第1项", "市-第2项"]


def test_a_text_corrected_by_hand_keeps_the_places_that_still_hold(confirm: Any) -> None:
    draft = ready_draft(CITY)
    item = draft.current["programmes"][0]["items"][1]
    item["text"] = item["text"].replace("改造", "更新改造")
    draft.save()
    confirm(draft)
    matter = Matter.objects.get(code="市-2")
    assert matter.text.startswith("更新改造")
    old, new = matter.targets.order_by("ordinal")
    assert (old.phrase, old.start) == ("改造老旧小区26个", 2)
    assert matter.text[new.start : new.end] == "新建绿道30条"


def test_queries_do_not_grow_with_the_items(confirm: Any) -> None:
    def lines(n: int) -> Part:
        return Part("city", [("一、工作", [Line(str(i), f"新建公园{i}座。") for i in range(1, n + 1)])])

    few = len(captured(lambda: confirm(ready_draft(lines(3)))))
    decisions = {"kind": "original"}
    many = len(captured(lambda: confirm(ready_draft(lines(60), number="测政办〔2023〕2号", decisions=decisions))))
    assert many - few < 57 / 4  # rows go in batches (SQLite takes few values at once), never one by one
