"""A unit's plans, the office's queue and board, acts on many at once, the print-out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from duban.core.plans.difference import said
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, Refused, Verb
from duban.orgs.workdays import office_calendar
from duban.progress import planning, receiving
from duban.progress.actions import plans as actions
from duban.progress.enums import PlanState
from duban.progress.models import HandlingPlan
from duban.progress.planning import LABELS, NONE, Line
from duban.web.http import methods, page
from duban.web.own_units import may_act_for, own_units
from duban.web.plans.page import unit_of, visible
from duban.web.request import HttpRequest

PAGE = 100
QUEUE = 100
STATES = (NONE, *(s.value for s in (PlanState.DRAFT, PlanState.RETURNED, PlanState.SUBMITTED, PlanState.ACCEPTED)))


@methods(read=True, verb=Verb.VIEW_LEDGER)
def plans(request: HttpRequest) -> HttpResponse:
    """One's own unit's plans, or one unit's for the office (``?unit=``); queue and board for office and leaders."""
    unit = unit_of(request)
    return _board(request) if unit is None else _list(request, unit)


def _list(request: HttpRequest, unit: Unit) -> HttpResponse:
    own, year = own_units(request.actor), receiving.newest_year()
    lines = planning.lines_of(unit, year=year, on=request.actor.today)
    counts = {state: sum(line.state == state for line in lines) for state in STATES}
    chosen = request.GET.get("show", "")
    shown = [line for line in lines if line.state == chosen] if chosen in counts else lines
    due, rule = planning.term()
    context = {
        "title": "办理方案" if unit in own else f"办理方案：{unit.name}",
        "unit": unit,
        "units": own if len(own) > 1 else [],
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "query": urlencode({"unit": unit.pk, **({"show": chosen} if chosen in counts else {})}) + "&",
        "chips": [(state, LABELS[state], n, state == chosen) for state, n in counts.items() if n],
        "total": len(lines),
        "ready": sum(line.ready for line in lines),
        "own": may_act_for(request.actor, unit),
        "office": request.actor.sees_everything,
        "due": due,
        "left": office_calendar().say(request.actor.today, due) if due else "",
        "rule": rule,
    }
    return page(request, "plans/plans.html", context)


def _board(request: HttpRequest) -> HttpResponse:
    year = receiving.newest_year()
    rows = planning.tallies(year=year, on=request.actor.today)
    queue = visible(request.actor).filter(state=PlanState.SUBMITTED).order_by("submitted_at", "pk")
    queue = queue.defer("matter__search", "matter__text")
    context = {
        "title": "办理方案",
        "year": year,
        "rows": rows,
        "queue": list(queue[:QUEUE]),
        "waiting": queue.count(),
        "total": sum(row.total for row in rows),
        "accepted": sum(row.accepted for row in rows),
        "missing": sum(row.missing for row in rows),
        "returned": sum(row.returned for row in rows),
    }
    return page(request, "plans/board.html", context)


@methods(write=True, verb=Verb.DRAFT_REPORT)
def submit_all(request: HttpRequest) -> HttpResponse:
    """报送 every plan of one's own unit that lacks nothing."""
    unit = unit_of(request)
    if unit is None:
        raise Http404
    lines = planning.lines_of(unit, year=receiving.newest_year(), on=request.actor.today)
    ready = [line.plan for line in lines if line.ready and line.plan is not None]
    if not ready:
        raise Invalid("没有可以报送的方案：还缺内容的请先补齐。")
    for row in ready:
        actions.submit(plan=row, by=request.actor, at=timezone.now())
    messages.success(request, f"已报送 {len(ready)} 份方案，待督查室审定。")
    return redirect(f"{reverse('plans')}?{urlencode({'unit': unit.pk})}")


@methods(write=True, verb=Verb.REVIEW_REPORT)
def accept_all(request: HttpRequest) -> HttpResponse:
    """通过 the plans that were chosen; what changed meanwhile is told and left."""
    chosen = [int(each) for each in request.POST.getlist("plan") if each.isascii() and each.isdigit()][:QUEUE]
    rows = list(HandlingPlan.objects.visible_to(request.actor).filter(pk__in=chosen).order_by("pk"))
    if not rows:
        raise Invalid("没有勾选方案。请先勾选要通过的方案。")
    done, refused = 0, []
    for row in rows:
        try:
            actions.accept(plan=row, by=request.actor, at=timezone.now())
        except Refused as no:
            refused.append(f"{row}：{no.reason}")
        else:
            done += 1
    if done:
        messages.success(request, f"已通过 {done} 份方案。")
    for sentence in refused:
        messages.warning(request, sentence)
    return redirect("plans")


@methods(read=True, verb=Verb.VIEW_LEDGER)
def print_page(request: HttpRequest) -> HttpResponse:
    """A4: what the notice asks for (一) of every matter of a unit — work, time nodes, leader, section."""
    unit = unit_of(request)
    if unit is None:
        raise Http404
    year = receiving.newest_year()
    lines = planning.lines_of(unit, year=year, on=request.actor.today)
    context = {
        "title": f"{unit.name}{year or ''}年责任事项办理方案",
        "unit": unit,
        "rows": [_printed(line) for line in lines],
        "missing": sum(line.plan is None for line in lines),
        "today": request.actor.today,
    }
    return page(request, "plans/print.html", context)


def _printed(line: Line) -> dict[str, Any]:
    labels = {use.measure_id: use.measure.name for use in line.uses}
    units = {use.measure_id: use.measure.unit for use in line.uses}
    nodes = []
    if line.plan is not None:
        for node in planning.value_of(line.plan).nodes:
            words = said(node, labels)
            unit = units.get(node.measure_id or 0, "")
            nodes.append(f"{words[:-1]}{unit}）" if node.measure_id else words)
    return {"line": line, "nodes": nodes}
