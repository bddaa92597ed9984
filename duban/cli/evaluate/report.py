"""Scores as lines for a terminal and as a Markdown page (``docs/accuracy.md``)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from duban.cli.evaluate.counts import METRICS, Count
from duban.cli.evaluate.scoring import Score
from duban.cli.table import Column, render

WORDS = {"items": "责任事项", "entries": "承办关系", "targets": "量化目标", "results": "完成数字", "pairs": "同一目标"}
_HEAD = """# Accuracy

Made by `duban evaluate` on {day}. Every figure compares the reader with annotations made by hand, which are not part
of the project. The annotated documents were known while the reader was written, so these figures do not say how well it
does on documents that nobody has seen.

- items (责任事项): the number as printed and the place; for the sample notice also the whole text and the section
- entries (承办关系): unit as printed and role, for the sample notice also the scope
- targets (量化目标): value, measure word and operator, all exact
- results (完成数字): value and measure word of reported figures
- pairs (同一目标): pairs of items of one goal; the annotation names only part of the true pairs

P precision, R recall, n annotated.
"""


def sums(scores: Sequence[Score]) -> dict[str, Count]:
    """Counts of several documents together."""
    total: dict[str, Count] = {}
    for score in scores:
        for name, count in score.counts.items():
            total[name] = total.get(name, Count()) + count
    return total


def by_layout(scores: Sequence[Score]) -> dict[str, list[Score]]:
    """Documents grouped by the layout that explained them."""
    groups: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        groups[score.layout].append(score)
    return dict(sorted(groups.items()))


def _is_empty(count: Count | None) -> bool:
    return count is None or not (count.right or count.extra or count.missing)


def text_lines(scores: Sequence[Score], differences: int, room: int) -> Iterator[str]:
    """Tables of documents, layouts and all, then the differences."""
    columns = [Column("文件"), Column("版式"), *(Column(f"{WORDS[name]} F1 (P/R)") for name in METRICS)]
    rows: list[list[str] | str] = [_row(score.name, score.layout, score.counts) for score in scores]
    rows.append("按版式")
    rows += [_row(f"{len(group)} 份", layout, sums(group)) for layout, group in by_layout(scores).items()]
    rows.append("合计")
    rows.append(_row(f"{len(scores)} 份", "", sums(scores)))
    yield from render(columns, rows, room)
    for score in scores:
        if score.differences:
            yield ""
            yield f"{score.name}：{len(score.differences)} 处差别"
            yield from (f"  {each}" for each in score.differences[:differences])
            if len(score.differences) > differences:
                yield f"  …… 其余 {len(score.differences) - differences} 处没有列出"


def _row(name: str, layout: str, counts: dict[str, Count]) -> list[str]:
    return [name, layout, *(_cell(counts.get(metric)) for metric in METRICS)]


def _cell(count: Count | None) -> str:
    if count is None or _is_empty(count):
        return "–"
    return f"{count.f1:.3f} ({count.precision:.3f}/{count.recall:.3f})"


def markdown(scores: Sequence[Score], differences: int, day: dt.date) -> str:
    """The page."""
    parts = [_HEAD.format(day=day.isoformat()), "## All documents\n", _table([("all", "", sums(scores))])]
    layouts = [(f"{len(group)} documents", layout, sums(group)) for layout, group in by_layout(scores).items()]
    parts += ["## By layout\n", _table(layouts)]
    parts += ["## By document\n", _table([(score.name, score.layout, score.counts) for score in scores])]
    parts.append("## Differences\n")
    for score in scores:
        if score.differences:
            parts.append(f"### {score.name} ({len(score.differences)})\n")
            listed = [f"- {each}" for each in score.differences[:differences]]
            left = len(score.differences) - len(listed)
            parts.append("\n".join([*listed, *([f"- … and {left} more"] if left > 0 else [])]) + "\n")
    return "\n".join(parts)


def _table(rows: Sequence[tuple[str, str, dict[str, Count]]]) -> str:
    head = ["document", "layout", *(f"{name} F1 (P / R, n)" for name in METRICS)]
    lines = [head, ["---"] * len(head)]
    for name, layout, counts in rows:
        lines.append([name, layout, *(_markdown_cell(counts.get(metric)) for metric in METRICS)])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _markdown_cell(count: Count | None) -> str:
    if count is None or _is_empty(count):
        return "–"
    return f"{count.f1:.3f} ({count.precision:.3f} / {count.recall:.3f}, {count.annotated})"
