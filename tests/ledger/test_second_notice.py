"""A second notice of the year adds to the ledger or corrects it; nothing is doubled, nothing overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from duban.audit.models import Event
from duban.core.notice.difference import RowKind
from duban.ledger import differences
from duban.ledger.actions import confirm_draft
from duban.ledger.enums import MatterState
from duban.ledger.models import Assignment, Matter, Programme, Section, Target
from duban.notices.models import Notice
from tests.support.cast import TODAY, Cast
from tests.support.readings import Line, Part, ready_draft

pytestmark = pytest.mark.django_db

PARKING = Line("1", "新增停车泊位12个，优化停车收费。", [("区城管局", "lead", ""), ("区建设局", "cooperating", "")])
HOUSES = Line("2", "改造老旧小区26个，惠及居民。")
PARKS = Line("3", "新建公园4座，开放口袋公园。")


def city(*lines: Line, heading: str = "一、城建") -> Part:
    return Part("city", [(heading, lines)])


@pytest.fixture
def confirm(cast: Cast, at: dt.datetime) -> Callable[..., Notice]:
    """Confirm a notice of these parts; every one gets its own document number."""
    count = iter(range(1, 9))

    def act(*parts: Part, kind: str = "", difference: dict[str, str] | None = None) -> Notice:
        decisions: dict[str, Any] = {"kind": kind} if kind else {}
        decisions["difference"] = difference or {}
        draft = ready_draft(*parts, number=f"测政办〔2023〕{next(count)}号", decisions=decisions)
        return confirm_draft(draft=draft, revision=draft.revision, by=cast.actor(cast.supervisor), at=at)

    return act


@pytest.fixture
def first(confirm: Callable[..., Notice]) -> Notice:
    """The first notice of the year: three items."""
    return confirm(city(PARKING, HOUSES, PARKS))


def codes() -> list[str]:
    return list(Matter.objects.live().in_printed_order().values_list("code", flat=True))


def live_units(matter: Matter) -> list[tuple[str, str]]:
    rows = Assignment.objects.live().filter(matter=matter).order_by("ordinal")
    return [(a.unit.name, a.role) for a in rows]


@pytest.mark.parametrize("kind", ["addition", "correction"])
def test_the_same_list_again_doubles_nothing(first: Notice, confirm: Any, kind: str) -> None:
    before = (Matter.objects.count(), Assignment.objects.count(), Target.objects.count(), Programme.objects.count())
    second = confirm(city(PARKING, HOUSES, PARKS), kind=kind)
    assert (
        Matter.objects.count(),
        Assignment.objects.count(),
        Target.objects.count(),
        Programme.objects.count(),
    ) == before
    assert second.matters.count() == 0
    assert Event.objects.get(verb="notice.confirm", subject_id=second.pk).after["matters"] == 0


def test_an_added_item_is_appended_to_the_programme_of_the_year(first: Notice, confirm: Any) -> None:
    second = confirm(city(PARKING, HOUSES, PARKS, Line("4", "开展全民阅读。")), kind="addition")
    assert codes() == ["市-1", "市-2", "市-3", "市-4"]
    added = Matter.objects.get(code="市-4")
    assert (added.notice, added.programme.notice, added.ordinal) == (second, first, 4)
    assert added.section.title == "一、城建"
    assert Section.objects.count() == 1
    assert second.source_text[added.source_start : added.source_end] == added.text


def test_an_addition_leaves_what_is_there(first: Notice, confirm: Any) -> None:
    changed = Line("1", "新增停车泊位15个，优化停车收费。")
    confirm(city(changed, Line("4", "开展全民阅读。")), kind="addition")
    assert codes() == ["市-1", "市-2", "市-3", "市-4"]
    assert "12个" in Matter.objects.get(code="市-1").text


def test_an_addition_of_another_level_gets_its_own_programme(first: Notice, confirm: Any) -> None:
    second = confirm(Part("district", [("一、民生", [Line("1", "办好学校。")])]), kind="addition")
    assert codes() == ["市-1", "市-2", "市-3", "区-1"]
    assert second.programmes.get().ordinal == 2


def test_a_new_heading_is_appended(first: Notice, confirm: Any) -> None:
    confirm(city(Line("4", "开展全民阅读。"), heading="二、文化"), kind="addition")
    assert list(Section.objects.order_by("ordinal").values_list("title", "ordinal")) == [
        ("一、城建", 1),
        ("二、文化", 2),
    ]


def test_a_changed_figure_replaces_the_item_and_keeps_the_old_one(first: Notice, confirm: Any) -> None:
    old = Matter.objects.get(code="市-1")
    second = confirm(city(Line("1", PARKING.body.replace("12", "15"), PARKING.units)), kind="correction")
    old.refresh_from_db()
    assert (old.state, old.withdrawn_by) == (MatterState.WITHDRAWN, second)
    assert "12个" in old.text
    new = Matter.objects.get(replaces=old)
    assert (new.code, new.ordinal, new.section, new.notice) == ("市-1", old.ordinal, old.section, second)
    assert new.targets.get().value == 15
    assert old.targets.get().value == 12
    assert codes() == ["市-1", "市-2", "市-3"]
    assert set(
        Event.objects.filter(subject_id=old.pk, subject_type="ledger.matter").values_list("verb", flat=True)
    ) == {
        "matter.create",
        "matter.withdraw",
    }


def test_changed_units_end_and_begin_with_the_notice_as_basis(first: Notice, confirm: Any, at: dt.datetime) -> None:
    matter = Matter.objects.get(code="市-1")
    units = [("区建设局", "lead", ""), ("区民政局", "cooperating", "")]
    second = confirm(city(Line("1", PARKING.body, units)), kind="correction")
    assert live_units(matter) == [("区建设局", "lead"), ("区民政局", "cooperating")]
    ended = Assignment.objects.filter(matter=matter, ended_at__isnull=False)
    assert {(a.unit.name, a.end_reason) for a in ended} == {
        ("区城管局", "按测政办〔2023〕2号更正"),
        ("区建设局", "按测政办〔2023〕2号更正"),
    }
    lead = Assignment.objects.live().get(matter=matter, unit__name="区建设局")
    assert (lead.basis, lead.replaces.role, lead.printed_name) == (second, "cooperating", "区建设局")
    matter.refresh_from_db()
    assert [u["name"] for u in matter.display["units"]] == ["区建设局", "区民政局"]
    assert "区民政局" in matter.search and "区城管局" not in matter.search.split("\n")
    assert Matter.objects.count() == 3
    assert Event.objects.filter(verb="matter.correct_units", subject_id=matter.pk).count() == 1


def test_renumbered_items_are_left_as_they_are(first: Notice, confirm: Any) -> None:
    renumbered = city(Line("1", "开展全民阅读。"), Line("2", PARKING.body, PARKING.units), Line("3", HOUSES.body))
    confirm(renumbered, kind="correction")
    assert codes() == ["市-1", "市-2", "市-3", "市-1-2"]
    assert Matter.objects.filter(state=MatterState.WITHDRAWN).count() == 0


def test_what_is_no_longer_listed_stays_unless_a_person_says_so(first: Notice, confirm: Any) -> None:
    confirm(city(PARKING, HOUSES), kind="correction")
    assert codes() == ["市-1", "市-2", "市-3"]
    gone = f"gone:m{Matter.objects.get(code='市-3').pk}"
    third = confirm(city(PARKING, HOUSES), kind="correction", difference={gone: "take"})
    assert codes() == ["市-1", "市-2"]
    assert Matter.objects.get(code="市-3").withdrawn_by == third


def test_a_row_that_was_left_changes_nothing(first: Notice, confirm: Any) -> None:
    lines = [Line("1", PARKING.body.replace("12", "15"), PARKING.units), Line("4", "开展全民阅读。")]
    confirm(city(*lines), kind="correction", difference={"new:0-0": "leave", "new:0-1": "leave"})
    assert codes() == ["市-1", "市-2", "市-3"]
    assert not Matter.objects.filter(state=MatterState.WITHDRAWN).exists()


def test_the_screen_sees_the_rows_before_anything_is_written(first: Notice) -> None:
    units = [("区城管局", "lead", ""), ("区新设局", "cooperating", "")]
    draft = ready_draft(city(Line("1", PARKING.body, units), Line("9", "开展全民阅读。")), number="测政办〔2023〕2号")
    comparison = differences.for_draft(draft, TODAY)
    assert [row.kind for row in comparison.rows] == [RowKind.UNITS, RowKind.NEW, RowKind.GONE, RowKind.GONE]
    assert [u.unit for u in comparison.rows[0].added] == ["区新设局"]
    assert comparison.matters[comparison.rows[0].old.key].code == "市-1"
    assert Matter.objects.count() == 3


def test_an_alias_is_no_change_of_units(first: Notice) -> None:
    units = [("区城管执法局", "lead", ""), ("区建设局", "cooperating", "")]
    decisions = {"units": {"区城管执法局": {"to": "alias", "of": "区城管局"}}}
    draft = ready_draft(city(Line("1", PARKING.body, units)), number="测政办〔2023〕2号", decisions=decisions)
    assert differences.for_draft(draft, TODAY).rows[0].kind is RowKind.SAME


def test_the_first_notice_of_a_year_has_no_rows(cast: Cast) -> None:
    assert differences.for_draft(ready_draft(city(PARKING)), TODAY).rows == []


def test_a_replaced_item_can_be_replaced_again(first: Notice, confirm: Any) -> None:
    for value in ("15", "18"):
        confirm(city(Line("1", PARKING.body.replace("12", value), PARKING.units)), kind="correction")
    assert codes() == ["市-1", "市-2", "市-3"]
    newest = Matter.objects.live().get(code="市-1")
    assert "18个" in newest.text and "15个" in newest.replaces.text and "12个" in newest.replaces.replaces.text
