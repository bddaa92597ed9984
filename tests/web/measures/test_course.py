"""走势: one fact beside every goal that it serves."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from duban.ledger.actions.targets import change_target, figure_of
from duban.progress.models import MeasureTarget, Observation
from duban.web.measures.course import Course
from tests.factories.ledger import TargetFactory
from tests.factories.progress import give_matter
from tests.support.client import client_for
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db


def serve(stage: Any, value: str) -> Any:
    """Another matter of the district whose goal the same fact serves."""
    matter = give_matter(stage.cast.lead_unit, programme=stage.plain.programme, section=stage.plain.section)
    target = TargetFactory(matter=matter, value=Decimal(value), due="", kind="amount", op=">=")
    MeasureTarget.objects.create(measure=stage.measure, target=target)
    return matter


@pytest.fixture
def served(stage: Any) -> Any:
    """120 were reported; one matter wants 1,000 of them, another 100."""
    stage.plain.programme.level = "district"
    stage.plain.programme.save()
    stage.counted.targets.update(value=1000, due="", kind="amount", op=">=")
    serve(stage, "100")
    stage.filed(value="120")
    return stage


def course(stage: Any, person: Any = None) -> Course:
    person = person or stage.cast.supervisor
    return Course(stage.measure, stage.actor(person, "2023-04-20 09:00:00"))


def test_met_here_and_not_met_there(served: Any) -> None:
    found = course(served)
    assert [(each.part.goal.value, each.met) for each in found.served if each.part.goal] == [(1000, False), (100, True)]
    assert found.chart().summary == "区建设局截至3月31日为120个；对照 2 个目标，已达到 1 个，未达到 1 个。"


def test_lines_of_the_chart(served: Any) -> None:
    lines = course(served).chart().data["lines"]
    by_style = {line["style"]: line for line in lines}
    assert by_style["actual"]["points"] == [["2023-03-31", 120.0]]
    targets = [line["points"][0][1] for line in lines if line["style"] == "target"]
    assert sorted(targets) == [100.0, 1000.0]
    for line in (line for line in lines if line["style"] == "expected"):
        values = [value for _, value in line["points"]]
        assert values == sorted(values) and line["points"][-1][0] == "2023-12-31"


def test_lines_that_fall_together_are_one(served: Any) -> None:
    twin = serve(served, "100")
    names = [line["name"] for line in course(served).chart().data["lines"] if line["style"] == "target"]
    assert len(names) == 2 and any(twin.code in name and "、" in name for name in names)


def test_provisional_values_are_marked(served: Any) -> None:
    Observation.objects.update(status="provisional", as_of=dt.date(2023, 3, 30))
    found = course(served)
    assert "（初步数）" in found.chart().summary and "3月30日" in found.chart().summary
    assert {line["style"] for line in found.chart().data["lines"]} >= {"actual", "provisional"}


def test_a_revised_goal_keeps_the_first_beside_it(served: Any) -> None:
    from dataclasses import replace

    target = served.counted.targets.get()
    change_target(
        target=target, figure=replace(figure_of(target), value=Decimal(800)), reason="上级调整任务",
        document_number="示政办〔2023〕9号", **served.act(served.cast.supervisor, "2023-04-15 09:00:00"),
    )  # fmt: skip
    names = [line["name"] for line in course(served).chart().data["lines"]]
    assert any(name.endswith("原目标") for name in names)
    text = client_for(served.cast.supervisor).get(f"/measures/{served.measure.pk}/").content.decode()
    assert "示政办〔2023〕9号" in text and "上级调整任务" in text


def test_a_superiors_goal_is_not_drawn(stage: Any) -> None:
    stage.plain.programme.level = "city"
    stage.plain.programme.save()
    stage.filed(value="120")
    found = course(stage)
    assert [each.met for each in found.served] == [None]
    assert {line["style"] for line in found.chart().data["lines"]} == {"actual"}


def test_others_see_neither_values_nor_goals(served: Any) -> None:
    found = course(served, served.cast.outsider_clerk)
    assert found.served == [] and found.points == [] and found.chart() is None


def test_the_page_says_it_without_the_picture(served: Any) -> None:
    text = client_for(served.cast.lead_clerk).get(f"/measures/{served.measure.pk}/").content.decode()
    for words in ("走势和目标", "已达到", "未达到", "正式数", "data-chart"):
        assert words in text, words


def test_the_same_queries_for_any_number_of_goals(served: Any) -> None:
    client = client_for(served.cast.supervisor)

    def more(number: int) -> None:
        for _ in range(number):
            serve(served, "300")

    assert_same_queries(lambda: client.get(f"/measures/{served.measure.pk}/"), more)
