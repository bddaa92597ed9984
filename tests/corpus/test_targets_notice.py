"""The 241 targets of the annotated notice."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from functools import cache

import pytest

from duban.core.notice.reading import Target
from duban.core.targets import find_targets
from tests.support.shared import SHARED

pytestmark = [pytest.mark.corpus, pytest.mark.skipif(SHARED is None, reason="real documents not there")]

TAG = re.compile(r"[(（](?=[^()（）]*(?:单位|部门)[:：]).*[)）]$")
NESTED = re.compile(r"〈[^〉]*〉")


def _rows(name: str) -> list[dict]:
    assert SHARED is not None
    return [json.loads(line) for line in (SHARED / "gold" / name).read_text(encoding="utf-8").splitlines()]


def without_tags(text: str) -> str:
    """The item with its unit tags blanked, as the reader hands it over."""
    text = NESTED.sub(lambda match: " " * len(match[0]), text)
    return TAG.sub(lambda match: " " * len(match[0]), text)


@cache
def found() -> dict[str, tuple[Target, ...]]:
    return {row["id"]: find_targets(without_tags(row["text"])) for row in _rows("items.jsonl")}


@cache
def wanted() -> dict[str, list[dict]]:
    by_item: dict[str, list[dict]] = defaultdict(list)
    for row in _rows("targets.jsonl"):
        by_item[row["id"]].append(row)
    return by_item


def test_value_relation_and_unit() -> None:
    right = wrong = total = 0
    for item, targets in found().items():
        got = Counter((float(t.value), t.op, t.unit) for t in targets)
        gold = Counter((float(t["value"]), t["op"], t["unit"]) for t in wanted()[item])
        right += sum((got & gold).values())
        wrong += sum((got - gold).values())
        total += sum(gold.values())
    assert total == 241
    assert (right, wrong) >= (238, 0) and wrong <= 3, (right, wrong)


def test_thing_phrase_and_kind() -> None:
    things = phrases = kinds = 0
    for item, targets in found().items():
        for got, gold in zip(targets, wanted()[item], strict=False):
            things += got.what in gold["what"]
            phrases += got.phrase == gold["phrase"]
            kinds += got.kind.value in gold["kind"]
    assert (things >= 228, phrases >= 228, kinds >= 238) == (True, True, True), (things, phrases, kinds)


def test_the_places_of_a_whole_notice_are_true() -> None:
    for row in _rows("items.jsonl"):
        for target in found()[row["id"]]:
            assert row["text"][target.span.start : target.span.end] == target.phrase
