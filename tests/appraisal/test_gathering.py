"""What the rows of an appraisal are, from the ledger as it stood on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from duban.appraisal.facts import gather
from duban.appraisal.waits import Waits
from duban.core.appraisal.facts import Fact, judge
from duban.core.appraisal.jsonform import fact_json, fact_of
from duban.core.appraisal.words import Finding, Item, LeftOut
from duban.core.oversight.routes import Holder
from duban.ledger.display import current_targets
from duban.ledger.models import Target
from duban.notices.models import NoticeRule
from duban.oversight.actions import adjustments, cases, closings
from duban.oversight.actions.cases import Difficulty, Turn
from duban.oversight.enums import CaseKind, Found, Grade, Means, Reach
from duban.oversight.models import Closing, Urging, Verification
from duban.progress.actions import periods, plans, reviewing
from duban.progress.enums import LineDecision
from duban.progress.models import HandlingPlan, Line, MeasureTarget, Obligation
from tests.factories.ledger import AssignmentFactory
from tests.factories.orgs import UnitFactory
from tests.factories.progress import give_matter, make_periods, measure_for, moment
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db
AS_OF = dt.date(2024, 2, 20)
LAND = Difficulty(CaseKind.LAND, Reach.ONE, "地块权属不清，无法办理用地手续。", "请区民政局确认权属。", another=True)


def facts(item: Item, unit: Any = None, as_of: dt.date = AS_OF) -> list[Fact]:
    found = gather(year=2023, as_of=as_of)
    return [f for f in found.facts if f.item is item and (unit is None or f.unit == unit.pk)]


def findings(item: Item, unit: Any = None, as_of: dt.date = AS_OF) -> list[Finding | None]:
    return [judge(fact, as_of).finding for fact in facts(item, unit, as_of)]


def close(stage: Any, matter: Any, grade: Grade, applied: str, closed: str, found: Found = Found.TRUE) -> Closing:
    words = "260个停车泊位全部建成并通过验收，已投入使用。"
    row = closings.apply(
        matter=matter,
        unit=stage.cast.lead_unit,
        result=words,
        references="验收备案12号",
        **stage.act(stage.cast.lead_clerk, applied),
    )
    office = stage.act(stage.cast.supervisor, closed)
    row = closings.verify(row=row, **office)
    closings.check(row=row, means=Means.ON_SITE, found=found, note="现场清点260个泊位", **office)
    return closings.close(row=row, grade=grade, comment="符合要求", **office)


class TestReports:
    def test_the_first_signing_stands_also_when_it_is_sent_back(self, stage: Any) -> None:
        report = stage.sign(stage.to_sign(stage.draft()))
        office = stage.act(stage.cast.supervisor, "2023-04-12 09:00:00")
        line = report.lines.first()
        reviewing.decide_line(line=line, decision=LineDecision.RETURNED, comment="请补充数量", **office)
        report.refresh_from_db()
        reviewing.send_back(report=report, comment="", **office)
        ((fact), *_) = facts(Item.REPORTS)
        assert (fact.due, fact.done) == (dt.date(2023, 4, 10), dt.date(2023, 4, 5))
        assert judge(fact, AS_OF).finding is Finding.ON_TIME

    def test_an_extension_counts_a_waiver_takes_out_and_a_special_collection_is_none(self, stage: Any) -> None:
        row = Obligation.objects.get()
        assert findings(Item.REPORTS) == [Finding.NEVER]
        periods.extend(
            obligation=row, due_on=dt.date(2023, 4, 20), reason="系统迁移",
            **stage.act(stage.cast.supervisor, "2023-04-09 09:00:00"),
        )  # fmt: skip
        stage.sign(stage.to_sign(stage.draft("2023-04-18 09:00:00"), "2023-04-18 10:00:00"), "2023-04-18 11:00:00")
        (fact,) = facts(Item.REPORTS)
        assert judge(fact, AS_OF).finding is Finding.ON_TIME
        assert fact.note == "经批准由2023年4月10日延至2023年4月20日"
        type(row.period).objects.filter(pk=row.period_id).update(kind="special")
        assert facts(Item.REPORTS) == [] and facts(Item.LINES) == []

    def test_only_what_was_known_by_the_day(self, stage: Any) -> None:
        stage.filed()
        assert findings(Item.REPORTS, as_of=dt.date(2023, 4, 4)) == [None]  # not signed yet, and not due yet
        assert findings(Item.REPORTS, as_of=dt.date(2023, 4, 5)) == [Finding.ON_TIME]
        assert facts(Item.REPORTS, as_of=dt.date(2023, 3, 1)) == []

    def test_what_was_granted_after_the_day_of_the_appraisal_does_not_count_on_it(self, stage: Any) -> None:
        """An extension, a waiver and the end of one: each only from its own day on."""
        row, day = Obligation.objects.get(), dt.date(2023, 4, 15)
        periods.extend(
            obligation=row, due_on=dt.date(2023, 4, 20), reason="系统迁移",
            **stage.act(stage.cast.supervisor, "2023-04-16 09:00:00"),
        )  # fmt: skip
        assert [f.due for f in facts(Item.REPORTS, as_of=day)] == [dt.date(2023, 4, 10)]
        assert findings(Item.REPORTS, as_of=day) == [Finding.NEVER]
        assert findings(Item.REPORTS, as_of=dt.date(2023, 4, 16)) == [None]
        periods.waive(obligation=row, reason="机构改革", **stage.act(stage.cast.supervisor, "2023-04-18 09:00:00"))
        assert findings(Item.REPORTS, as_of=dt.date(2023, 4, 17)) == [None]
        assert facts(Item.REPORTS, as_of=dt.date(2023, 4, 18)) == facts(Item.LINES, as_of=dt.date(2023, 4, 18)) == []
        row.refresh_from_db()
        periods.end_waiver(obligation=row, reason="仍有职责", **stage.act(stage.cast.supervisor, "2023-05-02 09:00:00"))
        assert facts(Item.REPORTS, as_of=dt.date(2023, 4, 30)) == facts(Item.LINES, as_of=dt.date(2023, 4, 30)) == []
        assert findings(Item.REPORTS, as_of=dt.date(2023, 5, 2)) == [Finding.NEVER]
        assert set(findings(Item.LINES, as_of=day)) == {Finding.EMPTY}

    def test_late_statistics_are_no_gap_and_only_a_missing_answer_is(self, stage: Any) -> None:
        report = stage.sign(stage.to_sign(stage.draft()))
        one, other = Line.objects.filter(report=report).order_by("id")
        Line.objects.filter(pk=one.pk).update(presence="awaiting", reason="统计局20日发布")
        Line.objects.filter(pk=other.pk).update(presence="")
        found = facts(Item.LINES)
        assert [f.finding for f in found] == [Finding.FILLED, Finding.EMPTY]
        assert found[0].note == "数据未发布，不算迟报"


class TestResults:
    def test_by_grade_else_by_light(self, stage: Any) -> None:
        stage.plain.programme.level = "district"
        stage.plain.programme.save()
        close(stage, stage.counted, Grade.EXCEEDED, "2023-11-01 09:00:00", "2023-11-03 09:00:00")
        found = {f.key: f for f in facts(Item.RESULTS, stage.cast.lead_unit)}
        assert found[f"ledger.matter:{stage.counted.pk}"].finding is Finding.EXCEEDED
        assert found[f"ledger.matter:{stage.plain.pk}"].finding is Finding.FAR_BEHIND
        before = facts(Item.RESULTS, stage.cast.lead_unit, dt.date(2023, 11, 2))
        assert all(f.finding is not Finding.EXCEEDED for f in before)

    def test_a_closing_that_was_opened_again_does_not_stand(self, stage: Any) -> None:
        row = close(stage, stage.counted, Grade.DONE, "2023-11-01 09:00:00", "2023-11-03 09:00:00")
        closings.reopen(row=row, comment="验收后发现缺口", **stage.act(stage.cast.supervisor, "2023-12-01 09:00:00"))
        found = {f.key: f.finding for f in facts(Item.RESULTS)}
        assert found[f"ledger.matter:{stage.counted.pk}"] is not Finding.DONE

    def test_no_judgement_is_no_blame_and_says_why(self, stage: Any) -> None:
        """The share of a city's goal was never settled: grey, left out."""
        stage.counted.programme.level = "city"
        stage.counted.programme.save()
        fact = next(f for f in facts(Item.RESULTS) if f.key == f"ledger.matter:{stage.counted.pk}")
        assert fact.excused and judge(fact, AS_OF).finding is None
        assert fact.why is LeftOut.SHARE

    def test_an_extension_moves_the_day(self, stage: Any) -> None:
        stage.counted.programme.level = "district"
        stage.counted.programme.save()
        wish = adjustments.Wish("施工图审查比预计多用两个月。", "已完成场地平整。", new_due=dt.date(2024, 3, 31))
        row = adjustments.apply(
            matter=stage.counted, unit=stage.cast.lead_unit, wish=wish,
            **stage.act(stage.cast.lead_clerk, "2023-11-01 09:00:00"),
        )  # fmt: skip
        adjustments.decide(
            row=row, move="approve", comment="", **stage.act(stage.cast.supervisor, "2023-11-02 09:00:00")
        )
        fact = next(f for f in facts(Item.RESULTS) if f.key == f"ledger.matter:{stage.counted.pk}")
        assert fact.due == dt.date(2024, 3, 31) and "经批准延期至2024-03-31" in fact.note

    def test_days_of_waiting_for_others_are_taken_out(self, stage: Any) -> None:
        """Asked on 1 November, answered on 20 January: 80 days. Done 26 days late: not late at all."""
        row = cases.raise_case(
            matter=stage.counted, unit=stage.cast.lead_unit, said=LAND,
            **stage.act(stage.cast.lead_clerk, "2023-11-01 09:00:00"),
        )  # fmt: skip
        cases.answer(row=row, text="权属已确认", **stage.act(stage.cast.supervisor, "2024-01-20 09:00:00"))
        close(stage, stage.counted, Grade.LATE, "2024-01-26 09:00:00", "2024-01-30 09:00:00")
        fact = next(f for f in facts(Item.RESULTS) if f.key == f"ledger.matter:{stage.counted.pk}")
        assert (fact.finding, fact.waited) == (Finding.DONE_LATE, 80)
        judged = judge(fact, AS_OF)
        assert judged.finding is Finding.DONE and "其中等待其他单位答复的80天不计" in judged.sentence
        assert judge(replace(fact, waited=10), AS_OF).finding is Finding.DONE_LATE

    def test_verifications_as_they_stand(self, stage: Any) -> None:
        close(stage, stage.counted, Grade.PARTLY, "2023-11-01 09:00:00", "2023-11-03 09:00:00", Found.PARTLY)
        assert findings(Item.VERIFIED) == [Finding.PARTLY_TRUE]
        act = stage.act(stage.cast.supervisor, "2023-12-01 09:00:00")
        Verification.objects.update(
            objection="清点有误", objected_at=act["at"], revised=Found.TRUE, decision="复核属实", decided_at=act["at"]
        )
        assert findings(Item.VERIFIED) == [Finding.TRUE]
        assert findings(Item.VERIFIED, as_of=dt.date(2023, 11, 30)) == [Finding.PARTLY_TRUE]

    def test_one_promise_that_is_printed_twice_is_one_row(self, stage: Any) -> None:
        """Both codes are named; a further goal of the second makes a row of its own that counts by the rest."""
        stage.counted.programme.level = "district"
        stage.counted.programme.save()
        again = give_matter(stage.cast.lead_unit, programme=stage.counted.programme)
        target = current_targets(Target.objects.filter(matter=stage.counted).order_by("ordinal", "version"))[0]
        copy = Target.objects.get(pk=target.pk)
        copy.pk, copy.matter, copy.ordinal = None, again, 1
        copy.save()
        MeasureTarget.objects.create(measure=stage.measure, target=copy)
        (row,) = [f for f in facts(Item.RESULTS, stage.cast.lead_unit) if f.also]
        assert row.key == f"ledger.matter:{stage.counted.pk}" and row.also == (f"ledger.matter:{again.pk}",)
        assert row.label.startswith(f"{stage.counted.code}、{again.code} ")
        assert f"与{again.code}是同一承诺，只计一次" in row.note
        assert fact_of(fact_json(row)) == row
        close(stage, again, Grade.DONE, "2023-11-01 09:00:00", "2023-11-03 09:00:00")
        (row,) = [f for f in facts(Item.RESULTS, stage.cast.lead_unit) if f.also]
        assert (row.key, row.finding) == (f"ledger.matter:{stage.counted.pk}", Finding.DONE)
        Closing.objects.all().update(decided_at=moment("2024-03-01 09:00:00"))
        measure_for(again)
        rows = {f.key: f for f in facts(Item.RESULTS, stage.cast.lead_unit)}
        rest = rows[f"ledger.matter:{again.pk}"]
        assert not rest.also and f"与{stage.counted.code}相同的目标在该项计" in rest.note + rest.excused


