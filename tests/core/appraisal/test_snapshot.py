"""The frozen value: computed again from itself, to the digit; and what the rule's neighbours would have given."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from duban.core.appraisal.facts import Fact
from duban.core.appraisal.jsonform import NotAnAppraisal, fact_json, fact_of, outcome_json, rule_of
from duban.core.appraisal.rules import RuleSet
from duban.core.appraisal.scoring import appraise, judge_all
from duban.core.appraisal.snapshot import UnitName, freeze, verify
from duban.core.appraisal.whatif import variants
from duban.core.appraisal.words import Finding, Item, Klass
from tests.core.appraisal.rows import AS_OF, UNITS, fact, facts, rule, rules

NAMES = [UnitName(pk, f"第{pk}局") for pk in UNITS]


def frozen(rows: list[Fact], rule_set: RuleSet | None = None) -> dict[str, Any]:
    made = freeze(year=2023, version=1, as_of=AS_OF, rule=rule_set or rule(), units=NAMES, facts=rows)
    return json.loads(json.dumps(made, ensure_ascii=False))  # as it comes back from a file


@given(facts(), rules())
def test_a_snapshot_computes_to_itself(rows: list[Fact], rule_set: RuleSet):
    checked = verify(frozen(rows, rule_set))
    assert checked.differences == ()
    assert (checked.units, checked.facts) == (3, len(rows))


@given(facts())
def test_rows_come_back_from_json(rows: list[Fact]):
    assert [fact_of(json.loads(json.dumps(fact_json(row)))) for row in rows] == rows


@pytest.fixture
def snapshot() -> dict[str, Any]:
    rows = [fact(Item.REPORTS, unit, n) for unit in UNITS for n in range(6)]
    return frozen([*rows, fact(Item.VERIFIED, 1, 9, finding=Finding.FALSE)])


def test_what_was_frozen_by_the_first_way_of_calculating_still_gives_its_digits():
    """A file as it was exported before there was another way; by today's way its classes would differ."""
    old = json.loads((Path(__file__).parent / "frozen" / "first_way.json").read_text(encoding="utf-8"))
    assert "method" not in old["rule"] and rule_of(old["rule"]).method == 1
    checked = verify(old)
    assert (checked.differences, checked.facts) == ((), 70)
    facts = [fact_of(row) for row in old["facts"]]
    units = [row["id"] for row in old["units"]]
    today = appraise(judge_all(facts, AS_OF), units, replace(rule_of(old["rule"]), method=2))
    assert [outcome_json(each) for each in today.outcomes] != old["results"]
    assert today.outcomes[2].klass is Klass.NONE and old["results"][2]["class"] == "poor"


def test_a_way_of_calculating_that_is_not_known_is_refused(snapshot: dict[str, Any]):
    with pytest.raises(NotAnAppraisal, match="第99种计算方法"):
        verify({**snapshot, "rule": {**snapshot["rule"], "method": 99}})


def test_the_order_of_rows_gives_the_same_digest():
    rows = [fact(Item.REPORTS, unit, n) for unit in UNITS for n in range(3)]
    assert frozen(rows)["digest"] == frozen(rows[::-1])["digest"]


def test_a_changed_result_is_found(snapshot: dict[str, Any]):
    forged = copy.deepcopy(snapshot)
    forged["results"][0]["points"] = "99.99"
    found = verify(forged).differences
    assert any("摘要与内容不符" in text for text in found)
    assert any("第1局：文件中为 99.99 分" in text for text in found)


def test_a_changed_class_alone_is_named(snapshot: dict[str, Any]):
    forged = copy.deepcopy(snapshot)
    forged["results"][0].update(points="93.57", **{"class": "good"})
    assert any("文件中为 93.57 分、好，重新计算为" in text for text in verify(forged).differences)
    forged = copy.deepcopy(snapshot)
    forged["results"][0]["lines"][0]["sentence"] = "改过的话。"
    assert any("各项或说明不同" in text for text in verify(forged).differences)


def test_a_changed_input_is_found_even_with_a_new_digest(snapshot: dict[str, Any]):
    from duban.core.appraisal.snapshot import digest

    forged = copy.deepcopy(snapshot)
    forged["facts"][0].pop("done")
    forged["digest"] = digest(forged)
    assert verify(forged).differences


@pytest.mark.parametrize("broken", [None, [], {}, {"format": "duban-appraisal/2"}, {"format": "duban-appraisal/1"}])
def test_something_else_is_refused(broken: Any):
    with pytest.raises(NotAnAppraisal):
        verify(broken)


@pytest.mark.parametrize("name", ["as_of", "rule", "units", "facts", "results", "averages", "digest", "year"])
def test_a_part_that_is_missing_is_refused(snapshot: dict[str, Any], name: str):
    with pytest.raises(NotAnAppraisal):
        verify({key: value for key, value in snapshot.items() if key != name})


def test_sensitivity_names_who_changes_class_and_nobody_else():
    good = [fact(Item.RESULTS, 1, n) for n in range(5)]
    half = [fact(Item.RESULTS, 2, n, finding=Finding.BEHIND) for n in range(5)]
    late = [fact(Item.REPORTS, 2, n) for n in range(5)]
    judgement = judge_all([*good, *half, *late], AS_OF)
    found = {each.words: each.moves for each in variants(judgement, (1, 2), rule(cuts=_cuts("90", "80", "62")))}
    # 2: results 50% × 75 + reports 100% × 25 = 62.50
    assert [(m.unit, m.before, m.after) for m in found["“一般”的分界由 62 改为 64"]] == [(2, Klass.PLAIN, Klass.POOR)]
    assert [(m.unit, m.after) for m in found["不计“事项完成”"]] == [(1, Klass.NONE), (2, Klass.NONE)]
    assert found["“好”的分界由 90 改为 92"] == () and found["不计“回复催办”"] == ()


def _cuts(*values: str) -> tuple[Decimal, Decimal, Decimal]:
    a, b, c = (Decimal(value) for value in values)
    return a, b, c
