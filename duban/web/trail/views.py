"""留痕."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from duban.orgs.permissions import Verb
from duban.web.http import methods, page


@methods(read=True, verb=Verb.VIEW_TRAIL)
def trail(request: HttpRequest) -> HttpResponse:
    """留痕."""
    return page(request, "trail/trail.html", {"title": "留痕"})
