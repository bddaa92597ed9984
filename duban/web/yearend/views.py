"""年终对账: the list of a year's lines, one line with what differs, settling and taking back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.ledger.models import Matter
from duban.orgs.permissions import Refused, Stale, Verb, may
from duban.web import trail
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.web.yearend.listing import Book, BookRow, years
from duban.yearend.accounts import entries
from duban.yearend.actions import settling
from duban.yearend.models import Settlement

PAGE = 50


@methods(read=True, verb=Verb.VIEW_LEDGER)
def yearend(request: HttpRequest) -> HttpResponse:
    """Every item with its goals, its grade and what differs; what agrees can be settled in one go."""
    book = Book(request.actor, request.GET)
    found = Paginator(book.rows, PAGE).get_page(request.GET.get("page"))
    query = book.query()
    context = {
        "title": f"{book.year}年逐项对账",
        "book": book,
        "years": years(),
        "page": found,
        "query": f"{query}&" if query else "",
        "may_settle": bool(may(request.actor, Verb.CLOSE_YEAR)),
    }
    return page(request, "yearend/yearend.html", context)


@methods(write=True, verb=Verb.CLOSE_YEAR)
def agreeing(request: HttpRequest, year: int) -> HttpResponse:
    """Settle all lines without differences that the page showed."""
    seen = request.POST.getlist("seen")
    done = settling.settle_agreeing(year=year, seen=seen, by=request.actor, at=timezone.now())
    messages.success(request, f"已对账 {len(done)} 项。" if done else "没有可以一并对账的事项。")
    return redirect(f"/yearend/?year={year}")


@methods(read=True, verb=Verb.VIEW_LEDGER)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: what was promised, what was reported, what was found, and where they differ."""
    return _item(request, pk)


def _item(request: HttpRequest, pk: int, refused: str = "") -> HttpResponse:
    matter = get_object_or_404(Matter.objects.visible_to(request.actor).select_related("programme"), pk=pk)
    entry = entries(year=matter.programme.year, at=timezone.now(), matter_ids=[pk]).get(pk)
    if entry is None:
        raise Http404
    rows = Settlement.objects.filter(matter=matter).select_related("settled_by", "withdrawn_by")
    live = next((row for row in rows if row.withdrawn_at is None), None)
    context = {
        "title": f"{matter.code} 对账",
        "matter": matter,
        "row": BookRow(entry, live, matter.body),
        "earlier": [row for row in rows if row.withdrawn_at is not None],
        "may_settle": bool(may(request.actor, Verb.CLOSE_YEAR)),
        "trail": trail.lines(live, request.actor) if live and request.actor.sees_everything else [],
        "refused": refused,
        "typed": request.POST.get("remark", ""),
    }
    return page(request, "yearend/item.html", context, status=400 if refused else 200)


@methods(write=True, verb=Verb.CLOSE_YEAR)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """对账 one line."""
    matter = get_object_or_404(Matter.objects.select_related("programme"), pk=pk)
    remark, seen = request.POST.get("remark", ""), request.POST.get("seen", "")
    try:
        settling.settle(matter=matter, seen=seen, remark=remark, by=request.actor, at=timezone.now())
    except Stale:
        raise
    except Refused as refused:
        return _item(request, pk, str(refused))
    messages.success(request, f"{matter.code} 已对账。")
    return redirect("yearend-item", pk)


@methods(write=True, verb=Verb.CLOSE_YEAR)
def unsettle(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销对账."""
    row = get_object_or_404(Settlement, pk=pk)
    try:
        settling.withdraw(row=row, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    except Stale:
        raise
    except Refused as refused:
        return _item(request, row.matter_id, str(refused))
    messages.success(request, "对账已撤销，可以重新核对。")
    return redirect("yearend-item", row.matter_id)
