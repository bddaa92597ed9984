"""The 435 targets of twelve documents of other governments."""

from __future__ import annotations

from collections import Counter

import pytest

from duban.core.targets import find_targets
from tests.corpus.slices import documents, slices
from tests.support.shared import SHARED

pytestmark = [pytest.mark.corpus, pytest.mark.skipif(SHARED is None, reason="real documents not there")]


def compare(document: str) -> tuple[int, int, int]:
    """Right, wrong and missed targets (value, unit, relation) of one document."""
    assert SHARED is not None
    right = wrong = missed = 0
    for item in slices(SHARED, document):
        result = item.row.get("result")
        if result and not item.row["targets"]:
            continue  # prints results only
        text = item.text[: item.text.rfind(result["start"])] if result else item.text
        got = Counter((float(t.value), t.unit, t.op) for t in find_targets(text))
        gold = Counter((float(t["value"]), t["unit"], t["op"]) for t in item.row["targets"])
        right += sum((got & gold).values())
        wrong += sum((got - gold).values())
        missed += sum((gold - got).values())
    return right, wrong, missed


@pytest.mark.parametrize("document", documents(SHARED) if SHARED else [])
def test_each_document(document: str) -> None:
    right, wrong, missed = compare(document)
    if right + wrong + missed == 0:
        pytest.skip("sets no figures")
    assert 2 * right / (2 * right + wrong + missed) >= 0.95, (right, wrong, missed)


def test_all_documents_together() -> None:
    assert SHARED is not None
    totals = [sum(column) for column in zip(*map(compare, documents(SHARED)), strict=True)]
    right, wrong, missed = totals
    assert right + missed == 435
    assert 2 * right / (2 * right + wrong + missed) >= 0.98, totals
