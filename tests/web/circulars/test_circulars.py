"""通报和表彰 on screen: the draft with numbers that open, parts that units see alone, approval, issue, templates."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from duban.circulars.actions import drafting, moving
from duban.circulars.models import Circular, CircularTemplate, Part
from duban.core.circulars.texts import QUARTERLY
from duban.dispatch.models import Dispatch
from duban.orgs.actor import actor_for
from duban.progress.models import Obligation
from tests.factories import circulars as play
from tests.factories.dispatch import make_letterhead
from tests.factories.progress import give_matter
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(stage):
    """The lead unit has not reported on the first quarter."""
    make_letterhead(stage.cast)
    make_letterhead(stage.cast, "commendation")
    return stage


def text_of(response) -> str:
    return response.content.decode()


def today_act(person):
    return {"by": actor_for(person, timezone.localdate(), "测试"), "at": timezone.now()}


def begin(client, late, **more):
    sent = {
        "template": "circular:季度通报", "year": "2023", "period": str(late.periods[0].pk), "as_of": "2023-04-20",
        **more,
    }  # fmt: skip
    return client.post(reverse("circular-new"), sent)


def test_the_office_begins_reads_edits_and_opens_a_number(late, client_for):
    client = client_for(late.cast.supervisor)
    assert "季度通报（系统自带）" in text_of(client.get(reverse("circular-new")))
    answer = begin(client, late, as_of="2099-01-01")
    assert answer.status_code == 422 and "还没有到" in text_of(answer)
    row = Circular.objects.get(pk=int(begin(client, late).url.strip("/").split("/")[-1]))
    shown = text_of(client.get(reverse("circular", args=[row.pk])))
    assert "责任事项共<a href" in shown and "逾期报送的单位是" in shown and "区建设局：应于4月10日前报送" in shown
    figure = text_of(client.get(reverse("circular-figure", args=[row.pk]), {"key": "逾期报送单位数"}))
    assert "期限已过才报送" in figure and reverse("period", args=[late.periods[0].pk]) in figure
    lights = text_of(client.get(reverse("circular-figure", args=[row.pk]), {"key": "事项总数"}))
    assert f"{reverse('light', args=[late.plain.pk])}?on=2023-04-20" in lights and "第1版" in lights
    assert client.get(reverse("circular-figure", args=[row.pk]), {"key": "没有"}).status_code == 404


def test_what_was_typed_is_not_lost(late, client_for):
    client, row = client_for(late.cast.supervisor), play.begin(late)
    address = reverse("circular-edit", args=[row.pk])
    page = text_of(client.get(address))
    assert "可用的数据" in page and "逾期报送清单" in page
    sent = {
        "revision": row.revision, "title": row.title, "recipients": "各单位", "body": "共{项数}项。",
        "as_of": "2023-04-20",
    }  # fmt: skip
    answer = client.post(address, sent)
    assert answer.status_code == 422 and "共{项数}项。" in text_of(answer) and "没有名为“项数”" in text_of(answer)
    assert client.post(address, {**sent, "body": "共{事项总数}项，又17项。"}).status_code == 302
    page = text_of(client.get(reverse("circular", args=[row.pk])))
    assert "须改：<span data-verbatim>“17”是手写的，没有引用数据" in page and "没有写明出处" in page
    given = {"number": "17", "sentence": "共{事项总数}项，又17项。", "source": "据区统计局第一季度月报"}
    assert client.post(reverse("circular-source", args=[row.pk]), given).status_code == 302
    page = text_of(client.get(reverse("circular", args=[row.pk])))
    assert "出处：<span data-verbatim>据区统计局第一季度月报" in page and "须改" not in page
    stale = client.post(address, {**sent, "body": "共{事项总数}项，迟到的修改。"})
    assert stale.status_code == 422 and "已被他人修改" in text_of(stale) and "迟到的修改" in text_of(stale)


def test_the_source_of_a_typed_number_is_read_by_unit_leader_and_whoever_computes_again(late, client_for):
    row = play.begin(late)
    sentence = "区建设局和区民政局要对照17项任务抓紧推进。"
    row = play.edit(late, row, body=row.body + "\n" + sentence)
    source = "据区统计局第一季度月报"
    act = late.act(late.cast.supervisor, play.DAY)
    drafting.give_source(row=row, number="17", sentence=sentence, source=source, **act)
    row = play.show(late, row)
    part = Part.objects.get(unit=late.cast.lead_unit, circular=row)
    page = text_of(client_for(late.cast.lead_clerk).get(reverse("circular-part", args=[part.pk])))
    assert source in page and "区民政局" not in page
    Part.objects.update(agrees=True, replied_by=late.cast.lead_clerk, replied_at=timezone.now())
    row = play.submit(late, row)
    leader = client_for(late.cast.leader)
    for name in ("circular", "circular-recheck"):
        page = text_of(leader.get(reverse(name, args=[row.pk])))
        assert source in page and sentence in page and "写明出处</button>" not in page
    assert "1 处数字没有引用数据" in page and "引用的数据和附表全部一致" in page


def test_from_the_unit_to_the_leader_to_the_issue(late, client_for):
    cast = late.cast
    office, unit, leader = client_for(cast.supervisor), client_for(cast.lead_clerk), client_for(cast.leader)
    Obligation.objects.create(period=late.periods[0], unit=cast.cooperating_unit, due_on=dt.date(2023, 4, 10))
    row = play.begin(late)
    move, address = reverse("circular-move", args=[row.pk]), reverse("circular", args=[row.pk])
    assert leader.get(address).status_code == 404 and "没有送本单位核对" in text_of(unit.get(reverse("circulars")))
    assert office.post(move, {"move": "show"}).status_code == 302
    part = Part.objects.get(unit=cast.lead_unit)
    assert "待核对" in text_of(unit.get("/")) and "区建设局" in text_of(unit.get(reverse("circulars"), follow=True))
    page = text_of(unit.get(reverse("circular-part", args=[part.pk])))
    assert "逾期报送" in page and "区民政局" not in page and "无异议" in page
    assert unit.post(reverse("circular-part-see", args=[part.pk])).status_code == 204
    reply = reverse("circular-part-reply", args=[part.pk])
    assert "写明哪一处" in text_of(unit.post(reply, {"agrees": "no", "text": "不对"}))
    assert unit.post(reply, {"agrees": "no", "text": "4月10日已送签，请核实。"}).status_code == 302
    other = Part.objects.get(unit=cast.cooperating_unit)
    client_for(cast.cooperating_clerk).post(reverse("circular-part-reply", args=[other.pk]), {"agrees": "yes"})
    page = text_of(office.get(address))
    assert "4月10日已送签，请核实。" in page and "有异议" in page
    office.post(reverse("circular-part-handle", args=[part.pk]), {"text": "没有签字，不予采纳。"})
    assert office.post(move, {"move": "submit"}).status_code == 302
    assert "待批准" in text_of(leader.get("/"))
    page = text_of(leader.get(address))
    assert "没有签字，不予采纳。" in page and 'value="approve"' in page and "撤销点名" not in page
    row.refresh_from_db()
    leader.post(move, {"move": "approve", "revision": str(row.revision - 1)})
    assert Circular.objects.get().state == "submitted"  # not what was read
    leader.post(move, {"move": "approve", "revision": str(row.revision), "comment": "同意"})
    assert "待印发" in text_of(office.get("/"))
    office.post(move, {"move": "issue"})
    number = Dispatch.objects.get().full_number
    page = text_of(office.get(address))
    assert number in page and "0/2 个单位已阅" in page
    assert "全部一致" in text_of(office.get(reverse("circular-recheck", args=[row.pk])))
    paper = office.get(reverse("circular-paper", args=[row.pk, "docx"]))
    assert paper.status_code == 200 and paper.content[:2] == b"PK"


def test_naming_is_withdrawn_and_restored_on_the_page(late, client_for):
    client, row = client_for(late.cast.supervisor), play.begin(late)
    address = reverse("circular", args=[row.pk])
    sent = {"unit": str(late.cast.lead_unit.pk), "naming": "late", "matter": ""}
    client.post(reverse("circular-exempt", args=[row.pk]), {**sent, "reason": ""})
    assert not row.exemptions.exists()
    client.post(reverse("circular-exempt", args=[row.pk]), {**sent, "reason": "系统故障"})
    assert "经核实，均不予点名" in text_of(client.get(address))
    kept = row.exemptions.get()
    client.post(reverse("circular-restore", args=[row.pk, kept.pk]))
    assert "区建设局：应于4月10日前报送" in text_of(client.get(address))


def test_a_changed_record_shows_when_it_is_computed_again(late, client_for):
    row = play.show(late, play.begin(late))
    Obligation.objects.update(due_on=dt.date(2023, 5, 1))
    page = text_of(client_for(late.cast.supervisor).get(reverse("circular-recheck", args=[row.pk])))
    assert "与固定的数据不一致" in page and "逾期报送单位数" in page


def test_whom_to_commend_is_picked_from_results(late, client_for):
    late.filed()
    play.close(late, late.plain)
    client = client_for(late.cast.supervisor)
    answer = begin(client, late, template="commendation:表彰决定")
    row = Circular.objects.get()
    assert answer.url == reverse("circular-praise", args=[row.pk])
    page = text_of(client.get(answer.url))
    assert "区建设局" in page and "应报1期均按期" in page
    client.post(answer.url, {"unit": [str(late.cast.lead_unit.pk)]})
    assert "对以下" in text_of(client.get(reverse("circular", args=[row.pk])))
    refused = client.post(answer.url, {"unit": [str(late.cast.outsider_unit.pk)]})
    assert refused.status_code == 422 and "不能表彰" in text_of(refused)


def test_templates_are_edited_into_versions(late, client_for):
    client = client_for(late.cast.supervisor)
    address = reverse("circular-template") + "?kind=circular&name=季度通报"
    assert QUARTERLY.title in text_of(client.get(address))
    sent = {"name": "季度通报", "title": "关于{年度}年的通报", "body": "共{总数}项。", "reason": "精简"}
    answer = client.post(address, sent)
    assert answer.status_code == 422 and "可用的有" in text_of(answer)
    client.post(address, {**sent, "body": "共{事项总数}项。"})
    assert CircularTemplate.objects.get().version == 1
    assert "季度通报（第1版）" in text_of(client.get(reverse("circular-templates")))


def test_a_correction_begins_from_the_issued_document(late, client_for):
    row = play.issued(late)
    client = client_for(late.cast.supervisor)
    answer = client.post(reverse("circular-correct", args=[row.pk]), {"reason": "数据有误"})
    page = text_of(client.get(answer.url))
    assert "（请在此写明" in page and "更正文号" in page
    new = Circular.objects.get(corrects=row)
    refused = client.post(reverse("circular-move", args=[new.pk]), {"move": "submit_at_once"}, follow=True)
    new.refresh_from_db()
    assert new.state == "draft" and "没有改写" in text_of(refused)


def test_the_lists_ask_the_same_however_long_they_are(late, client_for):
    client = client_for(late.cast.supervisor)

    def add(number):
        for _ in range(number):
            play.begin(late)

    assert_same_queries(lambda: client.get(reverse("circulars")), add, many=12)


def test_the_draft_asks_the_same_however_many_matters_there_are(late, client_for):
    row = play.begin(late)
    client = client_for(late.cast.supervisor)

    def add(number):
        for _ in range(number):
            give_matter(late.cast.lead_unit, programme=late.plain.programme, section=late.plain.section)

    assert_same_queries(lambda: client.get(reverse("circular", args=[row.pk])), add, many=12)


def test_a_leader_sees_what_was_submitted_and_only_that(late, client_for):
    play.begin(late)
    shown = play.show(late, play.begin(late))
    client = client_for(late.cast.leader)
    assert "还没有报来的" in text_of(client.get(reverse("circulars")))
    Part.objects.update(agrees=True, replied_at=timezone.now(), replied_by=late.cast.lead_clerk)
    moving.submit(row=shown, **today_act(late.cast.supervisor))
    assert text_of(client.get(reverse("circulars"))).count(reverse("circular", args=[shown.pk])) == 1
