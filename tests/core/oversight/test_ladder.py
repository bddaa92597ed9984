"""The ladder of urging: what is due, what rests, what may not be jumped over."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.oversight.ladder import CAUSE_LABELS, PATIENCE, STEP_LABELS, Cause, Given, Step, may_take, next_step

TODAY = dt.date(2023, 5, 10)
PAST, FUTURE = dt.date(2023, 5, 9), dt.date(2023, 5, 12)
REMINDED, URGED, TALKED = Given(Step.REMIND, PAST), Given(Step.URGE, PAST), Given(Step.TALK, PAST)


@pytest.mark.parametrize(
    ("taken", "due"),
    [
        ([], Step.REMIND),
        ([REMINDED], Step.URGE),
        ([REMINDED, URGED], Step.TALK),
        ([REMINDED, URGED, TALKED], None),  # above the talk it does not go
        ([Given(Step.REMIND, TODAY)], None),  # the term is not over today
        ([Given(Step.REMIND, FUTURE)], None),
        ([Given(Step.REMIND, FUTURE, PAST, FUTURE)], None),  # the unit named a day
        ([Given(Step.REMIND, FUTURE, PAST, TODAY)], None),
        ([Given(Step.REMIND, FUTURE, PAST, PAST)], Step.URGE),  # and let it pass
        ([Given(Step.REMIND, PAST, PAST)], Step.REMIND),  # replied without a day: begins again
        ([REMINDED, Given(Step.URGE, FUTURE)], None),
        ([REMINDED, Given(Step.TALK, PAST, PAST)], Step.REMIND),  # a talk that was not approved
    ],
)
def test_what_is_due(taken, due):
    found = next_step(taken, TODAY)
    assert found.step is due and found.why.endswith("。")


@pytest.mark.parametrize(
    ("step", "taken", "refused"),
    [
        (Step.REMIND, [REMINDED], ""),  # a milder step always may
        (Step.URGE, [], "请先提醒"),
        (Step.TALK, [REMINDED], "请先发督办函"),
        (Step.TALK, [REMINDED, URGED], ""),
        (Step.URGE, [Given(Step.REMIND, FUTURE)], "还没有到"),
        (Step.URGE, [Given(Step.REMIND, PAST, PAST)], "已有回复"),
        (Step.REMIND, [Given(Step.REMIND, FUTURE, PAST, FUTURE)], "到期前不再催办"),
    ],
)
def test_what_may_be_taken(step, taken, refused):
    answer = may_take(step, taken, TODAY)
    assert (answer == "") is (refused == "") and refused in answer


DAYS = st.dates(dt.date(2023, 4, 20), dt.date(2023, 6, 20))
GIVEN = st.builds(Given, st.sampled_from(Step), DAYS, st.none() | DAYS, st.none() | DAYS)


@given(st.lists(GIVEN, max_size=6), DAYS)
def test_no_step_is_jumped_over_and_what_is_due_may_be_taken(taken, today):
    due = next_step(taken, today)
    order = list(Step)
    for step in order:
        allowed = may_take(step, taken, today) == ""
        assert allowed == (due.step is not None and order.index(step) <= order.index(due.step))
    if due.step not in (None, Step.REMIND):
        assert taken[-1].step is order[order.index(due.step) - 1]
        assert not any(one.replied_on is None and one.reply_by >= today for one in taken)
    assert set(STEP_LABELS) == set(Step) and set(CAUSE_LABELS) == set(PATIENCE) == set(Cause)
