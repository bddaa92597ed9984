"""Urging: from facts of the day, step by step, to one unit for one reason; it stops when the unit files."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from duban.core.gongwen.annex5 import full_width
from duban.core.gongwen.document import Form
from duban.core.oversight.ladder import Cause, Step
from duban.core.workflow import urging as flow
from duban.core.workflow.table import TransitionRefused
from duban.messaging.deriving import derive
from duban.messaging.models import Message
from duban.ops.lights import note_lights
from duban.orgs.actor import system
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight import causes, letters
from duban.oversight.actions import cases, urging
from duban.oversight.actions.cases import Difficulty, Order
from duban.oversight.enums import CaseKind, Reach
from duban.oversight.models import Urging
from duban.progress.actions import periods
from duban.progress.models import Obligation
from tests.factories.dispatch import make_letterhead
from tests.factories.progress import moment

pytestmark = pytest.mark.django_db


def day(month: int, number: int) -> dt.date:
    return dt.date(2023, month, number)


def office(stage, when, person=None):
    return stage.act(person or stage.cast.supervisor, f"{when} 09:00:00")


@pytest.fixture
def behind(stage):
    """A district's own goal of 1,000; 120 were reported by 31 March: red, since 20 April by the log."""
    stage.plain.programme.level = "district"
    stage.plain.programme.save()
    stage.counted.targets.update(value=Decimal(1000), due="", kind="amount", op=">=")
    stage.filed(value="120")
    note_lights(moment("2023-04-20 06:00:00"))
    return stage.counted


def late(stage):
    """The one thing that is asked of the unit in the first quarter."""
    return {"unit": stage.cast.lead_unit, "cause": Cause.LATE_REPORT, "subjects": [stage.periods[0].pk]}


def red(stage):
    return {"unit": stage.cast.lead_unit, "cause": Cause.RED, "subjects": [stage.counted.pk]}


def step(what, kind=Step.REMIND, until=None, **act):
    demand = {"demand": "抓紧办理并说明原因", "reply_by": until or act["by"].today + dt.timedelta(days=4)}
    return urging.prepare(**what, step=kind, **demand, **act)


def proposed(when):
    return [(p.fact.cause, p.fact.unit_id, p.step) for p in causes.proposals(moment(f"{when} 09:00:00"))]


def difficulty(stage):
    said = Difficulty(CaseKind.LAND, Reach.ONE, "地块权属未定，无法开工。", "请明确地块权属。")
    clerk = stage.act(stage.cast.lead_clerk, "2023-05-08 09:00:00")
    return cases.raise_case(matter=stage.counted, unit=stage.cast.lead_unit, said=said, **clerk)


class TestWhatIsProposed:
    def test_a_report_that_is_owed_after_three_working_days_and_not_before(self, stage):
        unit = stage.cast.lead_unit.pk
        assert proposed("2023-04-12") == []
        assert proposed("2023-04-13") == [(Cause.LATE_REPORT, unit, Step.REMIND)]
        (fact,) = causes.facts(moment("2023-04-13 09:00:00"))
        assert fact.sentence == (
            f"{stage.periods[0]}完成情况应于2023年4月10日前报送，涉及2项，至今未报送，已逾期3个工作日。"
        )

    def test_nothing_to_a_unit_that_owes_nothing(self, stage):
        row = Obligation.objects.get(unit=stage.cast.lead_unit)
        periods.waive(obligation=row, reason="本期按安排免报。", **office(stage, "2023-04-07"))
        assert causes.facts(moment("2023-04-20 09:00:00")) == []

    def test_a_red_light_with_the_sentence_of_the_rule(self, stage, behind):
        (fact,) = causes.facts(moment("2023-05-10 09:00:00"))
        assert (fact.cause, fact.since) == (Cause.RED, day(4, 20))
        assert fact.sentence.startswith(f"{behind.code}：截至2023年3月31日为120")
        assert proposed("2023-04-25") == []  # four working days: it may still be answered by itself
        assert proposed("2023-04-26") == [(Cause.RED, stage.cast.lead_unit.pk, Step.REMIND)]

    def test_nothing_to_a_unit_that_waits_for_others(self, stage, behind):
        row = difficulty(stage)
        assert proposed("2023-05-10") == []
        cases.answer(row=row, text="地块权属已明确，由城投移交。", **office(stage, "2023-05-11"))
        assert proposed("2023-05-12") == [(Cause.RED, stage.cast.lead_unit.pk, Step.REMIND)]

    def test_a_directive_past_its_day(self, stage, behind):
        row = difficulty(stage)
        orders = (Order("移交地块。", stage.cast.cooperating_unit, day(5, 12)),)
        cases.answer(row=row, text="由民政局移交地块。", directives=orders, **office(stage, "2023-05-09"))
        assert (Cause.DIRECTIVE, stage.cast.cooperating_unit.pk, Step.REMIND) in proposed("2023-05-15")
        fact = causes.facts(moment("2023-05-15 09:00:00"), {stage.cast.cooperating_unit.pk})[0]
        assert "交办“移交地块”，应于2023年5月12日前完成" in fact.sentence


