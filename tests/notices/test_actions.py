"""Verbs of a draft: upload, correct, undo, redo, decide, discard."""

from __future__ import annotations

import datetime as dt

import pytest

from duban.audit.models import Event
from duban.files.models import StoredFile
from duban.notices import actions
from duban.notices.decisions import About, Decision
from duban.notices.enums import DraftState
from duban.notices.models import DraftCorrection, NoticeDraft
from duban.orgs.permissions import Invalid, NotAllowed, Refused, Stale
from tests.factories.notices import NoticeDraftFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast):
    return cast.actor(cast.supervisor)


@pytest.fixture
def draft(cast):
    return NoticeDraftFactory(ready=True)


def rename(draft, office, at, to="区城建局", revision=None, **extra):
    return actions.correct(
        draft=draft,
        kind="unit.rename",
        payload={"from": draft.current["units"][0]["name"], "to": to},
        revision=draft.revision if revision is None else revision,
        by=office,
        at=at,
        **extra,
    )


def unit_of(draft) -> str:
    return NoticeDraft.objects.get(pk=draft.pk).current["programmes"][0]["items"][0]["units"][0]["unit"]


class TestUpload:
    def test_is_kept_queued_and_recorded(self, office, at):
        draft = actions.upload(data="1.建桥。".encode(), name="通知.txt", by=office, at=at)
        assert (draft.state, draft.uploaded_at, draft.stage) == (DraftState.QUEUED, at, "等待识别")
        with draft.file.content.open() as file:
            assert file.read() == "1.建桥。".encode()
        event = Event.objects.get()
        assert (event.verb, event.subject_id, event.after["name"]) == ("upload", draft.pk, "通知.txt")

    def test_empty_and_too_large_are_refused_with_the_limit(self, office, at, settings):
        settings.UPLOAD_LIMIT = 2 * 1024 * 1024
        with pytest.raises(Invalid, match="空文件：大小为 0 字节"):
            actions.upload(data=b"", name="通知.txt", by=office, at=at)
        with pytest.raises(Invalid, match=r"有 3\.0 MB，上限是 2 MB"):
            actions.upload(data=b"x" * 3 * 1024 * 1024, name="通知.txt", by=office, at=at)
        assert not StoredFile.objects.exists()

    def test_what_cannot_be_read_is_kept_all_the_same(self, office, at):
        assert actions.upload(data=b"MZ\x90\x00", name="通知.docx", by=office, at=at).state == DraftState.QUEUED

    def test_the_same_file_goes_to_its_open_draft(self, office, at):
        first = actions.upload(data=b"same", name="a.txt", by=office, at=at)
        second = actions.upload(data=b"same", name="b.txt", by=office, at=at + dt.timedelta(days=1))
        assert second.pk == first.pk
        assert second.uploaded_at == at
        assert NoticeDraft.objects.count() == 1

    def test_a_confirmed_file_says_when_and_by_whom_and_is_read_again_on_purpose_only(self, office, at):
        confirmed = NoticeDraftFactory(confirmed=True, uploaded_by=office.user)
        with confirmed.file.content.open() as file:
            data = file.read()
        with pytest.raises(actions.AlreadyConfirmed, match="2023年3月1日 18:00由杜察确认入台账") as caught:
            actions.upload(data=data, name="x.txt", by=office, at=at)
        assert caught.value.draft == confirmed
        again = actions.upload_again(draft=confirmed, by=office, at=at)
        assert (again.state, again.file) == (DraftState.QUEUED, confirmed.file)
        assert actions.upload_again(draft=confirmed, by=office, at=at) == again

    def test_a_discarded_file_can_be_uploaded_anew(self, office, at):
        old = NoticeDraftFactory(discarded=True)
        with old.file.content.open() as file:
            assert actions.upload(data=file.read(), name="x.txt", by=office, at=at).pk != old.pk

    def test_only_the_office(self, cast, at):
        for person in (cast.lead_clerk, cast.leader, cast.system_admin):
            with pytest.raises(NotAllowed):
                actions.upload(data=b"x", name="x.txt", by=cast.actor(person), at=at)


class TestCorrect:
    def test_is_written_with_its_revision(self, draft, office, at):
        changed = rename(draft, office, at)
        assert unit_of(draft) == "区城建局"
        assert (changed.revision, changed.corrected_revision) == (1, 1)
        row = DraftCorrection.objects.get()
        assert (row.seq, row.kind, row.by) == (1, "unit.rename", office.user)
        assert Event.objects.get().after["kind"] == "unit.rename"
        assert NoticeDraft.objects.get().reading == draft.reading

    def test_the_slower_of_two_is_told_and_loses_nothing_of_the_other(self, draft, office, at):
        rename(draft, office, at, to="区甲局")
        with pytest.raises(Stale, match="刚被他人改动"):
            rename(draft, office, at, to="区乙局", revision=0)
        assert unit_of(draft) == "区甲局"
        assert DraftCorrection.objects.count() == 1

    def test_an_answer_of_a_colleague_does_not_make_a_correction_stale(self, draft, office, at):
        actions.decide(draft=draft, decisions=[Decision(About.KIND, "", "original")], by=office, at=at)
        rename(draft, office, at, revision=0)
        fresh = NoticeDraft.objects.get()
        assert (fresh.decisions["kind"], fresh.revision) == ("original", 2)

    def test_an_impossible_one_changes_nothing(self, draft, office, at):
        with pytest.raises(Invalid, match="与原名称相同"):
            rename(draft, office, at, to="区建设局")
        assert NoticeDraft.objects.get().revision == 0
        assert not DraftCorrection.objects.exists()

    def test_answers_the_finding_that_it_was_made_for(self, draft, office, at):
        finding = {"id": "x:1", "code": "x", "severity": "confirm", "message": "？", "span": None}
        draft.current["findings"] = [{**finding, "programme": 0, "item": 0, "data": {}}]
        draft.reading = draft.current
        draft.save()
        changed = rename(draft, office, at, finding="x:1")
        assert changed.decisions["findings"]["x:1"]["answer"] == "corrected"

    @pytest.mark.parametrize("trait", ["failed", "confirmed", "discarded"])
    def test_only_while_it_is_being_checked(self, cast, office, at, trait):
        with pytest.raises(Refused, match="不能校对"):
            rename(
                NoticeDraftFactory(**{trait: True}, current=NoticeDraftFactory.build(ready=True).current),
                office,
                at,
            )


