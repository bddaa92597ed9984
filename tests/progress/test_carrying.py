"""A clerical correction carries the signature over: who, when not, the objection, and that it still verifies."""

import pytest

from duban.audit.models import Event
from duban.core.workflow import report as flow
from duban.core.workflow.table import TransitionRefused
from duban.orgs.models import Appointment
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.progress import digest, signatures
from duban.progress.actions import amending, corrections, drafting, moves, reviewing, settings, signing
from duban.progress.actions.drafting import Change
from duban.progress.enums import ChangeKind
from duban.progress.models import Evidence, Report, Signature
from tests.factories.files import StoredFileFactory
from tests.factories.progress import moment


@pytest.fixture
def clerical(stage):
    """A clerical correction of an accepted report, one word changed."""
    first = stage.filed(0)
    new = corrections.correct(
        report=first, kind=ChangeKind.CLERICAL, reason="错别字", requested_by="unit",
        **stage.act(stage.cast.lead_clerk, "2023-04-20 09:00:00"),
    )  # fmt: skip
    return reword(stage, new)


def reword(stage, report, *, to="更正后的文字。", when="2023-04-20 10:00:00"):
    line = report.lines.order_by("id").first()
    changes = {"done": Change(line.done + to, line.done)}
    drafting.save_line(line=line, changes=changes, **stage.act(stage.cast.lead_clerk, when))
    return Report.objects.get(pk=report.pk)


def carried(stage, report):
    """Through the office head."""
    report = signing.submit(report=report, **stage.act(stage.cast.lead_clerk, "2023-04-20 11:00:00"))
    return corrections.pass_carried(report=report, **stage.act(stage.cast.lead_office_head, "2023-04-20 12:00:00"))


def test_the_signature_is_carried_by_a_record_of_both_digests_and_the_fields(stage, clerical):
    old = signatures.live(clerical.supersedes)
    report = carried(stage, clerical)
    signature = signatures.live(report)
    assert report.state == "signed" and signature.mode == "carried" and signature.carried_from == old
    assert signature.user == stage.cast.lead_principal and signature.digest == digest.of(report) != old.digest
    line = report.lines.order_by("id").first()
    assert signature.carried_changes == [[line.matter.code, "done"]]
    event = Event.objects.get(verb="report.pass_carried")
    assert event.after["digest"] == signature.digest and event.after["carried"] == old.digest
    assert event.after["fields"] == signature.carried_changes
    assert signatures.sentence(signature) == "钱局 2023-04-20 沿用签字（文字更正，沿用第 1 版签字）"


def test_what_stands_in_force_still_verifies_and_tampering_with_either_version_shows(stage, clerical):
    report = carried(stage, clerical)
    report = reviewing.accept(report=report, **stage.act(stage.cast.supervisor, "2023-04-24 09:00:00"))
    assert report.state == "accepted" and reviewing.verify(report) is not None
    assert list(signatures.broken()) == []
    line = report.supersedes.lines.first()
    line.report.lines.filter(pk=line.pk).update(done="改写")
    reasons = {s.report.version: why for s, why in signatures.broken()}
    assert set(reasons) == {1, 2} and "所沿用的签字（第 1 版）不符" in reasons[2]


def test_the_first_signing_time_stays(stage, clerical):
    before = stage.periods[0].obligations.get(unit=stage.cast.lead_unit).first_signed_at
    carried(stage, clerical)
    assert stage.periods[0].obligations.get(unit=stage.cast.lead_unit).first_signed_at == before