class TestTheLadder:
    def test_from_the_reminder_to_the_talk(self, stage):
        make_letterhead(stage.cast, "urging", code="某政督函", form=Form.LETTER)
        unit, cast = stage.cast.lead_unit.pk, stage.cast
        reminder = step(late(stage), **office(stage, "2023-04-13"))
        assert (reminder.state, reminder.given_by) == (flow.GIVEN, cast.supervisor)
        assert proposed("2023-04-17") == []  # the term runs
        with pytest.raises(Invalid, match="还没有到"):
            step(late(stage), Step.URGE, **office(stage, "2023-04-17"))
        assert proposed("2023-04-18") == [(Cause.LATE_REPORT, unit, Step.URGE)]
        with pytest.raises(Invalid, match="请先发督办函"):
            step(late(stage), Step.TALK, **office(stage, "2023-04-18"))
        letter = step(late(stage), Step.URGE, until=day(4, 24), **office(stage, "2023-04-18"))
        assert (letter.state, letter.given_at) == (flow.PREPARED, None)
        assert proposed("2023-04-18") == []  # it waits for its signature
        with pytest.raises(Stale, match="待签发"):
            step(late(stage), **office(stage, "2023-04-18"))
        with pytest.raises(TransitionRefused, match="督查室主任"):
            urging.issue(row=letter, **office(stage, "2023-04-18"))
        letter = urging.issue(row=letter, **office(stage, "2023-04-18", cast.supervisor_head))
        assert letter.dispatch.full_number == "某政督函〔2023〕1号"
        assert [receipt.unit for receipt in letter.dispatch.receipts.all()] == [cast.lead_unit]
        assert proposed("2023-04-25") == [(Cause.LATE_REPORT, unit, Step.TALK)]
        talk = step(late(stage), Step.TALK, until=day(4, 28), **office(stage, "2023-04-25"))
        assert talk.state == flow.ASKED
        lead = stage.act(cast.leader, "2023-04-26 08:00:00")
        with pytest.raises(TransitionRefused, match="须填写意见"):
            urging.decide_talk(row=talk, agreed=False, comment="", **lead)
        talk = urging.decide_talk(row=talk, agreed=True, comment="同意，请督查室安排。", **lead)
        assert (talk.state, talk.decided_by) == (flow.GIVEN, cast.leader)
        talk = urging.record_talk(
            row=talk, text="4月27日约谈，分管副局长说明原因。", promised_on=day(5, 5), **office(stage, "2023-04-27")
        )
        assert proposed("2023-05-05") == proposed("2023-05-08") == []

    def test_a_promised_day_lets_the_ladder_rest_and_then_go_on(self, stage):
        row = step(late(stage), **office(stage, "2023-04-13"))
        clerk = stage.act(stage.cast.lead_clerk, "2023-04-14 09:00:00")
        with pytest.raises(NotAllowed):
            outsider = stage.act(stage.cast.outsider_clerk, "2023-04-14 09:00:00")
            urging.reply(row=row, text="正在填报。", promised_on=day(4, 20), **outsider)
        for promised, said in ((None, "计划完成日期"), (day(4, 13), "不能早于今天"), (dt.date(2025, 1, 1), "一年以后")):
            with pytest.raises(Invalid, match=said):
                urging.reply(row=row, text="正在填报。", promised_on=promised, **clerk)
        row = urging.reply(row=row, text="正在填报。", promised_on=day(4, 20), **clerk)
        assert (row.state, row.promised_on) == (flow.REPLIED, day(4, 20))
        with pytest.raises(TransitionRefused):
            urging.reply(row=row, text="正在填报。", promised_on=day(4, 21), **clerk)
        assert proposed("2023-04-20") == []
        assert proposed("2023-04-21") == [(Cause.LATE_REPORT, stage.cast.lead_unit.pk, Step.URGE)]

    def test_it_stops_when_the_report_is_filed(self, stage):
        row = step(late(stage), **office(stage, "2023-04-13"))
        clerk = stage.actor(stage.cast.lead_clerk, "2023-04-14 09:00:00")
        assert list(Urging.objects.visible_to(clerk).waiting()) == [row]
        clock = {"by": system(day(4, 14)), "at": moment("2023-04-14 20:00:00")}
        assert urging.settle(**clock) == []
        stage.sign(stage.to_sign(stage.draft("2023-04-14 10:00:00"), "2023-04-14 11:00:00"), "2023-04-14 12:00:00")
        assert list(Urging.objects.waiting()) == []
        assert urging.settle(**clock) == [row] and urging.settle(**clock) == []
        row.refresh_from_db()
        assert row.state == flow.SETTLED and proposed("2023-04-25") == []

    def test_what_is_not_the_case_is_not_urged(self, stage, behind):
        for what in (late(stage), {**red(stage), "unit": stage.cast.outsider_unit}, {**red(stage), "subjects": []}):
            with pytest.raises(Invalid):
                step(what, **office(stage, "2023-05-10"))
        with pytest.raises(NotAllowed):
            step(red(stage), **stage.act(stage.cast.leader, "2023-05-10 09:00:00"))
        for demand, until in (("", day(5, 20)), ("抓紧办理", day(5, 10))):
            with pytest.raises(Invalid):
                urging.prepare(
                    **red(stage), step=Step.REMIND, demand=demand, reply_by=until, **office(stage, "2023-05-10")
                )
        assert not Urging.objects.exists()

    def test_a_letter_whose_cause_went_away_is_not_signed(self, stage):
        make_letterhead(stage.cast, "urging")
        step(late(stage), **office(stage, "2023-04-13"))
        letter = step(late(stage), Step.URGE, **office(stage, "2023-04-18"))
        stage.sign(stage.to_sign(stage.draft("2023-04-18 10:00:00"), "2023-04-18 11:00:00"), "2023-04-18 12:00:00")
        head = office(stage, "2023-04-19", stage.cast.supervisor_head)
        with pytest.raises(Invalid, match="已经不存在"):
            urging.issue(row=letter, **head)
        letter = urging.withdraw(row=letter, comment="单位已报送。", **head)
        assert letter.state == flow.WITHDRAWN
        unit = stage.actor(stage.cast.lead_clerk, "2023-04-19 09:00:00")
        assert letter not in Urging.objects.visible_to(unit)  # the unit never heard of it

    def test_a_light_that_turns_red_again_is_another_ladder(self, stage, behind):
        step(red(stage), **office(stage, "2023-04-27"))
        assert proposed("2023-05-10") == [(Cause.RED, stage.cast.lead_unit.pk, Step.URGE)]
        from duban.oversight.models import LightChange

        for when, before, after in (("2023-05-11", "red", "green"), ("2023-06-12", "green", "red")):
            LightChange.objects.create(
                matter=behind, on=when, at=moment(f"{when} 06:00:00"), before=before, after=after, sentence="因", rule=1
            )
        assert proposed("2023-06-20") == [(Cause.RED, stage.cast.lead_unit.pk, Step.REMIND)]


