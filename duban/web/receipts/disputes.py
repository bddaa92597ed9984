"""异议: raised by the unit within its term, decided by the office within its own; both stay on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from duban.core.text.days import day_in_words
from duban.core.workflow import dispute as flow
from duban.ledger.models import Assignment
from duban.ledger.querysets import own_unit_ids
from duban.ledger.standing import standing_of
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import NotAllowed, Refused, Verb, may
from duban.orgs.workdays import office_calendar
from duban.progress.actions import receipts as actions
from duban.progress.enums import DisputeState
from duban.progress.models import Dispute
from duban.web import trail
from duban.web.http import methods, page
from duban.web.receipts.forms import DecisionForm, DisputeForm, ReassignForm
from duban.web.request import HttpRequest

PAGE = 50


@dataclass(frozen=True)
class Row:
    """A dispute with the clock of the office."""

    row: Dispute
    today: dt.date

    @property
    def due(self) -> dt.date:
        """Last day of the office's answer."""
        return actions.answer_due(self.row.raised_at)

    @property
    def open(self) -> bool:
        """Waits for the office's decision."""
        return self.row.state == DisputeState.OPEN

    @property
    def to_reassign(self) -> bool:
        """Was right, and the item is still with the unit."""
        return self.row.state == DisputeState.UPHELD and self.row.assignment.ended_at is None

    @property
    def said(self) -> str:
        """Time left, or that it is over."""
        return office_calendar().say(self.today, self.due) if self.open else ""

    @property
    def late(self) -> bool:
        """The office let its own term pass."""
        return self.open and self.today > self.due

    @property
    def of_others(self) -> bool:
        """The assignment is of a group or a merged unit: it is re-assigned on the page of the matter."""
        return self.row.assignment.unit_id != self.row.unit_id


def visible(actor: Actor) -> Any:
    """Disputes that the person may see, with what their lines show."""
    rows = Dispute.objects.visible_to(actor).select_related(
        "unit", "assignment__unit", "assignment__matter__programme", "raised_by", "decided_by"
    )
    return rows.defer("assignment__matter__search", "assignment__matter__text")


@methods(read=True, verb=Verb.VIEW_LEDGER)
def disputes(request: HttpRequest) -> HttpResponse:
    """All disputes, those that wait first; one's own for a unit."""
    state = request.GET.get("state", "")
    rows, today = visible(request.actor), request.actor.today
    counts = {s: rows.filter(state=s).count() for s in DisputeState.values}
    if state in counts:
        rows = rows.filter(state=state)
    first = Case(When(state=DisputeState.OPEN, then=0), default=1)
    found = Paginator(rows.order_by(first, "-id"), PAGE).get_page(request.GET.get("page"))
    found.object_list = [Row(each, today) for each in found]
    context = {
        "title": "异议",
        "page": found,
        "chips": [(s.value, s.label, counts[s.value], s.value == state) for s in DisputeState if counts[s.value]],
        "query": f"state={state}&" if state in counts else "",
        "office": request.actor.sees_everything,
    }
    return page(request, "receipts/disputes.html", context)


def _load(request: HttpRequest, pk: int) -> Dispute:
    return get_object_or_404(visible(request.actor), pk=pk)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """One dispute: reason, proposal, decision, and what may be done now."""
    return _show(request, _load(request, pk))


def _show(request: HttpRequest, row: Dispute, *, bound: Any = None, status: int = 200) -> HttpResponse:
    actor, seen = request.actor, Row(row, request.actor.today)
    moves = {move.name for move in flow.TABLE.available(row.state, actions.roles_of(row, actor))}
    to_reassign = seen.to_reassign and bool(may(actor, Verb.EDIT_MATTER))
    reassign_form = bound if isinstance(bound, ReassignForm) else None
    if reassign_form is None and to_reassign and not seen.of_others:
        reassign_form = ReassignForm(initial=ReassignForm.initial_of(row.assignment, row.proposal))
    context = {
        "title": f"异议：{row.assignment.matter.code}（{row.unit.name}）",
        "row": row,
        "seen": seen,
        "moves": moves,
        "decision": bound if isinstance(bound, DecisionForm) else DecisionForm() if "uphold" in moves else None,
        "reassign": reassign_form,
        "to_reassign": to_reassign,
        "new": row.assignment.replaced_by.select_related("unit").first(),
        "unit_names": unit_names(actor.today) if actor.is_office else [],
        "trail": trail.lines(row, actor),
    }
    return page(request, "receipts/dispute.html", context, status=status)


