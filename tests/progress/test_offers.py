"""Figures in the words are offered for the boxes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from duban.progress import measures, offers
from duban.progress.models import Observation
from tests.factories.progress import give_matter, measure_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def uses(cast):
    matter = give_matter(cast.lead_unit)
    measure_for(matter)
    measure_for(matter, what="绿道", unit="公里", value=30, ordinal=2)
    return measures.of_matters([matter.pk])[matter.pk]


def test_each_figure_goes_to_the_measure_that_it_speaks_of(uses):
    found = offers.from_text("截至3月底，新增停车泊位3.2万个，建成绿道12.5公里，投入资金3亿元。", uses)
    names = {use.measure_id: use.measure.name for use in uses}
    assert [(names[offer.measure_id], offer.value) for offer in found] == [
        ("停车泊位", Decimal(32000)),
        ("绿道", Decimal("12.5")),
    ]
    assert "3.2万个" in found[0].reason


def test_quarter_and_total_are_both_offered_a_person_chooses(uses):
    found = offers.from_text("本季度建成停车泊位30个，累计建成停车泊位120个，停车泊位120个已投用。", uses)
    assert [offer.value for offer in found] == [Decimal(30), Decimal(120)]


def test_nothing_to_say_nothing_to_offer(uses):
    assert offers.from_text("", uses) == [] and offers.from_text("正在推进", uses) == []
    assert offers.from_text("建成停车泊位3个", []) == []


@pytest.mark.parametrize(
    ("unit", "row", "value"),
    [
        ("%", {"numerator": 3, "denominator": 8}, Decimal("37.50")),
        ("‰", {"numerator": 1, "denominator": 8}, Decimal("125.00")),
        ("个", {"numerator": 3, "denominator": 8}, None),
        ("%", {"numerator": 3}, None),
        ("%", {"numerator": 3, "denominator": 8, "value": 30}, None),
    ],
)
def test_a_rate_follows_from_its_parts(unit, row, value):
    numbers = {name: Decimal(each) for name, each in row.items()}
    offer = offers.from_parts(Observation(measure_id=1, **numbers), unit)
    assert (offer.value if offer else None) == value
