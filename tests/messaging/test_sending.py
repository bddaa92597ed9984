"""Sending over a real mail server and to a real HTTP address; what happens when they do not work."""

from __future__ import annotations

import datetime as dt
import io
import logging
import threading

import pytest
from django.db import connections

from duban.messaging import sending
from duban.messaging.channels.mail import Mailer
from duban.messaging.enums import DeliveryState, Medium
from duban.messaging.gathering import gather_digests
from duban.messaging.models import Channel, Delivery
from duban.messaging.sending import STALE, WAITS, send_due
from tests.factories.orgs import UserFactory
from tests.messaging.conftest import give

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def person(db):
    return UserFactory(name="钱经办", email="qian@example.gov.cn")


def mail_for(person, at, *, number=1, occasion="digest", **fields):
    """A delivery that waits."""
    made = Delivery.objects.create(
        medium=Medium.EMAIL, person=person, day=at.date(), occasion=occasion, next_at=at, created_at=at
    )
    made.messages.set([give(person, at=at, number=number, **fields)])
    return made


def state(delivery):
    delivery.refresh_from_db()
    return delivery.state


class TestMail:
    def test_a_letter_arrives_with_its_links(self, mailbox, person, nine):
        delivery = mail_for(person, nine)
        tally = send_due(nine)
        assert tally.sent == 1 and state(delivery) == DeliveryState.SENT and delivery.sent_at >= nine
        (letter,) = mailbox.letters
        assert letter["Subject"].strip() == "督办：报告已受理：2023年第1季度"
        assert (letter["To"], letter["From"]) == ("qian@example.gov.cn", "duban@example.gov.cn")
        assert letter["Message-ID"] == f"<duban-{delivery.pk}@duban.example>" and letter["Auto-Submitted"]
        text = letter.get_content()
        message = delivery.messages.get()
        assert f"https://duban.example/messages/{message.pk}/go" in text and "内部内容" in text

    def test_a_digest_says_how_many(self, mailbox, person, nine):
        for number in (1, 2, 3):
            give(person, at=nine, number=number)
        gather_digests(nine)
        send_due(nine)
        assert mailbox.subjects == ["督办：3 条消息"]
        assert mailbox.letters[0].get_content().count("■") == 3

    def test_sent_once_whatever_runs(self, mailbox, person, nine):
        mail_for(person, nine)
        for minutes in (0, 1, 600):
            send_due(nine + minutes * MINUTE)
        assert len(mailbox.letters) == 1

    def test_one_connection_for_a_run(self, mailbox, person, nine):
        for number in range(5):
            mail_for(UserFactory(email=f"p{number}@example.gov.cn"), nine, number=number)
        send_due(nine)
        assert len(mailbox.letters) == 5 and mailbox.connections == 1

    def test_done_meanwhile_is_not_sent(self, mailbox, person, nine):
        delivery = mail_for(person, nine, settled_at=nine)
        assert send_due(nine).dropped == 1
        assert state(delivery) == DeliveryState.DROPPED and mailbox.letters == []


class TestTrouble:
    def test_growing_waits_then_dead_with_the_reason(self, mailbox, settings, person, nine):
        settings.SMTP_PORT = free_port()
        delivery, at = mail_for(person, nine), nine
        for wait in WAITS:
            send_due(at)
            assert state(delivery) == DeliveryState.WAITING
            assert send_due(at + MINUTE / 2).postponed == 0, "not before its time"
            assert wait * MINUTE <= delivery.next_at - at < wait * MINUTE + MINUTE
            at = delivery.next_at
        assert send_due(at).dead == 1
        assert state(delivery) == DeliveryState.DEAD
        assert delivery.error == f"试了 {len(WAITS) + 1} 次：连不上邮件服务器（ConnectionRefusedError）。"

    def test_a_server_that_is_down_is_asked_once_a_run(self, mailbox, settings, nine, db):
        settings.SMTP_PORT = free_port()
        for number in range(4):
            mail_for(UserFactory(email=f"p{number}@example.gov.cn"), nine, number=number)
        assert send_due(nine).postponed == 1
        assert Delivery.objects.filter(attempts=0).count() == 3

    def test_it_goes_out_when_the_server_is_back(self, mailbox, settings, person, nine):
        port, settings.SMTP_PORT = settings.SMTP_PORT, free_port()
        mail_for(person, nine)
        send_due(nine)
        settings.SMTP_PORT = port
        send_due(nine + 2 * MINUTE)
        assert len(mailbox.letters) == 1

    def test_yesterdays_news_is_given_up(self, mailbox, settings, person, nine):
        settings.SMTP_PORT = free_port()
        delivery = mail_for(person, nine)
        send_due(nine + STALE)
        assert state(delivery) == DeliveryState.DEAD

    @pytest.mark.parametrize(
        ("answer", "expected"), [("550 no such user", DeliveryState.DEAD), ("450 later", DeliveryState.WAITING)]
    )
    def test_a_refused_recipient_for_good_or_for_now(self, mailbox, person, nine, answer, expected):
        mailbox.refuse[person.email] = answer
        delivery = mail_for(person, nine)
        other = mail_for(UserFactory(email="other@example.gov.cn"), nine, number=2)
        send_due(nine)
        assert state(delivery) == expected and answer[:3] in delivery.error
        assert state(other) == DeliveryState.SENT, "one bad address keeps nobody else away"

    def test_a_refused_letter(self, mailbox, person, nine):
        mailbox.on_data = "554 no"
        delivery = mail_for(person, nine)
        send_due(nine)
        assert state(delivery) == DeliveryState.DEAD and "（554）" in delivery.error

    def test_a_line_that_breaks_after_the_letter_is_in_doubt_and_not_repeated(self, mailbox, person, nine):
        mailbox.drop_after_data = True
        delivery = mail_for(person, nine)
        send_due(nine)
        assert state(delivery) == DeliveryState.DOUBT and "可能已经送达" in delivery.error
        mailbox.drop_after_data = False
        send_due(nine + 600 * MINUTE)
        assert len(mailbox.letters) == 1

    def test_demo_mode_sends_nothing_that_was_queued_before(self, mailbox, settings, person, nine):
        delivery = mail_for(person, nine)
        settings.DEMO = True
        send_due(nine)
        assert state(delivery) == DeliveryState.DEAD and "演示方式" in delivery.error and mailbox.letters == []


