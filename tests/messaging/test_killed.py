"""The sender is killed between handing a letter over and noting it: the letter goes out at most once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.db import connection

from duban.messaging.enums import DeliveryState, Medium
from duban.messaging.models import Delivery, Message
from duban.messaging.sending import LEASE, send_due
from tests.factories.orgs import UserFactory
from tests.messaging.conftest import give
from tests.support.shared import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

SEND = """
import datetime as dt, sys
from duban.messaging.sending import send_due
print("begun", flush=True)
send_due(dt.datetime.fromisoformat("{at}"))
"""


def database_url() -> str:
    """The test's own database, for another process."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:{given['NAME']}"
    user = quote(given["USER"]) + (f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else "")
    host = given["HOST"]
    if host.startswith("/"):
        return f"postgresql://{user}@:{given['PORT']}/{given['NAME']}?host={host}"
    return f"postgresql://{user}@{host}:{given['PORT']}/{given['NAME']}"


@pytest.fixture
def sender(mailbox, tmp_path, nine):
    """Start a sender as a process of its own; killed at the end whatever happens."""
    started = []

    def start() -> subprocess.Popen:
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DUBAN_DATA": str(tmp_path / "data"),
            "DUBAN_DATABASE_URL": database_url(),
            "DUBAN_SMTP_HOST": "127.0.0.1",
            "DUBAN_SMTP_PORT": str(mailbox.port),
            "DUBAN_SMTP_SECURITY": "none",
            "DUBAN_MAIL_FROM": "duban@example.gov.cn",
            "DUBAN_ADDRESS": "https://duban.example",
        }
        command = [sys.executable, "manage.py", "shell", "-c", SEND.format(at=nine.isoformat())]
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def until(condition, seconds: float = 60.0) -> None:
    """Wait for it."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


@pytest.fixture
def delivery(nine):
    person = UserFactory(email="qian@example.gov.cn")
    made = Delivery.objects.create(
        medium=Medium.EMAIL, person=person, day=nine.date(), occasion="digest", next_at=nine, created_at=nine
    )
    made.messages.set([give(person, at=nine)])
    return made


def test_killed_after_the_letter_was_taken(mailbox, sender, delivery, nine):
    mailbox.hold_after_data = 3.0  # the letter is there, its answer is not
    process = sender()
    until(lambda: mailbox.letters)
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENDING
    mailbox.hold_after_data = 0.0
    send_due(nine + LEASE / 2)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENDING, "the claim still holds"
    tally = send_due(nine + 2 * LEASE)
    delivery.refresh_from_db()
    assert (tally.doubt, delivery.state) == (1, DeliveryState.DOUBT) and "不再重发" in delivery.error
    send_due(nine + 100 * LEASE)
    assert len(mailbox.letters) == 1
    assert Message.objects.unread().count() == 1, "the inbox has it in any case"


def test_killed_before_anything_was_handed_over(mailbox, sender, delivery, nine):
    """Nobody can tell this from the case above, so it is treated alike: rather not than twice."""
    mailbox.hold_greeting = 30.0
    process = sender()
    until(lambda: mailbox.connections)
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    mailbox.hold_greeting = 0.0
    send_due(nine + 2 * LEASE)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DOUBT and mailbox.letters == []


def test_not_killed(mailbox, sender, delivery):
    """The same process left alone: so the tests above would notice if it sent nothing at all."""
    process = sender()
    out, err = process.communicate(timeout=90)
    assert process.returncode == 0, err.decode()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT and len(mailbox.letters) == 1
