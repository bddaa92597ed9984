"""The list of inspections, the months by unit, and one inspection with its moves."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.oversight.inspections import Overlap
from duban.core.workflow import inspection as flow
from duban.ledger.models import Matter
from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import NotAllowed, Refused, Verb, may
from duban.oversight.actions import inspections as acts
from duban.oversight.enums import InspectionKind, InspectionState
from duban.oversight.models import Conclusion, Inspection
from duban.web import trail
from duban.web.fields import Form
from duban.web.http import methods, page
from duban.web.inspections.forms import OverlapForm, WordForm
from duban.web.narrowing import Narrowing
from duban.web.request import HttpRequest

PAGE = 50
FIELDS: dict[str, tuple[str, Any, str]] = {
    "state": ("状态", dict(InspectionState.choices), "state"),
    "kind": ("类别", dict(InspectionKind.choices), "kind"),
    "year": ("年份", None, "first_day__year"),
}


@methods(read=True, verb=Verb.VIEW_LEDGER)
def inspections(request: HttpRequest) -> HttpResponse:
    """All inspections, the newest first; for a unit those that began at it."""
    ids = Inspection.objects.visible_to(request.actor).order_by().values("pk")
    narrowing, rows = Narrowing.of(request.GET, Inspection.objects.filter(pk__in=ids), FIELDS)
    rows = rows.select_related("head").annotate(
        unit_count=Count("units", distinct=True),
        served=Count("conclusions", filter=Q(conclusions__served_at__isnull=False), distinct=True),
        objected=Count(
            "conclusions",
            filter=Q(conclusions__objected_at__isnull=False, conclusions__decided_at__isnull=True),
            distinct=True,
        ),
    )
    found = Paginator(rows.order_by("-first_day", "-id"), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "督查",
        "page": found,
        "narrowing": narrowing,
        "may_plan": bool(may(request.actor, Verb.PLAN_INSPECTION)),
        "sees": request.actor.sees_everything,
    }
    return page(request, "inspections/inspections.html", context)


@dataclass(frozen=True)
class Stay:
    """An inspection at a unit in a month; ``met``: another one is there on some of its days."""

    row: Inspection
    met: bool


@methods(read=True, verb=Verb.VIEW_LEDGER)
def months(request: HttpRequest) -> HttpResponse:
    """Units by months: who is inspected when, and where two meet (多头、重复督查)."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and 1900 < int(asked) < 9999 else request.actor.today.year
    ids = Inspection.objects.visible_to(request.actor).order_by().values("pk")
    counted = Inspection.objects.filter(pk__in=ids).exclude(
        state__in=[InspectionState.DRAFT, InspectionState.CANCELLED]
    )
    inside = counted.filter(first_day__lte=dt.date(year, 12, 31), last_day__gte=dt.date(year, 1, 1))
    rows = list(inside.prefetch_related("units").order_by("first_day", "id"))
    by_unit: dict[Unit, list[Inspection]] = defaultdict(list)
    own = None if request.actor.sees_everything else own_unit_ids(request.actor)
    for row in rows:
        for unit in row.units.all():
            if own is None or unit.pk in own:
                by_unit[unit].append(row)
    units = sorted(by_unit, key=lambda unit: (unit.position, unit.pk))
    years = sorted({each.year for each in counted.dates("first_day", "year")} | {year}, reverse=True)
    context = {
        "title": f"{year}年各单位接受督查情况",
        "rows": [(unit, _months(by_unit[unit], year), _meets(by_unit[unit])) for unit in units],
        "months": range(1, 13),
        "year": year,
        "years": years,
    }
    return page(request, "inspections/months.html", context)


def _meets(rows: list[Inspection]) -> set[int]:
    """Inspections of one unit that share a day with another."""
    met: set[int] = set()
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            if one.first_day <= other.last_day and other.first_day <= one.last_day:
                met |= {one.pk, other.pk}
    return met


def _months(rows: list[Inspection], year: int) -> list[list[Stay]]:
    met, cells = _meets(rows), []
    for month in range(1, 13):
        first = dt.date(year, month, 1)
        last = (dt.date(year, month + 1, 1) if month < 12 else dt.date(year + 1, 1, 1)) - dt.timedelta(days=1)
        cells.append([Stay(row, row.pk in met) for row in rows if row.first_day <= last and row.last_day >= first])
    return cells


def load(request: HttpRequest, pk: int) -> Inspection:
    """The inspection, where the person may see it."""
    ids = Inspection.objects.visible_to(request.actor).order_by().values("pk")
    return get_object_or_404(Inspection.objects.filter(pk__in=ids).select_related("head", "approved_by"), pk=pk)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """One inspection: the plan, what it meets, its conclusions, and what may be done now."""
    return _show(request, load(request, pk))