def test_the_principal_may_object_and_then_it_must_be_signed(stage, clerical):
    report = carried(stage, clerical)
    principal = stage.cast.lead_principal
    with pytest.raises(TransitionRefused, match="须填写意见"):
        corrections.object_to_carrying(report=report, comment=" ", **stage.act(principal, "2023-04-20 15:00:00"))
    report = corrections.object_to_carrying(
        report=report, comment="我要再看一遍", **stage.act(principal, "2023-04-20 15:00:00")
    )
    assert report.state == "draft" and signatures.live(report) is None and report.return_comment == "我要再看一遍"
    head = stage.act(stage.cast.lead_office_head, "2023-04-21 09:00:00")
    with pytest.raises(TransitionRefused, match="主要领导未曾不同意"):
        corrections.send_carried(report=report, **head)
    assert "send_carried" not in {m.name for m in moves.offered(report, head["by"], head["at"])}
    report = stage.sign(signing.submit(report=report, **head), "2023-04-21 10:00:00")
    assert reviewing.accept(report=report, **stage.act(stage.cast.supervisor, "2023-04-21 11:00:00")).version == 2


def test_acceptance_waits_a_working_day_or_for_the_principals_word(stage, clerical):
    report = carried(stage, clerical)  # a Thursday
    for when in ("2023-04-20 16:00:00", "2023-04-21 23:59:59"):
        with pytest.raises(Invalid, match="2023-04-21 前（含当日）提出不同意"):
            reviewing.accept(report=report, **stage.act(stage.cast.supervisor, when))
    report = corrections.concur(report=report, **stage.act(stage.cast.lead_principal, "2023-04-20 17:00:00"))
    assert signatures.live(report).concurred_at == moment("2023-04-20 17:00:00")
    with pytest.raises(TransitionRefused, match="尚未表态"):
        corrections.object_to_carrying(
            report=report, comment="又不同意", **stage.act(stage.cast.lead_principal, "2023-04-20 17:05:00")
        )
    assert reviewing.accept(report=report, **stage.act(stage.cast.supervisor, "2023-04-20 18:00:00")).version == 2


@pytest.mark.parametrize("who", ["lead_clerk", "lead_office_head", "supervisor", "lead_deputy"])
def test_only_the_principal_objects_or_agrees(stage, clerical, who):
    report = carried(stage, clerical)
    act = stage.act(getattr(stage.cast, who), "2023-04-20 15:00:00")
    with pytest.raises((TransitionRefused, NotAllowed)):
        corrections.object_to_carrying(report=report, comment="不同意", **act)
    with pytest.raises((TransitionRefused, NotAllowed)):
        corrections.concur(report=report, **act)


def test_a_unit_may_wish_to_sign_again(stage, clerical):
    settings.change(
        unit=stage.cast.lead_unit, office_head_check=True, sign_clerical_again=True,
        **stage.act(stage.cast.lead_office_head, "2023-04-20 09:00:00"),
    )  # fmt: skip
    with pytest.raises(TransitionRefused, match="单位设置为沿用签字"):
        carried(stage, clerical)
    report = Report.objects.get(pk=clerical.pk)
    report = signing.pass_check(report=report, **stage.act(stage.cast.lead_office_head, "2023-04-20 12:00:00"))
    assert stage.sign(report, "2023-04-20 13:00:00").signatures.live().get().mode == "screen"


def test_a_material_correction_is_never_carried(stage):
    first = stage.filed(0)
    new = corrections.correct(
        report=first, kind=ChangeKind.MATERIAL, reason="漏计", requested_by="audit",
        **stage.act(stage.cast.lead_clerk, "2023-04-20 09:00:00"),
    )  # fmt: skip
    new = reword(stage, new)
    head = stage.act(stage.cast.lead_office_head, "2023-04-20 11:00:00")
    assert "send_carried" not in {m.name for m in moves.offered(new, head["by"], head["at"])}
    with pytest.raises(TransitionRefused, match="只适用于：文字更正"):
        corrections.send_carried(report=new, **head)


def test_a_correction_that_corrects_nothing_is_refused(stage):
    first = stage.filed(0)
    new = corrections.correct(
        report=first, kind=ChangeKind.CLERICAL, reason="错字", requested_by="unit",
        **stage.act(stage.cast.lead_clerk, "2023-04-20 09:00:00"),
    )  # fmt: skip
    with pytest.raises(Invalid, match="没有差别"):
        corrections.send_carried(report=new, **stage.act(stage.cast.lead_office_head, "2023-04-20 11:00:00"))


