"""The first screen of a report: numbers that lead to their items, what changed, what is open."""

from __future__ import annotations

from dataclasses import dataclass

from duban.core.reporting.values import PRESENCE_LABELS
from duban.progress.reading import Reading, ReadLine


@dataclass(frozen=True)
class Spot:
    """An item inside the page."""

    code: str
    anchor: str
    words: str = ""


@dataclass(frozen=True)
class Number:
    """A count with its items."""

    label: str
    spots: tuple[Spot, ...]
    notable: bool = False  # asks for a look

    @property
    def count(self) -> int:
        """How many."""
        return len(self.spots)


@dataclass(frozen=True)
class Overview:
    """What fits one screen of a phone."""

    numbers: tuple[Number, ...]
    changes: tuple[Number, ...]
    first: bool
    problems: tuple[Spot, ...]
    answers: tuple[Spot, ...]


def overview(reading: Reading) -> Overview:
    """The summary of a reading, each code with its place on the page."""
    lines = {row.line.matter.code: row for row in reading.lines}
    found = reading.summary

    def spots(codes: tuple[str, ...]) -> tuple[Spot, ...]:
        return tuple(Spot(code, anchor(lines[code])) for code in codes)

    numbers = [
        Number("事项", spots(found.lines)),
        Number("已完成", spots(found.done)),
        Number("正常推进", spots(found.on_track)),
        Number("滞后或有风险", spots(found.off_track), notable=True),
    ]
    numbers += [Number(PRESENCE_LABELS[kind], spots(codes)) for kind, codes in found.without_figure]
    numbers += [Number("未填报", spots(found.missing), notable=True)] if found.missing else []
    changes = [
        Number("新完成", spots(found.newly_done)),
        Number("自评变差", spots(found.worse), notable=True),
        Number("文字与上期相同", spots(found.same_words)),
    ]
    return Overview(
        numbers=tuple(numbers),
        changes=tuple(each for each in changes if each.count),
        first=found.first,
        problems=tuple(Spot(code, anchor(lines[code]), lines[code].line.problem.strip()) for code in found.problems),
        answers=tuple(
            Spot(row.line.matter.code, anchor(row), f"{each.finding.message}说明：{each.answer}")
            for row in reading.lines
            for each in row.answers
        ),
    )


def anchor(row: ReadLine) -> str:
    """Where the item stands on the page."""
    return f"item-{row.line.pk}"
