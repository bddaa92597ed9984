"""After its last day a matter is reached or not reached, or not counted for a reason that has an end."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.appraisal.standing import Standing, standing_of
from duban.core.appraisal.words import Finding, LeftOut
from duban.core.calendar.workdays import WorkCalendar
from duban.core.oversight.lights import Figure, Situation, light
from duban.core.oversight.rules import FIRST, Colour
from duban.core.oversight.schedule import Goal
from duban.core.reporting.values import Presence
from duban.ledger.models import Matter
from duban.oversight.judging import MatterLight, Part, worst
from duban.oversight.models import LightOverride

DUE = dt.date(2023, 12, 31)
CALENDAR = WorkCalendar()
BOUNDED = {LeftOut.REVIEW, LeftOut.FINAL, LeftOut.STATISTICS, LeftOut.WAITING}

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def _calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duban.appraisal.standing.office_calendar", lambda: CALENDAR)


def goal(due: dt.date = DUE, op: str = ">=") -> Goal:
    return Goal(Decimal(66), op, "amount", dt.date(2023, 1, 1), due, "个", adds_up=True)


def lit(*situations: Situation, override: LightOverride | None = None) -> MatterLight:
    parts = tuple(Part(light(at, FIRST, CALENDAR), at) for at in situations)
    return MatterLight(Matter(code="市-57"), 1, worst(parts), parts, FIRST, override)


def standing(at: Situation, override: LightOverride | None = None) -> Standing:
    return standing_of(lit(at, override=override), at.last_day or DUE, at.on)


def situation(on: dt.date, value: int | None = 50, as_of: dt.date = dt.date(2023, 9, 30), **fields: Any) -> Situation:
    return Situation(on=on, goal=goal(), figure=Figure(Decimal(value), as_of) if value is not None else None, **fields)


def test_before_the_last_day_it_is_on_schedule_or_behind():
    assert standing(situation(dt.date(2023, 10, 20), 60)).finding is Finding.ON_SCHEDULE
    assert standing(situation(dt.date(2023, 10, 20), 45)).finding is Finding.BEHIND


def test_not_filing_the_last_report_is_not_the_best_thing_to_do():
    found = standing(situation(dt.date(2024, 3, 1), 60))
    assert found.finding is Finding.FAR_BEHIND


def test_while_the_last_report_is_not_due_it_is_not_counted_and_said_until_when():
    found = standing(situation(dt.date(2024, 1, 5), 60, final_by=dt.date(2024, 1, 10)))
    assert (found.finding, found.why) == (None, LeftOut.FINAL)
    assert found.excused == "期限2023年12月31日已过，终期完成情况应于2024年1月10日前报送，届时再评"
    assert standing(situation(dt.date(2024, 1, 11), 60, final_by=dt.date(2024, 1, 10))).finding is Finding.FAR_BEHIND


def test_while_the_clock_stands_it_is_not_counted():
    found = standing(situation(dt.date(2024, 3, 1), 60, stopped_on=dt.date(2023, 11, 1)))
    assert (found.finding, found.why) == (None, LeftOut.WAITING) and "自2023年11月1日起等待答复" in found.excused


def test_a_person_cannot_call_it_on_schedule_when_its_time_is_over():
    over = LightOverride(colour=Colour.GREEN, reason="正在推进")
    assert standing(situation(dt.date(2024, 3, 1), 60), over).finding is Finding.FAR_BEHIND
    assert standing(situation(dt.date(2023, 10, 20), 30), over).finding is Finding.ON_SCHEDULE
    done = LightOverride(colour=Colour.BLUE, reason="现场核实已建成")
    assert standing(situation(dt.date(2024, 3, 1), 60), done).finding is Finding.REACHED


@given(
    late=st.integers(1, 500),
    value=st.one_of(st.none(), st.integers(0, 90)),
    reached=st.integers(-200, 60),
    op=st.sampled_from([">=", "<=", "="]),
    presence=st.sampled_from([Presence.MISSING, Presence.AWAITING, Presence.BLOCKED, Presence.NIL]),
    wait=st.integers(-30, 400),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()),
)
def test_after_the_last_day_there_is_no_third_thing(
    late: int, value: int | None, reached: int, op: str, presence: Presence, wait: int, flags: tuple[bool, ...]
):
    on, until = DUE + dt.timedelta(late), DUE + dt.timedelta(wait)
    final, review, stopped, waited = flags
    at = Situation(
        on=on,
        goal=goal(op=op),
        figure=Figure(Decimal(value), min(on, DUE + dt.timedelta(reached))) if value is not None else None,
        presence=presence,
        expected_on=until if presence is Presence.AWAITING else None,
        final_by=until if final else None,
        in_review=review,
        stopped_on=min(on, until) if stopped else None,
        waits=((dt.date(2023, 5, 8), dt.date(2023, 6, 8)),) if waited else (),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("duban.appraisal.standing.office_calendar", lambda: CALENDAR)
        found = standing(at)
    if found.finding is None:
        assert found.why in BOUNDED and found.excused
    else:
        assert found.finding in (Finding.REACHED, Finding.FAR_BEHIND)
