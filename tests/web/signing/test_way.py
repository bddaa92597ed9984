"""The way inside the unit: sent, checked, recalled; corrections; signatures carried over; settings."""

from __future__ import annotations

import pytest

from duban.orgs.models import Appointment
from duban.progress.actions import corrections
from duban.progress.enums import ChangeKind
from duban.progress.models import Line, Report, UnitSetting
from tests.support.client import client_for
from tests.web.signing.conftest import text

pytestmark = pytest.mark.django_db


def go(person, report, path, data=None):
    return client_for(person).post(f"/reports/{report.pk}/{path}", data or {}, follow=True)


def state(report) -> str:
    return Report.objects.get(pk=report.pk).state


def test_sent_and_recalled(stage):
    report = stage.draft()
    assert "已送审。本单位办公室负责人审核后" in text(go(stage.cast.lead_clerk, report, "submit"))
    assert state(report) == "checking"
    assert "已撤回，可以继续修改" in text(go(stage.cast.lead_clerk, report, "recall"))
    assert state(report) == "draft"


def test_open_findings_hold_it_up_with_a_sentence(stage):
    report = stage.draft()
    Line.objects.filter(report=report).update(presence="")
    assert "处须改正" in text(go(stage.cast.lead_clerk, report, "submit")) and state(report) == "draft"


def test_without_a_principal_it_does_not_leave(stage):
    Appointment.objects.filter(user=stage.cast.lead_principal).update(end="2024-01-01")
    assert "没有在任的主要领导" in text(go(stage.cast.lead_clerk, stage.draft(), "submit"))


def test_the_deputy_is_told_whose_it_is(stage):
    answer = go(stage.cast.lead_deputy, stage.draft(), "submit")
    assert "由经办人办理" in text(answer)


class TestCheck:
    def test_passed_on(self, stage):
        report = stage.draft()
        go(stage.cast.lead_clerk, report, "submit")
        assert "一屏概览" in text(client_for(stage.cast.lead_office_head).get(f"/reports/{report.pk}/check/"))
        assert "审核通过。已送签" in text(go(stage.cast.lead_office_head, report, "check/", {"move": "pass_check"}))
        assert state(report) == "signing"

    def test_returned_with_a_comment_and_not_without(self, stage):
        report = stage.draft()
        go(stage.cast.lead_clerk, report, "submit")
        empty = client_for(stage.cast.lead_office_head).post(f"/reports/{report.pk}/check/", {"move": "fail_check"})
        assert empty.status_code == 422 and "没有填写退回理由" in text(empty) and state(report) == "checking"
        go(stage.cast.lead_office_head, report, "check/", {"move": "fail_check", "comment": "请核对第2项"})
        assert state(report) == "draft"
        page = client_for(stage.cast.lead_clerk).get(f"/reports/{report.pk}/read/")
        assert "退回意见： 请核对第2项" in text(page)

    def test_others_do_not_check(self, stage):
        report = stage.draft()
        go(stage.cast.lead_clerk, report, "submit")
        for who in ("lead_clerk", "lead_principal", "lead_deputy"):
            assert client_for(getattr(stage.cast, who)).get(f"/reports/{report.pk}/check/").status_code == 403


class TestCorrection:
    DATA = {"kind": "clerical", "reason": "错别字、标点或格式", "text": "第2项“泊位”误作“泊车”", "requested_by": "unit"}

    def test_a_draft_of_the_next_version(self, stage):
        report = stage.filed(0)
        answer = go(stage.cast.lead_clerk, report, "correct/", self.DATA)
        new = Report.objects.get(version=2)
        assert answer.status_code == 200 and new.state == "draft" and new.change_kind == "clerical"
        assert new.change_reason == "错别字、标点或格式：第2项“泊位”误作“泊车”"
        assert state(report) == "accepted"

    def test_the_office_proposes_and_the_unit_fills(self, stage):
        report = stage.filed(0)
        answer = go(stage.cast.supervisor, report, "correct/", {**self.DATA, "requested_by": "office"})
        assert "由区建设局修改、报送" in text(answer) and Report.objects.get(version=2).requested_by == "office"

    def test_once_only(self, stage):
        report = stage.filed(0)
        go(stage.cast.lead_clerk, report, "correct/", self.DATA)
        again = client_for(stage.cast.lead_clerk).get(f"/reports/{report.pk}/correct/")
        assert again.status_code == 302
        assert "已有一份更正在办" in text(go(stage.cast.supervisor, report, "correct/", self.DATA))

    def test_what_is_missing_is_said(self, stage):
        report = stage.filed(0)
        answer = client_for(stage.cast.lead_clerk).post(f"/reports/{report.pk}/correct/", {})
        words = text(answer)
        assert answer.status_code == 422 and "请选择更正性质" in words and "没有填写具体说明" in words
        assert Report.objects.count() == 1


@pytest.fixture
def clerical(stage):
    """A clerical correction, a word changed, waiting to be sent."""
    new = corrections.correct(
        report=stage.filed(0), kind=ChangeKind.CLERICAL, reason="错别字", requested_by="unit",
        **stage.act(stage.cast.lead_clerk, "2023-04-20 09:00:00"),
    )  # fmt: skip
    line = new.lines.first()
    Line.objects.filter(pk=line.pk).update(done=line.done + "更正。")
    return new


