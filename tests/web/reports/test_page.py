"""The filling page: who sees it, what stands on it, how much it weighs, how many queries it takes."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from duban.progress.actions import drafting
from duban.progress.actions.drafting import Change
from duban.progress.models import Line, MeasureTarget, Obligation, Observation, Period, Report, Share
from tests.factories.ledger import AssignmentFactory, ProgrammeFactory, SectionFactory, TargetFactory
from tests.factories.orgs import UnitFactory
from tests.factories.progress import give_matter, measure_for
from tests.support.queries import assert_same_queries
from tests.support.stage import TEXT

pytestmark = pytest.mark.django_db


def look(client_for, who, report, query=""):
    return client_for(who).get(f"/reports/{report.pk}/{query}").content.decode()


@pytest.fixture
def html(client_for, near, draft):
    return lambda query="": look(client_for, near.cast.lead_clerk, draft, query)


class TestWho:
    def test_every_post_of_the_unit_may_fill(self, client_for, near, draft):
        for who in ("lead_clerk", "lead_office_head", "lead_deputy", "lead_principal"):
            assert f'name="l{draft.lines.first().pk}-done"' in look(client_for, getattr(near.cast, who), draft)

    def test_for_another_unit_it_does_not_exist(self, client_for, near, draft):
        for who in ("outsider_clerk", "cooperating_clerk"):
            assert client_for(getattr(near.cast, who)).get(f"/reports/{draft.pk}/").status_code == 404

    def test_the_office_reads_and_cannot_write(self, client_for, near, draft):
        page = look(client_for, near.cast.supervisor, draft)
        assert "只供查看" in page and "<textarea" not in page and f"/reports/{draft.pk}/read/" in page

    def test_leaders_do_not_see_drafts_here(self, client_for, near, draft):
        assert client_for(near.cast.leader).get(f"/reports/{draft.pk}/").status_code == 403

    @pytest.mark.parametrize("state", ["checking", "signing", "signed", "accepted"])
    def test_what_has_been_sent_is_read_only(self, client_for, near, state):
        report = near.draft()
        near.sign(near.to_sign(report))
        if state == "accepted":
            near.accept(Report.objects.get(pk=report.pk))
        Report.objects.filter(pk=report.pk).update(state=state)
        page = look(client_for, near.cast.lead_clerk, report)
        assert "<textarea" not in page and "不能修改" in page and TEXT in page


class TestWhatStandsThere:
    def test_items_in_printed_order_under_their_headings(self, client_for, near):
        province = ProgrammeFactory(level="province", year=2023, ordinal=0)
        section = SectionFactory(programme=province, title="一、省的事")
        give_matter(near.cast.lead_unit, programme=province, section=section, number="7", body="新建绿道30公里。")
        report = drafting.open_draft(
            period=near.periods[1], unit=near.cast.lead_unit, **near.act(near.cast.lead_clerk, "2023-06-03 09:00:00")
        )
        page = look(client_for, near.cast.lead_clerk, report)
        places = [
            page.index(words)
            for words in ("省级事项", "一、省的事", ">省-7</a></h4>", "区级事项", f">{near.plain.code}</a></h4>")
        ]
        assert places == sorted(places)

    def test_role_text_and_marks(self, html, near):
        near.counted.display = {"figures": [[8, 12]], "units": []}
        near.counted.save()
        page = html()
        assert page.count('<span class="tag">牵头</span>') == 2 and '<mark class="fig">' in page

    def test_the_index_says_where_each_line_stands(self, html, near, draft, line):
        assert html().count("未填</span></a>") == 2
        Line.objects.filter(pk=line.pk).update(presence="reported", done="短")
        page = html()
        assert re.search(rf'data-index="{line.pk}" data-state="block"', page) and "须改正 3" in page
        assert "已填 1/2" in page

    def test_the_button_says_why_it_does_not_work(self, html, near, client_for):
        page = html()
        assert re.search(r'value="submit" data-send disabled', page) and "还有 2 项未填" in page
        full = near.draft()
        page = look(client_for, near.cast.lead_clerk, full)
        assert "可以送审" in page and "data-send disabled" not in page

    def test_what_the_office_returned_stays_on_the_page(self, html, draft, line):
        Line.objects.filter(pk=line.pk).update(decision="returned", decision_comment="数据与统计局不一致")
        Report.objects.filter(pk=draft.pk).update(state="returned", return_comment="1 项退回，理由见各项。")
        page = html()
        assert "督查室退回" in page and "1 项退回，理由见各项" in page and "数据与统计局不一致" in page
        assert f'data-index="{line.pk}" data-state="todo" data-returned' in page
        only = html("?show=returned")
        assert only.count('<section class="line"') == 1 and f'id="line-{line.pk}"' in only

    def test_only_what_is_unfilled(self, html, draft, line):
        Line.objects.filter(pk=line.pk).update(presence="nil", reason="项目未到开工时间")
        page = html("?show=todo")
        assert page.count('<section class="line"') == 1 and f'id="line-{line.pk}"' not in page
        assert html("?show=nonsense").count('<section class="line"') == 2

    def test_last_period_stands_beside(self, client_for, near):
        near.filed()
        by = near.act(near.cast.lead_clerk, "2023-07-03 09:00:00")
        report = drafting.open_draft(period=near.periods[1], unit=near.cast.lead_unit, **by)
        page = look(client_for, near.cast.lead_clerk, report)
        assert page.count('class="last"') == 6 and page.count("沿用</button>") == 2  # what was written may be taken
        assert "上期 120个" in page and TEXT in page

    def test_taking_over_last_words_brings_the_honest_question(self, client_for, near, form_of):
        near.filed()
        by = near.act(near.cast.lead_clerk, "2023-07-03 09:00:00")
        report = drafting.open_draft(period=near.periods[1], unit=near.cast.lead_unit, **by)
        line = report.lines.get(matter=near.counted)
        client = client_for(near.cast.lead_clerk)
        form = form_of(client.get(f"/reports/{report.pk}/").content.decode())
        client.post(f"/reports/{report.pk}/save/", {**form.data, "carry": f"l{line.pk}-done"})
        line.refresh_from_db()
        assert line.done == TEXT
        assert "与上期文字 100% 相同" in client.get(f"/reports/{report.pk}/").content.decode()


class TestFigures:
    def test_a_fact_that_two_items_need_has_one_box(self, client_for, near):
        target = TargetFactory(matter=near.plain)
        MeasureTarget.objects.create(measure=near.measure, target=target)
        report = near.draft(value="120000")
        page = look(client_for, near.cast.lead_clerk, report)
        assert page.count(f'name="m{near.measure.pk}-value"') == 1
        assert f'data-shown="m{near.measure.pk}">120,000个</output>' in page
        assert "同一指标，在 区-" in page

    def test_a_citys_goal_stands_beside_the_districts_share_and_is_not_compared(self, client_for, near, draft):
        programme = near.counted.programme
        programme.level = "city"
        programme.save()
        assert "市级目标 达到 260个" in (page := look(client_for, near.cast.lead_clerk, draft))
        assert "区级份额 <b>未定</b>" in page
        share = {"measure": near.measure, "unit": near.cast.lead_unit, "basis": "分解表"}
        share |= {"decided_by": near.cast.supervisor, "decided_at": draft.created_at}
        Share.objects.create(none_set=True, **share)
        assert "区级份额 <b>未下达</b>" in look(client_for, near.cast.lead_clerk, draft)
        Share.objects.create(version=2, value=Decimal(30), **share)
        assert "区级份额 <b>30个</b>" in look(client_for, near.cast.lead_clerk, draft)

    def test_what_the_lead_owes_others_may_leave(self, client_for, near):
        matter = give_matter(UnitFactory(name="区商务局"))
        AssignmentFactory(matter=matter, unit=near.cast.lead_unit, role="cooperating", ordinal=1)
        measure_for(matter, what="便利店")
        by = near.act(near.cast.lead_clerk, "2023-06-03 09:00:00")
        report = drafting.open_draft(period=near.periods[1], unit=near.cast.lead_unit, **by)
        page = look(client_for, near.cast.lead_clerk, report)
        assert "指标 1 个，由牵头单位填写" in page and '<span class="tag">配合</span>' in page

    def test_an_earlier_period_may_be_corrected(self, client_for, near, draft):
        assert "更正往期" not in look(client_for, near.cast.lead_clerk, draft)
        by = near.act(near.cast.lead_clerk, "2023-06-03 09:00:00")
        second = drafting.open_draft(period=near.periods[1], unit=near.cast.lead_unit, **by)
        assert f'<option value="{near.periods[0].pk}">2023年第一季度' in look(client_for, near.cast.lead_clerk, second)

    def test_a_rate_has_its_parts_and_they_are_offered(self, client_for, near, draft):
        near.measure.unit = "%"
        near.measure.save()
        Observation.objects.create(report=draft, measure=near.measure, numerator=3, denominator=8)
        page = look(client_for, near.cast.lead_clerk, draft)
        assert f'name="m{near.measure.pk}-denominator" value="8"' in page and "填入 37.5%" in page


def test_an_answered_finding_keeps_its_sentence(client_for, near):
    report = near.draft()
    line = report.lines.get(matter=near.counted)
    change = {"done": Change(TEXT.replace("120", "150"), line.done)}
    drafting.save_line(line=line, changes=change, **near.act(near.cast.lead_clerk, "2023-04-03 10:00:00"))
    client = client_for(near.cast.lead_clerk)
    page = client.get(f"/reports/{report.pk}/").content.decode()
    name = re.search(rf'name="(a{line.pk}-figures.text-differs-[0-9a-f]{{16}})"', page)[1]
    answer = client.fragment(f"/reports/{report.pk}/answer/", {"name": name, "text": "口径不同"}, method="post")
    assert "answered" in answer.content.decode() and 'value="口径不同"' in answer.content.decode()
    assert 'value="口径不同"' in client.get(f"/reports/{report.pk}/").content.decode()
    refused = client.fragment(f"/reports/{report.pk}/answer/", {"name": name, "text": "x"}, method="post")
    assert refused.status_code == 422 and "用一句话" in refused.content.decode()


def fill_up(near, count):
    """``count`` more matters of the unit with words, figures, files' worth of text; a report that holds them."""
    for _ in range(count):
        matter = give_matter(near.cast.lead_unit, programme=near.plain.programme, section=near.plain.section)
        matter.body = "推进老旧小区改造，完善配套设施，" * 6 + "建成停车泊位260个。"
        matter.save()
        measure_for(matter)


