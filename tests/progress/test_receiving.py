"""What each unit has to sign for: groups, merged units, re-assignments, disputes."""

import datetime as dt

import pytest

from duban.ledger.actions import change_assignment
from duban.ledger.models import Assignment
from duban.orgs.permissions import Invalid, Stale
from duban.progress import receiving
from duban.progress.actions import receipts
from duban.progress.models import Receipt
from duban.progress.receiving import Standing
from tests.factories.ledger import AssignmentFactory, MatterFactory
from tests.factories.orgs import GroupMemberFactory, UnitFactory
from tests.factories.progress import moment
from tests.support.queries import assert_same_queries

REASON = "按三定方案，停车泊位的规划由区城改局负责。"
ON = dt.date(2023, 3, 2)


@pytest.fixture
def act(stage):
    Assignment.objects.update(made_at=moment("2023-03-01 10:00:00"))
    return stage.act(stage.cast.lead_clerk, "2023-03-02 09:00:00")


def standings(unit, on=ON):
    return [(each.assignment.matter.code, each.standing) for each in receiving.asked_of(unit, year=2023, on=on)]


def test_a_unit_signs_and_a_new_assignment_appears_again(stage, act):
    unit = stage.cast.lead_unit
    asked = receiving.asked_of(unit, year=2023, on=ON)
    assert [each.standing for each in asked] == [Standing.UNSIGNED] * 2
    assert asked[0].given_on == dt.date(2023, 3, 1) and asked[0].dispute_until == dt.date(2023, 3, 6)
    receipts.sign_for(unit=unit, assignments=[each.assignment for each in asked], **act)
    assert {s for _, s in standings(unit)} == {Standing.SIGNED}
    office = stage.act(stage.cast.supervisor, "2023-03-20 09:00:00")
    change_assignment(
        assignment=asked[0].assignment, unit=unit, role="cooperating", lead=False, reason="角色更正", **office
    )
    assert standings(unit, dt.date(2023, 3, 20))[0][1] is Standing.UNSIGNED


def test_members_of_a_group_each_sign_and_one_named_itself_signs_once(stage, act):
    group = UnitFactory(is_group=True, name="各街道办事处")
    streets = UnitFactory.create_batch(2)
    for street in streets:
        GroupMemberFactory(group=group, unit=street)
    matter = MatterFactory(programme=stage.plain.programme)
    row = AssignmentFactory(matter=matter, unit=group)
    AssignmentFactory(matter=matter, unit=streets[1])
    everything = receiving.asked_of_all(year=2023, on=ON)
    assert group.pk not in everything
    assert [(a.assignment, a.through_group) for a in everything[streets[0].pk]] == [(row, True)]
    assert [a.through_group for a in everything[streets[1].pk]] == [False]
    assert [a.assignment for a in receiving.asked_of(streets[0], year=2023, on=ON)] == [row]


def test_a_merged_units_items_go_to_its_heir(stage, act):
    gone = UnitFactory(active_to=dt.date(2023, 2, 1), merged_into=stage.cast.lead_unit)
    AssignmentFactory(matter=MatterFactory(programme=stage.plain.programme), unit=gone)
    asked = receiving.asked_of(stage.cast.lead_unit, year=2023, on=ON)
    assert [a.heir for a in asked] == [False, False, True]
    assert len(receiving.asked_of_all(year=2023, on=ON)[stage.cast.lead_unit.pk]) == 3


def test_a_superior_unit_and_the_office_sign_for_nothing(stage, act):
    AssignmentFactory(matter=stage.plain, unit=UnitFactory(kind="superior", level="city"))
    assert set(receiving.asked_of_all(year=2023, on=ON)) == {stage.cast.lead_unit.pk}


def test_an_upheld_dispute_waits_for_the_office_and_is_not_signed_with_the_rest(stage, act):
    unit = stage.cast.lead_unit
    mine = list(Assignment.objects.filter(unit=unit).order_by("id"))
    row = receipts.dispute(unit=unit, assignment=mine[0], reason=REASON, **act)
    assert standings(unit)[0][1] is Standing.DISPUTED
    assert receipts.answer_due(row.raised_at) == dt.date(2023, 3, 7)
    office = stage.act(stage.cast.supervisor, "2023-03-03 09:00:00")
    row = receipts.decide(row=row, move="uphold", comment="同意，由区城改局承办。", **office)
    assert standings(unit)[0][1] is Standing.UPHELD
    receipts.sign_for(unit=unit, assignments=mine, **act)
    assert Receipt.objects.filter(assignment=mine[0]).count() == 0
    with pytest.raises(Stale, match="已经成立"):
        receipts.dispute(unit=unit, assignment=mine[0], reason=REASON, **act)


def test_a_re_assignment_names_its_dispute(stage, act):
    unit, other = stage.cast.lead_unit, stage.cast.outsider_unit
    row = receipts.dispute(unit=unit, assignment=Assignment.objects.filter(unit=unit)[0], reason=REASON, **act)
    office = stage.act(stage.cast.supervisor, "2023-03-03 09:00:00")
    to = {"unit": other, "role": "lead", "lead": True, "reason": ""}
    with pytest.raises(Stale, match="异议成立后"):
        receipts.reassign(row=row, **to, **office)
    row = receipts.decide(row=row, move="uphold", comment="同意。", **office)
    new = receipts.reassign(row=row, **to, **office)
    assert new.unit == other and new.document == f"异议第{row.pk}号（{unit.name}，2023年3月3日裁定）"
    assert new.reason == f"{unit.name}异议成立：同意。"
    assert [s for _, s in standings(other, dt.date(2023, 3, 3))] == [Standing.UNSIGNED]


def test_what_a_group_holds_is_not_taken_from_all_for_one(stage, act):
    group = UnitFactory(is_group=True)
    GroupMemberFactory(group=group, unit=stage.cast.lead_unit)
    held = AssignmentFactory(matter=MatterFactory(programme=stage.plain.programme), unit=group, made_at=act["at"])
    row = receipts.dispute(unit=stage.cast.lead_unit, assignment=held, reason=REASON, **act)
    office = stage.act(stage.cast.supervisor, "2023-03-03 09:00:00")
    row = receipts.decide(row=row, move="uphold", comment="同意。", **office)
    with pytest.raises(Invalid, match="在事项页办理"):
        receipts.reassign(row=row, unit=stage.cast.outsider_unit, role="lead", lead=True, reason="", **office)


def test_a_tally_counts_and_knows_since_when(stage, act):
    unit = stage.cast.lead_unit
    first = receiving.asked_of(unit, year=2023, on=ON)[0]
    receipts.sign_for(unit=unit, assignments=[first.assignment], **act)
    (tally,) = receiving.tallies(year=2023, on=ON)
    assert (tally.total, tally.signed, tally.unsigned, tally.disputed) == (2, 1, 1, 0)
    assert tally.since == dt.date(2023, 3, 1) and tally.last_signed == act["at"]


def test_the_board_takes_the_same_queries(stage, act):
    programme = stage.plain.programme

    def add(n: int) -> None:
        for _ in range(n):
            AssignmentFactory(matter=MatterFactory(programme=programme))

    assert_same_queries(lambda: receiving.tallies(year=2023, on=ON), add, few=3, many=300)
