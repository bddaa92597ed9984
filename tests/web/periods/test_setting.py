"""Setting periods from the notice's words, special collections, dates, opening; one unit's exceptions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from duban.notices.models import NoticeRule
from duban.progress.models import Obligation, Period
from tests.factories.notices import NoticeFactory
from tests.factories.orgs import GroupMemberFactory, UnitFactory
from tests.factories.progress import give_matter
from tests.support.client import client_for

pytestmark = pytest.mark.django_db

RULE = {"cycle": "quarter", "month_of_cycle": 1, "day": 10, "from": {"year": 2023, "quarter": 2}}
SENTENCE = "从2023年第二季度起，每个季度第1个月的10日前报送完成情况。"


@pytest.fixture
def rule(db: None) -> NoticeRule:
    notice = NoticeFactory(year=2023, document_number="示政办〔2023〕1号")
    return NoticeRule.objects.create(notice=notice, kind="periodic_report", sentence=SENTENCE, data=RULE)


class TestFromTheNotice:
    def test_the_preview_shows_the_words_and_the_days(self, cast: Any, rule: NoticeRule) -> None:
        html = client_for(cast.supervisor).get("/periods/plan").content.decode()
        assert SENTENCE in html and "示政办〔2023〕1号" in html
        assert "2024年1月10日（周三）" in html
        assert not Period.objects.exists()

    def test_the_january_report_is_a_choice(self, cast: Any, rule: NoticeRule) -> None:
        html = client_for(cast.supervisor).get("/periods/plan?last=0").content.decode()
        assert "2024年1月10日" not in html and "不要求" in html

    def test_made_once_and_tied_to_the_rule(self, cast: Any, rule: NoticeRule) -> None:
        client = client_for(cast.supervisor)
        for _ in range(2):
            assert client.post("/periods/plan", {"rule": rule.pk, "last": "1"}).status_code == 302
        assert list(Period.objects.values_list("due_on", flat=True)) == [
            dt.date(2023, 4, 10),
            dt.date(2023, 7, 10),
            dt.date(2023, 10, 10),
            dt.date(2024, 1, 10),
        ]
        assert set(Period.objects.values_list("rule", flat=True)) == {rule.pk}
        assert "已设，保持不变" in client.get("/periods/plan").content.decode()

    def test_without_a_rule_it_says_what_is_missing(self, cast: Any) -> None:
        client = client_for(cast.supervisor)
        assert "没有写明报送期限" in client.get("/periods/plan").content.decode()
        client.post("/periods/plan", {})
        assert not Period.objects.exists()

    def test_home_offers_it_and_drops_the_rules_own_line(self, cast: Any, rule: NoticeRule) -> None:
        year = timezone.localdate().year
        rule.notice.year = year
        rule.notice.save()
        rule.data = {"cycle": "quarter", "month_of_cycle": 1, "day": 10}
        rule.save()
        client = client_for(cast.supervisor)
        before = client.get("/").content.decode()
        assert f"设{year}年的报告期" in before and f"报送完成情况（{year}年）" in before
        client.post("/periods/plan", {"rule": rule.pk, "last": "1"})
        after = client.get("/").content.decode()
        assert f"设{year}年的报告期" not in after and f"报送完成情况（{year}年）" not in after


class TestSpecial:
    DATA = {
        "name": "安全检查", "question": "请报自查情况。", "covers_to": "2023-05-15", "opens_on": "2023-05-16",
        "due_on": "2023-05-25", "closes_on": "2023-06-10",
    }  # fmt: skip

    def test_for_units(self, stage: Any) -> None:
        client = client_for(stage.cast.supervisor)
        answer = client.post("/periods/special", {**self.DATA, "units": [stage.cast.outsider_unit.pk]}, follow=True)
        assert "区气象局" in answer.content.decode() and "1</b>个单位应报" in answer.content.decode()
        made = Period.objects.get(kind="special")
        client.post(f"/periods/{made.pk}/open")
        assert Obligation.objects.get(period=made).unit == stage.cast.outsider_unit
        seen = client_for(stage.cast.outsider_clerk).get(f"/periods/{made.pk}/").content.decode()
        assert "请报自查情况" in seen

    def test_by_matters(self, stage: Any) -> None:
        client = client_for(stage.cast.supervisor)
        client.post("/periods/special", {**self.DATA, "codes": f"{stage.plain.code}、{stage.counted.code}"})
        made = Period.objects.get(kind="special")
        assert set(made.scope_matters.all()) == {stage.plain, stage.counted}

    def test_unknown_codes_are_named(self, stage: Any) -> None:
        answer = client_for(stage.cast.supervisor).post("/periods/special", {**self.DATA, "codes": "区-9999"})
        assert answer.status_code == 422 and "没有“区-9999”" in answer.content.decode()

    def test_nobody_asked_is_refused(self, stage: Any) -> None:
        answer = client_for(stage.cast.supervisor).post("/periods/special", self.DATA)
        assert answer.status_code == 422 and "请选择应报单位" in answer.content.decode()


class TestOpening:
    def test_the_preview_shows_what_is_odd(self, stage: Any) -> None:
        bare, empty = UnitFactory(name="区无人局"), UnitFactory(is_group=True)
        give_matter(bare)
        give_matter(empty)
        html = client_for(stage.cast.supervisor).get(f"/periods/{stage.periods[1].pk}/open").content.decode()
        assert "缺主要领导" in html and "缺经办人" in html
        assert f"单位组“{empty}”没有成员" in html
        assert "1 个单位缺主要领导或经办人" in html

    def test_groups_are_shown_expanded(self, stage: Any) -> None:
        group = UnitFactory(is_group=True)
        GroupMemberFactory(group=group, unit__name="区街道甲")
        give_matter(group)
        html = client_for(stage.cast.supervisor).get(f"/periods/{stage.periods[1].pk}/open").content.decode()
        assert "区街道甲" in html

    def test_opening_freezes(self, stage: Any) -> None:
        client = client_for(stage.cast.supervisor)
        answer = client.post(f"/periods/{stage.periods[1].pk}/open", follow=True)
        assert "应报清单已锁定" in answer.content.decode()
        assert client.get(f"/periods/{stage.periods[1].pk}/open").status_code == 302

    def test_dates_move_before_and_not_after(self, stage: Any) -> None:
        client = client_for(stage.cast.supervisor)
        data = {"opens_on": "2023-07-01", "due_on": "2023-07-12", "closes_on": "2023-09-08", "reason": "逢演练"}
        client.post(f"/periods/{stage.periods[1].pk}/dates", data)
        stage.periods[1].refresh_from_db()
        assert stage.periods[1].due_on == dt.date(2023, 7, 12)
        wrong = client.post(f"/periods/{stage.periods[1].pk}/dates", {**data, "due_on": "2023-06-01"})
        assert wrong.status_code == 422 and "日期次序" in wrong.content.decode()
        client.post(f"/periods/{stage.periods[0].pk}/dates", data)
        stage.periods[0].refresh_from_db()
        assert stage.periods[0].due_on == dt.date(2023, 4, 10)

    def test_removing_and_closing(self, stage: Any) -> None:
        client = client_for(stage.cast.supervisor)
        client.post(f"/periods/{stage.periods[3].pk}/remove")
        assert not Period.objects.filter(pk=stage.periods[3].pk).exists()
        client.post(f"/periods/{stage.periods[0].pk}/close")
        stage.periods[0].refresh_from_db()
        assert stage.periods[0].closed_at is not None


class TestOneUnit:
    @pytest.fixture
    def row(self, stage: Any) -> Obligation:
        Period.objects.update(closes_on=dt.date(2099, 1, 1))
        return Obligation.objects.get(period=stage.periods[0], unit=stage.cast.lead_unit)

    def test_extension(self, stage: Any, row: Obligation) -> None:
        client = client_for(stage.cast.supervisor)
        client.post(f"/periods/obligations/{row.pk}/extend", {"due_on": "2023-04-20", "reason": "系统迁移"})
        row.refresh_from_db()
        assert row.due_on == dt.date(2023, 4, 20)
        html = client.get(f"/periods/obligations/{row.pk}/").content.decode()
        assert "延期：系统迁移" in html
        early = client.post(f"/periods/obligations/{row.pk}/extend", {"due_on": "2023-04-01", "reason": "早"})
        assert early.status_code == 422 and "应晚于" in early.content.decode()

    def test_waiver_and_back(self, stage: Any, row: Obligation) -> None:
        client = client_for(stage.cast.supervisor)
        missing = client.post(f"/periods/obligations/{row.pk}/waive", {"waive-reason": ""})
        assert missing.status_code == 422
        client.post(f"/periods/obligations/{row.pk}/waive", {"waive-reason": "机构撤并"})
        html = client.get(f"/periods/obligations/{row.pk}/").content.decode()
        assert "免报：机构撤并" in html and "撤销免报" in html
        assert "现有延期、免报 1 件" in client.get("/").content.decode()
        client.post(f"/periods/obligations/{row.pk}/end-waiver", {"end-reason": "撤并推迟"})
        row.refresh_from_db()
        assert row.waived_at is None
        assert "现有延期、免报" not in client.get("/").content.decode()

    def test_the_unit_reads_its_own_and_changes_nothing(self, stage: Any, row: Obligation) -> None:
        html = client_for(stage.cast.lead_clerk).get(f"/periods/obligations/{row.pk}/").content.decode()
        assert "应报事项" in html and "延至" not in html
        assert f'href="/reports/open/{row.period_id}/{row.unit_id}/"' in html
        assert "开始填报" in html and "开始填报" not in (
            client_for(stage.cast.leader).get(f"/periods/obligations/{row.pk}/").content.decode()
        )
        assert client_for(stage.cast.cooperating_clerk).get(f"/periods/obligations/{row.pk}/").status_code == 404

    def test_home_asks_the_unit_until_it_has_signed(self, stage: Any, row: Obligation) -> None:
        html = client_for(stage.cast.lead_clerk).get("/").content.decode()
        assert "报送2023年第一季度完成情况" in html and "还没有起草" in html
        assert "收齐2023年第一季度报告" in client_for(stage.cast.supervisor).get("/").content.decode()
        stage.filed()
        assert "报送2023年第一季度完成情况" not in client_for(stage.cast.lead_clerk).get("/").content.decode()
        assert "收齐" not in client_for(stage.cast.supervisor).get("/").content.decode()
