"""Reading and changing ``NoticeDraft.decisions`` (its shape: :class:`duban.notices.models.NoticeDraft`).

Pure functions over the JSON value: the draft's actions, the screens and the confirmation share them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils import timezone

from duban.core.text.days import day_in_words
from duban.notices.enums import NoticeKind


class About(StrEnum):
    """What a decision is about: the keys of ``decisions``."""

    FINDING = "findings"
    RULE = "rules"
    UNIT = "units"
    DIFFERENCE = "difference"
    KIND = "kind"


FINDING_ANSWERS = {"accepted": "认可", "corrected": "已改正", "ignored": "忽略"}
RULE_ANSWERS = {"use": "采用", "drop": "不采用"}
DIFFERENCE_ANSWERS = {"take": "采用", "leave": "不采用"}
UNIT_TARGETS = frozenset({"unit", "new", "alias", "group"})


@dataclass(frozen=True)
class Decision:
    """One decision: about what, which one, and the value (``None`` takes it back).

    ``value`` is the JSON that is stored: for findings ``{"answer", "note"}``, for rules and the difference
    the word, for units the object with ``to``, for the kind the word (``key`` is then empty).
    """

    about: About
    key: str
    value: Any


class Unfit(ValueError):
    """A decision that has no place in this draft; the message is Chinese."""


def merged(decisions: Mapping[str, Any], changes: list[Decision]) -> dict[str, Any]:
    """A new value with the changes in it; what other people decided meanwhile stays."""
    result = {key: dict(value) if isinstance(value, dict) else value for key, value in decisions.items()}
    for change in changes:
        if change.about == About.KIND:
            result[About.KIND.value] = change.value
            continue
        group = result.setdefault(change.about.value, {})
        if change.value is None:
            group.pop(change.key, None)
        else:
            group[change.key] = change.value
    return result


def check(change: Decision, current: Mapping[str, Any]) -> None:
    """Raise :class:`Unfit` where the decision does not belong to this reading."""
    if change.about == About.KIND:
        if change.value not in NoticeKind.values:
            raise Unfit("请选择来文的性质：首次下达、补充或更正。")
        return
    known = {
        About.FINDING: lambda: {f["id"] for f in current.get("findings", ())},
        About.RULE: lambda: {str(i) for i in range(len(current.get("rules", ())))},
        About.UNIT: lambda: {u["name"] for u in current.get("units", ())},
        About.DIFFERENCE: lambda: {change.key},
    }[change.about]()
    if change.key not in known:
        raise Unfit("要答复的内容已不在识别结果里，可能刚被改动，请刷新后再看。")
    if change.value is not None:
        _check_value(change)


def _check_value(change: Decision) -> None:
    words = {About.RULE: RULE_ANSWERS, About.DIFFERENCE: DIFFERENCE_ANSWERS}
    value = change.value
    if change.about in words and value not in words[change.about]:
        raise Unfit("答复只能是“采用”或“不采用”。")
    if change.about == About.FINDING and (not isinstance(value, dict) or value.get("answer") not in FINDING_ANSWERS):
        raise Unfit("对疑问的答复只能是“认可”“已改正”或“忽略”。")
    if change.about == About.UNIT and (not isinstance(value, dict) or value.get("to") not in UNIT_TARGETS):
        raise Unfit("请选择单位：对应已有单位、新建单位、作为别名或作为单位组。")


def about_unit(finding: Mapping[str, Any]) -> str:
    """The printed name that a finding of the reader asks about (a group, a likely alias); "" for other findings.

    Choosing the unit answers it, so that nobody is asked the same twice.
    """
    if not str(finding["code"]).startswith("units."):
        return ""
    data = finding["data"]
    names = data.get("names") or [data.get("name", "")]
    return str(names[0])


def of(decisions: Mapping[str, Any], about: About) -> dict[str, Any]:
    """All decisions of one sort, by key."""
    value = decisions.get(about.value)
    return value if isinstance(value, dict) else {}


def kind(decisions: Mapping[str, Any]) -> NoticeKind | None:
    """What the notice is to the year's ledger, if somebody said so."""
    value = decisions.get(About.KIND.value)
    return NoticeKind(value) if value else None


def open_findings(current: Mapping[str, Any], decisions: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Findings that wait for an answer: those to settle and to confirm; hints never wait."""
    answered = of(decisions, About.FINDING)
    return [f for f in current.get("findings", ()) if f["severity"] != "hint" and f["id"] not in answered]


def blocking_findings(current: Mapping[str, Any], decisions: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Open findings that must be settled before the ledger is made."""
    return [f for f in open_findings(current, decisions) if f["severity"] == "block"]


def open_rules(current: Mapping[str, Any], decisions: Mapping[str, Any]) -> list[int]:
    """Indices of the rules that nobody has confirmed or dropped yet."""
    answered = of(decisions, About.RULE)
    return [i for i in range(len(current.get("rules", ()))) if str(i) not in answered]


def moment(at: dt.datetime | None) -> str:
    """A moment inside a sentence: 2023年3月1日 10:32."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{day_in_words(local)} {local:%H:%M}"