class TestDuties:
    def test_a_plan_counts_by_the_first_time_it_was_filed(self, stage: Any) -> None:
        NoticeRule.objects.create(
            kind="handling_plan",
            notice=stage.plain.notice,
            data={"due": "2023-03-15"},
            sentence="3月15日前报送办理方案",
        )
        plan = HandlingPlan.objects.create(matter=stage.plain, unit=stage.cast.lead_unit, work="x")
        clerk = stage.act(stage.cast.lead_clerk, "2023-03-14 09:00:00")
        filled = {
            "work": "完成选址、施工图审查和建设。",
            "leader": "钱副",
            "section": "工程科",
            "deliverable": "泊位投入使用",
            "proof": "验收单",
            "verifier": "区督查室",
        }
        plan = plans.save_plan(
            plan=plan, words=filled, nodes=[plans.Node(dt.date(2023, 9, 30), "建成")], revision=plan.revision, **clerk
        )
        plan = plans.submit(plan=plan, **clerk)
        plan = plans.send_back(plan=plan, comment="节点过少", **stage.act(stage.cast.supervisor, "2023-03-20 09:00:00"))
        plans.submit(plan=plan, **stage.act(stage.cast.lead_clerk, "2023-03-25 09:00:00"))
        found = {f.label.split()[0]: f for f in facts(Item.PLANS, stage.cast.lead_unit)}
        assert found[stage.plain.code].done == dt.date(2023, 3, 14)
        assert judge(found[stage.counted.code], AS_OF).finding is Finding.NEVER
        assert found[stage.plain.code].due == dt.date(2023, 3, 15)

    def test_answers_to_others_in_time_late_and_never(self, stage: Any) -> None:
        """The same for who is asked: in time; late; handed on before the day does not count."""
        other = stage.cast.cooperating_unit
        give_matter(other, programme=stage.plain.programme)
        for number, (asked, answered) in enumerate(
            [("2023-05-08", "2023-05-10"), ("2023-06-05", "2023-06-30"), ("2023-07-03", "")]
        ):
            matter = [stage.plain, stage.counted, stage.plain][number]
            row = cases.raise_case(
                matter=matter, unit=stage.cast.lead_unit, said=LAND,
                **stage.act(stage.cast.lead_clerk, f"{asked} 09:00:00"),
            )  # fmt: skip
            office = stage.act(stage.cast.supervisor, f"{asked} 10:00:00")
            row = cases.route(row=row, turn=Turn(Holder.UNIT, unit=other), **office)
            if answered:
                by = stage.act(stage.cast.cooperating_principal, f"{answered} 09:00:00")
                cases.answer(row=row, text="权属已确认", **by)
        assert findings(Item.ANSWERS, other) == [Finding.ON_TIME, Finding.LATE, Finding.NEVER]
        assert facts(Item.ANSWERS, stage.cast.lead_unit) == []
        row.refresh_from_db()
        waits = Waits(2023, moment("2023-07-10 09:00:00"))
        assert waits.days(stage.plain.pk, stage.cast.lead_unit.pk, dt.date(2023, 7, 10)) == 2 + 7

    def test_urgings_by_their_reply_and_being_urged_costs_nothing(self, stage: Any) -> None:
        def urge(**fields: Any) -> None:
            at = moment("2023-05-08 09:00:00")
            Urging.objects.create(
                unit=stage.cast.lead_unit,
                step="remind",
                cause="red",
                demand="请说明情况",
                reply_by=dt.date(2023, 5, 15),
                prepared_by=stage.cast.supervisor,
                prepared_at=at,
                given_by=stage.cast.supervisor,
                given_at=at,
                **fields,
            )

        replied = {"state": "replied", "reply": "已安排", "promised_on": dt.date(2023, 6, 1)}
        urge(**replied, replied_at=moment("2023-05-15 23:00:00"))
        urge(**replied, replied_at=moment("2023-05-16 01:00:00"))
        urge(state="given")
        urge(state="settled", settled_at=moment("2023-05-10 09:00:00"))
        urge(state="withdrawn", withdrawn_at=moment("2023-05-09 09:00:00"))
        assert len(facts(Item.URGINGS, as_of=dt.date(2023, 5, 8))) == 5
        assert findings(Item.URGINGS) == [Finding.ON_TIME, Finding.LATE, Finding.NEVER, Finding.ON_TIME]


