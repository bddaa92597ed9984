"""The reading worker: one claim at a time, dead workers are replaced, every bad file ends in one sentence."""

from __future__ import annotations

import datetime as dt
import os
import signal
from pathlib import Path

import pytest

from duban.audit.models import Event
from duban.notices import actions, worker
from duban.notices.enums import DraftState
from duban.notices.models import NoticeDraft
from tests.factories.notices import NoticeDraftFactory
from tests.notices.documents import NOTICE, UNREADABLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast):
    return cast.actor(cast.supervisor)


@pytest.fixture
def queued(office, at):
    return actions.upload(data=NOTICE.encode(), name="通知.txt", by=office, at=at)


def fresh(draft) -> NoticeDraft:
    return NoticeDraft.objects.get(pk=draft.pk)


class TestReading:
    def test_a_notice_is_read_to_its_end(self, queued, at):
        assert worker.run_once(at) is True
        draft = fresh(queued)
        assert (draft.state, draft.progress, draft.stage, draft.failure) == (DraftState.READY, 100, "识别完成", "")
        assert [i["number"] for i in draft.current["programmes"][0]["items"]] == ["1", "2", "3", "4"]
        assert draft.current == draft.reading
        assert draft.source_text.startswith("测试区人民政府办公室文件")
        assert draft.source_blocks
        event = Event.objects.order_by("seq").last()
        assert (event.verb, event.actor, event.after["items"]) == ("read", None, 4)

    def test_the_sample_is_read_whole(self, office, at, sample):
        actions.upload(data=sample, name="来文.txt", by=office, at=at)
        worker.run_once(at)
        programmes = NoticeDraft.objects.get().current["programmes"]
        assert [len(p["items"]) for p in programmes] == [13, 148, 72]

    def test_nothing_waits(self, db, at):
        assert worker.run_once(at) is False

    def test_progress_is_written_as_it_goes(self, queued, at, monkeypatch):
        seen = []
        real = worker.Claim.write

        def write(self, **changes):
            seen.append(changes)
            real(self, **changes)

        monkeypatch.setattr(worker.Claim, "write", write)
        worker.run_once(at)
        stages = [c["stage"] for c in seen if "heartbeat_at" in c]
        assert len(stages) >= 3
        percents = [c["progress"] for c in seen if "heartbeat_at" in c]
        assert percents == sorted(percents)
        assert all(c["heartbeat_at"] >= at for c in seen if "heartbeat_at" in c)


@pytest.mark.parametrize("sort", UNREADABLE)
def test_every_bad_file_fails_with_one_sentence_and_is_kept(sort, office, at):
    name, make = UNREADABLE[sort]
    data = make()
    draft = actions.upload(data=data, name=name, by=office, at=at)
    worker.run_once(at)
    draft = fresh(draft)
    assert draft.state == DraftState.FAILED
    assert draft.failure.endswith("。") and "Traceback" not in draft.failure
    with draft.file.content.open() as file:
        assert file.read() == data
    assert Event.objects.order_by("seq").last().verb == "fail"
    if sort == "without-items":
        assert "明天上午放假半天" in draft.source_text


class TestKilled:
    def test_the_child_is_killed_while_it_reads(self, queued, at, monkeypatch):
        real = worker.read_isolated

        def killing(path, name, *, on_progress, **limits):
            def strike(stage, percent):
                on_progress(stage, percent)
                for child in children():
                    os.kill(child, signal.SIGKILL)

            return real(path, name, on_progress=strike, **limits)

        monkeypatch.setattr(worker, "read_isolated", killing)
        worker.run_once(at)
        draft = fresh(queued)
        assert draft.state == DraftState.FAILED
        assert "程序异常退出" in draft.failure

    def test_a_fault_of_ours_is_one_sentence_too(self, queued, at, monkeypatch):
        def broken(*args, **kwargs):
            raise RuntimeError("our mistake")

        monkeypatch.setattr(worker, "read_isolated", broken)
        worker.run_once(at)
        assert fresh(queued).failure == worker.BROKEN

    def test_after_a_failure_it_can_be_read_again(self, queued, office, at, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(worker, "read_isolated", lambda *a, **k: 1 / 0)
            worker.run_once(at)
        actions.requeue(draft=queued, by=office, at=at)
        worker.run_once(at)
        assert fresh(queued).state == DraftState.READY


def children() -> list[int]:
    """Processes started by this one (Linux)."""
    me = os.getpid()
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == me and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


class TestLease:
    def test_one_draft_is_claimed_once(self, queued, at):
        first = worker.claim_next(at)
        assert first is not None and first.draft.pk == queued.pk
        assert worker.claim_next(at) is None

    def test_oldest_first(self, office, at):
        one = actions.upload(data=b"1", name="1.txt", by=office, at=at)
        actions.upload(data=b"2", name="2.txt", by=office, at=at)
        assert worker.claim_next(at).draft.pk == one.pk

    def test_a_dead_worker_is_replaced_after_its_lease_and_not_before(self, queued, at):
        worker.claim_next(at)
        assert worker.claim_next(at + worker.LEASE) is None
        second = worker.claim_next(at + worker.LEASE + dt.timedelta(seconds=1))
        assert second is not None
        assert fresh(queued).attempts == 2

    def test_the_lease_is_longer_than_any_reading(self):
        assert worker.LEASE.total_seconds() > worker.TIMEOUT

    def test_who_was_given_up_writes_nothing_over_its_successor(self, queued, at):
        slow = worker.claim_next(at)
        worker.claim_next(at + worker.LEASE * 2)
        with pytest.raises(worker.LeaseLost):
            slow.write(stage="旧")
        with pytest.raises(worker.LeaseLost):
            worker._fail(slow, "旧")
        assert fresh(queued).state == DraftState.READING

    def test_a_lost_lease_in_the_middle_of_reading_ends_it_quietly(self, queued, at, monkeypatch):
        real = worker.read_isolated

        def overtaken(path, name, *, on_progress, **limits):
            NoticeDraft.objects.filter(pk=queued.pk).update(attempts=2)
            return real(path, name, on_progress=on_progress, **limits)

        monkeypatch.setattr(worker, "read_isolated", overtaken)
        assert worker.run_once(at) is True
        assert fresh(queued).state == DraftState.READING

    def test_three_deaths_are_enough(self, queued, at):
        for n in range(worker.ATTEMPTS):
            assert worker.claim_next(at + worker.LEASE * 2 * n) is not None
        assert worker.run_once(at + worker.LEASE * 2 * worker.ATTEMPTS) is False
        draft = fresh(queued)
        assert (draft.state, draft.failure) == (DraftState.FAILED, worker.DIED)

    @pytest.mark.parametrize("trait", ["ready", "failed", "confirmed", "discarded"])
    def test_what_does_not_wait_is_left_alone(self, db, at, trait):
        NoticeDraftFactory(**{trait: True})
        assert worker.run_once(at) is False
