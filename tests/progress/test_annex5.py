"""附件5 from the rows: the notice's own form, order, levels, figures, who signed; a fixed number of queries."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.core.gongwen.annex5 import SKELETON
from duban.core.reporting.codes import code_of
from duban.ledger.models import Programme
from duban.notices.models import Notice, NoticeDraft
from duban.progress import annex5, digest
from duban.progress.actions import periods
from duban.progress.models import Period, Report
from tests.factories.progress import give_matter, moment

AT = moment("2023-04-05 10:21:00")
FORM = {
    "kind": "periodic_report",
    "annex": "附件6",
    "title": "XX(单位)第X季度落实情况",
    "span": [0, 1],
    "columns": ["序号", "重点任务", "落实情况"],
    "rows": [],
    "notes": ["备注:按序号排序。"],
}


def gathered(*reports: Report):
    return annex5.gather(annex5.loaded(Report.objects.filter(pk__in=[each.pk for each in reports])), at=AT)


def give_form(*forms, **about):
    notice = Programme.objects.first().notice
    Notice.objects.filter(pk=notice.pk).update(year=2023, **about)
    NoticeDraft.objects.filter(pk=notice.draft_id).update(
        current={**(notice.draft.current or {}), "forms": list(forms)}
    )


def test_lines_in_printed_order_with_words_and_figures(stage):
    (filled,) = gathered(stage.draft())
    entries = filled.report.entries
    assert [entry.number for entry in entries] == [stage.plain.number, stage.counted.number]
    assert entries[1].matter == stage.counted.body and entries[1].words.done.startswith("截至3月底已建成")
    assert [detail.code for detail in filled.details] == [stage.plain.code, stage.counted.code]
    (figure,) = filled.figures
    assert (figure.value, figure.codes, figure.status) == (Decimal(120), (stage.counted.code,), "正式数")


def test_head_term_and_code(stage):
    report = stage.draft()
    (filled,) = gathered(report)
    made = filled.report
    assert (made.year, made.term, made.unit) == (
        2023,
        "第一季度",
        stage.cast.lead_unit.full_name or stage.cast.lead_unit.name,
    )
    assert made.code == code_of(report.pk, digest.of(report)) and made.printed == "2023-04-05 10:21 打印"
    assert made.form is SKELETON


def test_how_far_it_is_stands_on_it(stage):
    report = stage.draft()
    assert gathered(report)[0].report.standing == "起草稿，未签字"
    report = stage.to_sign(report)
    assert gathered(report)[0].report.standing == "待签"
    report = stage.sign(report)
    made = gathered(report)[0].report
    assert made.standing == "" and made.signer == str(stage.cast.lead_principal)
    assert "2023-04-05" in made.signature and "系统签字" in made.signature
    assert gathered(stage.accept(report))[0].report.standing == ""


def test_the_code_does_not_change_by_signing_and_changes_with_the_words(stage):
    report = stage.to_sign(stage.draft())
    printed = gathered(report)[0].report.code
    assert gathered(stage.sign(report))[0].report.code == printed
    report.lines.filter(matter=stage.plain).update(done="另一段话。")
    assert gathered(report)[0].report.code != printed


def test_levels_and_sub_headings(stage):
    matter = give_matter(stage.cast.lead_unit, programme__level="province", programme__ordinal=0)
    report = stage.draft(period=1)
    (filled,) = gathered(report)
    assert matter.code in [detail.code for detail in filled.details]
    assert filled.report.levels[0] == "省" and len(filled.report.levels) == 2
    assert [entry.part for entry in filled.report.entries][0] == "省级目标任务"


def test_two_lists_of_one_level_are_told_apart(stage):
    level = stage.plain.programme.level
    other = give_matter(stage.cast.lead_unit, programme__level=level, programme__title="补充任务")
    (filled,) = gathered(stage.draft(period=1))
    parts = {entry.part for entry in filled.report.entries}
    assert len(parts) == 2 and any("补充任务" in part for part in parts) and other.programme.title == "补充任务"


def test_the_notice_own_form(stage):
    report = stage.draft()
    give_form({**FORM, "kind": "liaison_list"}, FORM)
    form = gathered(report)[0].report.form
    assert (form.mark, form.headings, form.notes) == ("附件6", ("序号", "重点任务", "落实情况"), ("备注:按序号排序。",))


@pytest.mark.parametrize("columns", [[], ["姓名", "电话"], ["序号", "完成情况"]])
def test_a_form_that_cannot_hold_a_report_is_not_taken(stage, columns):
    report = stage.draft()
    give_form({**FORM, "columns": columns})
    assert gathered(report)[0].report.form is SKELETON


def test_any_number_of_reports_with_the_same_queries(stage):
    reports = [stage.draft()]

    reports.append(stage.draft("2023-07-03 09:00:00", period=1))
    spent = []
    for count in (1, 2):
        with CaptureQueriesContext(connection) as asked:
            gathered(*reports[:count])
        spent.append(len(asked))
    assert spent[1] - spent[0] == 2  # the digest of each report


def test_which_reports_of_a_period_are_handed_out(stage):
    period: Period = stage.periods[0]
    today = dt.date(2023, 4, 5)
    report = stage.draft()
    chosen, missing = annex5.of_period(period, drafts=False, today=today)
    assert (chosen, [row.unit for row in missing]) == ([], [stage.cast.lead_unit])
    assert annex5.of_period(period, drafts=True, today=today) == ([report.pk], [])
    report = stage.sign(stage.to_sign(report))
    assert annex5.of_period(period, drafts=False, today=today) == ([report.pk], [])


def test_the_list_of_who_has_none(stage):
    period = stage.periods[0]
    _, missing = annex5.of_period(period, drafts=False, today=dt.date(2023, 4, 5))
    said = annex5.missing_list(period, missing)
    assert said.startswith("2023年第一季度未报送单位\r\n") and "共 1 个单位未报送：" in said
    assert f"1. {stage.cast.lead_unit.name}　未打开　报送期限 2023-04-10" in said
    obligation = period.obligations.get()
    periods.waive(obligation=obligation, reason="机构撤并", **stage.act(stage.cast.supervisor, "2023-04-05 09:00:00"))
    _, missing = annex5.of_period(period, drafts=False, today=dt.date(2023, 4, 5))
    said = annex5.missing_list(period, missing)
    assert "共 0 个单位未报送。" in said and "免报 1 个单位：" in said and "机构撤并" in said


def test_file_names_fit_every_file_system():
    assert annex5.safe('附件5 区"建设/局"\n2023:一?*<>|') == "附件5 区_建设_局__2023_一_____"
    assert annex5.safe("a" * 300 + " .") == "a" * 120
