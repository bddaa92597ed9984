"""Scheduled work: due, once, recorded."""

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import call_command

from duban.audit import actions as audit
from duban.audit.models import ChainHead
from duban.ops import periodic
from duban.ops.models import Job
from duban.ops.periodic import Periodic, claim, run_due
from duban.orgs.actor import system
from tests.factories.orgs import UnitFactory

HOUR = dt.timedelta(hours=1)


def counting(calls, every=HOUR, name="count"):
    """A job that notes its calls."""
    return Periodic(name, "计数", every, lambda at: calls.append(at) or f"第 {len(calls)} 次")


def test_a_job_runs_when_due_and_not_before(db, at):
    calls = []
    jobs = (counting(calls),)
    assert [o.message for o in run_due(at, jobs)] == ["第 1 次"]
    assert run_due(at + HOUR / 2, jobs) == []
    assert [o.message for o in run_due(at + HOUR, jobs)] == ["第 2 次"]
    job = Job.objects.get(name="count")
    assert (job.outcome, job.failed, job.holder) == ("第 2 次", False, "")
    assert job.started_at == at + HOUR and job.finished_at is not None


def test_a_machine_that_was_off_catches_up_once(db, at):
    calls = []
    run_due(at, (counting(calls),))
    run_due(at + 30 * HOUR, (counting(calls),))
    assert len(calls) == 2


def test_of_two_that_see_it_due_one_gets_it(db, at):
    job = counting([])
    assert claim(job, at)
    assert not claim(job, at + HOUR / 4)


def test_one_that_died_in_the_middle_does_not_block_for_ever(db, at):
    job = counting([], every=dt.timedelta(minutes=1))
    assert claim(job, at)
    assert not claim(job, at + dt.timedelta(minutes=2)), "still held"
    assert claim(job, at + periodic.LIMIT + dt.timedelta(seconds=1))


def test_a_failure_is_recorded_and_keeps_no_other_job_away(db, at):
    calls = []

    def broken(at):
        raise ValueError("磁盘已满")

    outcomes = run_due(at, (Periodic("broken", "坏的", HOUR, broken), counting(calls)))
    assert [o.failed for o in outcomes] == [True, False]
    job = Job.objects.get(name="broken")
    assert job.failed and job.outcome == "坏的失败：磁盘已满"
    assert len(calls) == 1


def test_sessions_that_are_over_go(db, at):
    for name, end in (("old", at - HOUR), ("new", at + HOUR)):
        Session.objects.create(session_key=name, session_data="", expire_date=end)
    assert periodic.clear_sessions(at) == "清理过期会话 1 个"
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_failed_log_ins_are_kept_half_a_year(db, at):
    for days in (10, 200):
        row = AccessAttempt.objects.create(
            username=f"u{days}", ip_address="127.0.0.1", user_agent="", failures_since_start=1
        )
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=at - dt.timedelta(days=days))
    assert periodic.clear_attempts(at) == "清理登录失败记录 1 条"
    assert AccessAttempt.objects.get().username == "u10"


def test_the_trail_is_verified(db, at, today):
    audit.record("create", UnitFactory(), by=system(today), at=at)
    assert periodic.verify_trail(at) == "留痕 1 条，链条完整"
    ChainHead.objects.update(seq=2)
    with pytest.raises(RuntimeError, match="1 处不符"):
        periodic.verify_trail(at)


def test_the_command_says_what_ran_and_then_that_nothing_is_due(db, capsys):
    call_command("run_periodic")
    assert "完成  留痕 0 条，链条完整" in capsys.readouterr().out
    call_command("run_periodic")
    assert capsys.readouterr().out == "没有到期的作业。\n"


def test_the_command_fails_with_a_job(db, capsys, monkeypatch):
    def broken(at):
        raise ValueError("坏了")

    monkeypatch.setattr(periodic, "JOBS", (Periodic("broken", "坏的", HOUR, broken),))
    with pytest.raises(SystemExit) as ended:
        call_command("run_periodic")
    assert ended.value.code == 1
    assert "失败  坏的失败：坏了" in capsys.readouterr().out