def test_changing_a_presence_is_not_clerical(stage, clerical):
    line = clerical.lines.order_by("id").last()
    changes = {"presence": Change("nil", line.presence), "reason": Change("未启动", line.reason)}
    drafting.save_line(line=line, changes=changes, **stage.act(stage.cast.lead_clerk, "2023-04-20 10:30:00"))
    clerical.refresh_from_db()
    with pytest.raises(Invalid, match="文字更正不能改动"):
        corrections.send_carried(report=clerical, **stage.act(stage.cast.lead_office_head, "2023-04-20 11:00:00"))


def test_nothing_is_carried_where_there_is_no_principal_to_object(stage, clerical, day):
    Appointment.objects.filter(user=stage.cast.lead_principal).update(end=day(2023, 4, 19))
    with pytest.raises(Invalid, match="没有在任的主要领导"):
        corrections.send_carried(report=clerical, **stage.act(stage.cast.lead_office_head, "2023-04-20 11:00:00"))
    clerical.refresh_from_db()
    assert clerical.state == "draft" and not clerical.signatures.exists()


def test_the_clerk_goes_by_the_office_head_where_the_unit_says_so(stage, clerical):
    clerk = stage.act(stage.cast.lead_clerk, "2023-04-20 11:00:00")
    offered = {m.name for m in moves.offered(clerical, clerk["by"], clerk["at"])}
    assert offered == {"submit"}
    with pytest.raises(Invalid, match="请先送审"):
        corrections.send_carried(report=clerical, **clerk)
    settings.change(
        unit=stage.cast.lead_unit, office_head_check=False, sign_clerical_again=False,
        **stage.act(stage.cast.lead_principal, "2023-04-20 11:30:00"),
    )  # fmt: skip
    assert {m.name for m in moves.offered(clerical, clerk["by"], clerk["at"])} == {"send_to_sign", "send_carried"}
    assert corrections.send_carried(report=clerical, **clerk).state == "signed"


def test_carried_over_and_over_the_chain_verifies(stage, clerical):
    second = carried(stage, clerical)
    second = reviewing.accept(report=second, **stage.act(stage.cast.supervisor, "2023-04-24 09:00:00"))
    third = corrections.correct(
        report=second, kind=ChangeKind.CLERICAL, reason="标点", requested_by="unit",
        **stage.act(stage.cast.lead_clerk, "2023-04-25 09:00:00"),
    )  # fmt: skip
    third = carried_on(stage, reword(stage, third, to="又一处。", when="2023-04-25 10:00:00"))
    assert reviewing.verify(third) is not None and signatures.live(third).carried_from.carried_from is not None
    Signature.objects.filter(report=clerical.supersedes).update(
        revoked_at=moment("2023-04-26 09:00:00"), revoked_reason="试"
    )
    assert "已经撤销" in signatures.trouble(signatures.live(third))


def carried_on(stage, report):
    head = stage.act(stage.cast.lead_office_head, "2023-04-25 11:00:00")
    return corrections.send_carried(report=report, **head)


def test_evidence_and_answers_go_along(stage):
    report = stage.sign(stage.to_sign(stage.draft()))
    line = report.lines.first()
    clerk = stage.act(stage.cast.lead_clerk, "2023-04-03 09:00:00")
    Evidence.objects.create(line=line, file=StoredFileFactory(), by=stage.cast.lead_clerk, at=clerk["at"])
    new = corrections.correct(
        report=stage.accept(report), kind=ChangeKind.CLERICAL, reason="错字", requested_by="unit",
        **stage.act(stage.cast.lead_clerk, "2023-04-20 09:00:00"),
    )  # fmt: skip
    assert Evidence.objects.get(line__report=new).line.matter_id == line.matter_id


