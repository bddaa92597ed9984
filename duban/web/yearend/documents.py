"""The year's book, the dossiers of units and the archive package as files."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header

from duban.core.gongwen.document import Document
from duban.ledger.querysets import own_unit_ids
from duban.orgs.models import Unit
from duban.orgs.permissions import Verb, may
from duban.progress.annex5 import safe
from duban.web.downloads import DOCX, ZIP, made
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.web.yearend.listing import chosen_year, years
from duban.writers import packing
from duban.writers.docx import write_docx
from duban.writers.pdf import write_pdf
from duban.yearend.actions import archiving
from duban.yearend.books import dossiers, year_book
from duban.yearend.models import Package

FORMATS = {"docx": (write_docx, DOCX), "pdf": (write_pdf, "application/pdf")}


def _file(paper: Document, name: str, format: str, at: dt.datetime) -> HttpResponse:
    if format not in FORMATS:
        raise Http404
    write, media_type = FORMATS[format]
    return made(write(paper, made_at=at), f"{safe(name)}.{format}", media_type)


@methods(read=True, verb=Verb.CLOSE_YEAR)
def book_file(request: HttpRequest, year: int, format: str) -> HttpResponse:
    """逐项对账表."""
    at = timezone.now()
    return _file(year_book(year=year, at=at), f"{year}年逐项对账表", format, at)


def units_of(year: int) -> list[Unit]:
    """Units that answer for something in the year, in their order."""
    found = Unit.objects.filter(assignments__matter__programme__year=year, assignments__ended_at__isnull=True)
    return list(found.distinct().order_by("position", "pk"))


@methods(read=True, verb=Verb.VIEW_LEDGER)
def units(request: HttpRequest) -> HttpResponse:
    """Dossiers: all of them for office and leaders, one's own for a unit."""
    year = chosen_year(request.GET.get("year", ""), request.actor)
    own = own_unit_ids(request.actor)
    shown = [unit for unit in units_of(year) if request.actor.sees_everything or unit.pk in own]
    context = {"title": f"{year}年单位档案", "year": year, "years": years(), "units": shown,
               "may_pack": bool(may(request.actor, Verb.CLOSE_YEAR))}  # fmt: skip
    return page(request, "yearend/units.html", context)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def dossier_file(request: HttpRequest, year: int, pk: int, format: str) -> HttpResponse:
    """One unit's dossier."""
    unit = get_object_or_404(Unit, pk=pk)
    if not (request.actor.sees_everything or unit.pk in own_unit_ids(request.actor)):
        raise Http404
    at = timezone.now()
    paper = dossiers(year=year, at=at, units=[unit])[unit.pk]
    return _file(paper, f"{unit.name}{year}年办理档案", format, at)


@methods(read=True, verb=Verb.CLOSE_YEAR)
def dossier_pack(request: HttpRequest, year: int) -> StreamingHttpResponse:
    """All dossiers, sent while they are written; the database is asked before the first byte."""
    at = timezone.now()
    chosen = units_of(year)
    papers = dossiers(year=year, at=at, units=chosen)
    response = StreamingHttpResponse(_pack([(unit.name, papers[unit.pk]) for unit in chosen], at), content_type=ZIP)
    response["Content-Disposition"] = content_disposition_header(True, f"{year}年单位档案.zip")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _pack(papers: Iterable[tuple[str, Document]], at: dt.datetime) -> Iterator[bytes]:
    sink, names = packing.Sink(), set[str]()
    day = timezone.localtime(at).timetuple()[:6]
    with zipfile.ZipFile(sink, "w") as pack:  # type: ignore[call-overload]
        for name, paper in papers:
            entry = packing.entry(packing.unused(f"{safe(name)}.docx", names), day)
            pack.writestr(entry, write_docx(paper, made_at=at))
            yield sink.take()
    yield sink.take()


@methods(read=True, verb=Verb.CLOSE_YEAR)
def archive(request: HttpRequest) -> HttpResponse:
    """What an archive package holds, and the packages that were made."""
    year = chosen_year(request.GET.get("year", ""), request.actor)
    rows = Package.objects.filter(year=year).select_related("made_by")
    found = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {"title": f"{year}年归档", "year": year, "years": years(), "page": found, "query": f"year={year}&"}
    return page(request, "yearend/archive.html", context)


@methods(write=True, verb=Verb.CLOSE_YEAR, atomic=False)
def archive_make(request: HttpRequest, year: int) -> FileResponse:
    """Make a package and hand it out. It is written to disk first: what is sent is whole or not sent."""
    with ExitStack() as stack:
        out = stack.enter_context(tempfile.TemporaryFile())
        archiving.make(year=year, out=out, by=request.actor, at=timezone.now())
        stack.pop_all()  # now the answer owns the file, and closes it when it is sent
    out.seek(0)
    response = FileResponse(out, as_attachment=True, filename=f"{year}年归档.zip", content_type=ZIP)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
