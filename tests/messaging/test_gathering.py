"""One digest a person and working day; urgent things at once; what stays in the inbox."""

from __future__ import annotations

import datetime as dt

import pytest

from duban.messaging import actions
from duban.messaging.enums import Medium
from duban.messaging.gathering import digest_due, gather_digests, gather_urgent
from duban.messaging.models import Channel, Delivery, DigestRun, Message
from duban.orgs.permissions import Invalid
from tests.factories.orgs import UserFactory
from tests.factories.progress import moment
from tests.messaging.conftest import give

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def clerk(cast):
    cast.lead_clerk.email = "qian@example.gov.cn"
    cast.lead_clerk.save()
    return cast.lead_clerk


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("2023-03-06 08:59:59", False),
        ("2023-03-06 09:00:00", True),
        ("2023-03-06 23:00:00", True),  # a machine that was off catches up
        ("2023-03-05 09:00:00", False),  # Sunday
        ("2023-04-05 09:00:00", False),  # 清明
        ("2023-04-23 09:00:00", True),  # a Sunday that is worked
    ],
)
def test_once_a_working_day_at_its_hour(when, due):
    assert digest_due(moment(when)) is due
    if due:
        gather_digests(moment(when))
        assert not digest_due(moment(when) + HOUR / 4)


def test_the_hour_is_a_setting(settings, nine):
    settings.DIGEST_HOUR = 10
    assert not digest_due(nine)


def test_everything_of_a_person_is_one_digest(clerk, nine):
    rows = [give(clerk, at=nine - HOUR, number=n) for n in (1, 2, 3)]
    assert gather_digests(nine) == 1
    delivery = Delivery.objects.get()
    assert set(delivery.messages.all()) == set(rows) and delivery.person == clerk
    assert gather_digests(nine + HOUR) == 0


def test_what_comes_after_the_digest_waits_for_the_next_working_day(clerk, nine):
    gather_digests(nine)
    give(clerk, at=nine + HOUR)
    assert gather_digests(nine + 2 * HOUR) == 0
    assert gather_digests(nine + 24 * HOUR) == 1


def test_who_has_no_address_has_the_inbox(cast, nine):
    row = give(cast.lead_clerk, at=nine)
    assert gather_digests(nine) == 0
    row.refresh_from_db()
    assert row.gathered_at == nine and row.read_at is None
    cast.lead_clerk.email = "late@example.gov.cn"
    cast.lead_clerk.save()
    assert gather_digests(nine + 24 * HOUR) == 0, "an address given later brings no old mail"


@pytest.mark.parametrize("field", ["read_at", "settled_at"])
def test_what_was_read_or_done_does_not_go_out(clerk, nine, field):
    give(clerk, at=nine, **{field: nine})
    assert gather_digests(nine) == 0


def test_a_system_that_was_off_for_long_sends_no_old_mail(clerk, nine):
    give(clerk, at=nine - dt.timedelta(days=8))
    assert gather_digests(nine) == 0
    assert Message.objects.unread().count() == 1


def test_a_muted_kind_stays_in_the_inbox(cast, clerk, nine):
    actions.choose(email_on=True, muted=["report_accepted"], by=cast.actor(clerk), at=nine)
    give(clerk, at=nine)
    give(clerk, "extended", at=nine, number=2)
    gather_digests(nine)
    assert [m.kind for m in Delivery.objects.get().messages.all()] == ["extended"]


def test_duties_cannot_be_muted(cast, clerk, nine):
    with pytest.raises(Invalid, match="职责"):
        actions.choose(email_on=True, muted=["report_returned"], by=cast.actor(clerk), at=nine)


def test_without_e_mail_nothing_goes_out_but_the_inbox_has_it(cast, clerk, nine):
    actions.choose(email_on=False, muted=[], by=cast.actor(clerk), at=nine)
    give(clerk, at=nine)
    assert gather_digests(nine) == 0 and Message.objects.unread().count() == 1


def test_only_to_the_domains_of_the_installation(settings, clerk, nine):
    settings.MAIL_DOMAINS = ["other.gov.cn"]
    give(clerk, at=nine)
    assert gather_digests(nine) == 0


