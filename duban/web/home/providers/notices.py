"""Drafts of notices that somebody of the office has to look at."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from duban.notices import decisions as decided
from duban.notices.enums import DraftState
from duban.notices.models import NoticeDraft
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.web.home.waiting import Waiting

SHOWN = 10


def drafts(actor: Actor) -> Iterable[Waiting]:
    """Uploads that are being read, wait for correction, or could not be read."""
    if not may(actor, Verb.IMPORT_NOTICE):
        return
    rows = NoticeDraft.objects.visible_to(actor).open().select_related("file").order_by("-id")
    rows = rows.defer("source_text", "source_blocks", "reading")
    for draft in rows[:SHOWN]:
        yield Waiting(f"《{draft.file.name}》{_what(draft)}", reverse("notice-draft", args=[draft.pk]), _note(draft))
    more = rows.count() - SHOWN
    if more > 0:
        yield Waiting(f"另有 {more} 份来文待处理", reverse("notices"))


def _what(draft: NoticeDraft) -> str:
    return {
        DraftState.QUEUED.value: "排队识别",
        DraftState.READING.value: "正在识别",
        DraftState.READY.value: "待校对",
        DraftState.FAILED.value: "无法识别",
    }[draft.state]


def _note(draft: NoticeDraft) -> str:
    if draft.state == DraftState.FAILED:
        return draft.failure
    if draft.state == DraftState.READING:
        return f"{draft.stage or '识别中'}，已完成 {draft.progress}%"
    if draft.state != DraftState.READY or draft.current is None:
        return ""
    items = sum(len(programme["items"]) for programme in draft.current["programmes"])
    findings = len(decided.open_findings(draft.current, draft.decisions))
    rules = len(decided.open_rules(draft.current, draft.decisions))
    parts = [f"事项 {items} 项"]
    parts += [f"{findings} 条提示待处理"] if findings else []
    parts += [f"{rules} 条要求待确认"] if rules else []
    return "，".join(parts)
