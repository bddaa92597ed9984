"""Tables for a terminal, in which a Chinese character is as wide as two Latin ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import combining, east_asian_width

_GAP = "  "
_NEVER_FIRST = frozenset("，。；：、！？）】》〉”’」』%％,.;:)]}>")
_MIN_WIDTH = 8


@dataclass(frozen=True, slots=True)
class Column:
    """``share``: part of the room that it asks for beside the others; 0 = as wide as its content."""

    heading: str
    share: int = 0


def width(text: str) -> int:
    """Columns of a terminal that the text takes.

    >>> width("停车泊位12万个")
    14
    """
    if text.isascii():
        return len(text)
    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)


def wrap(text: str, room: int) -> list[str]:
    """Lines no wider than ``room`` (at least 2); a closing mark is not put at the head of a line.

    >>> wrap("新增停车泊位12万个，改造老旧小区。", 18)
    ['新增停车泊位12万', '个，改造老旧小区。']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for each in paragraph:
            size = width(each)
            if used + size > room and line:
                carried = ""
                if each in _NEVER_FIRST and len(line) > 1:
                    line, carried = line[:-1], line[-1]
                lines.append(line)
                line, used = carried, width(carried)
            line += each
            used += size
        lines.append(line)
    return lines


def render(columns: Sequence[Column], rows: Sequence[Sequence[str] | str], room: int) -> Iterator[str]:
    """Lines of the table, none wider than ``room`` where that leaves the columns legible.

    A row that is a plain string is a heading over the whole width.
    """
    widths = _widths(columns, [row for row in rows if not isinstance(row, str)], room)
    yield from _row([column.heading for column in columns], widths)
    yield _GAP.join("-" * each for each in widths)
    for row in rows:
        if isinstance(row, str):
            yield ""
            yield from wrap(row, room)
        else:
            yield from _row(row, widths)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    natural = [
        max([width(column.heading), *(width(line) for row in rows for line in row[index].split("\n"))])
        for index, column in enumerate(columns)
    ]
    widths = [0 if column.share else natural[index] for index, column in enumerate(columns)]
    left = room - sum(widths) - len(_GAP) * (len(columns) - 1)
    open_columns = [index for index, column in enumerate(columns) if column.share]
    # Columns that need less than their share give the rest to the others.
    for index in sorted(open_columns, key=lambda each: natural[each] / columns[each].share):
        shares = sum(columns[each].share for each in open_columns if not widths[each])
        widths[index] = min(natural[index], max(_MIN_WIDTH, left * columns[index].share // shares))
        left -= widths[index]
    return widths


def _row(cells: Iterable[str], widths: Sequence[int]) -> Iterator[str]:
    columns = [wrap(cell, each) for cell, each in zip(cells, widths, strict=True)]
    for at in range(max(len(lines) for lines in columns)):
        pieces = []
        for lines, each in zip(columns, widths, strict=True):
            piece = lines[at] if at < len(lines) else ""
            pieces.append(piece + " " * (each - width(piece)))
        yield _GAP.join(pieces).rstrip()
