"""What the ledger page is compared with: the same server, middleware and log-in, the same rows, nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines

from duban.ledger.models import Matter
from duban.orgs.permissions import Verb
from duban.web.http import methods
from duban.web.ledger import table

PAGE = 50

PLAIN = """<!doctype html><html lang="zh-Hans"><head><title>台账</title></head><body><h1>台账（{{ total }}）</h1><table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table></body></html>"""


def rows(request: HttpRequest) -> list:
    """The rows of the first page, by the query of the ledger page."""
    matters = Matter.objects.visible_to(request.actor, None).live().in_printed_order()  # type: ignore[attr-defined]
    return list(table.rows(matters)[:PAGE])


@methods(read=True, verb=Verb.VIEW_LEDGER)
def empty(request: HttpRequest) -> HttpResponse:
    """Nothing but the log-in."""
    return HttpResponse("ok")


@methods(read=True, verb=Verb.VIEW_LEDGER)
def bare(request: HttpRequest) -> HttpResponse:
    """The rows, each as a line."""
    return HttpResponse("\n".join(str(row) for row in rows(request)), content_type="text/plain; charset=utf-8")


@methods(read=True, verb=Verb.VIEW_LEDGER)
def plain(request: HttpRequest) -> HttpResponse:
    """The rows and their number in the plainest template."""
    matters = rows(request)
    cells = [row.values() if isinstance(row, dict) else row if isinstance(row, tuple) else (row,) for row in matters]
    template = engines["django"].from_string(PLAIN)
    return HttpResponse(template.render({"rows": cells, "total": Matter.objects.live().count()}, request))
