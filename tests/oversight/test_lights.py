"""Lights from rows: what had been accepted by an instant, and nothing later."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from duban.core.oversight.lights import Reason
from duban.core.oversight.rules import FIRST, Colour
from duban.ledger.enums import Level
from duban.ledger.models import Matter
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight.actions import lights as acts
from duban.oversight.enums import Colour as Stored
from duban.oversight.judging import inputs, lights
from duban.oversight.models import LightChange, LightOverride, LightRule
from duban.progress.actions import periods as acts_on_periods
from duban.progress.actions import plans, reviewing
from duban.progress.actions.drafting import Change, save_figure, save_line
from duban.progress.enums import ChangeKind
from duban.progress.models import HandlingPlan, Milestone, Obligation, Period
from tests.factories.progress import give_matter, measure_for, moment
from tests.support.stage import TEXT


@pytest.fixture(autouse=True)
def own(stage):
    """The figure that is counted: 1,000 by the end of the year, the district's own."""
    stage.plain.programme.level = Level.DISTRICT
    stage.plain.programme.save()
    target = stage.counted.targets.get()
    target.value, target.due, target.kind, target.op = Decimal(1000), "", "amount", ">="
    target.save()


def at(stage, when, matter=None):
    matter = matter or stage.counted
    return lights(year=2023, at=moment(when))[matter.pk]


def test_before_anything_is_reported_the_light_is_grey(stage):
    found = at(stage, "2023-04-02 09:00:00")
    assert (found.colour, found.parts[0].light.reason) == (Colour.GREY, Reason.NOT_OPEN)


def test_an_accepted_figure_is_held_against_its_day(stage):
    stage.filed(value="120")
    found = at(stage, "2023-04-20 09:00:00")
    assert found.colour is Colour.RED  # 247 are expected by 31 March
    assert "截至2023年3月31日为120" in found.sentence


def test_what_was_not_accepted_yet_does_not_count(stage):
    stage.filed(value="250", text=TEXT.replace("120", "250"))  # accepted on the 6th
    assert at(stage, "2023-04-05 23:00:00").colour is Colour.GREY
    assert at(stage, "2023-04-06 23:00:00").colour is Colour.GREEN


def test_a_report_that_is_late_makes_yellow_and_a_waiver_takes_it_away(stage):
    assert at(stage, "2023-04-11 09:00:00").colour is Colour.YELLOW
    assert at(stage, "2023-04-10 23:00:00").colour is Colour.GREY
    Obligation.objects.update(
        waived_at=moment("2023-04-11 08:00:00"), waived_by=stage.cast.supervisor, waived_reason="机构改革"
    )
    assert at(stage, "2023-04-11 09:00:00").colour is Colour.GREY


def test_a_special_collection_makes_no_light_late(stage):
    special = Period.objects.create(
        year=2023, kind="special", seq=1, name="专项", covers_from="2023-01-01", covers_to="2023-04-30",
        opens_on="2023-04-01", due_on="2023-04-05", closes_on="2023-05-01", opened_at=moment("2023-04-01 09:00:00"),
    )  # fmt: skip
    Obligation.objects.create(period=special, unit=stage.cast.lead_unit, due_on="2023-04-05")
    assert at(stage, "2023-04-08 09:00:00").colour is Colour.GREY


def test_the_milestones_of_the_accepted_plan_make_the_schedule(stage):
    stage.filed(value="120")
    give_plan(stage, stage.counted, [("2023-06-30", 200, stage.measure)], decided="2023-04-08 09:00:00")
    assert at(stage, "2023-04-07 09:00:00").colour is Colour.RED
    found = at(stage, "2023-04-09 09:00:00")
    assert found.colour is Colour.GREEN  # 99 by 31 March
    assert "办理方案时间节点" in found.sentence


def give_plan(stage, matter, nodes, decided):
    plan = HandlingPlan.objects.create(
        matter=matter,
        unit=stage.cast.lead_unit,
        state="accepted",
        decided_at=moment(decided),
        decided_by=stage.cast.supervisor,
    )
    for ordinal, (day, value, measure) in enumerate(nodes, start=1):
        Milestone.objects.create(
            plan=plan, ordinal=ordinal, due_on=day, content="完成招标", measure=measure, expected=value
        )
    return plan


