"""Notices of our own, of every format and many habits, against their annotations: what was reached is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.cli.evaluate.counts import Count
from duban.cli.evaluate.gold import load
from duban.cli.evaluate.scoring import score
from duban.core.notice import read
from duban.readers import read_path

HERE = Path(__file__).parent
LEAST = {"items": 0.99, "entries": 0.985, "targets": 0.95, "results": 0.95}


@pytest.mark.parametrize("folder", ["own", "own2", "own3", "own4", "own5", "own6"])
def test_what_was_reached_is_kept(folder: str) -> None:
    totals = dict.fromkeys(LEAST, Count())
    differences = []
    for gold in load(HERE / folder, []):
        document = read_path(gold.path)
        found = score(gold, document, read(document))
        differences += [f"{gold.name}: {each}" for each in found.differences]
        for name in LEAST:
            totals[name] += found.counts[name]
    assert all(totals[name].f1 >= least for name, least in LEAST.items()), differences
