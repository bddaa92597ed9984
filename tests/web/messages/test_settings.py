"""消息设置: address, choice of kinds, the calendar feed."""

from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar

from duban.audit.models import Event
from duban.messaging.kinds import of
from duban.messaging.models import CalendarToken, Delivery, Preference
from duban.orgs.models import User
from duban.progress.actions import periods
from duban.progress.models import Obligation
from tests.support.client import client_for as make_client
from tests.support.receivers import mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast):
    return make_client(cast.lead_clerk)


@pytest.fixture
def server(settings):
    with mail_server() as box:
        settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_SECURITY = "127.0.0.1", box.port, "none"
        settings.MAIL_FROM, settings.ADDRESS = "duban@example.gov.cn", "https://duban.example"
        yield box


class TestAddress:
    def test_one_sets_ones_own(self, cast, client):
        answer = client.post("/messages/settings/email", {"email": " qian@example.gov.cn "}, follow=True)
        assert "邮箱已登记：qian@example.gov.cn" in answer.content.decode()
        assert User.objects.get(pk=cast.lead_clerk.pk).email == "qian@example.gov.cn"
        event = Event.objects.get(verb="account.set_email")
        assert event.after == {"given": True} and "qian" not in str(event.before) + event.subject_label

    @pytest.mark.parametrize("typed", ["qian", "qian@", "a b@c.cn", "qian@example.gov.cn\nBcc: all@example.gov.cn"])
    def test_what_is_no_address_is_said(self, client, typed):
        answer = client.post("/messages/settings/email", {"email": typed})
        assert answer.status_code == 422 and "不是完整的邮箱地址" in answer.content.decode()

    def test_only_the_domains_of_the_installation(self, client, settings):
        settings.MAIL_DOMAINS = ["example.gov.cn"]
        html = client.post("/messages/settings/email", {"email": "qian@elsewhere.com"}).content.decode()
        assert "只能使用 @example.gov.cn 的邮箱，收到的是 @elsewhere.com" in html

    def test_taken_away(self, cast, client):
        User.objects.filter(pk=cast.lead_clerk.pk).update(email="qian@example.gov.cn")
        client.post("/messages/settings/email", {"email": ""})
        assert User.objects.get(pk=cast.lead_clerk.pk).email == ""

    def test_a_test_is_queued_and_its_end_shown(self, cast, client, server):
        from django.utils import timezone

        from duban.messaging.sending import send_due

        User.objects.filter(pk=cast.lead_clerk.pk).update(email="qian@example.gov.cn")
        client.post("/messages/settings/test")
        assert server.letters == [], "not in the request"
        send_due(timezone.now() + dt.timedelta(seconds=1))
        assert server.subjects == ["督办：测试消息"]
        assert "已发送" in client.get("/messages/settings").content.decode()
        html = client.post("/messages/settings/test", follow=True).content.decode()
        assert "一分钟内刚发过测试" in html or Delivery.objects.count() == 2

    def test_demo_mode_says_that_it_does_not_send(self, cast, client, settings, server):
        User.objects.filter(pk=cast.lead_clerk.pk).update(email="qian@example.gov.cn")
        settings.DEMO = True
        assert "演示方式：不向系统外发送任何消息" in client.get("/messages/settings").content.decode()
        client.post("/messages/settings/test")
        assert not Delivery.objects.exists()


def offered(office=False):
    return [each.code for each in of(office=office) if not each.duty]


class TestChoice:
    def test_the_office_chooses_among_its_own(self, cast):
        html = make_client(cast.supervisor).get("/messages/settings").content.decode()
        assert "逾期单位名单" in html and "报告受理" not in html

    def test_what_is_not_ticked_stays_in_the_inbox(self, cast, client):
        ticked = [code for code in offered() if code != "report_accepted"]
        client.post("/messages/settings", {"email_on": "on", "kinds": ticked})
        row = Preference.objects.get(person=cast.lead_clerk)
        assert row.email_on and row.muted == ["report_accepted"]
        html = client.get("/messages/settings").content.decode()
        assert html.count("checked") == len(ticked) + 1
        assert "职责消息不能静默：" in html and "报告退回" in html

    def test_nothing_at_all_by_mail(self, cast, client):
        client.post("/messages/settings", {})
        row = Preference.objects.get(person=cast.lead_clerk)
        assert not row.email_on and set(row.muted) == set(offered())

    def test_an_unknown_kind_is_refused(self, client):
        assert client.post("/messages/settings", {"kinds": ["report_returned"]}).status_code == 422

    def test_saving_the_same_leaves_no_event(self, client):
        for _ in range(2):
            client.post("/messages/settings", {"kinds": offered()})
        assert Event.objects.filter(verb="message.choose").count() == 1


class TestFeed:
    @pytest.fixture
    def address(self, client):
        html = client.post("/messages/settings/calendar").content.decode()
        return html.split('readonly value="')[1].split('"')[0].removeprefix("http://testserver")

    def events(self, answer):
        return list(Calendar.from_ical(answer.content).walk("VEVENT"))

    def test_shown_once_and_kept_as_a_digest(self, cast, client, address):
        token = address.removeprefix("/calendar/").removesuffix(".ics")
        assert token not in CalendarToken.objects.get().digest
        assert token not in client.get("/messages/settings").content.decode()
        assert all(token not in str((e.after, e.subject_label)) for e in Event.objects.all())

    def test_read_without_log_in(self, stage, address):
        answer = make_client().get(address)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert isinstance(self.events(answer), list) and "no-cache" in answer["Cache-Control"]

    def test_an_etag_and_nothing_twice(self, address):
        first = make_client().get(address)
        again = make_client().get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304 and again["ETag"] == first["ETag"] and again.content == b""
        assert make_client().get(address, headers={"If-None-Match": '"other"'}).status_code == 200

    def test_a_change_changes_the_etag(self, stage, address, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: dt.date(2023, 4, 3))
        first = make_client().get(address)
        row = Obligation.objects.get(unit=stage.cast.lead_unit)
        act = stage.act(stage.cast.supervisor, "2023-04-07 10:00:00")
        periods.extend(obligation=row, due_on=dt.date(2023, 4, 20), reason="换届", **act)
        second = make_client().get(address)
        assert first["ETag"] != second["ETag"]
        (event,) = [e for e in self.events(second) if str(e["SUMMARY"]).startswith("2023年第一季度")]
        assert event["DTSTART"].dt == dt.date(2023, 4, 20)

    def test_a_new_address_ends_the_old_one(self, client, address):
        client.post("/messages/settings/calendar")
        assert make_client().get(address).status_code == 404

    def test_revoked(self, client, address):
        client.post("/messages/settings/calendar/revoke")
        assert make_client().get(address).status_code == 404
        assert "已经停用" in client.post("/messages/settings/calendar/revoke", follow=True).content.decode()

    def test_of_somebody_who_left(self, cast, address):
        cast.lead_clerk.is_active = False
        cast.lead_clerk.save()
        assert make_client().get(address).status_code == 404

    @pytest.mark.parametrize("path", ["/calendar/x.ics", "/calendar/.ics", "/calendar/%00.ics"])
    def test_a_wrong_address_does_not_exist(self, path, db):
        assert make_client().get(path).status_code == 404
