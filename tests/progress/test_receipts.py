"""Receipt and dispute: three working days, in writing, decided by the office only."""

import pytest

from duban.core.workflow.table import TransitionRefused
from duban.ledger.models import Assignment
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.progress.actions import receipts
from duban.progress.models import Dispute, Receipt
from tests.factories.progress import moment

REASON = "按三定方案，停车泊位的规划由区城改局负责。"


@pytest.fixture
def mine(stage):
    rows = Assignment.objects.filter(unit=stage.cast.lead_unit).order_by("id")
    rows.update(made_at=moment("2023-03-01 10:00:00"))  # Wednesday: the third working day is Monday the 6th
    return list(rows)


def test_signing_for_all_leaves_one_row_each_and_is_harmless_twice(stage, mine):
    act = stage.act(stage.cast.lead_clerk, "2023-03-02 09:00:00")
    assert len(receipts.sign_for(unit=stage.cast.lead_unit, assignments=mine, **act)) == 2
    assert receipts.sign_for(unit=stage.cast.lead_unit, assignments=mine, **act) == []
    assert Receipt.objects.count() == 2


def test_nobody_signs_for_another_unit(stage, mine):
    with pytest.raises(NotAllowed):
        receipts.sign_for(
            unit=stage.cast.lead_unit,
            assignments=mine,
            **stage.act(stage.cast.outsider_clerk, "2023-03-02 09:00:00"),
        )
    with pytest.raises(NotAllowed, match="不属于本单位"):
        receipts.sign_for(
            unit=stage.cast.outsider_unit,
            assignments=mine,
            **stage.act(stage.cast.outsider_clerk, "2023-03-02 09:00:00"),
        )


@pytest.mark.parametrize(("when", "allowed"), [("2023-03-06 23:59:59", True), ("2023-03-07 00:00:01", False)])
def test_the_third_working_day_is_the_last(stage, mine, when, allowed):
    act = stage.act(stage.cast.lead_clerk, when)
    if allowed:
        row = receipts.dispute(unit=stage.cast.lead_unit, assignment=mine[0], reason=REASON, **act)
        assert row.due_on.isoformat() == "2023-03-06"
    else:
        with pytest.raises(Invalid, match="3 个工作日内"):
            receipts.dispute(unit=stage.cast.lead_unit, assignment=mine[0], reason=REASON, **act)


def test_a_disputed_one_is_not_signed_for_with_the_rest(stage, mine):
    act = stage.act(stage.cast.lead_clerk, "2023-03-02 09:00:00")
    receipts.dispute(unit=stage.cast.lead_unit, assignment=mine[0], reason=REASON, **act)
    rows = receipts.sign_for(unit=stage.cast.lead_unit, assignments=mine, **act)
    assert [row.assignment for row in rows] == [mine[1]]


def test_a_second_dispute_waits_for_the_first(stage, mine):
    act = stage.act(stage.cast.lead_clerk, "2023-03-02 09:00:00")
    receipts.dispute(unit=stage.cast.lead_unit, assignment=mine[0], reason=REASON, **act)
    with pytest.raises(Stale):
        receipts.dispute(unit=stage.cast.lead_unit, assignment=mine[0], reason=REASON, **act)


def test_only_the_office_decides_and_says_why(stage, mine):
    row = receipts.dispute(
        unit=stage.cast.lead_unit,
        assignment=mine[0],
        reason=REASON,
        **stage.act(stage.cast.lead_clerk, "2023-03-02 09:00:00"),
    )
    with pytest.raises(TransitionRefused, match="由督查室办理"):
        receipts.decide(
            row=row, move="uphold", comment="同意", **stage.act(stage.cast.lead_principal, "2023-03-03 09:00:00")
        )
    office = stage.act(stage.cast.supervisor, "2023-03-03 09:00:00")
    with pytest.raises(TransitionRefused, match="须填写意见"):
        receipts.decide(row=row, move="reject", comment=" ", **office)
    row = receipts.decide(row=row, move="reject", comment="职责在贵局，见2022年分工。", **office)
    assert row.state == "rejected" and row.decided_by == stage.cast.supervisor
    with pytest.raises(TransitionRefused):
        receipts.decide(row=row, move="uphold", comment="改判", **office)
    assert Dispute.objects.get().decision.startswith("职责在贵局")


def test_the_unit_may_withdraw_it(stage, mine):
    act = stage.act(stage.cast.lead_clerk, "2023-03-02 09:00:00")
    row = receipts.dispute(unit=stage.cast.lead_unit, assignment=mine[0], reason=REASON, **act)
    assert receipts.decide(row=row, move="withdraw", comment="", **act).state == "withdrawn"
