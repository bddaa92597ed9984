"""Ruled tables: a grid out of the lines that are drawn on a page.

Lines that cross belong to one table. Its grid are all heights and all positions at which lines stand; neighbouring
fields without a line between them are one (merged) cell. A table may be open at its sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from duban.readers.pdf.glyphs import Glyph, Rule

_SNAP = 2.5  # points: lines that close are one
_REACH = 4.0  # points: a line that ends so near to another meets it
_MOST_RULES = 1_200
_MOST_FIELDS = 40_000


@dataclass(slots=True)
class Cell:
    """A cell: its first place in the grid, how far it goes, its box, and the characters in it."""

    row: int
    column: int
    rows: int
    columns: int
    x0: float
    x1: float
    glyphs: list[Glyph] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A table on a page."""

    xs: list[float]
    ys: list[float]
    cells: list[Cell]
    fields: dict[tuple[int, int], Cell]

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.ys[-1]

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The cell under a point."""
        column, row = _between(self.xs, x), _between(self.ys, y)
        return self.fields.get((row, column)) if row is not None and column is not None else None


def find_tables(rules: Iterable[Rule]) -> list[Grid]:
    """Tables of a page with at least two columns, from top to bottom. Empty where there are too many lines."""
    across = _merge(rule for rule in rules if rule.horizontal)
    down = _merge(rule for rule in rules if not rule.horizontal)
    if not across or not down or len(across) + len(down) > _MOST_RULES:
        return []
    grids = [_grid(*group) for group in _groups(across, down)]
    return sorted((grid for grid in grids if grid is not None), key=lambda grid: grid.top)


def _merge(rules: Iterable[Rule]) -> list[Rule]:
    """Snap lines to common positions and join pieces of one line."""
    ordered = sorted(rules, key=lambda rule: rule.at)
    groups: list[list[Rule]] = []
    for rule in ordered:
        if groups and rule.at - groups[-1][-1].at <= _SNAP and rule.at - groups[-1][0].at <= 2 * _SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    merged = []
    for group in groups:
        at = sum(rule.at for rule in group) / len(group)
        low = high = None
        for rule in sorted(group, key=lambda rule: rule.low):
            if high is not None and rule.low <= high + _REACH:
                high = max(high, rule.high)
                continue
            if low is not None and high is not None:
                merged.append(Rule(rule.horizontal, at, low, high))
            low, high = rule.low, rule.high
        if low is not None and high is not None:
            merged.append(Rule(group[0].horizontal, at, low, high))
    return merged


def _groups(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that meet, directly or over others."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, flat in enumerate(across):
        for j, upright in enumerate(down):
            if (
                flat.low - _REACH <= upright.at <= flat.high + _REACH
                and upright.low - _REACH <= flat.at <= upright.high + _REACH
            ):
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, flat in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(flat)
    for j, upright in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(upright)
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]]


def _positions(own: list[float], low: float, high: float) -> list[float]:
    """Where lines stand; the ends of the crossing lines close an open side."""
    found = sorted(set(own))
    if found[0] - low > 2 * _REACH:
        found.insert(0, low)
    if high - found[-1] > 2 * _REACH:
        found.append(high)
    return found


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    xs = _positions([rule.at for rule in down], min(r.low for r in across), max(r.high for r in across))
    ys = _positions([rule.at for rule in across], min(r.low for r in down), max(r.high for r in down))
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1 or columns * rows > _MOST_FIELDS:
        return None
    walls = _walls(down, xs, ys)
    floors = _walls(across, ys, xs)
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(rows):
        for column in range(columns):
            if (row, column) in owner:
                continue
            for place in _merged_area(row, column, rows, columns, walls, floors, owner):
                owner[place] = (row, column)
    cells: dict[tuple[int, int], Cell] = {}
    for (row, column), first in owner.items():
        cell = cells.setdefault(first, Cell(*first, 1, 1, xs[first[1]], xs[first[1] + 1]))
        cell.rows = max(cell.rows, row - cell.row + 1)
        cell.columns = max(cell.columns, column - cell.column + 1)
        cell.x1 = max(cell.x1, xs[column + 1])
    if len(cells) < 2:
        return None
    return Grid(xs, ys, list(cells.values()), {place: cells[first] for place, first in owner.items()})


def _walls(rules: list[Rule], positions: list[float], crossing: list[float]) -> set[tuple[int, int]]:
    """(index of position, index of the stretch between two crossing lines) where a line is drawn."""
    middles = [(low + high) / 2 for low, high in pairwise(crossing)]
    index = {at: place for place, at in enumerate(positions)}
    return {
        (index[rule.at], stretch)
        for rule in rules
        for stretch, middle in enumerate(middles)
        if rule.low <= middle <= rule.high
    }


def _merged_area(
    row: int,
    column: int,
    rows: int,
    columns: int,
    walls: set[tuple[int, int]],
    floors: set[tuple[int, int]],
    taken: dict[tuple[int, int], tuple[int, int]],
) -> list[tuple[int, int]]:
    """Fields of the cell that begins here: as far right as no wall stands, then down while its floor is open."""
    last = column
    while last + 1 < columns and (last + 1, row) not in walls and (row, last + 1) not in taken:
        last += 1
    lowest = row
    while lowest + 1 < rows and all((lowest + 1, each) not in floors for each in range(column, last + 1)):
        below = lowest + 1
        if any((each, below) in walls for each in range(column + 1, last + 1)):
            break
        lowest = below
    return [(y, x) for y in range(row, lowest + 1) for x in range(column, last + 1) if (y, x) not in taken]


def _between(positions: list[float], value: float) -> int | None:
    from bisect import bisect_right

    index = bisect_right(positions, value) - 1
    return index if 0 <= index < len(positions) - 1 else None