def test_what_has_no_figure_is_judged_by_its_nodes(stage):
    give_plan(stage, stage.plain, [("2023-03-20", None, None)], decided="2023-03-01 09:00:00")
    found = at(stage, "2023-03-24 09:00:00", stage.plain)
    assert (found.colour, found.parts[0].light.reason) == (Colour.YELLOW, Reason.NODE)
    stage.filed()  # the line covers March and is rated on schedule
    assert at(stage, "2023-04-07 09:00:00", stage.plain).colour is Colour.GREEN


def test_a_goal_of_a_superior_is_grey_until_a_share_is_set(stage):
    stage.plain.programme.level = Level.CITY
    stage.plain.programme.save()
    stage.filed(value="120")
    assert at(stage, "2023-04-07 09:00:00").parts[0].light.reason is Reason.NO_SHARE
    give_share(stage, None, "2023-04-08 09:00:00")
    assert at(stage, "2023-04-09 09:00:00").parts[0].light.reason is Reason.NONE_SET
    give_share(stage, Decimal(480), "2023-04-10 09:00:00")
    found = at(stage, "2023-04-11 09:00:00")
    assert found.colour is Colour.GREEN
    assert found.parts[0].goal.value == 480
    assert at(stage, "2023-04-07 09:00:00").parts[0].light.reason is Reason.NO_SHARE  # the past is as it was


def give_share(stage, value, when):
    plans.set_share(
        measure=stage.measure,
        unit=stage.cast.lead_unit,
        value=value,
        basis="市级部门函",
        **stage.act(stage.cast.supervisor, when),
    )


def test_a_correction_counts_from_its_acceptance(stage):
    report = stage.filed(value="120")
    office = stage.act(stage.cast.supervisor, "2023-04-20 09:00:00")
    clerk = stage.act(stage.cast.lead_clerk, "2023-04-20 10:00:00")
    new = reviewing.correct(
        report=report, kind=ChangeKind.MATERIAL, reason="漏报一个地块", requested_by="unit", **clerk
    )
    save_figure(report=new, measure_id=stage.measure.pk, changes={"value": Change(Decimal(250), Decimal(120))}, **clerk)
    line = new.lines.get(matter=stage.counted)
    save_line(line=line, changes={"done": Change(TEXT.replace("120", "250"), line.done)}, **clerk)
    new.refresh_from_db()
    stage.sign(stage.to_sign(new, "2023-04-20 11:00:00"), "2023-04-20 12:00:00")
    new.refresh_from_db()
    reviewing.accept(report=new, **{**office, "at": moment("2023-04-20 15:00:00")})
    assert at(stage, "2023-04-20 14:59:00").colour is Colour.RED
    assert at(stage, "2023-04-20 15:00:00").colour is Colour.GREEN


def test_the_worst_goal_is_the_light_of_the_matter(stage):
    second = measure_for(stage.counted, what="改造老旧小区", value=Decimal(100), unit="个", kind="ytd", op=">=")
    report = stage.draft(value="250", text=TEXT.replace("120", "250") + "另改造老旧小区1个，其余小区正在设计。")
    save_figure(
        report=report,
        measure_id=second.pk,
        changes={"value": Change(Decimal(1))},
        **stage.act(stage.cast.lead_clerk, "2023-04-03 10:00:00"),
    )
    report.refresh_from_db()
    stage.accept(stage.sign(stage.to_sign(report)))
    found = at(stage, "2023-04-20 09:00:00")
    assert [part.light.colour for part in found.parts] == [Colour.GREEN, Colour.RED]
    assert found.colour is Colour.RED
    assert found.sentence == found.parts[1].light.sentence


def rule(**changes):
    return replace(FIRST, version=2, since=dt.date(2023, 5, 1), **changes)


def publish(stage, wanted, person=None, when="2023-04-21 09:00:00"):
    return acts.publish_rule(rule=wanted, reason="年中调整", **stage.act(person or stage.cast.supervisor, when))


def test_a_new_rule_counts_from_its_day_and_leaves_the_past(stage):
    stage.filed(value="120")
    publish(stage, rule(yellow_to=Decimal("0.5")))
    before, after = at(stage, "2023-04-30 09:00:00"), at(stage, "2023-05-01 09:00:00")
    assert (before.colour, before.rule.version) == (Colour.RED, 1)
    assert (after.colour, after.rule.version) == (Colour.YELLOW, 2)
    assert acts.next_version() == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"yellow_to": Decimal("0.01")}, "有一段没有灯"),
        ({"since": dt.date(2023, 4, 20)}, "已经过去"),
        ({"soon_days": 999}, "临近期限"),
    ],
)
def test_a_rule_with_a_gap_or_for_the_past_is_not_saved(stage, changes, said):
    with pytest.raises(Invalid, match=said):
        publish(stage, replace(rule(), **changes))
    assert not LightRule.objects.exists()


