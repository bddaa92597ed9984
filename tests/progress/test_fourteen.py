"""The fourteen tests that the research on reporting systems asks to be written first."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connections

from duban.audit.models import Event
from duban.core.refusal import Refused
from duban.ledger.models import Assignment
from duban.orgs.models import Appointment
from duban.orgs.permissions import Invalid, Stale
from duban.progress import digest
from duban.progress.actions import drafting, periods, reviewing, signing
from duban.progress.actions.drafting import Change
from duban.progress.enums import ChangeKind
from duban.progress.models import Line, Obligation, Observation, Report
from tests.factories.orgs import PASSWORD, UnitFactory, UserFactory, appoint
from tests.factories.progress import give_matter, measure_for, moment


def test_01_returned_and_signed_again_late_is_still_on_time(stage):
    report = stage.sign(stage.to_sign(stage.draft()), "2023-04-10 16:00:00")
    report = reviewing.send_back(
        report=report, comment="请补充泊位的位置。", **stage.act(stage.cast.supervisor, "2023-04-14 10:00:00")
    )
    assert report.state == "returned"
    report = stage.sign(stage.to_sign(report, "2023-04-19 09:00:00"), "2023-04-20 09:00:00")
    obligation = Obligation.objects.get(period=stage.periods[0], unit=stage.cast.lead_unit)
    assert obligation.first_signed_at == moment("2023-04-10 16:00:00")
    assert obligation.is_on_time(dt.date(2023, 4, 20)) is True
    assert report.signatures.count() == 2 and report.signatures.filter(revoked_at=None).count() == 1


def test_02_a_leaves_b_reports_no_doubling(stage):
    stage.filed(0, value="120")
    Appointment.objects.filter(user=stage.cast.lead_clerk).update(end=dt.date(2023, 5, 1))
    stage.cast.lead_clerk.is_active = False
    stage.cast.lead_clerk.save()
    successor = appoint(UserFactory(name="新经办"), stage.cast.lead_unit, "clerk")
    periods.open_period(period=stage.periods[1], **stage.act(stage.cast.supervisor, "2023-07-01 08:00:00"))
    by = stage.act(successor, "2023-07-03 09:00:00")
    report = drafting.open_draft(period=stage.periods[1], unit=stage.cast.lead_unit, **by)
    drafting.save_figure(report=report, measure_id=stage.measure.pk, changes={"value": Change(Decimal(200))}, **by)
    drafting.save_figure(
        report=report, measure_id=stage.measure.pk, changes={"value": Change(Decimal(210), Decimal(200))}, **by
    )
    totals = Observation.objects.filter(report__period=stage.periods[1], measure=stage.measure)
    assert [o.value for o in totals] == [Decimal(210)]


def test_03_merging_a_unit_leaves_last_quarters_rate(stage):
    before = Obligation.objects.filter(period=stage.periods[0]).count()
    target = UnitFactory(name="区城建局")
    unit = stage.cast.lead_unit
    unit.name, unit.active_to, unit.merged_into = "原区建设局", dt.date(2023, 5, 1), target
    unit.save()
    assert Obligation.objects.filter(period=stage.periods[0]).count() == before
    periods.open_period(period=stage.periods[1], **stage.act(stage.cast.supervisor, "2023-07-01 08:00:00"))
    assert [o.unit for o in Obligation.objects.filter(period=stage.periods[1])] == [target]


def test_04_no_holder_of_the_post_no_signature(stage):
    report = stage.draft()
    Appointment.objects.filter(user=stage.cast.lead_principal).update(end=dt.date(2023, 4, 1))
    with pytest.raises(Invalid, match="没有在任的主要领导"):
        stage.to_sign(report)


def test_05_accepted_version_stays_in_force_while_the_next_is_open(stage):
    first = stage.filed(0, value="120")
    second = reviewing.correct(
        report=first, kind=ChangeKind.MATERIAL, reason="漏计一处停车场", requested_by="unit",
        **stage.act(stage.cast.lead_clerk, "2023-04-20 09:00:00"),
    )  # fmt: skip
    by = stage.act(stage.cast.lead_clerk, "2023-04-20 10:00:00")
    drafting.save_figure(
        report=second, measure_id=stage.measure.pk, changes={"value": Change(Decimal(130), Decimal(120))}, **by
    )
    assert Report.objects.in_force().get(period=stage.periods[0]) == first
    second.refresh_from_db()
    for line in second.lines.all():
        done = Change(line.done.replace("120", "130"), line.done)
        drafting.save_line(line=line, changes={"done": done}, **by)
    second.refresh_from_db()
    second = stage.sign(stage.to_sign(second, "2023-04-21 09:00:00"), "2023-04-21 10:00:00")
    assert Report.objects.in_force().get(period=stage.periods[0]) == first
    second = stage.accept(second, "2023-04-22 09:00:00")
    assert Report.objects.in_force().get(period=stage.periods[0]) == second
    first.refresh_from_db()
    assert first.state == "superseded" and first.observations.get().value == 120


def test_06_typed_zero_survives_and_blank_stays_blank(stage):
    report = stage.draft(value="")
    by = stage.act(stage.cast.lead_clerk, "2023-04-03 10:00:00")
    drafting.save_figure(report=report, measure_id=stage.measure.pk, changes={"value": Change(Decimal(0))}, **by)
    row = Observation.objects.get(report=report)
    assert row.value == 0 and row.value is not None and row.numerator is None
    drafting.save_figure(report=report, measure_id=stage.measure.pk, changes={"value": Change(None, Decimal(0))}, **by)
    assert Observation.objects.get(report=report).value is None


def test_07_bulk_accept_leaves_the_events_of_single_accepts(stage):
    report = stage.sign(stage.to_sign(stage.draft()))
    single = _events_of(lambda: stage.accept(report))
    again = reviewing.correct(
        report=Report.objects.get(pk=report.pk), kind=ChangeKind.CLERICAL, reason="错字", requested_by="unit",
        **stage.act(stage.cast.lead_clerk, "2023-04-20 09:00:00"),
    )  # fmt: skip
    again = stage.sign(stage.to_sign(again, "2023-04-21 09:00:00"), "2023-04-21 10:00:00")
    done, refused = None, None

    def bulk():
        nonlocal done, refused
        done, refused = reviewing.accept_many(
            reports=[again], **stage.act(stage.cast.supervisor, "2023-04-22 09:00:00")
        )

    many = _events_of(bulk)
    assert len(done) == 1 and refused == []
    assert many == ["report.supersede", *single]


def _events_of(act):
    last = Event.objects.order_by("-seq").first().seq
    act()
    return list(Event.objects.filter(seq__gt=last).values_list("verb", flat=True).order_by("seq"))


def test_08_one_character_after_signing_breaks_the_digest(stage):
    report = stage.sign(stage.to_sign(stage.draft()))
    line = report.lines.first()
    Line.objects.filter(pk=line.pk).update(done=line.done + "。")
    with pytest.raises(Invalid, match="与签字时不符"):
        stage.accept(report)
    assert reviewing.verify(report) is None
    Line.objects.filter(pk=line.pk).update(done=line.done)
    assert reviewing.verify(report) is not None


@pytest.mark.django_db(transaction=True)
def test_09_two_signatures_at_once_one_wins(stage):
    report = stage.to_sign(stage.draft())
    seen = digest.of(report)
    second = appoint(UserFactory(name="主持工作的副局长"), stage.cast.lead_unit, "principal")
    people = [stage.cast.lead_principal, second]
    outcomes, gate = [], threading.Barrier(2)

    def sign(person):
        try:
            mine = Report.objects.get(pk=report.pk)
            act = stage.act(person, "2023-04-05 09:00:00")
            gate.wait(timeout=20)
            signing.sign(report=mine, seen=seen, password=PASSWORD, **act)
            outcomes.append("signed")
        except Refused as no:
            outcomes.append(type(no).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sign, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) in (["Stale", "signed"], ["TransitionRefused", "signed"])
    assert report.signatures.filter(revoked_at=None).count() == 1


@pytest.mark.parametrize(
    ("when", "on_time"),
    [("2023-04-10 23:59:59", True), ("2023-04-11 00:00:00", False), ("2023-04-01 00:30:00", True)],
)
def test_10_the_tenth_ends_at_midnight_local_time(stage, when, on_time):
    stage.sign(stage.to_sign(stage.draft("2023-04-01 00:10:00"), "2023-04-01 00:20:00"), when)
    obligation = Obligation.objects.get(period=stage.periods[0], unit=stage.cast.lead_unit)
    assert obligation.is_on_time(dt.date(2023, 5, 1)) is on_time


def test_11_delegation_that_ended_a_second_ago(stage):
    deputy = stage.cast.lead_deputy
    post = stage.cast.lead_principal.appointments.get().post
    start, end = moment("2023-04-01 00:00:00"), moment("2023-04-05 09:00:00")
    signing.delegate(
        post=post, to=deputy, start=start, end=end, basis="区建委授〔2023〕1号",
        **stage.act(stage.cast.lead_principal, "2023-04-01 09:00:00"),
    )  # fmt: skip
    report = stage.to_sign(stage.draft())
    seen = digest.of(report)
    with pytest.raises(Refused):
        signing.sign(report=report, seen=seen, password=PASSWORD, **stage.act(deputy, "2023-04-05 09:00:00"))
    report = signing.sign(report=report, seen=seen, password=PASSWORD, **stage.act(deputy, "2023-04-05 08:59:59"))
    signature = report.signatures.get()
    assert signature.delegation.basis == "区建委授〔2023〕1号" and signature.post == post


def test_12_a_shared_measure_stands_under_two_matters_and_counts_once(stage):
    again = give_matter(stage.cast.lead_unit, programme=stage.plain.programme, section=stage.plain.section)
    target = measure_for(again).uses.get().target
    target.measure_use.delete()
    from duban.progress.models import MeasureTarget

    MeasureTarget.objects.create(measure=stage.measure, target=target)
    by = stage.act(stage.cast.lead_clerk, "2023-04-03 09:00:00")
    report = drafting.open_draft(period=stage.periods[1], unit=stage.cast.lead_unit, **by)
    drafting.save_figure(report=report, measure_id=stage.measure.pk, changes={"value": Change(Decimal(120))}, **by)
    from duban.progress.checking import inputs

    shown = {line.matter_id: [f.value for f in data.figures] for line, data in inputs(report)}
    assert shown[stage.counted.pk] == shown[again.pk] == [Decimal(120)]
    assert sum(o.value for o in report.observations.all()) == 120


def test_13_a_withdrawn_matter_leaves_the_next_list_and_stays_in_the_last(stage):
    stage.plain.state, stage.plain.withdrawn_by = "withdrawn", stage.plain.notice
    stage.plain.save()
    periods.open_period(period=stage.periods[1], **stage.act(stage.cast.supervisor, "2023-07-01 08:00:00"))
    first, second = (
        Obligation.objects.get(period=p, unit=stage.cast.lead_unit).owed.values_list("matter_id", flat=True)
        for p in stage.periods[:2]
    )
    assert set(first) == {stage.plain.pk, stage.counted.pk} and set(second) == {stage.counted.pk}


def test_14_a_figure_published_is_reproduced_after_a_correction(stage):
    from duban.progress.figures import as_of

    first = stage.filed(0, value="120")
    published = moment("2023-04-15 09:00:00")
    second = reviewing.correct(
        report=first, kind=ChangeKind.MATERIAL, reason="漏计", requested_by="office",
        **stage.act(stage.cast.lead_clerk, "2023-05-05 09:00:00"),
    )  # fmt: skip
    by = stage.act(stage.cast.lead_clerk, "2023-05-05 10:00:00")
    drafting.save_figure(
        report=second, measure_id=stage.measure.pk, changes={"value": Change(Decimal(150), Decimal(120))}, **by
    )
    for line in second.lines.all():
        drafting.save_line(line=line, changes={"done": Change(line.done.replace("120", "150"), line.done)}, **by)
    second.refresh_from_db()
    second = stage.sign(stage.to_sign(second, "2023-05-06 09:00:00"), "2023-05-06 10:00:00")
    stage.accept(second, "2023-05-07 09:00:00")
    key = (stage.measure.pk, stage.cast.lead_unit.pk)
    assert as_of(stage.periods[0], published)[key].value == 120
    assert as_of(stage.periods[0], moment("2023-06-01 09:00:00"))[key].value == 150


def test_open_period_twice_is_refused(stage):
    with pytest.raises(Stale):
        periods.open_period(period=stage.periods[0], **stage.act(stage.cast.supervisor, "2023-04-01 09:00:00"))


def test_only_live_assignments_of_district_units_owe(stage):
    superior = UnitFactory(name="市城建局", level="city")
    give_matter(superior, matter=stage.plain)
    Assignment.objects.filter(unit=stage.cast.lead_unit, matter=stage.plain).update(
        ended_at=moment("2023-05-01 09:00:00"), end_reason="改派"
    )
    owed = periods.expected(2023, dt.date(2023, 7, 1))
    assert set(owed) == {stage.cast.lead_unit.pk}
    assert [row.matter for row, _ in owed[stage.cast.lead_unit.pk]] == [stage.counted]


def test_a_clerical_correction_may_change_words_and_no_figure(stage):
    first = stage.filed(0, value="120")
    second = reviewing.correct(
        report=first, kind=ChangeKind.CLERICAL, reason="错字", requested_by="unit",
        **stage.act(stage.cast.lead_clerk, "2023-04-20 09:00:00"),
    )  # fmt: skip
    by = stage.act(stage.cast.lead_clerk, "2023-04-20 10:00:00")
    line = second.lines.first()
    drafting.save_line(line=line, changes={"done": Change(line.done + "（更正错字）", line.done)}, **by)
    drafting.save_figure(
        report=second, measure_id=stage.measure.pk, changes={"value": Change(Decimal(121), Decimal(120))}, **by
    )
    second.refresh_from_db()
    with pytest.raises(Invalid, match="文字更正不能改动数据"):
        stage.to_sign(second, "2023-04-21 09:00:00")
    drafting.save_figure(
        report=second, measure_id=stage.measure.pk, changes={"value": Change(Decimal(120), Decimal(121))}, **by
    )
    second.refresh_from_db()
    assert stage.to_sign(second, "2023-04-21 09:00:00").state == "signing"
