"""Which items are compared at all: an inverted index, so that work grows with the items, not with their pairs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

CAP = 40  # of the items that share a wording, only the last so many are looked at
MOST = 24  # candidates of one item that are compared closely
USUAL = 245  # items of a usual breakdown of three levels
ENOUGH = 3.5  # weight of shared wordings below which nothing is compared


def weights(documents: Sequence[frozenset[str]]) -> dict[str, float]:
    """Weight of each pair of characters: the rarer, the heavier, at most that of a pair in two items of :data:`USUAL`.

    Counts are brought to the size of a usual list, so that the same thresholds hold for 20 items and for 10,000: a
    short list must not make every wording look common, a long one not every second name look telling.
    """
    counts = Counter(pair for document in documents for pair in document)
    scale = USUAL / max(len(documents), USUAL)
    most = math.log(USUAL / 2.5)
    return {pair: min(most, math.log(USUAL / (count * scale + 0.5))) for pair, count in counts.items()}


def candidates(documents: Sequence[frozenset[str]], weight: dict[str, float]) -> list[tuple[int, int]]:
    """Pairs (earlier, later) worth a close look: at most :data:`MOST` for each item."""
    postings: dict[str, list[int]] = {}
    found = []
    for index, document in enumerate(documents):
        shared: dict[int, float] = {}
        for pair in sorted(document):  # sums must not depend on the order of a set
            heavy = weight[pair]
            posting = postings.setdefault(pair, [])
            for other in posting[-CAP:]:
                shared[other] = shared.get(other, 0.0) + heavy
            posting.append(index)
        likely = sorted([(mass, other) for other, mass in shared.items() if mass >= ENOUGH], reverse=True)
        found += [(other, index) for _, other in likely[:MOST]]
    return sorted(found)
