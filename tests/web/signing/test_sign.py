"""The page of signing: what is read is what is signed, by whom, with which password, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from duban.progress import digest, signatures
from duban.progress.actions import delegations, signing
from duban.progress.models import Line, Report
from tests.factories.orgs import PASSWORD
from tests.support.client import client_for
from tests.web.signing.conftest import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(stage):
    """Waiting for the principal."""
    return stage.to_sign(stage.draft())


def post(person, report, *, password=PASSWORD, seen=None, follow=False):
    data = {"seen": seen or digest.of(report), "password": password}
    return client_for(person).post(f"/reports/{report.pk}/sign/", data, follow=follow)


def test_the_page_shows_what_is_signed(stage, report):
    page = client_for(stage.cast.lead_principal).get(f"/reports/{report.pk}/sign/")
    words = text(page)
    assert "一屏概览" in words and "本年第一次报送" in words and signatures.MEANING in words
    assert digest.of(report) in page.content.decode() and "停车泊位120个" in words
    assert "120" in words and stage.counted.code in words


def test_signed_with_the_password(stage, report):
    answer = post(stage.cast.lead_principal, report, follow=True)
    report.refresh_from_db()
    assert report.state == "signed" and "已签字报送" in text(answer) and "内容与签字时一致" in text(answer)
    assert report.signatures.live().get().user == stage.cast.lead_principal


@pytest.mark.parametrize(("password", "words"), [("", "没有填写登录密码"), ("falsch", "还可再试 4 次")])
def test_without_the_right_password_nothing_is_signed(stage, report, password, words):
    answer = post(stage.cast.lead_principal, report, password=password)
    report.refresh_from_db()
    assert answer.status_code == 422 and words in text(answer) and report.state == "signing"
    assert "falsch" not in answer.content.decode()


def test_five_wrong_ones_and_signing_waits_as_the_log_in_does(stage, report):
    principal = stage.cast.lead_principal
    answers = [post(principal, report, password=f"wrong{n}") for n in range(5)]
    assert [a.status_code for a in answers] == [422, 422, 422, 422, 429]
    assert "签字和登录暂停到" in text(answers[-1]) and "一屏概览" in text(answers[-1])
    right = post(principal, report)
    report.refresh_from_db()
    assert right.status_code == 429 and report.state == "signing"
    login = client_for().post("/login", {"username": principal.username, "password": PASSWORD})
    assert login.status_code == 429
    assert post_by_other_is_free(stage)


def post_by_other_is_free(stage):
    other = client_for().post("/login", {"username": stage.cast.lead_clerk.username, "password": PASSWORD})
    return other.status_code == 302


def test_the_right_one_clears_the_count(stage, report):
    principal = stage.cast.lead_principal
    for _ in range(3):
        post(principal, report, password="wrong")
    assert post(principal, report).status_code == 302
    answer = client_for().post("/login", {"username": principal.username, "password": "wrong"})
    assert answer.context["left"] == 4


def test_somebody_without_a_password_is_told_the_other_way(stage, report):
    stage.cast.lead_principal.set_unusable_password()
    stage.cast.lead_principal.save()
    assert "改用纸质签字" in text(post(stage.cast.lead_principal, report))


def test_changed_since_it_was_read(stage, report):
    seen = digest.of(report)
    report = signing.recall(report=report, **stage.act(stage.cast.lead_clerk, "2023-04-05 09:00:00"))
    Line.objects.filter(report=report).update(problem="用地未批，因规划调整")
    Report.objects.filter(pk=report.pk).update(state="signing")
    answer = post(stage.cast.lead_principal, report, seen=seen)
    report.refresh_from_db()
    assert answer.status_code == 409 and report.state == "signing"
    assert "请重新阅读" in text(answer) and "用地未批" in text(answer)


def test_recalled_meanwhile_the_signer_comes_to_the_report(stage, report):
    signing.recall(report=report, **stage.act(stage.cast.lead_clerk, "2023-04-05 09:00:00"))
    answer = post(stage.cast.lead_principal, Report.objects.get(pk=report.pk), follow=True)
    assert "不能签字报送" in text(answer)
    assert client_for(stage.cast.lead_principal).get(f"/reports/{report.pk}/sign/").status_code == 302


def give(stage, to, *, start=-1, end=1):
    now = timezone.now()
    return delegations.delegate(
        post=stage.cast.lead_principal.appointments.get().post, to=to,
        start=now + dt.timedelta(seconds=start), end=now + dt.timedelta(seconds=end), basis="区建设局授〔2023〕1号",
        by=stage.cast.actor(stage.cast.lead_principal, timezone.localdate()), at=now - dt.timedelta(days=1),
    )  # fmt: skip


class TestDelegate:
    def test_reads_on_whose_behalf_and_signs(self, stage, report):
        give(stage, stage.cast.lead_deputy, end=3600)
        words = text(client_for(stage.cast.lead_deputy).get(f"/reports/{report.pk}/sign/"))
        assert "您受 区建设局主要领导钱局 委托代签，授权文号 区建设局授〔2023〕1号" in words
        answer = post(stage.cast.lead_deputy, report, follow=True)
        assert "受区建设局主要领导钱局委托，区建设局授〔2023〕1号" in text(answer)

    def test_over_since_a_second(self, stage, report):
        give(stage, stage.cast.lead_deputy, start=-10, end=-1)
        assert client_for(stage.cast.lead_deputy).get(f"/reports/{report.pk}/sign/").status_code == 403
        assert post(stage.cast.lead_deputy, report).status_code == 403

    def test_who_wrote_in_it_is_told_before_typing_a_password(self, stage):
        report = stage.draft()
        Line.objects.filter(report=report).update(updated_by=stage.cast.lead_deputy)
        report = stage.to_sign(Report.objects.get(pk=report.pk))
        give(stage, stage.cast.lead_deputy, end=3600)
        page = client_for(stage.cast.lead_deputy).get(f"/reports/{report.pk}/sign/")
        assert "不能受托代签" in text(page) and 'name="password"' not in page.content.decode()
        assert post(stage.cast.lead_deputy, report).status_code == 403


class TestRefuse:
    def test_with_a_reason_it_goes_back(self, stage, report):
        answer = client_for(stage.cast.lead_principal).post(
            f"/reports/{report.pk}/refuse", {"refuse-comment": "第3项请写明地块"}, follow=True
        )
        report.refresh_from_db()
        assert report.state == "draft" and "第3项请写明地块" in text(answer)

    def test_without_one_it_stays(self, stage, report):
        answer = client_for(stage.cast.lead_principal).post(f"/reports/{report.pk}/refuse", {}, follow=True)
        report.refresh_from_db()
        assert report.state == "signing" and "须填写意见" in text(answer)


@pytest.mark.parametrize("who", ["lead_clerk", "lead_office_head", "lead_deputy", "supervisor", "leader"])
def test_others_do_not_come_to_sign(stage, report, who):
    client = client_for(getattr(stage.cast, who))
    assert client.get(f"/reports/{report.pk}/sign/").status_code == 403
    assert post(getattr(stage.cast, who), report).status_code == 403
    report.refresh_from_db()
    assert report.state == "signing"
