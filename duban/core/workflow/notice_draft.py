"""Moves of an uploaded notice (来文草稿), from the file to the ledger."""

from __future__ import annotations

from dataclasses import dataclass

QUEUED, READING, READY, FAILED = "queued", "reading", "ready", "failed"
CONFIRMED, DISCARDED = "confirmed", "discarded"


@dataclass(frozen=True)
class Move:
    """A named move between states."""

    name: str
    label: str
    sources: frozenset[str]
    target: str
    refusal: str  # why not, from any other state


def _move(name: str, label: str, sources: set[str], target: str, refusal: str) -> Move:
    return Move(name, label, frozenset(sources), target, refusal)


MOVES = {
    move.name: move
    for move in (
        _move("claim", "开始识别", {QUEUED, READING}, READING, "这份来文不在等待识别。"),
        _move("finish", "识别完成", {READING}, READY, "这份来文不在识别中。"),
        _move("fail", "无法识别", {QUEUED, READING}, FAILED, "这份来文不在识别中。"),
        _move("requeue", "重新识别", {FAILED}, QUEUED, "只有无法识别的来文可以重新识别。"),
        _move("correct", "校对", {READY}, READY, "这份来文不在校对中，不能改动。"),
        _move("confirm", "确认入台账", {READY}, CONFIRMED, "这份来文不在校对中，不能确认。"),
        _move("discard", "放弃", {QUEUED, READY, FAILED}, DISCARDED, "识别中的、已入台账的和已放弃的来文不能放弃。"),
    )
}


def refusal(name: str, state: str) -> str:
    """Why the move cannot be made from ``state``; "" if it can.

    >>> refusal("correct", "ready"), refusal("requeue", "ready")
    ('', '只有无法识别的来文可以重新识别。')
    """
    move = MOVES[name]
    return "" if state in move.sources else move.refusal


def available(state: str) -> list[Move]:
    """Moves that start from the state."""
    return [move for move in MOVES.values() if state in move.sources]
