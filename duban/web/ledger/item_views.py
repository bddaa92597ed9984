"""The page of a matter (事项) and the acts of the office on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from duban.core.refusal import Refused
from duban.core.text.lines import cut_at_lines
from duban.ledger import actions
from duban.ledger.models import Assignment, MatterLink, Target
from duban.orgs.models import Unit
from duban.orgs.permissions import NotAllowed, Verb
from duban.web.http import methods, page
from duban.web.ledger import item_forms as forms
from duban.web.ledger.item_page import ItemPage, TargetView, neighbours
from duban.web.request import HttpRequest

BODY = "item-body"  # id of the part that htmx replaces

Perform = Callable[[ItemPage, Any, dict[str, Any]], str]


@methods(read=True, verb=Verb.VIEW_LEDGER)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """The page."""
    return _show(request, ItemPage.load(request, pk))


def _show(
    request: HttpRequest,
    shown: ItemPage,
    *,
    bound: forms.ItemForm | None = None,
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, or for htmx its body; ``bound``: the form that could not be followed, open with what was typed."""
    context: dict[str, Any] = {
        "title": f"{shown.matter.code} {shown.matter.title}".strip(),
        "item": shown,
        "done": done,
        "bound": bound.key if bound is not None else "",
        "forms": _forms(shown, bound) if shown.editable else None,
        "unit_names": _unit_names(request) if shown.editable else [],
        "near": neighbours(request, shown.matter),
    }
    if request.htmx and request.htmx.target == BODY:
        # htmx swaps answers of 2xx only; the sentence stands beside its form.
        return render(request, "ledger/item_body.html", context)
    return page(request, "ledger/item.html", context, status=status)


@dataclass(frozen=True)
class PageForms:
    """Every form of the page; the one that could not be followed stands in its place."""

    split: forms.ItemForm
    target_add: forms.ItemForm
    unit_add: forms.ItemForm
    targets: list[tuple[TargetView, forms.ItemForm, forms.ItemForm]]
    units: list[tuple[Assignment, forms.ItemForm, forms.ItemForm]]
    other: forms.ItemForm | None  # a "no" to a button without boxes


def _forms(shown: ItemPage, bound: forms.ItemForm | None) -> PageForms:
    used = set()

    def make(kind: type[forms.ItemForm], key: str, initial: dict[str, Any] | None = None) -> forms.ItemForm:
        if bound is not None and bound.key == key:
            used.add(key)
            return bound
        return kind(key=key, initial=initial)

    targets = [
        (
            target,
            make(forms.TargetForm, target.id, forms.TargetForm.initial_of(target.current)),
            make(forms.ReasonForm, f"{target.id}-turn"),
        )
        for target in shown.targets
    ]
    units = [
        (
            row,
            make(forms.AssignmentForm, f"unit-{row.pk}", forms.AssignmentForm.initial_of(row)),
            make(forms.ReasonForm, f"unit-{row.pk}-end"),
        )
        for row in shown.assignments
    ]
    made = PageForms(
        make(forms.SplitForm, "split", {"seen": shown.split_seen, "lines": shown.split_lines}),
        make(forms.AddTargetForm, "target-add"),
        make(forms.AssignmentForm, "unit-add", {"role": "responsible"}),
        targets,
        units,
        None,
    )
    return replace(made, other=bound) if bound is not None and bound.key not in used else made


def _unit_names(request: HttpRequest) -> list[str]:
    today = request.actor.today
    return list(Unit.objects.active(today).responsible().order_by("position", "id").values_list("name", flat=True))


def _act(request: HttpRequest, pk: int, form: forms.ItemForm, perform: Perform) -> HttpResponse:
    """Do it and show the page again; a "no" stands at the form, with what was typed."""
    shown = ItemPage.load(request, pk)
    if form.is_valid():
        try:
            done = perform(shown, timezone.now(), form.cleaned_data)
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            return _done(request, pk, done)
    return _show(request, ItemPage.load(request, pk), bound=form, status=422)


def _done(request: HttpRequest, pk: int, done: str) -> HttpResponse:
    if request.htmx:
        return _show(request, ItemPage.load(request, pk), done=done)
    messages.success(request, done)
    query = request.GET.urlencode()
    return redirect(reverse("ledger-item", args=[pk]) + (f"?{query}" if query else ""))


# clauses


@methods(write=True, verb=Verb.EDIT_MATTER)
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """确认拆分: as proposed, or at the line ends of the box."""

    def perform(shown: ItemPage, at: Any, data: dict[str, Any]) -> str:
        if data["lines"].strip():
            places = [shown.excised.back(a, b) for a, b in cut_at_lines(shown.excised.body, data["lines"])]
            as_shown = data["lines"].split() == shown.split_lines.split()
        else:
            places, as_shown = [], True
        if as_shown and shown.clauses:
            places = [(c.row.start, c.row.end) for c in shown.clauses]
        made = actions.split(matter=shown.matter, places=places, seen=data["seen"], by=shown.actor, at=at)
        return f"已拆分为 {len(made)} 项。"

    return _act(request, pk, forms.SplitForm(request.POST, key="split"), perform)


@methods(write=True, verb=Verb.EDIT_MATTER)
def whole(request: HttpRequest, pk: int) -> HttpResponse:
    """不拆分."""

    def perform(shown: ItemPage, at: Any, data: dict[str, Any]) -> str:
        actions.keep_whole(matter=shown.matter, seen=data["seen"], by=shown.actor, at=at)
        return "已按一项办理，不拆分。"

    return _act(request, pk, forms.SplitForm(request.POST, key="split"), perform)


