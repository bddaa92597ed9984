"""One instance at a time, on both databases."""

import datetime as dt
import os
import socket
import subprocess
import sys

from duban.ops import leases

SPAN = dt.timedelta(minutes=5)


def test_the_first_gets_it_and_renews_it(db, at):
    assert leases.take("worker", at=at, lasts=SPAN, holder="a")
    assert leases.take("worker", at=at + SPAN / 2, lasts=SPAN, holder="a")
    assert not leases.take("worker", at=at + SPAN, lasts=SPAN, holder="b")


def test_one_that_fell_silent_loses_it(db, at):
    assert leases.take("worker", at=at, lasts=SPAN, holder="a")
    late = at + SPAN + dt.timedelta(seconds=1)
    assert leases.take("worker", at=late, lasts=SPAN, holder="b")
    assert not leases.take("worker", at=late, lasts=SPAN, holder="a")


def test_given_back_it_is_free_at_once(db, at):
    leases.take("worker", at=at, lasts=SPAN, holder="a")
    leases.release("worker", holder="b")
    assert not leases.take("worker", at=at, lasts=SPAN, holder="b"), "only the holder gives it back"
    leases.release("worker", holder="a")
    assert leases.take("worker", at=at, lasts=SPAN, holder="b")


def test_leases_of_different_work_do_not_meet(db, at):
    assert leases.take("worker", at=at, lasts=SPAN, holder="a")
    assert leases.take("other", at=at, lasts=SPAN, holder="b")


def test_a_dead_process_of_this_machine_holds_nothing(db, at):
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    host = socket.gethostname()[:80]
    assert leases.take("worker", at=at, lasts=SPAN, holder=f"{host}:{gone.pid}")
    assert leases.take("worker", at=at, lasts=SPAN, holder="b")


def test_a_living_process_and_one_of_another_machine_hold_it(db, at):
    for holder in (f"{socket.gethostname()[:80]}:{os.getppid()}", "elsewhere:999999999"):
        assert leases.take(holder, at=at, lasts=SPAN, holder=holder)
        assert not leases.take(holder, at=at, lasts=SPAN, holder="b")
