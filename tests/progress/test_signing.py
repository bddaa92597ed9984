"""Sending, checking, signing: the table decides for every state and every person."""

import pytest

from duban.core.refusal import Refused
from duban.core.workflow import report as flow
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.progress import digest
from duban.progress.actions import corrections, drafting, moves, reviewing, settings, signing
from duban.progress.actions.drafting import Change
from duban.progress.enums import ChangeKind
from duban.progress.models import Report, UnitSetting
from tests.factories.orgs import PASSWORD
from tests.factories.progress import moment

DAY = "2023-04-06 09:00:00"
PEOPLE = {
    "lead_clerk": flow.CLERK,
    "lead_office_head": flow.OFFICE_HEAD,
    "lead_principal": flow.PRINCIPAL,
    "supervisor": flow.OFFICE,
    "supervisor_head": flow.OFFICE,
}
NOBODY = ("lead_deputy", "cooperating_principal", "outsider_clerk", "leader", "audit_admin")


def in_state(stage, state):
    """A report of the lead unit that came to the state the ordinary way."""
    report = stage.draft()
    if state == "draft":
        return report
    if state == "checking":
        return signing.submit(report=report, **stage.act(stage.cast.lead_clerk, "2023-04-04 09:00:00"))
    report = stage.to_sign(report)
    if state == "signing":
        return report
    report = stage.sign(report)
    if state == "signed":
        return report
    if state == "returned":
        return reviewing.send_back(
            report=report, comment="补", **stage.act(stage.cast.supervisor, "2023-04-05 10:00:00")
        )
    report = stage.accept(report, "2023-04-05 11:00:00")
    if state == "accepted":
        return report
    second = corrections.correct(
        report=report, kind=ChangeKind.MATERIAL, reason="漏计", requested_by="unit",
        **stage.act(stage.cast.lead_clerk, "2023-04-05 12:00:00"),
    )  # fmt: skip
    head = stage.act(stage.cast.lead_office_head, "2023-04-05 13:00:00")
    stage.accept(stage.sign(signing.submit(report=second, **head), "2023-04-05 14:00:00"), "2023-04-05 15:00:00")
    return Report.objects.get(pk=report.pk)


def moved(name, report, by):
    """The act behind a move of the table, as a page calls it."""
    acts = {
        "submit": lambda: signing.submit(report=report, **by),
        "send_to_sign": lambda: signing.submit(report=report, **by),
        "pass_check": lambda: signing.pass_check(report=report, **by),
        "fail_check": lambda: signing.fail_check(report=report, comment="请核对", **by),
        "recall": lambda: signing.recall(report=report, **by),
        "refuse": lambda: signing.refuse(report=report, comment="不实", **by),
        "sign": lambda: signing.sign(report=report, seen=digest.of(report), password=PASSWORD, **by),
        "send_back": lambda: reviewing.send_back(report=report, comment="请补充", **by),
        "accept": lambda: reviewing.accept(report=report, **by),
    }
    return acts[name]()


ACTS = ["submit", "pass_check", "fail_check", "recall", "refuse", "sign", "send_back", "accept"]


@pytest.mark.parametrize("state", list(flow.TABLE.states))
def test_every_act_in_every_state_by_everybody_is_what_the_table_says(stage, state):
    from django.db import transaction

    report = in_state(stage, state)
    for person in (*PEOPLE, *NOBODY):
        user = getattr(stage.cast, person)
        allowed = {m.name for m in flow.TABLE.available(state, {PEOPLE[person]} if person in PEOPLE else set())}
        for name in ACTS:
            wanted = bool(allowed & {name, "send_to_sign"} if name == "submit" else name in allowed)
            try:
                with transaction.atomic():
                    done = moved(name, Report.objects.get(pk=report.pk), stage.act(user, DAY))
                    assert done.state != state
                    outcome = True
                    raise _Undo
            except _Undo:
                pass
            except Refused:
                outcome = False
            assert outcome is wanted, (state, person, name)


class _Undo(Exception):
    pass


