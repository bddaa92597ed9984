"""The derived columns of a matter."""

from __future__ import annotations

import pytest

from duban.ledger.display import current_targets, refresh
from duban.ledger.models import Target
from tests.factories.ledger import AssignmentFactory, MatterFactory, TargetFactory
from tests.support.queries import captured

pytestmark = pytest.mark.django_db

TEXT = "新建〈区建设局〉公园4座。（责任单位：区民政局）"


def version(ordinal: int, number: int, **more: object) -> Target:
    return Target(ordinal=ordinal, version=number, **more)


def test_the_newest_version_of_each_target_counts_unless_a_person_said_it_is_none() -> None:
    rows = [version(1, 1), version(0, 2, what="新"), version(0, 1), version(2, 1), version(2, 2, withdrawn=True)]
    assert [(t.ordinal, t.version) for t in current_targets(rows)] == [(0, 2), (1, 1)]


def test_places_of_figures_are_those_of_the_text_without_tags() -> None:
    matter = MatterFactory(text=TEXT, body="新建公园4座。", tags=[[2, 8], [14, 25]])
    TargetFactory(matter=matter, figure_start=TEXT.index("4座"), figure_end=TEXT.index("4座") + 2)
    refresh([matter])
    matter.refresh_from_db()
    assert [matter.body[a:b] for a, b in matter.display["figures"]] == ["4座"]


def test_ended_units_leave_the_row_and_the_search() -> None:
    from django.utils import timezone

    matter = MatterFactory(text=TEXT)
    AssignmentFactory(matter=matter, unit__name="区甲局", ordinal=0)
    AssignmentFactory(matter=matter, unit__name="区乙局", ordinal=1, ended_at=timezone.now(), end_reason="误列")
    refresh([matter])
    assert [unit["name"] for unit in matter.display["units"]] == ["区甲局"]
    assert "区甲局" in matter.search and "区乙局" not in matter.search


def test_a_word_is_not_found_across_two_fields() -> None:
    matter = MatterFactory(text="办好实事", code="区-9", section__title="一、民生")
    AssignmentFactory(matter=matter, unit__name="区甲局")
    refresh([matter])
    assert "实事一" not in matter.search and "民生区甲" not in matter.search


def test_many_matters_take_the_same_number_of_queries() -> None:
    few, many = MatterFactory.create_batch(2), MatterFactory.create_batch(40)
    assert len(captured(lambda: refresh(few))) == len(captured(lambda: refresh(many)))
