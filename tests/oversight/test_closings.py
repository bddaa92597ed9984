"""Extensions, adjustments, closing and verification."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from duban.core.workflow import adjustment, closing
from duban.core.workflow.table import TransitionRefused
from duban.ledger.actions.targets import change_target, figure_of
from duban.ledger.display import refresh
from duban.ledger.models import Matter, Target
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight.actions import adjustments, cases, closings
from duban.oversight.actions.adjustments import Wish
from duban.oversight.enums import CaseKind, Found, Grade, Means, Reach
from duban.oversight.judging import lights
from duban.oversight.models import Adjustment, Closing
from duban.progress.actions import evidence
from tests.factories.ledger import TargetFactory
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
        (replace(LATER, new_due=dt.date(2023, 12, 31)), "应晚于2023年12月31日"),
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


def revision(stage):
    wish = Wish(
        **WHY, target=stage.counted.targets.get(), new_value=Decimal(200), document_number="武政办函〔2023〕15号"
    )
    return adjustments.decide(row=ask(stage, wish), move="approve", comment="", **office(stage))


def test_the_ledger_shows_both_values_and_both_days(stage):
    old = stage.counted.targets.get().value
    revision(stage)
    adjustments.decide(row=ask(stage), move="approve", comment="", **office(stage))
    stage.counted.refresh_from_db()
    shown = stage.counted.display
    (target,) = shown["targets"]
    assert (Decimal(target["value"]), Decimal(target["was"])) == (Decimal(200), old)
    assert shown["extended"] == [{"what": "", "from": "2023-12-31", "to": "2024-03-31"}]
    refresh([stage.counted])
    assert stage.counted.display["extended"] == shown["extended"]


def test_a_second_extension_keeps_the_first_printed_day_in_view(stage):
    adjustments.decide(row=ask(stage), move="approve", comment="", **office(stage))
    later = replace(LATER, new_due=dt.date(2024, 6, 30))
    row = ask(stage, later, "2024-02-01 09:00:00")
    assert row.old_due == dt.date(2024, 3, 31)
    adjustments.decide(row=row, move="approve", comment="", **office(stage, "2024-02-02 09:00:00"))
    assert adjustments.extensions_of(stage.counted) == [{"what": "", "from": "2023-12-31", "to": "2024-06-30"}]


def test_a_target_without_an_extension_of_its_own_has_that_of_the_matter(stage):
    target = stage.counted.targets.get()
    adjustments.decide(row=ask(stage), move="approve", comment="", **office(stage))
    assert adjustments.due_of(stage.counted, target) == dt.date(2024, 3, 31)


def test_what_was_due_earlier_is_not_moved_with_the_rest(stage):
    """In October the whole matter is extended; the target of June stays overdue, and cannot be moved any more."""
    stage.counted.programme.level = "district"
    stage.counted.programme.save()
    Target.objects.filter(matter=stage.counted).update(due="6月底前")
    early = stage.counted.targets.get()
    october = "2023-10-20 09:00:00"
    for wish in (LATER, replace(LATER, target=early)):
        with pytest.raises(Invalid, match="期限2023年6月30日已过"):
            ask(stage, wish, october)
    TargetFactory(matter=stage.counted, ordinal=2, what="绿化面积", due="")
    row = adjustments.decide(row=ask(stage, LATER, october), move="approve", comment="", **office(stage))
    assert row.old_due == dt.date(2023, 12, 31)
    at = moment("2023-11-20 09:00:00")
    assert adjustments.extensions(2023, at) == {
        (stage.counted.pk, None): LATER.new_due,
        (stage.counted.pk, early.ordinal): dt.date(2023, 6, 30),
        (stage.counted.pk, 2): LATER.new_due,
    }
    assert adjustments.due_of(stage.counted, early) == dt.date(2023, 6, 30)
    parts = lights(year=2023, at=at)[stage.counted.pk].parts
    assert [(part.goal.due, part.light.colour) for part in parts] == [(dt.date(2023, 6, 30), "red")]


def test_consent_is_taken_back_from_its_day_on_and_the_past_stays(stage):
    row = adjustments.decide(row=ask(stage), move="approve", comment="", **office(stage))
    with pytest.raises(TransitionRefused, match="须填写意见"):
        adjustments.decide(row=row, move="revoke", comment="", **office(stage, "2023-11-10 09:00:00"))
    row = adjustments.decide(row=row, move="revoke", comment="审图已提前完成", **office(stage, "2023-11-10 09:00:00"))
    assert (row.state, row.revocation, row.decision) == (adjustment.REVOKED, "审图已提前完成", "")
    assert adjustments.due_of(stage.counted) == dt.date(2023, 12, 31)
    assert adjustments.due_of(stage.counted, at=moment("2023-11-05 09:00:00")) == dt.date(2024, 3, 31)
    assert adjustments.extensions(2023, moment("2023-11-05 09:00:00")) and not adjustments.extensions(
        2023, moment("2023-11-11 09:00:00")
    )
    stage.counted.refresh_from_db()
    assert "extended" not in stage.counted.display


def test_a_revision_taken_back_is_another_version(stage):
    old, row = stage.counted.targets.get().value, revision(stage)
    adjustments.decide(row=row, move="revoke", comment="文件已废止", **office(stage, "2023-11-10 09:00:00"))
    versions = Target.objects.filter(matter=stage.counted).order_by("version")
    assert [each.value for each in versions] == [old, Decimal(200), old]
    stage.counted.refresh_from_db()
    assert "was" not in stage.counted.display["targets"][0]


def test_what_changed_meanwhile_is_not_decided_blindly(stage):
    target = stage.counted.targets.get()
    row = ask(stage, Wish(**WHY, target=target, new_value=Decimal(200), document_number="武政办函〔2023〕15号"))
    figure = replace(figure_of(target), value=Decimal(999))
    change_target(target=target, figure=figure, reason="录入有误", **office(stage))
    with pytest.raises(Invalid, match="又有改动"):
        adjustments.decide(row=row, move="approve", comment="", **office(stage))
    row.refresh_from_db()
    assert row.state == adjustment.APPLIED


def test_a_correction_has_no_number_and_no_term(stage):
    target = stage.counted.targets.get()
    wish = Wish(**WHY, target=target, new_value=Decimal(200), correction=True)
    with pytest.raises(Invalid, match="不填文号"):
        ask(stage, replace(wish, document_number="武政办函〔2023〕15号"))
    row = ask(stage, wish, "2024-01-05 09:00:00")
    adjustments.decide(row=row, move="approve", comment="", **office(stage, "2024-01-06 09:00:00"))
    newest = Target.objects.filter(matter=stage.counted).order_by("-version")[0]
    assert (newest.version_kind, newest.value) == ("correction", Decimal(200))


def test_two_targets_may_wait_at_once(stage):
    first = stage.counted.targets.get()
    other = TargetFactory(matter=stage.counted, ordinal=first.ordinal + 1)
    number = {"document_number": "武政办函〔2023〕15号"}
    for target in (first, other):
        ask(stage, Wish(**WHY, target=target, new_value=Decimal(7), **number))
    with pytest.raises(Stale):
        ask(stage, Wish(**WHY, target=other, new_value=Decimal(8), **number))
    assert Adjustment.objects.open().count() == 2


def test_nothing_is_asked_for_a_matter_that_is_closed(stage):
    row = checked(stage, closing_of(stage))
    closings.close(row=row, grade=Grade.DONE, comment="同意", **office(stage, "2023-11-08 09:00:00"))
    with pytest.raises(Invalid, match="已办结，不能再申请"):
        ask(stage, when="2023-11-09 09:00:00")


def closing_of(stage, when="2023-11-05 09:00:00", matter=None):
    return closings.apply(
        matter=matter or stage.counted,
        unit=stage.cast.lead_unit,
        result=RESULT,
        references="区建设局验收备案〔2023〕12号",
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


def state_of(stage) -> str:
    stage.counted.refresh_from_db()
    return stage.counted.state


def test_the_state_of_the_matter_follows(stage):
    row = closing_of(stage)
    assert state_of(stage) == "closing"
    clerk = stage.actor(stage.cast.lead_clerk, "2023-11-05 10:00:00")
    assert "不能重复申请" in closings.obstacle(stage.counted, stage.cast.lead_unit, clerk)
    row = checked(stage, row)
    assert state_of(stage) == "verifying"
    row = closings.close(row=row, grade=Grade.DONE, comment="同意", **office(stage, "2023-11-08 09:00:00"))
    assert state_of(stage) == "closed"
    row = closings.write_off(row=row, **office(stage, "2023-11-09 09:00:00"))
    assert state_of(stage) == "written_off"
    row = closings.reopen(row=row, comment="泊位被拆除", **office(stage, "2023-11-20 09:00:00"))
    assert state_of(stage) == "assigned"
    assert (row.comment, row.reopening, row.written_off_by) == ("同意", "泊位被拆除", stage.cast.supervisor)
    closings.withdraw(
        row=closing_of(stage, "2023-12-01 09:00:00"), **stage.act(stage.cast.lead_clerk, "2023-12-01 10:00:00")
    )
    assert state_of(stage) == "assigned"


@pytest.mark.parametrize(("grade", "blue"), [(Grade.LATE, True), (Grade.PARTLY, False), (Grade.NOT_DONE, False)])
def test_what_was_not_fulfilled_is_neither_blue_nor_written_off(stage, grade, blue):
    row = checked(stage, closing_of(stage), Found.TRUE if blue else Found.PARTLY)
    row = closings.close(row=row, grade=grade, comment="按核查结果", **office(stage, "2023-11-08 09:00:00"))
    assert (lights(year=2023, at=moment("2023-11-09 09:00:00"))[stage.counted.pk].colour == "blue") is blue
    if blue:
        assert closings.write_off_obstacle(row) == ""
    else:
        with pytest.raises(Invalid, match="不能销号"):
            closings.write_off(row=row, **office(stage, "2023-11-10 09:00:00"))


def test_an_open_application_is_decided_before_closing(stage):
    ask(stage, when="2023-11-04 09:00:00")
    row = checked(stage, closing_of(stage))
    with pytest.raises(Invalid, match="请先审定"):
        closings.close(row=row, grade=Grade.DONE, comment="同意", **office(stage, "2023-11-08 09:00:00"))


def test_the_grade_that_is_offered_follows_the_checks_and_the_day(stage):
    row = checked(stage, closing_of(stage))
    assert closings.suggested_grade(row) == Grade.DONE
    row.verifications.update(found=Found.PARTLY)
    assert closings.suggested_grade(row) == Grade.PARTLY
    row.verifications.update(found=Found.FALSE)
    assert closings.suggested_grade(row) == Grade.NOT_DONE


def test_without_anything_to_look_at_nothing_is_applied_for(stage):
    common = {"matter": stage.counted, "unit": stage.cast.lead_unit, "result": RESULT}
    with pytest.raises(Invalid, match="没有依据"):
        closings.apply(**common, references=" ", **stage.act(stage.cast.lead_clerk, "2023-11-05 09:00:00"))
    assert not Closing.objects.exists()


@pytest.mark.parametrize("grade", [Grade.DONE, Grade.EXCEEDED, Grade.LATE])
def test_what_was_found_partly_true_is_done_only_after_another_look(stage, grade):
    row = checked(stage, closing_of(stage), Found.PARTLY)
    at = "2023-11-08 09:00:00"
    with pytest.raises(Invalid, match="部分属实，不能评为完成"):
        closings.close(row=row, grade=grade, comment="同意", **office(stage, at))
    again = {"means": Means.ON_SITE, "found": Found.TRUE, "note": "余下40个泊位已投用。"}
    closings.check(row=row, **again, **office(stage, at))
    assert closings.suggested_grade(row) == Grade.DONE
    assert closings.close(row=row, grade=grade, comment="同意", **office(stage, at)).grade == grade


def test_a_day_that_was_not_kept_is_not_called_kept(stage):
    """Applied for in January: late, unless an accepted report on the year says that it was done by then."""
    row = checked(stage, closing_of(stage, "2024-01-20 09:00:00"))
    late = office(stage, "2024-01-25 09:00:00")
    assert closings.suggested_grade(row) == Grade.LATE
    with pytest.raises(Invalid, match=r"期限是2023年12月31日.*评为逾期完成"):
        closings.close(row=row, grade=Grade.DONE, comment="同意", **late)
    reports = stage.whole_year()
    reports[-1].lines.filter(matter=stage.counted).update(self_rating="done")
    assert (closings.done_on(row), closings.suggested_grade(row)) == (dt.date(2023, 12, 31), Grade.DONE)
    assert closings.close(row=row, grade=Grade.EXCEEDED, comment="同意", **late).grade == Grade.EXCEEDED


def test_a_check_in_one_step_begins_the_verification(stage):
    row = closing_of(stage)
    said = {"means": Means.TELEPHONE, "found": Found.TRUE, "note": "向街道核实泊位已启用。"}
    closings.check(row=row, **said, **office(stage, "2023-11-06 09:00:00"))
    row.refresh_from_db()
    closings.check(row=row, **(said | {"means": Means.ON_SITE}), **office(stage, "2023-11-07 09:00:00"))
    assert row.state == closing.VERIFYING
    assert set(row.verifications.values_list("means", flat=True)) == {"telephone", "on_site"}


def test_files_of_earlier_reports_are_offered_once(stage):
    line = stage.draft().lines.get(matter=stage.counted)
    act = stage.act(stage.cast.lead_clerk, "2023-04-03 10:00:00")
    pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
    kept = evidence.add(place=line, data=pdf, name="验收单.pdf", **act)
    again = closings.keep_file(data=pdf, name="验收单（重复）.pdf", media_type="", **act)
    assert [row.pk for row in closings.existing_files(stage.counted, stage.cast.lead_unit)] == [kept.pk]
    assert closings.existing_files(stage.plain, stage.cast.lead_unit) == []
    row = closings.apply(
        matter=stage.counted, unit=stage.cast.lead_unit, result=RESULT, evidence=[kept.file, again],
        references="武建〔2023〕8号\nhttp://www.example.gov.cn/1.html",
        **stage.act(stage.cast.lead_clerk, "2023-11-05 09:00:00"),
    )  # fmt: skip
    assert row.evidence.count() == 2 and "8号" in row.references
    with pytest.raises(Invalid, match="收到的是 .exe"):
        closings.keep_file(data=b"plain text", name="a.exe", media_type="", **act)


def test_a_withdrawn_matter_is_not_closed(stage):
    Matter.objects.filter(pk=stage.counted.pk).update(state="withdrawn", withdrawn_by=stage.counted.notice)
    with pytest.raises(Stale, match="已撤销"):
        closing_of(stage)
