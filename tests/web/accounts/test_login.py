"""Log-in: right and wrong passwords, the lock, the demo accounts, where one lands, how long one stays."""

from __future__ import annotations

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from duban.orgs.models import User
from tests.factories.orgs import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def log_in(client, name, password, **more):
    return client.post("/login", {"username": name, "password": password, **more})


def test_the_page_asks_for_name_and_password_and_shows_no_demo(client_for):
    html = client_for().get("/login").content.decode()
    assert "登录名" in html and "演示账号" not in html


def test_who_logs_in_comes_home_or_where_one_wanted_to_go(cast, client_for):
    assert log_in(client_for(), cast.lead_clerk.username, PASSWORD).url == "/"
    assert log_in(client_for(), cast.lead_clerk.username, PASSWORD, next="/units/").url == "/units/"
    assert log_in(client_for(), cast.lead_clerk.username, PASSWORD, next="https://elsewhere.example/").url == "/"


def test_a_page_asks_to_log_in_first(client_for):
    answer = client_for().get("/units/")
    assert answer.status_code == 302 and answer.url == "/login?next=/units/"


@pytest.mark.parametrize("who", ["stranger", "gone", "wrong"])
def test_what_is_wrong_is_not_said(cast, client_for, who):
    UserFactory(username="gone", gone=True)
    name, password = {
        "stranger": ("nobody", PASSWORD),
        "gone": ("gone", PASSWORD),
        "wrong": (cast.lead_clerk.username, "x"),
    }[who]
    html = log_in(client_for(), name, password).content.decode()
    assert "登录名或密码不对" in html and "还可以试 4 次" in html


def test_five_failures_lock_and_the_page_says_until_when(cast, client_for):
    client, name = client_for(), cast.lead_clerk.username
    for left in (4, 3, 2, 1):
        assert f"还可以试 {left} 次" in log_in(client, name, "x").content.decode()
    answer = log_in(client, name, "x")
    until = timezone.localtime(AccessAttempt.objects.get().attempt_time + dt.timedelta(minutes=15))
    assert answer.status_code == 429 and f"{until:%H:%M}" in answer.content.decode()
    assert log_in(client, name, PASSWORD).status_code == 429  # the right one does not help now


def test_trying_during_the_lock_does_not_prolong_it(cast, client_for):
    client, name = client_for(), cast.lead_clerk.username
    for _ in range(5):
        log_in(client, name, "x")
    before = AccessAttempt.objects.get().attempt_time
    log_in(client, name, "x")
    assert AccessAttempt.objects.get().attempt_time == before


def test_after_a_quarter_of_an_hour_one_may_again(cast, client_for):
    client, name = client_for(), cast.lead_clerk.username
    for _ in range(5):
        log_in(client, name, "x")
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=16))
    assert log_in(client, name, PASSWORD).status_code == 302


def test_one_locked_name_locks_nobody_else(cast, client_for):
    client = client_for()
    for _ in range(5):
        log_in(client, cast.lead_clerk.username, "x")
    assert log_in(client, cast.outsider_clerk.username, PASSWORD).status_code == 302


def test_the_failed_password_is_not_kept(cast, client_for):
    log_in(client_for(), cast.lead_clerk.username, "secret-typo")
    assert "secret-typo" not in str(AccessAttempt.objects.values())


def test_logging_out_needs_a_post_and_ends_the_session(cast, client_for):
    client = client_for(cast.lead_clerk)
    assert client.get("/logout").status_code == 405
    client.post("/logout")
    assert client.get("/").status_code == 302


def test_who_works_stays_logged_in_and_who_is_away_does_not(cast, client_for, settings):
    client = client_for(cast.lead_clerk)
    client.get("/")
    session = client.session
    first = session["seen"]
    assert session.get_expiry_age() <= settings.SESSION_COOKIE_AGE == 2 * 3600
    client.get("/")
    assert client.session["seen"] == first  # not written at every page
    session["seen"] = first - 600
    session.save()
    client.get("/")
    assert client.session["seen"] >= first


def test_demo_accounts_are_listed_and_log_in_with_one_click(client_for, settings, django_user_model):
    from duban.orgs import demo

    settings.DEMO, settings.DEMO_PASSWORD = True, "yanshi-kouling"
    user = User.objects.create_user("ducha", name="杜明", password="yanshi-kouling")
    user.groups.add(demo.marked())
    html = client_for().get("/login").content.decode()
    assert "杜明" in html and "yanshi-kouling" in html
    assert log_in(client_for(), "ducha", "yanshi-kouling").status_code == 302
