"""Demo data: made by the users' own way, once, and never beside real people."""

import pytest
from django.core.management import call_command
from django.test import override_settings

from duban.audit import chain
from duban.ledger.models import Assignment, Matter
from duban.notices.enums import DraftState
from duban.notices.models import Notice, NoticeDraft
from duban.ops import demo
from duban.ops.demo import NotForDemo, Plan, prepare, retire
from duban.orgs import demo as who
from duban.orgs.actor import actor_for
from duban.orgs.demo import DEMO_ACCOUNTS
from duban.orgs.models import Appointment, Unit, User
from tests.factories.orgs import UserFactory

PASSWORD = "demo-demo-demo"


@pytest.fixture
def demo_mode(db, settings):
    """Demo mode with a known password."""
    settings.DEMO, settings.DEMO_PASSWORD = True, PASSWORD


@pytest.fixture
def said():
    """What was said."""
    return []


def counts():
    """Numbers of rows that a second run must not change."""
    return [m.objects.count() for m in (User, Unit, Appointment, NoticeDraft, Notice, Matter, Assignment)]


def test_accounts_of_every_role_without_a_notice(demo_mode, at, today, said):
    prepare(Plan(blank=True), at=at, say=said.append)
    users = {user.username: user for user in User.objects.all()}
    assert set(users) == {account.username for account in DEMO_ACCOUNTS}
    for account in DEMO_ACCOUNTS:
        user = users[account.username]
        assert user.check_password(PASSWORD) and not user.must_change_password
        assert actor_for(user, today).kinds == {account.kind}
    assert not NoticeDraft.objects.exists() and said == []


def test_a_second_run_changes_nothing(demo_mode, at, said):
    prepare(Plan(blank=True), at=at, say=said.append)
    before = counts()
    prepare(Plan(blank=True), at=at, say=said.append)
    assert counts() == before


def test_the_sample_goes_into_the_ledger_by_the_users_own_way(demo_mode, said):
    from django.utils import timezone

    now = timezone.now()
    prepare(Plan(), at=now, say=said.append)
    notice = Notice.objects.get()
    assert notice.document_number == "武昌政办〔2023〕1号"
    assert Matter.objects.filter(notice=notice).count() == 233
    assert notice.confirmed_by.username == "ducha"
    waiting = NoticeDraft.objects.get(file__name=demo.TO_CHECK.name)
    assert waiting.state == DraftState.READY
    first, second = demo.busiest(timezone.localdate())
    assert {a.post.unit for a in Appointment.objects.filter(user__username__in=["jingban", "zhuyao"])} == {first}
    assert Appointment.objects.get(user__username="jingban2").post.unit == second
    seen = Matter.objects.visible_to(actor_for(User.objects.get(username="jingban"), timezone.localdate()))
    assert 0 < seen.count() < 233
    assert chain.verify()[1] == []
    before = counts()
    prepare(Plan(), at=now, say=said.append)
    assert counts() == before
    assert said[-1].startswith("“武昌政办〔2023〕1号”已入台账：233 项")


def test_ones_own_file_waits_to_be_checked(demo_mode, at, said, tmp_path):
    path = tmp_path / "我的来文.txt"
    path.write_text("一、目标\n1.建成停车泊位260个。（责任单位：区建设局）\n", encoding="utf-8")
    prepare(Plan(notice=path), at=at, say=said.append)
    draft = NoticeDraft.objects.get()
    assert (draft.state, draft.file.name) == (DraftState.QUEUED, "我的来文.txt")
    assert draft.uploaded_by.username == "ducha"
    assert said == ["“我的来文.txt”已上传，请用督查员账号登录，在“来文”中校对、确认。"]


def test_an_empty_file_is_refused_in_a_sentence(demo_mode, at, said, tmp_path):
    path = tmp_path / "空.txt"
    path.touch()
    prepare(Plan(notice=path), at=at, say=said.append)
    assert "是空文件" in said[0]
    assert not NoticeDraft.objects.exists()


def test_real_people_and_demo_do_not_meet(demo_mode, at, said):
    UserFactory()
    with pytest.raises(NotForDemo, match="已有 1 个正式账号"):
        prepare(Plan(blank=True), at=at, say=said.append)
    assert User.objects.count() == 1


def test_a_real_account_of_a_demo_name_is_never_taken_over(demo_mode, at, said):
    real = UserFactory(username="ducha", is_active=False)
    from duban.orgs.permissions import Refused

    with pytest.raises(Refused):
        prepare(Plan(blank=True), at=at, say=said.append)
    real.refresh_from_db()
    assert not real.check_password(PASSWORD) and not real.is_active


def test_outside_demo_mode_they_are_deactivated_and_not_shown(demo_mode, at, settings, said):
    prepare(Plan(blank=True), at=at, say=said.append)
    assert len(who.accounts()) == 11 and who.password() == PASSWORD
    settings.DEMO = False
    assert who.accounts() == [] and who.password() == ""
    assert retire(at=at) == 11
    assert not User.objects.filter(is_active=True).exists()
    assert retire(at=at) == 0


def test_back_in_demo_mode_they_work_again(demo_mode, at, said):
    prepare(Plan(blank=True), at=at, say=said.append)
    retire(at=at)
    prepare(Plan(blank=True), at=at, say=said.append)
    assert User.objects.filter(is_active=True).count() == 11
    assert User.objects.get(username="zhuyao").check_password(PASSWORD)


def test_what_the_log_in_page_may_show(demo_mode, at, said):
    prepare(Plan(blank=True), at=at, say=said.append)
    shown = {each.username: each for each in who.accounts()}
    assert shown["ducha"].post == "区政府督查室督查员"
    assert shown["quzhang"].post == "区人民政府副区长"


def test_the_command_is_for_demo_mode_only(db, capsys):
    with pytest.raises(SystemExit):
        call_command("demo", blank=True)
    assert capsys.readouterr().err == "演示数据只在演示方式下建立：请设 DUBAN_DEMO=1。\n"
    assert not User.objects.exists()


def test_the_command_shows_the_accounts(demo_mode, capsys):
    with override_settings(DEMO=True):
        call_command("demo", blank=True)
    out = capsys.readouterr().out
    assert PASSWORD in out and out.count("\n") == 12
