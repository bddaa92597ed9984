"""Scheduled work: what is due is run, one instance at a time, with a record of the last run.

A job is due when its last start lies ``every`` or more back, so a machine that was off catches up at once.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from duban.audit import chain
from duban.messaging import deriving, gathering, sending
from duban.ops import leases
from duban.ops.lights import keep_large, note_lights
from duban.ops.models import Job
from duban.ops.reporting_days import open_and_close
from duban.orgs.actor import system
from duban.oversight import case_days
from duban.oversight.actions import urging
from duban.progress import reminders
from duban.progress.actions import verifying

log = logging.getLogger(__name__)

LIMIT = dt.timedelta(minutes=30)  # a holder that has been silent for longer is taken for dead
KEEP_ATTEMPTS = dt.timedelta(days=180)  # 网络安全法 第二十一条: logs are kept six months at least


@dataclass(frozen=True)
class Periodic:
    """A job: ``run(at)`` does it and returns what it did, in Chinese."""

    name: str
    label: str
    every: dt.timedelta
    run: Callable[[dt.datetime], str]


def look_at_cases(at: dt.datetime) -> str:
    """Difficulties that nobody answered in time go up; reminders of the day before and the day after."""
    moved, told = case_days.look(by=system(timezone.localdate(at)), at=at)
    return f"逾期上提 {moved} 件，提醒 {told} 条"


def clear_sessions(at: dt.datetime) -> str:
    """Sessions that are over."""
    count, _ = Session.objects.filter(expire_date__lt=at).delete()
    return f"清理过期会话 {count} 个"


def clear_attempts(at: dt.datetime) -> str:
    """Failed log-ins older than what has to be kept."""
    count, _ = AccessAttempt.objects.filter(attempt_time__lt=at - KEEP_ATTEMPTS).delete()
    return f"清理登录失败记录 {count} 条"


def verify_trail(at: dt.datetime) -> str:
    """The chain of the trail, every night; a break is an error in the log and in the record."""
    count, breaks = chain.verify()
    if breaks:
        raise RuntimeError(f"留痕 {count} 条，{len(breaks)} 处不符：{breaks[0].message}")
    return f"留痕 {count} 条，链条完整"


def make_messages(at: dt.datetime) -> str:
    """New events of the trail as messages; urgent ones are made ready to go out."""
    events = deriving.derive(at)
    return f"留痕 {events} 条，即时发送 {gathering.gather_urgent(at)} 件"


def make_digests(at: dt.datetime) -> str:
    """Once a working day: the ladder's reminders, then one digest a person."""
    if not gathering.digest_due(at):
        return "今天不汇总，或已经汇总"
    given = reminders.remind(at)
    return f"报送提醒 {given} 条，汇总 {gathering.gather_digests(at)} 件"


def send_messages(at: dt.datetime) -> str:
    """What waits to go out."""
    return str(sending.send_due(at))


def verify_signatures(at: dt.datetime) -> str:
    """Every signature against what is there, every night; the audit administrator is told what does not hold."""
    count, broken = verifying.check_all()
    verifying.note(count, broken, by=system(timezone.localdate(at)), at=at)
    if broken:
        raise RuntimeError(verifying.result_words(count, len(broken)))
    return verifying.result_words(count, 0)


def settle_urgings(at: dt.datetime) -> str:
    """Urgings whose cause is gone: filed, done, no longer behind."""
    gone = urging.settle(by=system(timezone.localdate(at)), at=at)
    return f"了结催办 {len(gone)} 件"


LOOK = dt.timedelta(seconds=20)  # shorter than the worker's look around: at every look

JOBS: tuple[Periodic, ...] = (
    Periodic("messages", "整理消息", LOOK, make_messages),
    Periodic("cases", "协调事项上提与提醒", dt.timedelta(hours=1), look_at_cases),
    Periodic("digests", "提醒与汇总", dt.timedelta(minutes=5), make_digests),
    Periodic("sending", "发送消息", LOOK, send_messages),
    Periodic("clear-sessions", "清理过期会话", dt.timedelta(hours=1), clear_sessions),
    Periodic("clear-attempts", "清理登录失败记录", dt.timedelta(days=1), clear_attempts),
    Periodic("open-periods", "按日开启、关闭报告期", dt.timedelta(minutes=10), open_and_close),
    Periodic("lights", "核对亮灯", dt.timedelta(days=1), note_lights),
    Periodic("lights-of-large-years", "核对大台账的亮灯", dt.timedelta(minutes=5), keep_large),
    Periodic("settle-urgings", "了结催办", dt.timedelta(hours=1), settle_urgings),
    Periodic("verify-trail", "核验办理留痕", dt.timedelta(days=1), verify_trail),
    Periodic("verify-signatures", "核验签字", dt.timedelta(days=1), verify_signatures),
)


@dataclass(frozen=True)
class Outcome:
    """How a run of a job ended; ``message`` is Chinese."""

    job: Periodic
    message: str
    failed: bool


def run_due(at: dt.datetime, jobs: tuple[Periodic, ...] | None = None) -> list[Outcome]:
    """Run every job that is due and that nobody else runs."""
    return [run(job, at) for job in (JOBS if jobs is None else jobs) if claim(job, at)]


def claim(job: Periodic, at: dt.datetime) -> bool:
    """Take a job that is due: of two processes that see it due, one gets it."""
    row, _ = Job.objects.get_or_create(name=job.name)
    due = Q(started_at__isnull=True) | Q(started_at__lte=at - job.every)
    free = Q(holder="") | Q(held_until__lt=at)
    if leases.is_dead(row.holder):
        free |= Q(holder=row.holder)
    free_and_due = Job.objects.filter(due, free, name=job.name)
    return free_and_due.update(started_at=at, holder=leases.me(), held_until=at + LIMIT) == 1


def run(job: Periodic, at: dt.datetime) -> Outcome:
    """Run a claimed job and record how it ended. An error of one job never keeps the others away."""
    try:
        outcome = Outcome(job, job.run(at), failed=False)
    except Exception as error:
        log.exception("periodic job %s", job.name)
        outcome = Outcome(job, f"{job.label}失败：{error}", failed=True)
    Job.objects.filter(name=job.name, holder=leases.me()).update(
        finished_at=timezone.now(),
        outcome=outcome.message[:300],
        failed=outcome.failed,
        holder="",
        held_until=None,
    )
    return outcome
