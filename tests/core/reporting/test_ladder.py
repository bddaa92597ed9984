"""The ladder of reminders: which step, for whom, and what holds for every sequence of days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.calendar.workdays import WorkCalendar
from duban.core.reporting.ladder import Owed, Role, Stage, Step, filled, step_for

D = dt.date
# 2023: 清明 on 5 April; 劳动节 29 April to 3 May, with 23 April and 6 May worked.
YEAR = WorkCalendar(
    off=frozenset({D(2023, 4, 5), D(2023, 5, 1), D(2023, 5, 2), D(2023, 5, 3)}),
    worked=frozenset({D(2023, 4, 23), D(2023, 5, 6)}),
    years=frozenset({2023}),
)
DUE = D(2023, 4, 10)
OWED = Owed(opens_on=D(2023, 4, 1), due_on=DUE, closes_on=D(2023, 6, 9))
SIGNING = replace(OWED, stage=Stage.SIGNING, since=D(2023, 4, 4))


def code(owed: Owed, role: Role, *day: int) -> str:
    step = step_for(owed, {role}, D(2023, *day), YEAR)
    return step.code if step else ""


@pytest.mark.parametrize(
    ("day", "clerk", "head", "deputy", "principal", "office"),
    [
        ((3, 31), "", "", "", "", ""),  # not open yet
        ((4, 1), "", "", "", "", ""),  # a Saturday
        ((4, 3), "open", "open", "", "", ""),
        ((4, 4), "-3", "-3", "", "", ""),  # 6, 7 and 10 April are left: the 5th is a holiday
        ((4, 5), "", "", "", "", ""),  # the holiday itself
        ((4, 7), "-3", "-3", "", "", ""),
        ((4, 10), "-3", "-3", "", "", ""),  # the due day has no step of its own
        ((4, 11), "+1", "", "+1", "", ""),
        ((4, 13), "+1", "", "+1", "+3", "+3"),
        ((4, 19), "+1", "", "+1", "+3", "+3"),
        ((4, 20), "w1", "", "+1", "w1", "w1"),
        ((4, 23), "w1", "", "+1", "w1", "w1"),  # a Sunday that is worked
        ((4, 26), "w2", "", "+1", "w2", "w2"),  # so the second week is over a day earlier
        ((6, 10), "", "", "", "", ""),  # closed
    ],
)
def test_the_steps_of_a_report_that_nobody_begins(day, clerk, head, deputy, principal, office):
    roles = (Role.CLERK, Role.OFFICE_HEAD, Role.DEPUTY, Role.PRINCIPAL, Role.OFFICE)
    assert [code(OWED, role, *day) for role in roles] == [clerk, head, deputy, principal, office]


def test_who_has_the_report_in_hand_hears_of_the_last_three_days():
    checking = replace(OWED, stage=Stage.CHECKING)
    assert code(checking, Role.OFFICE_HEAD, 4, 4) == "-3"
    assert code(checking, Role.CLERK, 4, 4) == "open"
    assert code(SIGNING, Role.OFFICE_HEAD, 4, 6) == ""


@pytest.mark.parametrize(("role", "step"), [(Role.PRINCIPAL, "-1"), (Role.MANDATED, "-1"), (Role.CLERK, "")])
def test_who_signs_hears_of_the_last_day(role, step):
    assert code(SIGNING, role, 4, 7) == step
    assert code(SIGNING, role, 4, 6) == ""


def test_who_got_the_report_today_was_told_by_its_arrival():
    assert code(replace(SIGNING, since=D(2023, 4, 7)), Role.PRINCIPAL, 4, 7) == ""
    assert code(replace(SIGNING, since=D(2023, 4, 7)), Role.PRINCIPAL, 4, 10) == "-1"


def test_a_report_that_is_not_at_signing_asks_nothing_of_the_principal():
    assert code(OWED, Role.PRINCIPAL, 4, 7) == code(replace(OWED, stage=Stage.CHECKING), Role.PRINCIPAL, 4, 10) == ""


def test_a_due_day_without_work_counts_from_the_last_working_day():
    weekend = replace(OWED, due_on=D(2023, 4, 15))  # a Saturday; 11 to 14 April are worked
    assert code(weekend, Role.CLERK, 4, 10) == "open"
    assert code(weekend, Role.CLERK, 4, 11) == "-3"
    assert code(replace(SIGNING, due_on=D(2023, 4, 15)), Role.PRINCIPAL, 4, 13) == "-1"
    assert code(weekend, Role.CLERK, 4, 17) == "+1"


def test_a_collection_of_three_days_is_announced_once():
    short = replace(OWED, opens_on=D(2023, 4, 6), due_on=D(2023, 4, 10))
    assert [code(short, Role.CLERK, 4, day) for day in (6, 7, 10, 11)] == ["open", "open", "open", "+1"]


def test_an_extension_counts_from_its_own_day():
    longer = replace(OWED, due_on=D(2023, 4, 20))
    assert step_for(OWED, {Role.CLERK}, D(2023, 4, 11), YEAR) == Step("+1", DUE)
    assert step_for(longer, {Role.CLERK}, D(2023, 4, 12), YEAR) == Step("open")
    assert step_for(longer, {Role.CLERK}, D(2023, 4, 17), YEAR) == Step("-3", D(2023, 4, 20))


def test_nothing_once_it_is_stopped():
    assert code(replace(OWED, stopped=True), Role.CLERK, 4, 11) == ""


def test_a_vacant_post_hands_its_reminders_to_the_next():
    alone = filled({Role.OFFICE_HEAD})
    assert alone == {Role.OFFICE_HEAD: {Role.CLERK, Role.OFFICE_HEAD, Role.DEPUTY, Role.PRINCIPAL}}
    assert filled({Role.CLERK, Role.DEPUTY})[Role.DEPUTY] == {Role.DEPUTY, Role.PRINCIPAL}
    assert filled(set()) == {}
    assert filled({Role.OFFICE}) == {Role.OFFICE: {Role.OFFICE}}


# Properties: whatever days the scheduler ran on, whatever the calendar, whatever happened to the report.
UNIT = (Role.CLERK, Role.OFFICE_HEAD, Role.DEPUTY, Role.PRINCIPAL)
DAYS = st.integers(min_value=0, max_value=110)
START = D(2023, 3, 25)


@st.composite
def stories(draw):
    """A calendar with odd holidays, the days on which the night's run happened, and what befell the report."""
    some = [START + dt.timedelta(days=n) for n in draw(st.sets(DAYS, max_size=25))]
    calendar = WorkCalendar(
        off=frozenset(d for d in some if d.weekday() < 5), worked=frozenset(d for d in some if d.weekday() >= 5)
    )
    runs = sorted(draw(st.lists(DAYS, max_size=60)))  # with gaps, and several on one day
    stages = sorted(draw(st.lists(st.tuples(DAYS, st.sampled_from(Stage)), max_size=8)))
    filed = draw(st.none() | DAYS)
    extended = draw(st.none() | st.tuples(DAYS, st.integers(min_value=1, max_value=40)))
    return calendar, runs, stages, filed, extended


