"""来文."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from duban.orgs.permissions import Verb
from duban.web.http import methods, page


@methods(read=True, verb=Verb.IMPORT_NOTICE)
def notices(request: HttpRequest) -> HttpResponse:
    """来文."""
    return page(request, "notices/notices.html", {"title": "来文"})
