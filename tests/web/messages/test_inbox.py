"""The inbox: one's own alone, the count in the head, reading without a trace for others."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from duban.audit.models import Event
from duban.messaging.models import Message
from tests.factories.ledger import AssignmentFactory, MatterFactory
from tests.messaging.conftest import give
from tests.support.cast import AT
from tests.support.client import client_for as make_client
from tests.support.queries import assert_same_queries, captured

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast):
    return make_client(cast.lead_clerk)


def subjects(client, query=""):
    html = client.get(f"/messages/{query}").content.decode()
    return re.findall(r'class="inbox-open" data-verbatim>([^<]+)<', html)


def unread(client, path="/messages/"):
    found = re.search(r"，(\d+) 条未读", client.get(path).content.decode())
    return int(found[1]) if found else 0


def test_an_empty_inbox_says_what_will_appear(client):
    assert "没有未读的消息" in client.get("/messages/").content.decode()
    assert "会显示在这里" in client.get("/messages/?show=all").content.decode()


def test_the_newest_first_and_the_count_in_the_head(cast, client):
    give(cast.lead_clerk, at=AT, number=1)
    give(cast.lead_clerk, "extended", at=AT + dt.timedelta(hours=1), number=2)
    assert subjects(client) == ["报告已受理：2023年第2季度", "报告已受理：2023年第1季度"]
    assert unread(client) == 2 and unread(client, "/password") == 2


def test_anothers_messages_do_not_exist(cast, client):
    other = give(cast.lead_principal, at=AT)
    assert subjects(client) == [] and unread(client) == 0
    for path in ("open", "read"):
        assert client.post(f"/messages/{other.pk}/{path}").status_code == 404
    assert client.get(f"/messages/{other.pk}/go").status_code == 404
    other.refresh_from_db()
    assert other.read_at is None


def test_opening_marks_it_read_and_goes_there(cast, client):
    matter = MatterFactory()
    AssignmentFactory(matter=matter, unit=cast.lead_unit)
    row = give(cast.lead_clerk, "assignment_changed", at=AT, about_type="ledger.matter", about_id=matter.pk)
    answer = client.post(f"/messages/{row.pk}/open", follow=True)
    assert answer.redirect_chain[-1][0] == f"/ledger/{matter.pk}/" and matter.code in answer.content.decode()
    assert subjects(client) == [] and subjects(client, "?show=all") == [row.subject]


def test_the_link_of_a_mail_writes_nothing(cast, client):
    matter = MatterFactory()
    AssignmentFactory(matter=matter, unit=cast.lead_unit)
    row = give(cast.lead_clerk, "assignment_changed", at=AT, about_type="ledger.matter", about_id=matter.pk)
    assert client.get(f"/messages/{row.pk}/go")["Location"] == f"/ledger/{matter.pk}/"
    assert unread(client) == 1


def test_the_link_of_a_mail_leads_through_the_log_in(cast):
    row = give(cast.lead_clerk, at=AT)
    answer = make_client().get(f"/messages/{row.pk}/go")
    assert answer.status_code == 302 and answer["Location"] == f"/login?next=/messages/{row.pk}/go"


def test_read_one_and_read_all(cast, client):
    rows = [give(cast.lead_clerk, at=AT, number=n) for n in range(3)]
    client.post(f"/messages/{rows[0].pk}/read")
    assert unread(client) == 2
    answer = client.post("/messages/read", follow=True)
    assert "已将 2 条标为已读" in answer.content.decode() and unread(client) == 0


def test_reading_leaves_no_trace_for_others(cast, client):
    give(cast.lead_clerk, at=AT)
    client.post("/messages/read")
    assert not Event.objects.exists()


def test_what_is_done_counts_no_more_and_says_so(cast, client):
    give(cast.lead_clerk, at=AT, settled_at=AT)
    assert unread(client) == 0 and "<span>已办</span>" in client.get("/messages/?show=all").content.decode()


def test_an_inbox_of_many_pages(cast, client):
    for n in range(120):
        give(cast.lead_clerk, at=AT, number=n)
    html = client.get("/messages/?page=3").content.decode()
    assert "120 条，显示 101–120" in html and "99+" in html


def test_the_list_takes_the_same_queries(cast, client):
    numbers = iter(range(10_000))

    def add(n):
        for _ in range(n):
            give(cast.lead_clerk, at=AT, number=next(numbers))

    assert_same_queries(lambda: client.get("/messages/"), add)


def test_the_count_costs_no_query_of_its_own(cast, client):
    """It comes with the person of the session."""
    give(cast.lead_clerk, at=AT)
    client.get("/password")
    counting = [sql for sql in captured(lambda: client.get("/password")) if "messaging_message" in sql]
    assert len(counting) == 1 and 'FROM "orgs_user"' in counting[0]


def test_a_fragment_is_the_list_alone(cast, client):
    give(cast.lead_clerk, at=AT)
    html = client.fragment("/messages/").content.decode()
    assert "<!doctype" not in html and 'class="inbox"' in html


def test_an_account_that_was_closed_is_logged_out(cast, client):
    cast.lead_clerk.is_active = False
    cast.lead_clerk.save()
    assert client.get("/messages/").status_code == 302


def test_every_kind_leads_somewhere(cast):
    """No target names an address that is not there."""
    from django.urls import reverse

    from duban.web.messages.links import _ACTS, _TARGETS, target

    reverse("reports"), reverse("home")
    for kind in [*_ACTS, "report_accepted"]:
        row = give(cast.lead_clerk, kind, at=AT, about_type="progress.report")
        assert target(row, cast.actor(cast.lead_clerk))
    for name in _TARGETS:
        row = Message(kind="reminder_open", about_type=name, about_id=1)
        assert target(row, cast.actor(cast.lead_clerk)), name
        assert target(row, cast.actor(cast.supervisor)), name