class TestTwoProcesses:
    def test_a_claimed_one_is_left_alone(self, mailbox, person, nine):
        delivery = mail_for(person, nine)
        Delivery.objects.filter(pk=delivery.pk).update(
            state="sending", holder="other", held_until=nine + 5 * MINUTE, attempts=1
        )
        send_due(nine)
        assert mailbox.letters == [] and state(delivery) == DeliveryState.SENDING

    def test_one_whose_process_died_is_in_doubt(self, mailbox, person, nine):
        delivery = mail_for(person, nine)
        Delivery.objects.filter(pk=delivery.pk).update(
            state="sending", holder="gone", held_until=nine - MINUTE, attempts=1
        )
        assert send_due(nine).doubt == 1
        assert state(delivery) == DeliveryState.DOUBT and mailbox.letters == []

    def test_who_was_given_up_for_dead_overwrites_nothing(self, mailbox, person, nine):
        delivery = mail_for(person, nine)
        run = sending.Run(nine)
        assert sending._claim(run) == delivery
        Delivery.objects.filter(pk=delivery.pk).update(holder="successor")
        with Mailer() as mailer:
            sending._send(run, delivery, mailer)
        assert state(delivery) == DeliveryState.SENDING

    @pytest.mark.django_db(transaction=True)
    def test_at_the_same_instant(self, mailbox, nine):
        for number in range(12):
            mail_for(UserFactory(email=f"p{number}@example.gov.cn"), nine, number=number)
        gate = threading.Barrier(3)

        def work():
            gate.wait(20)
            try:
                send_due(nine)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert sorted(mailbox.people) == sorted(f"p{n}@example.gov.cn" for n in range(12))


class TestRobots:
    @pytest.fixture
    def channel(self, cast, hook, nine):
        return Channel.objects.create(
            unit=cast.lead_unit, kind="other", name="群", address=hook.address, created_by=cast.system_admin,
            created_at=nine,
        )  # fmt: skip

    @pytest.fixture
    def delivery(self, cast, channel, nine):
        give(cast.lead_clerk, at=nine)
        give(cast.lead_office_head, at=nine)
        gather_digests(nine)
        return Delivery.objects.get(channel=channel)

    def test_titles_and_a_link_no_content(self, hook, mailbox, delivery, nine):
        assert send_due(nine).sent == 1
        (said,) = hook.said
        assert hook.paths == ["/robot/secret-word"]
        assert said["title"] == "督办：1 条消息", "once, though two people were told"
        assert "报告已受理：2023年第1季度" in said["message"] and "https://duban.example/messages/" in said["message"]
        assert "内部内容" not in said["message"]

    def test_content_where_the_installation_allows_it(self, hook, settings, delivery, nine):
        settings.ROBOT_DETAIL = True
        send_due(nine)
        assert "内部内容" in hook.said[0]["message"]

    @pytest.mark.parametrize(
        ("status", "expected"), [(500, DeliveryState.WAITING), (429, DeliveryState.WAITING), (403, DeliveryState.DEAD)]
    )
    def test_refusals(self, hook, delivery, nine, status, expected):
        hook.status = status
        send_due(nine)
        assert state(delivery) == expected and f"（{status}）" in delivery.error

    def test_no_answer_is_in_doubt(self, hook, delivery, nine, monkeypatch):
        monkeypatch.setattr("duban.messaging.channels.robot.READ", 0.2)
        hook.hang = 2
        send_due(nine)
        assert state(delivery) == DeliveryState.DOUBT

    def test_nobody_there(self, channel, delivery, nine):
        Channel.objects.filter(pk=channel.pk).update(address=f"json://127.0.0.1:{free_port()}/x/secret-word")
        send_due(nine)
        assert state(delivery) == DeliveryState.WAITING and delivery.error == "连不上机器人服务器。"

    def test_it_is_not_led_elsewhere(self, hook, delivery, nine):
        hook.status, hook.moved_to = 307, f"http://127.0.0.1:{hook.port}/inside"
        send_due(nine)
        assert hook.paths == ["/robot/secret-word"] and state(delivery) != DeliveryState.SENT

    @pytest.mark.parametrize("status", [200, 500])
    def test_the_address_is_in_no_log_and_no_reason(self, hook, delivery, nine, status, capfd):
        """What reaches the handlers of the installation, whatever they listen to."""
        hook.status = status
        said, root = io.StringIO(), logging.getLogger()
        handler = logging.StreamHandler(said)
        before = root.level
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        try:
            send_due(nine)
        finally:
            root.removeHandler(handler)
            root.setLevel(before)
        state(delivery)
        out, err = capfd.readouterr()
        assert "secret-word" not in said.getvalue() + out + err + delivery.error

    def test_a_robot_that_is_down_keeps_no_mail_away(self, hook, mailbox, delivery, person, nine):
        hook.status = 500
        mail = mail_for(person, nine)
        send_due(nine)
        assert state(mail) == DeliveryState.SENT and state(delivery) == DeliveryState.WAITING


def free_port() -> int:
    """A port where nobody listens."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
