"""What the loop tells to whom: each act, its people, and nobody else."""

from __future__ import annotations

import datetime as dt

import pytest

from duban.audit.actions import record
from duban.ledger.actions.assignments import add_assignment, end_assignment
from duban.ledger.models import Assignment, Matter
from duban.messaging.deriving import derive
from duban.messaging.models import Message
from duban.progress.actions import corrections, drafting, periods, plans, receipts, reviewing, signing
from duban.progress.actions.drafting import Change
from duban.progress.actions.plans import Node
from duban.progress.enums import ChangeKind
from duban.progress.models import Obligation
from tests.factories.orgs import GroupMemberFactory, UnitFactory, UserFactory, appoint
from tests.factories.progress import give_matter, moment

NOW = moment("2023-04-20 09:00:00")


def told(kind: str = "") -> set[tuple[str, str]]:
    """Kind and name of everybody who was told, after reading the trail."""
    derive(NOW)
    rows = Message.objects.filter(kind=kind) if kind else Message.objects.all()
    return set(rows.values_list("kind", "recipient__name"))


def message(kind: str) -> Message:
    derive(NOW)
    return Message.objects.filter(kind=kind).order_by("-pk")[0]


class TestReport:
    def test_who_checks_and_who_signs(self, stage):
        report = signing.submit(report=stage.draft(), **stage.act(stage.cast.lead_clerk, "2023-04-04 09:00:00"))
        assert told() == {("report_check", "钱主任")}
        signing.pass_check(report=report, **stage.act(stage.cast.lead_office_head, "2023-04-04 10:00:00"))
        assert told() == {("report_check", "钱主任"), ("report_sign", "钱局")}
        assert message("report_check").settled_at and not message("report_sign").settled_at
        assert not message("report_sign").urgent

    @pytest.mark.parametrize(("day", "urgent"), [("2023-04-09", False), ("2023-04-10", True), ("2023-04-11", True)])
    def test_at_once_on_the_due_day(self, stage, day, urgent):
        stage.to_sign(stage.draft(), f"{day} 09:00:00")
        assert message("report_sign").urgent is urgent

    def test_an_extension_moves_the_due_day(self, stage):
        row = Obligation.objects.get(unit=stage.cast.lead_unit)
        act = stage.act(stage.cast.supervisor, "2023-04-09 09:00:00")
        periods.extend(obligation=row, due_on=dt.date(2023, 4, 20), reason="换届", **act)
        stage.to_sign(stage.draft(), "2023-04-11 09:00:00")
        assert not message("report_sign").urgent
        assert {name for _, name in told("extended")} == {"钱经办", "钱主任"}
        assert "4月20日" in message("extended").subject and "换届" in message("extended").body

    def test_signing_settles_everything_of_the_unit(self, stage):
        stage.sign(stage.to_sign(stage.draft()))
        derive(NOW)
        assert not Message.objects.unread().exists()

    def test_returned_by_the_office(self, stage):
        report = stage.sign(stage.to_sign(stage.draft()))
        act = stage.act(stage.cast.supervisor, "2023-04-14 10:00:00")
        report = reviewing.send_back(report=report, comment="请补充泊位的位置。", **act)
        assert told("report_returned") == {("report_returned", "钱经办"), ("report_returned", "钱主任")}
        row = message("report_returned")
        assert row.urgent and "请补充泊位的位置。" in row.body and "仍算按期" in row.body
        signing.submit(report=report, **stage.act(stage.cast.lead_clerk, "2023-04-17 09:00:00"))
        assert message("report_returned").settled_at

    def test_accepted(self, stage):
        stage.filed()
        assert told("report_accepted") == {("report_accepted", "钱经办"), ("report_accepted", "钱主任")}

    def test_inside_the_unit_the_clerk_gets_it_back_with_the_reason(self, stage):
        report = stage.to_sign(stage.draft())
        act = stage.act(stage.cast.lead_principal, "2023-04-05 09:00:00")
        signing.refuse(report=report, comment="第二项请核对。", **act)
        assert told("report_handed_back") == {("report_handed_back", "钱经办")}
        assert "主要领导" in message("report_handed_back").subject
        assert message("report_sign").settled_at

    def test_recalled(self, stage):
        report = stage.to_sign(stage.draft())
        signing.recall(report=report, **stage.act(stage.cast.lead_clerk, "2023-04-05 09:00:00"))
        assert message("report_sign").settled_at

    def test_who_did_it_is_not_told(self, stage):
        appoint(stage.cast.lead_office_head, stage.cast.lead_unit, "principal")
        stage.to_sign(stage.draft())
        assert told("report_sign") == {("report_sign", "钱局")}, "not the office manager, who passed it on"

    def test_somebody_with_a_mandate_is_told_too(self, stage):
        from duban.progress.actions import delegations

        delegations.delegate(
            post=stage.cast.lead_principal.appointments.get().post, to=stage.cast.lead_deputy,
            start=moment("2023-04-01 00:00:00"), end=moment("2023-04-30 00:00:00"), basis="区建授〔2023〕1号",
            **stage.act(stage.cast.lead_principal, "2023-04-01 09:00:00"),
        )  # fmt: skip
        stage.to_sign(stage.draft())
        assert told("delegated") == {("delegated", "钱副")}
        assert {name for _, name in told("report_sign")} == {"钱局", "钱副"}


