"""Charts as values: what is drawn, and the sentence that says the same. How it is drawn is ``static/js/charts.js``.

A page that has one loads the script in its ``scripts`` block and shows ``components/chart.html``; the rows themselves
stand beside it as a table, so that the page says everything without JavaScript and to those who do not see it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Chart:
    """``key``: id on the page; ``kind`` and ``data``: see the makers below; ``summary``: the same in one sentence."""

    key: str
    kind: str
    summary: str
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def payload(self) -> dict[str, Any]:
        """What the script reads."""
        return {"kind": self.kind, "summary": self.summary, **self.data}


Point = tuple[dt.date, Decimal]


@dataclass(frozen=True)
class Line:
    """A line through dated values. ``style``: expected | actual | provisional | target."""

    name: str
    style: str
    points: tuple[Point, ...]


def trajectory(key: str, *, summary: str, unit: str, span: tuple[dt.date, dt.date], lines: Sequence[Line]) -> Chart:
    """Dated values of one measure: what was expected, what is, what is aimed at."""
    rows = [
        {
            "name": line.name,
            "style": line.style,
            "points": [[day.isoformat(), float(value)] for day, value in line.points],
        }
        for line in lines
    ]
    first, last = span
    return Chart(
        key, "trajectory", summary, {"unit": unit, "from": first.isoformat(), "to": last.isoformat(), "lines": rows}
    )


def stack(key: str, *, summary: str, places: Sequence[str], series: Sequence[tuple[str, str, Sequence[int]]]) -> Chart:
    """Counts by colour of lights, one column a place. ``series``: colour, word, a number a place."""
    rows = [{"colour": colour, "name": word, "values": list(values)} for colour, word, values in series]
    return Chart(key, "stack", summary, {"places": list(places), "series": rows})


def bars(key: str, *, summary: str, unit: str, rows: Sequence[tuple[str, int, bool]]) -> Chart:
    """Lengths side by side: name, number, whether it is past its day."""
    found = [{"name": name, "value": value, "late": late} for name, value, late in rows]
    return Chart(key, "bars", summary, {"unit": unit, "rows": found})


@dataclass(frozen=True)
class Look:
    """How a square is shown. ``shade``: strong | weak | none | soft | marked, never the colour of a light.

    ``sign``: a character in the square, so that nothing hangs on the shade alone.
    """

    shade: str
    word: str
    sign: str


@dataclass(frozen=True, slots=True)
class Square:
    """``look``: its place among the looks. ``href``: what opens. ``flagged``: with the flag and a border."""

    column: int
    row: int
    look: int
    tip: str
    href: str
    flagged: bool = False


def squares(
    key: str,
    *,
    summary: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Square],
    looks: Sequence[Look],
    flag: tuple[str, str],
) -> Chart:
    """Rows × columns with one look a cell. ``flag``: the sign of a flagged one (as 逾) and what it means."""
    data = {
        "rows": list(rows),
        "columns": list(columns),
        "cells": [[each.column, each.row, each.look, each.tip, each.href, each.flagged] for each in cells],
        "looks": [{"shade": each.shade, "word": each.word, "sign": each.sign} for each in looks],
        "flag": flag[0],
        "flagged": flag[1],
    }
    return Chart(key, "squares", summary, data)
