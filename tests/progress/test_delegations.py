"""A mandate to sign: to whom, from whom, from when to when, and when it lapses by itself."""

import datetime as dt

import pytest

from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.progress import digest, signatures
from duban.progress.actions import delegations, moves, signing
from duban.progress.models import Delegation
from tests.factories.orgs import PASSWORD, UserFactory, appoint
from tests.factories.progress import moment

START, END = "2023-04-01 00:00:00", "2023-04-30 00:00:00"
BASIS = "区建设局授〔2023〕1号"


@pytest.fixture
def post(stage):
    return stage.cast.lead_principal.appointments.get().post


def give(stage, post, *, by=None, to=None, start=START, end=END, basis=BASIS, when="2023-04-01 08:00:00"):
    return delegations.delegate(
        post=post, to=to or stage.cast.lead_deputy, start=moment(start), end=moment(end), basis=basis,
        **stage.act(by or stage.cast.lead_principal, when),
    )  # fmt: skip


def may_sign(stage, report, person, when):
    return "sign" in {m.name for m in moves.offered(report, stage.actor(person, when), moment(when))}


@pytest.mark.parametrize(
    ("when", "may"),
    [
        ("2023-03-31 23:59:59", False),
        ("2023-04-01 00:00:00", True),
        ("2023-04-29 23:59:59", True),
        ("2023-04-30 00:00:00", False),
    ],
)
def test_half_open_to_the_second(stage, post, when, may):
    give(stage, post)
    assert may_sign(stage, stage.to_sign(stage.draft()), stage.cast.lead_deputy, when) is may


def test_the_signature_names_the_post_and_the_document(stage, post):
    give(stage, post)
    report = stage.to_sign(stage.draft())
    deputy = stage.act(stage.cast.lead_deputy, "2023-04-08 09:00:00")
    report = signing.sign(report=report, seen=digest.of(report), password=PASSWORD, **deputy)
    words = signatures.sentence(signatures.live(report))
    assert words == f"钱副 2023-04-08 系统签字（受区建设局主要领导钱局委托，{BASIS}）"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"basis": " "}, "须有文号"),
        ({"basis": "—"}, "须有文号"),
        ({"end": START}, "晚于起始"),
        ({"start": "2023-03-01 00:00:00", "end": "2023-03-02 00:00:00"}, "已经过去"),
    ],
)
def test_what_a_mandate_needs(stage, post, change, words):
    with pytest.raises(Invalid, match=words):
        give(stage, post, **change)
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("lead_clerk", "起草报告的经办人"),
        ("lead_principal", "不需要授权"),
        ("cooperating_principal", "不在本单位任职"),
        ("supervisor", "不在本单位任职"),
    ],
)
def test_to_whom_not(stage, post, who, words):
    with pytest.raises(Invalid, match=words):
        give(stage, post, to=getattr(stage.cast, who))


@pytest.mark.parametrize("who", ["lead_deputy", "lead_office_head", "lead_clerk", "cooperating_principal", "leader"])
def test_by_whom_not_so_there_are_no_chains(stage, post, who):
    give(stage, post)
    with pytest.raises(NotAllowed):
        give(stage, post, by=getattr(stage.cast, who), to=stage.cast.lead_office_head)


def test_the_office_records_a_written_mandate(stage, post):
    row = give(stage, post, by=stage.cast.supervisor)
    assert row.appointment.user == stage.cast.lead_principal and row.created_by == stage.cast.supervisor


def test_two_mandates_for_one_time_are_one_too_many(stage, post):
    row = give(stage, post)
    with pytest.raises(Invalid, match="已有一份授权"):
        give(stage, post, start="2023-04-29 00:00:00", end="2023-05-29 00:00:00")
    give(stage, post, start=END, end="2023-05-29 00:00:00")
    delegations.end(delegation=row, **stage.act(stage.cast.lead_principal, "2023-04-02 09:00:00"))
    give(stage, post, start="2023-04-03 00:00:00", end="2023-04-04 00:00:00")


