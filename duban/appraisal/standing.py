"""How a matter that is not closed stands on the day of an appraisal.

Before its last day a matter is on schedule or behind. After it there is only reached or not reached; or it is not
counted yet, for a reason that has an end: the last report is not due yet, or the unit waits for an answer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from duban.core.appraisal.words import Finding, LeftOut
from duban.core.oversight.lights import Reason
from duban.core.oversight.rules import Colour
from duban.core.oversight.waiting import given_back
from duban.core.text.days import day_in_words
from duban.orgs.workdays import office_calendar
from duban.oversight.judging import MatterLight, Part

LIGHTS = {
    Colour.BLUE: Finding.REACHED,
    Colour.GREEN: Finding.ON_SCHEDULE,
    Colour.YELLOW: Finding.BEHIND,
    Colour.RED: Finding.FAR_BEHIND,
}
GREYS = {
    Reason.NO_SHARE: LeftOut.SHARE,
    Reason.IN_REVIEW: LeftOut.REVIEW,
    Reason.AWAITING: LeftOut.STATISTICS,
    Reason.NONE_SET: LeftOut.NONE_SET,
    Reason.NOT_APPLICABLE: LeftOut.NO_PART,
    Reason.WITHDRAWN: LeftOut.WITHDRAWN,
}
ON_THE_WAY = (Colour.GREEN, Colour.YELLOW)


@dataclass(frozen=True)
class Standing:
    """What is found; ``finding=None``: not counted, ``excused`` says why and ``why`` is the kind of the reason."""

    finding: Finding | None
    excused: str = ""
    why: LeftOut | None = None


def standing_of(found: MatterLight, due: dt.date, today: dt.date) -> Standing:
    """Of a matter with its light of the day and its last day.

    A person's judgement that it is on the way says nothing any more after the last day; then the rule's stands.
    """
    colour = found.colour
    if due < today and colour in ON_THE_WAY:
        colour = found.computed
    past = [part for part in found.parts if _is_open(part) and _last_day(part, due) < today]
    open_ones = [part for part in past if _judged_on(part) <= _last_day(part, due)]
    if colour is Colour.GREY and (_why(found) is not LeftOut.OTHER or not open_ones):
        return Standing(None, found.sentence.rstrip("。"), _why(found))
    if colour in (*ON_THE_WAY, Colour.GREY) and past:
        return _waits(open_ones[0], _last_day(open_ones[0], due)) if open_ones else Standing(Finding.FAR_BEHIND)
    return Standing(LIGHTS[colour])


def _is_open(part: Part) -> bool:
    """Whether its light says nothing about the end: on the way, or no figure yet."""
    light = part.light
    return light.colour in ON_THE_WAY or (light.colour is Colour.GREY and light.reason not in GREYS)


def _why(found: MatterLight) -> LeftOut:
    grey = next((part.light.reason for part in found.parts if part.light.colour is Colour.GREY), None)
    return GREYS.get(grey, LeftOut.OTHER) if grey else LeftOut.OTHER


def _last_day(part: Part, due: dt.date) -> dt.date:
    return part.situation.last_day or due


def _judged_on(part: Part) -> dt.date:
    """The day that the light is of: earlier than the day that is asked for while its end cannot be judged."""
    at = part.situation
    if at.waits:
        at = replace(at, clock=given_back(at.running, at.waits, office_calendar()))
    return at.day


def _waits(part: Part, due: dt.date) -> Standing:
    """Not counted yet, and until when."""
    at, over = part.situation, f"期限{day_in_words(due)}已过"
    if at.stopped_on is not None:
        return Standing(None, f"{over}，自{day_in_words(at.stopped_on)}起等待答复，时限停止计算", LeftOut.WAITING)
    if at.end_to_come and at.final_by is not None:
        return Standing(None, f"{over}，终期完成情况应于{day_in_words(at.final_by)}前报送，届时再评", LeftOut.FINAL)
    return Standing(None, f"{over}，扣除等待答复的时间后尚未到期", LeftOut.WAITING)
