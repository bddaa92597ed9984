"""Pairs of the notice that speak of one fact, against the annotated ones and a review of everything that is output.

``same_goals_reviewed.jsonl`` (item codes only) holds the grade that a careful reader gave to pairs which the
annotation leaves open, and last the 22 pairs that the city's list prints twice. An output pair that neither names
counts as wrong, so the file must grow when the rule finds something new.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from duban.core.samegoal import GoalItem, GoalPair, pairs
from duban.core.targets import find_targets
from tests.corpus.test_targets_notice import without_tags
from tests.support.shared import SHARED

pytestmark = [pytest.mark.corpus, pytest.mark.skipif(SHARED is None, reason="real documents not there")]

Codes = tuple[str, str]


def _grades(path: Path) -> dict[Codes, int]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {(row["a"], row["b"]): row["grade"] for row in rows}


@cache
def found() -> dict[Codes, GoalPair]:
    assert SHARED is not None
    rows = [json.loads(line) for line in (SHARED / "gold" / "items.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = [(row["id"], row["level"], without_tags(row["text"])) for row in rows]
    items = [GoalItem(key, level, text, find_targets(text)) for key, level, text in texts]
    return {(p.a, p.b): p for p in pairs(items)}


def test_same_goals() -> None:
    assert SHARED is not None
    annotated = _grades(SHARED / "gold" / "links.jsonl")
    known = annotated | {
        k: v for k, v in _grades(Path(__file__).with_name("same_goals_reviewed.jsonl")).items() if k not in annotated
    }
    same = {codes for codes, grade in annotated.items() if grade == 2}
    output = {codes for codes, one in found().items() if one.grade == 2}
    recall = len(same & output) / len(same)
    precision = sum(known.get(codes) == 2 for codes in output) / len(output)
    assert 2 * precision * recall / (precision + recall) >= 0.8, (precision, recall)


def test_what_the_city_prints_twice_is_found() -> None:
    reviewed = _grades(Path(__file__).with_name("same_goals_reviewed.jsonl"))
    twice = [codes for codes in list(reviewed)[-22:] if reviewed[codes] == 2]
    missing = [codes for codes in twice if codes not in found() or found()[codes].grade != 2]
    assert len(twice) == 22 and not missing
