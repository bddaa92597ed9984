"""A working system with a mail server and a robot's address, both real and on this machine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from duban.messaging.kinds import kind
from duban.messaging.models import Message
from tests.factories.progress import moment
from tests.support.receivers import Hook, Mailbox, mail_server, web_hook


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """A mail server that the settings name."""
    with mail_server() as box:
        settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_SECURITY = "127.0.0.1", box.port, "none"
        settings.MAIL_FROM, settings.ADDRESS = "duban@example.gov.cn", "https://duban.example"
        yield box


@pytest.fixture
def hook() -> Iterator[Hook]:
    """An HTTP server that takes what a robot is told."""
    with web_hook() as made:
        yield made


@pytest.fixture
def nine() -> dt.datetime:
    """Monday 2023-03-06 09:00, when the day's digests are made."""
    return moment("2023-03-06 09:00:00")


def give(person: Any, code: str = "report_accepted", *, at: dt.datetime, number: int = 1, **fields: Any) -> Message:
    """A message in the person's inbox."""
    unit = person.appointments.first().post.unit if person.appointments.exists() else None
    values = {
        "unit": unit,
        "subject": f"报告已受理：2023年第{number}季度",
        "body": "内部内容",
        "about_type": "progress.report",
        "about_id": number,
        "key": f"test:{code}:{number}",
        "urgent": kind(code).urgent,
    }
    return Message.objects.create(recipient=person, kind=code, at=at, **{**values, **fields})
