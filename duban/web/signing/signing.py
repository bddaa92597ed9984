"""签字: the principal (or a delegate) reads on one screen what is signed, and signs, or sends it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.core.workflow import report as flow
from duban.orgs.enums import PostKind
from duban.orgs.permissions import NotAllowed, Stale, Verb
from duban.progress import signatures
from duban.progress.actions import corrections
from duban.progress.actions import signing as actions
from duban.progress.enums import ReportState
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.web.signing.forms import Comment, Sign
from duban.web.signing.loading import Opened, opened, posted
from duban.web.signing.password import refused
from duban.web.signing.views import sheet


def for_signer(request: HttpRequest, pk: int) -> Opened:
    """The report, for who may sign it."""
    found = opened(request, pk)
    if flow.PRINCIPAL not in found.held:
        raise NotAllowed("签字由本单位主要领导或其书面委托的人办理。")
    return found


@methods(read=True, write=True, verb=Verb.SIGN_REPORT)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, and sign what was read: the digest goes with the form, so a change meanwhile is noticed."""
    found = for_signer(request, pk)
    if request.method == "GET" and found.report.state != ReportState.SIGNING:
        return redirect("report_read", pk=pk)
    form, status, stale = Sign(posted(request)), 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid() and (no := refused(request, form.cleaned_data["password"])) is not None:
            form.add_error("password", no.reason)
            status = no.status
        elif form.is_valid():
            try:
                actions.sign(report=found.report, **form.cleaned_data, by=request.actor, at=timezone.now())
            except Stale as no:
                stale, status, form = no.reason, 409, Sign()
                found = for_signer(request, pk)
            else:
                messages.success(request, "已签字报送。督查室受理或退回后，会在待办里告知。")
                return redirect("report_read", pk=pk)
    return _page(request, found, form, stale, status)


def _page(request: HttpRequest, found: Opened, form: Sign, stale: str, status: int) -> HttpResponse:
    given = found.mandate if not _holds(found) else None
    context = {
        **sheet(found),
        "title": f"签字：{found.title}",
        "form": form,
        "refuse_form": Comment(prefix="refuse"),
        "meaning": signatures.MEANING,
        "mandate": given,
        "giver": signatures.giver(given) if given is not None else "",
        "wrote": given is not None and actions.wrote(found.report, request.actor.person),
        "stale": stale,
    }
    return page(request, "signing/sign.html", context, status=status)


def _holds(found: Opened) -> bool:
    return found.actor.holds(PostKind.PRINCIPAL, found.report.unit_id)


@methods(write=True, verb=Verb.SIGN_REPORT)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """退回修改: not signed, with the reason."""
    found = for_signer(request, pk)
    comment = request.POST.get("refuse-comment", "").strip()[:500]
    actions.refuse(report=found.report, comment=comment, by=request.actor, at=timezone.now())
    messages.success(request, "已退回经办人修改，没有签字。改好后会再送您签字。")
    return redirect("report_read", pk=pk)


@methods(write=True, verb=Verb.SIGN_REPORT)
def carried(request: HttpRequest, pk: int) -> HttpResponse:
    """The principal's word on a signature that was carried over: agrees, or does not."""
    found = for_signer(request, pk)
    if request.POST.get("move") == "object":
        comment = request.POST.get("comment", "").strip()[:500]
        corrections.object_to_carrying(report=found.report, comment=comment, by=request.actor, at=timezone.now())
        messages.success(request, "已退回起草，这一版须由您签字后才能报送；原版本继续有效。")
    else:
        corrections.concur(report=found.report, by=request.actor, at=timezone.now())
        messages.success(request, "已同意沿用签字，督查室可以受理。")
    return redirect("report_read", pk=pk)
