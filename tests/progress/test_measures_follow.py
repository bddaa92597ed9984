"""Measures follow the ledger: from a confirmed notice, a new goal, another unit, a pair; nobody has to ask for them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from duban.core.oversight.rules import Colour
from duban.ledger.actions import decide_link
from duban.ledger.actions.assignments import add_assignment
from duban.ledger.actions.targets import Figure, add_target
from duban.ledger.enums import LinkStatus
from duban.ledger.models import MatterLink, Target
from duban.oversight.judging import lights
from duban.progress import measures
from duban.progress.actions import drafting, periods
from duban.progress.actions.drafting import Change
from duban.progress.models import Measure, MeasureTarget
from tests.factories.ledger import TargetFactory
from tests.factories.progress import give_matter, moment

WHEN = "2023-03-01 09:00:00"
pytestmark = pytest.mark.django_db


def counted(matter, **facts) -> Target:
    """A goal of the matter without a measure, as a ledger of earlier days may hold."""
    return TargetFactory(matter=matter, what="停车泊位", value=Decimal(260), unit="个", kind="amount", **facts)


def test_a_goal_that_was_missed_in_the_text_is_counted_as_soon_as_it_is_added(stage):
    before = Measure.objects.count()
    number = next(word for word in ("260个", "260") if word in stage.plain.text)
    figure = Figure("停车泊位", "=", Decimal(260), "个", "amount")
    added = add_target(
        matter=stage.plain, phrase=number, figure=figure, reason="漏读", **stage.act(stage.cast.supervisor, WHEN)
    )
    assert added.measure_use.measure.name == "停车泊位"
    assert Measure.objects.count() == before + 1


def test_a_goal_of_superiors_alone_is_counted_once_a_unit_of_the_district_answers(stage, cast):
    matter = give_matter(cast.lead_unit, programme=stage.plain.programme, section=stage.plain.section)
    matter.assignments.update(ended_at=moment("2023-02-28 09:00:00"), end_reason="改派")
    target = counted(matter)
    measures.ensure(year=2023, **stage.act(cast.supervisor, WHEN))
    assert not MeasureTarget.objects.filter(target=target).exists()
    add_assignment(
        matter=matter,
        unit=cast.lead_unit,
        role="lead",
        lead=True,
        reason="区内",
        **stage.act(cast.supervisor, WHEN),
    )
    assert MeasureTarget.objects.filter(target=target).count() == 1


def paired(stage, one, two) -> None:
    """A person says that the two items have one goal."""
    link = MatterLink.objects.create(a=one, b=two, grade=2, reason="同为260个")
    decide_link(link=link, same=True, seen=LinkStatus.PROPOSED, **stage.act(stage.cast.supervisor, WHEN))


def of(*targets) -> list[int]:
    """The measures of the targets."""
    found = dict(MeasureTarget.objects.filter(target__in=targets).values_list("target", "measure"))
    return [found[target.pk] for target in targets]


def test_the_same_goal_twice_becomes_one_measure_when_a_person_says_so(stage):
    other = give_matter(stage.cast.lead_unit, programme=stage.plain.programme)
    targets = counted(stage.plain), counted(other)
    office = stage.act(stage.cast.supervisor, WHEN)
    measures.ensure(year=2023, **office)
    assert len(set(of(*targets))) == 2
    paired(stage, stage.plain, other)
    assert len(set(of(*targets))) == 1
    assert measures.ensure(year=2023, **office) == []


def test_two_goals_of_one_matter_with_the_same_figure_are_two_facts(stage):
    """新建综合体100个，建成学习活动场所100个: neither alone nor in a pair do they share a measure."""
    other = give_matter(stage.cast.lead_unit, programme=stage.plain.programme)
    place = counted(stage.plain, ordinal=6)
    Target.objects.filter(pk=place.pk).update(what="学习活动场所")
    here, there = counted(stage.plain, ordinal=7), counted(other)
    measures.ensure(year=2023, **stage.act(stage.cast.supervisor, WHEN))
    assert len(set(of(here, place))) == 2
    paired(stage, stage.plain, other)
    first, second, third = of(here, place, there)
    assert first == third != second


def test_a_ledger_of_earlier_days_is_counted_from_its_first_period_on(cast, stage):
    """Confirmed before measures followed: opening a period makes them, so that the report asks and the light judges."""
    target = counted(stage.plain)
    type(stage.plain.programme).objects.filter(pk=stage.plain.programme_id).update(level="district")
    office = stage.act(cast.supervisor, "2023-07-01 08:00:00")
    periods.open_period(period=stage.periods[1], **office)
    measure = MeasureTarget.objects.get(target=target).measure
    report = stage.draft("2023-07-03 09:00:00", period=1, value="130")
    drafting.save_figure(
        report=report, measure_id=measure.pk, changes={"value": Change(Decimal(20))},
        **stage.act(cast.lead_clerk, "2023-07-03 10:00:00"),
    )  # fmt: skip
    report.refresh_from_db()
    stage.explain(report, "2023-07-03 11:00:00")
    stage.sign(stage.to_sign(report, "2023-07-04 09:00:00"), "2023-07-05 09:00:00")
    report.refresh_from_db()
    stage.accept(report, "2023-07-06 09:00:00")
    found = lights(year=2023, at=moment("2023-07-07 09:00:00"))[stage.plain.pk]
    assert found.colour is Colour.RED and "截至2023年6月30日为20个" in found.sentence
