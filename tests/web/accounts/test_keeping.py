"""Accounts on the screen of the system administrator."""

from __future__ import annotations

import re

import pytest

from duban.audit.models import Event
from duban.orgs.models import User
from tests.factories.orgs import UserFactory
from tests.support.client import client_for as make_client
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast):
    return make_client(cast.system_admin)


def once(html: str) -> str:
    return re.search(r'class="once"[^>]*>([^<]+)<', html)[1]


def test_the_list_masks_telephone_numbers(client):
    UserFactory(name="王敏", phone="13812341234")
    html = client.get("/accounts/?q=王敏").content.decode()
    assert "138****1234" in html and "13812341234" not in html


@pytest.mark.parametrize(
    ("state", "names"),
    [("unused", "甲乙"), ("inactive", "丙"), ("postless", "甲乙"), ("odd", "甲乙丙")],
)
def test_filters(cast, client, state, names):
    User.objects.exclude(appointments=None).update(last_login="2023-01-01T00:00:00Z")
    for name in "甲乙丙":
        UserFactory(name=name, username=f"x{ord(name)}", is_active=name != "丙")
    html = client.get(f"/accounts/?q=x&state={state}").content.decode()
    assert {n for n in "甲乙丙" if f">{n}</a>" in html} == set(names)


def test_people_are_found_by_their_unit(cast, client):
    html = client.get("/accounts/?q=民政").content.decode()
    assert "裴经办" in html and "钱经办" not in html


def test_a_fragment_is_the_list_alone(client):
    html = client.fragment("/accounts/?q=钱").content.decode()
    assert "<!doctype" not in html and "钱经办" in html


def test_the_list_takes_the_same_queries(client):
    assert_same_queries(lambda: client.get("/accounts/"), UserFactory.create_batch)


def test_opening_shows_the_password_once(client):
    answer = client.post("/accounts/new", {"name": "王敏", "username": "wangmin", "phone": ""})
    password = once(answer.content.decode())
    user = User.objects.get(username="wangmin")
    assert user.check_password(password) and answer["Cache-Control"] == "no-store"
    assert password not in client.get(f"/accounts/{user.pk}/").content.decode()
    assert password not in str(list(client.session.items()))


def test_a_name_that_is_taken_is_said_beside_the_box_and_nothing_is_lost(client):
    UserFactory(username="wangmin")
    answer = client.post("/accounts/new", {"name": "王敏", "username": "wangmin"})
    html = answer.content.decode()
    assert answer.status_code == 422 and "已有人使用" in html and 'value="王敏"' in html


def test_editing_never_shows_the_number_and_leaves_it_when_empty(client):
    user = UserFactory(name="王敏", phone="13812341234")
    assert "13812341234" not in client.get(f"/accounts/{user.pk}/").content.decode()
    client.post(f"/accounts/{user.pk}/", {"name": "王闽", "phone": ""})
    user.refresh_from_db()
    assert (user.name, user.phone) == ("王闽", "13812341234")


def test_deactivating_resetting_reactivating(cast, client):
    path = f"/accounts/{cast.lead_clerk.pk}/"
    assert once(client.post(path + "reset").content.decode())
    client.post(path + "deactivate", {"reason": "调离"})
    assert "已停用" in client.get(path).content.decode()
    assert once(client.post(path + "reactivate").content.decode())
    verbs = list(Event.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["account.reset_password", "account.deactivate", "account.reactivate"]
    assert Event.objects.get(verb="account.deactivate").reason == "调离"


def test_ones_own_account_has_no_such_buttons(cast, client):
    path = f"/accounts/{cast.system_admin.pk}/"
    html = client.get(path).content.decode()
    assert path + "deactivate" not in html and "另一位系统管理员" in html
    assert client.post(path + "deactivate").status_code == 403


def test_the_trail_of_an_account_holds_its_appointments(cast, client):
    from duban.orgs import actions as orgs
    from duban.orgs.models import Post
    from tests.support.cast import AT, TODAY

    user = UserFactory(name="李四")
    post = Post.objects.get(unit=cast.lead_unit, kind="clerk")
    orgs.appoint(post=post, user=user, start=TODAY, by=cast.actor(cast.supervisor), at=AT)
    assert "任职：李四 区建设局 经办人" in client.get(f"/accounts/{user.pk}/").content.decode()
