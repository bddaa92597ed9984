"""提醒: what goes out next and why; what was given and what followed."""

from __future__ import annotations

import datetime as dt

import pytest

from duban.messaging.models import DigestRun
from duban.progress.models import Nudge, Obligation
from duban.progress.reminders import remind
from tests.factories.orgs import UnitFactory, UserFactory, appoint
from tests.factories.progress import moment
from tests.support.client import client_for as make_client
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(monkeypatch):
    """The office looks at the page on the evening of Monday, 10 April 2023."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: a[0].date() if a else dt.date(2023, 4, 10))


@pytest.fixture
def client(stage, today):
    DigestRun.objects.create(day=dt.date(2023, 4, 10), at=moment("2023-04-10 09:00:00"))
    return make_client(stage.cast.supervisor)


def shown(client, query=""):
    return client.get(f"/messages/reminders{query}").content.decode()


def test_the_next_sending_with_its_reasons(stage, client):
    html = shown(client)
    assert "2023年4月11日（周二）" in html and "逾期 1 个工作日" in html
    assert "钱经办、钱副" in html and "期限 2023-04-10，还没有动笔，尚未打开，2 项未填" in html
    assert not Nudge.objects.exists()


def test_until_todays_digests_are_made_the_next_sending_is_today(stage, client):
    DigestRun.objects.all().delete()
    html = shown(client)
    assert "下一次发送：2023年4月10日（周一）" in html and "期限前 3 个工作日" in html


def test_what_was_given_and_what_followed(stage, client):
    remind(moment("2023-04-04 09:00:00"))
    assert "尚未报送" in shown(client)
    stage.sign(stage.to_sign(stage.draft()), "2023-04-07 10:00:00")
    html = shown(client)
    assert "3 天后报送" in html and "期限前 3 个工作日" in html
    row = html.split('id="effects-h"')[1].split("</section>")[0]
    assert '<td class="num">1</td><td class="num">1</td>' in row


def test_nothing_to_send_and_nothing_sent(stage, client):
    stage.sign(stage.to_sign(stage.draft()))
    html = shown(client)
    assert "下一个工作日没有要发的提醒" in html and "还没有发过提醒" in html


def test_one_period_alone(stage, client):
    remind(moment("2023-04-04 09:00:00"))
    assert "钱经办" in shown(client, f"?period={stage.periods[0].pk}").split('id="log-h"')[1]
    assert "钱经办" not in shown(client, f"?period={stage.periods[1].pk}").split('id="log-h"')[1]
    assert "钱经办" in shown(client, "?period=odd").split('id="log-h"')[1]


def test_there_is_no_button_for_everybody(stage, client):
    main = shown(client).split("<main")[1]
    assert "<form" not in main and "<button" not in main


@pytest.mark.parametrize("who", ["leader", "lead_principal", "system_admin", "audit_admin"])
def test_for_the_office_alone(stage, who):
    assert make_client(getattr(stage.cast, who)).get("/messages/reminders").status_code == 403


def test_the_page_takes_the_same_queries(stage, client):
    def add(n):
        for _ in range(n):
            unit = UnitFactory()
            appoint(UserFactory(), unit, "clerk")
            Obligation.objects.create(period=stage.periods[0], unit=unit, due_on=dt.date(2023, 4, 10))
        remind(moment("2023-04-04 09:00:00"))

    assert_same_queries(lambda: client.get("/messages/reminders"), add)
