"""Rules, rows and outcomes as plain JSON values and back. Numbers are text, so that no digit is lost on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from duban.core.appraisal.facts import Amendment, Fact
from duban.core.appraisal.methods import FIRST_METHOD, METHODS
from duban.core.appraisal.rules import RuleSet
from duban.core.appraisal.scoring import Appraised, Outcome
from duban.core.appraisal.words import Finding, Item, Klass, LeftOut

_RULE = {"version", "year", "weights", "credits", "small_to", "cuts", "false_cap", "objection_days"}


class NotAnAppraisal(ValueError):
    """The JSON is not what this module writes; the message is Chinese."""


def rule_json(rule: RuleSet) -> dict[str, Any]:
    """A rule as JSON."""
    return {
        "version": rule.version,
        "year": rule.year,
        "weights": {item.value: str(rule.weights[item]) for item in Item},
        "credits": {
            item.value: {finding.value: str(value) for finding, value in rule.credits[item].items()} for item in Item
        },
        "small_to": rule.small_to,
        "cuts": [str(cut) for cut in rule.cuts],
        "false_cap": rule.false_cap.value if rule.false_cap else None,
        "objection_days": rule.objection_days,
        "method": rule.method,
    }


def rule_of(data: Mapping[str, Any]) -> RuleSet:
    """The rule back. Raises :class:`NotAnAppraisal` for anything that the vocabulary has no word for.

    A rule that names no way of calculating was written down when there was one only.
    """
    if set(data) - {"method"} != _RULE:
        odd = sorted((set(data) - {"method"}) ^ _RULE)
        raise NotAnAppraisal(f"考核规则的内容不合：{'、'.join(odd)}。")
    if data.get("method", FIRST_METHOD) not in METHODS:
        raise NotAnAppraisal(f"没有第{data['method']}种计算方法，请用较新的版本。")
    try:
        good, fair, plain = (Decimal(cut) for cut in data["cuts"])
        return RuleSet(
            version=int(data["version"]),
            year=int(data["year"]),
            weights={Item(item): Decimal(value) for item, value in data["weights"].items()},
            credits={
                Item(item): {Finding(finding): Decimal(value) for finding, value in given.items()}
                for item, given in data["credits"].items()
            },
            small_to=int(data["small_to"]),
            cuts=(good, fair, plain),
            false_cap=Klass(data["false_cap"]) if data["false_cap"] else None,
            objection_days=int(data["objection_days"]),
            method=int(data.get("method", FIRST_METHOD)),
        )
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation) as no:
        raise NotAnAppraisal(f"考核规则读不懂：{no}。") from no


def fact_json(fact: Fact) -> dict[str, Any]:
    """A row as JSON; what is empty is left out."""
    made: dict[str, Any] = {"key": fact.key, "item": fact.item.value, "unit": fact.unit, "label": fact.label}
    optional = {
        "finding": fact.finding.value if fact.finding else None,
        "due": fact.due.isoformat() if fact.due else None,
        "done": fact.done.isoformat() if fact.done else None,
        "waited": fact.waited,
        "seen": fact.seen.isoformat() if fact.seen else None,
        "excused": fact.excused,
        "why": fact.why.value if fact.why else None,
        "note": fact.note,
        "also": list(fact.also),
    }
    made.update({name: value for name, value in optional.items() if value})
    if fact.amended is not None:
        finding = fact.amended.finding.value if fact.amended.finding else None
        made["amended"] = {"finding": finding, "reason": fact.amended.reason}
    return made


def fact_of(data: Mapping[str, Any]) -> Fact:
    """The row back; raises :class:`NotAnAppraisal`."""
    try:
        amended = data.get("amended")
        return Fact(
            key=str(data["key"]),
            item=Item(data["item"]),
            unit=int(data["unit"]),
            label=str(data["label"]),
            finding=Finding(data["finding"]) if data.get("finding") else None,
            due=_day(data.get("due")),
            done=_day(data.get("done")),
            waited=int(data.get("waited", 0)),
            seen=_day(data.get("seen")),
            excused=str(data.get("excused", "")),
            why=LeftOut(data["why"]) if data.get("why") else None,
            note=str(data.get("note", "")),
            also=tuple(str(key) for key in data.get("also", ())),
            amended=_amendment(amended) if amended is not None else None,
        )
    except (ValueError, TypeError, KeyError, AttributeError) as no:
        raise NotAnAppraisal(f"考核的依据读不懂：{no}。") from no


def _amendment(data: Mapping[str, Any]) -> Amendment:
    return Amendment(Finding(data["finding"]) if data["finding"] else None, str(data["reason"]))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _part(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """A unit's appraisal as JSON."""
    return {
        "unit": outcome.unit,
        "points": None if outcome.points is None else str(outcome.points),
        "class": outcome.klass.value,
        "capped": outcome.capped,
        "lines": [
            {
                "item": line.item.value,
                "count": line.count,
                "left_out": line.left_out,
                "own": _part(line.own),
                "rate": _part(line.rate),
                "weight": str(line.weight),
                "points": None if line.points is None else str(line.points),
                "sentence": line.sentence,
            }
            for line in outcome.lines
        ],
    }


def averages_json(appraised: Appraised) -> dict[str, str | None]:
    """The district's averages as exact fractions."""
    return {item.value: _part(appraised.averages[item]) for item in Item}
