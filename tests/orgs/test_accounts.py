"""Accounts: opened with a password shown once, deactivated without deleting anything."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import authenticate

from duban.audit.models import Event
from duban.orgs import actions as orgs
from duban.orgs.models import User
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from tests.factories.orgs import PASSWORD, UserFactory
from tests.support.cast import AT
from tests.support.client import client_for

pytestmark = pytest.mark.django_db

NEW = "yanshi-xin-kouling-7"


@pytest.fixture
def system(cast):
    return cast.actor(cast.system_admin)


def test_the_initial_password_works_once_and_is_written_nowhere(system):
    user, password = orgs.create_account(username="wangmin", name="王敏", phone="13812341234", by=system, at=AT)
    user.refresh_from_db()
    assert user.check_password(password) and user.must_change_password
    trail = json.dumps(list(Event.objects.values("before", "after", "reason")))
    assert password not in trail and "13812341234" not in trail


def test_without_a_password_nobody_logs_in_until_one_is_given(system):
    user, password = orgs.create_account(username="a1", name="甲", by=system, at=AT, log_in=False)
    assert password == "" and not user.has_usable_password()
    user.refresh_from_db()
    assert not user.has_usable_password() and not user.check_password("")
    password = orgs.reset_password(user=user, by=system, at=AT)
    user.refresh_from_db()
    assert user.check_password(password) and user.must_change_password


def test_two_initial_passwords_differ(system):
    first = orgs.create_account(username="a1", name="甲", by=system, at=AT)[1]
    second = orgs.create_account(username="a2", name="乙", by=system, at=AT)[1]
    assert first != second and len(first) >= 12


def test_refused_accounts(system):
    UserFactory(username="wangmin")
    with pytest.raises(Invalid, match="已有人使用"):
        orgs.create_account(username="WangMin", name="王敏", by=system, at=AT)
    with pytest.raises(Invalid, match="没有填写姓名"):
        orgs.create_account(username="limin", name=" ", by=system, at=AT)
    with pytest.raises(Invalid):
        orgs.create_account(username="li min", name="李敏", by=system, at=AT)
    with pytest.raises(Invalid):
        orgs.create_account(username="", name="李敏", by=system, at=AT)


@pytest.mark.parametrize("who", ["supervisor", "lead_principal", "leader", "security_admin", "audit_admin"])
def test_only_the_system_admin_keeps_accounts(cast, who):
    actor = cast.actor(getattr(cast, who))
    for act in (orgs.deactivate_account, orgs.reactivate_account, orgs.reset_password):
        with pytest.raises(NotAllowed, match="系统管理员维护"):
            act(user=cast.lead_clerk, by=actor, at=AT)
    with pytest.raises(NotAllowed):
        orgs.create_account(username="x", name="某", by=actor, at=AT)


class TestDeactivation:
    def test_sessions_end_and_do_not_come_back(self, cast, system):
        client = client_for(cast.lead_clerk)
        assert client.get("/").status_code == 200
        orgs.deactivate_account(user=cast.lead_clerk, by=system, at=AT, reason="调离")
        assert client.get("/").status_code == 302
        orgs.reactivate_account(user=cast.lead_clerk, by=system, at=AT)
        assert client.get("/").status_code == 302

    def test_the_person_and_the_posts_stay(self, cast, system):
        orgs.deactivate_account(user=cast.lead_clerk, by=system, at=AT)
        assert User.objects.get(pk=cast.lead_clerk.pk).appointments.count() == 1

    def test_a_new_password_after_reactivation(self, cast, system):
        orgs.deactivate_account(user=cast.lead_clerk, by=system, at=AT)
        password = orgs.reactivate_account(user=cast.lead_clerk, by=system, at=AT)
        user = User.objects.get(pk=cast.lead_clerk.pk)
        assert user.is_active and user.check_password(password) and user.must_change_password

    def test_not_oneself_and_not_twice(self, cast, system):
        with pytest.raises(NotAllowed, match="不能停用自己的账号"):
            orgs.deactivate_account(user=cast.system_admin, by=system, at=AT)
        with pytest.raises(Stale, match="已经启用"):
            orgs.reactivate_account(user=cast.lead_clerk, by=system, at=AT)
        orgs.deactivate_account(user=cast.lead_clerk, by=system, at=AT)
        with pytest.raises(Stale, match="已经停用"):
            orgs.deactivate_account(user=cast.lead_clerk, by=system, at=AT)


class TestReset:
    def test_sessions_end_and_the_lock_is_lifted(self, cast, system):
        client, name = client_for(cast.lead_clerk), cast.lead_clerk.username
        stranger = client_for()
        for _ in range(5):
            answer = stranger.post("/login", {"username": name, "password": "wrong"})
        assert answer.status_code == 429
        password = orgs.reset_password(user=cast.lead_clerk, by=system, at=AT)
        assert client.get("/").status_code == 302
        assert stranger.post("/login", {"username": name, "password": password}).status_code == 302

    def test_refused_resets(self, cast, system):
        with pytest.raises(NotAllowed, match="修改密码"):
            orgs.reset_password(user=cast.system_admin, by=system, at=AT)
        with pytest.raises(Invalid, match="已停用"):
            orgs.reset_password(user=UserFactory(gone=True), by=system, at=AT)


class TestOwnPassword:
    def test_changed(self, cast):
        actor = cast.actor(cast.lead_clerk)
        orgs.change_own_password(current=PASSWORD, new=NEW, by=actor, at=AT)
        user = User.objects.get(pk=cast.lead_clerk.pk)
        assert user.check_password(NEW) and not user.must_change_password and user.password_changed_at == AT
        assert Event.objects.get().verb == "account.change_password"

    @pytest.mark.parametrize(
        ("current", "new", "reason"),
        [
            ("wrong", NEW, "现用密码不对"),
            (PASSWORD, PASSWORD, "与现用密码相同"),
            (PASSWORD, "k7", "太短：有 2 个字符"),
            (PASSWORD, "83620174653", "数字"),
        ],
    )
    def test_refused(self, cast, current, new, reason):
        with pytest.raises(Invalid, match=reason):
            orgs.change_own_password(current=current, new=new, by=cast.actor(cast.lead_clerk), at=AT)
        assert User.objects.get(pk=cast.lead_clerk.pk).check_password(PASSWORD)


class TestPhone:
    def test_looking_is_recorded_without_the_number(self, cast):
        person = UserFactory(phone="13812341234")
        assert orgs.reveal_phone(user=person, by=cast.actor(cast.supervisor), at=AT) == "13812341234"
        event = Event.objects.get(verb="account.reveal_phone")
        assert event.subject_id == person.pk and event.actor == cast.supervisor and event.after is None

    def test_refused(self, cast):
        with pytest.raises(NotAllowed):
            orgs.reveal_phone(user=UserFactory(phone="1"), by=cast.actor(cast.lead_clerk), at=AT)
        with pytest.raises(Invalid, match="没有登记"):
            orgs.reveal_phone(user=UserFactory(), by=cast.actor(cast.supervisor), at=AT)


def test_an_edit_records_that_the_number_changed_and_not_the_number(cast, system):
    orgs.edit_account(user=cast.lead_clerk, name="钱办", phone="13900001111", by=system, at=AT)
    event = Event.objects.get()
    assert event.after == {"name": "钱办", "phone_changed": True}


def test_the_password_of_somebody_else_does_not_log_in(cast, rf):
    assert authenticate(rf.post("/login"), username=cast.lead_clerk.username, password="x") is None