def play(story):
    """What each role is given on which day, as the caller does it: latest step that has come, if not yet given."""
    calendar, runs, stages, filed, extended = story
    given: dict[Role, list[tuple[dt.date, Step]]] = {role: [] for role in Role}
    for number in runs:
        today = START + dt.timedelta(days=number)
        owed = OWED
        for when, stage in stages:
            if when <= number:
                owed = replace(owed, stage=stage, since=START + dt.timedelta(days=when))
        if extended and extended[0] <= number:
            owed = replace(owed, due_on=DUE + dt.timedelta(days=extended[1]))
        owed = replace(owed, stopped=filed is not None and filed <= number)
        for role in Role:
            step = step_for(owed, {role}, today, calendar)
            if step is not None and step not in [old for _, old in given[role]]:
                given[role].append((today, step))
    return given


@given(stories())
def test_each_step_once_and_at_most_one_a_day(story):
    for steps in play(story).values():
        assert all(n == 1 for n in Counter(step for _, step in steps).values())
        assert all(n == 1 for n in Counter(day for day, _ in steps).values())


@given(stories())
def test_never_after_filing_nor_close_nor_on_a_day_off(story):
    calendar, _, _, filed, _ = story
    for steps in play(story).values():
        for day, _ in steps:
            assert calendar.is_workday(day) and OWED.opens_on <= day <= OWED.closes_on
            assert filed is None or day < START + dt.timedelta(days=filed)


@given(stories())
def test_who_is_not_concerned_hears_nothing(story):
    given_ = play(story)
    assert {step.code for _, step in given_[Role.MANDATED]} <= {"-1"}
    assert not {step.code for _, step in given_[Role.DEPUTY]} - {"+1"}
    assert not {step.code for _, step in given_[Role.OFFICE]} & {"open", "-3", "-1", "+1"}


@given(stories(), st.sets(DAYS, min_size=1))
def test_missed_nights_bring_no_burst(story, missed):
    """With nights left out a person gets some of the messages that every night would have brought, and no others."""
    calendar, runs, *rest = story
    fewer = [n for n in runs if n not in missed]
    every, some = play((calendar, runs, *rest)), play((calendar, fewer, *rest))
    for role in Role:
        assert {step for _, step in some[role]} <= {step for _, step in every[role]}


@given(st.sets(st.sampled_from(UNIT), min_size=1))
def test_every_reminder_finds_somebody_in_a_unit_that_has_somebody(held):
    reached = set().union(*filled(held).values())
    assert reached == set(UNIT)
