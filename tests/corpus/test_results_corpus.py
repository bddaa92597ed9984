"""The 130 figures that annotated documents report as done."""

from __future__ import annotations

from collections import Counter

import pytest

from duban.core.results import read_result
from tests.corpus.slices import documents, slices
from tests.support.shared import SHARED

pytestmark = [pytest.mark.corpus, pytest.mark.skipif(SHARED is None, reason="real documents not there")]


def test_figures() -> None:
    assert SHARED is not None
    right = wrong = missed = 0
    for document in documents(SHARED):
        for item in slices(SHARED, document):
            if result := item.row.get("result"):
                figures = read_result(item.text[item.text.rfind(result["start"]) :]).figures
                got = Counter((float(f.value), f.unit) for f in figures)
                gold = Counter((float(f["value"]), f["unit"]) for f in result["figures"])
                right += sum((got & gold).values())
                wrong += sum((got - gold).values())
                missed += sum((gold - got).values())
    assert right + missed == 130
    assert 2 * right / (2 * right + wrong + missed) >= 0.95, (right, wrong, missed)
