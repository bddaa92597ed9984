"""Home of the system administrator: messages that did not leave."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from duban.messaging.models import Delivery
from tests.support.client import client_for as make_client

pytestmark = pytest.mark.django_db


def dead(person, *, days=0, error="连不上邮件服务器。"):
    at = timezone.now() - dt.timedelta(days=days)
    return Delivery.objects.create(
        medium="email", person=person, day=at.date(), occasion=f"digest{days}", state="dead", error=error, next_at=at,
        created_at=at,
    )  # fmt: skip


def home(person) -> str:
    return make_client(person).get("/").content.decode()


def test_what_did_not_leave_and_why(cast):
    dead(cast.lead_clerk)
    html = home(cast.system_admin)
    assert "1 条消息没有发出" in html and "连不上邮件服务器。" in html
    assert "没有发出" not in home(cast.supervisor)


def test_it_leaves_when_sent_and_after_a_week(cast):
    row = dead(cast.lead_clerk)
    dead(cast.lead_clerk, days=8)
    Delivery.objects.filter(pk=row.pk).update(state="sent", error="")
    assert "没有发出" not in home(cast.system_admin)
