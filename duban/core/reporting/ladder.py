"""The ladder of reminders (报送提醒) by working days: which step has come for whom. No people, no texts, no sending.

==========  ============================================================================================
step        to whom (岗位 of the unit that owes; nobody else hears of it)
==========  ============================================================================================
``open``    the period opens: 经办人, 办公室负责人, while the report is not at signing
``-3``      three working days are left: who has the report in hand (not those whose report waits for signature)
``-1``      one is left: 主要领导 (or who signs by mandate), if the report waits for signature since before today
``+1``      one working day over: 经办人, 分管领导
``+3``      three over: 主要领导, 督查室
``w1`` …    every five working days after that: 经办人, 主要领导, 督查室
==========  ============================================================================================

A run looks at the latest step that has come for a person and gives that one, if it was not given before: nights
that were missed are caught up with one message, never with a burst. Everything stops at the first signing, at a
waiver and at the close; the steps before the due day lapse with it. Steps that count from the due day are counted
from the obligation's own one, so an extension starts them anew; ``open`` comes once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from duban.core.calendar.workdays import WorkCalendar

FIRST = 3  # working days before the due day
LAST = 1
LATE, VERY_LATE = 1, 3  # working days after it
WEEK = 5  # working days between the later ones


class Role(StrEnum):
    """What a person is to the report."""

    CLERK = "clerk"  # 经办人
    OFFICE_HEAD = "office_head"  # 办公室负责人
    DEPUTY = "deputy"  # 分管领导
    PRINCIPAL = "principal"  # 主要领导
    MANDATED = "mandated"  # 受托代签人
    OFFICE = "office"  # 督查室


class Stage(StrEnum):
    """Where the report is on its way to the signature."""

    NONE = "none"
    DRAFTING = "drafting"
    CHECKING = "checking"
    SIGNING = "signing"


@dataclass(frozen=True, slots=True)
class Owed:
    """A report that is owed, as it stands. ``since``: the day on which it came to its stage."""

    opens_on: dt.date
    due_on: dt.date
    closes_on: dt.date
    stage: Stage = Stage.NONE
    since: dt.date | None = None
    stopped: bool = False  # filed, waived or closed


@dataclass(frozen=True, slots=True)
class Step:
    """A step that has come. ``due_on``: the due day it counts from; ``None`` for ``open``, which comes once."""

    code: str
    due_on: dt.date | None = None


# Whose task falls to whom while a post is vacant, the nearest first.
_STANDS_IN = {
    Role.CLERK: (Role.OFFICE_HEAD, Role.DEPUTY, Role.PRINCIPAL),
    Role.OFFICE_HEAD: (Role.CLERK, Role.DEPUTY, Role.PRINCIPAL),
    Role.DEPUTY: (Role.PRINCIPAL, Role.OFFICE_HEAD, Role.CLERK),
    Role.PRINCIPAL: (Role.DEPUTY, Role.OFFICE_HEAD, Role.CLERK),
}


def filled(held: Collection[Role]) -> dict[Role, frozenset[Role]]:
    """For each role that somebody holds, the roles whose reminders go there: its own and those of vacant posts.

    >>> sorted(filled({Role.CLERK, Role.PRINCIPAL})[Role.PRINCIPAL])
    [<Role.DEPUTY: 'deputy'>, <Role.PRINCIPAL: 'principal'>]
    """
    found = {role: {role} for role in held}
    for role, others in _STANDS_IN.items():
        if role not in held:
            there = next((each for each in others if each in held), None)
            if there is not None:
                found[there].add(role)
    return {role: frozenset(roles) for role, roles in found.items()}


def step_for(owed: Owed, roles: Collection[Role], today: dt.date, calendar: WorkCalendar) -> Step | None:
    """The latest step that has come today for somebody with these roles, or ``None``; nothing on a day off.

    Whether it was given before is the caller's to look up: a step is given to a person once.
    """
    if owed.stopped or today < owed.opens_on or today > owed.closes_on or not calendar.is_workday(today):
        return None
    latest = None
    for step, to in _ladder(owed, today, calendar):
        if to & set(roles):
            latest = step
    return latest


def _ladder(owed: Owed, today: dt.date, calendar: WorkCalendar) -> Iterator[tuple[Step, set[Role]]]:
    """Steps that have come, the earliest first, each with whom it is for.

    What was to be said before the due day lapses with it.
    """
    if today > owed.due_on:
        yield from _late(owed, -calendar.left(today, owed.due_on))
        return
    in_hand = {
        Stage.NONE: {Role.CLERK, Role.OFFICE_HEAD},
        Stage.DRAFTING: {Role.CLERK, Role.OFFICE_HEAD},
        Stage.CHECKING: {Role.OFFICE_HEAD},
        Stage.SIGNING: set[Role](),
    }[owed.stage]
    if owed.stage is not Stage.SIGNING:
        yield Step("open"), {Role.CLERK, Role.OFFICE_HEAD}
    left = calendar.left(today, owed.due_on)
    # A collection that opens within the last three days has been announced just now.
    if left <= FIRST and calendar.left(owed.opens_on, owed.due_on) > FIRST:
        yield Step(f"-{FIRST}", owed.due_on), in_hand
    # Who got the report today has been told so today.
    if left <= LAST and owed.stage is Stage.SIGNING and owed.since is not None and owed.since < today:
        yield Step(f"-{LAST}", owed.due_on), {Role.PRINCIPAL, Role.MANDATED}


def _late(owed: Owed, days: int) -> Iterator[tuple[Step, set[Role]]]:
    """Steps after the due day; ``days``: working days since."""
    if days >= LATE:
        yield Step(f"+{LATE}", owed.due_on), {Role.CLERK, Role.DEPUTY}
    if days >= VERY_LATE:
        yield Step(f"+{VERY_LATE}", owed.due_on), {Role.PRINCIPAL, Role.OFFICE}
    weeks = (days - VERY_LATE) // WEEK
    if weeks >= 1:
        yield Step(f"w{weeks}", owed.due_on), {Role.CLERK, Role.PRINCIPAL, Role.OFFICE}
