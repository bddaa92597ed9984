"""登记纸质签字: the office finds the report by the code on the paper, and puts the scan with name and date to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from duban.core.reporting.codes import read_code
from duban.orgs.enums import PostKind
from duban.orgs.permissions import Invalid, Stale, Verb
from duban.progress import signatures
from duban.progress.actions import paper as actions
from duban.progress.enums import ReportState
from duban.progress.models import Report
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.web.signing.forms import FindPaper, Paper
from duban.web.signing.loading import Opened, opened, posted


@methods(read=True, verb=Verb.REVIEW_REPORT)
def find(request: HttpRequest) -> HttpResponse:
    """A code leads to its report and version."""
    form = FindPaper(request.GET if "code" in request.GET else None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        if Report.objects.visible_to(request.actor).filter(pk=code.report).exists():
            query = urlencode({"code": request.GET["code"].strip()})
            return redirect(f"{reverse('report_paper', args=[code.report])}?{query}")
        form.add_error("code", f"没有编号为 {code.report} 的报告。请核对纸质件页脚的核验码。")
    waiting = Report.objects.filter(state=ReportState.SIGNING).select_related("unit", "period")
    context = {
        "title": "登记纸质签字",
        "form": form,
        "waiting": waiting.order_by("submitted_at", "id")[:50],
    }
    return page(request, "signing/find_paper.html", context, status=422 if form.errors else 200)


@methods(read=True, write=True, verb=Verb.REVIEW_REPORT)
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm name and date, and upload the scan."""
    found = opened(request, pk)
    form = Paper(posted(request), request.FILES or None, initial={"code": request.GET.get("code", "")})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _record(request, found, form):
            messages.success(request, "已登记纸质签字，报告待受理。")
            return redirect("report_read", pk=pk)
    context = {
        "title": f"登记纸质签字：{found.title}",
        "opened": found,
        "report": found.report,
        "form": form,
        "principal": signatures.holder(found.report.unit_id, PostKind.PRINCIPAL, request.actor.today),
        "older": _older(request, found),
        "now": found.may("record_paper"),
    }
    return page(request, "signing/paper.html", context, status=status)


def _record(request: HttpRequest, found: Opened, form: Paper) -> bool:
    """Whether it was recorded; a refusal goes to the box that it is about, and nothing of it stays."""
    given: dict[str, Any] = form.cleaned_data
    by, at, upload, box = request.actor, timezone.now(), given["scan"], "code"
    try:
        with transaction.atomic():
            seen = actions.seen_on(found.report, given["code"])
            box = "scan"
            scan = actions.keep_scan(
                data=upload.read(), name=upload.name, media_type=upload.content_type or "", by=by, at=at
            )
            box = ""
            actions.record_paper(
                report=found.report,
                seen=seen,
                name=given["name"],
                signed_on=given["signed_on"],
                scan=scan,
                by=by,
                at=at,
            )
    except (Invalid, Stale) as no:
        form.add_error(box or ("signed_on" if "日期" in no.reason[:4] else "name"), no.reason)
        return False
    return True


def _older(request: HttpRequest, found: Opened) -> str:
    """What is wrong with the code that the address brought, said before anything is typed."""
    code = read_code(request.GET.get("code", ""))
    if code is None:
        return ""
    try:
        actions.seen_on(found.report, code)
    except (Invalid, Stale) as no:
        return no.reason
    return ""