# targets


def _target(shown: ItemPage, ordinal: int, version: int | None) -> Target:
    """The version that the person saw."""
    rows = Target.objects.filter(matter=shown.matter, ordinal=ordinal).select_related("matter__section")
    row = rows.filter(version=version).first() if version else rows.order_by("-version").first()
    if row is None:
        raise Http404
    row.matter = shown.matter
    return row


@methods(write=True, verb=Verb.EDIT_MATTER)
def target_add(request: HttpRequest, pk: int) -> HttpResponse:
    """补充指标."""
    form = forms.AddTargetForm(request.POST, key="target-add")

    def perform(shown: ItemPage, at: Any, data: dict[str, Any]) -> str:
        actions.add_target(
            matter=shown.matter,
            phrase=data["phrase"],
            figure=form.figure(),
            reason=data["reason"],
            by=shown.actor,
            at=at,
        )
        return f"已补充指标“{data['what']}”。"

    return _act(request, pk, form, perform)


@methods(write=True, verb=Verb.EDIT_MATTER)
def target(request: HttpRequest, pk: int, ordinal: int) -> HttpResponse:
    """更正指标, or with a document number 调整."""
    form = forms.TargetForm(request.POST, key=f"target-{ordinal}")

    def perform(shown: ItemPage, at: Any, data: dict[str, Any]) -> str:
        row = _target(shown, ordinal, data["version"])
        form.base = row.base
        actions.change_target(
            target=row,
            figure=form.figure(),
            reason=data["reason"],
            document_number=data["document_number"],
            by=shown.actor,
            at=at,
        )
        return f"已{'调整' if data['document_number'] else '更正'}指标“{data['what']}”，来文原值保留。"

    return _act(request, pk, form, perform)


@methods(write=True, verb=Verb.EDIT_MATTER)
def target_turn(request: HttpRequest, pk: int, ordinal: int, version: int) -> HttpResponse:
    """不作为指标, and back."""

    def perform(shown: ItemPage, at: Any, data: dict[str, Any]) -> str:
        row = _target(shown, ordinal, version)
        turn = actions.restore_target if row.withdrawn else actions.dismiss_target
        turn(target=row, reason=data["reason"], by=shown.actor, at=at)
        return f"“{row.phrase}”{'已恢复为指标' if row.withdrawn else '已标为不作为指标'}。"

    return _act(request, pk, forms.ReasonForm(request.POST, key=f"target-{ordinal}-turn"), perform)


# units


def _assignment(shown: ItemPage, assignment: int) -> Assignment:
    """Of this matter; ended ones too, so that the second of two people is told."""
    row = Assignment.objects.filter(matter=shown.matter, pk=assignment).select_related("unit", "basis").first()
    if row is None:
        raise Http404
    row.matter = shown.matter
    return row


@methods(write=True, verb=Verb.EDIT_MATTER)
def unit_add(request: HttpRequest, pk: int) -> HttpResponse:
    """增加承办单位."""

    def perform(shown: ItemPage, at: Any, data: dict[str, Any]) -> str:
        actions.add_assignment(matter=shown.matter, by=shown.actor, at=at, **data)
        return f"已增加承办单位“{data['unit']}”。"

    return _act(request, pk, forms.AssignmentForm(request.POST, key="unit-add"), perform)


@methods(write=True, verb=Verb.EDIT_MATTER)
def unit(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """改派."""

    def perform(shown: ItemPage, at: Any, data: dict[str, Any]) -> str:
        row = _assignment(shown, assignment)
        actions.change_assignment(assignment=row, by=shown.actor, at=at, **data)
        return f"已由“{row.unit}”改为“{data['unit']}”，来文所载名称保留。"

    return _act(request, pk, forms.AssignmentForm(request.POST, key=f"unit-{assignment}"), perform)


@methods(write=True, verb=Verb.EDIT_MATTER)
def unit_end(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """终止承办."""

    def perform(shown: ItemPage, at: Any, data: dict[str, Any]) -> str:
        row = _assignment(shown, assignment)
        actions.end_assignment(assignment=row, reason=data["reason"], by=shown.actor, at=at)
        return f"“{row.unit}”不再承办该事项。"

    return _act(request, pk, forms.ReasonForm(request.POST, key=f"unit-{assignment}-end"), perform)


@methods(write=True, verb=Verb.EDIT_MATTER)
def unit_confirm(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """确认牵头."""

    def perform(shown: ItemPage, at: Any, data: dict[str, Any]) -> str:
        row = _assignment(shown, assignment)
        actions.confirm_lead(assignment=row, by=shown.actor, at=at)
        return f"已确认“{row.unit}”牵头。"

    return _act(request, pk, forms.ItemForm(request.POST, key=f"unit-{assignment}-confirm"), perform)


# pairs


@methods(write=True, verb=Verb.EDIT_MATTER)
def link(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """同一目标 or not."""

    def perform(shown: ItemPage, at: Any, data: dict[str, Any]) -> str:
        row = MatterLink.objects.of(pk).filter(pk=link).select_related("a", "b").first()
        if row is None:
            raise Http404
        same = data["same"] == "1"
        actions.decide_link(link=row, same=same, seen=data["seen"], by=shown.actor, at=at)
        return f"已标为“{row.get_status_display()}”。"

    return _act(request, pk, forms.LinkForm(request.POST, key=f"link-{link}"), perform)
