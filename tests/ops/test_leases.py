"""One instance at a time, on both databases."""

import datetime as dt

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
