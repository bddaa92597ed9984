"""The ladder on what is owed: who is reminded when, once, and what stops it."""

from __future__ import annotations

import datetime as dt

import pytest

from duban.messaging.deriving import derive
from duban.messaging.models import Message
from duban.orgs.models import Appointment
from duban.progress.actions import delegations, drafting, periods, signing
from duban.progress.actions.periods import Special
from duban.progress.models import Nudge, Obligation
from duban.progress.reminders import facts, planned, remind, step_said
from tests.factories.orgs import UnitFactory, UserFactory, appoint
from tests.factories.progress import give_matter, moment
from tests.support.queries import assert_same_queries

NAMES = {"钱经办", "钱主任", "钱副", "钱局", "杜察", "杜主任", "受托"}


def on(day: str, hour: int = 9) -> set[tuple[str, str]]:
    """Step and name of everybody who is reminded on the day."""
    at = moment(f"{day} {hour:02}:00:00")
    remind(at)
    return set(Nudge.objects.filter(at=at).values_list("step", "person__name"))


@pytest.fixture
def owed(stage) -> Obligation:
    return Obligation.objects.get(unit=stage.cast.lead_unit)


def test_the_whole_ladder_of_a_report_that_nobody_begins(stage, owed):
    assert on("2023-04-01") == set(), "a Saturday"
    assert on("2023-04-03") == {("open", "钱经办"), ("open", "钱主任")}
    assert on("2023-04-04") == {("-3", "钱经办"), ("-3", "钱主任")}
    for quiet in ("2023-04-05", "2023-04-06", "2023-04-07", "2023-04-08", "2023-04-10"):
        assert on(quiet) == set()
    assert on("2023-04-11") == {("+1", "钱经办"), ("+1", "钱副")}
    assert on("2023-04-13") == {("+3", "钱局"), ("+3", "杜察"), ("+3", "杜主任")}
    assert on("2023-04-20") == {("w1", "钱经办"), ("w1", "钱局"), ("w1", "杜察"), ("w1", "杜主任")}
    assert on("2023-06-12") == set(), "closed"


def test_once_however_often_it_runs(stage, owed):
    assert len(on("2023-04-03")) == 2
    assert on("2023-04-03", 10) == on("2023-04-03", 15) == set()
    assert Nudge.objects.count() == Message.objects.count() == 2


def test_missed_nights_are_caught_up_with_one(stage, owed):
    assert on("2023-04-11") == {("+1", "钱经办"), ("+1", "钱副")}, "what was to be said before has lapsed"
    assert on("2023-04-12") == set()


def test_a_later_step_stands_for_the_earlier_ones(stage, owed):
    for day in ("2023-04-03", "2023-04-04", "2023-04-11"):
        on(day)
    unread = Message.objects.unread().filter(recipient=stage.cast.lead_clerk)
    assert [row.subject for row in unread] == ["已过期 1 个工作日：2023年第一季度"]
    head = Message.objects.unread().filter(recipient=stage.cast.lead_office_head)
    assert [row.kind for row in head] == ["reminder_due"], "who got no later step keeps the earlier one"


def test_units_that_owe_nothing_get_nothing(stage, owed):
    for day in ("2023-04-03", "2023-04-04", "2023-04-11", "2023-04-13"):
        on(day)
    told = set(Nudge.objects.values_list("person__name", flat=True))
    assert told <= NAMES and not Message.objects.filter(recipient=stage.cast.cooperating_clerk).exists()


def test_it_stops_at_filing_and_what_was_given_is_done(stage, owed):
    on("2023-04-03")
    stage.sign(stage.to_sign(stage.draft("2023-04-03 09:30:00")))
    derive(moment("2023-04-06 09:00:00"))
    assert on("2023-04-11") == set()
    assert not Message.objects.filter(kind__startswith="reminder").unread().exists()


def test_a_returned_report_is_not_reminded_by_the_calendar(stage, owed):
    """It was filed; its return has a message of its own."""
    from duban.progress.actions import reviewing

    report = stage.sign(stage.to_sign(stage.draft()))
    act = stage.act(stage.cast.supervisor, "2023-04-06 10:00:00")
    reviewing.send_back(report=report, comment="请补充。", **act)
    assert on("2023-04-11") == set()