def test_ended_early_it_is_over_from_that_second(stage, post):
    row = give(stage, post)
    report = stage.to_sign(stage.draft())
    delegations.end(delegation=row, **stage.act(stage.cast.lead_principal, "2023-04-05 10:00:00"))
    assert not may_sign(stage, report, stage.cast.lead_deputy, "2023-04-05 10:00:00")
    with pytest.raises(Stale, match="已经终止"):
        delegations.end(delegation=row, **stage.act(stage.cast.lead_principal, "2023-04-05 10:00:01"))


@pytest.mark.parametrize(
    ("who", "may"),
    [("lead_principal", True), ("lead_deputy", True), ("supervisor", True), ("lead_clerk", False), ("leader", False)],
)
def test_who_ends_it(stage, post, who, may):
    row = give(stage, post)
    act = stage.act(getattr(stage.cast, who), "2023-04-05 10:00:00")
    if may:
        assert delegations.end(delegation=row, **act).ended_by == getattr(stage.cast, who)
    else:
        with pytest.raises(NotAllowed):
            delegations.end(delegation=row, **act)


def test_what_is_over_is_not_ended(stage, post):
    row = give(stage, post)
    with pytest.raises(Stale, match="已经到期"):
        delegations.end(delegation=row, **stage.act(stage.cast.lead_principal, END))


def test_it_lapses_with_the_principal_who_gave_it(stage, post):
    give(stage, post)
    report = stage.to_sign(stage.draft())
    Appointment.objects.filter(user=stage.cast.lead_principal).update(end=dt.date(2023, 4, 6))
    appoint(UserFactory(name="新局长"), stage.cast.lead_unit, PostKind.PRINCIPAL)
    assert may_sign(stage, report, stage.cast.lead_deputy, "2023-04-05 09:00:00")
    assert not may_sign(stage, report, stage.cast.lead_deputy, "2023-04-06 09:00:00")


def test_it_lapses_with_the_delegates_post(stage, post):
    give(stage, post)
    report = stage.to_sign(stage.draft())
    Appointment.objects.filter(user=stage.cast.lead_deputy).update(end=dt.date(2023, 4, 6))
    deputy = stage.cast.lead_deputy
    appoint(deputy, stage.cast.outsider_unit, PostKind.DEPUTY)
    assert not may_sign(stage, report, deputy, "2023-04-06 09:00:00")
    with pytest.raises(NotAllowed):
        signing.sign(
            report=report, seen=digest.of(report), password=PASSWORD, **stage.act(deputy, "2023-04-06 09:00:00")
        )


def test_whoever_wrote_in_the_report_does_not_sign_it_for_another(stage, post):
    """The office head corrected a word while checking; the mandate then does not serve."""
    from duban.progress.actions import drafting
    from duban.progress.actions.drafting import Change
    from duban.progress.models import Report

    head = stage.cast.lead_office_head
    give(stage, post, to=head)
    report = stage.draft()
    line = report.lines.first()
    changes = {"done": Change(line.done + "另补充。", line.done)}
    drafting.save_line(line=line, changes=changes, **stage.act(head, "2023-04-03 11:00:00"))
    report = stage.to_sign(Report.objects.get(pk=report.pk))
    with pytest.raises(NotAllowed, match="起草人不能受托代签"):
        signing.sign(report=report, seen=digest.of(report), password=PASSWORD, **stage.act(head, "2023-04-05 09:00:00"))


def test_who_sees_mandates(stage, post):
    give(stage, post)
    seen = {
        who: Delegation.objects.visible_to(stage.actor(person, "2023-04-05 09:00:00")).count()
        for who, person in stage.cast.people().items()
    }
    assert {who for who, n in seen.items() if n} == {
        "supervisor", "supervisor_head", "leader", "lead_clerk", "lead_office_head", "lead_deputy", "lead_principal",
    }  # fmt: skip