def unit_names(today: dt.date) -> list[str]:
    """For the list behind a box."""
    return list(Unit.objects.active(today).responsible().order_by("position", "id").values_list("name", flat=True))


def _mine(request: HttpRequest, pk: int) -> tuple[Assignment, Unit]:
    """The live assignment and one's own unit that holds it; 404 for everybody else."""
    rows = Assignment.objects.live().select_related("unit", "matter__programme", "basis")
    row = get_object_or_404(rows, pk=pk)
    own = Unit.objects.filter(pk__in=own_unit_ids(request.actor)).order_by("position", "id")
    for unit in own:
        if row.unit_id in standing_of([unit.pk], request.actor.today):
            return row, unit
    raise Http404


@methods(read=True, write=True, verb=Verb.DRAFT_REPORT)
def raise_dispute(request: HttpRequest, assignment: int) -> HttpResponse:
    """提出异议."""
    row, unit = _mine(request, assignment)
    form = DisputeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.dispute(unit=unit, assignment=row, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            due = actions.answer_due(made.raised_at)
            messages.success(request, f"异议已提交。督查室应在{day_in_words(due)}前裁定。")
            return redirect("dispute", made.pk)
    until = actions.dispute_until(row)
    context = {
        "title": f"提出异议：{row.matter.code}",
        "assignment": row,
        "unit": unit,
        "until": until,
        "left": office_calendar().say(request.actor.today, until),
        "over": request.actor.today > until,
        "form": form,
        "unit_names": unit_names(request.actor.today),
    }
    return page(request, "receipts/raise.html", context, status=422 if form.errors else 200)


@methods(write=True, verb=Verb.VIEW_LEDGER)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """异议成立, 维持交办, or the unit's 撤回."""
    row, move = _load(request, pk), request.POST.get("move", "")
    if move not in flow.TABLE.by_name:
        raise Http404
    form = DecisionForm(request.POST)
    if flow.TABLE.by_name[move].needs_comment and not form.is_valid():
        return _show(request, row, bound=form, status=422)
    comment = request.POST.get("comment", "")
    row = actions.decide(row=row, move=move, comment=comment, by=request.actor, at=timezone.now())
    said = {
        "uphold": "异议成立。请接着改派。",
        "reject": "已维持交办，提出单位会看到裁定意见。",
        "withdraw": "异议已撤回，请签收。",
    }
    messages.success(request, said[move])
    if move == "withdraw":
        return redirect(f"{reverse('receipts')}?{urlencode({'unit': row.unit_id})}")
    return redirect(reverse("dispute", args=[pk]) + ("#reassign" if move == "uphold" else ""))


@methods(write=True, verb=Verb.EDIT_MATTER)
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """改派 on the strength of the dispute."""
    row = _load(request, pk)
    form = ReassignForm(request.POST)
    if form.is_valid():
        try:
            new = actions.reassign(row=row, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, f"已改由“{new.unit}”承办，依据写明为本异议；该单位会收到新的待签收事项。")
            return redirect("dispute", pk)
    return _show(request, row, bound=form, status=422)


def waiting_for_office(today: dt.date) -> tuple[list[Row], int]:
    """Disputes to decide, the oldest first, and how many upheld ones still wait for re-assignment."""
    rows = Dispute.objects.select_related("unit", "assignment__matter")
    open_ = [Row(each, today) for each in rows.filter(state=DisputeState.OPEN).order_by("raised_at", "id")]
    upheld = Dispute.objects.filter(state=DisputeState.UPHELD, assignment__ended_at__isnull=True)
    return open_, upheld.count()


def of_matter(matter_id: int, actor: Actor) -> list[Row]:
    """Disputes about a matter that the person may see, oldest first."""
    rows = visible(actor).filter(assignment__matter=matter_id).order_by("id")
    return [Row(each, actor.today) for each in rows]
