"""The frozen appraisal: inputs, rule and results in one JSON value with a digest, computed again from itself alone."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.core.appraisal.facts import Fact
from duban.core.appraisal.jsonform import (
    NotAnAppraisal,
    averages_json,
    fact_json,
    fact_of,
    outcome_json,
    rule_json,
    rule_of,
)
from duban.core.appraisal.rules import RuleSet
from duban.core.appraisal.scoring import appraise, judge_all
from duban.core.appraisal.words import KLASS_LABELS

FORMAT = "duban-appraisal/1"


@dataclass(frozen=True)
class UnitName:
    """A unit as it was called, in its place among the others."""

    pk: int
    name: str


def digest(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over everything but the digest itself, in one spelling."""
    text = json.dumps(
        {name: value for name, value in snapshot.items() if name != "digest"},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


def freeze(
    *,
    year: int,
    version: int,
    as_of: dt.date,
    rule: RuleSet,
    units: Sequence[UnitName],
    facts: Iterable[Fact],
    notes: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The snapshot. ``notes``: who decided what, as plain values; they are kept, the calculation does not read them."""
    rows = sorted(facts, key=lambda fact: (fact.unit, fact.item.value, fact.key))
    found = appraise(judge_all(rows, as_of), [unit.pk for unit in units], rule)
    made: dict[str, Any] = {
        "format": FORMAT,
        "year": year,
        "version": version,
        "as_of": as_of.isoformat(),
        "rule": rule_json(rule),
        "units": [{"id": unit.pk, "name": unit.name} for unit in units],
        "facts": [fact_json(fact) for fact in rows],
        "averages": averages_json(found),
        "results": [outcome_json(outcome) for outcome in found.outcomes],
        "notes": [dict(note) for note in notes],
    }
    made["digest"] = digest(made)
    return made


@dataclass(frozen=True)
class Checked:
    """What computing again found. ``differences``: Chinese sentences; empty where every digit is the same."""

    year: int
    version: int
    units: int
    facts: int
    digest: str
    differences: tuple[str, ...]


def verify(snapshot: Any) -> Checked:
    """Compute again from the snapshot alone. Raises :class:`NotAnAppraisal` for something else."""
    if not isinstance(snapshot, dict) or snapshot.get("format") != FORMAT:
        raise NotAnAppraisal("这不是考核快照：找不到格式标记，或版本不同。")
    try:
        as_of = dt.date.fromisoformat(snapshot["as_of"])
        rule = rule_of(snapshot["rule"])
        names = {int(row["id"]): str(row["name"]) for row in snapshot["units"]}
        facts = [fact_of(row) for row in snapshot["facts"]]
        results = {int(row["unit"]): row for row in snapshot["results"]}
        year, version = int(snapshot["year"]), int(snapshot["version"])
        kept, written = snapshot["averages"], str(snapshot["digest"])
        found = appraise(judge_all(facts, as_of), list(names), rule)
    except NotAnAppraisal:
        raise
    except (KeyError, ValueError, TypeError, AttributeError) as no:
        raise NotAnAppraisal(f"考核快照不完整：{no}。") from no
    wrong = [] if digest(snapshot) == written else ["摘要与内容不符：文件在导出后被改动过。"]
    if averages_json(found) != kept:
        wrong.append("全区平均与重新计算的不同。")
    if set(results) != set(names):
        wrong.append("结果中的单位与名单不同。")
    for outcome in found.outcomes:
        again = outcome_json(outcome)
        if outcome.unit in results and results[outcome.unit] != again:
            was = results[outcome.unit]
            wrong.append(f"{names[outcome.unit]}：文件中为{_said(was)}，重新计算为{_said(again)}{_where(was, again)}。")
    return Checked(year, version, len(names), len(facts), written, tuple(wrong))


def _said(result: Mapping[str, Any]) -> str:
    """Points and class of a result, as a file says them."""
    points = result.get("points")
    klass = next((label for k, label in KLASS_LABELS.items() if k == result.get("class")), str(result.get("class")))
    return f" {points} 分、{klass}" if points is not None else f"“{klass}”"


def _where(was: Mapping[str, Any], again: Mapping[str, Any]) -> str:
    """What differs, where neither points nor class do."""
    if (was.get("points"), was.get("class")) != (again["points"], again["class"]):
        return ""
    return "，各项或说明不同"
