"""Reading plans: what a unit has to plan, the board, goals, proposals; the sheet against the system."""

import datetime as dt
from decimal import Decimal

import pytest

from duban.core.plans.sheet import Filled
from duban.core.plans.values import PlanNode, plan
from duban.ledger.models import Assignment, Target
from duban.notices.models import NoticeRule
from duban.orgs.permissions import Invalid
from duban.progress import planning
from duban.progress.actions import plan_sheet, plans, receipts
from tests.factories.progress import moment

ON = dt.date(2023, 3, 2)


@pytest.fixture
def act(stage):
    Assignment.objects.update(made_at=moment("2023-03-01 10:00:00"))
    return stage.act(stage.cast.lead_clerk, "2023-03-02 09:00:00")


def test_a_disputed_matter_is_not_planned(stage, act):
    unit = stage.cast.lead_unit
    assert len(planning.lines_of(unit, year=2023, on=ON)) == 2
    row = Assignment.objects.get(matter=stage.plain)
    receipts.dispute(unit=unit, assignment=row, reason="按三定方案不属于本单位。", **act)
    assert [line.matter for line in planning.lines_of(unit, year=2023, on=ON)] == [stage.counted]


def test_the_board_counts_the_newest_version(stage, act):
    plans.open_plan(matter=stage.plain, unit=stage.cast.lead_unit, **act)
    (tally,) = planning.tallies(year=2023, on=ON)
    assert (tally.total, tally.missing, tally.accepted) == (2, 2, 0)
    assert planning.tallies(year=None, on=ON) == []


def test_the_goal_is_the_newest_target_or_the_share(stage, act):
    (figure,) = planning.figures_of(stage.counted, stage.cast.lead_unit.pk)
    assert figure.goal == 260 and not figure.open
    first = Target.objects.get(matter=stage.counted)
    Target.objects.create(
        matter=stage.counted, ordinal=first.ordinal, version=2, version_kind="revision", kind=first.kind,
        phrase=first.phrase, what=first.what, op="=", value=300, unit="个", reason="调整",
        document_number="武政〔2023〕9号",
        decided_by=stage.cast.supervisor, decided_at=act["at"],
    )  # fmt: skip
    assert planning.figures_of(stage.counted, stage.cast.lead_unit.pk)[0].goal == 300
    plans.set_share(measure=stage.measure, unit=stage.cast.lead_unit, value=Decimal(80), basis="文号", **act)
    assert planning.figures_of(stage.counted, stage.cast.lead_unit.pk)[0].goal == 80


def test_a_superiors_figure_is_nobodys_goal(stage, act):
    stage.counted.programme.level = "city"
    stage.counted.programme.save()
    (figure,) = planning.figures_of(stage.counted, stage.cast.lead_unit.pk)
    assert figure.goal is None and figure.open
    assert all(p.expected is None for p in planning.proposals(stage.counted, [figure], ON))


def test_the_term_is_the_newest_notices(stage, act):
    assert planning.term() == (None, None)
    notice = stage.plain.programme.notice
    rule = NoticeRule.objects.create(notice=notice, kind="handling_plan", sentence="…", data={"due": "2023-03-15"})
    assert planning.term() == (dt.date(2023, 3, 15), rule)


def test_words_that_are_too_long_are_refused_before_the_database_does(stage, act):
    row = plans.open_plan(matter=stage.plain, unit=stage.cast.lead_unit, **act)
    with pytest.raises(Invalid, match="“分管负责同志”有 61 字"):
        plans.save_plan(plan=row, words={"leader": "钱" * 61}, nodes=[], revision=0, **act)


def test_a_sheet_is_saved_where_nothing_changed_meanwhile(stage, act):
    value = plan({"work": "新建路内泊位。"}, [PlanNode(dt.date(2023, 6, 30), "一批", stage.measure.pk, Decimal(5))])
    fresh = Filled(stage.counted.pk, 0, 0, value)
    saved, refused = plan_sheet.save(unit=stage.cast.lead_unit, filled=[fresh], **act)
    assert saved[0].work == "新建路内泊位。" and refused == []
    saved, refused = plan_sheet.save(unit=stage.cast.lead_unit, filled=[fresh], **act)
    assert saved == [] and "又改过" in refused[0][1]
