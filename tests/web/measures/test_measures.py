"""Measures on the screen: list, page, what the office may do, what a unit sees."""

from __future__ import annotations

from typing import Any

import pytest

from duban.ledger.enums import LinkStatus
from duban.ledger.models import MatterLink
from duban.progress.models import Measure
from tests.factories.progress import give_matter, measure_for, moment
from tests.support.client import client_for
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(stage: Any) -> Measure:
    """The same fact at the other matter, which is confirmed as the same goal."""
    made = measure_for(stage.plain)
    Measure.objects.filter(pk=made.pk).update(unit=stage.measure.unit, name="新建停车泊位数")
    a, b = sorted((stage.plain, stage.counted), key=lambda m: m.pk)
    MatterLink.objects.create(
        a=a, b=b, grade=2, reason="同", status=LinkStatus.CONFIRMED, decided_by=stage.cast.supervisor,
        decided_at=moment("2023-03-06 09:00:00"),
    )  # fmt: skip
    made.refresh_from_db()
    return made


def test_the_list_suggests_what_may_be_one(stage: Any, twin: Measure) -> None:
    html = client_for(stage.cast.supervisor).get("/measures/").content.decode()
    assert "可能是同一指标 1 对" in html and stage.counted.code in html
    assert "可能是同一指标" not in client_for(stage.cast.lead_clerk).get("/measures/").content.decode()


def test_merge_and_undo(stage: Any, twin: Measure) -> None:
    client = client_for(stage.cast.supervisor)
    page = client.get(f"/measures/{twin.pk}/").content.decode()
    assert f"编号 {stage.measure.pk}" in page
    data = {"merge-into": stage.measure.pk, "merge-reason": "同一件事"}
    answer = client.post(f"/measures/{twin.pk}/merge", data, follow=True)
    assert "各事项只填一次" in answer.content.decode()
    shared = client.get("/measures/?shared=1").content.decode()
    assert stage.plain.code in shared and stage.counted.code in shared
    client.post(f"/measures/{twin.pk}/merge/undo", {"undo-reason": "不是一件事"})
    twin.refresh_from_db()
    assert twin.merged_into is None


def test_a_refused_merge_says_why_beside_the_box(stage: Any, twin: Measure) -> None:
    client = client_for(stage.cast.supervisor)
    answer = client.post(f"/measures/{twin.pk}/merge", {"merge-into": 99999, "merge-reason": "同"})
    assert answer.status_code == 422 and "没有这个编号的指标" in answer.content.decode()
    Measure.objects.filter(pk=twin.pk).update(unit="万个")
    answer = client.post(f"/measures/{twin.pk}/merge", {"merge-into": stage.measure.pk, "merge-reason": "同"})
    assert answer.status_code == 422 and "不能合并" in answer.content.decode()


def test_values_and_the_frozen_kind(stage: Any) -> None:
    stage.filed()
    client = client_for(stage.cast.supervisor)
    html = client.get(f"/measures/{stage.measure.pk}/").content.decode()
    assert "<b>120</b>" in html and "由首次签字的数据锁定" in html and "设后续指标" in html
    data = {"name": "别名", "unit": stage.measure.unit, "kind": "ytd", "definition": ""}
    answer = client.post(f"/measures/{stage.measure.pk}/edit", data)
    assert answer.status_code == 422 and "不能再改" in answer.content.decode()
    data = {"next-name": stage.measure.name, "next-unit": "个", "next-kind": "point", "next-reason": "改按时点统计"}
    answer = client.post(f"/measures/{stage.measure.pk}/succeed", data, follow=True)
    assert "原指标的数据不变" in answer.content.decode()
    assert "已由后续指标" in client.get(f"/measures/{stage.measure.pk}/").content.decode()


def test_editing_before(stage: Any) -> None:
    data = {"name": "停车泊位", "unit": "个", "kind": "point", "definition": "以验收为准"}
    client_for(stage.cast.supervisor).post(f"/measures/{stage.measure.pk}/edit", data)
    stage.measure.refresh_from_db()
    assert (stage.measure.kind, stage.measure.definition) == ("point", "以验收为准")


def test_a_unit_sees_its_own_values_only(stage: Any) -> None:
    stage.filed()
    give_matter(stage.cast.cooperating_unit, matter=stage.counted, lead=False)
    mine = client_for(stage.cast.lead_clerk).get(f"/measures/{stage.measure.pk}/").content.decode()
    assert "<b>120</b>" in mine and "并入另一个指标" not in mine
    theirs = client_for(stage.cast.cooperating_clerk).get(f"/measures/{stage.measure.pk}/").content.decode()
    assert "还没有签字报送的数据" in theirs
    assert client_for(stage.cast.outsider_clerk).get(f"/measures/{stage.measure.pk}/").status_code == 404


def test_the_same_queries(stage: Any) -> None:
    client = client_for(stage.cast.supervisor)

    def add(n: int) -> None:
        for _ in range(n):
            measure_for(give_matter(stage.cast.lead_unit, programme=stage.plain.programme))

    assert assert_same_queries(lambda: client.get("/measures/"), add) < 20
