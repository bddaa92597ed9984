"""The board's rows: how far, in time or not, filled, returned; and what it cost in queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from duban.progress import completeness
from duban.progress.actions import drafting, periods, reviewing
from duban.progress.enums import PeriodKind
from duban.progress.models import Obligation, Period, Report
from tests.factories.orgs import UnitFactory
from tests.factories.progress import moment
from tests.support.queries import assert_same_queries

D = dt.date
TODAY = D(2023, 4, 12)


def only(stage: Any, today: dt.date = TODAY, period: int = 0) -> completeness.Row:
    (row,) = completeness.rows(Obligation.objects.filter(period=stage.periods[period]), today=today)
    return row


def test_nobody_opened_it(stage: Any) -> None:
    row = only(stage, D(2023, 4, 6))
    assert (row.stage_label, row.owed, row.filled, row.opened_by) == ("未打开", 2, 0, "")
    assert row.time.words == "还有 2 个工作日"


def test_a_draft_shows_who_and_how_much(stage: Any) -> None:
    report = stage.draft()
    line = report.lines.first()
    line.presence = ""
    line.save(update_fields=["presence"])
    row = only(stage, D(2023, 4, 6))
    assert (row.stage_label, row.filled, row.owed, row.opened_by) == ("单位起草中", 1, 2, "钱经办")
    assert row.obligation.first_opened_at == moment("2023-04-03 09:00:00")


def test_signed_in_time_stays_in_time_when_returned(stage: Any) -> None:
    report = stage.sign(stage.to_sign(stage.draft()))
    assert only(stage).stage_label == "待受理"
    reviewing.send_back(report=report, comment="请补数据", **stage.act(stage.cast.supervisor, "2023-04-12 09:00:00"))
    row = only(stage, D(2023, 5, 30))
    assert (row.stage_label, row.returned, row.time.words) == ("已退回，待修改", 1, "按时报送")
    assert row.unit_label == "退回修改"


def test_late_by_working_days(stage: Any) -> None:
    report = stage.to_sign(stage.draft(), "2023-04-12 09:00:00")
    assert only(stage, D(2023, 4, 12)).time.words == "已逾期 2 个工作日"
    stage.sign(report, "2023-04-14 09:00:00")
    assert only(stage, D(2023, 4, 20)).time.words == "逾期 4 个工作日报送"


def test_the_version_in_force_stands_beside_the_one_on_its_way(stage: Any) -> None:
    report = stage.filed()
    reviewing.correct(
        report=report, kind="clerical", reason="错字", requested_by="unit",
        **stage.act(stage.cast.lead_clerk, "2023-04-20 09:00:00"),
    )  # fmt: skip
    row = only(stage)
    assert row.stage_label == "单位起草中（第2版）"
    assert row.in_force == report


def test_waived_leaves_the_denominator(stage: Any) -> None:
    row = Obligation.objects.get(period=stage.periods[0])
    periods.waive(obligation=row, reason="撤并", **stage.act(stage.cast.supervisor, "2023-04-06 09:00:00"))
    found = only(stage)
    assert (found.stage_label, found.time.words) == ("免报", "免报")
    sums = completeness.totals([found])
    assert (sums.expected, sums.waived, sums.owed) == (0, 1, 0)
    assert list(completeness.exceptions()) == [row]


def test_one_answer_counts_as_one_line(stage: Any) -> None:
    period = Period.objects.create(
        year=2023, kind=PeriodKind.SPECIAL, seq=1, name="专项", covers_from=D(2023, 1, 1), covers_to=D(2023, 5, 1),
        opens_on=D(2023, 5, 2), due_on=D(2023, 5, 9), closes_on=D(2023, 5, 20), question="请报送。",
    )  # fmt: skip
    period.scope_units.set([stage.cast.lead_unit])
    periods.open_period(period=period, **stage.act(stage.cast.supervisor, "2023-05-02 09:00:00"))
    act = stage.act(stage.cast.lead_clerk, "2023-05-03 09:00:00")
    report = drafting.open_draft(period=period, unit=stage.cast.lead_unit, **act)
    drafting.save_answer(report=report, change=drafting.Change("已自查三处。", ""), **act)
    (row,) = completeness.rows(Obligation.objects.filter(period=period), today=D(2023, 5, 3))
    assert (row.owed, row.filled) == (1, 1)


def test_an_extension_ends_as_an_exception_with_the_report(stage: Any) -> None:
    row = Obligation.objects.get(period=stage.periods[0])
    act = stage.act(stage.cast.supervisor, "2023-04-06 09:00:00")
    periods.extend(obligation=row, due_on=D(2023, 4, 20), reason="系统迁移", **act)
    assert list(completeness.exceptions()) == [row]
    stage.filed()
    assert not completeness.exceptions().exists()


@pytest.mark.django_db
def test_the_same_queries_with_three_units_and_with_three_hundred(stage: Any) -> None:
    period = stage.periods[0]

    def add(n: int) -> None:
        for _ in range(n):
            unit = UnitFactory()
            Obligation.objects.create(period=period, unit=unit, due_on=period.due_on)
            Report.objects.create(period=period, unit=unit, created_at=moment("2023-04-03 09:00:00"))

    def visit() -> None:
        completeness.rows(Obligation.objects.filter(period=period), today=D(2023, 4, 6))

    assert assert_same_queries(visit, add, many=300) <= 8
