"""The list, a draft with its live or frozen numbers, one number with the rows behind it, the paper."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from duban.circulars import checking, drafts, unsourced
from duban.circulars import paper as papers
from duban.circulars.figures import FIGURES
from duban.circulars.models import Circular, Part
from duban.core.circulars.placeholders import Reference
from duban.core.gongwen import frozen as frozen_paper
from duban.core.workflow import circular as flow
from duban.orgs.permissions import Verb, may
from duban.web import downloads, trail
from duban.web.circulars import shown
from duban.web.circulars.sources import sources
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.writers.docx import write_docx
from duban.writers.pdf import write_pdf

PAGE = 50
SHOWN = 200  # rows behind a number on one page


def loaded(request: HttpRequest, pk: int) -> Circular:
    """A draft that the person may see."""
    rows = Circular.objects.visible_to(request.actor).select_related(
        "period", "created_by", "approved_by", "submitted_by", "issued", "corrects__issued"
    )
    return get_object_or_404(rows, pk=pk)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def circulars(request: HttpRequest) -> HttpResponse:
    """All drafts and issued ones for office and leaders; for a unit what it is shown."""
    actor = request.actor
    if not actor.sees_everything:
        parts = Part.objects.visible_to(actor).select_related("circular__issued", "unit").order_by("-shown_at", "-id")
        found = Paginator(parts, PAGE).get_page(request.GET.get("page"))
        return page(request, "circulars/parts.html", {"title": "通报核对", "page": found, "today": actor.today})
    this_round = Q(parts__round=F("round"))
    rows = Circular.objects.visible_to(actor).select_related("period", "issued", "created_by", "corrects__issued")
    rows = rows.annotate(
        n_parts=Count("parts", filter=this_round),
        n_replied=Count("parts", filter=this_round & Q(parts__replied_at__isnull=False)),
    )
    found = Paginator(rows.order_by("-id"), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "通报和表彰",
        "page": found,
        "may_draft": bool(may(actor, Verb.DRAFT_CIRCULAR)),
        "today": actor.today,
    }
    return page(request, "circulars/circulars.html", context)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def circular(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with its figures, what is worth mending, whom it names and what they say, and what may be done."""
    row = loaded(request, pk)
    reading = drafts.read(row, now=timezone.now(), with_tables=False)
    named = shown.named(row, reading)
    office = bool(may(request.actor, Verb.DRAFT_CIRCULAR))
    context = {
        "title": row.name,
        "row": row,
        "reading": reading,
        "paragraphs": shown.paragraphs(row, reading),
        "remarks": checking.remarks(row, reading) if row.state in flow.OPEN else [],
        "numbers": unsourced.findings(row, reading),
        "may_source": office and row.is_live,
        "named": named,
        "exemptions": shown.exemptions(row),
        "moves": shown.moves(row, request.actor, any(each.lines for each in named)),
        "office": office,
        "may_exempt": office and row.state in ("draft", "shown"),
        "may_handle": office and row.state in ("draft", "shown"),
        "waiting": Part.objects.waiting().filter(circular=row).count(),
        "receipts": _receipts(row),
        "document": _document(row),
        "corrections": row.corrections.exclude(state="cancelled").select_related("issued"),
        "trail": trail.lines(row, request.actor, also=[row.parts.all()]),
        "today": request.actor.today,
    }
    return page(request, "circulars/circular.html", context)


def _receipts(row: Circular) -> dict[str, int] | None:
    """How many units got the issued document, and how many have read it."""
    if row.issued is None:
        return None
    found = row.issued.receipts.aggregate(all=Count("pk"), read=Count("read_at"))
    return {"all": found["all"], "read": found["read"]}


def _document(row: Circular) -> str:
    """Address of the issued document."""
    try:
        return reverse("document", args=[row.issued_id]) if row.issued_id else ""
    except NoReverseMatch:
        return ""


@methods(read=True, verb=Verb.VIEW_LEDGER)
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure: value, instant, rule, and the rows behind it."""
    row = loaded(request, pk)
    key = request.GET.get("key", "")
    reading = drafts.read(row, now=timezone.now(), with_tables=False)
    if key not in reading.values:
        raise Http404
    value = reading.values[key]
    name, _, argument = key.partition("：")
    definition = FIGURES.get(Reference(name, argument).name)
    on = timezone.localtime(reading.at).date()
    found = Paginator(value.rows, SHOWN).get_page(request.GET.get("page"))
    context = {
        "title": key,
        "row": row,
        "reading": reading,
        "value": value,
        "label": definition.label if definition else "",
        "page": found,
        "query": f"key={key}&",
        "sources": sources(found.object_list, on),
    }
    return page(request, "circulars/figure.html", context)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """复算: every frozen figure computed again at its instant, and the numbers that cannot be, with their sources."""
    row = loaded(request, pk)
    if row.frozen is None:
        raise Http404
    context = {
        "title": "复算",
        "row": row,
        "differences": drafts.recheck(row),
        "count": len(row.frozen["values"]),
        "numbers": unsourced.findings(row, drafts.thawed(row)),
    }
    return page(request, "circulars/recheck.html", context)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def paper(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """The paper as docx or pdf: marked as a draft before it is issued, the frozen document afterwards."""
    row = loaded(request, pk)
    if format not in ("docx", "pdf"):
        raise Http404
    if row.issued is not None:
        document = frozen_paper.thaw(row.issued.paper)
        name = f"{row.issued.full_number}.{format}"
    else:
        document = papers.preview(row, drafts.read(row, now=timezone.now()), on=request.actor.today)
        name = f"{row.name}（起草稿）.{format}"
    if format == "docx":
        return downloads.made(write_docx(document, made_at=timezone.now()), name, downloads.DOCX)
    return downloads.made(write_pdf(document, made_at=timezone.now()), name, "application/pdf")
