"""The trail of the audit administrator: filters, no business content, the check, the file."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from duban.audit.actions import record
from duban.audit.models import Event
from tests.factories.ledger import MatterFactory
from tests.support.cast import AT
from tests.support.client import client_for as make_client
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast):
    return make_client(cast.audit_admin)


@pytest.fixture
def events(cast):
    office, system = cast.actor(cast.supervisor), cast.actor(cast.system_admin)
    record("unit.create", cast.lead_unit, by=office, at=AT, after={"name": "区建设局"})
    record("account.reset_password", cast.lead_clerk, by=system, at=AT + dt.timedelta(days=2))
    return Event.objects.order_by("seq")


def shown(client, query: str = "") -> str:
    html = client.get(f"/trail/?{query}").content.decode()
    return html.split('id="results"')[1]


def test_sentences_with_person_and_time(client, events):
    html = shown(client)
    assert "新建单位“区建设局”" in html and "杜察（区政府督查室督查员）" in html and "2023年3月6日 09:30" in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=系统员", {"重置"}),
        ("verb=unit.create", {"新建"}),
        ("kind=orgs.user", {"重置"}),
        ("since=2023-03-07", {"重置"}),
        ("until=2023-03-06", {"新建"}),
        ("since=2023-03-06&until=2023-03-08", {"新建", "重置"}),
        ("since=odd", {"新建", "重置"}),
        ("verb=odd", {"新建", "重置"}),
    ],
)
def test_filters(client, events, query, found):
    html = shown(client, query)
    assert {word for word in ("新建", "重置") if f"{word}" in html} == found


def test_a_filter_that_cannot_be_understood_says_so(client, events):
    assert "日期无法识别" in client.get("/trail/?since=odd").content.decode()


def test_business_content_stays_hidden(cast, client):
    matter = MatterFactory(code="区-54", body="建成停车泊位260个。")
    record(
        "target.correct",
        matter,
        by=cast.actor(cast.supervisor),
        at=AT,
        before={"value": "260"},
        after={"value": "300", "phrase": "停车泊位260个"},
        reason="来文有误",
    )
    html = shown(client)
    assert "更正量化目标：事项 区-54" in html
    assert not any(word in html for word in ("停车", "260", "300", "来文有误"))


@pytest.mark.parametrize("who", ["supervisor", "leader", "lead_clerk", "system_admin", "security_admin"])
def test_for_the_audit_administrator_alone(cast, who):
    other = make_client(getattr(cast, who))
    assert other.get("/trail/").status_code == other.post("/trail/verify").status_code == 403


class TestCheck:
    def test_a_whole_chain(self, client, events):
        html = client.post("/trail/verify", follow=True).content.decode()
        assert "校验了 2 条留痕，环环相接" in html and "共 2 条，环环相接" in html
        assert Event.objects.filter(verb="trail.verify").count() == 1

    def test_a_broken_one(self, client, events):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE audit_event SET reason = %s WHERE seq = 1", ["改动"])
        html = client.post("/trail/verify", follow=True).content.decode()
        assert "发现 1 处不符" in html and "第 1 条的内容与摘要不符" in html

    def test_a_link_does_not_check(self, client):
        assert client.get("/trail/verify").status_code == 405


def test_the_file_holds_what_is_shown_and_is_recorded(client, events):
    answer = client.post("/trail/export", {"verb": "unit.create"})
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv")
    assert "新建单位“区建设局”" in text and "重置" not in text
    event = Event.objects.get(verb="trail.export")
    assert event.after == {"count": 1, "conditions": {"verb": "unit.create"}}


def test_a_fragment_is_the_list_alone(client, events):
    html = client.fragment("/trail/?who=系统员").content.decode()
    assert "<!doctype" not in html and "重置" in html


def test_the_list_takes_the_same_queries(cast, client):
    by = cast.actor(cast.supervisor)

    def add(n: int) -> None:
        for _ in range(n):
            record("unit.create", cast.lead_unit, by=by, at=AT)

    assert_same_queries(lambda: client.get("/trail/"), add)


def test_an_empty_trail_says_what_will_appear(client):
    assert "没有符合条件的留痕" in shown(client)