def test_the_page_takes_the_same_queries_with_3_lines_and_34(client_for, near):
    client = client_for(near.cast.lead_clerk)
    report = drafting.open_draft(
        period=near.periods[1], unit=near.cast.lead_unit, **near.act(near.cast.lead_clerk, "2023-06-03 09:00:00")
    )

    def add(n):
        fill_up(near, n)
        drafting.align(report, on=near.actor(near.cast.lead_clerk, "2023-06-03 09:00:00").today)
        for line in report.lines.all():
            Line.objects.filter(pk=line.pk).update(presence="reported", done=f"已建成{line.pk}个停车泊位。")

    number = assert_same_queries(lambda: client.get(f"/reports/{report.pk}/"), add, few=3, many=34)
    assert number < 60


def test_34_items_weigh_less_than_300_kb(client_for, near, draft):
    fill_up(near, 32)
    Period.objects.filter(pk=near.periods[0].pk).update(opened_at=None)
    Obligation.objects.all().update(first_opened_at=None)
    drafting.align(Report.objects.get(pk=draft.pk), on=near.actor(near.cast.lead_clerk, "2023-06-03 09:00:00").today)
    draft.lines.update(presence="reported", done="已建成停车泊位，其余正在推进。" * 12, self_rating="on_schedule")
    assert draft.lines.count() == 34
    size = len(client_for(near.cast.lead_clerk).get(f"/reports/{draft.pk}/").content)
    assert 60_000 < size < 300_000


def test_checks_of_a_line_alone_take_few_queries_and_only_its_own(client_for, near):
    report = near.draft(text="短")
    one, two = report.lines.order_by("pk")
    client = client_for(near.cast.lead_clerk)
    page = client.fragment(f"/reports/{report.pk}/checks/?line={one.pk}").content.decode()
    assert f'id="checks-{one.pk}"' in page and f"checks-{two.pk}" not in page
    assert client.get(f"/reports/{report.pk}/checks/?line=x").content.strip() == b""
