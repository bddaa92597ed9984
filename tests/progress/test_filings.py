"""The reporting calendar: a square for each report expected, its stage and its time apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from duban.core.reporting.timeliness import Standing
from duban.progress.actions import periods
from duban.progress.filings import filing_year, standings
from duban.progress.models import Obligation, OwedLine, Report
from tests.factories.orgs import UnitFactory
from tests.factories.progress import give_matter, moment
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter(stage: Any) -> Any:
    """Both first periods are open: filed, then signed late; another unit did nothing and was excused from the first."""
    stage.filed()
    stage.other = UnitFactory(name="区甲局", position=1)
    give_matter(stage.other)
    for number, day in ((1, "2023-07-01"),):
        periods.open_period(period=stage.periods[number], **stage.act(stage.cast.supervisor, f"{day} 08:00:00"))
    report = stage.draft("2023-07-11 09:00:00", period=1)
    stage.explain(report, "2023-07-11 09:30:00")
    stage.sign(stage.to_sign(report, "2023-07-11 10:00:00"), "2023-07-12 09:00:00")
    return stage


def on(stage: Any, person: Any, day: str) -> Any:
    return filing_year(2023, stage.actor(person, f"{day} 09:00:00"))


def test_stage_and_time_stand_side_by_side(quarter: Any) -> None:
    found = on(quarter, quarter.cast.supervisor, "2023-07-13")
    assert [each.seq for each in found.periods] == [quarter.periods[0].seq, quarter.periods[1].seq]
    first, second = found.of(quarter.cast.lead_unit)
    assert (first.stage, first.time.standing, first.late) == ("accepted", Standing.ON_TIME, False)
    assert (second.stage, second.time.words, second.late) == ("signed", "逾期 2 个工作日报送", True)
    nothing, idle = found.of(quarter.other)
    assert nothing is None  # the list of the first period was frozen without this unit
    assert (idle.stage, idle.time.standing) == ("not_opened", Standing.OVERDUE)
    assert standings(found.squares.values()) == {Standing.ON_TIME: 1, Standing.LATE: 1, Standing.OVERDUE: 1}


def test_a_waiver_is_neither_late_nor_in_time(quarter: Any) -> None:
    row = Obligation.objects.get(unit=quarter.other)
    periods.waive(obligation=row, reason="机构撤并", **quarter.act(quarter.cast.supervisor, "2023-07-05 09:00:00"))
    each = on(quarter, quarter.cast.supervisor, "2023-08-01").of(quarter.other)[1]
    assert (each.stage, each.time.standing, each.late) == ("waived", Standing.WAIVED, False)


def test_a_unit_sees_its_own_row_in_its_own_words(quarter: Any) -> None:
    found = on(quarter, quarter.cast.lead_clerk, "2023-07-13")
    assert found.units == (quarter.cast.lead_unit,)
    assert found.of(quarter.cast.lead_unit)[1].word(quarter.actor(quarter.cast.lead_clerk, "2023-07-13 09:00:00")) == (
        "已报送，待督查室受理"
    )


def test_the_same_queries_for_any_number_of_units(stage: Any) -> None:
    period, assignment = stage.periods[0], stage.plain.assignments.get()
    actor = stage.actor(stage.cast.supervisor, "2023-04-12 09:00:00")

    def add(n: int) -> None:
        for _ in range(n):
            unit = UnitFactory()
            owed = Obligation.objects.create(period=period, unit=unit, due_on=dt.date(2023, 4, 10))
            OwedLine.objects.create(obligation=owed, assignment=assignment, matter=stage.plain)
            Report.objects.create(
                period=period, unit=unit, created_at=moment("2023-04-03 09:00:00"), created_by=stage.cast.lead_clerk
            )

    assert assert_same_queries(lambda: filing_year(2023, actor), add, few=2, many=20) <= 6
