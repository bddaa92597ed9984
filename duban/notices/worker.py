"""The reading worker: takes uploaded notices from the queue and reads them, one at a time.

The queue is the table of drafts. A draft is claimed by compare-and-set; ``attempts`` is then the token of
the claim: everything written later is written only while the row still carries it, so a worker that was
given up for dead cannot overwrite what its successor wrote. Reading happens outside any transaction, in a
child process with limits (:mod:`duban.cli.isolated`).
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from duban.audit import actions as audit
from duban.cli.isolated import IsolatedResult, read_isolated
from duban.core.workflow.notice_draft import TABLE
from duban.notices.enums import DraftState
from duban.notices.models import NoticeDraft
from duban.orgs.actor import system
from duban.readers.errors import Unreadable

log = logging.getLogger(__name__)

TIMEOUT = 120.0  # seconds for one reading; the child is killed then
MEMORY_MB = 1500
LEASE = dt.timedelta(seconds=TIMEOUT + 30)  # longer than any reading: an older heartbeat means a dead worker
ATTEMPTS = 3

DIED = "识别程序三次中途停止，这份文件没有读完。文件已保留，可以查看原件；请另存为 .docx 或 .txt 后重新上传。"
BROKEN = "识别程序出错，没有读完这份文件。文件已保留，可以查看原件；请另存为 .docx 或 .txt 后重新上传，或联系维护人员。"
NO_ITEMS = (
    "读到了文字，但没有找到责任事项：应有带序号的事项，后面写明责任单位。"
    "请在“原文”里查看读到的文字，确认上传的是带责任分解方案的来文。"
)


class LeaseLost(Exception):
    """Another worker has taken the draft meanwhile."""


@dataclass(frozen=True)
class Claim:
    """A draft held by this worker. ``started`` is the monotonic clock at the instant ``at``."""

    draft: NoticeDraft
    at: dt.datetime
    started: float

    def now(self) -> dt.datetime:
        """The present on the caller's clock."""
        return self.at + dt.timedelta(seconds=time.monotonic() - self.started)

    def write(self, **changes: Any) -> None:
        """Change the row while the claim holds; :class:`LeaseLost` otherwise."""
        mine = NoticeDraft.objects.filter(
            pk=self.draft.pk, state=DraftState.READING, attempts=self.draft.attempts
        ).update(**changes)
        if mine != 1:
            raise LeaseLost(f"draft {self.draft.pk}")


def run_once(at: dt.datetime) -> bool:
    """Read one waiting draft to its end. False where nothing waits (or others were quicker)."""
    claim = claim_next(at)
    if claim is None:
        return False
    try:
        _read(claim)
    except LeaseLost:
        log.warning("draft %s was taken over by another worker", claim.draft.pk)
    return True


def claim_next(at: dt.datetime) -> Claim | None:
    """Claim the oldest draft that waits, or whose worker has not been heard of for a lease."""
    given_up = Q(state=DraftState.READING) & (Q(heartbeat_at__lt=at - LEASE) | Q(heartbeat_at__isnull=True))
    waiting = NoticeDraft.objects.filter(Q(state=DraftState.QUEUED) | given_up).order_by("id")
    for draft in waiting.for_list()[:20]:
        held = NoticeDraft.objects.filter(
            pk=draft.pk, state=draft.state, attempts=draft.attempts, heartbeat_at=draft.heartbeat_at
        )
        move = TABLE.check("claim", state=draft.state, roles=None)
        taken = held.update(
            state=move.target,
            claimed_at=at,
            heartbeat_at=at,
            attempts=F("attempts") + 1,
            progress=0,
            stage="准备识别",
            revision=F("revision") + 1,
        )
        if taken != 1:
            continue
        draft.state, draft.attempts = DraftState.READING, draft.attempts + 1
        claim = Claim(draft, at, time.monotonic())
        if draft.attempts <= ATTEMPTS:
            return claim
        _fail(claim, DIED)
    return None


def _read(claim: Claim) -> None:
    try:
        result = read_isolated(
            Path(claim.draft.file.content.path),
            claim.draft.file.name,
            on_progress=_reporter(claim),
            timeout=TIMEOUT,
            memory_mb=MEMORY_MB,
        )
    except LeaseLost:
        raise
    except Unreadable as error:
        _fail(claim, error.message)
    except Exception:
        log.exception("reading draft %s", claim.draft.pk)
        _fail(claim, BROKEN)
    else:
        _finish(claim, result)


def _reporter(claim: Claim) -> Callable[[str, int], None]:
    """Progress into the row, at most twice a second; each report is a heartbeat."""
    last_stage, last_clock = "", float("-inf")

    def report(stage: str, percent: int) -> None:
        nonlocal last_stage, last_clock
        clock = time.monotonic()
        if stage == last_stage and clock - last_clock < 0.5:
            return
        last_stage, last_clock = stage, clock
        claim.write(stage=stage[:60], progress=max(0, min(99, percent)), heartbeat_at=claim.now())

    return report


def _finish(claim: Claim, result: IsolatedResult) -> None:
    """Store what was read. Without items it is a failure that can be looked at."""
    reading = result.reading
    read: dict[str, Any] = {
        "source_text": result.document["text"],
        "source_blocks": result.document["blocks"],
        "reading": reading,
        "current": reading,
    }
    if not any(programme["items"] for programme in reading["programmes"]):
        said = next((f["message"] for f in reading["findings"] if f["code"] == "notice.no-items"), NO_ITEMS)
        _fail(claim, said, **read)
        return
    target = TABLE.check("finish", state=claim.draft.state, roles=None).target
    counts = {
        "items": sum(len(p["items"]) for p in reading["programmes"]),
        "findings": len(reading["findings"]),
    }
    with transaction.atomic():
        claim.write(state=target, progress=100, stage="识别完成", failure="", revision=F("revision") + 1, **read)
        audit.record("read", claim.draft, by=_worker(claim), at=claim.now(), after=counts)


def _fail(claim: Claim, reason: str, **read: Any) -> None:
    target = TABLE.check("fail", state=claim.draft.state, roles=None).target
    with transaction.atomic():
        claim.write(state=target, stage="", failure=reason, revision=F("revision") + 1, **read)
        audit.record("fail", claim.draft, by=_worker(claim), at=claim.now(), reason=reason)


def _worker(claim: Claim) -> Any:
    return system(timezone.localdate(claim.at), "识别程序")