def test_who_asked_is_one_of_three(stage):
    first = stage.filed(0)
    with pytest.raises(Invalid, match="由谁提出"):
        corrections.correct(
            report=first, kind=ChangeKind.CLERICAL, reason="错字", requested_by="somebody",
            **stage.act(stage.cast.lead_clerk, "2023-04-20 09:00:00"),
        )  # fmt: skip


class TestAcceptWithCorrection:
    def test_the_signed_version_is_in_force_and_the_corrected_one_follows(self, stage):
        report = stage.sign(stage.to_sign(stage.draft()))
        line = report.lines.first()
        accepted, new = amending.accept_with_correction(
            report=report, edits={line.matter_id: {"done": line.done + "（督查室更正）"}}, reason="错别字",
            **stage.act(stage.cast.supervisor, "2023-04-12 09:00:00"),
        )  # fmt: skip
        assert accepted.state == "accepted" and new.state == "signed" and new.requested_by == "office"
        assert Report.objects.in_force().get(period=stage.periods[0]) == accepted
        assert signatures.trouble(signatures.live(new)) == ""
        with pytest.raises(NotAllowed, match="代单位填写过数据"):
            reviewing.accept(report=new, **stage.act(stage.cast.supervisor, "2023-04-17 09:00:00"))
        new = reviewing.accept(report=new, **stage.act(stage.cast.supervisor_head, "2023-04-17 09:00:00"))
        assert Report.objects.in_force().get(period=stage.periods[0]) == new
        assert list(signatures.broken()) == []

    def test_figures_presence_and_rating_are_out_of_reach(self, stage):
        report = stage.sign(stage.to_sign(stage.draft()))
        edits = {report.lines.first().matter_id: {"self_rating": "behind"}}
        with pytest.raises(Invalid, match="只能改文字"):
            amending.accept_with_correction(
                report=report, edits=edits, reason="改", **stage.act(stage.cast.supervisor, "2023-04-12 09:00:00")
            )
        report.refresh_from_db()
        assert report.state == "signed" and Report.objects.count() == 1

    def test_without_a_change_nothing_happens(self, stage):
        report = stage.sign(stage.to_sign(stage.draft()))
        line = report.lines.first()
        with pytest.raises(Invalid, match="没有差别"):
            amending.accept_with_correction(
                report=report, edits={line.matter_id: {"done": line.done}}, reason="改",
                **stage.act(stage.cast.supervisor, "2023-04-12 09:00:00"),
            )  # fmt: skip
        report.refresh_from_db()
        assert report.state == "signed"

    def test_a_unit_does_not_accept(self, stage):
        report = stage.sign(stage.to_sign(stage.draft()))
        with pytest.raises(NotAllowed):
            amending.accept_with_correction(
                report=report, edits={}, reason="改", **stage.act(stage.cast.lead_office_head, "2023-04-12 09:00:00")
            )

    def test_the_office_is_never_offered_to_amend_a_draft_of_the_unit(self, stage, clerical):
        office = stage.act(stage.cast.supervisor, "2023-04-20 11:00:00")
        assert moves.offered(clerical, office["by"], office["at"]) == []


def test_a_race_of_objection_and_acceptance_has_one_winner(stage, clerical):
    report = carried(stage, clerical)
    mine, theirs = (Report.objects.get(pk=report.pk) for _ in range(2))
    reviewing.accept(report=mine, **stage.act(stage.cast.supervisor, "2023-04-24 09:00:00"))
    with pytest.raises((Stale, TransitionRefused)):
        corrections.object_to_carrying(
            report=theirs, comment="不同意", **stage.act(stage.cast.lead_principal, "2023-04-24 09:00:01")
        )
    assert Report.objects.get(pk=report.pk).state == "accepted" and signatures.live(mine) is not None


def test_the_moves_are_in_the_table():
    assert {m.name for m in flow.TABLE.transitions if m.when} == {
        "send_carried", "pass_carried", "amend", "concur", "object",
    }  # fmt: skip
