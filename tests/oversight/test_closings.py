"""Extensions, adjustments, closing and verification."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from duban.core.workflow import adjustment, closing
from duban.core.workflow.table import TransitionRefused
from duban.ledger.models import Target
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight.actions import adjustments, cases, closings
from duban.oversight.actions.adjustments import Wish
from duban.oversight.enums import CaseKind, Found, Grade, Means, Reach
from duban.oversight.judging import lights
from duban.oversight.models import Adjustment, Closing
from tests.factories.progress import give_matter, moment

WHY = {"reason": "施工图审查比预计多用两个月。", "progress": "已完成场地平整。"}
LATER = Wish(**WHY, new_due=dt.date(2024, 3, 31))
RESULT = "260个停车泊位全部建成并通过验收，4月20日投入使用。"


def ask(stage, wish=LATER, when="2023-11-01 09:00:00", person=None):
    return adjustments.apply(
        matter=stage.counted, unit=stage.cast.lead_unit, wish=wish, **stage.act(person or stage.cast.lead_clerk, when)
    )


def office(stage, when="2023-11-02 09:00:00"):
    return stage.act(stage.cast.supervisor, when)


def test_an_extension_counts_from_its_approval_and_both_days_stay(stage):
    row = ask(stage)
    assert (row.state, row.old_due) == (adjustment.APPLIED, dt.date(2023, 12, 31))
    assert adjustments.due_of(stage.counted) == dt.date(2023, 12, 31)
    row = adjustments.decide(row=row, move="approve", comment="", **office(stage))
    assert adjustments.due_of(stage.counted) == dt.date(2024, 3, 31)
    assert adjustments.due_of(stage.counted, at=moment("2023-11-02 08:00:00")) == dt.date(2023, 12, 31)
    assert (row.old_due, row.new_due) == (dt.date(2023, 12, 31), dt.date(2024, 3, 31))


def test_the_light_follows_the_extended_day(stage):
    stage.counted.programme.level = "district"
    stage.counted.programme.save()
    after = moment("2024-02-01 09:00:00")
    assert lights(year=2023, at=after)[stage.counted.pk].colour == "red"
    adjustments.decide(row=ask(stage), move="approve", comment="", **office(stage))
    assert lights(year=2023, at=after)[stage.counted.pk].colour != "red"
    assert lights(year=2023, at=moment("2024-04-01 09:00:00"))[stage.counted.pk].colour == "red"


def test_another_figure_is_a_revision_with_its_document(stage):
    old = stage.counted.targets.get()
    wish = Wish(**WHY, target=old, new_value=Decimal(200), document_number="武政办函〔2023〕15号")
    adjustments.decide(row=ask(stage, wish), move="approve", comment="", **office(stage))
    versions = list(Target.objects.filter(matter=stage.counted).order_by("version"))
    assert [row.value for row in versions] == [old.value, Decimal(200)]
    assert (versions[1].version_kind, versions[1].document_number) == ("revision", "武政办函〔2023〕15号")


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (replace(LATER, reason="忙"), "写明理由"),
        (replace(LATER, progress=""), "写明理由"),
        (replace(LATER, new_due=dt.date(2023, 12, 31)), "应晚于2023-12-31"),
        (replace(LATER, new_value=Decimal(1)), "分开申请"),
        (Wish(**WHY), "请选择指标"),
    ],
)
def test_what_cannot_be_asked(stage, wish, said):
    with pytest.raises(Invalid, match=said):
        ask(stage, wish)
    assert not Adjustment.objects.exists()


@pytest.mark.parametrize(("value", "document", "said"), [("same", "x", "相同"), (200, " ", "依据文号")])
def test_a_figure_needs_a_change_and_a_document(stage, value, document, said):
    old = stage.counted.targets.get()
    new = old.value if value == "same" else Decimal(value)
    with pytest.raises(Invalid, match=said):
        ask(stage, Wish(**WHY, target=old, new_value=new, document_number=document))


def test_after_the_day_it_is_too_late(stage):
    ask(stage, when="2023-12-31 23:59:00")
    with pytest.raises(Invalid, match="应在期限之前申请"):
        ask(stage, when="2024-01-01 00:01:00")


def test_one_application_at_a_time_and_a_refusal_says_why(stage):
    row = ask(stage)
    with pytest.raises(Stale):
        ask(stage)
    with pytest.raises(TransitionRefused, match="须填写意见"):
        adjustments.decide(row=row, move="refuse", comment="", **office(stage))
    adjustments.decide(row=row, move="refuse", comment="理由不充分，可加班赶工", **office(stage))
    with pytest.raises(TransitionRefused):
        adjustments.decide(row=row, move="approve", comment="", **office(stage))
    assert ask(stage).pk != row.pk


@pytest.mark.parametrize("who", ["outsider_clerk", "leader"])
def test_others_neither_ask_nor_decide(stage, who):
    person = getattr(stage.cast, who)
    with pytest.raises(NotAllowed):
        ask(stage, person=person)
    row = ask(stage)
    with pytest.raises(NotAllowed):
        adjustments.decide(row=row, move="approve", comment="", **stage.act(person, "2023-11-02 09:00:00"))


def test_the_unit_takes_its_application_back_and_does_not_approve_it(stage):
    row = ask(stage)
    clerk = stage.act(stage.cast.lead_clerk, "2023-11-03 09:00:00")
    with pytest.raises(TransitionRefused, match="由督查室办理"):
        adjustments.decide(row=row, move="approve", comment="", **clerk)
    assert adjustments.decide(row=row, move="withdraw", comment="", **clerk).state == adjustment.WITHDRAWN


def closing_of(stage, when="2023-11-05 09:00:00", matter=None):
    return closings.apply(
        matter=matter or stage.counted,
        unit=stage.cast.lead_unit,
        result=RESULT,
        **stage.act(stage.cast.lead_clerk, when),
    )


def checked(stage, row, found=Found.TRUE):
    row = closings.verify(row=row, **office(stage, "2023-11-06 09:00:00"))
    check = closings.start_verification(row=row, **office(stage, "2023-11-06 09:10:00"))
    closings.record_verification(
        row=check,
        means=Means.ON_SITE,
        found=found,
        note="到现场清点泊位260个。",
        **office(stage, "2023-11-07 09:00:00"),
    )
    return row


def test_closing_needs_a_verification_and_a_grade(stage):
    row = closing_of(stage)
    row = closings.verify(row=row, **office(stage, "2023-11-06 09:00:00"))
    with pytest.raises(Invalid, match="尚未登记核查"):
        closings.close(row=row, grade=Grade.DONE, comment="同意办结", **office(stage, "2023-11-06 10:00:00"))
    check = closings.start_verification(row=row, **office(stage, "2023-11-06 09:10:00"))
    assert closings.start_verification(row=row, **office(stage, "2023-11-06 09:11:00")) == check
    closings.record_verification(
        row=check,
        means=Means.ON_SITE,
        found=Found.TRUE,
        note="到现场清点泊位260个。",
        **office(stage, "2023-11-07 09:00:00"),
    )
    row = closings.close(row=row, grade=Grade.DONE, comment="同意办结", **office(stage, "2023-11-08 09:00:00"))
    assert (row.state, row.grade, row.comment) == (closing.CLOSED, "done", "同意办结")
    assert lights(year=2023, at=moment("2023-11-09 09:00:00"))[stage.counted.pk].colour == "blue"
    assert lights(year=2023, at=moment("2023-11-07 09:00:00"))[stage.counted.pk].colour != "blue"


def test_what_was_found_untrue_is_not_closed_as_done(stage):
    row = checked(stage, closing_of(stage), Found.FALSE)
    with pytest.raises(Invalid, match="不属实"):
        closings.close(row=row, grade=Grade.DONE, comment="同意", **office(stage, "2023-11-08 09:00:00"))
    row = closings.send_back(row=row, comment="现场只有200个泊位", **office(stage, "2023-11-08 09:00:00"))
    assert row.state == closing.RETURNED
    assert closing_of(stage, "2023-12-01 09:00:00").pk != row.pk


def test_a_matter_with_an_open_difficulty_is_not_written_off(stage):
    row = checked(stage, closing_of(stage))
    row = closings.close(row=row, grade=Grade.DONE, comment="同意", **office(stage, "2023-11-08 09:00:00"))
    said = cases.Difficulty(CaseKind.FUNDS, Reach.ONE, "尾款未拨付，影响结算。", "请协调拨款。")
    case = cases.raise_case(
        matter=stage.counted,
        unit=stage.cast.lead_unit,
        said=said,
        **stage.act(stage.cast.lead_clerk, "2023-11-09 09:00:00"),
    )
    with pytest.raises(Invalid, match="未销结的协调事项"):
        closings.write_off(row=row, **office(stage, "2023-11-10 09:00:00"))
    cases.withdraw(row=case, comment="已拨付", **stage.act(stage.cast.lead_clerk, "2023-11-11 09:00:00"))
    assert closings.write_off(row=row, **office(stage, "2023-11-12 09:00:00")).state == closing.WRITTEN_OFF


def test_what_did_not_hold_is_opened_again(stage):
    row = checked(stage, closing_of(stage))
    row = closings.close(row=row, grade=Grade.DONE, comment="同意", **office(stage, "2023-11-08 09:00:00"))
    with pytest.raises(TransitionRefused, match="须填写意见"):
        closings.reopen(row=row, comment="", **office(stage, "2023-11-20 09:00:00"))
    closings.reopen(row=row, comment="泊位被拆除", **office(stage, "2023-11-20 09:00:00"))
    assert lights(year=2023, at=moment("2023-11-19 09:00:00"))[stage.counted.pk].colour == "blue"
    assert lights(year=2023, at=moment("2023-11-21 09:00:00"))[stage.counted.pk].colour != "blue"


def test_the_lead_applies_and_nobody_else(stage):
    give_matter(stage.cast.cooperating_unit, lead=False, matter=stage.counted)
    common = {"matter": stage.counted, "result": RESULT}
    with pytest.raises(NotAllowed, match="牵头单位申请"):
        closings.apply(
            unit=stage.cast.cooperating_unit,
            **common,
            **stage.act(stage.cast.cooperating_clerk, "2023-11-05 09:00:00"),
        )
    with pytest.raises(NotAllowed):
        closings.apply(
            unit=stage.cast.lead_unit, **common, **stage.act(stage.cast.outsider_clerk, "2023-11-05 09:00:00")
        )


def test_one_closing_at_a_time_and_a_grade_by_constraint(stage):
    row = closing_of(stage)
    with pytest.raises(Stale):
        closing_of(stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        Closing.objects.filter(pk=row.pk).update(state="closed")


def test_a_check_is_recorded_once_and_not_by_the_unit_itself(stage):
    row = closings.verify(row=closing_of(stage), **office(stage, "2023-11-06 09:00:00"))
    check = closings.start_verification(row=row, **office(stage, "2023-11-06 09:10:00"))
    told = {"row": check, "means": Means.DOCUMENTS, "found": Found.TRUE, "note": "查阅验收报告。"}
    with pytest.raises(NotAllowed):
        closings.record_verification(**told, **stage.act(stage.cast.lead_clerk, "2023-11-06 10:00:00"))
    closings.record_verification(**told, **office(stage, "2023-11-06 10:00:00"))
    with pytest.raises(Stale):
        closings.record_verification(**told, **office(stage, "2023-11-06 11:00:00"))
    with pytest.raises(IntegrityError), transaction.atomic():
        type(check).objects.filter(pk=check.pk).update(means="")
