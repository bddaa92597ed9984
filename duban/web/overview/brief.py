"""一页简报: on screen as it will be printed, and as docx and pdf, as of a day."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse

from duban.core.gongwen.document import Document, Paragraph, Spread, Table
from duban.orgs.permissions import NotAllowed, Verb
from duban.oversight import brief as briefs
from duban.web.downloads import DOCX, made
from duban.web.http import methods, page
from duban.web.lights.overview import Overview
from duban.web.request import HttpRequest
from duban.writers.docx import write_docx
from duban.writers.pdf import write_pdf

WRITERS = {"docx": (write_docx, DOCX), "pdf": (write_pdf, "application/pdf")}


def _paper(request: HttpRequest) -> tuple[Overview, Document]:
    """Of the year and day in the address; for the office and the leaders."""
    if not request.actor.sees_everything:
        raise NotAllowed("一页简报供区领导和督查室使用。")
    overview = Overview(request.actor, request.GET)
    return overview, briefs.paper(briefs.gather(year=overview.year, at=overview.at, board=overview.board))


@methods(read=True, verb=Verb.VIEW_LEDGER)
def brief(request: HttpRequest) -> HttpResponse:
    """Read before it is printed."""
    overview, paper = _paper(request)
    context = {
        "title": "一页简报",
        "overview": overview,
        "paper": paper,
        "parts": [_part(part) for part in paper.parts],
        "today": request.actor.today,
    }
    return page(request, "overview/brief.html", context)


def _part(part: object) -> dict[str, object]:
    """A part as the template shows it."""
    if isinstance(part, Table):
        head, *rows = part.rows
        return {
            "heads": [" ".join(c.paragraphs) for c in head.cells],
            "rows": [[c.paragraphs for c in r.cells] for r in rows],
        }
    if isinstance(part, Spread):
        return {"left": part.left, "right": part.right}
    assert isinstance(part, Paragraph)  # a brief is made of these three
    return {"text": part.text, "heading": part.keep}


@methods(read=True, verb=Verb.VIEW_LEDGER)
def brief_file(request: HttpRequest, format: str) -> HttpResponse:
    """The same as a file."""
    if format not in WRITERS:
        raise Http404
    overview, paper = _paper(request)
    write, media_type = WRITERS[format]
    at: dt.datetime = overview.at
    return made(write(paper, made_at=at), f"一页简报 {overview.on:%Y-%m-%d}.{format}", media_type)
