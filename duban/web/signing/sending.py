"""送审、送签、撤回、审核: the way inside the unit, before the principal's signature."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.core.workflow import report as flow
from duban.orgs.permissions import NotAllowed, Verb
from duban.progress.actions import corrections
from duban.progress.actions import signing as actions
from duban.progress.enums import ReportState
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.web.signing.forms import Comment
from duban.web.signing.loading import opened
from duban.web.signing.views import sheet

SENT = {
    ReportState.CHECKING: "已送审。本单位办公室负责人审核后，送主要领导签字；审核以前可以撤回。",
    ReportState.SIGNING: "已送签。主要领导签字后即报送督查室；签字以前可以撤回。",
    ReportState.SIGNED: "已报送，沿用上一版签字。主要领导可在受理前提出不同意；原版本在受理前继续有效。",
}


@methods(write=True, verb=Verb.DRAFT_REPORT)
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """送审 or 送签, whichever is the unit's way; ``move=send_carried`` sends a clerical correction."""
    report, carry = opened(request, pk).report, request.POST.get("move") == "send_carried"
    act = corrections.send_carried if carry else actions.submit
    report = act(report=report, by=request.actor, at=timezone.now())
    messages.success(request, SENT[ReportState(report.state)])
    return redirect("report_read", pk=pk)


@methods(write=True, verb=Verb.DRAFT_REPORT)
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit takes it back before signature."""
    actions.recall(report=opened(request, pk).report, by=request.actor, at=timezone.now())
    messages.success(request, "已撤回，可以继续修改。改好后重新送审、送签。")
    return redirect("report_read", pk=pk)


@methods(read=True, write=True, verb=Verb.DRAFT_REPORT)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """办公室负责人 reads and passes it on, or returns it to the clerk with a comment."""
    found = opened(request, pk)
    if flow.OFFICE_HEAD not in found.held:
        raise NotAllowed("审核由本单位办公室负责人办理。")
    if request.method == "GET" and found.report.state != ReportState.CHECKING:
        return redirect("report_read", pk=pk)
    form = Comment()
    if request.method == "POST":
        move, by, at = request.POST.get("move"), request.actor, timezone.now()
        if move == "fail_check":
            form = Comment(request.POST)
            if form.is_valid():
                actions.fail_check(report=found.report, **form.cleaned_data, by=by, at=at)
                messages.success(request, "已退回经办人修改。")
                return redirect("report_read", pk=pk)
        else:
            act = corrections.pass_carried if move == "pass_carried" else actions.pass_check
            report = act(report=found.report, by=by, at=at)
            messages.success(request, "审核通过。" + SENT[ReportState(report.state)])
            return redirect("report_read", pk=pk)
    context = {**sheet(found), "title": f"审核：{found.title}", "form": form, "may_carry": found.may("pass_carried")}
    return page(request, "signing/check.html", context, status=422 if form.errors else 200)
