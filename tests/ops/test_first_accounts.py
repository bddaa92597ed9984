"""The first people of a real installation."""

import re

import pytest
from django.core.management import call_command

from duban.ops.first import PLACES, first_account
from duban.orgs.actor import actor_for
from duban.orgs.enums import PostKind
from duban.orgs.models import User
from duban.orgs.permissions import Invalid


def test_an_account_with_a_password_for_one_time(db, at, today):
    opened = first_account(kind=PostKind.SYSTEM_ADMIN, username="xt", name="高工", at=at)
    user = User.objects.get(username="xt")
    assert user.check_password(opened.password) and user.must_change_password
    assert actor_for(user, today).kinds == {PostKind.SYSTEM_ADMIN}


@pytest.mark.parametrize("kind", list(PLACES))
def test_each_post_once(db, at, kind):
    first_account(kind=kind, username="one", name="一", at=at)
    with pytest.raises(Invalid, match="已有在任的"):
        first_account(kind=kind, username="two", name="二", at=at)
    assert not User.objects.filter(username="two").exists()


def test_the_command_asks_and_shows_each_password_once(db, capsys, monkeypatch):
    answers = iter(["高工", "xt", "", "", "杜主任", "dzr"])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    call_command("first_accounts")
    out = capsys.readouterr().out
    assert set(User.objects.values_list("username", flat=True)) == {"xt", "dzr"}
    passwords = re.findall(r"一次性密码 (\S+?)（", out)
    assert len(set(passwords)) == 2
    assert User.objects.get(username="dzr").check_password(passwords[1])


def test_the_command_without_questions(db, capsys):
    call_command("first_accounts", post="audit_admin", username="sj", name="审计")
    assert "运行维护 审计管理员  登录名 sj" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        call_command("first_accounts", post="audit_admin", username="sj2", name="审计")
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("已有在任的审计管理员。")


def test_the_command_needs_both_names(db, capsys):
    with pytest.raises(SystemExit):
        call_command("first_accounts", post="audit_admin")
    assert "须写明 --username 和 --name" in capsys.readouterr().err


def test_nothing_is_built_in(db):
    assert not User.objects.exists()
