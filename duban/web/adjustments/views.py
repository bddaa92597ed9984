"""The list of applications, one application with its decision, and the form to apply."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.workflow import adjustment as flow
from duban.ledger.models import Assignment, Matter, Target
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import NotAllowed, Refused, Verb
from duban.oversight.actions import adjustments as acts
from duban.oversight.enums import AdjustmentKind, AdjustmentState
from duban.oversight.models import Adjustment
from duban.web import trail
from duban.web.adjustments.forms import EXTENSION, WHOLE, CommentForm, WishForm
from duban.web.http import methods, page
from duban.web.narrowing import Narrowing
from duban.web.own_units import own_units
from duban.web.request import HttpRequest

PAGE = 50
FIELDS: dict[str, tuple[str, Any, str]] = {
    "state": ("状态", dict(AdjustmentState.choices), "state"),
    "kind": ("类别", dict(AdjustmentKind.choices), "kind"),
    "unit": ("单位", None, "unit__name"),
    "year": ("年度", None, "matter__programme__year"),
}


@dataclass(frozen=True)
class Row:
    """An application with its phrase."""

    row: Adjustment

    @property
    def asked(self) -> str:
        """Both values in one phrase."""
        return acts.asked_for(self.row)

    @property
    def waits(self) -> bool:
        """The office has to decide."""
        return self.row.state == AdjustmentState.APPLIED


def visible(actor: Actor) -> Any:
    """Applications that the person may see, with what their lines show."""
    rows = Adjustment.objects.visible_to(actor).select_related(
        "unit", "target", "matter__programme", "applied_by", "decided_by", "revoked_by"
    )
    return rows.defer("matter__search", "matter__text", "matter__display")


def narrowed(asked: Any, actor: Actor) -> tuple[Narrowing, Any]:
    """The filters of the address and the rows that they leave, those that wait first."""
    narrowing, rows = Narrowing.of(asked, visible(actor), FIELDS)
    return narrowing, rows.order_by(Case(When(state=AdjustmentState.APPLIED, then=0), default=1), "-id")


@methods(read=True, verb=Verb.VIEW_LEDGER)
def adjustments(request: HttpRequest) -> HttpResponse:
    """All applications, those that wait first; one's own for a unit. Withdrawn and revoked ones stay listed."""
    narrowing, rows = narrowed(request.GET, request.actor)
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "延期和调整",
        "page": found,
        "rows": [Row(each) for each in found],
        "narrowing": narrowing,
        "office": request.actor.sees_everything,
    }
    return page(request, "adjustments/adjustments.html", context)


def _units(actor: Actor, matter: Matter) -> list[Unit]:
    """Own units that answer for the matter."""
    live = Assignment.objects.live().filter(matter=matter)
    return [unit for unit in own_units(actor) if live.held_by({unit.pk}, actor.today).exists()]


@methods(read=True, write=True, verb=Verb.DRAFT_REPORT)
def new(request: HttpRequest, matter: int) -> HttpResponse:
    """申请延期或调整."""
    actor = request.actor
    row = get_object_or_404(Matter.objects.visible_to(actor).select_related("programme"), pk=matter)
    units = _units(actor, row)
    if not units:
        raise Http404
    chosen = request.POST.get("unit", "")
    unit = next((each for each in units if str(each.pk) == chosen), units[0])
    targets = acts.targets_of(row)
    form = WishForm(request.POST or None, targets=targets, initial={"kind": EXTENSION, "target": WHOLE})
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.apply(matter=row, unit=unit, wish=form.wish(), by=actor, at=timezone.now())
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, "申请已提交，由督查室审定。审定前可以撤回；原期限和原目标在审定前不变。")
            return redirect("adjustment", made.pk)
    context = {
        "title": f"申请延期或调整：{row.code}",
        "matter": row,
        "units": units,
        "unit": unit,
        "form": form,
        "obstacle": acts.obstacle(row, unit, actor),
        "days": _days(row, targets, actor),
        "open": visible(actor).filter(matter=row, state=AdjustmentState.APPLIED),
    }
    return page(request, "adjustments/new.html", context, status=422 if form.errors else 200)


def _days(matter: Matter, targets: list[Target], actor: Actor) -> list[tuple[str, dt.date, bool]]:
    """Of the matter and of each target: the last day, and whether it is past."""
    days = [("整个事项", acts.due_of(matter)), *((target.what, acts.due_of(matter, target)) for target in targets)]
    return [(what, due, due < actor.today) for what, due in days]


def _load(request: HttpRequest, pk: int) -> Adjustment:
    return get_object_or_404(visible(request.actor), pk=pk)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def adjustment(request: HttpRequest, pk: int) -> HttpResponse:
    """One application: what, why, how far, what was decided, and what may be done now."""
    return _show(request, _load(request, pk))


def roles_of(row: Adjustment, actor: Actor) -> set[str]:
    """In which part the person acts on it."""
    held = {flow.OFFICE} if actor.is_office else set()
    return held | ({flow.UNIT} if row.unit_id in actor.unit_ids else set())


def _show(
    request: HttpRequest, row: Adjustment, *, bound: CommentForm | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    moves = {move.name for move in flow.TABLE.available(row.state, roles_of(row, actor))}
    context = {
        "title": f"{row.get_kind_display()}：{row.matter.code}（{row.unit.name}）",
        "row": row,
        "asked": acts.asked_for(row),
        "moves": moves,
        "form": bound or CommentForm(),
        "past": [Row(each) for each in visible(actor).filter(matter=row.matter_id).exclude(pk=row.pk).order_by("-id")],
        "late": row.state == AdjustmentState.APPLIED and row.old_due < actor.today,
        "trail": trail.lines(row, actor),
    }
    return page(request, "adjustments/adjustment.html", context, status=status)


SAID = {
    "approve": "已同意，{what}即日起按此执行；原来的仍然显示。",
    "refuse": "已告知单位不同意，期限和目标不变。",
    "withdraw": "申请已撤回。撤回的申请仍列在这里。",
    "revoke": "同意已撤销，{what}恢复原样；此前的判定不变。",
}


@methods(write=True, verb=Verb.VIEW_LEDGER)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """同意, 不同意, 撤销同意 by the office; 撤回 by the unit."""
    row, move = _load(request, pk), request.POST.get("move", "")
    if move not in flow.TABLE.by_name:
        raise Http404
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _show(request, row, bound=form, status=422)
    try:
        row = acts.decide(row=row, move=move, comment=form.cleaned_data["comment"], by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as no:
        form.add_error("comment", no.reason)
        return _show(request, _load(request, pk), bound=form, status=422)
    what = "期限" if row.kind == AdjustmentKind.EXTENSION else "目标值"
    messages.success(request, SAID[move].format(what=what))
    return redirect("adjustment", pk)


def of_matter(matter: Matter, actor: Actor) -> list[Row]:
    """Applications about a matter, oldest first, for its page: the days and figures as they were and as they are.

    Everybody who sees the matter sees what was granted: it is the goal by which all are judged.
    """
    rows = Adjustment.objects.filter(matter=matter).select_related("unit", "target", "decided_by")
    if not actor.sees_everything:
        mine = {unit.pk for unit in own_units(actor)}
        rows = rows.filter(unit__in=mine) | rows.filter(state__in=[AdjustmentState.APPROVED, AdjustmentState.REVOKED])
    return [Row(each) for each in rows.order_by("id")]
