"""One reading against one annotation."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from duban.cli.evaluate.counts import Count, compare
from duban.cli.evaluate.gold import GoldDocument, GoldItem, measure
from duban.core.document import SourceDocument, Span
from duban.core.notice.reading import Item, Programme, Reading, Target
from duban.core.text.excise import excise

_MARKUP = re.compile(r"[\s*|#>]+|<br\s*/?>")
_NOTHING = Item("", None, "", Span(0, 0))  # in the place of an item that was not read
_LEVEL_WORDS = {"nation": "国", "province": "省", "city": "市", "district": "区", "": ""}


@dataclass(slots=True)
class Score:
    """Of one document."""

    name: str
    layout: str
    counts: dict[str, Count]
    differences: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Read:
    """An item as read, with its place and its heading."""

    item: Item
    programme: Programme
    line: int

    @property
    def key(self) -> str:
        return f"{_LEVEL_WORDS[self.programme.level]}-{self.item.number}"

    @property
    def section(self) -> str:
        return "" if self.item.section is None else self.programme.sections[self.item.section].title


def plain(text: str) -> str:
    """Without spaces and markup, for comparing beginnings."""
    return _MARKUP.sub("", text)


def score(gold: GoldDocument, document: SourceDocument, reading: Reading) -> Score:
    """Compare item by item."""
    layout = reading.explanations[0].layout if reading.explanations else "–"
    found = Score(gold.name, layout, {})
    read = [
        _Read(item, programme, document.line_of(item.span.start))
        for programme in reading.programmes
        for item in programme.items
    ]
    pairs, extra = _pair(gold.items, read)
    missing = [item for item in gold.items if id(item) not in pairs]
    matched = [(item, pairs[id(item)]) for item in gold.items if id(item) in pairs]
    found.counts["items"] = Count(len(matched), len(extra), len(missing))
    found.differences += [f"漏读事项 {item.key}：{item.start}" for item in missing]
    found.differences += [f"多读事项 {each.item.number}：{plain(each.item.text)[:12]}" for each in extra]
    total = {name: Count() for name in ("entries", "targets", "results")}
    for item, each in matched:
        _compare_item(gold, item, each.item, total, found.differences)
    for item in missing:
        _compare_item(gold, item, _NOTHING, total, [])
    for each in extra:
        _compare_item(gold, GoldItem("", "", ""), each.item, total, [])
    found.counts |= total
    if gold.links is not None:
        found.counts["pairs"] = _score_pairs(gold.links, document, read, found.differences)
    return found


def _pair(gold: list[GoldItem], read: list[_Read]) -> tuple[dict[int, _Read], list[_Read]]:
    """Each annotated item with the item that was read in its place; and the items that nobody annotated."""
    by_number: dict[str, list[_Read]] = defaultdict(list)
    for each in read:
        by_number[each.item.number].append(each)
    pairs: dict[int, _Read] = {}
    for item in gold:
        for each in by_number[item.number]:
            if _is_same(item, each):
                pairs[id(item)] = each
                by_number[item.number].remove(each)
                break
    return pairs, [each for group in by_number.values() for each in group]


def _is_same(gold: GoldItem, read: _Read) -> bool:
    if gold.text is not None:
        return (gold.text, gold.level, gold.section) == (read.item.text, read.programme.level.value, read.section)
    start = plain(gold.start)
    # A reader may take the item's title apart from its content.
    begins = plain(read.item.text).startswith(start) or plain(read.item.title + read.item.text).startswith(start)
    return begins and gold.line in (None, read.line)


def _targets(targets: Iterable[Target]) -> Counter[tuple[object, ...]]:
    return Counter((each.value.normalize(), measure(each.unit), each.op) for each in targets)


def _compare_item(
    gold: GoldDocument, true: GoldItem, read: Item, total: dict[str, Count], differences: list[str]
) -> None:
    units = Counter(
        (each.unit, each.role.value, each.scope.value) if gold.scoped else (each.unit, each.role.value)
        for each in read.units
    )
    figures = Counter(
        (each.value.normalize(), measure(each.unit)) for each in (read.result.figures if read.result else ())
    )
    for name, word, ours, theirs in (
        ("entries", "承办", units, true.units),
        ("targets", "目标", _targets(read.targets), true.targets),
        ("results", "完成", figures, true.results),
    ):
        count, extra, missing = compare(Counter(ours), Counter(theirs))
        total[name] += count
        differences += [f"{true.key} 漏{word} {_show(each)}" for each in missing]
        differences += [f"{true.key} 多{word} {_show(each)}" for each in extra]


def _show(value: object) -> str:
    parts = value if isinstance(value, tuple) else (value,)
    return " ".join(format(each, "f") if hasattr(each, "as_tuple") else str(each) for each in parts if each != "")


def _score_pairs(
    true: set[frozenset[str]], document: SourceDocument, read: list[_Read], differences: list[str]
) -> Count:
    """Pairs of one goal. The annotation names only a part of them, so that precision is a lower bound."""
    from duban.core.samegoal import GoalItem, pairs

    goals = [
        GoalItem(each.key, each.programme.level.value, _content(document, each.item), each.item.targets)
        for each in read
    ]
    found = {frozenset({pair.a, pair.b}) for pair in pairs(goals) if pair.grade == 2}
    differences += [f"漏同一目标 {'、'.join(sorted(pair))}" for pair in sorted(true - found, key=sorted)]
    differences += [f"多同一目标 {'、'.join(sorted(pair))}" for pair in sorted(found - true, key=sorted)]
    return Count(len(found & true), len(found - true), len(true - found))


def _content(document: SourceDocument, item: Item) -> str:
    start = item.span.start
    whole = item.span.of(document.text)
    return excise(whole, [(tag.start - start, tag.end - start) for tag in item.tags]).body
