"""Verifying the chain of the trail."""

from __future__ import annotations

from dataclasses import dataclass

from duban.audit.actions import digest
from duban.audit.models import ChainHead, Event


@dataclass(frozen=True)
class Break:
    """A link that does not hold; ``message`` is Chinese and fit to show."""

    seq: int
    message: str


def verify() -> tuple[int, list[Break]]:
    """Walk the whole chain. Returns the number of events and every break found."""
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
    return count, breaks
