"""发文稿: the paper as the signer reads it, the acts of the office and his own."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.workflow import paper_draft as flow
from duban.dispatch import drafting
from duban.dispatch.models import Draft
from duban.orgs.permissions import Verb
from duban.web import trail
from duban.web.documents.shown import sheet
from duban.web.http import methods, page
from duban.web.request import HttpRequest

_OFFICE = {
    "submit": (drafting.submit, "已送签。"),
    "recall": (drafting.recall, "已撤回，可以修改。"),
}
_WITH_REASON = {
    "reopen": (drafting.reopen, "已撤回，修改后须重新送签。"),
    "cancel": (drafting.cancel, "已作废，没有占用文号。"),
}
_SIGNER: dict[str, tuple[Callable[..., Draft], str]] = {
    "approve": (drafting.approve, "已签发，由督查室编号印发。"),
    "send_back": (drafting.send_back, "已退回督查室修改。"),
}


def _row(request: HttpRequest, pk: int) -> Draft:
    rows = Draft.objects.visible_to(request.actor)
    row: Draft = get_object_or_404(
        rows.select_related("signer", "drawn_by", "submitted_by", "approved_by", "corrects", "issued"), pk=pk
    )
    return row


@methods(read=True, verb=Verb.VIEW_LEDGER)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole paper, where it stands, and what the person may do."""
    row = _row(request, pk)
    moves = {move.name for move in flow.TABLE.available(row.state, drafting.roles_of(row, request.actor))}
    context = {
        "title": "发文稿",
        "row": row,
        "sheet": sheet(row.document),
        "moves": moves,
        "units": list(row.units.all()),
        "trail": trail.lines(row, request.actor),
    }
    return page(request, "documents/draft.html", context)


def _revision(request: HttpRequest) -> int:
    said = request.POST.get("revision", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else -1


@methods(write=True, verb=Verb.ISSUE_DOCUMENT)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """An act of the office."""
    row, name = _row(request, pk), request.POST.get("move", "")
    revision, comment = _revision(request), request.POST.get("comment", "")
    if name == "issue":
        made = drafting.issue(row=row, revision=revision, by=request.actor, at=timezone.now())
        messages.success(request, f"已印发{made.full_number}。")
        return redirect("document", made.pk)
    if name in _OFFICE:
        act, said = _OFFICE[name]
        act(row=row, revision=revision, by=request.actor, at=timezone.now())
    elif name in _WITH_REASON:
        act_with, said = _WITH_REASON[name]
        act_with(row=row, revision=revision, comment=comment, by=request.actor, at=timezone.now())
    else:
        raise Http404
    messages.success(request, said)
    return redirect("document-draft", pk)


@methods(write=True, verb=Verb.SIGN_DOCUMENT)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The signer's own act, on the paper that his page showed."""
    row, name = _row(request, pk), request.POST.get("move", "")
    if name not in _SIGNER:
        raise Http404
    act, said = _SIGNER[name]
    comment = request.POST.get("comment", "")
    act(row=row, revision=_revision(request), comment=comment, by=request.actor, at=timezone.now())
    messages.success(request, said)
    return redirect("document-draft", pk)
