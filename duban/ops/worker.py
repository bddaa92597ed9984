"""The process that works by itself: reads uploaded notices, runs what is due. One instance at a time."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import close_old_connections
from django.db.utils import DatabaseError
from django.utils import timezone

from duban.notices.worker import run_once
from duban.ops import leases, periodic

log = logging.getLogger(__name__)

LEASE = "worker"
LEASE_LASTS = dt.timedelta(minutes=5)  # longer than any reading, whose own limit is two minutes
LOOK_AROUND = 30.0  # seconds between renewals of the lease and looks at what is due
PAUSE = 0.5  # seconds between looks at an empty queue
RECOVERY = 5.0  # seconds after an error of the database


@dataclass
class Worker:
    """The loop. ``stop`` ends it after the reading at hand."""

    read: Callable[[dt.datetime], bool] = run_once
    due: Callable[[dt.datetime], object] = periodic.run_due
    stop: threading.Event = field(default_factory=threading.Event)
    pause: float = PAUSE
    looked: float = float("-inf")
    holds: bool = False

    def run(self) -> None:
        """Work until stopped, and give the lease back."""
        try:
            while not self.stop.is_set():
                self.turn()
        finally:
            if self.holds:
                leases.release(LEASE)

    def turn(self) -> None:
        """One round: renew, read one notice if one waits, else rest."""
        close_old_connections()
        try:
            if time.monotonic() - self.looked >= LOOK_AROUND:
                self.look_around()
            if self.holds and self.read(timezone.now()):
                return
        except DatabaseError:
            # The database restarts or is busy: the queue is in it, nothing is lost by waiting.
            log.exception("worker")
            self.stop.wait(RECOVERY)
        self.stop.wait(self.pause)

    def look_around(self) -> None:
        """Renew the lease; with it, run what is due."""
        at = timezone.now()
        held = leases.take(LEASE, at=at, lasts=LEASE_LASTS)
        if not held and (self.holds or self.looked == float("-inf")):
            log.warning("another worker is at work; this one stands by")
        self.holds = held
        if held:
            self.due(at)
        self.looked = time.monotonic()