def test_who_is_appraised_and_in_which_order(stage: Any) -> None:
    """Units of the district that owe something; a unit that was dissolved is named and not appraised."""
    early = UnitFactory(name="区水务局", position=0)
    gone = UnitFactory(name="区旧城办", position=1)
    city = UnitFactory(name="市水务局", level="city")
    for unit in (early, gone, city):
        AssignmentFactory(matter=give_matter(unit, programme=stage.plain.programme), unit=stage.cast.lead_unit)
    type(gone).objects.filter(pk=gone.pk).update(active_to=dt.date(2024, 1, 1))
    found = gather(year=2023, as_of=AS_OF)
    names = [unit.name for unit in found.units]
    assert names == sorted(names, key=lambda name: type(gone).objects.get(name=name).position)
    assert "区水务局" in names and "市水务局" not in names
    assert found.skipped == ("区旧城办",)


def test_the_same_queries_for_any_number_of_units(stage: Any) -> None:
    def more(number: int) -> None:
        for _ in range(number):
            unit = UnitFactory()
            matter = give_matter(unit, programme=stage.plain.programme)
            Obligation.objects.create(period=stage.periods[0], unit=unit, due_on=stage.periods[0].due_on)
            Verification.objects.create(
                matter=matter, unit=unit, means="on_site", found="true", verified_at=moment("2023-05-01 09:00:00")
            )

    used = assert_same_queries(lambda: gather(year=2023, as_of=AS_OF), more)
    assert used < 45


def test_a_year_without_anything_is_empty(db: None) -> None:
    make_periods()
    assert gather(year=2023, as_of=AS_OF).facts == ()
