"""The ladder of urging (提醒 → 督办函 → 约谈建议): each step after the one below had its day, each with its reason.

A ladder belongs to one unit and one thing (a matter, a report, a directive). It rests while a reply is awaited within
its term and while the day that the unit itself has named is not past. After that it goes on with the next step; what
was replied to without a day begins again with a reminder. Above the talk it does not go.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from duban.core.text.days import day_in_words


class Step(StrEnum):
    """Steps, lowest first. Stored codes."""

    REMIND = "remind"  # 提醒
    URGE = "urge"  # 督办函
    TALK = "talk"  # 约谈建议


class Cause(StrEnum):
    """Why a unit is urged. Stored codes; one of them for every urging."""

    LATE_REPORT = "late_report"  # 报告逾期未报
    RED = "red"  # 事项严重滞后
    DIRECTIVE = "directive"  # 交办事项逾期
    RECTIFICATION = "rectification"  # 整改逾期


STEP_LABELS = {Step.REMIND: "提醒", Step.URGE: "督办函", Step.TALK: "约谈建议"}
CAUSE_LABELS = {
    Cause.LATE_REPORT: "报告逾期未报",
    Cause.RED: "事项严重滞后",
    Cause.DIRECTIVE: "交办事项逾期",
    Cause.RECTIFICATION: "整改逾期",
}
PATIENCE = {Cause.LATE_REPORT: 3, Cause.RED: 5, Cause.DIRECTIVE: 1, Cause.RECTIFICATION: 1}
"""Working days since the cause arose, before anything is proposed: the reminders of the clock come first."""

_ORDER = tuple(Step)


@dataclass(frozen=True, slots=True)
class Given:
    """A step that was taken: by when a reply was asked, when it came, and which day the unit named in it."""

    step: Step
    reply_by: dt.date
    replied_on: dt.date | None = None
    promised_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """The step that is due (``None``: the ladder rests), and why, in a sentence."""

    step: Step | None
    why: str


def next_step(given: Sequence[Given], today: dt.date) -> Next:
    """Where the ladder stands today, after the steps that were taken (in order of time).

    >>> next_step([Given(Step.REMIND, dt.date(2023, 5, 4))], dt.date(2023, 5, 8)).why
    '提醒的回复期限2023年5月4日已过，没有回复。'
    """
    waiting = next((one for one in reversed(given) if one.replied_on is None and one.reply_by >= today), None)
    if waiting is not None:
        return Next(
            None, f"已发出的{STEP_LABELS[waiting.step]}还没有到回复期限{day_in_words(waiting.reply_by)}，不重复发出。"
        )
    if not given:
        return Next(Step.REMIND, "尚未催办。")
    last = given[-1]
    label = STEP_LABELS[last.step]
    if last.replied_on is not None and last.promised_on is None:
        return Next(Step.REMIND, f"{label}已有回复，仍未解决。")
    if last.promised_on is not None and last.promised_on >= today:
        return Next(None, f"单位答复{day_in_words(last.promised_on)}前完成，到期前不再催办。")
    said = (
        f"单位答复的完成日期{day_in_words(last.promised_on)}已过，仍未解决。"
        if last.promised_on is not None
        else f"{label}的回复期限{day_in_words(last.reply_by)}已过，没有回复。"
    )
    place = _ORDER.index(last.step) + 1
    if place == len(_ORDER):
        return Next(None, f"{said}约谈已经提出，请另行研究，例如列入督查。")
    return Next(_ORDER[place], said)


def may_take(step: Step, given: Sequence[Given], today: dt.date) -> str:
    """Why a step may not be taken now; empty if it may. A lower step than the one that is due always may.

    >>> may_take(Step.URGE, [], dt.date(2023, 5, 1))
    '请先提醒，提醒的期限过后仍无回复，才能发督办函。'
    """
    due = next_step(given, today)
    if due.step is None:
        return due.why
    if _ORDER.index(step) <= _ORDER.index(due.step):
        return ""
    below = _ORDER[_ORDER.index(step) - 1]
    if given and given[-1].replied_on is not None and given[-1].promised_on is None:
        return f"{STEP_LABELS[given[-1].step]}已有回复。仍未解决的，请先就新的情况再次{_verb(Step.REMIND)}。"
    return f"请先{_verb(below)}，{STEP_LABELS[below]}的期限过后仍无回复，才能{_verb(step)}。"


def _verb(step: Step) -> str:
    return {Step.REMIND: "提醒", Step.URGE: "发督办函", Step.TALK: "提出约谈建议"}[step]
