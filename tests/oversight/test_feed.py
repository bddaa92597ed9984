"""Answers and directives in the calendar feed: of whose turn it is, moved and cancelled by one id, without contents."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from icalendar import Calendar

from duban.oversight.actions import cases, directives
from duban.oversight.actions.cases import Order
from duban.oversight.feed import entries
from duban.web.messages.feed import deadlines, difficulties
from tests.oversight.test_cases import SAID, ask, office, to_leader
from tests.support.queries import assert_same_queries

WHEN = "2023-04-13 11:00:00"


def of(stage: Any, person: Any, when: str = WHEN) -> list[tuple[dt.date, str, bool]]:
    return [(each.day, each.title, each.cancelled) for each in entries(stage.actor(person, when))]


@pytest.fixture
def routed(stage):
    return to_leader(stage, ask(stage))


def test_the_turn_goes_on_and_takes_its_day_along(stage):
    row = ask(stage)
    code, unit = stage.counted.code, stage.cast.lead_unit
    (waits,) = entries(stage.actor(stage.cast.supervisor, "2023-04-12 11:00:00"))
    assert (waits.day, waits.cancelled, waits.sequence) == (dt.date(2023, 4, 17), False, 0)
    assert waits.title.endswith(f"答复协调事项到期：{code}（{unit}提请）")
    assert of(stage, stage.cast.leader) == [] and of(stage, stage.cast.lead_clerk) == []
    to_leader(stage, row)
    first, second = entries(stage.actor(stage.cast.supervisor, WHEN))
    assert (first.uid, first.cancelled, first.sequence) == (waits.uid, True, 1) and not second.cancelled
    assert of(stage, stage.cast.leader) == [(second.day, f"答复协调事项到期：{code}（{unit}提请）", False)]


def test_an_answer_ends_it_and_a_directive_has_its_own_day(stage, routed):
    order = Order("请牵头协调用地。", stage.cast.cooperating_unit, dt.date(2023, 5, 15))
    cases.answer(row=routed, text="同意。", directives=(order,), **stage.act(stage.cast.leader, "2023-04-14 10:00:00"))
    code = stage.counted.code
    assert [cancelled for _, _, cancelled in of(stage, stage.cast.leader)] == [True, False]
    assert of(stage, stage.cast.cooperating_clerk) == [(dt.date(2023, 5, 15), f"交办事项到期：{code}", False)]
    assert of(stage, stage.cast.lead_clerk) == []
    row = routed.directives.get()
    before = entries(stage.actor(stage.cast.cooperating_clerk, WHEN))[0]
    directives.postpone(row=row, due_on=dt.date(2023, 5, 31), comment="待评审", **office(stage, "2023-04-20 10:00:00"))
    (moved,) = entries(stage.actor(stage.cast.cooperating_clerk, WHEN))
    assert (moved.uid, moved.day) == (before.uid, dt.date(2023, 5, 31)) and moved.sequence > before.sequence
    assert "原定5月15日" in moved.text


def test_what_hinders_stays_inside(stage, routed):
    for person in (stage.cast.supervisor, stage.cast.leader, stage.cast.lead_clerk):
        for each in entries(stage.actor(person, WHEN)):
            assert SAID.text not in f"{each.title}{each.text}" and SAID.wanted not in f"{each.title}{each.text}"


def test_old_days_leave_it_and_administrators_get_none(stage, routed):
    assert of(stage, stage.cast.supervisor, "2023-12-01 09:00:00") == []
    assert of(stage, stage.cast.system_admin) == []


def test_the_feed_has_them(stage, routed, client_for, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: dt.date(2023, 4, 13))
    html = client_for(stage.cast.leader).post("/messages/settings/calendar").content.decode()
    address = html.split('readonly value="')[1].split('"')[0].removeprefix("http://testserver")
    found = {str(each["UID"]) for each in Calendar.from_ical(client_for(None).get(address).content).walk("VEVENT")}
    actor = stage.actor(stage.cast.leader, WHEN)
    assert found == {each.uid for each in [*deadlines.entries(actor), *difficulties.entries(actor)]}
    assert any(uid.startswith("answer-") for uid in found)


def test_the_same_queries_for_any_number(stage):
    def add(n: int) -> None:
        for _ in range(n):
            ask(stage, said=replace(SAID, another=True))

    assert assert_same_queries(lambda: entries(stage.actor(stage.cast.supervisor, WHEN)), add, few=2, many=12) < 12
