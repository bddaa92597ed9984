"""The list of a unit's periods, and the way into a draft."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from duban.progress.actions import periods as acts
from duban.progress.models import Obligation, Period, Report
from duban.web.home.waiting import Waiting, in_order
from tests.factories.progress import give_matter
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db


def look(client_for, who):
    return client_for(who).get("/reports/").content.decode()


def test_what_is_owed_with_its_day_and_the_button(client_for, near):
    html = look(client_for, near.cast.lead_clerk)
    assert "2023年第一季度" in html and "应报 2 项" in html and "还有" in html and "开始填报" in html
    Obligation.objects.update(due_on=timezone.localdate() - dt.timedelta(days=9))
    assert "已过期" in look(client_for, near.cast.lead_clerk)


def test_a_period_is_begun_and_gone_on_with(client_for, near):
    client = client_for(near.cast.lead_clerk)
    path = f"/reports/open/{near.periods[0].pk}/{near.cast.lead_unit.pk}/"
    assert "开始填报" in client.get(path).content.decode() and not Report.objects.exists()  # a link writes nothing
    answer = client.post(path)
    report = Report.objects.get()
    assert answer.url == f"/reports/{report.pk}/" and report.lines.count() == 2
    assert Obligation.objects.get().first_opened_at is not None
    assert client.get(path).url == client.post(path).url == answer.url
    assert "继续填报" in look(client_for, near.cast.lead_clerk)


def test_drafting_may_begin_before_the_period_opens_and_the_frozen_list_comes_in(client_for, near):
    Period.objects.filter(pk=near.periods[1].pk).update(closes_on=timezone.localdate() + dt.timedelta(days=9))
    client = client_for(near.cast.lead_clerk)
    html = client.get("/reports/").content.decode()
    assert "可先起草" in html and "2023年上半年" in html and "前三季度" not in html
    answer = client.post(f"/reports/open/{near.periods[1].pk}/{near.cast.lead_unit.pk}/")
    assert "现在可以先起草" in client.get(answer.url).content.decode()
    give_matter(near.cast.lead_unit, programme=near.plain.programme, section=near.plain.section)
    office = near.act(near.cast.supervisor, "2023-07-01 08:00:00")
    acts.open_period(period=Period.objects.get(pk=near.periods[1].pk), **office)
    html = client.get(answer.url).content.decode()
    report = Report.objects.get()
    if report.lines.count() == 2:  # the lines are fitted by the button, or were fitted at opening
        assert "有 1 项还不在草稿里" in html
        client.post(f"/reports/{report.pk}/save/", {"then": "align"})
    assert report.lines.count() == 3


def test_a_waived_unit_owes_nothing(client_for, near):
    office = near.act(near.cast.supervisor, "2023-04-03 08:00:00")
    acts.waive(obligation=Obligation.objects.get(), reason="机构撤并", **office)
    html = look(client_for, near.cast.lead_clerk)
    assert "免报：机构撤并" in html and "开始填报" not in html
    client = client_for(near.cast.lead_clerk)
    answer = client.post(f"/reports/open/{near.periods[0].pk}/{near.cast.lead_unit.pk}/", follow=True)
    assert "没有应报事项" in answer.content.decode() and not Report.objects.exists()


def test_states_and_versions_are_said(client_for, near):
    report = near.draft()
    for state, words in (("signing", "待本单位签字"), ("signed", "待督查室受理")):
        Report.objects.filter(pk=report.pk).update(state=state)
        assert words in look(client_for, near.cast.lead_clerk)
    Report.objects.filter(pk=report.pk).update(state="returned", return_comment="第二项数据不实，请核对")
    html = look(client_for, near.cast.lead_clerk)
    assert "退回修改" in html and "第二项数据不实" in html and ">修改<" in html


def test_nothing_yet_says_what_will_come(client_for, cast):
    assert "还没有报告期" in look(client_for, cast.lead_clerk)


def test_another_units_period_is_not_there(client_for, near):
    path = f"/reports/open/{near.periods[0].pk}/{near.cast.lead_unit.pk}/"
    assert client_for(near.cast.outsider_clerk).post(path).status_code == 404
    assert client_for(near.cast.supervisor).post(path).status_code == 403


def test_the_list_takes_the_same_queries_with_many_periods(client_for, near):
    client = client_for(near.cast.lead_clerk)
    made = iter(range(2000, 2023))

    def add(n):
        for year in [next(made) for _ in range(n)]:
            old = near.periods[0]
            day = {f: getattr(old, f).replace(year=year) for f in ("covers_from", "covers_to")}
            when = {f: getattr(old, f) for f in ("opens_on", "due_on", "closes_on")}
            period = Period.objects.create(year=year, seq=1, name=f"{year}年一季度", **day, **when)
            Obligation.objects.create(period=period, unit=near.cast.lead_unit, due_on=old.due_on)

    assert_same_queries(lambda: client.get("/reports/"), add, many=20)


def test_what_came_back_stands_before_what_is_due():
    day = dt.date(2023, 4, 10)
    rows = [Waiting("甲", "/", due=day), Waiting("乙", "/"), Waiting("退", "/", first=True)]
    assert [row.title for row in in_order(rows)] == ["退", "甲", "乙"]


def test_home_says_returned_first_and_the_planned_day(client_for, near):
    report = near.draft()
    Obligation.objects.update(promised_on=timezone.localdate() + dt.timedelta(days=2))
    Period.objects.filter(pk=near.periods[0].pk).update(closed_at=None)
    html = client_for(near.cast.lead_clerk).get("/").content.decode()
    assert "日送签" in html and f"/reports/open/{report.period_id}/" in html
    Report.objects.filter(pk=report.pk).update(state="returned", return_comment="请核对")
    Obligation.objects.update(first_signed_at=timezone.now())
    html = client_for(near.cast.lead_clerk).get("/").content.decode()
    assert re.findall(r"<b data-verbatim>([^<]+)</b>", html)[0].startswith("修改退回的")