def test_it_stops_at_a_waiver_and_begins_again_without(stage, owed):
    periods.waive(obligation=owed, reason="机构新设", **stage.act(stage.cast.supervisor, "2023-04-03 08:00:00"))
    assert on("2023-04-03") == set()
    owed.refresh_from_db()
    periods.end_waiver(obligation=owed, reason="到位", **stage.act(stage.cast.supervisor, "2023-04-03 10:00:00"))
    assert on("2023-04-03", 11) == {("open", "钱经办"), ("open", "钱主任")}


def test_it_stops_at_the_close(stage, owed):
    period = stage.periods[0]
    type(period).objects.filter(pk=period.pk).update(closed_at=moment("2023-04-11 08:00:00"))
    assert on("2023-04-11") == set()


def test_an_extension_is_reminded_by_its_own_day(stage, owed):
    on("2023-04-03")
    on("2023-04-04")
    act = stage.act(stage.cast.supervisor, "2023-04-07 10:00:00")
    periods.extend(obligation=owed, due_on=dt.date(2023, 4, 20), reason="换届", **act)
    assert on("2023-04-11") == on("2023-04-14") == set()
    assert on("2023-04-17") == {("-3", "钱经办"), ("-3", "钱主任")}, "again, for the new day"
    assert on("2023-04-21") == {("+1", "钱经办"), ("+1", "钱副")}


def test_the_promised_day_is_asked_for_and_mentioned(stage, owed):
    on("2023-04-03")
    first = Message.objects.filter(kind="reminder_open").first()
    assert "填写计划哪天送签" in first.body and "应报 2 项" in first.body and "4月10日" in first.body
    act = stage.act(stage.cast.lead_clerk, "2023-04-03 10:00:00")
    drafting.promise(obligation=owed, on=dt.date(2023, 4, 6), **act)
    on("2023-04-04")
    second = Message.objects.filter(kind="reminder_due").first()
    assert second.subject == "还有 3 个工作日：2023年第一季度"
    assert "计划 4月6日（周四） 送签" in second.body and "还有 2 项没有填报" in second.body


class TestSigning:
    def test_the_principal_on_the_last_day(self, stage, owed):
        stage.to_sign(stage.draft())
        assert on("2023-04-06") == set(), "the clerk's part is done"
        assert on("2023-04-07") == {("-1", "钱局")}
        row = Message.objects.get(kind="reminder_sign")
        assert row.subject == "还有 1 个工作日，待您签字：2023年第一季度"

    def test_who_has_a_mandate_too(self, stage, owed):
        delegations.delegate(
            post=stage.cast.lead_principal.appointments.get().post, to=stage.cast.lead_deputy,
            start=moment("2023-04-01 00:00:00"), end=moment("2023-04-30 00:00:00"), basis="区建授〔2023〕1号",
            **stage.act(stage.cast.lead_principal, "2023-04-01 09:00:00"),
        )  # fmt: skip
        stage.to_sign(stage.draft())
        assert on("2023-04-07") == {("-1", "钱局"), ("-1", "钱副")}

    def test_who_got_it_today_was_told_today(self, stage, owed):
        stage.to_sign(stage.draft(), "2023-04-07 08:00:00")
        assert on("2023-04-07") == set()
        assert on("2023-04-10") == {("-1", "钱局")}

    def test_at_checking_the_office_manager_has_it_in_hand(self, stage, owed):
        on("2023-04-03")
        signing.submit(
            report=stage.draft("2023-04-03 10:00:00"), **stage.act(stage.cast.lead_clerk, "2023-04-03 11:00:00")
        )
        assert on("2023-04-04") == {("-3", "钱主任")}


