"""Posts and appointments on the screen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from duban.core.liaisons import masked
from duban.orgs.models import Appointment, Post
from tests.factories.orgs import AppointmentFactory, PostFactory, UnitFactory, UserFactory
from tests.support.client import client_for as make_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast):
    return make_client(cast.supervisor)


@pytest.fixture
def today():
    return timezone.localdate()


def held(person) -> Appointment:
    return Appointment.objects.get(user=person)


def test_a_post_is_set_up_and_filled(client, today):
    unit = UnitFactory()
    client.post(f"/units/{unit.pk}/posts", {"post-kind": "clerk", "post-title": "督办科科长"})
    post = Post.objects.get(unit=unit)
    person = UserFactory(name="王敏")
    data = {"user": person.pk, "start": today.isoformat(), "basis": "武任〔2023〕1号"}
    assert client.post(f"/units/{unit.pk}/posts/{post.pk}/appoint", data).url == f"/units/{unit.pk}/#posts"
    html = client.get(f"/units/{unit.pk}/").content.decode()
    assert "王敏" in html and "督办科科长" in html and "武任〔2023〕1号" in html


def test_only_kinds_that_fit_the_unit_and_the_person_are_offered(cast, client):
    html = client.get(f"/units/{cast.lead_unit.pk}/").content.decode()
    assert '<option value="clerk"' in html and '<option value="supervisor"' not in html
    security = make_client(cast.security_admin).get(f"/units/{cast.administration.pk}/").content.decode()
    assert '<option value="audit_admin"' in security and '<option value="clerk"' not in security
    answer = client.post(f"/units/{cast.lead_unit.pk}/posts", {"post-kind": "supervisor"}, follow=True)
    assert "没有选择岗位" in answer.content.decode()


def test_posts_that_do_not_go_together_say_why(cast, client, today):
    post = PostFactory(unit=cast.outsider_unit)
    data = {"user": cast.audit_admin.pk, "start": today.isoformat()}
    answer = client.post(f"/units/{cast.outsider_unit.pk}/posts/{post.pk}/appoint", data)
    assert answer.status_code == 422 and "管理员不得兼任业务岗位" in answer.content.decode()


def test_the_office_does_not_fill_a_key_post(cast, client):
    post = Post.objects.get(unit=cast.office, kind="supervisor")
    assert client.get(f"/units/{cast.office.pk}/posts/{post.pk}/appoint").status_code == 403


def test_a_hand_over(cast, client, today):
    successor = UserFactory(name="李四")
    row = held(cast.lead_clerk)
    data = {"end": (today + dt.timedelta(days=7)).isoformat(), "successor": successor.pk, "reason": "调离"}
    client.post(f"/units/{cast.lead_unit.pk}/appointments/{row.pk}/end", data)
    html = client.get(f"/units/{cast.lead_unit.pk}/").content.decode()
    assert "李四" in html and "钱经办" in html  # until the day both stand there
    assert held(successor).start == held(cast.lead_clerk).end


def test_a_day_that_is_past_is_refused(cast, client, today):
    row = held(cast.lead_clerk)
    data = {"end": (today - dt.timedelta(days=1)).isoformat()}
    answer = client.post(f"/units/{cast.lead_unit.pk}/appointments/{row.pk}/end", data)
    assert answer.status_code == 422 and "已过去" in answer.content.decode()


def test_who_held_the_post_before_is_still_shown(cast, client):
    post = Post.objects.get(unit=cast.lead_unit, kind="clerk")
    AppointmentFactory(post=post, user=UserFactory(name="老张"), end=dt.date(2021, 1, 1))
    AppointmentFactory(post=post, user=UserFactory(name="取消"), start=dt.date(2021, 1, 1), end=dt.date(2021, 1, 1))
    html = client.get(f"/units/{cast.lead_unit.pk}/").content.decode()
    assert "曾任 1 人" in html and "老张" in html and "取消" not in html


def test_an_appointment_of_another_unit_is_not_ended_here(cast, client):
    row = held(cast.outsider_clerk)
    assert client.get(f"/units/{cast.lead_unit.pk}/appointments/{row.pk}/end").status_code == 404


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13812341234", "138****1234"), ("027-88936666", "027*****6666"), ("8893", "****"), ("", "")],
)
def test_a_masked_number(phone, shown):
    assert masked(phone) == shown
