"""亮灯: the year at a glance, what moved, and one light with everything that it was judged from."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.oversight.rules import COLOUR_LABELS
from duban.core.oversight.schedule import BASIS_LABELS
from duban.ledger.models import Matter
from duban.orgs.permissions import Invalid, Refused, Verb, may
from duban.oversight.actions import lights as acts
from duban.oversight.enums import Colour
from duban.oversight.judging import Part
from duban.oversight.judging import lights as judged
from duban.oversight.models import LightChange, LightOverride
from duban.progress.models import Period
from duban.web import trail
from duban.web.http import methods, page
from duban.web.lights.overview import Overview, instant
from duban.web.request import HttpRequest

PAGE = 50


@methods(read=True, verb=Verb.VIEW_LEDGER)
def lights(request: HttpRequest) -> HttpResponse:
    """Counts, the grid of units and sections, and the list with its reasons, the worst first."""
    overview = Overview(request.actor, request.GET)
    found = Paginator(range(overview.total), PAGE).get_page(request.GET.get("page"))
    start = PAGE * (found.number - 1)
    query = overview.query()
    context = {
        "title": "亮灯",
        "overview": overview,
        "page": found,
        "query": f"{query}&" if query else "",
        "rows": [
            (each, overview.units.get(each.unit_id or 0))
            for each in overview.board.rows(overview.wish, start, start + PAGE)
        ],
        "rule": overview.rule,
        "today": request.actor.today,
        "may_set": bool(may(request.actor, Verb.SET_LIGHTS)),
    }
    return page(request, "lights/lights.html", context)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def moved(request: HttpRequest) -> HttpResponse:
    """What changed since a day: from the end of the last period that is past, unless another day is asked for."""
    overview = Overview(request.actor, request.GET)
    asked = request.GET.get("since", "")
    since, before_at = instant(asked or last_end(overview.year, overview.on).isoformat(), request.actor.today)
    found = Paginator(overview.board.moved(before_at), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "亮灯变化",
        "overview": overview,
        "since": since,
        "page": found,
        "query": f"since={since:%Y-%m-%d}&" + (f"{overview.query()}&" if overview.query() else ""),
        "rows": [(each, overview.units.get(each.now.unit_id or 0)) for each in found],
        "today": request.actor.today,
    }
    return page(request, "lights/moved.html", context)


def last_end(year: int, on: dt.date) -> dt.date:
    """The last day that the newest finished period covers; before all, the first day of the year."""
    ends = Period.objects.filter(year=year, covers_to__lt=on, kind="regular").order_by("-covers_to")
    return ends.values_list("covers_to", flat=True).first() or dt.date(year, 1, 1)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def light(request: HttpRequest, pk: int) -> HttpResponse:
    """One light: figure, schedule, rule, what a person said over it, and every change."""
    return _light(request, _matter(request, pk))


def _light(request: HttpRequest, matter: Matter, *, refused: str = "") -> HttpResponse:
    """The page; ``refused`` says why what was sent does not fit, and what was typed stands in the boxes."""
    pk = matter.pk
    day, at = instant(request.GET.get("on", ""), request.actor.today)
    found = judged(year=matter.programme.year, at=at, matter_ids=[pk])[pk]
    context = {
        "title": f"{matter.code} 亮灯",
        "matter": matter,
        "found": found,
        "on": day,
        "today": request.actor.today,
        "parts": [_part(part) for part in found.parts],
        "changes": LightChange.objects.filter(matter=matter).order_by("-id"),
        "colours": Colour.choices,
        "may_set": bool(may(request.actor, Verb.SET_LIGHTS)) and day == request.actor.today,
        "trail": trail.lines(matter, request.actor) if request.actor.sees_everything else [],
        "refused": refused,
        "typed": {name: request.POST.get(name, "") for name in ("colour", "reason", "until")},
    }
    return page(request, "lights/light.html", context, status=400 if refused else 200)


def _part(part: Part) -> dict[str, object]:
    """A judged goal as rows of a table: what was expected, what is, how far apart."""
    light, goal, use = part.light, part.goal, part.use
    return {
        "light": light,
        "word": COLOUR_LABELS[light.colour],
        "goal": goal,
        "target": use.target if use else None,
        "basis": BASIS_LABELS[light.basis],
        "expected": round(light.expected, 2) if light.expected is not None else None,
        "percent": round(light.shortfall * 100, 1) if light.shortfall is not None else None,
    }


def _matter(request: HttpRequest, pk: int) -> Matter:
    matter = Matter.objects.visible_to(request.actor).select_related("programme", "section").filter(pk=pk).first()
    if matter is None:
        raise Http404
    return matter


@methods(write=True, verb=Verb.SET_LIGHTS)
def override(request: HttpRequest, pk: int) -> HttpResponse:
    """人工改灯 with its reason."""
    matter = _matter(request, pk)
    colour = request.POST.get("colour", "")
    try:
        acts.override(
            matter=matter,
            colour=Colour(colour) if colour in Colour.values else None,
            reason=request.POST.get("reason", ""),
            until=_day(request.POST.get("until", "")),
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as no:
        return _light(request, matter, refused=no.reason)
    messages.success(request, f"{matter.code} 已改为“{Colour(colour).label}”，规则的判定仍在旁边显示。")
    return redirect("light", pk=pk)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("有效期无法识别。请写作 2023-03-06 的样子。") from None


@methods(write=True, verb=Verb.SET_LIGHTS)
def end_override(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销人工改灯: the rule's judgement counts again."""
    matter = _matter(request, pk)
    row = get_object_or_404(LightOverride, matter=matter, ended_at__isnull=True)
    acts.end_override(row=row, by=request.actor, at=timezone.now())
    messages.success(request, f"{matter.code} 恢复为规则的判定。")
    return redirect("light", pk=pk)
