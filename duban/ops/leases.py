"""One instance at a time: a lease on a row, taken by compare-and-set, so that it holds on both databases."""

from __future__ import annotations

import datetime as dt
import os
import socket

from django.db.models import Q

from duban.ops.models import Job


def me() -> str:
    """This process, as a holder: host and process number."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}"


def is_dead(holder: str) -> bool:
    """Whether the holder is a process of this machine that is no more; of another machine nobody can say."""
    host, _, number = holder.rpartition(":")
    if host != socket.gethostname()[:80] or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass  # it lives, as another user
    return False


def take(name: str, *, at: dt.datetime, lasts: dt.timedelta, holder: str = "") -> bool:
    """Take or renew the lease. False where another holds it and its time is not over."""
    holder = holder or me()
    job, _ = Job.objects.get_or_create(name=name)
    free = Q(holder="") | Q(holder=holder) | Q(held_until__lt=at)
    if is_dead(job.holder):
        free |= Q(holder=job.holder)
    return Job.objects.filter(free, name=name).update(holder=holder, held_until=at + lasts) == 1


def release(name: str, *, holder: str = "") -> None:
    """Give it back, if it is still ours."""
    Job.objects.filter(name=name, holder=holder or me()).update(holder="", held_until=None)
