"""联络员: the office's board of all units, and a unit's list as the notice's form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.core.liaisons import LiaisonFinding, LiaisonRow, check
from duban.ledger.querysets import own_unit_ids
from duban.orgs.models import Unit
from duban.orgs.permissions import NotAllowed, Refused, Stale, Verb
from duban.orgs.workdays import office_calendar
from duban.progress import liaison_lists
from duban.progress.actions import liaisons as actions
from duban.progress.liaison_lists import Line
from duban.progress.models import Liaison
from duban.web import trail
from duban.web.http import methods, page
from duban.web.liaisons.rows import Box, for_page, posted, resolved, with_empty
from duban.web.own_units import may_act_for, own_units, visible_unit
from duban.web.request import HttpRequest

FORMATS = ".docx .xlsx .xls .et .doc .wps .pdf .txt"
SHOWS: dict[str, tuple[str, Callable[[Line], bool]]] = {
    "": ("全部单位", lambda line: True),
    "none": ("未报", lambda line: line.state == "none"),
    "part": ("不全", lambda line: line.state == "part"),
    "full": ("齐全", lambda line: line.state == "full"),
    "left": ("有人离任", lambda line: bool(line.left)),
}


@methods(read=True, verb=Verb.VIEW_LEDGER)
def liaisons(request: HttpRequest) -> HttpResponse:
    """All units for office and leaders; somebody of one unit goes straight to it."""
    if not request.actor.sees_everything:
        own = own_units(request.actor)
        if len(own) == 1:
            return redirect("liaison", own[0].pk)
        return page(request, "liaisons/own.html", {"title": "联络员名单", "units": own})
    term, show = liaison_lists.term(), request.GET.get("show", "")
    lines = liaison_lists.board(request.actor.today)
    rows = [line for line in lines if SHOWS.get(show, SHOWS[""])[1](line)]
    context = {
        "title": "联络员名单",
        "rows": rows,
        "total": len(lines),
        "full": sum(line.state == "full" for line in lines),
        "chips": [(key, label, sum(map(fit, lines)), key == show) for key, (label, fit) in SHOWS.items()],
        "show": show,
        "term": term,
        "left": office_calendar().say(request.actor.today, term.due) if term.due else "",
    }
    return page(request, "liaisons/board.html", context)


def may_edit(request: HttpRequest, unit: Unit) -> bool:
    """The unit's own people, and the office for a unit that telephones it in."""
    return may_act_for(request.actor, unit) or request.actor.is_office


@methods(read=True, verb=Verb.VIEW_LEDGER)
def liaison(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of a unit: boxes for who may write, masked lines for everybody else; its past."""
    return show(request, visible_unit(request.actor, pk))


@methods(write=True, verb=Verb.VIEW_LEDGER)
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the list; where somebody was quicker, what was typed stays in the boxes beside the list in force."""
    unit = visible_unit(request.actor, pk)
    if not may_edit(request, unit):
        raise NotAllowed("名单由本单位或督查室填写。")
    typed = posted(request.POST)
    rows = resolved(unit, typed, request.actor.today)
    faults = check(rows)
    if faults:
        return show(request, unit, boxes=_with_faults(typed, faults), faults=faults, status=422)
    seen = {int(each) for each in request.POST.get("seen", "").split(",") if each.isdigit() and len(each) < 16}
    try:
        actions.save_list(unit=unit, rows=rows, seen=seen, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as no:
        boxes = [Box(row, source) for row, source in typed]
        return show(request, unit, boxes=boxes, refused=no.reason, status=409 if isinstance(no, Stale) else 422)
    messages.success(request, "名单已保存，从今天起生效；原来的人员留在“变动记录”里。")
    return redirect("liaison", unit.pk)


def _with_faults(typed: Sequence[tuple[LiaisonRow, str]], faults: Sequence[LiaisonFinding]) -> list[Box]:
    boxes = []
    for at, (row, source) in enumerate(typed):
        mine = {fault.column: fault.message for fault in faults if fault.row == at}
        boxes.append(Box(row, source, faults=mine))
    return boxes


def show(
    request: HttpRequest,
    unit: Unit,
    *,
    boxes: list[Box] | None = None,
    faults: Sequence[LiaisonFinding] = (),
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page."""
    actor, today = request.actor, request.actor.today
    rows = liaison_lists.current(unit, today)
    left = liaison_lists.who_left(rows, today)
    editable = may_edit(request, unit)
    shown = with_empty(boxes) if boxes is not None else for_page(unit, rows, left, today) if editable else []
    term = liaison_lists.term()
    context: dict[str, Any] = {
        "title": liaison_lists.form().heading(unit.name),
        "unit": unit,
        "rows": [(row, row.pk in left) for row in rows],
        "boxes": shown,
        "proposed": any(box.proposed for box in shown),
        "seen": request.POST.get("seen") if status == 422 else ",".join(str(row.pk) for row in rows),
        "faults": faults,
        "refused": refused,
        "line": Line(unit, rows, left),
        "past": liaison_lists.past(unit, today),
        "term": term,
        "left_days": office_calendar().say(today, term.due) if term.due else "",
        "editable": editable,
        "own": unit.pk in own_unit_ids(actor),
        "formats": FORMATS,
        "trail": trail.lines(unit, actor, also=[Liaison.objects.filter(unit=unit)]) if editable else [],
    }
    return page(request, "liaisons/liaison.html", context, status=status)