class TestUndo:
    def test_undo_and_redo_walk_the_corrections(self, draft, office, at):
        start = draft.current
        first = rename(draft, office, at, to="区甲局")
        second = rename(first, office, at, to="区乙局")
        back = actions.undo(draft=second, revision=second.revision, by=office, at=at)
        assert unit_of(draft) == "区甲局"
        back = actions.undo(draft=back, revision=back.revision, by=office, at=at)
        assert NoticeDraft.objects.get().current == start
        with pytest.raises(Invalid, match="没有可以撤销"):
            actions.undo(draft=back, revision=back.revision, by=office, at=at)
        forth = actions.redo(draft=back, revision=back.revision, by=office, at=at)
        assert unit_of(draft) == "区甲局"
        forth = actions.redo(draft=forth, revision=forth.revision, by=office, at=at)
        assert NoticeDraft.objects.get().current == second.current
        with pytest.raises(Invalid, match="没有可以恢复"):
            actions.redo(draft=forth, revision=forth.revision, by=office, at=at)
        assert DraftCorrection.objects.count() == 2

    def test_a_new_correction_ends_the_way_forward(self, draft, office, at):
        changed = rename(draft, office, at, to="区甲局")
        back = actions.undo(draft=changed, revision=changed.revision, by=office, at=at)
        other = rename(back, office, at, to="区丙局")
        with pytest.raises(Invalid, match="没有可以恢复"):
            actions.redo(draft=other, revision=other.revision, by=office, at=at)
        assert unit_of(draft) == "区丙局"

    def test_is_stale_when_somebody_corrected_since(self, draft, office, at):
        changed = rename(draft, office, at, to="区甲局")
        rename(changed, office, at, to="区乙局")
        with pytest.raises(Stale):
            actions.undo(draft=changed, revision=1, by=office, at=at)


class TestDecide:
    def test_two_people_answer_different_things(self, cast, draft, office, at):
        rules = [{"kind": "appraisal", "sentence": "…", "span": [0, 1], "data": {}}]
        NoticeDraft.objects.update(current={**draft.current, "rules": rules})
        other = cast.actor(cast.supervisor_head)
        actions.decide(draft=draft, decisions=[Decision(About.RULE, "0", "use")], by=office, at=at)
        unit = {"to": "unit", "id": cast.lead_unit.pk}
        actions.decide(draft=draft, decisions=[Decision(About.UNIT, "区建设局", unit)], by=other, at=at)
        assert NoticeDraft.objects.get().decisions == {"rules": {"0": "use"}, "units": {"区建设局": unit}}

    def test_an_answer_can_be_taken_back(self, draft, office, at):
        unit = {"to": "new"}
        actions.decide(draft=draft, decisions=[Decision(About.UNIT, "区建设局", unit)], by=office, at=at)
        actions.decide(draft=draft, decisions=[Decision(About.UNIT, "区建设局", None)], by=office, at=at)
        assert NoticeDraft.objects.get().decisions == {"units": {}}

    @pytest.mark.parametrize(
        ("decision", "message"),
        [
            (Decision(About.FINDING, "none", {"answer": "accepted"}), "已不在识别结果里"),
            (Decision(About.RULE, "7", "use"), "已不在识别结果里"),
            (Decision(About.UNIT, "区建设局", {"to": "moon"}), "请选择单位"),
            (Decision(About.DIFFERENCE, "new:1", "maybe"), "只能是“采用”或“不采用”"),
            (Decision(About.KIND, "", "joke"), "请选择来文的性质"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, draft, office, at, decision, message):
        with pytest.raises(Invalid, match=message):
            actions.decide(draft=draft, decisions=[decision], by=office, at=at)
        assert NoticeDraft.objects.get().decisions == {}


def test_discard_keeps_file_and_reading(draft, office, at):
    actions.discard(draft=draft, by=office, at=at, reason="传错文件")
    fresh = NoticeDraft.objects.get()
    assert (fresh.state, fresh.finished_at, fresh.current) == (DraftState.DISCARDED, at, draft.current)
    assert Event.objects.get().reason == "传错文件"
    with pytest.raises(Refused, match="不能放弃"):
        actions.discard(draft=fresh, by=office, at=at)


def test_requeue_a_failed_one(cast, office, at):
    draft = NoticeDraftFactory(failed=True, attempts=3)
    fresh = actions.requeue(draft=draft, by=office, at=at)
    assert (fresh.state, fresh.failure, fresh.attempts) == (DraftState.QUEUED, "", 0)
    with pytest.raises(Refused, match="不能重新识别"):
        actions.requeue(draft=draft, by=office, at=at)
