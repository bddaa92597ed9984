"""Issued documents: the list, one as it prints, its files, who has read it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.dispatch import actions, keeping
from duban.dispatch.enums import Kind
from duban.dispatch.models import Dispatch, Draft, Receipt
from duban.ledger.querysets import own_unit_ids
from duban.orgs.permissions import NotAllowed, Verb, may
from duban.web import trail
from duban.web.documents.shown import sheet
from duban.web.downloads import DOCX, made
from duban.web.http import is_fragment, methods, page
from duban.web.request import HttpRequest
from duban.writers.docx import write_docx
from duban.writers.pdf import write_pdf

PAGE = 30
PDF = "application/pdf"


@methods(read=True, verb=Verb.VIEW_LEDGER)
def documents(request: HttpRequest) -> HttpResponse:
    """The list, newest first; filters by kind, year, and what one's own unit has not read."""
    actor = request.actor
    everything = Dispatch.objects.visible_to(actor)
    own = Receipt.objects.filter(dispatch=OuterRef("pk"), unit__in=own_unit_ids(actor), read_at__isnull=True)
    kind, year, unread = _asked(request)
    rows = everything.filter(kind=kind) if kind else everything
    rows = rows.filter(year=year) if year else rows
    rows = rows.filter(Exists(own)) if unread else rows
    rows = rows.defer("paper", "sources").select_related("corrects").prefetch_related("corrections")
    rows = rows.annotate(sent=Count("receipts"), read=Count("receipts", filter=Q(receipts__read_at__isnull=False)))
    rows = rows.annotate(mine=Exists(own)).order_by("-issued_at", "-pk")
    query = urlencode({k: v for k, v in (("kind", kind), ("year", year), ("unread", unread)) if v})
    context = {
        "title": "发文",
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "query": f"{query}&" if query else "",
        "kinds": Kind.choices,
        "years": list(everything.order_by("-year").values_list("year", flat=True).distinct()),
        "kind": kind,
        "year": year,
        "only_unread": unread,
        "any": everything.exists(),
        "everything": actor.sees_everything,
        "may_issue": bool(may(actor, Verb.ISSUE_DOCUMENT)),
        "drafts": Draft.objects.visible_to(actor).open().select_related("signer", "corrects").defer("paper"),
    }
    return page(request, "documents/documents.html", context)


def _asked(request: HttpRequest) -> tuple[str, int, str]:
    kind, year = request.GET.get("kind", ""), request.GET.get("year", "")
    return (
        kind if kind in Kind.values else "",
        int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
        "1" if request.GET.get("unread") == "1" and not request.actor.sees_everything else "",
    )


def visible(request: HttpRequest, pk: int) -> Dispatch:
    """The document, or 404."""
    rows = Dispatch.objects.visible_to(request.actor).select_related("issued_by", "approved_by", "corrects")
    row: Dispatch = get_object_or_404(rows, pk=pk)
    return row


@methods(read=True, verb=Verb.VIEW_LEDGER)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document on the screen as it prints, with who has read it."""
    row = visible(request, pk)
    actor = request.actor
    receipts = list(row.receipts.visible_to(actor).select_related("unit", "read_by"))
    context = {
        "title": row.full_number,
        "row": row,
        "changed": "" if keeping.is_intact(row) else keeping.CHANGED,
        "sheet": sheet(row.document),
        "receipts": receipts,
        "read_count": sum(each.read_at is not None for each in receipts),
        "unread_here": _own_unread(request, row).exists(),
        "corrections": list(row.corrections.visible_to(actor)),
        "earlier": row.corrects if row.corrects and _sees(request, row.corrects) else None,
        "draft": Draft.objects.visible_to(actor).filter(issued=row).defer("paper").first(),
        "open_draft": Draft.objects.visible_to(actor).open().filter(corrects=row).defer("paper").first(),
        "may_correct": bool(may(actor, Verb.ISSUE_DOCUMENT)) and not row.corrections.exists(),
        "trail": trail.lines(row, actor, also=[row.receipts.visible_to(actor)]),
    }
    return page(request, "documents/document.html", context)


def _sees(request: HttpRequest, row: Dispatch) -> bool:
    return bool(Dispatch.objects.visible_to(request.actor).filter(pk=row.pk).exists())


def _own_unread(request: HttpRequest, row: Dispatch) -> Any:
    return row.receipts.unread().filter(unit__in=own_unit_ids(request.actor))


@methods(write=True, verb=Verb.VIEW_LEDGER)
def document_read(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's person has the document open: the first one counts. The page asks for it by itself."""
    row = visible(request, pk)
    if not row.receipts.filter(unit__in=own_unit_ids(request.actor)).exists():
        raise NotAllowed("这份文件不是发给本单位的，不用记阅读。")
    for receipt in _own_unread(request, row):
        actions.read(row=receipt, by=request.actor, at=timezone.now())
    if is_fragment(request):
        return page(request, "documents/_read.html")
    return redirect("document", pk)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def document_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """docx or pdf, printed from the paper as it was frozen."""
    row = visible(request, pk)
    if form not in {"docx", "pdf"}:
        raise Http404
    keeping.require_intact(row)
    write, media = (write_docx, DOCX) if form == "docx" else (write_pdf, PDF)
    return made(write(row.document, made_at=row.issued_at), f"{row.full_number} {row.title}.{form}", media)
