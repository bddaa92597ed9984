"""Drawing what is verified (核查抽样): stratified, more where the gap is wide, repeatable from its seed.

The rule, which the page prints (:data:`RULE`), is made to be done again by hand: every candidate gets one ticket
and one more for each step of its gap; a ticket's number is the SHA-256 of ``seed/key/n``. The lowest ticket of a
candidate is its lot, and lots are drawn from the lowest up. Half of the sample is spread over the strata by their
size, at least one each where the sample is large enough; the rest falls to the lowest lots wherever they are. No
unit is drawn more often than its quota. Nobody chooses, and whoever has the list and the seed gets the same draw.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

RULE = (
    "每项一支签，评价每差一档多一支；签号为“种子/事项键/支数”的 SHA-256，一项取最小的签号，由小到大抽取。"
    "样本的一半按各层项数分配，样本不少于层数时每层至少一项；其余不分层，抽最小的签。"
    "同一单位不超过规定的项数。同一名单、同一种子，结果必然相同，可以重算核对。"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be drawn. ``key`` is unique and stable, ``gap`` the steps between its ratings (0, 1, 2, 3)."""

    key: str
    stratum: str
    unit: str
    gap: int = 0

    @property
    def tickets(self) -> int:
        """One, and one more a step."""
        return 1 + max(self.gap, 0)


@dataclass(frozen=True, slots=True)
class Pick:
    """A drawn candidate: its place in the draw (from 1), and whether it came by its stratum's minimum."""

    candidate: Candidate
    place: int
    by_stratum: bool
    lot: str


def lot(candidate: Candidate, seed: str) -> str:
    """The lowest of the candidate's ticket numbers (hex).

    >>> lot(Candidate("市12|区建设局", "市级", "区建设局"), "2023-1")[:8]
    '6c0982d8'
    """
    numbers = (f"{seed}/{candidate.key}/{n}" for n in range(1, candidate.tickets + 1))
    return min(hashlib.sha256(text.encode()).hexdigest() for text in numbers)


def minimums(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """How many each stratum gets at least: half of the sample by size (largest remainder), one each if there is room.

    >>> minimums({"省级": 10, "市级": 60, "区级": 30}, 10)
    {'区级': 2, '市级': 2, '省级': 1}
    """
    there = {name: count for name, count in sorted(sizes.items()) if count > 0}
    if not there or size <= 0:
        return dict.fromkeys(there, 0)
    each = 1 if size >= len(there) else 0
    rest = max((size + 1) // 2 - each * len(there), 0)
    total = sum(there.values())
    exact = {name: divmod(rest * count, total) for name, count in there.items()}
    found = {name: each + whole for name, (whole, _) in exact.items()}
    left = rest - sum(whole for whole, _ in exact.values())
    for name in sorted(there, key=lambda name: (-exact[name][1], name))[:left]:
        found[name] += 1
    return {name: min(count, there[name]) for name, count in found.items()}


def draw(
    candidates: Iterable[Candidate],
    *,
    size: int,
    seed: str,
    per_unit: int,
    used: Mapping[str, int] | None = None,
) -> list[Pick]:
    """The sample, in the order in which it is drawn; never more than there are, whatever order they come in.

    ``per_unit``: how often a unit is drawn at most, ``used``: how often it was drawn before (counts against it).
    Raises ValueError where two candidates have one key.
    """
    lots = sorted(((lot(each, seed), each) for each in _once(candidates)), key=lambda pair: (pair[0], pair[1].key))
    wanted = minimums(Counter(each.stratum for _, each in lots), size)
    quota = defaultdict(lambda: per_unit, {unit: per_unit - count for unit, count in (used or {}).items()})
    picked: list[Pick] = []
    taken: set[str] = set()

    def take(number: str, each: Candidate, by_stratum: bool) -> None:
        picked.append(Pick(each, len(picked) + 1, by_stratum, number))
        taken.add(each.key)
        quota[each.unit] -= 1

    for number, each in lots:  # the minimum of each stratum first, all strata along one order of lots
        if wanted[each.stratum] > 0 and quota[each.unit] > 0:
            wanted[each.stratum] -= 1
            take(number, each, by_stratum=True)
    for number, each in lots:
        if len(picked) >= size:
            break
        if each.key not in taken and quota[each.unit] > 0:
            take(number, each, by_stratum=False)
    return picked


def _once(candidates: Iterable[Candidate]) -> Sequence[Candidate]:
    rows = list(candidates)
    if len({each.key for each in rows}) != len(rows):
        raise ValueError("a key stands twice among the candidates")
    return rows
