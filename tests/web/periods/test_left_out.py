"""What is closed or written off is not asked for in later periods; the page says what and why. Reopened it is again."""

from __future__ import annotations

from typing import Any

import pytest

from duban.oversight.actions import closings
from duban.oversight.enums import Grade
from duban.progress import deadlines
from duban.progress.actions import drafting, periods
from duban.progress.actions.periods import Special, create_special, owed_by
from duban.progress.models import Obligation, OwedLine
from tests.factories.circulars import close
from tests.factories.progress import moment
from tests.support.client import client_for

pytestmark = pytest.mark.django_db
JULY = "2023-07-01 08:00:00"


def asked(stage: Any, period: int, when: str = JULY) -> set[Any]:
    day = moment(when).date()
    return {row.matter for rows in owed_by(stage.periods[period], day).values() for row, _ in rows}


@pytest.fixture
def closed(stage: Any) -> Any:
    """One of the unit's two matters is closed on 10 April; the first period was open by then."""
    stage.closing = close(stage, stage.plain, grade=Grade.DONE)
    stage.plain.refresh_from_db()
    return stage


def test_the_list_that_is_frozen_stays_and_the_next_leaves_it_out(closed: Any) -> None:
    first = OwedLine.objects.filter(obligation__period=closed.periods[0])
    assert {row.matter for row in first} == {closed.plain, closed.counted}
    periods.open_period(period=closed.periods[1], **closed.act(closed.cast.supervisor, JULY))
    assert {row.matter for row in OwedLine.objects.filter(obligation__period=closed.periods[1])} == {closed.counted}


def test_reopened_it_is_asked_for_in_the_next_list(closed: Any) -> None:
    closings.reopen(row=closed.closing, comment="验收有误", **closed.act(closed.cast.supervisor, "2023-06-20 09:00:00"))
    assert asked(closed, 1) == {closed.plain, closed.counted}


def test_whoever_has_nothing_left_owes_no_report_and_has_no_day(closed: Any) -> None:
    close(closed, closed.counted)
    with pytest.raises(periods.Invalid, match="没有应报"):
        periods.open_period(period=closed.periods[1], **closed.act(closed.cast.supervisor, JULY))
    found = deadlines.entries(closed.actor(closed.cast.lead_clerk, "2023-05-20 09:00:00"))
    assert not [each for each in found if each.tentative]


def test_a_special_collection_asks_for_what_it_names(closed: Any) -> None:
    days = {name: moment(f"2023-06-{day} 09:00:00").date() for name, day in (("opens_on", "01"), ("due_on", "10"))}
    special = Special("回头看", "请报办结后的情况。", moment("2023-05-31 09:00:00").date(), **days,
                      closes_on=moment("2023-06-30 09:00:00").date(), matters=(closed.plain,))  # fmt: skip
    made = create_special(special=special, **closed.act(closed.cast.supervisor, "2023-05-31 09:00:00"))
    (rows,) = owed_by(made, moment("2023-06-01 09:00:00").date()).values()
    assert [row.matter for row, _ in rows] == [closed.plain]


def test_a_draft_begun_before_keeps_what_was_written(stage: Any) -> None:
    report = drafting.open_draft(period=stage.periods[1], unit=stage.cast.lead_unit,
                                 **stage.act(stage.cast.lead_clerk, "2023-05-02 09:00:00"))  # fmt: skip
    line = report.lines.get(matter=stage.plain)
    by = stage.act(stage.cast.lead_clerk, "2023-05-02 10:00:00")
    drafting.save_line(line=line, changes={"done": drafting.Change("已完成主体施工。", "")}, **by)
    for matter in (stage.plain, stage.counted):
        close(stage, matter)
    drafting.align(report, on=moment(JULY).date())
    assert [each.matter for each in report.lines.all()] == [
        stage.plain
    ]  # the empty one is gone, the written one is not


def test_the_pages_say_what_is_left_out_and_why(closed: Any) -> None:
    office = client_for(closed.cast.supervisor)
    before = office.get(f"/periods/{closed.periods[1].pk}/open").content.decode()
    assert "本期不再要求报送的 1 项" in before and "办结，结果：" in before and closed.plain.code in before
    periods.open_period(period=closed.periods[1], **closed.act(closed.cast.supervisor, JULY))
    for person in (closed.cast.supervisor, closed.cast.lead_clerk):
        html = client_for(person).get(f"/periods/{closed.periods[1].pk}/").content.decode()
        assert "本期不再要求报送的 1 项" in html and closed.plain.code in html
    assert "不再要求报送" not in office.get(f"/periods/{closed.periods[0].pk}/").content.decode()
    assert (
        "不再要求报送"
        not in client_for(closed.cast.outsider_clerk).get(f"/periods/{closed.periods[1].pk}/").content.decode()
    )
    assert Obligation.objects.filter(period=closed.periods[1]).count() == 1
