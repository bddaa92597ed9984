"""谁在等谁: who waits for whom in a period."""

from __future__ import annotations

from django.http import HttpResponse

from duban.orgs.permissions import Verb
from duban.progress import waiting as found
from duban.web.http import methods, page
from duban.web.periods.setting import load
from duban.web.request import HttpRequest


@methods(read=True, verb=Verb.VIEW_LEDGER)
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Waiting lines by the unit waited for; leads without the reports of those who help. A unit sees its own part."""
    period = load(pk)
    context = {
        "title": f"{period}：谁在等谁",
        "period": period,
        "blocked": found.blocked(period, request.actor),
        "joint": found.joint(period, request.actor),
    }
    return page(request, "periods/waiting.html", context)
