"""Verifying the chain of the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from duban.audit.actions import digest
from duban.audit.models import ChainHead, Event


@dataclass(frozen=True)
class Break:
    """A link that does not hold; ``message`` is Chinese and fit to show."""

    seq: int
    message: str


Check = Callable[[], Iterable[str]]
_frozen: list[Check] = []


def register(check: Check) -> None:
    """Have ``check`` run with every verification: sentences on frozen rows that differ from their events."""
    if check not in _frozen:
        _frozen.append(check)


def recorded_digests(verb: str, subject_type: str) -> dict[int, list[str]]:
    """Subject id → digests that its events of the verb carry; one query."""
    rows = Event.objects.filter(verb=verb, subject_type=subject_type).order_by("seq").values_list("subject_id", "after")
    found: dict[int, list[str]] = {}
    for pk, after in rows:
        if after and after.get("digest"):
            found.setdefault(pk, []).append(after["digest"])
    return found


def verify() -> tuple[int, list[Break]]:
    """Walk the whole chain, then what was frozen beside it. Returns the number of events and every break found."""
    breaks: list[Break] = []
    prev_hash, prev_seq, count = "", 0, 0
    for event in Event.objects.order_by("seq").iterator(chunk_size=500):
        count += 1
        if event.seq != prev_seq + 1:
            breaks.append(Break(event.seq, f"第 {prev_seq + 1} 条起缺 {event.seq - prev_seq - 1} 条留痕。"))
        if event.prev_hash != prev_hash:
            breaks.append(Break(event.seq, f"第 {event.seq} 条与上一条不相接。"))
        if digest(event) != event.hash:
            breaks.append(Break(event.seq, f"第 {event.seq} 条的内容与摘要不符，可能被改动。"))
        prev_hash, prev_seq = event.hash, event.seq
    head = ChainHead.objects.filter(id=1).first()
    if head is not None and (head.seq, head.hash) != (prev_seq, prev_hash):
        breaks.append(Break(prev_seq, f"链尾应为第 {head.seq} 条，实际到第 {prev_seq} 条：末尾的留痕被删。"))
    breaks += [Break(0, message) for check in _frozen for message in check()]
    return count, breaks
