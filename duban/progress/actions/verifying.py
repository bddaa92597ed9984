"""Checking every signature against what stands there now (签字核验), on demand and every night."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from duban.audit.actions import record
from duban.audit.models import ChainHead, Event
from duban.orgs.actor import Actor
from duban.progress import signatures
from duban.progress.models import Signature

VERB = "signature.verify"
REMIND = dt.timedelta(days=30)


def check_all() -> tuple[int, list[tuple[Signature, str]]]:
    """How many live signatures there are, and those that do not hold, with the reason."""
    return Signature.objects.live().count(), list(signatures.broken())


@transaction.atomic
def note(count: int, broken: list[tuple[Signature, str]], *, by: Actor, at: dt.datetime) -> Event | None:
    """Put the result into the trail where it differs from the last one, or a month has passed.

    The trail names reports by number only: who administers the audit sees no business content.
    """
    found = [f"报告 {signature.report_id}" for signature, _ in broken[:20]]
    after = {"broken": len(broken), "found": found, "result": result_words(count, len(broken))}
    last = Event.objects.filter(verb=VERB).order_by("-seq").first()
    if last is not None and (last.after or {}).get("found") == found and at - last.at < REMIND:
        return None
    head, _ = ChainHead.objects.get_or_create(id=1)
    return record(VERB, head, by=by, at=at, after={**after, "count": count})


def result_words(count: int, broken: int) -> str:
    """The result as a sentence."""
    return f"签字 {count} 份，{broken} 份与内容不符" if broken else f"签字 {count} 份，都与内容一致"
