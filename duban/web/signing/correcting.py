"""更正: a new version of an accepted report is proposed; the office may correct words while it accepts."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from duban.core.workflow.table import TransitionRefused
from duban.orgs.permissions import Invalid, NotAllowed, Verb
from duban.progress.actions import amending, corrections
from duban.progress.enums import ChangeKind, ReportState
from duban.progress.models import Line, Report
from duban.progress.settings import signs_clerical_again
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.web.signing.forms import Correction
from duban.web.signing.loading import Opened, opened, posted
from duban.web.signing.views import may_correct, sheet

BOXES = {
    "done": "进展与成效",
    "problem": "问题及原因",
    "next_step": "下一步及时限",
    "reason": "未报数原因",
    "synthesis": "牵头汇总",
}
LONGEST_REASON = 300


@methods(read=True, write=True, verb=Verb.VIEW_LEDGER)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a correction: kind, reason, who asked. The new version is a draft of the unit."""
    found = opened(request, pk)
    actor, report = request.actor, found.report
    if not (actor.is_office or report.unit_id in actor.unit_ids):
        raise NotAllowed("更正由承办单位或督查室提出。")
    if request.method == "GET" and not may_correct(found):
        return redirect("report_read", pk=pk)
    form = Correction(posted(request), initial={"requested_by": "office" if actor.is_office else "unit"})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        new = corrections.correct(
            report=report, kind=ChangeKind(given["kind"]), reason=form.why, requested_by=given["requested_by"],
            by=actor, at=timezone.now(),
        )  # fmt: skip
        messages.success(
            request,
            f"已形成第 {new.version} 版草稿，由{report.unit}修改、报送；受理以前第 {report.version} 版继续有效。",
        )
        return redirect(Opened(new, actor).fill_href or new_home(new))
    context = {
        "title": f"更正：{found.title}",
        "opened": found,
        "report": report,
        "form": form,
        "again": signs_clerical_again(report.unit_id),
    }
    return page(request, "signing/correct.html", context, status=422 if form.errors else 200)


def new_home(report: Report) -> str:
    """Where a version is read."""
    return reverse("report_read", args=[report.pk])


@methods(read=True, write=True, verb=Verb.REVIEW_REPORT)
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """受理并更正: the office accepts the report as signed and puts a version with corrected words beside it."""
    found = opened(request, pk)
    if request.method == "GET" and found.report.state != ReportState.SIGNED:
        return redirect("report_read", pk=pk)
    shown = sheet(found)
    rows = [_row(request, each.line) for part in shown["reading"].parts for each in part.lines]
    reason, error = request.POST.get("reason", "").strip()[:LONGEST_REASON], ""
    if request.method == "POST":
        edits = {row.line.matter_id: row.edits for row in rows if row.edits}
        try:
            _, new = amending.accept_with_correction(
                report=found.report, edits=edits, reason=reason, by=request.actor, at=timezone.now()
            )
        except (Invalid, TransitionRefused) as no:
            error = no.reason
        else:
            messages.success(
                request,
                f"已受理第 {found.report.version} 版；更正后的第 {new.version} 版沿用签字，"
                "主要领导可提出不同意，由另一位督查员受理后生效。",
            )
            return redirect("report_read", pk=new.pk)
    context = {**shown, "title": f"受理并更正：{found.title}", "rows": rows, "reason": reason, "error": error}
    return page(request, "signing/amend.html", context, status=422 if error else 200)


@dataclass
class AmendRow:
    """A line with its boxes as they stand or as they were typed, and what differs."""

    line: Line
    boxes: list[dict[str, str]] = field(default_factory=list)
    edits: dict[str, str] = field(default_factory=dict)


def _row(request: HttpRequest, line: Line) -> AmendRow:
    row = AmendRow(line)
    for name, label in BOXES.items():
        was = getattr(line, name)
        key = f"m{line.matter_id}-{name}"
        typed = request.POST.get(key, was).replace("\r\n", "\n")
        if was.strip() or typed.strip():
            row.boxes.append({"key": key, "label": label, "text": typed})
        if typed.strip() != was.strip():
            row.edits[name] = typed
    return row