@pytest.mark.parametrize("state", list(flow.TABLE.states))
def test_what_is_offered_is_never_more_than_the_table_allows(stage, state):
    report = in_state(stage, state)
    for person in (*PEOPLE, *NOBODY):
        actor = stage.actor(getattr(stage.cast, person), DAY)
        offered = {m.name for m in moves.offered(report, actor, moment(DAY))}
        held = {PEOPLE[person]} if person in PEOPLE else set()
        assert offered <= {m.name for m in flow.TABLE.available(state, held)}, person
        if person in NOBODY:
            assert offered == set()


def test_of_two_ways_the_one_of_the_unit_is_offered(stage):
    report = stage.draft()
    clerk = stage.actor(stage.cast.lead_clerk, DAY)
    names = lambda: [m.name for m in moves.offered(report, clerk, moment(DAY))]  # noqa: E731
    assert names() == ["submit"]
    UnitSetting.objects.create(unit=stage.cast.lead_unit, office_head_check=False)
    assert names() == ["send_to_sign"]
    head = stage.actor(stage.cast.lead_office_head, DAY)
    assert [m.name for m in moves.offered(report, head, moment(DAY))] == ["send_to_sign"]


def test_a_wrong_password_signs_nothing(stage):
    report = stage.to_sign(stage.draft())
    with pytest.raises(Invalid, match="密码不对，没有签字"):
        signing.sign(report=report, seen=digest.of(report), password="x", **stage.act(stage.cast.lead_principal, DAY))
    report.refresh_from_db()
    assert report.state == "signing" and not report.signatures.exists()


def test_what_changed_since_it_was_read_is_not_signed(stage):
    report = stage.draft()
    seen = digest.of(report)
    line = report.lines.first()
    drafting.save_line(
        line=line, changes={"problem": Change("新写的问题，因用地未批", line.problem)},
        **stage.act(stage.cast.lead_clerk, "2023-04-03 10:00:00"),
    )  # fmt: skip
    report = stage.to_sign(Report.objects.get(pk=report.pk))
    with pytest.raises(Stale, match="请重新阅读"):
        signing.sign(report=report, seen=seen, password=PASSWORD, **stage.act(stage.cast.lead_principal, DAY))


def test_renaming_the_unit_breaks_no_signature(stage):
    """A renamed unit keeps its row, and what it signed it has signed."""
    report = stage.filed(0)
    stage.cast.lead_unit.name = "区城乡建设局"
    stage.cast.lead_unit.save()
    assert reviewing.verify(Report.objects.get(pk=report.pk)) is not None


class TestSettings:
    def test_what_changes_is_recorded_and_only_that(self, stage):
        from duban.audit.models import Event
        from duban.audit.presenters import sentence

        act = stage.act(stage.cast.lead_office_head, DAY)
        unit = stage.cast.lead_unit
        settings.change(unit=unit, office_head_check=False, sign_clerical_again=False, **act)
        settings.change(unit=unit, office_head_check=False, sign_clerical_again=False, **act)
        event = Event.objects.get(verb="setting.change")
        assert event.after == {"office_head_check": False}
        assert sentence(event) == "区建设局的报送设置：“送签前由办公室负责人审核”改为否"

    @pytest.mark.parametrize("who", ["lead_clerk", "lead_deputy", "cooperating_principal", "leader", "system_admin"])
    def test_others_do_not_set(self, stage, who):
        with pytest.raises(NotAllowed):
            settings.change(
                unit=stage.cast.lead_unit, office_head_check=False, sign_clerical_again=False,
                **stage.act(getattr(stage.cast, who), DAY),
            )  # fmt: skip

    @pytest.mark.parametrize("who", ["lead_office_head", "lead_principal", "supervisor"])
    def test_who_sets(self, stage, who):
        row = settings.change(
            unit=stage.cast.lead_unit, office_head_check=False, sign_clerical_again=True,
            **stage.act(getattr(stage.cast, who), DAY),
        )  # fmt: skip
        assert (row.office_head_check, row.sign_clerical_again) == (False, True)
