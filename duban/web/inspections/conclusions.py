"""A conclusion: written by the office, served as a document, read and objected to by the unit, decided by others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.text.days import day_in_words
from duban.dispatch.enums import Kind
from duban.dispatch.models import Dispatch
from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.permissions import NotAllowed, Refused, Verb, may
from duban.oversight.actions import conclusions as acts
from duban.oversight.enums import InspectionState
from duban.oversight.models import Conclusion, Rectification
from duban.web import trail
from duban.web.downloads import DOCX, made
from duban.web.fields import Form
from duban.web.http import methods, page
from duban.web.inspections.forms import ConclusionForm, DecisionForm, ObjectionForm, Points, points_of
from duban.web.inspections.views import load as load_inspection
from duban.web.request import HttpRequest
from duban.writers.docx import write_docx
from duban.writers.pdf import write_pdf

PDF = "application/pdf"


@methods(read=True, write=True, verb=Verb.PLAN_INSPECTION)
def write(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """起草 a conclusion on one unit, or 修改 it before it is served."""
    row = load_inspection(request, pk)
    of = get_object_or_404(row.units.all(), pk=unit)
    now = Conclusion.objects.filter(inspection=row, unit=of).first()
    if now is not None and now.served_at is not None:
        return redirect("inspection-conclusion", now.pk)
    points = list(now.rectifications.order_by("due_on", "id")) if now else []
    form = ConclusionForm(request.POST or None, initial={"facts": now.facts, "text": now.text} if now else None)
    lines = Points(request.POST or None, initial=[{"text": p.text, "due_on": p.due_on} for p in points])
    if request.method == "POST" and all([form.is_valid(), lines.is_valid()]):
        said: dict[str, Any] = {**form.cleaned_data, "points": points_of(lines), "by": request.actor}
        try:
            if now is None:
                now = acts.write_conclusion(row=row, unit=of, at=timezone.now(), **said)
            else:
                now = acts.change_conclusion(row=now, at=timezone.now(), **said)
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, "结论已保存。核对无误后送达，送达后不能再改。")
            return redirect("inspection-conclusion", now.pk)
    context = {"title": f"督查结论：{of.name}", "row": row, "unit": of, "form": form, "lines": lines, "now": now}
    wrong = bool(form.errors) or (lines.is_bound and not lines.is_valid())
    return page(request, "inspections/write.html", context, status=422 if wrong else 200)


def load(request: HttpRequest, pk: int) -> Conclusion:
    """The conclusion, where the person may see it: a unit its own, once served."""
    rows = Conclusion.objects.visible_to(request.actor).select_related(
        "inspection__approved_by", "unit", "written_by", "served_by", "objected_by", "decided_by"
    )
    return get_object_or_404(rows, pk=pk)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def conclusion(request: HttpRequest, pk: int) -> HttpResponse:
    """One conclusion with its document, the objection, the decision and what has to be set right."""
    return _show(request, load(request, pk))


def _no_objection(row: Conclusion, actor: Actor) -> str:
    """Why the unit cannot object now."""
    until = row.objection_until()
    if row.objected_at is not None:
        return "已经提出过异议。"
    return f"异议期限{day_in_words(until)}已过。" if until and actor.today > until else ""


def _no_decision(row: Conclusion, actor: Actor) -> str:
    """Why this person cannot decide on the objection."""
    decision = may(actor, Verb.DECIDE_OBJECTION)
    if not decision:
        return decision.reason
    return acts.RECUSED if acts.took_part(row, actor.person) else ""


def _decision_form(row: Conclusion, data: Any = None) -> DecisionForm:
    points = [
        (str(p.pk), p.text) for p in row.rectifications.filter(confirmed_at__isnull=True).order_by("due_on", "id")
    ]
    return DecisionForm(data, points=points)


def _show(request: HttpRequest, row: Conclusion, *, bound: Form | None = None, status: int = 200) -> HttpResponse:
    actor = request.actor
    own = row.unit_id in own_unit_ids(actor)
    waits = row.objected_at is not None and row.decided_at is None
    writes = bool(may(actor, Verb.PLAN_INSPECTION))
    no_decision = _no_decision(row, actor) if waits and not own else ""
    decides = waits and not own and not no_decision
    context = {
        "title": f"督查结论：{row.unit.name}",
        "row": row,
        "own": own,
        "writes": writes,
        "until": row.objection_until(),
        "decide_until": row.decision_until(),
        "no_objection": _no_objection(row, actor) if own else "",
        "objection": bound if isinstance(bound, ObjectionForm) else ObjectionForm(),
        "no_decision": no_decision,
        "decision": (bound if isinstance(bound, DecisionForm) else _decision_form(row)) if decides else None,
        "document": _issued(row, Kind.CONCLUSION),
        "decided": _issued(row, Kind.DECISION),
        "points": row.rectifications.select_related("reported_by", "confirmed_by").order_by("due_on", "id"),
        "today": actor.today,
        "started": row.inspection.state in (InspectionState.STARTED, InspectionState.CONCLUDED),
        "trail": trail.lines(row, actor, also=[Rectification.objects.filter(conclusion=row)]),
    }
    return page(request, "inspections/conclusion.html", context, status=status)


@methods(write=True, verb=Verb.PLAN_INSPECTION)
def serve(request: HttpRequest, pk: int) -> HttpResponse:
    """送达: as a document with its number; the 30 days run from today."""
    row = acts.serve(row=load(request, pk), by=request.actor, at=timezone.now())
    until = row.objection_until()
    assert until is not None  # it was served just now
    messages.success(request, f"结论已送达{row.unit.name}，{day_in_words(until)}前可以提出异议。")
    return redirect("inspection-conclusion", pk)


@methods(write=True, verb=Verb.DRAFT_REPORT)
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """提出异议 by the unit."""
    row, form = load(request, pk), ObjectionForm(request.POST)
    if form.is_valid():
        try:
            row = acts.object_to(row=row, text=form.cleaned_data["text"], by=request.actor, at=timezone.now())
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error("text", no.reason)
        else:
            until = row.decision_until()
            assert until is not None
            messages.success(request, f"异议已提出，{day_in_words(until)}前由没有参加督查的人员复核。")
            return redirect("inspection-conclusion", pk)
    return _show(request, load(request, pk), bound=form, status=422)


@methods(write=True, verb=Verb.DECIDE_OBJECTION)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """复核决定 by people who took no part."""
    row = load(request, pk)
    form = _decision_form(row, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            acts.decide_objection(
                row=row, upheld=said["upheld"] == "yes", text=said["text"],
                lifted=list(row.rectifications.filter(pk__in=said.get("lifted", []))),
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, "复核决定已作出，已编文号送达单位。")
            return redirect("inspection-conclusion", pk)
    return _show(request, load(request, pk), bound=form, status=422)


def _issued(row: Conclusion, kind: Kind) -> Dispatch | None:
    """What was served of the kind, the newest where it was corrected."""
    return Dispatch.objects.about(row).filter(kind=kind).order_by("-pk").first()


@methods(read=True, verb=Verb.VIEW_LEDGER)
def file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The document as it was served, as docx or pdf; with ``of=decision`` the decision on the objection."""
    row = load(request, pk)
    kind = Kind.DECISION if request.GET.get("of") == Kind.DECISION else Kind.CONCLUSION
    issued = _issued(row, kind)
    if issued is None or form not in ("docx", "pdf"):
        raise Http404
    data = write_docx(issued.document) if form == "docx" else write_pdf(issued.document)
    name = f"{issued.full_number} {row.unit.name}{kind.label}.{form}"
    return made(data, name, DOCX if form == "docx" else PDF)
