"""Small answers for the page's script: saved boxes, checks of a line, its evidence. Nothing here is needed without."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from duban.core.refusal import Refused
from duban.core.text.figures import show_number
from duban.orgs.permissions import Invalid, NotAllowed, Verb
from duban.progress import checking
from duban.progress.actions import evidence as files
from duban.progress.enums import EDITABLE_STATES
from duban.progress.models import Evidence, Line, Observation, Report
from duban.web.downloads import attachment
from duban.web.http import methods
from duban.web.reports import boxes, loading, saving, whole
from duban.web.reports.page import ReportPage
from duban.web.request import HttpRequest


@methods(write=True, verb=Verb.DRAFT_REPORT)
def autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """A few boxes. The answer is sent when they are on disk; it says what others changed meanwhile."""
    report = loading.load_own(request, pk)
    at, data = timezone.now(), request.POST.dict()
    if report.state not in EDITABLE_STATES:
        return JsonResponse({"reason": "报告已送出或已受理，撤回后才能修改。您的内容已存在本机。"}, status=409)
    try:
        outcome = saving.save(report, data, by=request.actor, at=at)
        whole.keep_rest(report, data, outcome, by=request.actor, at=at)
    except NotAllowed:
        raise
    except Refused as no:
        return JsonResponse({"reason": no.reason}, status=409)
    return JsonResponse(_told(outcome, report, request))


def _told(outcome: saving.Outcome, report: Report, request: HttpRequest) -> dict[str, Any]:
    lately = ReportPage(report, request.actor).others_lately(timezone.now())
    report.refresh_from_db(fields=["answer"])
    return {
        "answer": boxes.token(report.answer),
        "saved": loading.now(),
        "rows": {key: _row(outcome, key) for key in outcome.rows},
        "faults": {each.name: each.message for each in outcome.faults},
        "clashes": {
            each.name: {
                "label": each.label,
                "theirs": each.theirs,
                "words": each.theirs_label,
                "token": each.token,
                "who": each.who,
            }
            for each in outcome.clashes
        },
        "others": "；".join(
            f"{line.updated_by} {timezone.localtime(line.updated_at):%H:%M} 保存了 {line.matter.code}"
            for line in lately
        ),
    }


def _row(outcome: saving.Outcome, key: str) -> dict[str, Any]:
    row = outcome.rows[key]
    names = boxes.BOXES[key[0]]
    held = outcome.refused
    by = f"{row.updated_by} {timezone.localtime(row.updated_at):%H:%M} 保存" if row.updated_at else ""
    return {
        "tokens": dict(zip(names, boxes.tokens(row, names).split("."), strict=True)),
        "now": {box: boxes.shown(row, box) for box in outcome.sent[key] if f"{key}-{box}" not in held},
        "fresh": saving.fresh(outcome, key),
        "by": by,
        "words": _words(row),
        "short": _short(row),
    }


def _words(row: Line | Observation) -> str:
    """A figure with its measure, for the places that show it: 120,000个."""
    if not isinstance(row, Observation) or row.value is None:
        return ""
    return f"{boxes.grouped(row.value)}{row.measure.unit}"


def _short(row: Line | Observation) -> str:
    """The figure as papers print it, where that is shorter: 12万个."""
    if not isinstance(row, Observation) or row.value is None or show_number(row.value) == boxes.grouped(row.value):
        return ""
    return f"{show_number(row.value)}{row.measure.unit}"


@methods(read=True, verb=Verb.DRAFT_REPORT)
def checks(request: HttpRequest, pk: int) -> HttpResponse:
    """What the checks say about some lines (``?line=12&line=13``)."""
    report = loading.load_own(request, pk)
    asked = request.GET.getlist("line")
    return _checks(request, report, [int(each) for each in asked if boxes.is_id(each)])


def _checks(request: HttpRequest, report: Report, lines: list[int]) -> HttpResponse:
    page = ReportPage(report, request.actor, only=lines)
    return render(request, "reports/_checks_of.html", {"every": list(page.checked.values()), "report": report})


@methods(write=True, verb=Verb.DRAFT_REPORT)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A finding answered in a sentence; the line's checks again."""
    report = loading.load_own(request, pk)
    match = whole.ANSWER.fullmatch(request.POST.get("name", ""))
    if match is None:
        raise Invalid("没有要说明的地方，请刷新页面。")
    line = _line(report, match["line"])
    text = request.POST.get("text", "")
    about = {"rule": match["rule"], "fingerprint": match["fingerprint"]}
    checking.answer(line=line, **about, text=text, by=request.actor, at=timezone.now())
    return _checks(request, report, [line.pk])


def _line(report: Report, asked: str) -> Line:
    line = report.lines.filter(pk=int(asked)).first() if boxes.is_id(asked) else None
    if line is None:
        raise Invalid("这一项已不在报告里，请刷新页面。")
    return line


def _evidence(request: HttpRequest, report: Report, line: Line | None, said: list[str]) -> HttpResponse:
    where = {"line": line} if line else {"report": report}
    rows = Evidence.objects.filter(**where, withdrawn_at__isnull=True).select_related("file", "by").order_by("id")
    context = {"key": f"l{line.pk}" if line else "r", "rows": rows, "report": report, "said": said}
    return render(request, "reports/_evidence.html", context, status=422 if said else 200)


@methods(write=True, verb=Verb.DRAFT_REPORT)
def evidence_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Files to a line (``line``), or to the report where none is named; those that are refused say why."""
    report = loading.load_own(request, pk)
    asked = request.POST.get("line", "")
    line = _line(report, asked) if asked else None
    said = whole.keep_files(line or report, request.FILES.getlist("files"), by=request.actor, at=timezone.now())
    return _evidence(request, report, line, said)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The file itself; withdrawn ones for the unit and the office only."""
    row = get_object_or_404(Evidence.objects.select_related("file", "line"), pk=pk)
    report_id = row.line.report_id if row.line else row.report_id
    if not Report.objects.visible_to(request.actor).filter(pk=report_id).exists():
        raise Http404
    if row.withdrawn_at and request.actor.is_leader:
        raise Http404
    return attachment(row.file)


@methods(write=True, verb=Verb.DRAFT_REPORT)
def evidence_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回: no longer part of the report, never deleted."""
    found = Evidence.objects.select_related("file", "line__report", "report").filter(pk=pk).first()
    if found is None:
        raise Http404
    report = loading.load_own(request, found.line.report_id if found.line else found.report_id or 0)
    files.withdraw(evidence=found, by=request.actor, at=timezone.now())
    return _evidence(request, report, found.line, [])