class TestPeople:
    def test_a_vacant_post_hands_on(self, stage, owed):
        Appointment.objects.filter(user__in=[stage.cast.lead_clerk, stage.cast.lead_principal]).update(
            end=dt.date(2023, 4, 1)
        )
        assert on("2023-04-03") == {("open", "钱主任")}
        on("2023-04-04")
        assert on("2023-04-11") == {("+1", "钱主任"), ("+1", "钱副")}
        assert {name for step, name in on("2023-04-13") if step == "+3"} >= {"钱副"}

    def test_a_successor_learns_what_is_owed(self, stage, owed):
        on("2023-04-03")
        on("2023-04-04")
        appoint(UserFactory(name="新经办"), stage.cast.lead_unit, "clerk", start=dt.date(2023, 4, 6))
        assert on("2023-04-06") == {("-3", "新经办")}

    def test_somebody_with_two_posts_gets_one(self, stage, owed):
        appoint(stage.cast.lead_clerk, stage.cast.lead_unit, "deputy")
        on("2023-04-03")
        on("2023-04-04")
        assert on("2023-04-11") == {("+1", "钱经办"), ("+1", "钱副")}

    def test_the_office_gets_one_list(self, stage, owed):
        other = UnitFactory(name="区水务局")
        appoint(UserFactory(name="水经办"), other, "clerk")
        give_matter(other, programme=stage.plain.programme, section=stage.plain.section)
        Obligation.objects.create(period=stage.periods[0], unit=other, due_on=owed.due_on)
        on("2023-04-13")
        lists = Message.objects.filter(kind="late_list", recipient=stage.cast.supervisor)
        assert [row.subject for row in lists] == ["2 个单位逾期未报：2023年第一季度"]
        body = lists.get().body
        assert "区建设局：还没有动笔，尚未打开" in body and "区水务局" in body
        units = Message.objects.exclude(kind="late_list").filter(recipient=stage.cast.lead_principal)
        assert units.exists() and not any("区水务局" in row.subject + row.body for row in units)


def test_last_quarters_problems_are_brought_up(stage, owed):
    report = stage.draft()
    line = report.lines.first()
    by = stage.act(stage.cast.lead_clerk, "2023-04-03 09:30:00")
    drafting.save_line(line=line, changes={"problem": drafting.Change("征地未完成，正在协商。", "")}, **by)
    report.refresh_from_db()
    stage.accept(stage.sign(stage.to_sign(report)))
    periods.open_period(period=stage.periods[1], **stage.act(stage.cast.supervisor, "2023-07-01 08:00:00"))
    on("2023-07-03")
    assert "上期有 1 项写了问题" in Message.objects.filter(kind="reminder_open").first().body


def test_a_special_collection_is_told_when_it_opens_and_once(stage, owed):
    special = Special(
        name="防汛准备",
        units=(stage.cast.lead_unit,),
        question="请报应急预案修订情况。",
        opens_on=dt.date(2023, 5, 16),
        due_on=dt.date(2023, 5, 18),
        closes_on=dt.date(2023, 5, 31),
        covers_to=dt.date(2023, 5, 15),
    )
    office = stage.act(stage.cast.supervisor, "2023-05-16 14:00:00")
    period = periods.create_special(special=special, **stage.act(stage.cast.supervisor, "2023-05-15 09:00:00"))
    periods.open_period(period=period, **office)
    derive(moment("2023-05-16 14:00:30"))
    told = Message.objects.filter(kind="reminder_open", subject__contains="防汛准备")
    assert {row.recipient.name for row in told} == {"钱经办", "钱主任"}
    assert all(row.urgent and "请报应急预案修订情况。" in row.body for row in told)
    given = on("2023-05-17")
    assert {("open", "钱经办"), ("open", "钱主任")} <= given, "logged by the next morning"
    assert told.count() == 2 and all(row.settled_at is None for row in told), "and not told again"


def test_a_dry_run_writes_nothing_and_tells_the_same(stage, owed):
    at = moment("2023-04-03 09:00:00")
    before = {(one.step.code, one.person.name) for one in planned(dt.date(2023, 4, 3), at=at)}
    assert not Nudge.objects.exists() and not Message.objects.exists()
    assert before == on("2023-04-03")


def test_a_period_that_is_not_open_asks_for_nothing(stage):
    type(stage.periods[0]).objects.update(opened_at=None)
    assert facts(dt.date(2023, 4, 3)) == [] and on("2023-04-03") == set()


def test_every_step_is_said_in_chinese():
    assert [step_said(code) for code in ("open", "-3", "w2")] == [
        "开始报送", "期限前 3 个工作日", "逾期后每周一次（第 2 周）",
    ]  # fmt: skip


def test_the_number_of_queries_does_not_grow(stage, owed):
    def add(n: int) -> None:
        for _ in range(n):
            unit = UnitFactory()
            appoint(UserFactory(), unit, "clerk")
            Obligation.objects.create(period=stage.periods[0], unit=unit, due_on=owed.due_on)

    at = moment("2023-04-13 09:00:00")
    assert_same_queries(lambda: planned(dt.date(2023, 4, 13), at=at), add)
