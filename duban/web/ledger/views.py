"""台账."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from duban.orgs.permissions import Verb
from duban.web.http import methods, page


@methods(read=True, verb=Verb.VIEW_LEDGER)
def ledger(request: HttpRequest) -> HttpResponse:
    """台账."""
    return page(request, "ledger/ledger.html", {"title": "台账"})
