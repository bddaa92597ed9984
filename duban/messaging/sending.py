"""Sending what waits, after commit, by one process at a time for each delivery.

A delivery is claimed by compare-and-set before it is handed over. If the process dies in between, nobody can say
whether it arrived: it then counts as *in doubt* and is **not** sent again (at most once). Nothing is lost by that: the
message itself lies in the inbox. What certainly did not arrive is tried again, with growing waits.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import F

from duban.messaging import outside
from duban.messaging.channels import Outcome, robot
from duban.messaging.channels.mail import Mailer
from duban.messaging.composing import Letter, compose
from duban.messaging.enums import DeliveryState, Medium
from duban.messaging.models import Delivery

log = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)  # longer than any single sending, whose own limits are seconds
WAITS = (1, 5, 30, 120, 360)  # minutes before the second, third … try
STALE = dt.timedelta(days=2)  # what did not get through by then is not news any more
RUN = 60.0  # seconds that one run may take; the rest is for the next

BROKEN_OFF = "发送途中程序停止，可能已经送达，不再重发。"


@dataclass
class Tally:
    """What a run did."""

    sent: int = 0
    postponed: int = 0
    dead: int = 0
    doubt: int = 0
    dropped: int = 0

    def __str__(self) -> str:
        return f"发送 {self.sent}，稍后再发 {self.postponed}，未能发送 {self.dead}，不能确定 {self.doubt}"


@dataclass
class Run:
    """One run: the clock, the ways that do not answer, the mail connection."""

    at: dt.datetime
    started: float = field(default_factory=time.monotonic)
    down: set[tuple[str, int | None]] = field(default_factory=set)
    tally: Tally = field(default_factory=Tally)
    me: str = field(default_factory=lambda: f"{socket.gethostname()[:50]}:{os.getpid()}:{uuid.uuid4().hex[:8]}")

    def now(self) -> dt.datetime:
        """The present on the caller's clock."""
        return self.at + dt.timedelta(seconds=time.monotonic() - self.started)


def send_due(at: dt.datetime) -> Tally:
    """Send what waits and is due, for at most a minute."""
    run = Run(at)
    _give_up_broken_off(run)
    with Mailer() as mailer:
        while time.monotonic() - run.started < RUN:
            delivery = _claim(run)
            if delivery is None:
                break
            _send(run, delivery, mailer)
    return run.tally


def _give_up_broken_off(run: Run) -> None:
    broken = Delivery.objects.broken_off(run.at)
    run.tally.doubt += broken.update(state=DeliveryState.DOUBT, error=BROKEN_OFF, holder="", held_until=None)


def _claim(run: Run) -> Delivery | None:
    """The next one that may be tried; of two processes that see it, one gets it."""
    waiting = Delivery.objects.due(run.at).select_related("person", "channel").order_by("next_at", "id")
    for delivery in waiting[:500]:
        if _way(delivery) in run.down:
            continue
        taken = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING, attempts=delivery.attempts).update(
            state=DeliveryState.SENDING, holder=run.me, held_until=run.now() + LEASE, attempts=F("attempts") + 1
        )
        if taken:
            delivery.attempts += 1
            return delivery
    return None


def _way(delivery: Delivery) -> tuple[str, int | None]:
    return delivery.medium, delivery.channel_id


def _send(run: Run, delivery: Delivery, mailer: Mailer) -> None:
    off = outside.mail_off() if delivery.medium == Medium.EMAIL else outside.robots_off()
    if off:
        _finish(run, delivery, Outcome(sent=False, reason=off))
        return
    try:
        letter = compose(delivery)
    except Exception:  # our own fault must not hold up the others
        log.exception("delivery %s", delivery.pk)
        _finish(run, delivery, Outcome(sent=False, reason="没有写成这条消息，程序出错。", again=True))
        return
    if letter is None:
        run.tally.dropped += 1
        _write(run, delivery, state=DeliveryState.DROPPED)
    else:
        _finish(run, delivery, _ways(delivery, mailer)(letter))


def _ways(delivery: Delivery, mailer: Mailer) -> Callable[[Letter], Outcome]:
    person, channel = delivery.person, delivery.channel
    if person is not None:
        return lambda letter: mailer.send(letter, to=person.email, number=delivery.pk)
    address = channel.address if channel is not None else ""
    return lambda letter: robot.send(letter, address)


def _finish(run: Run, delivery: Delivery, outcome: Outcome) -> None:
    """Write down how it ended."""
    if outcome.down:
        run.down.add(_way(delivery))
    now = run.now()
    if outcome.sent:
        run.tally.sent += 1
        _write(run, delivery, state=DeliveryState.SENT, sent_at=now, error="")
        return
    wait = WAITS[delivery.attempts - 1] if delivery.attempts <= len(WAITS) else None
    if outcome.again and wait is not None and now - delivery.created_at < STALE:
        run.tally.postponed += 1
        next_at = now + dt.timedelta(minutes=wait)
        _write(run, delivery, state=DeliveryState.WAITING, next_at=next_at, error=outcome.reason)
    elif outcome.doubt:
        run.tally.doubt += 1
        _write(run, delivery, state=DeliveryState.DOUBT, error=outcome.reason)
    else:
        run.tally.dead += 1
        tries = f"试了 {delivery.attempts} 次：" if delivery.attempts > 1 else ""
        _write(run, delivery, state=DeliveryState.DEAD, error=f"{tries}{outcome.reason}")


def _write(run: Run, delivery: Delivery, **changes: object) -> None:
    """Only while the claim holds: a process that was given up for dead overwrites nothing."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, holder=run.me)
    if not mine.update(holder="", held_until=None, **changes):
        log.warning("delivery %s was taken over", delivery.pk)
