"""A goal in words: a superior's never stands without the share."""

from decimal import Decimal

import pytest

from duban.ledger.models import Target
from duban.progress import goals
from duban.progress.models import Share
from duban.progress.reading import read
from tests.factories.progress import moment

TARGET = Target(op=">=", kind="amount", value=Decimal(146), unit="公里")


@pytest.mark.parametrize(
    ("level", "share", "said"),
    [
        ("district", None, "目标不少于146公里"),
        ("none", None, "目标不少于146公里"),
        ("city", None, "市级目标不少于146公里，区级份额未定"),
        ("city", Share(none_set=True), "市级目标不少于146公里，区级份额未下达"),
        ("province", Share(value=Decimal("8.76")), "省级目标不少于146公里，区级份额8.76公里"),
    ],
)
def test_in_words(level, share, said):
    assert goals.whole(TARGET, level, share, "公里") == said


def test_who_signs_reads_the_share_beside_a_superiors_goal(stage):
    stage.plain.programme.level = "city"
    stage.plain.programme.save()
    Share.objects.create(
        measure=stage.measure,
        unit=stage.cast.lead_unit,
        value=Decimal(90),
        basis="市级部门函",
        decided_by=stage.cast.supervisor,
        decided_at=moment("2023-04-01 09:00:00"),
    )
    (line,) = [each for each in read(stage.draft()).lines if each.line.matter_id == stage.counted.pk]
    assert line.figures[0].goal.startswith("市级目标")
    assert line.figures[0].goal.endswith(f"区级份额90{stage.measure.unit}")
