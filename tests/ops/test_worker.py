"""The loop of the worker."""

import datetime as dt
import threading

import pytest
from django.db.utils import OperationalError
from django.utils import timezone

pytest.importorskip("duban.notices.worker")

from duban.ops import leases, worker
from duban.ops.models import Job
from duban.ops.worker import LEASE, Worker


@pytest.fixture(autouse=True)
def keep_connection(monkeypatch):
    """The test's own connection must outlive the rounds of the worker."""
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)


def queue(*lengths):
    """A reader with so many notices waiting, and the list of its calls."""
    waiting, calls = list(lengths), []

    def read(at):
        calls.append(at)
        return bool(waiting and waiting.pop())

    return read, calls


def test_it_reads_until_nothing_waits_without_resting_between(db):
    read, calls = queue(1, 1, 1)
    loop = Worker(read=read, due=lambda at: None, pause=0)
    rests = []
    loop.stop.wait = rests.append
    for _ in range(4):
        loop.turn()
    assert len(calls) == 4
    assert len(rests) == 1


def test_what_is_due_is_run_now_and_then(db):
    seen = []
    loop = Worker(read=lambda at: False, due=seen.append, pause=0)
    for _ in range(5):
        loop.turn()
    assert len(seen) == 1
    loop.looked = float("-inf")
    loop.turn()
    assert len(seen) == 2


def test_a_second_one_stands_by(db):
    read, calls = queue(1)
    leases.take(LEASE, at=timezone.now(), lasts=dt.timedelta(minutes=5), holder="elsewhere:1")
    loop = Worker(read=read, due=lambda at: pytest.fail("not ours"), pause=0)
    loop.turn()
    assert calls == [] and not loop.holds
    leases.release(LEASE, holder="elsewhere:1")
    loop.looked, loop.due = float("-inf"), lambda at: None
    loop.turn()
    assert len(calls) == 1 and loop.holds


def test_an_error_of_the_database_does_not_end_it(db):
    def down(at):
        raise OperationalError("server closed the connection")

    loop = Worker(read=down, due=lambda at: None, pause=0)
    rests = []
    loop.stop.wait = rests.append
    loop.turn()
    assert rests == [worker.RECOVERY, 0]


def test_stopped_it_gives_the_lease_back(db):
    loop = Worker(read=lambda at: loop.stop.set() or False, due=lambda at: None, pause=0, stop=threading.Event())
    loop.run()
    assert Job.objects.get(name=LEASE).holder == ""
