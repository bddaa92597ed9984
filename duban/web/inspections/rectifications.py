"""整改: what was to be set right, by when, reported by the unit, seen by the office."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, CharField, Q, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from duban.orgs.actor import Actor
from duban.orgs.permissions import Verb, may
from duban.oversight.actions import conclusions as acts
from duban.oversight.models import Rectification
from duban.web.http import methods, page
from duban.web.narrowing import Narrowing
from duban.web.own_units import own_units
from duban.web.request import HttpRequest

PAGE = 50
LATE, OPEN, REPORTED, DONE, LIFTED = "late", "open", "reported", "done", "lifted"
STATES = {LATE: "逾期未报", OPEN: "整改中", REPORTED: "待核实", DONE: "已核实", LIFTED: "已免除"}
FIELDS: dict[str, tuple[str, Any, str]] = {
    "state": ("状态", STATES, "standing"),
    "unit": ("单位", None, "unit__name"),
}


def visible(actor: Actor) -> Any:
    """Points that the person may see, each with where it stands today."""
    standing = Case(
        When(lifted_at__isnull=False, then=Value(LIFTED)),
        When(confirmed_at__isnull=False, then=Value(DONE)),
        When(reported_at__isnull=False, then=Value(REPORTED)),
        When(Q(due_on__lt=actor.today), then=Value(LATE)),
        default=Value(OPEN),
        output_field=CharField(),
    )
    return Rectification.objects.visible_to(actor).served().annotate(standing=standing)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def rectifications(request: HttpRequest) -> HttpResponse:
    """All points, the nearest day first."""
    narrowing, rows = Narrowing.of(request.GET, visible(request.actor), FIELDS)
    rows = rows.select_related("unit", "conclusion__inspection", "reported_by", "confirmed_by")
    found = Paginator(rows.order_by("due_on", "id"), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "整改",
        "page": found,
        "rows": [(row, STATES[row.standing]) for row in found],
        "narrowing": narrowing,
        "own": {unit.pk for unit in own_units(request.actor)} if may(request.actor, Verb.DRAFT_REPORT) else set(),
        "office": request.actor.is_office,
    }
    return page(request, "inspections/rectifications.html", context)


@methods(write=True, verb=Verb.VIEW_LEDGER)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """报整改情况 by the unit; 核实 or 退回 by the office."""
    row = get_object_or_404(visible(request.actor), pk=pk)
    what, text = request.POST.get("act", ""), request.POST.get("text", "")
    who = {"row": row, "by": request.actor, "at": timezone.now()}
    if what == "report":
        acts.report_rectification(text=text, **who)
        said = "整改情况已报送，由督查室核实。"
    elif what == "confirm":
        acts.confirm_rectification(**who)
        said = "已核实。"
    elif what == "return":
        acts.return_rectification(comment=text, **who)
        said = "已退回继续整改。"
    else:
        raise Http404
    messages.success(request, said)
    return redirect(reverse("inspection-conclusion", args=[row.conclusion_id]) + f"#point-{pk}")
