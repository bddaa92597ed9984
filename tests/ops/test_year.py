"""The simulated year on the sample notice: every obligation resolved or explained, everything verifies."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.utils import timezone

from duban.audit import chain
from duban.audit.models import Event
from duban.core.reporting.values import MeasureKind
from duban.ops.year import stages
from duban.orgs.actor import actor_for
from duban.orgs.models import Appointment, Unit, User
from duban.progress import checking, digest, signatures
from duban.progress.enums import EDITABLE_STATES, ReportState
from duban.progress.models import (
    CheckAnswer,
    Delegation,
    Dispute,
    Evidence,
    HandlingPlan,
    Liaison,
    Line,
    Measure,
    Obligation,
    Observation,
    Period,
    Receipt,
    Report,
    Share,
    Signature,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("year")]


@pytest.fixture
def periods():
    return list(Period.objects.filter(year=2023, kind="regular").order_by("seq"))


def test_it_says_in_chinese_what_it_is_doing(year):
    assert [line for line in year.said if "正在模拟2023年" in line] == [
        f"正在模拟2023年：{stage.name}…" for stage in stages.STAGES
    ]


def test_the_four_periods_are_those_of_the_notice(periods):
    assert [str(p.due_on) for p in periods] == ["2023-04-10", "2023-07-10", "2023-10-10", "2024-01-10"]
    assert all(p.opened_at and p.rule_id for p in periods)
    assert periods[-1].closes_on > timezone.localdate() >= periods[-2].closes_on


def test_all_units_of_the_notice_owe_in_every_quarter(periods):
    owing = [set(p.obligations.values_list("unit_id", flat=True)) for p in periods]
    assert all(len(units) >= 60 for units in owing)
    streets = Unit.objects.filter(kind="street", level="district").count()
    assert streets == 14 and Unit.objects.get(name="各街道办事处").members.count() == 14


def test_every_obligation_is_filed_or_explained(periods):
    """In the quarters that are over, who did not file was waived, or is the one that never did."""
    for period in periods[:3]:
        unfiled = Obligation.objects.filter(period=period).unfiled()
        assert unfiled.count() == (1 if period.seq == 2 else 0)
        for row in period.obligations.exclude(waived_at__isnull=True):
            assert row.waived_reason and row.waived_by_id and row.first_signed_at is None
    assert Obligation.objects.exclude(waived_at__isnull=True).count() == 1


def test_the_number_of_reports_in_each_state(periods):
    for period in periods[:3]:
        owing = period.obligations.owing().exclude(first_signed_at__isnull=True).count()
        assert period.reports.filter(state=ReportState.ACCEPTED).count() == owing
    last = Counter(periods[3].reports.values_list("state", flat=True))
    assert set(last) == {"draft", "checking", "signing", "signed", "returned", "accepted"}
    assert last["accepted"] > 30 and last["signed"] >= 3


def test_some_are_late_and_a_return_does_not_make_late(periods):
    today = timezone.localdate()
    for period in periods[:3]:
        late = [row for row in period.obligations.owing() if row.is_on_time(today) is False]
        assert 2 <= len(late) <= 12
    signed_again = Report.objects.filter(state=ReportState.ACCEPTED, returned_at__isnull=False, version=1)
    assert signed_again.count() >= 10
    for report in signed_again.select_related("period"):
        owed = Obligation.objects.get(period=report.period, unit=report.unit)
        assert owed.first_signed_at < report.signed_at


def test_the_trail_holds_and_runs_forward():
    count, breaks = chain.verify()
    assert breaks == [] and count > 3000
    instants = list(Event.objects.filter(origin="模拟年度").order_by("seq").values_list("at", flat=True))
    assert instants == sorted(instants)
    assert instants[0].year == 2023 and len(instants) > 2500


def test_every_signature_holds():
    live = Signature.objects.live().select_related("report")
    assert live.count() > 200
    assert [signatures.trouble(each) for each in live if signatures.trouble(each)] == []


def test_what_was_accepted_is_what_was_signed():
    for report in Report.objects.filter(state=ReportState.ACCEPTED):
        assert signatures.live(report).digest == digest.of(report)


def test_nobody_signs_after_a_refusal_without_a_new_sending():
    refused = Event.objects.filter(verb="report.refuse", subject_type="progress.report")
    assert refused.count() >= 3
    for event in refused:
        later = Event.objects.filter(subject_type=event.subject_type, subject_id=event.subject_id, seq__gt=event.seq)
        moves = [v for v in later.order_by("seq").values_list("verb", flat=True) if v.startswith("report.")]
        assert moves.index("report.submit") < moves.index("report.sign")


def test_nobody_signed_on_a_day_on_which_the_post_was_not_theirs():
    for row in Signature.objects.filter(delegation__isnull=True).select_related("post"):
        held = Appointment.objects.current(timezone.localdate(row.at)).filter(post=row.post, user=row.user)
        assert held.exists(), row
    for row in Signature.objects.filter(mode="screen", delegation__isnull=False).select_related("delegation"):
        assert row.delegation.start <= row.at < row.delegation.end and row.user == row.delegation.delegate


def test_each_thing_that_may_happen_happens():
    assert set(Dispute.objects.values_list("state", flat=True)) == {"upheld", "rejected", "open"}
    upheld = Dispute.objects.get(state="upheld")
    assert upheld.assignment.ended_at and upheld.assignment.replaced_by.get().unit.name == upheld.proposal
    assert Delegation.objects.count() == 1 and Signature.objects.filter(delegation__isnull=False).count() == 1
    assert Signature.objects.filter(mode="paper").count() >= 2
    assert all(s.paper_scan.size > 1000 for s in Signature.objects.filter(mode="paper").select_related("paper_scan"))
    assert {"clerical", "material"} <= set(Report.objects.exclude(version=1).values_list("change_kind", flat=True))
    assert Obligation.objects.exclude(extension_reason="").filter(period__seq=3).count() == 1
    assert set(Line.objects.values_list("presence", flat=True)) == {"", "reported", "nil", "na", "blocked", "awaiting"}
    assert Evidence.objects.filter(file__name__endswith=".pdf").exists()
    assert Evidence.objects.filter(file__name__endswith=".txt").exists()
    assert CheckAnswer.objects.exclude(answer="").exists()


def test_a_running_total_that_was_too_high_was_corrected_and_falls_nowhere():
    corrected = Report.objects.get(change_kind="material", state=ReportState.ACCEPTED)
    old, new = corrected.supersedes, corrected
    before = {o.measure_id: o.value for o in old.observations.all()}
    lower = [o for o in new.observations.all() if o.value < before[o.measure_id]]
    assert len(lower) == 1 and old.period.seq == 1 and old.state == ReportState.SUPERSEDED
    rows = Observation.objects.filter(report__state=ReportState.ACCEPTED, measure__kind=MeasureKind.YTD)
    seen: dict = {}
    for row in rows.select_related("report__period").order_by("report__period__covers_to"):
        key = (row.measure_id, row.report.unit_id)
        assert row.value >= seen.get(key, 0)
        seen[key] = row.value


def test_a_shared_figure_has_one_value_in_a_quarter():
    shared = [m.pk for m in Measure.objects.all() if m.uses.values("target__matter").distinct().count() > 1]
    assert shared
    rows = Observation.objects.filter(measure__in=shared, report__state=ReportState.ACCEPTED)
    values: dict = {}
    for row in rows.select_related("report"):
        values.setdefault((row.measure_id, row.report.period_id, row.report.unit_id), set()).add(row.value)
    assert all(len(found) == 1 for found in values.values())


def test_shares_are_set_or_expressly_none_or_not_yet():
    assert Share.objects.filter(none_set=True).exists() and Share.objects.filter(none_set=False).exists()
    above = Measure.objects.exclude(uses__target__matter__programme__level="district")
    assert above.exclude(pk__in=Share.objects.values("measure")).exists()


def test_plans_are_accepted_some_after_a_return_and_a_few_are_missing():
    assert HandlingPlan.objects.filter(state="accepted").count() > 150
    assert Event.objects.filter(verb="plan.send_back").count() >= 3
    assert HandlingPlan.objects.filter(state="submitted", version=2).count() == 1
    plan = HandlingPlan.objects.filter(state="accepted", milestones__expected__isnull=False).first()
    expected = list(plan.milestones.values_list("expected", flat=True))
    assert expected == sorted(expected)


def test_receipts_and_liaisons_of_nearly_all():
    owing = set(Obligation.objects.filter(period__seq=1).values_list("unit_id", flat=True))
    assert owing <= set(Receipt.objects.values_list("unit_id", flat=True))
    assert len(owing - set(Liaison.objects.values_list("unit_id", flat=True))) == 2


def test_the_one_who_left_stays_in_the_past():
    gone = User.objects.get(is_active=False)
    assert Line.objects.filter(updated_by=gone, report__period__seq=1).exists()
    assert not Line.objects.filter(updated_by=gone, report__period__seq__gte=2).exists()
    ended = Appointment.objects.get(user=gone)
    assert ended.end and Appointment.objects.filter(post=ended.post, start=ended.end).count() == 1


def test_nobody_invented_can_log_in_and_the_demo_accounts_can():
    invented = User.objects.filter(username__startswith="yanshi")
    assert invented.count() > 150 and not any(user.has_usable_password() for user in invented)
    assert User.objects.get(username="zhuyao").check_password("demo-demo-demo")


@pytest.mark.parametrize(
    ("username", "state", "quarter"),
    [("jingban", "draft", 4), ("bangongshi", "checking", 2), ("zhuyao", "signing", 3), ("jingban2", "returned", 4)],
)
def test_each_demo_account_of_a_unit_has_a_report_that_waits(username, state, quarter):
    actor = actor_for(User.objects.get(username=username), timezone.localdate())
    waiting = Report.objects.awaiting(actor)
    assert waiting.filter(state=state, period__seq=quarter).exists()


def test_the_office_has_something_to_accept_to_decide_and_to_look_at():
    actor = actor_for(User.objects.get(username="ducha"), timezone.localdate())
    assert Report.objects.awaiting(actor).count() >= 3
    assert HandlingPlan.objects.filter(state="submitted").exists() and Dispute.objects.filter(state="open").exists()


def test_what_is_open_can_still_be_sent():
    """The demo unit's draft is half filled, not late, and nothing but its own gaps holds it up."""
    unit = Appointment.objects.get(user__username="jingban").post.unit
    report = Report.objects.get(unit=unit, period__seq=4)
    owed = Obligation.objects.get(unit=unit, period__seq=4)
    today = timezone.localdate()
    assert report.state in EDITABLE_STATES and today <= owed.due_on <= report.period.closes_on
    kinds = Counter(report.lines.values_list("presence", flat=True))
    assert kinds[""] >= 5 and kinds["reported"] >= 5
    blocked = {f.finding.rule for f in checking.open_findings(report)}
    assert "presence.missing" in blocked


def test_texts_are_of_the_quarter_and_differ_from_the_last():
    first, second = (
        {x.matter_id: x.done for x in Line.objects.filter(report__period__seq=n, report__version=1).exclude(done="")}
        for n in (1, 2)
    )
    same = [pk for pk in first if first[pk] == second.get(pk)]
    assert len(first) > 100 and same == []
    assert not any("{" in text or "}" in text for text in first.values())


def test_a_second_start_does_nothing(year, settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, "demo-demo-demo"
    from duban.ops import demo

    before = (Event.objects.count(), Report.objects.count(), User.objects.count())
    said: list[str] = []
    demo.prepare(demo.Plan(year=True), at=timezone.now() + dt.timedelta(hours=1), say=said.append)
    assert said == [] and (Event.objects.count(), Report.objects.count(), User.objects.count()) == before
