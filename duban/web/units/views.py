"""单位."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from duban.orgs.permissions import Verb
from duban.web.http import methods, page


@methods(read=True, verb=Verb.VIEW_UNITS)
def units(request: HttpRequest) -> HttpResponse:
    """单位."""
    return page(request, "units/units.html", {"title": "单位"})