class TestCarriedSignature:
    @pytest.fixture
    def carried(self, stage):
        """A clerical correction of the accepted report, on its way with the signature carried over."""
        first = stage.filed()
        second = corrections.correct(
            report=first, kind=ChangeKind.CLERICAL, reason="错字", requested_by="unit",
            **stage.act(stage.cast.lead_clerk, "2023-04-18 09:00:00"),
        )  # fmt: skip
        line = second.lines.first()
        by = stage.act(stage.cast.lead_clerk, "2023-04-18 10:00:00")
        drafting.save_line(line=line, changes={"done": Change(line.done + "（更正错字）", line.done)}, **by)
        second.refresh_from_db()
        second = signing.submit(report=second, **stage.act(stage.cast.lead_clerk, "2023-04-18 11:00:00"))
        return corrections.pass_carried(report=second, **stage.act(stage.cast.lead_office_head, "2023-04-18 14:00:00"))

    def test_the_principal_is_told(self, stage, carried):
        assert told("signature_carried") == {("signature_carried", "钱局")}
        assert "错字" in message("signature_carried").body and not message("signature_carried").settled_at

    def test_agreeing_ends_it(self, stage, carried):
        corrections.concur(report=carried, **stage.act(stage.cast.lead_principal, "2023-04-18 15:00:00"))
        assert message("signature_carried").settled_at

    def test_an_objection_goes_to_the_staff(self, stage, carried):
        act = stage.act(stage.cast.lead_principal, "2023-04-18 15:00:00")
        corrections.object_to_carrying(report=carried, comment="请重新送签。", **act)
        assert {name for _, name in told("signature_objected")} == {"钱经办", "钱主任"}
        assert message("signature_carried").settled_at

    def test_a_correction_asked_for_by_the_office(self, stage):
        first = stage.filed()
        corrections.correct(
            report=first, kind=ChangeKind.MATERIAL, reason="漏计一处", requested_by="office",
            **stage.act(stage.cast.supervisor, "2023-04-18 09:00:00"),
        )  # fmt: skip
        assert {name for _, name in told("correction_opened")} == {"钱经办", "钱主任"}
        assert "由督查室提出" in message("correction_opened").body


class TestItems:
    def test_a_confirmed_notice_tells_each_unit_its_own_number(self, stage):
        cast = stage.cast
        group = UnitFactory(is_group=True)
        for unit in (cast.cooperating_unit, cast.outsider_unit):
            GroupMemberFactory(group=group, unit=unit)
        give_matter(group, matter=stage.plain, lead=False)
        matters = Matter.objects.filter(pk__in=[stage.plain.pk, stage.counted.pk])
        matters.update(notice=stage.plain.notice)
        record("notice.confirm", stage.plain.notice, **stage.act(cast.supervisor, "2023-03-06 09:00:00"))
        told("assigned")
        rows = Message.objects.filter(kind="assigned").values_list("recipient__name", "subject")
        assert set(rows) == {
            ("钱经办", "新交办 2 项事项"),
            ("钱主任", "新交办 2 项事项"),
            ("裴经办", "新交办 1 项事项"),
            ("居外", "新交办 1 项事项"),
        }


