"""Parts and totals: what those who help report adds up to the lead's total, or the lead says why not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from duban.progress import checking
from duban.progress.actions import drafting, periods
from duban.progress.actions.drafting import Change
from duban.progress.enums import MeasureKind
from duban.progress.models import Measure, Report
from tests.factories.progress import give_matter


@pytest.fixture
def helped(stage: Any) -> Any:
    """The second period; the cooperating unit gives 40 of the counted matter and has signed."""
    cast = stage.cast
    give_matter(cast.cooperating_unit, matter=stage.counted, lead=False)
    periods.open_period(period=stage.periods[1], **stage.act(cast.supervisor, "2023-07-01 08:00:00"))
    act = stage.act(cast.cooperating_clerk, "2023-07-02 09:00:00")
    theirs = drafting.open_draft(period=stage.periods[1], unit=cast.cooperating_unit, **act)
    drafting.save_figure(report=theirs, measure_id=stage.measure.pk, changes={"value": Change(Decimal(40))}, **act)
    Report.objects.filter(pk=theirs.pk).update(state="signed")
    return stage


def rules(report: Report) -> set[str]:
    return {each.finding.rule for each in checking.findings(report)} & {"figures.parts", "figures.two-values"}


def test_a_part_is_no_second_value_and_the_difference_is_flagged(helped: Any) -> None:
    lead = helped.draft("2023-07-03 09:00:00", period=1, value="150")
    assert rules(lead) == {"figures.parts"}
    theirs = Report.objects.get(unit=helped.cast.cooperating_unit)
    Report.objects.filter(pk=lead.pk).update(state="signed")
    assert rules(theirs) == set()


def test_parts_that_add_up_are_not_mentioned(helped: Any) -> None:
    assert rules(helped.draft("2023-07-03 09:00:00", period=1, value="40")) == set()


def test_a_note_on_the_figure_says_why(helped: Any) -> None:
    lead = helped.draft("2023-07-03 09:00:00", period=1, value="150")
    lead.observations.update(note="含本局自建110个")
    assert rules(lead) == set()


def test_a_rate_is_one_number_for_everybody(helped: Any) -> None:
    Measure.objects.update(kind=MeasureKind.POINT)
    assert rules(helped.draft("2023-07-03 09:00:00", period=1, value="150")) == {"figures.two-values"}


def test_two_leads_of_one_fact_give_one_number(helped: Any) -> None:
    helped.counted.assignments.filter(unit=helped.cast.cooperating_unit).update(lead=False)
    other = give_matter(helped.cast.cooperating_unit, programme=helped.plain.programme)
    from duban.progress.models import MeasureTarget
    from tests.factories.ledger import TargetFactory

    MeasureTarget.objects.create(measure=helped.measure, target=TargetFactory(matter=other))
    assert rules(helped.draft("2023-07-03 09:00:00", period=1, value="150")) == {"figures.two-values"}
