"""核查 on the screen: drawn, confirmed, recorded, objected to, decided by another, corrected."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from duban.oversight.models import SampleDraw, Verification
from tests.factories.progress import give_matter
from tests.support.client import client_for
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def period(stage: Any) -> Any:
    """Two lines were reported and accepted."""
    stage.plain.programme.level = "district"
    stage.plain.programme.save()
    stage.counted.targets.update(value=Decimal(1000), due="", kind="amount", op=">=")
    stage.filed(value="120")
    return stage.periods[0]


def draw(stage: Any, period: Any, **more: Any) -> SampleDraw:
    data = {"period": period.pk, "size": 2, "per_unit": 5, "seed": "077", **more}
    client_for(stage.cast.supervisor).post("/verifications/draws/new", data)
    return SampleDraw.objects.latest("pk")


@pytest.fixture
def check(stage: Any, period: Any) -> Verification:
    """The check of the counted matter."""
    row = draw(stage, period)
    client_for(stage.cast.supervisor).post(f"/verifications/draws/{row.pk}/decide", {"move": "confirm"})
    return Verification.objects.get(matter=stage.counted)


RESULT = {"means": "on_site", "found": "false", "note": "现场建成96个，少于报送的120个。", "present": "王某"}


def record(stage: Any, check: Verification, **more: str) -> Any:
    data = {**RESULT, "done_on": timezone.localdate().isoformat(), **more}
    return client_for(stage.cast.supervisor).post(f"/verifications/{check.pk}/", data)


def test_a_draw_shows_its_rule_its_seed_and_that_it_repeats(stage: Any, period: Any) -> None:
    office = client_for(stage.cast.supervisor)
    assert "每项一支签" in office.get("/verifications/draws/new").content.decode()
    row = draw(stage, period)
    text = office.get(f"/verifications/draws/{row.pk}/").content.decode()
    assert "2023-1-1/077" in text and "结果一致" in text and "评价相差2档" in text
    assert "待确认" in office.get("/verifications/").content.decode()
    assert client_for(stage.cast.lead_clerk).get(f"/verifications/draws/{row.pk}/").status_code == 404
    again = office.post("/verifications/draws/new", {"period": period.pk, "size": 1, "per_unit": 1})
    assert "已有一次抽样待确认" in again.content.decode()
    for odd in ({"move": "discard"}, {"move": "burn"}):
        office.post(f"/verifications/draws/{row.pk}/decide", odd)
        assert SampleDraw.objects.get().state == "draft"
    office.post(f"/verifications/draws/{row.pk}/decide", {"move": "discard", "reason": "项数定错了。"})
    assert "项数定错了。" in office.get("/verifications/").content.decode()
    assert client_for(stage.cast.leader).get(f"/verifications/draws/{row.pk}/").status_code == 200


def test_from_the_record_to_the_correction(stage: Any, check: Verification) -> None:
    clerk, head = client_for(stage.cast.lead_clerk), client_for(stage.cast.supervisor_head)
    office = client_for(stage.cast.supervisor)
    assert "没有对本单位的核查结果" in clerk.get("/verifications/").content.decode()
    assert clerk.get(f"/verifications/{check.pk}/").status_code == 404
    wrong = record(stage, check, note="")
    assert "没有填写核查情况" in wrong.content.decode() and "王某" in wrong.content.decode()
    record(stage, check)
    text = clerk.get(f"/verifications/{check.pk}/").content.decode()
    assert "不属实" in text and "现场建成96个" in text and "登记核查" not in text
    assert clerk.post(f"/verifications/{check.pk}/object", {"text": ""}).status_code == 400
    clerk.post(f"/verifications/{check.pk}/object", {"text": "24个于4月初备案，口径为开工数。"})
    assert "复核由其他督查员办理" in office.get(f"/verifications/{check.pk}/").content.decode()
    assert head.post(f"/verifications/{check.pk}/decide", {"text": "口径不同。", "found": "x"}).status_code == 400
    head.post(f"/verifications/{check.pk}/decide", {"text": "口径不同，部分属实。", "found": "partly"})
    assert "原为不属实，经复核改定" in clerk.get(f"/verifications/{check.pk}/").content.decode()
    office.post(f"/verifications/{check.pk}/correct")
    check.refresh_from_db()
    assert check.correction is not None
    page = clerk.get(f"/verifications/{check.pk}/").content.decode()
    assert f"/reports/{check.correction.pk}/" in page
    counts = {code: number for code, _, number, _ in office.get("/verifications/").context["listing"].chips}
    assert counts == {"all": 2, "open": 1, "done": 1, "untrue": 1, "objected": 0}


def test_odd_addresses_and_files(stage: Any, check: Verification) -> None:
    office = client_for(stage.cast.supervisor)
    assert office.get("/verifications/?show=x&period=x&page=x").status_code == 200
    for kind in ("xlsx", "csv"):
        assert office.post("/verifications/export", {"format": kind}).status_code == 200
    assert "导出格式只有" in office.post("/verifications/export", {"format": "exe"}, follow=True).content.decode()
    outsider = client_for(stage.cast.outsider_clerk)
    assert "没有可以导出" in outsider.post("/verifications/export", {"format": "csv"}, follow=True).content.decode()


def test_the_same_queries_for_any_number(stage: Any, period: Any) -> None:
    client = client_for(stage.cast.supervisor)

    def more(number: int) -> None:
        for _ in range(number):
            matter = give_matter(stage.cast.lead_unit, programme=stage.plain.programme)
            Verification.objects.create(matter=matter, unit=stage.cast.lead_unit, period=period, sampled=True)

    assert_same_queries(lambda: client.get("/verifications/"), more)