class TestCarried:
    def test_from_the_page_of_filling_where_nobody_checks_first(self, stage, clerical):
        """The page's one button carries the signature over, since that is what the unit goes by."""
        UnitSetting.objects.create(unit=stage.cast.lead_unit, office_head_check=False)
        page = client_for(stage.cast.lead_clerk).get(f"/reports/{clerical.pk}/")
        assert "报送，沿用签字" in text(page)
        client_for(stage.cast.lead_clerk).post(f"/reports/{clerical.pk}/save/", {"then": "submit"})
        assert state(clerical) == "signed" and clerical.signatures.live().get().mode == "carried"

    def test_by_way_of_the_office_head(self, stage, clerical):
        go(stage.cast.lead_clerk, clerical, "submit")
        words = text(client_for(stage.cast.lead_office_head).get(f"/reports/{clerical.pk}/check/"))
        assert "审核通过，沿用签字" in words and "审核通过，送签" in words
        go(stage.cast.lead_office_head, clerical, "check/", {"move": "pass_carried"})
        words = text(client_for(stage.cast.lead_principal).get(f"/reports/{clerical.pk}/read/"))
        assert state(clerical) == "signed" and "这一版沿用了您的签字" in words and "沿用第 1 版签字" in words
        assert "这一版沿用了您的签字" not in text(
            client_for(stage.cast.lead_clerk).get(f"/reports/{clerical.pk}/read/")
        )

    def test_agreed(self, stage, clerical):
        go(stage.cast.lead_office_head, clerical, "submit", {"move": "send_carried"})
        assert "已同意沿用签字" in text(go(stage.cast.lead_principal, clerical, "carried", {"move": "concur"}))

    def test_objected_with_a_reason(self, stage, clerical):
        go(stage.cast.lead_office_head, clerical, "submit", {"move": "send_carried"})
        assert "须填写意见" in text(go(stage.cast.lead_principal, clerical, "carried", {"move": "object"}))
        go(stage.cast.lead_principal, clerical, "carried", {"move": "object", "comment": "我要再看"})
        assert state(clerical) == "draft"
        words = text(client_for(stage.cast.lead_office_head).get(f"/reports/{clerical.pk}/read/"))
        assert "退回意见： 我要再看" in words and "沿用签字" not in words.split("一屏概览")[0]

    def test_where_the_unit_signs_again_it_is_not_offered(self, stage, clerical):
        UnitSetting.objects.create(unit=stage.cast.lead_unit, sign_clerical_again=True)
        go(stage.cast.lead_clerk, clerical, "submit")
        assert "沿用签字" not in text(client_for(stage.cast.lead_office_head).get(f"/reports/{clerical.pk}/check/"))


class TestAmend:
    def test_words_are_corrected_while_accepting(self, stage):
        report = stage.sign(stage.to_sign(stage.draft()))
        line = report.lines.first()
        data = {f"m{line.matter_id}-done": line.done + "（更正）", "reason": "错别字"}
        answer = go(stage.cast.supervisor, report, "amend/", data)
        assert "已受理第 1 版；更正后的第 2 版沿用签字" in text(answer) and state(report) == "accepted"

    def test_what_was_typed_is_not_lost(self, stage):
        report = stage.sign(stage.to_sign(stage.draft()))
        line = report.lines.first()
        data = {f"m{line.matter_id}-done": "改成这样", "reason": ""}
        answer = client_for(stage.cast.supervisor).post(f"/reports/{report.pk}/amend/", data)
        assert answer.status_code == 422 and "改成这样" in answer.content.decode() and "写明性质和理由" in text(answer)
        assert state(report) == "signed"

    def test_where_the_unit_signs_again_nothing_is_accepted(self, stage):
        UnitSetting.objects.create(unit=stage.cast.lead_unit, sign_clerical_again=True)
        report = stage.sign(stage.to_sign(stage.draft()))
        data = {f"m{report.lines.first().matter_id}-done": "改成这样", "reason": "错别字"}
        answer = client_for(stage.cast.supervisor).post(f"/reports/{report.pk}/amend/", data)
        assert "单位设置为沿用签字" in text(answer) and state(report) == "signed" and Report.objects.count() == 1


class TestSettings:
    def test_switched_off_the_clerk_sends_straight_to_signature(self, stage):
        path = f"/reports/settings/{stage.cast.lead_unit.pk}/"
        answer = client_for(stage.cast.lead_office_head).post(path, {}, follow=True)
        assert "已保存" in text(answer) and "“送签前由办公室负责人审核”改为否" in text(answer)
        report = stage.draft()
        assert "已送签" in text(go(stage.cast.lead_clerk, report, "submit")) and state(report) == "signing"

    def test_another_units_are_not_there(self, stage):
        path = f"/reports/settings/{stage.cast.lead_unit.pk}/"
        assert client_for(stage.cast.cooperating_principal).get(path).status_code == 404
