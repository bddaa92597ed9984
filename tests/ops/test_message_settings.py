"""Settings of messages, read strictly; and the scheduled work that makes and sends them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from config import environment as env
from config.environment import SettingsError
from duban.messaging.enums import DeliveryState
from duban.messaging.models import Delivery, Message
from duban.ops import periodic
from duban.ops.models import Job
from duban.ops.periodic import run_due
from tests.factories.progress import moment
from tests.support.receivers import mail_server
from tests.support.shared import ROOT


@pytest.mark.parametrize(("raw", "value"), [("", "starttls"), ("none", "none"), ("ssl", "ssl")])
def test_one_of_the_options(monkeypatch, raw, value):
    monkeypatch.setenv("DUBAN_X", raw)
    assert env.choice("X", ("starttls", "ssl", "none")) == value


def test_another_word_stops_the_start(monkeypatch):
    monkeypatch.setenv("DUBAN_X", "tls")
    with pytest.raises(SettingsError, match="DUBAN_X 的值是“tls”，只能是 starttls、ssl"):
        env.choice("X", ("starttls", "ssl"))


@pytest.mark.parametrize(
    ("raw", "value"), [("", ""), ("https://duban.example/", "https://duban.example"), ("http://10.1.2.3:8000", None)]
)
def test_an_address(monkeypatch, raw, value):
    monkeypatch.setenv("DUBAN_X", raw)
    assert env.site("X") == (raw if value is None else value)


@pytest.mark.parametrize("raw", ["duban.example", "ftp://x", "https://", "https://x?y=1"])
def test_no_address_stops_the_start(monkeypatch, raw):
    monkeypatch.setenv("DUBAN_X", raw)
    with pytest.raises(SettingsError, match="应是 https://域名"):
        env.site("X")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"DUBAN_SMTP_HOST": "mail.example"}, "DUBAN_MAIL_FROM"),
        ({"DUBAN_DIGEST_HOUR": "24"}, "应为 0 到 23"),
        ({"DUBAN_SMTP_SECURITY": "yes"}, "只能是 starttls、ssl、none"),
    ],
)
def test_settings_that_do_not_fit_stop_the_start(tmp_path, given, said):
    values = {**os.environ, "DUBAN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.dev", **given}
    command = [sys.executable, "-c", "import django; django.setup()"]
    answer = subprocess.run(command, cwd=ROOT, env=values, capture_output=True, text=True, check=False)
    assert answer.returncode != 0 and said in answer.stderr


JOBS = tuple(job for job in periodic.JOBS if job.name in {"messages", "digests", "sending"})


@pytest.fixture
def server(settings):
    with mail_server() as box:
        settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_SECURITY = "127.0.0.1", box.port, "none"
        settings.MAIL_FROM, settings.ADDRESS = "duban@example.gov.cn", "https://duban.example"
        yield box


def test_from_the_act_to_the_letter(stage, server):
    """An act of the office, read from the trail, and the day's digest with its reminder: one letter."""
    stage.cast.lead_clerk.email = "qian@example.gov.cn"
    stage.cast.lead_clerk.save()
    assert [job.name for job in JOBS] == ["messages", "digests", "sending"], "in this order"
    outcomes = run_due(moment("2023-04-03 09:00:10"), JOBS)
    assert not any(o.failed for o in outcomes), outcomes
    assert server.subjects == ["督办：开始报送：2023年第一季度"]
    for minutes in (1, 6, 30):
        run_due(moment(f"2023-04-03 09:{minutes:02}:30"), JOBS)
    assert len(server.letters) == 1
    run_due(moment("2023-04-04 09:00:10"), JOBS)
    assert server.subjects[1:] == ["督办：还有 3 个工作日：2023年第一季度"]


def test_a_returned_report_at_once(stage, server):
    from duban.progress.actions import reviewing

    stage.cast.lead_clerk.email = "qian@example.gov.cn"
    stage.cast.lead_clerk.save()
    report = stage.sign(stage.to_sign(stage.draft()))
    reviewing.send_back(report=report, comment="请补充。", **stage.act(stage.cast.supervisor, "2023-04-05 10:00:00"))
    run_due(moment("2023-04-05 10:00:30"), JOBS)  # a holiday: no digest, but who returned it worked
    assert server.subjects == ["督办：报告已退回：2023年第一季度"]


def test_demo_mode_keeps_everything_inside(stage, server, settings):
    settings.DEMO = True
    stage.cast.lead_clerk.email = "qian@example.gov.cn"
    stage.cast.lead_clerk.save()
    run_due(moment("2023-04-03 09:00:10"), JOBS)
    assert server.connections == 0 and not Delivery.objects.exists()
    assert Message.objects.unread().filter(recipient=stage.cast.lead_clerk).count() == 1


def test_a_mail_server_that_is_down_fails_no_job(stage, server, settings):
    settings.SMTP_PORT = 1
    stage.cast.lead_clerk.email = "qian@example.gov.cn"
    stage.cast.lead_clerk.save()
    outcomes = run_due(moment("2023-04-03 09:00:10"), JOBS)
    assert not any(o.failed for o in outcomes)
    assert Delivery.objects.get().state == DeliveryState.WAITING


def test_a_job_whose_process_is_gone_is_taken_over(db, at):
    job = JOBS[0]
    assert periodic.claim(job, at)
    import socket

    gone = subprocess.Popen(["true"])
    gone.wait()
    Job.objects.filter(name=job.name).update(holder=f"{socket.gethostname()[:80]}:{gone.pid}")
    assert periodic.claim(job, at + job.every), "not only after half an hour"