class TestOfficeAndUnit:
    def test_waived_and_not_waived_any_more(self, stage):
        row = Obligation.objects.get(unit=stage.cast.lead_unit)
        act = stage.act(stage.cast.supervisor, "2023-04-03 09:00:00")
        row = periods.waive(obligation=row, reason="机构新设", **act)
        assert {name for _, name in told("waived")} == {"钱经办", "钱主任"}
        periods.end_waiver(obligation=row, reason="已到位", **stage.act(stage.cast.supervisor, "2023-04-04 09:00:00"))
        assert "4月10日" in message("waiver_ended").body

    def test_a_dispute_and_its_decision(self, stage):
        Assignment.objects.update(made_at=moment("2023-04-03 08:00:00"))
        held = Assignment.objects.filter(unit=stage.cast.lead_unit).first()
        act = stage.act(stage.cast.lead_clerk, "2023-04-04 09:00:00")
        row = receipts.dispute(unit=stage.cast.lead_unit, assignment=held, reason="不属于本局职责。", **act)
        assert {name for _, name in told("dispute_raised")} == {"杜察", "杜主任"}
        act = stage.act(stage.cast.supervisor, "2023-04-05 09:00:00")
        receipts.decide(row=row, move="reject", comment="三定规定第二条。", **act)
        assert {name for _, name in told("dispute_decided")} == {"钱经办", "钱主任"}
        assert "维持交办" in message("dispute_decided").subject
        assert message("dispute_raised").settled_at

    def test_a_plan_returned_and_filed_again(self, stage):
        act = stage.act(stage.cast.lead_clerk, "2023-04-03 09:00:00")
        plan = plans.open_plan(matter=stage.plain, unit=stage.cast.lead_unit, **act)
        words = {
            "work": "分三批完成场地平整、施工和验收。", "leader": "钱副", "section": "停车科",
            "deliverable": "验收合格", "proof": "验收报告", "verifier": "督查室",
        }  # fmt: skip
        nodes = [Node(dt.date(2023, 6, 30), "完成施工")]
        plan = plans.save_plan(plan=plan, words=words, nodes=nodes, revision=plan.revision, **act)
        plan = plans.submit(plan=plan, **act)
        office = stage.act(stage.cast.supervisor, "2023-04-04 09:00:00")
        plan = plans.send_back(plan=plan, comment="请写明责任人。", **office)
        assert {name for _, name in told("plan_returned")} == {"钱经办", "钱主任"}
        plan = plans.submit(plan=plan, **stage.act(stage.cast.lead_clerk, "2023-04-05 09:00:00"))
        assert message("plan_returned").settled_at
        plans.accept(plan=plan, **stage.act(stage.cast.supervisor, "2023-04-06 09:00:00"))
        assert {name for _, name in told("plan_accepted")} == {"钱经办", "钱主任"}

    def test_assignments_added_and_ended_tell_their_own_unit(self, stage):
        act = stage.act(stage.cast.supervisor, "2023-04-03 09:00:00")
        made = add_assignment(
            matter=stage.plain, unit=stage.cast.cooperating_unit, role="responsible", lead=False, document="",
            reason="漏列", **act,
        )  # fmt: skip
        assert told("assignment_changed") == {("assignment_changed", "裴经办")}
        assert (
            stage.cast.lead_unit.name not in message("assignment_changed").subject + message("assignment_changed").body
        )
        end_assignment(assignment=made, reason="职责不符", **act)
        assert {m.subject for m in Message.objects.filter(kind="assignment_changed")} == {f"新承办：{stage.plain.code}"}
        derive(NOW)
        subjects = set(Message.objects.filter(kind="assignment_changed").values_list("subject", flat=True))
        assert subjects == {f"新承办：{stage.plain.code}", f"不再承办：{stage.plain.code}"}


def test_no_message_names_another_unit(stage):
    """Units' messages speak of themselves alone; the office's lists do not."""
    stage.filed()
    derive(NOW)
    others = [stage.cast.cooperating_unit.name, stage.cast.outsider_unit.name]
    for row in Message.objects.filter(unit=stage.cast.lead_unit):
        assert not any(name in row.subject + row.body for name in others)


def test_outsiders_and_leavers_are_told_nothing(stage):
    gone = appoint(UserFactory(name="离岗", is_active=False), stage.cast.lead_unit, "clerk")
    former = appoint(UserFactory(name="前任"), stage.cast.lead_unit, "clerk", end=dt.date(2023, 1, 1))
    stage.filed()
    derive(NOW)
    assert not Message.objects.filter(recipient__in=[gone, former, stage.cast.outsider_clerk]).exists()