def test_two_versions_do_not_count_from_one_day(stage):
    publish(stage, rule())
    with pytest.raises(Invalid, match="应晚于第2版"):
        publish(stage, replace(rule(), version=3))


def test_a_gap_cannot_be_written_past_the_verb_either(stage):
    with pytest.raises(IntegrityError), transaction.atomic():
        LightRule.objects.create(
            version=2,
            since=dt.date(2023, 5, 1),
            green_to=Decimal("0.2"),
            yellow_to=Decimal("0.1"),
            soon_days=1,
            node_days=1,
            reason="x",
            published_by=stage.cast.supervisor,
            published_at=moment("2023-04-21 09:00:00"),
        )


@pytest.mark.parametrize("who", ["lead_principal", "leader", "system_admin"])
def test_only_the_office_sets_lights(stage, who):
    person = getattr(stage.cast, who)
    with pytest.raises(NotAllowed):
        publish(stage, rule(), person)
    with pytest.raises(NotAllowed):
        change(stage, person=person)


def change(stage, colour=Stored.YELLOW, when="2023-04-21 09:00:00", person=None, **more):
    return acts.override(
        matter=stage.counted,
        colour=colour,
        reason="审批手续已到位，追赶有把握",
        **more,
        **stage.act(person or stage.cast.supervisor, when),
    )


def test_a_persons_judgement_stands_beside_the_rules(stage):
    stage.filed(value="120")
    row = change(stage)
    found = at(stage, "2023-04-22 09:00:00")
    assert (found.colour, found.computed) == (Colour.YELLOW, Colour.RED)
    assert found.sentence.startswith("人工改灯：审批手续已到位，追赶有把握。规则判定为严重滞后：")
    acts.end_override(row=row, **stage.act(stage.cast.supervisor, "2023-04-23 09:00:00"))
    assert at(stage, "2023-04-22 10:00:00").colour is Colour.YELLOW
    assert at(stage, "2023-04-23 10:00:00").colour is Colour.RED
    with pytest.raises(Stale):
        acts.end_override(row=row, **stage.act(stage.cast.supervisor, "2023-04-24 09:00:00"))


def test_one_judgement_at_a_time_and_with_an_end(stage):
    change(stage, until=dt.date(2023, 4, 25))
    with pytest.raises(Stale):
        change(stage)
    assert at(stage, "2023-04-25 23:00:00").override is not None
    assert at(stage, "2023-04-26 00:01:00").override is None
    with pytest.raises(Invalid, match="已经过去"):
        change(stage, until=dt.date(2023, 4, 20))


def test_changes_are_written_down_once_with_why_and_from_what(stage):
    first = acts.log_changes(year=2023, at=moment("2023-04-02 20:00:00"))
    assert {row.after for row in first} == {"grey", "green"}
    assert acts.log_changes(year=2023, at=moment("2023-04-02 21:00:00")) == []
    stage.filed(value="120")
    acts.log_changes(year=2023, at=moment("2023-04-20 20:00:00"))
    row = LightChange.objects.filter(matter=stage.counted).last()
    assert (row.before, row.after, row.rule, row.on) == ("grey", "red", 1, dt.date(2023, 4, 20))
    assert row.inputs[0]["basis"] == "按时间均衡推进"
    assert Decimal(row.inputs[0]["shortfall"]) > Decimal("0.1")
    assert row.inputs == inputs(at(stage, "2023-04-20 20:00:00"))


def test_the_day_of_a_change_is_the_day_in_shanghai(stage):
    acts.log_changes(year=2023, at=moment("2023-04-03 00:30:00"))
    assert LightChange.objects.first().on == dt.date(2023, 4, 3)


