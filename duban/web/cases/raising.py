"""提请协调: from a line of a report or alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.ledger.models import Assignment, Matter
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import NotAllowed, Refused, Verb
from duban.oversight.actions import cases as actions
from duban.oversight.enums import Reach
from duban.oversight.models import CoordinationCase
from duban.progress.models import Line
from duban.web.cases.forms import DifficultyForm
from duban.web.http import methods, page
from duban.web.own_units import own_units
from duban.web.receipts.disputes import unit_names
from duban.web.request import HttpRequest
from duban.web.signing.loading import posted


@methods(read=True, write=True, verb=Verb.RAISE_CASE)
def raise_case(request: HttpRequest) -> HttpResponse:
    """``?matter=`` or ``?line=`` says about what; without them one chooses among one's own items."""
    asked = request.POST or request.GET
    line = _line(asked.get("line", ""), request.actor)
    matter = line.matter if line else _matter(asked.get("matter", ""), request.actor)
    if matter is None:
        return _choose(request)
    units = _units(request.actor, matter)
    if not units:
        raise NotAllowed("这不是本单位的事项。")
    unit = next((each for each in units if str(each.pk) == asked.get("unit", "")), units[0])
    if line is not None and line.report.unit_id in {each.pk for each in units}:
        unit = line.report.unit
    before = list(actions.open_of(matter, unit).filter(pk__in=CoordinationCase.objects.visible_to(request.actor)))
    form = DifficultyForm(posted(request), initial=_initial(line), first=not before)
    if request.method == "POST" and form.is_valid():
        made = _raised(request, form, matter, unit, line)
        if made is not None:
            due = made.holdings.open().get().due_on
            messages.success(request, f"已提请协调。督查室应在 {due:%Y-%m-%d} 前处理；等待期间本单位的时限停止计算。")
            return redirect("case", made.pk)
    context = {
        "title": f"提请协调：{matter.code}",
        "matter": matter,
        "line": line,
        "unit": unit,
        "units": units if line is None else [],
        "form": form,
        "open": before,
        "unit_names": unit_names(request.actor.today),
    }
    return page(request, "cases/new.html", context, status=422 if form.errors else 200)


def _raised(
    request: HttpRequest, form: DifficultyForm, matter: Matter, unit: Unit, line: Line | None
) -> CoordinationCase | None:
    try:
        return actions.raise_case(
            matter=matter, unit=unit, said=form.said(), line=line, by=request.actor, at=timezone.now()
        )
    except NotAllowed:
        raise
    except Refused as no:
        form.add_error(None, no.reason)
        return None


def _number(text: str) -> int:
    """0 where it is none: there is no such row."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _matter(text: str, actor: Actor) -> Matter | None:
    """The matter that the address names; 404 where it is none of the person's."""
    if not text:
        return None
    found = Matter.objects.visible_to(actor).live().select_related("programme").filter(pk=_number(text)).first()
    if found is None:
        raise Http404
    return found


def _line(text: str, actor: Actor) -> Line | None:
    if not text:
        return None
    rows = Line.objects.filter(report__unit__in=actor.unit_ids, pk=_number(text))
    found = rows.select_related("matter__programme", "report__unit", "report__period", "waiting_on").first()
    if found is None:
        raise Http404
    return found


def _units(actor: Actor, matter: Matter) -> list[Unit]:
    """Own units that answer for the matter."""
    live = Assignment.objects.live().filter(matter=matter)
    return [unit for unit in own_units(actor) if live.held_by({unit.pk}, actor.today).exists()]


def _initial(line: Line | None) -> dict[str, Any]:
    """What the report says already is not typed again."""
    if line is None:
        return {"reach": Reach.ONE.value}
    waits = line.waiting_on.name if line.waiting_on else ""
    return {"text": line.problem or line.reason, "waiting_on": waits, "reach": Reach.ONE.value}


def _choose(request: HttpRequest) -> HttpResponse:
    """One's own items, to choose about which."""
    rows = Matter.objects.visible_to(request.actor).live().select_related("programme").in_printed_order()
    context = {
        "title": "提请协调",
        "matters": rows.defer("search", "text", "display") if not request.actor.sees_everything else [],
    }
    return page(request, "cases/choose.html", context)
