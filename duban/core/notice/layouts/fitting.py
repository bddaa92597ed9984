"""Laying a row's pieces into columns when the table itself is lost (one cell a line, or words with spaces)."""

from __future__ import annotations

import re

from duban.core.notice.columns import Column, Use
from duban.core.notice.names import split
from duban.core.text.patterns import HAN, regex
from duban.core.text.width import half
from duban.core.units.names import looks_like_unit

_TIME = regex(r"\d+ ?月|年底|年内|季度|\d{4}\.\d|全年|长期|持续")
_PERSON = regex(rf"^{HAN}{{2,4}}(?:[、,]{HAN}{{2,4}})*$")
MOST = 200  # pieces of one row


def _fit(piece: str, column: Column) -> float:
    """How well a piece suits a column; higher is better."""
    names = split(piece) if len(piece) <= 120 else []
    unit = bool(names) and all(looks_like_unit(n.text) for n in names)
    sentence = unit and piece.rstrip().endswith("。")  # 迁建县特殊教育学校。 ends like a unit and is none
    if column.use is Use.UNIT:
        return (0.3 if sentence else 2.0) if unit else -2.0
    unit = unit and not sentence
    if column.use is Use.EXTRA:
        wanted = (
            _TIME
            if re.search(r"时|期|节点", column.label)
            else _PERSON
            if re.search(r"领导|人$", column.label)
            else None
        )
        if wanted is not None:
            return 1.5 if wanted.search(piece) and len(piece) <= 24 and not unit else -1.5
        return 0.1
    if column.use in (Use.CONTENT, Use.RESULT):
        return (1.0 if len(piece) > 8 else 0.4) - (1.0 if unit else 0.0)
    return (1.0 if len(piece) <= 30 else 0.0) - (0.8 if unit else 0.0)


def lay(pieces: list[str], columns: list[Column]) -> list[int] | None:
    """Column of each piece, in order; every column takes a stretch of pieces. ``None`` where nothing fits.

    Equal numbers are laid one by one; else the best cut is sought (dynamic programming).
    """
    if len(pieces) == len(columns):
        return list(range(len(columns)))
    if not pieces or len(pieces) > MOST or not columns:
        return None
    narrow = [half(p) for p in pieces]
    many = len(columns)
    best: list[list[tuple[float, int]]] = []  # [piece][column] = (score, column of the piece before)
    for at, piece in enumerate(narrow):
        line: list[tuple[float, int]] = []
        for col in range(many):
            own = _fit(piece, columns[col])
            if at == 0:
                line.append((own - 0.6 * col, -1))
                continue
            score, source = max(
                (best[at - 1][before][0] - 0.6 * max(0, col - before - 1) - (0.05 if before == col else 0), before)
                for before in range(col + 1)
            )
            line.append((score + own, source))
        best.append(line)
    col = max(range(many), key=lambda c: best[-1][c][0] - 0.6 * (many - 1 - c))
    laid = [col]
    for at in range(len(narrow) - 1, 0, -1):
        col = best[at][col][1]
        laid.append(col)
    return laid[::-1]