def test_a_person_who_left_gets_nothing(clerk, nine):
    give(clerk, at=nine)
    clerk.is_active = False
    clerk.save()
    assert gather_digests(nine) == 0


class TestUrgent:
    def test_at_once_and_not_again_in_the_digest(self, clerk, nine):
        give(clerk, "report_returned", at=nine - HOUR / 2)
        assert gather_urgent(nine - HOUR / 2) == 1
        assert gather_digests(nine) == 0

    def test_once_a_day_and_object(self, clerk, nine):
        give(clerk, "report_returned", at=nine, number=1)
        assert gather_urgent(nine) == 1
        give(clerk, "report_returned", at=nine, number=1, key="again")
        give(clerk, "report_returned", at=nine, number=2)
        assert gather_urgent(nine + HOUR) == 1, "another report may, the same one may not"
        assert gather_digests(nine + HOUR) == 1, "the second about the same goes with the digest"

    @pytest.mark.parametrize(("when", "count"), [("2023-03-06 07:59:00", 0), ("2023-03-06 20:00:00", 0)])
    def test_not_at_night(self, clerk, when, count):
        give(clerk, "report_returned", at=moment(when))
        assert gather_urgent(moment(when)) == count
        assert gather_urgent(moment("2023-03-07 08:00:00")) == 1


class TestRobots:
    @pytest.fixture
    def robot(self, cast, nine):
        return Channel.objects.create(
            unit=cast.lead_unit, kind="other", name="工作群", address="json://127.0.0.1/", created_by=cast.system_admin,
            created_at=nine,
        )  # fmt: skip

    def test_a_units_robot_gets_what_its_people_were_told(self, cast, robot, nine):
        for person in (cast.lead_clerk, cast.lead_office_head, cast.cooperating_clerk):
            give(person, at=nine)
        assert gather_digests(nine) == 1
        delivery = Delivery.objects.get()
        assert (delivery.medium, delivery.channel) == (Medium.ROBOT, robot)
        assert {m.recipient for m in delivery.messages.all()} == {cast.lead_clerk, cast.lead_office_head}

    def test_one_that_was_ended_gets_nothing(self, cast, robot, nine):
        actions.end_channel(channel=robot, by=cast.actor(cast.system_admin), at=nine)
        robot.refresh_from_db()
        assert robot.address == ""
        give(cast.lead_clerk, at=nine)
        assert gather_digests(nine) == 0


def test_demo_mode_makes_nothing_to_send(settings, cast, clerk, nine):
    settings.DEMO = True
    Channel.objects.create(
        unit=cast.lead_unit, kind="other", name="群", address="json://127.0.0.1/", created_by=clerk, created_at=nine
    )
    give(clerk, at=nine)
    give(clerk, "report_returned", at=nine)
    assert gather_urgent(nine) == gather_digests(nine) == 0
    assert not Delivery.objects.exists() and Message.objects.unread().count() == 2


def test_without_a_mail_server_nothing_piles_up(settings, clerk, nine):
    settings.SMTP_HOST = ""
    give(clerk, at=nine)
    assert gather_digests(nine) == 0
    settings.SMTP_HOST = "127.0.0.1"
    assert gather_digests(nine + 24 * HOUR) == 0


def test_two_processes_make_one_digest(clerk, nine):
    """The day's row is unique: the second process fails before it made anything."""
    from django.db import IntegrityError, transaction

    give(clerk, at=nine)
    gather_digests(nine)
    with pytest.raises(IntegrityError), transaction.atomic():
        DigestRun.objects.create(day=nine.date(), at=nine)
    assert Delivery.objects.count() == 1


def test_the_number_of_queries_does_not_grow(mailbox, cast, nine, django_assert_max_num_queries):
    for n in range(25):
        person = UserFactory(email=f"p{n}@example.gov.cn")
        give(person, at=nine, number=n)
    with django_assert_max_num_queries(15 + 25 * 4):  # a delivery and its messages are written a person
        gather_digests(nine)
    assert Delivery.objects.count() == 25
