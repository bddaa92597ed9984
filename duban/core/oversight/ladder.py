"""The ladder of urging (提醒 → 督办 → 约谈建议): each step after the one below had its day, each with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """Steps, lowest first. Stored codes."""

    REMIND = "remind"  # 提醒
    URGE = "urge"  # 督办函
    TALK = "talk"  # 约谈建议


STEP_LABELS = {Step.REMIND: "提醒", Step.URGE: "督办函", Step.TALK: "约谈建议"}
_ORDER = tuple(Step)


@dataclass(frozen=True, slots=True)
class Given:
    """A step that was taken: by when a reply was asked, and when it came."""

    step: Step
    reply_by: dt.date
    replied_on: dt.date | None = None


def may_take(step: Step, given: Sequence[Given], today: dt.date) -> str:
    """Why a step may not be taken now; empty if it may.

    The lower step must have been taken, its day be past, and no reply have come; the same step is not taken
    again while it waits for a reply.

    >>> may_take(Step.URGE, [], dt.date(2023, 5, 1))
    '请先提醒，提醒的期限过后仍无回复，才能发督办函。'
    """
    if any(one.step is step and one.replied_on is None and one.reply_by >= today for one in given):
        return f"已发出的{STEP_LABELS[step]}还没有到回复期限，不重复发出。"
    place = _ORDER.index(step)
    if place == 0:
        return ""
    below = _ORDER[place - 1]
    taken = [one for one in given if one.step is below]
    if not taken:
        return f"请先{_verb(below)}，{STEP_LABELS[below]}的期限过后仍无回复，才能{_verb(step)}。"
    last = taken[-1]
    if last.replied_on is not None:
        return f"{STEP_LABELS[below]}已有回复。仍未解决的，请先就新的情况再次{_verb(below)}。"
    if last.reply_by >= today:
        return f"{STEP_LABELS[below]}的回复期限{last.reply_by:%Y-%m-%d}还没有到。"
    return ""


def _verb(step: Step) -> str:
    return {Step.REMIND: "提醒", Step.URGE: "发督办函", Step.TALK: "提出约谈建议"}[step]
