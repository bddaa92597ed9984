"""Real documents beside the project, read by hand: items and who answers for them. The bars are the project's own."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from duban.core.document import from_text
from duban.core.notice import read
from tests.corpus.expected import all_items
from tests.support.shared import SHARED

pytestmark = pytest.mark.corpus
NAMES = sorted(p.stem for p in (SHARED / "gold" / "corpus").glob("*.jsonl")) if SHARED else []
ITEMS_F1, ENTRIES_F1 = 0.99, 0.985


def plain(text: str) -> str:
    return re.sub(r"[\s*|]", "", text)


def load(name: str) -> tuple[str, list[dict[str, Any]]]:
    assert SHARED is not None
    text = (SHARED / "corpus" / f"{name}.txt").read_text(encoding="utf-8")
    lines = (SHARED / "gold" / "corpus" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return text, [json.loads(line) for line in lines]


def f1(hit: int, wanted: int, found: int) -> float:
    return 2 * hit / (wanted + found) if wanted + found else 1.0


def score(name: str) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """(hit, wanted, found) of the items and of the entries of unit, role and part."""
    text, wanted = load(name)
    document = from_text(text, name)
    found = [item for _, item in all_items(read(document))]
    at = {document.line_of(item.span.start): item for item in found}
    hit, entries, named = 0, Counter[tuple[int, str, str, int]](), Counter[tuple[int, str, str, int]]()
    for item in found:
        line = document.line_of(item.span.start)
        named.update((line, u.unit, u.role.value, u.part) for u in item.units)
    for one in wanted:
        item = at.get(one["line"])
        hit += item is not None and plain(item.text).startswith(plain(one["start"]))
        entries.update((one["line"], u["unit"], u["role"], u["part"]) for u in one["units"])
    return (hit, len(wanted), len(found)), (
        (entries & named).total(),
        entries.total(),
        named.total(),
    )


@pytest.mark.parametrize("name", NAMES)
def test_document(name: str) -> None:
    items, entries = score(name)
    assert f1(*items) >= ITEMS_F1, items
    assert f1(*entries) >= ENTRIES_F1, entries


@pytest.mark.parametrize("name", NAMES)
def test_results_stand_where_they_are_reported(name: str) -> None:
    text, wanted = load(name)
    document = from_text(text, name)
    at = {document.line_of(i.span.start): i for _, i in all_items(read(document))}
    for one in wanted:
        result = at[one["line"]].result
        assert (result is not None) == ("result" in one), one["start"]
        if result is not None:
            assert plain(result.text).startswith(plain(one["result"]["start"]))


def folder() -> list[Path]:
    return sorted((SHARED / "corpus").glob("*.txt")) if SHARED else []


@pytest.mark.parametrize("path", folder(), ids=lambda p: p.stem)
def test_no_narrative_is_taken_for_items(path: Path) -> None:
    """Items stay short against the text, and where a title counts them the number is right."""
    document = from_text(path.read_text(encoding="utf-8"), path.name)
    reading = read(document)
    for programme, item in all_items(reading):
        assert len(item.text) < 3000, (path.stem, item.text[:40])
        assert not item.text.startswith("各位代表")
        assert "名词解释" not in programme.title
