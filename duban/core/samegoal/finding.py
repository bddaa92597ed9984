"""Pairs of items that speak of one fact, graded, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from duban.core.notice.reading import Target
from duban.core.samegoal import index
from duban.core.samegoal.content import content, quoted_names, statements
from duban.core.samegoal.things import (
    APART,
    RELATED,
    SAME,
    Counted,
    Sums,
    figure_keys,
    names,
    same_count,
    sums_of,
    total_of,
    within_name,
)
from duban.core.text.figures import show_number
from duban.core.text.likeness import pairs_of

SAME_WORDING = 0.48  # closeness of the best two statements from which the items say one thing
MENTIONED = 0.72  # the same where only one of the two sets a figure, the other may just mention the thing
RELATED_WORDING = 0.33
SAME_SHARE = 0.5  # share of the shorter item that the longer one holds
WEAK_MASS = 4.0  # of the heaviest term, below which a share is chance
LONG = 45.0  # weight of an item that says so much that a part of it in common counts
MUCH = 9.0  # weight times share, from which long items say the same in other words
SAME_MASS = 7.0  # and the weight that it must have
TERM_SHARE = 0.22  # share of the shorter item that a rare term makes up, from which the term is its subject
TERM_MASS = 8.0
RARE_MASS = 16.0  # of a term so long and rare that it needs no share: 中央预算内资金
RELATED_MASS = 9.0
NAME_SHARE = 0.4  # share of a statement that a quoted name makes up
HALF = 6.0  # weight of shared wording that counts half: 加强党建 alone says little
LONGEST_TERM = 14


@dataclass(frozen=True, slots=True)
class GoalItem:
    """An item to compare. ``text`` has its unit tags blanked; ``key`` is whatever names it."""

    key: str
    level: str
    text: str
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalPair:
    """Two items: grade 2 speaks of one fact, grade 1 of a closely related one."""

    a: str
    b: str
    grade: int
    reason: str  # Chinese, fit to show


@dataclass(slots=True)
class _Statement:
    words: str
    about: frozenset[str]
    figured: bool  # holds a target
    grams: list[str]  # pairs of characters at each place
    mass: float = 0.0  # weight of what it is about


@dataclass(slots=True)
class _Prepared:
    item: GoalItem
    statements: list[_Statement]
    everything: frozenset[str]
    quoted: tuple[str, ...]  # names that make up a good part of their statement
    counted: list[Counted]
    sums: Sums
    mass: float = 0.0


def pairs(items: Sequence[GoalItem]) -> list[GoalPair]:
    """Pairs of the items in their order, across and inside levels; the work grows with the number of items.

    >>> from duban.core.targets import find_targets
    >>> one, two = "新增停车泊位12万个。", "新增机动车停车泊位12万个、充电桩6万个。"
    >>> [(p.grade, p.reason) for p in pairs([GoalItem("甲", "city", t, find_targets(t)) for t in (one, two)])]
    [(2, '“停车泊位”同为12万个')]
    """
    prepared = [_prepare(item) for item in items]
    keys = [one.everything | figure_keys(one.item.targets) for one in prepared]
    weight = index.weights(keys)
    for one in prepared:
        _weigh(one, weight)
    found = []
    for i, j in index.candidates(keys, weight):
        grade, reason = _compare(prepared[i], prepared[j], weight)
        if grade:
            found.append(GoalPair(items[i].key, items[j].key, grade, reason))
    return found


def _prepare(item: GoalItem) -> _Prepared:
    said = [
        _Statement(
            words,
            about,
            any(target.phrase[-8:] in words for target in item.targets),
            [words[i : i + 2] for i in range(len(words) - 1)],
        )
        for words in statements(item.text)
        if (about := content(words))
    ]
    things = [pairs_of(name) for target in item.targets for name in names(target)]
    quoted = tuple(
        name
        for one in said
        for name in quoted_names(one.words)
        if len(name) >= 3 and len(name) / len(one.words) >= NAME_SHARE
    )
    before = ["", *(target.what for target in item.targets)]
    counted = [Counted.of(*each) for each in zip(item.targets, before, strict=False)]
    everything = frozenset().union(*(one.about for one in said), *things)
    return _Prepared(item, said, everything, quoted, counted, sums_of(item.targets))


def _weigh(one: _Prepared, weight: dict[str, float]) -> None:
    one.mass = fsum(weight[pair] for pair in one.everything)
    for statement in one.statements:
        statement.mass = fsum(weight[pair] for pair in statement.about)


def _compare(one: _Prepared, two: _Prepared, weight: dict[str, float]) -> tuple[int, str]:
    """The strongest evidence: counted thing, wording, or most of the shorter item.

    Where both statements set figures, the figures decide; where what is shared is what one of them counts, the other
    only mentions it.
    """
    figures = _by_figures(one, two) if one.counted and two.counted else (APART, "")
    if figures[0] == SAME:
        return figures
    shared = one.everything & two.everything
    best = _by_wording(one, two, shared, weight)
    if best[0] < SAME and (other := _by_share(one, two, shared, weight))[0] > best[0]:
        best = other
    if best[0] < SAME and (one.quoted or two.quoted) and (other := _by_quoted_name(one, two))[0] > best[0]:
        best = other
    return best if best[0] >= figures[0] else figures


def _by_figures(one: _Prepared, two: _Prepared) -> tuple[int, str]:
    best, reason = APART, ""
    for here in one.counted:
        for there in two.counted:
            grade, name = same_count(here, there)
            if grade > best:
                best, reason = grade, _figures_reason(here.target, there.target, name)
    if best < SAME:
        for whole, parts in ((one, two), (two, one)):
            for total in whole.item.targets if parts.sums else ():
                if head := total_of(total, parts.sums):
                    return SAME, f"“{head}”各项之和同为{show_number(total.value)}{total.unit}"
    return best, reason


def _figures_reason(one: Target, two: Target, name: str) -> str:
    if one.value == two.value and one.unit == two.unit:
        return f"“{name}”同为{show_number(one.value)}{one.unit}" if one.value else f"同样要求不发生“{name}”"
    return f"所指同为“{name}”" if name == one.what == two.what else f"都涉及“{name}”的数量"


def _by_wording(one: _Prepared, two: _Prepared, shared: frozenset[str], weight: dict[str, float]) -> tuple[int, str]:
    """The closest two statements."""
    best: float = 0.0
    closest: tuple[_Statement, _Statement] | None = None
    others = [(other, found) for other in two.statements if (found := other.about & shared)]
    for here in one.statements if others else ():
        if here.about.isdisjoint(shared):
            continue
        for there, found in others:
            if common := here.about & found:
                mass = fsum([weight[pair] for pair in common])
                closeness = 2 * mass / (here.mass + there.mass) * mass / (mass + HALF)
                if closeness > best:
                    best, closest = closeness, (here, there)
    if closest is None or best < RELATED_WORDING:
        return APART, ""
    here, there = closest
    said = _shorter(here.words, there.words)
    if best >= SAME_WORDING and not (here.figured and there.figured):
        if best >= MENTIONED or not _counted(here.about & there.about, one, two):
            return SAME, f"表述相同或相近：“{said}”"
    return RELATED, f"表述部分相近：“{said}”"


def _counted(common: frozenset[str], one: _Prepared, two: _Prepared) -> bool:
    """Whether what two statements share is all in the name of what one item counts."""
    things = (pairs_of(name) for item in (one.item, two.item) for target in item.targets for name in names(target))
    return any(common <= thing for thing in things)


def _shorter(one: str, two: str, most: int = 30) -> str:
    words = min(one, two, key=len)
    return words if len(words) <= most else words[:most] + "…"


def _by_share(one: _Prepared, two: _Prepared, shared: frozenset[str], weight: dict[str, float]) -> tuple[int, str]:
    """How much of the shorter item the other one holds, and the heaviest term in both (保交楼, 气候投融资)."""
    mass = fsum([weight[pair] for pair in shared])
    if mass < SAME_MASS:
        return APART, ""
    shorter = min(one.mass, two.mass)
    term = _heaviest_term(one, two, shared, weight)
    reason = f"都提到“{term[2]}”" if term[2] else "主要内容相同"
    counted = term[1] and any(within_name(term[1], item.item.targets) for item in (one, two))
    central = (term[0] >= TERM_MASS and term[0] / shorter >= TERM_SHARE) or term[0] >= RARE_MASS
    much = shorter >= LONG and mass * mass / shorter >= MUCH
    if much or ((mass / shorter >= SAME_SHARE or central) and term[0] >= WEAK_MASS and not counted):
        return SAME, reason
    return (RELATED, reason) if term[0] >= RELATED_MASS else (APART, "")


def _by_quoted_name(one: _Prepared, two: _Prepared) -> tuple[int, str]:
    """A quoted name that is most of a statement of one item and stands in the other: 定期开展“城市体检”."""
    for here, there in ((one, two), (two, one)):
        for name in here.quoted:
            if name in there.item.text:
                counted = within_name(name, [*here.item.targets, *there.item.targets])
                return (RELATED if counted else SAME), f"都提到“{name}”"
    return APART, ""


def _heaviest_term(
    one: _Prepared, two: _Prepared, shared: frozenset[str], weight: dict[str, float]
) -> tuple[float, str, str]:
    """Its weight, itself, and itself as both print it."""
    best, term, printed = 0.0, "", ""
    for statement in one.statements:
        words = statement.words
        if not statement.about.isdisjoint(shared):
            for start, end in _stretches(statement.grams, shared):
                mass = fsum([weight[gram] for gram in statement.grams[start : end - 1]])
                if mass > best and words[start:end] in two.item.text and not _tails(statement, start, end, two):
                    best, term = mass, words[start:end]
                    printed = _widened(words, start, end, two.item.text)
    return best, term, printed


def _tails(statement: _Statement, start: int, end: int, two: _Prepared) -> bool:
    """Whether the term is the tail of two different names: 和平大道南延线 and 通顺大道南延线 are two roads."""
    here = statement.words[start - 1 : start + 1]
    if not start or here not in statement.about:
        return False
    pieces = two.item.text.split(statement.words[start:end])
    ahead = [piece[-1:] + statement.words[start] for piece in pieces[:-1]]
    return all(gram != here and gram in two.everything for gram in ahead)


def _widened(words: str, start: int, end: int, text: str) -> str:
    """The term as both print it: general words at its ends included (性租赁住房 → 保障性租赁住房)."""
    while start and end - start < LONGEST_TERM and words[start - 1 : end] in text:
        start -= 1
    while end < len(words) and end - start < LONGEST_TERM and words[start : end + 1] in text:
        end += 1
    return words[start:end].strip("的、等和与“”0123456789")


def _stretches(grams: list[str], shared: frozenset[str]) -> list[tuple[int, int]]:
    """Places of the longest stretches of a statement all of whose pairs are shared."""
    found, start = [], 0
    for place, gram in enumerate(grams):
        if gram not in shared:
            if place > start:
                found.append((start, place + 1))
            start = place + 1
    if len(grams) > start:
        found.append((start, len(grams) + 1))
    return found
