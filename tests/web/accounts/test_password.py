"""Change of one's own password; an initial one must be changed first."""

from __future__ import annotations

import pytest

from duban.orgs.enums import PostKind
from duban.orgs.models import User
from tests.factories.orgs import PASSWORD, UserFactory, appoint

pytestmark = pytest.mark.django_db

NEW = "yanshi-xin-kouling-7"


@pytest.fixture
def newcomer(cast):
    return appoint(UserFactory(newcomer=True, name="新来"), cast.lead_unit, PostKind.CLERK)


def change(client, current=PASSWORD, new=NEW, again=NEW):
    return client.post("/password", {"current": current, "new": new, "again": again})


@pytest.mark.parametrize("path", ["/", "/units/", "/ledger/"])
def test_nothing_else_opens_before_the_change_and_the_page_says_why(newcomer, client_for, path):
    client = client_for(newcomer)
    assert client.get(path).url == "/password"
    html = client.get("/password").content.decode()
    assert "初始密码" in html and 'aria-label="主菜单"' in html and "台账</span>" not in html


def test_after_the_change_everything_opens_and_the_session_stays(newcomer, client_for):
    client = client_for(newcomer)
    assert change(client).url == "/"
    assert "密码已修改" in client.get("/").content.decode()
    assert not User.objects.get(pk=newcomer.pk).must_change_password


def test_other_sessions_end(cast, client_for):
    here, there = client_for(cast.lead_clerk), client_for(cast.lead_clerk)
    change(here)
    assert here.get("/").status_code == 200 and there.get("/").status_code == 302


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"current": "x"}, "现用密码不对"),
        ({"again": "another"}, "两次输入的新密码不一样"),
        ({"new": PASSWORD, "again": PASSWORD}, "与现用密码相同"),
        ({"new": "k7", "again": "k7"}, "密码太短：有 2 个字符，至少应有 8 个"),
        ({"new": "", "again": ""}, "没有填写新密码"),
    ],
)
def test_refused_changes_say_why_beside_the_box(cast, client_for, given, words):
    answer = change(client_for(cast.lead_clerk), **given)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert User.objects.get(pk=cast.lead_clerk.pk).check_password(PASSWORD)


def test_who_was_not_forced_sees_no_warning(cast, client_for):
    assert "初始密码" not in client_for(cast.lead_clerk).get("/password").content.decode()
