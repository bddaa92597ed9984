"""A confirmed notice in the ledger (来文): what it brought, what it asks for, what was answered at import."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpResponse

from duban.ledger.enums import MatterState
from duban.ledger.models import Matter, Programme
from duban.notices import decisions as decided
from duban.notices.models import Notice, NoticeRule
from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb
from duban.web.downloads import attachment
from duban.web.http import methods, page
from duban.web.notices.present import SEVERITIES
from duban.web.request import HttpRequest

RULES = {
    "liaison_list": "联络人员名单",
    "handling_plan": "办理方案",
    "periodic_report": "定期报告",
    "lead_rule": "牵头规则",
    "appraisal": "绩效考核",
    "circular": "通报",
    "commendation": "表彰",
    "coordination": "协调解决",
    "supervision": "督查通报方式",
    "closing": "销号",
    "adjustment": "调整报批",
    "form_of_reports": "报送形式",
}


def _load(request: HttpRequest, pk: int) -> Notice:
    """A notice holds the items of everybody: for those who see everything, else 404."""
    actor: Actor = request.actor
    rows = Notice.objects.filter(pk=pk).select_related("draft__file", "confirmed_by")
    found = rows.defer("draft__source_text", "draft__source_blocks", "draft__reading").first()
    if found is None or not actor.sees_everything:
        raise Http404
    return found


@methods(read=True, verb=Verb.VIEW_LEDGER)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The page."""
    found = _load(request, pk)
    live = ~Q(matters__state=MatterState.WITHDRAWN)
    programmes = Programme.objects.filter(Q(notice=found) | Q(matters__notice=found)).annotate(
        total=Count("matters", filter=Q(matters__notice=found), distinct=True),
        standing=Count("matters", filter=Q(matters__notice=found) & live, distinct=True),
        measured=Count("matters", filter=Q(matters__notice=found, matters__target_count__gt=0) & live, distinct=True),
    )
    current = found.draft.current or {}
    context = {
        "title": found.title,
        "notice": found,
        "programmes": programmes.order_by("ordinal"),
        "withdrawn": Matter.objects.filter(withdrawn_by=found)
        .select_related("programme")
        .order_by("programme__ordinal", "ordinal"),
        "rules": [_rule(rule) for rule in found.rules.order_by("id")],
        "forms": current.get("forms", []),
        "findings": _answered(current, found.draft.decisions),
        "corrections": found.draft.corrections.filter(undone_at__isnull=True).count(),
    }
    return page(request, "ledger/notice.html", context)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def original(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it was uploaded."""
    return attachment(_load(request, pk).draft.file)


def _rule(rule: NoticeRule) -> dict[str, Any]:
    """A rule with its name, and its day as a day."""
    due = str(rule.data.get("due") or "")
    try:
        day = dt.date.fromisoformat(due)
    except ValueError:
        day = None
    return {"label": RULES.get(rule.kind, rule.kind), "sentence": rule.sentence, "data": rule.data, "due": day}


def _answered(current: dict[str, Any], decisions: dict[str, Any]) -> list[dict[str, Any]]:
    """Findings that asked for an answer, with the answer."""
    answers = decided.of(decisions, decided.About.FINDING)
    return [
        {
            "severity": SEVERITIES[finding["severity"]],
            "message": finding["message"],
            "answer": decided.FINDING_ANSWERS.get(answers.get(finding["id"], {}).get("answer", ""), ""),
            "note": answers.get(finding["id"], {}).get("note", ""),
        }
        for finding in current.get("findings", ())
        if finding["severity"] != "hint"
    ]