def _roles(actor: Actor) -> set[str]:
    return ({flow.OFFICE} if actor.is_office else set()) | ({flow.LEADER} if actor.is_leader else set())


@dataclass(frozen=True)
class Met:
    """An overlap in words."""

    overlap: Overlap
    units: list[str]
    matters: list[str]


def met_of(row: Inspection, today: dt.date) -> list[Met]:
    """What the inspection meets, with names; a constant number of queries."""
    found = acts.met_by(row, today)
    unit_ids = {pk for each in found for pk in each.units}
    matter_ids = {pk for each in found for pk in each.matters}
    units = dict(Unit.objects.filter(pk__in=unit_ids).values_list("pk", "name")) if unit_ids else {}
    matters = dict(Matter.objects.filter(pk__in=matter_ids).values_list("pk", "code")) if matter_ids else {}
    return [
        Met(each, [units[pk] for pk in sorted(each.units)], [matters[pk] for pk in sorted(each.matters)])
        for each in found
    ]


def _units(row: Inspection, actor: Actor) -> list[tuple[Unit, Conclusion | None]]:
    """Units in the scope with their conclusions; for a unit itself alone."""
    written = {each.unit_id: each for each in Conclusion.objects.visible_to(actor).filter(inspection=row)}
    units = row.units.order_by("position", "pk")
    if not actor.sees_everything:
        units = units.filter(pk__in=own_unit_ids(actor))
    return [(unit, written.get(unit.pk)) for unit in units]


def _show(request: HttpRequest, row: Inspection, *, bound: Form | None = None, status: int = 200) -> HttpResponse:
    actor = request.actor
    moves = {each.name for each in flow.TABLE.available(row.state, _roles(actor))}
    team = list(row.team.order_by("name", "pk"))
    met = met_of(row, actor.today) if actor.sees_everything and row.state not in ("concluded", "cancelled") else []
    units = _units(row, actor)
    left = [unit.name for unit, made in units if made is None or made.served_at is None]
    own_team = actor.user is not None and actor.user.pk in {person.pk for person in team}
    context = {
        "title": row.title,
        "row": row,
        "team": team,
        "matters": row.matters.select_related("programme").in_printed_order() if actor.sees_everything else [],
        "units": units,
        "met": met,
        "forbidden": any(each.overlap.forbidden for each in met),
        "moves": moves,
        "no_approve": "督查组成员不能批准自己的督查方案。" if own_team else "",
        "no_conclude": f"还没有向{'、'.join(left)}送达结论。" if left else "",
        "early": row.first_day > actor.today,
        "over": row.last_day < actor.today,
        "overlap": bound
        if isinstance(bound, OverlapForm)
        else OverlapForm(initial={"overlap_reason": row.overlap_reason}),
        "word": bound if isinstance(bound, WordForm) else WordForm(),
        "sees": actor.sees_everything,
        "writes": bool(may(actor, Verb.PLAN_INSPECTION)) and row.state == InspectionState.STARTED,
        "trail": trail.lines(row, actor, also=[row.conclusions.all()]) if actor.sees_everything else [],
    }
    return page(request, "inspections/inspection.html", context, status=status)


SAID = {
    "submit": "已报批，由区领导批准。",
    "approve": "已批准，督查室可以开始督查。",
    "send_back": "已退回修改。",
    "start": "督查已开始，督查对象可以看到方案。",
    "conclude": "督查已形成结论。",
    "cancel": "已取消，方案留存。",
}


@methods(write=True, verb=Verb.VIEW_LEDGER)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """报批, 开始, 形成结论, 取消 by the office; 批准, 退回 by a leader."""
    row, name = load(request, pk), request.POST.get("move", "")
    if name not in flow.TABLE.by_name:
        raise Http404
    said: dict[str, Any] = {"row": row, "by": request.actor, "at": timezone.now()}
    form: Form | None = None
    if name in ("submit", "start"):
        form = OverlapForm(request.POST)
    elif flow.TABLE.by_name[name].needs_comment:
        form = WordForm(request.POST)
    if form is not None and not form.is_valid():
        return _show(request, row, bound=form, status=422)
    try:
        getattr(acts, name)(**said, **(form.cleaned_data if form is not None else {}))
    except NotAllowed:
        raise
    except Refused as no:
        if form is None:
            raise
        form.add_error(None, no.reason)
        return _show(request, load(request, pk), bound=form, status=422)
    messages.success(request, SAID[name])
    return redirect("inspection", pk)