def test_the_same_number_of_queries_for_any_number_of_matters(stage, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    stage.filed(value="120")
    with CaptureQueriesContext(
        connection,
    ) as few:
        lights(year=2023, at=moment("2023-04-20 20:00:00"))
    for _ in range(20):
        measure_for(give_matter(stage.cast.lead_unit, programme=stage.plain.programme))
    with django_assert_num_queries(len(few)):
        assert len(lights(year=2023, at=moment("2023-04-20 20:00:00"))) == 22


def test_some_matters_are_judged_as_among_all(stage):
    stage.filed(value="120")
    when = moment("2023-04-20 20:00:00")
    some = lights(year=2023, at=when, matter_ids=[stage.counted.pk])
    assert list(some) == [stage.counted.pk]
    assert inputs(some[stage.counted.pk]) == inputs(lights(year=2023, at=when)[stage.counted.pk])


def test_nothing_to_judge(db):
    assert lights(year=1999, at=moment("2023-04-20 20:00:00")) == {}
    assert LightOverride.objects.count() == 0


def test_an_extension_or_a_waiver_leaves_the_days_before_it_as_they_were(stage):
    """What is granted on the 14th says nothing of the 12th: lights of a past day are those of that day."""
    owed = Obligation.objects.get(period=stage.periods[0], unit=stage.cast.lead_unit)
    office = stage.act(stage.cast.supervisor, "2023-04-14 09:00:00")
    before = at(stage, "2023-04-12 09:00:00")
    acts_on_periods.extend(obligation=owed, due_on=dt.date(2023, 4, 18), reason="统计口径调整", **office)
    assert at(stage, "2023-04-12 09:00:00").colour == before.colour == Colour.YELLOW
    assert at(stage, "2023-04-15 09:00:00").colour is Colour.GREY
    assert at(stage, "2023-04-19 09:00:00").colour is Colour.YELLOW
    owed.refresh_from_db()
    later = stage.act(stage.cast.supervisor, "2023-04-20 09:00:00")
    acts_on_periods.waive(obligation=owed, reason="机构改革", **later)
    owed.refresh_from_db()
    assert at(stage, "2023-04-19 09:00:00").colour is Colour.YELLOW
    assert at(stage, "2023-04-20 10:00:00").colour is Colour.GREY
    acts_on_periods.end_waiver(
        obligation=owed, reason="职能未划转", **stage.act(stage.cast.supervisor, "2023-04-21 09:00:00")
    )
    assert at(stage, "2023-04-20 10:00:00").colour is Colour.GREY
    assert at(stage, "2023-04-21 10:00:00").colour is Colour.YELLOW
    assert at(stage, "2023-04-12 09:00:00").colour == before.colour


def test_after_the_last_day_the_last_report_is_waited_for_and_its_review_named(stage):
    stage.filed(value="250", text=TEXT.replace("120", "250"))
    goal = stage.counted.targets.get()
    goal.due = "6月底前"
    goal.save()
    assert at(stage, "2023-07-05 09:00:00").parts[0].light.notes[-1].endswith("按期限之日判定。")
    open_second = stage.act(stage.cast.supervisor, "2023-07-01 08:00:00")
    acts_on_periods.open_period(period=stage.periods[1], **open_second)
    assert at(stage, "2023-07-20 09:00:00").parts[0].light.reason is Reason.OVERDUE
    report = stage.draft("2023-07-03 09:00:00", period=1, value="900", text=TEXT.replace("120", "900"))
    stage.explain(report, "2023-07-03 10:00:00")
    stage.sign(stage.to_sign(report, "2023-07-04 09:00:00"), "2023-07-05 09:00:00")
    assert at(stage, "2023-07-20 09:00:00").parts[0].light.reason is Reason.IN_REVIEW
    report.refresh_from_db()
    stage.accept(report, "2023-07-21 09:00:00")
    assert at(stage, "2023-07-20 09:00:00").parts[0].light.reason is Reason.IN_REVIEW
    assert at(stage, "2023-07-22 09:00:00").parts[0].light.reason is Reason.OVERDUE


def test_a_withdrawal_counts_from_its_document(stage):
    notice = stage.counted.notice
    Matter.objects.filter(pk=stage.counted.pk).update(state="withdrawn", withdrawn_by=notice)
    type(notice).objects.filter(pk=notice.pk).update(confirmed_at=moment("2023-05-10 09:00:00"))
    assert at(stage, "2023-05-09 09:00:00").parts[0].light.reason is not Reason.WITHDRAWN
    found = at(stage, "2023-05-11 09:00:00").parts[0].light
    assert found.reason is Reason.WITHDRAWN and notice.document_number in found.sentence
