"""三方评价 on the screen: side by side, the gap alone, rated in place, the unit's sentence, files."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from duban.audit.models import Event
from duban.oversight.models import OfficeRating
from duban.progress.models import Obligation, OwedLine
from tests.factories.progress import give_matter
from tests.support.client import client_for
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db

BASIS = "核对住建部门竣工备案，与自评不符。"


@pytest.fixture
def period(stage: Any) -> Any:
    """1,000 are the goal, 120 were reported by 31 March, and the unit calls it on schedule."""
    stage.plain.programme.level = "district"
    stage.plain.programme.save()
    stage.counted.targets.update(value=Decimal(1000), due="", kind="amount", op=">=")
    stage.filed(value="120")
    return stage.periods[0]


def address(stage: Any, period: Any) -> str:
    return f"/ratings/{period.pk}/{stage.counted.pk}/{stage.cast.lead_unit.pk}/"


def test_side_by_side_with_the_gap_in_words(stage: Any, period: Any) -> None:
    office = client_for(stage.cast.supervisor)
    page = office.get("/ratings/")
    assert [row.matter for row, _ in page.context["rows"]] == [stage.plain, stage.counted]
    assert "单位自评“按序时推进”，比规则判定“严重滞后”高两档。" in page.content.decode()
    counts = {code: number for code, _, number, _ in page.context["listing"].chips}
    assert counts == {"all": 2, "gap": 1, "wide": 1, "over": 1, "unrated": 2, "unanswered": 0}
    assert [row.matter for row, _ in office.get("/ratings/?show=gap").context["rows"]] == [stage.counted]
    for odd in ("?show=x&period=x&unit=x&page=x", f"?unit={stage.cast.outsider_unit.pk}"):
        assert office.get(f"/ratings/{odd}").status_code == 200


def test_rated_in_place_explained_by_the_unit_and_used_after_that(stage: Any, period: Any) -> None:
    office, clerk, leader = (client_for(getattr(stage.cast, n)) for n in ("supervisor", "lead_clerk", "leader"))
    data = {"rating": "at_risk", "basis": BASIS, "seen": "0", "back": "show=gap"}
    sent = office.post(f"{address(stage, period)}give", data)
    assert sent["Location"] == f"/ratings/?show=gap#row-{stage.counted.pk}-{stage.cast.lead_unit.pk}"
    row = OfficeRating.objects.get()
    assert BASIS in clerk.get(address(stage, period)).content.decode()
    assert BASIS not in leader.get(address(stage, period)).content.decode()  # the unit sees it first
    assert "待单位说明" in office.get("/ratings/").content.decode()
    empty = clerk.post(f"/ratings/by/{row.pk}/reply", {"text": " "})
    assert empty.status_code == 400 and "一句话" in empty.content.decode()
    clerk.post(f"/ratings/by/{row.pk}/reply", {"text": "竣工备案尚有3处在途。"})
    assert "竣工备案尚有3处在途。" in leader.get(address(stage, period)).content.decode()
    again = office.post(f"{address(stage, period)}give", {**data, "rating": "behind"})
    assert again.status_code == 400 and "刚被他人改动" in again.content.decode() and BASIS in again.content.decode()
    office.post(f"{address(stage, period)}give", {**data, "rating": "behind", "seen": "1"})
    text = office.get(address(stage, period)).content.decode()
    assert "滞后可追" in text and "竣工备案尚有3处在途。" in text  # what was said to the version before stays
    newest = OfficeRating.objects.current().get()
    assert office.post(f"/ratings/by/{newest.pk}/withdraw", {"reason": ""}).status_code == 400
    office.post(f"/ratings/by/{newest.pk}/withdraw", {"reason": "选错了事项。"})
    assert "已撤销" in office.get(address(stage, period)).content.decode()
    assert office.get(f"/ratings/by/{row.pk}/")["Location"] == address(stage, period)


@pytest.mark.parametrize("data", [{"rating": "pink"}, {"rating": ""}, {"rating": "behind", "basis": "不符"}])
def test_what_does_not_fit_is_said(stage: Any, period: Any, data: dict[str, str]) -> None:
    office = client_for(stage.cast.supervisor)
    assert office.post(f"{address(stage, period)}give", {"seen": "0", "basis": BASIS, **data}).status_code == 400
    assert not OfficeRating.objects.exists()


def test_a_unit_sees_its_own_and_others_nothing(stage: Any, period: Any) -> None:
    own = client_for(stage.cast.lead_clerk).get("/ratings/")
    assert len(own.context["rows"]) == 2 and "改评" not in own.content.decode()
    outsider = client_for(stage.cast.outsider_clerk)
    assert outsider.get("/ratings/").context["rows"] == []
    assert outsider.get(f"/ratings/?unit={stage.cast.lead_unit.pk}").context["rows"] == []
    assert outsider.get(address(stage, period)).status_code == 404


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_files_are_what_is_shown_and_are_recorded(stage: Any, period: Any, kind: str) -> None:
    answer = client_for(stage.cast.supervisor).post("/ratings/export", {"format": kind, "show": "gap"})
    assert answer.status_code == 200 and "filename" in answer["Content-Disposition"]
    if kind == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 2 and "高两档" in lines[1]
    event = Event.objects.filter(verb="ratings.export").get()
    assert event.after["count"] == 1 and "有差距" in event.after["conditions"]
    client_for(stage.cast.supervisor).post("/ratings/export", {"format": "exe"})
    assert Event.objects.filter(verb="ratings.export").count() == 1


def test_the_same_queries_for_any_number_of_rows(stage: Any, period: Any) -> None:
    client = client_for(stage.cast.supervisor)
    obligation = Obligation.objects.get(period=period)

    def more(number: int) -> None:
        for _ in range(number):
            matter = give_matter(stage.cast.lead_unit, programme=stage.plain.programme)
            OwedLine.objects.create(obligation=obligation, matter=matter, assignment=matter.assignments.get())

    assert_same_queries(lambda: client.get("/ratings/"), more)
