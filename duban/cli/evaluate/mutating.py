"""``duban evaluate --mutate``: every annotated text in other dresses and layouts against the same annotation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from duban.cli.evaluate.counts import Count
from duban.cli.evaluate.dresses import DRESSES, Dress
from duban.cli.evaluate.gold import GoldDocument, GoldItem
from duban.cli.evaluate.rewriting import LOST_TABLES, REWRITINGS, alike, plain_items
from duban.cli.evaluate.scoring import plain, score
from duban.cli.table import Column, render
from duban.core.document import SourceDocument
from duban.core.notice import read
from duban.core.notice.marks import value_of
from duban.core.notice.reading import Item, Programme, Reading
from duban.core.text.width import half
from duban.readers import read_bytes, read_path

METRICS = ("items", "entries", "targets")
_BRACKETS = str.maketrans("[]【】〔〕〈〉", "()()()()")
_LONGEST_START = 6  # characters of an item's beginning that are compared: behind them a line may be broken


@dataclass(slots=True)
class Mutated:
    """One change over all documents."""

    name: str
    counts: dict[str, Count] = field(default_factory=lambda: dict.fromkeys(METRICS, Count()))
    documents: int = 0
    worst: list[tuple[str, list[str]]] = field(default_factory=list)  # documents with losses, what was lost


def mutate(documents: Sequence[GoldDocument]) -> list[Mutated]:
    """All dresses, then all layouts. Only texts are changed (txt and the like)."""
    texts = [(gold, read_path(gold.path)) for gold in documents if gold.path.suffix in (".txt", ".md")]
    found = [_dressed(dress, texts) for dress in DRESSES]
    return found + [_rewritten(name, texts) for name in REWRITINGS]


def _dressed(dress: Dress, texts: Sequence[tuple[GoldDocument, SourceDocument]]) -> Mutated:
    result = Mutated(dress.name)
    for gold, document in texts:
        changed = dress.change(document.text)
        if changed == document.text:
            continue
        _add(result, replace(gold, items=[_folded(item) for item in gold.items], links=None), changed)
    return result


def _rewritten(name: str, texts: Sequence[tuple[GoldDocument, SourceDocument]]) -> Mutated:
    result = Mutated(name)
    for gold, document in texts:
        reading = read(document)
        items = plain_items(reading)
        if name in LOST_TABLES:
            items = alike(items)
        if len(items) < 5 or not any(i.units for i in items):
            continue
        truth = replace(
            gold, items=[_as_gold(reading, i.number, i.task, i.units) for i in items], links=None, scoped=False
        )
        _add(result, truth, REWRITINGS[name]("2023年重点工作任务清单", items))
    return result


def _as_gold(reading: Reading, number: str, task: str, units: tuple[tuple[object, tuple[str, ...]], ...]) -> GoldItem:
    from duban.core.targets import find_targets

    entries: Counter[tuple[str, ...]] = Counter((_fold(u), str(role)) for role, names in units for u in names)
    targets = Counter((t.value.normalize(), half(t.unit).replace(" ", ""), t.op) for t in find_targets(task))
    return GoldItem(number, _number(number), _start(task), None, units=entries, targets=targets)


def _add(result: Mutated, truth: GoldDocument, text: str) -> None:
    document = read_bytes(text.encode(), "mutated.txt")
    found = score(truth, document, _folded_reading(read(document)))
    result.documents += 1
    for name in METRICS:
        result.counts[name] += found.counts[name]
    differences = [each for each in found.differences if "完成" not in each and "同一目标" not in each]
    if differences:
        result.worst.append((truth.name, differences))


def _fold(text: str) -> str:
    return re.sub(r"\s|\u200b", "", half(text)).translate(_BRACKETS)


def _start(text: str) -> str:
    return _fold(plain(text)).partition("(")[0][:_LONGEST_START]


def _number(printed: str) -> str:
    """The number itself: a change may write 一 as 1, 1 as 01."""
    value = value_of(printed)
    return printed if value is None else str(value)


def _folded(item: GoldItem) -> GoldItem:
    units = Counter({(_fold(unit), *rest): many for (unit, *rest), many in item.units.items()})
    start = item.text or item.start
    return replace(item, number=_number(item.number), line=None, text=None, start=_start(start), units=units)


def _folded_reading(reading: Reading) -> Reading:
    return replace(reading, programmes=tuple(_folded_programme(p) for p in reading.programmes))


def _folded_programme(programme: Programme) -> Programme:
    return replace(programme, items=tuple(_folded_item(i) for i in programme.items))


def _folded_item(item: Item) -> Item:
    units = tuple(replace(u, unit=_fold(u.unit)) for u in item.units)
    return replace(
        item, number=_number(item.number), text=_fold(plain(item.text)), title=_fold(plain(item.title)), units=units
    )


def text_lines(found: Sequence[Mutated], differences: int, room: int) -> Iterator[str]:
    """A table of changes, the largest losses first in the list below it."""
    columns = [Column("换装"), Column("文件"), Column("责任事项 F1"), Column("承办关系 F1"), Column("量化目标 F1")]
    rows: list[list[str] | str] = [
        [each.name, str(each.documents), *(f"{each.counts[name].f1:.3f}" for name in METRICS)] for each in found
    ]
    yield from render(columns, rows, room)
    for each in found:
        for name, lost in each.worst:
            yield f"{each.name} · {name}：{len(lost)} 处"
            yield from (f"  {one}" for one in lost[:differences])


def markdown(found: Sequence[Mutated]) -> str:
    """The page's section."""
    lines = [
        "## In other dresses and layouts\n",
        "| change | documents | items F1 | entries F1 | targets F1 |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {each.name} | {each.documents} | " + " | ".join(f"{each.counts[name].f1:.3f}" for name in METRICS) + " |"
        for each in found
    ]
    return "\n".join(lines) + "\n"
