"""Who answers a difficulty, by when, and who next when the day passes (domain §4.13).

One unit concerned: the office settles it or asks that unit; several units: the leader who leads them; the
whole district: the government. The terms are the office's own and are published with the page that shows
them; the notice itself asks only for 及时 (at once) and sets no number of days.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from duban.core.calendar.workdays import WorkCalendar


class Reach(StrEnum):
    """How far a difficulty reaches."""

    ONE = "one"  # 一个单位
    SEVERAL = "several"  # 几个单位
    DISTRICT = "district"  # 全区


REACH_LABELS = {Reach.ONE: "涉及一个单位", Reach.SEVERAL: "涉及几个单位", Reach.DISTRICT: "涉及全区"}


class Holder(StrEnum):
    """Whose turn it is."""

    ASKER = "asker"  # 提请单位 (to supplement)
    OFFICE = "office"  # 督查室
    UNIT = "unit"  # 被等待的单位
    LEADER = "leader"  # 区政府分管负责同志
    GOVERNMENT = "government"  # 区政府主要负责同志


HOLDER_LABELS = {
    Holder.ASKER: "提请单位",
    Holder.OFFICE: "督查室",
    Holder.UNIT: "相关单位",
    Holder.LEADER: "区政府分管负责同志",
    Holder.GOVERNMENT: "区政府主要负责同志",
}
TERMS = {Holder.ASKER: 5, Holder.OFFICE: 3, Holder.UNIT: 3, Holder.LEADER: 5, Holder.GOVERNMENT: 10}
"""Working days in which a holder answers."""

_NEXT = {Holder.OFFICE: Holder.LEADER, Holder.UNIT: Holder.LEADER, Holder.LEADER: Holder.GOVERNMENT}


def proposed(reach: Reach, *, waits_for_unit: bool) -> Holder:
    """To whom a difficulty goes unless the office knows better.

    >>> proposed(Reach.ONE, waits_for_unit=True), proposed(Reach.SEVERAL, waits_for_unit=True)
    (<Holder.UNIT: 'unit'>, <Holder.LEADER: 'leader'>)
    """
    if reach is Reach.DISTRICT:
        return Holder.GOVERNMENT
    if reach is Reach.SEVERAL:
        return Holder.LEADER
    return Holder.UNIT if waits_for_unit else Holder.OFFICE


def answer_by(holder: Holder, since: dt.date, calendar: WorkCalendar, *, needed_by: dt.date | None = None) -> dt.date:
    """The day by which a holder answers.

    Its term, or earlier where the unit needs it earlier, but never before the next working day.
    """
    term = calendar.after(since, TERMS[holder])
    if needed_by is None or needed_by >= term:
        return term
    return max(needed_by, calendar.after(since, 1))


def next_holder(holder: Holder) -> Holder | None:
    """Who answers when a holder let its day pass; ``None`` at the top and for the asker, whose own clock runs."""
    return _NEXT.get(holder)
