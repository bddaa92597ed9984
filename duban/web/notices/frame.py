"""What every page of the import wizard has in common: loading the draft, the stepper, the saved line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from duban.core.notice import corrections
from duban.notices import decisions as decided
from duban.notices.actions import redoable
from duban.notices.decisions import About
from duban.notices.enums import DraftState
from duban.notices.models import DraftCorrection, Notice, NoticeDraft
from duban.orgs.permissions import Invalid
from duban.web.notices import present
from duban.web.notices.present import LEVELS
from duban.web.request import HttpRequest

LABELS = ("上传", "识别", "校对", "单位", "要求与时限", "确认")
VIEWS = ("notices", "notice-draft", "notice-review", "notice-units", "notice-rules", "notice-confirm")
SHOWN_CHANGES = 30


def load(request: HttpRequest, pk: int, *, whole: bool = True) -> NoticeDraft:
    """The draft, if the person may see it; else 404. ``whole`` brings the long columns."""
    drafts = NoticeDraft.objects.visible_to(request.actor)
    if whole:  # what the reader said first is long too, and shown nowhere
        drafts = drafts.defer("reading", "source_blocks", "notice__source_text")
        drafts = drafts.select_related("file", "uploaded_by", "finished_by", "notice")
    else:
        drafts = drafts.for_list()
    return get_object_or_404(drafts, pk=pk)


def load_read(request: HttpRequest, pk: int) -> NoticeDraft:
    """A draft that has a reading to look at."""
    draft = load(request, pk)
    if not draft.result or draft.state not in {DraftState.READY, DraftState.CONFIRMED, DraftState.DISCARDED}:
        raise Invalid("这份来文还没有识别结果，请等识别完成后再看。")
    return draft


@dataclass(frozen=True)
class Step:
    """A step of the stepper: done, here, or still to come."""

    number: int
    label: str
    address: str
    state: str  # done | here | later
    note: str = ""


def stepper(draft: NoticeDraft, here: int) -> list[Step]:
    """Six steps; those that can be opened have an address."""
    read = draft.state in {DraftState.READY, DraftState.CONFIRMED}
    waiting = _waiting(draft) if read else {}
    steps = []
    for number, (label, view) in enumerate(zip(LABELS, VIEWS, strict=True), start=1):
        state = "here" if number == here else "done" if number < here or draft.state == "confirmed" else "later"
        address = ""
        if read and number >= 3 and number != here:
            address = reverse(view, args=[draft.pk])
        count = waiting.get(number, 0)
        steps.append(Step(number, label, address, state, f"{count} 处待定" if count else ""))
    return steps


def _waiting(draft: NoticeDraft) -> dict[int, int]:
    if draft.state != DraftState.READY or not draft.result:
        return {}
    waiting = decided.open_findings(draft.result, draft.decisions)
    of_units = sum(bool(decided.about_unit(finding)) for finding in waiting)
    return {
        3: len(waiting) - of_units,
        4: of_units,
        5: len(decided.open_rules(draft.result, draft.decisions)),
    }


def context(draft: NoticeDraft, here: int) -> dict[str, Any]:
    """What the bar at the top of each step shows; two queries."""
    rows = list(draft.corrections.select_related("by").order_by("seq"))
    changes = [
        {"words": corrections.describe(row.kind, row.payload), "row": row} for row in rows[-SHOWN_CHANGES:][::-1]
    ]
    current = draft.result
    header = current.get("header", {})
    return {
        "draft": draft,
        "editable": draft.state == DraftState.READY,
        "stepper": stepper(draft, here),
        "counts": present.counts(current, draft.decisions) if current else None,
        "notice_title": header.get("title", {}).get("text", "") or draft.file.name,
        "document_number": header.get("document_number", {}).get("text", ""),
        "changes": changes,
        "change_count": sum(row.undone_at is None for row in rows),
        "undoable": any(row.undone_at is None for row in rows),
        "redoable": redoable(rows) is not None,
        "saved_at": _saved_at(rows),
        "levels": LEVELS,
        "kind": decided.kind(draft.decisions),
        "rule_answers": decided.of(draft.decisions, About.RULE),
    }


def same_document(draft: NoticeDraft) -> Notice | None:
    """A confirmed notice with the same document number, read from another file."""
    number = (draft.result.get("header", {}).get("document_number") or {}).get("text", "")
    if not number or draft.state == DraftState.CONFIRMED:
        return None
    return Notice.objects.filter(document_number=number).select_related("confirmed_by").first()


def _saved_at(rows: list[DraftCorrection]) -> Any:
    moments = [moment for row in rows for moment in (row.at, row.undone_at) if moment is not None]
    return max(moments, default=None)