class TestPapers:
    def test_the_letter_says_what_was_done_before(self, stage):
        make_letterhead(stage.cast, "urging", code="某政督函", form=Form.LETTER)
        stage.plain.programme.level = "district"
        stage.plain.programme.save()
        stage.counted.targets.update(value=Decimal(1000), due="", kind="amount", op=">=")
        stage.filed(value="120")
        row = step(red(stage), **office(stage, "2023-05-10"))
        letter = step(red(stage), Step.URGE, until=day(5, 22), **office(stage, "2023-05-15"))
        paper = letters.letter(letter, "某政督函〔2023〕9号", day(5, 15))
        text = "\n".join(part.text for part in paper.parts if hasattr(part, "text"))
        assert (
            paper.name == f"关于督办区级第{stage.counted.number}项责任事项办理的函" and paper.head.form is Form.LETTER
        )
        assert text.startswith("区建设局：") and full_width(stage.counted.body).rstrip("。") in text
        assert "2023年5月10日已提醒，至2023年5月14日未回复。" in text
        assert "2023年5月22日前书面回复" in text and row.pk != letter.pk

    def test_the_proposal_of_a_talk_leaves_room_for_the_leader(self, stage):
        make_letterhead(stage.cast, "urging", form=Form.LETTER)
        step(late(stage), **office(stage, "2023-04-13"))
        head = office(stage, "2023-04-18", stage.cast.supervisor_head)
        urging.issue(row=step(late(stage), Step.URGE, until=day(4, 24), **head), **head)
        talk = step(late(stage), Step.TALK, until=day(4, 28), **office(stage, "2023-04-25"))
        text = "\n".join(getattr(part, "text", "") for part in letters.proposal(talk).parts)
        assert "建议约谈区建设局主要负责人" in text and "妥否，请批示" in text
        assert "2023年4月13日已提醒" in text and "已发督办函（某政督〔2023〕1号）" in text
        talk = urging.decide_talk(
            row=talk,
            agreed=False,
            comment="先由分管区领导协调。",
            **stage.act(stage.cast.leader, "2023-04-26 09:00:00"),
        )
        assert "先由分管区领导协调。（区长，2023年4月26日）" in letters.proposal(talk).parts[-1].text
        assert proposed("2023-04-27") == [(Cause.LATE_REPORT, stage.cast.lead_unit.pk, Step.REMIND)]


