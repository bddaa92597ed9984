"""One row behind a line of an appraisal, and what is found of it. No rule enters here: only days and findings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from duban.core.appraisal.words import FINDING_LABELS, FINDINGS, TIMED, Finding, Item, LeftOut
from duban.core.text.days import day_in_words


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an objection that was upheld changed of a row. ``finding=None``: the row is left out."""

    finding: Finding | None
    reason: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the ledger as the appraisal sees it.

    ``key``: ``app.model:id`` of the row. ``finding``: as recorded; ``None`` for items that go by days (:data:`TIMED`).
    ``due``, ``done``: days of Asia/Shanghai; ``waited``: calendar days in which the unit waited for the answer of
    others; they are taken out of its lateness. ``seen``: the last day that the figures of an unfinished matter reach:
    what happened after it nobody has reported yet. ``excused``: why the row is left out, empty where it counts.
    ``why``: the kind of that reason, where it is one of a matter. ``note``: what else has to be known of it, such as
    an extension. ``also``: further rows of the ledger that say the same and are not counted again.
    """

    key: str
    item: Item
    unit: int
    label: str
    finding: Finding | None = None
    due: dt.date | None = None
    done: dt.date | None = None
    waited: int = 0
    seen: dt.date | None = None
    excused: str = ""
    why: LeftOut | None = None
    note: str = ""
    also: tuple[str, ...] = ()
    amended: Amendment | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with what was found. ``finding=None``: left out, the sentence says why."""

    fact: Fact
    finding: Finding | None
    sentence: str


def judge(fact: Fact, as_of: dt.date) -> Judged:
    """What is found of a row on the day: exactly one answer for every row."""
    if fact.item in TIMED:
        made = _timed(fact, as_of)
    elif fact.item is Item.RESULTS:
        made = _result(fact, as_of)
    else:
        made = _plain(fact, _recorded(fact), "")
    return made if fact.amended is None else _amended(fact, made)


def _recorded(fact: Fact) -> Finding:
    if fact.finding is None or fact.finding not in FINDINGS[fact.item]:
        raise ValueError(f"{fact.key}: {fact.item} cannot be {fact.finding}")
    return fact.finding


def _plain(fact: Fact, finding: Finding | None, words: str) -> Judged:
    if fact.excused:
        return Judged(fact, None, _said(fact, f"不计入：{fact.excused}"))
    return Judged(fact, finding, _said(fact, words or (FINDING_LABELS[finding] if finding else "")))


def _said(fact: Fact, words: str) -> str:
    note = f"（{fact.note}）" if fact.note else ""
    return f"{words.rstrip('。')}{note}。"


def _waited(fact: Fact) -> str:
    return f"，其中等待其他单位答复的{fact.waited}天不计" if fact.waited else ""


def _timed(fact: Fact, as_of: dt.date) -> Judged:
    """By the first day of doing it: late by the days after the term, less those of waiting."""
    term = f"期限{day_in_words(fact.due)}，" if fact.due else ""
    late = ((fact.done or as_of) - fact.due).days if fact.due else 0
    own = max(late - fact.waited, 0)
    if fact.done is not None:
        words = f"{term}{day_in_words(fact.done)}办理"
        if late <= 0:
            return _plain(fact, Finding.ON_TIME, f"{words}，按时")
        ending = f"，逾期{late}天{_waited(fact)}"
        return _plain(fact, Finding.LATE if own else Finding.ON_TIME, words + ending + ("" if own else "，按时"))
    if fact.due is not None and own == 0:
        why = "期限未到" if late <= 0 else f"期限已过{late}天{_waited(fact)}"
        return Judged(fact, None, _said(fact, f"不计入：{fact.excused or term + why}"))
    return _plain(fact, Finding.NEVER, f"{term}截至{day_in_words(as_of)}未办理")


def _result(fact: Fact, as_of: dt.date) -> Judged:
    """As graded or lit; lateness that others caused by answering late is taken out."""
    finding = _recorded(fact) if not fact.excused else None
    late = ((fact.done or as_of) - fact.due).days if fact.due else 0
    covered = 0 < late <= fact.waited
    if finding is Finding.DONE_LATE and covered:
        return _plain(fact, Finding.DONE, f"完成时逾期{late}天{_waited(fact)}，视同按期完成")
    if finding in (Finding.BEHIND, Finding.FAR_BEHIND) and fact.done is None and fact.due is not None:
        reached = fact.seen if fact.seen is not None and fact.seen >= fact.due else as_of
        past = (reached - fact.due).days
        if fact.waited and 0 <= past <= fact.waited:
            words = f"截至{day_in_words(reached)}尚未完成，逾期{past}天{_waited(fact)}"
            return Judged(fact, None, _said(fact, f"不计入：{words}"))
    words = FINDING_LABELS[finding] if finding else ""
    return _plain(fact, finding, words + (_waited(fact) if finding is Finding.DONE_LATE else ""))


def _amended(fact: Fact, made: Judged) -> Judged:
    assert fact.amended is not None
    if fact.amended.finding is not None and fact.amended.finding not in FINDINGS[fact.item]:
        raise ValueError(f"{fact.key}: {fact.item} cannot be {fact.amended.finding}")
    now = FINDING_LABELS[fact.amended.finding] if fact.amended.finding else "不计入"
    words = f"经复核改为“{now}”：{fact.amended.reason.rstrip('。')}。原为：{made.sentence}"
    return Judged(fact, fact.amended.finding, words)
