"""Figures: they follow from the ledger, add up, hold still at an instant, and name nobody who owes nothing."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.circulars import annex
from duban.circulars.figures import FIGURES, ORDER, compute, known
from duban.circulars.scope import Scope
from duban.core.circulars import texts
from duban.core.circulars.placeholders import Reference, faults, parse
from duban.core.gongwen.annex5 import full_width
from duban.core.oversight.rules import COLOUR_LABELS
from duban.oversight.actions import cases
from duban.oversight.actions.cases import Difficulty
from duban.oversight.enums import CaseKind, Reach
from duban.progress.actions import periods
from duban.progress.models import Obligation
from tests.factories.circulars import close
from tests.factories.progress import give_matter, moment
from tests.support.stage import TEXT

FEW = TEXT.replace("120", "20")
AT = moment("2023-04-20 23:59:59")


def scope(stage, at=AT, **more):
    return Scope(year=2023, at=at, period=stage.periods[0], **more)


def figures(stage, *names, at=AT, **more):
    found = compute(scope(stage, at, **more), [Reference(*name.split("：")) for name in names])
    return SimpleNamespace(**{"all": found, "numbers": [found[name].number for name in names]})


def texts_of(stage, name, **more):
    return [each.text for each in figures(stage, name, **more).all[name].entries]


@pytest.mark.parametrize("own", texts.OWN, ids=lambda each: f"{each.kind}{each.name}")
def test_the_own_texts_refer_to_what_there_is(own):
    assert faults(parse(own.title) + parse(own.body), known(own.kind)) == []


def test_every_figure_computes_on_a_year_without_anything(stage):
    empty = Scope(year=1999, at=AT)
    for name, each in FIGURES.items():
        found = each.compute(empty, "")
        assert found.text or found.entries is not None or name == "下期报送要求" or found.rows == (), name


def test_counts_by_class_add_up_to_the_total_and_shares_to_a_hundred(stage):
    stage.filed(value="20", text=FEW)
    words = [COLOUR_LABELS[colour] for colour in ORDER]
    found = figures(stage, "事项总数", *(f"{word}项数" for word in words), *(f"{word}占比" for word in words))
    total, *counts = found.numbers[: 1 + len(words)]
    assert total == sum(counts) == 2
    parts = [float(found.all[f"{word}占比"].text.rstrip("%")) for word in words]
    assert sum(parts) == 100
    goals = figures(stage, "量化指标数", "达序时指标数", "未达序时指标数", "未判断指标数").numbers
    assert goals[0] == sum(goals[1:]) == 1
    plain = figures(stage, "非量化事项数", "非量化正常项数", "节点逾期项数", "非量化未判断项数").numbers
    assert plain[0] == sum(plain[1:]) == 1


def test_levels_are_counted_apart_and_withdrawn_matters_not_at_all(stage):
    give_matter(stage.cast.lead_unit, programme__level="city")
    give_matter(stage.cast.lead_unit, withdrawn=True, programme=stage.plain.programme, section=stage.plain.section)
    assert figures(stage, "事项总数", "事项总数：市级", "事项总数：区级").numbers == [3, 1, 2]
    assert figures(stage, "层级构成").all["层级构成"].text == "市级1项、区级2项"
    assert [line[:5] for line in texts_of(stage, "各级情况")] == ["市级1项：", "区级2项："]


def test_what_is_off_schedule_is_named_with_goal_done_and_schedule(stage):
    stage.filed(value="20", text=FEW)
    entry = figures(stage, "未达序时清单").all["未达序时清单"].entries[0]
    code = stage.counted.number
    assert entry.text == f"区级第{code}项（区建设局）停车泊位：目标260个，完成20个，序时应达64.1个，落后目标的17%。"
    assert entry.units == (stage.cast.lead_unit.pk,) and entry.matter == stage.counted.pk
    assert [row.model for row in entry.rows] == ["ledger.matter", "ledger.target"]


def test_figures_of_a_past_instant_stay_when_more_comes_in(stage):
    early = moment("2023-04-02 12:00:00")
    names = [name for name in known("circular") if not name.startswith("更正")]
    before = figures(stage, *names, at=early).all
    stage.filed(value="200", text=TEXT.replace("120", "200"))
    close(stage, stage.counted, day="12")
    assert figures(stage, *names, at=early).all == before
    assert figures(stage, "已完成项数").numbers == [1] and before["已完成项数"].number == 0


def test_who_is_late_is_counted_by_its_own_day(stage):
    """One late, one waived, one extended and not due yet; who owes nothing has no report to be late with."""
    cast = stage.cast
    office = stage.act(cast.supervisor, "2023-04-08 09:00:00")
    rows = {}
    for unit in (cast.cooperating_unit, cast.outsider_unit):
        rows[unit.pk] = Obligation.objects.create(period=stage.periods[0], unit=unit, due_on=dt.date(2023, 4, 10))
    periods.waive(obligation=rows[cast.cooperating_unit.pk], reason="机构合并，由区建设局一并报送", **office)
    late_day = dt.date(2023, 4, 25)
    periods.extend(obligation=rows[cast.outsider_unit.pk], due_on=late_day, reason="系统切换", **office)
    names = ("应报单位数", "按期报送单位数", "逾期报送单位数", "未到期单位数")
    assert figures(stage, *names).numbers == [2, 0, 1, 1]
    assert texts_of(stage, "逾期报送清单") == ["区建设局：应于4月10日前报送，截至4月20日尚未报送，逾期8个工作日。"]
    report = stage.sign(stage.to_sign(stage.draft()), "2023-04-12 09:00:00")
    assert report.period.due_on == dt.date(2023, 4, 10)
    assert texts_of(stage, "逾期报送清单") == ["区建设局：应于4月10日前报送，4月12日报送，逾期2个工作日。"]


def test_open_difficulties_say_who_holds_them_and_a_leader_is_not_named(stage):
    cast = stage.cast
    said = Difficulty(CaseKind.LAND, Reach.ONE, "用地手续没有办结，无法进场。", "请协调加快用地审批。")
    raised = stage.act(cast.lead_clerk, "2023-04-05 09:00:00")
    case = cases.raise_case(matter=stage.plain, unit=cast.lead_unit, said=said, **raised)
    line = texts_of(stage, "协调事项清单")[0]
    assert "现由区政府督查室办理" in line and "请协调加快用地审批" in line
    assert figures(stage, "协调事项数", "协调逾期数").numbers[0] == 1
    answer = "已商有关部门，5月底前办结用地手续。"
    cases.answer(row=case, text=answer, **stage.act(cast.supervisor, "2023-04-06 09:00:00"))
    assert figures(stage, "协调事项数").numbers == [0]
    assert figures(stage, "协调事项数", at=moment("2023-04-05 12:00:00")).numbers == [1]


def test_who_is_not_named_after_all_is_counted_and_the_list_says_so(stage):
    stage.filed(value="20", text=FEW)
    exempt = {("schedule", stage.cast.lead_unit.pk, stage.counted.pk)}
    assert figures(stage, "未达序时指标数", exempt=exempt).numbers == [1]
    assert texts_of(stage, "未达序时清单", exempt=exempt) == ["经核实，均不予点名。"]


def test_a_long_list_is_told_by_units_and_what_is_not_named_is_not_counted(stage):
    stage.filed(value="20", text=FEW)
    unit, number = stage.cast.lead_unit, stage.counted.number
    assert texts_of(stage, "未达序时单位清单") == [f"区建设局1个，在区级第{number}项。"]
    exempt = {("schedule", unit.pk, stage.counted.pk)}
    assert texts_of(stage, "未达序时单位清单", exempt=exempt) == ["经核实，均不予点名。"]
    assert texts_of(stage, "未达序时单位清单", exempt={("schedule", unit.pk, None)}) == ["经核实，均不予点名。"]


def test_the_annexes_can_be_counted_again_and_nothing_behind_is_cut(stage):
    stage.filed(value="20", text=FEW)
    give_matter(stage.cast.cooperating_unit, programme__level="city")
    behind, whole = annex.tables(scope(stage))
    items = [row["cells"] for row in whole["rows"] if not isinstance(row, str)]
    assert [row for row in whole["rows"] if isinstance(row, str)] == ["区级责任事项（2项）", "市级责任事项（1项）"]
    for colour in ORDER:
        word = COLOUR_LABELS[colour]
        assert sum(row[-1] == word for row in items) == figures(stage, f"{word}项数").numbers[0]
    goals = figures(stage, "达序时指标数", "未达序时指标数", "未判断指标数").numbers
    assert [sum(int(row[at] or 0) for row in items) for at in (3, 4, 5)] == goals
    first = behind["rows"][1]
    assert behind["rows"][0] == "严重滞后（1项）" and first["cells"][2] == "区建设局"
    assert first["lines"] == [["停车泊位", "260个", "20个", "64.1个"]]
    assert first["cells"][1] == full_width(stage.counted.body)
    assert annex.annexes([behind, whole])[1].landscape is False


def test_a_year_in_which_all_is_well_has_one_annex(stage):
    for matter in (stage.counted, stage.plain):
        close(stage, matter)
    assert [each["kind"] for each in annex.tables(scope(stage))] == [annex.ALL]


def test_a_draft_frozen_in_the_first_manner_is_still_printed():
    old = {"annex": {"title": "情况表", "note": "注", "rows": [["市级（1项）"], ["1", "建", "甲", "", "滞后", ""]]}}
    (made,) = annex.annexes(annex.frozen(old))
    assert made.rows[0] == "市级（1项）" and made.rows[1].cells[4] == "滞后" and len(made.columns) == 6
    assert annex.frozen({"annex": None}) == [] == annex.frozen({"annexes": []})


def test_the_same_number_of_queries_for_any_number_of_matters(stage):
    names = [name for name in known("circular") if not name.startswith("更正")]
    figures(stage, *names)
    with CaptureQueriesContext(connection) as few:
        figures(stage, *names)
    for _ in range(12):
        give_matter(stage.cast.lead_unit, programme=stage.plain.programme, section=stage.plain.section)
    with CaptureQueriesContext(connection) as many:
        figures(stage, *names)
    assert len(many) == len(few)