def test_who_is_told(stage):
    make_letterhead(stage.cast, "urging")
    cast = stage.cast

    def told(kind):
        return set(Message.objects.filter(kind=kind, settled_at=None).values_list("recipient__name", flat=True))

    row = step(late(stage), **office(stage, "2023-04-13"))
    derive(moment("2023-04-13 10:00:00"))
    assert told("urging_given") == {"钱经办", "钱主任"}
    urging.reply(
        row=row, text="本周报送。", promised_on=day(4, 14), **stage.act(cast.lead_clerk, "2023-04-13 11:00:00")
    )
    derive(moment("2023-04-13 12:00:00"))
    assert told("urging_given") == set() and told("urging_replied") == {"杜察", "杜主任"}
    letter = step(late(stage), Step.URGE, **office(stage, "2023-04-17"))
    derive(moment("2023-04-17 10:00:00"))
    assert told("urging_to_issue") == {"杜主任"} and told("urging_given") == set()
    urging.issue(row=letter, **office(stage, "2023-04-17", cast.supervisor_head))
    derive(moment("2023-04-17 11:00:00"))
    assert told("urging_to_issue") == set() and told("urging_given") == {"钱经办", "钱主任", "钱副"}
    talk = step(late(stage), Step.TALK, **office(stage, "2023-04-24"))
    derive(moment("2023-04-24 10:00:00"))
    assert told("urging_to_approve") == {"区长"} and "钱局" not in told("urging_given")
    urging.decide_talk(row=talk, agreed=True, comment="同意。", **stage.act(cast.leader, "2023-04-24 11:00:00"))
    derive(moment("2023-04-24 12:00:00"))
    assert "钱局" in told("urging_given") and told("urging_decided") == {"杜察", "杜主任"}
    assert not Message.objects.filter(recipient=cast.outsider_clerk).exists()
