"""One unit in one period (应报): extension, waiver, what was sent, what happened."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.orgs.permissions import Invalid, Verb, may
from duban.progress import burden, completeness
from duban.progress.actions import periods as actions
from duban.progress.models import Obligation
from duban.web import trail
from duban.web.http import methods, page
from duban.web.periods import forms
from duban.web.periods.board import note
from duban.web.request import HttpRequest


def load(request: HttpRequest, pk: int) -> Obligation:
    """The expected report, if it is one that the person may see; else 404."""
    rows = Obligation.objects.visible_to(request.actor).select_related("period", "unit")
    return get_object_or_404(rows, pk=pk)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def obligation(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts, lines owed, versions, exceptions, trail."""
    return _page(request, load(request, pk))


def _page(
    request: HttpRequest,
    row: Obligation,
    *,
    extension: forms.Extension | None = None,
    waiver: forms.Reason | None = None,
) -> HttpResponse:
    actor = request.actor
    (state,) = completeness.rows(Obligation.objects.filter(pk=row.pk), today=actor.today)
    versions = row.unit.reports.filter(period=row.period).select_related("accepted_by").order_by("-version")
    may_manage = may(actor, Verb.MANAGE_PERIODS)
    context = {
        "title": f"{row.unit}：{row.period}",
        "row": row,
        "state": state,
        "label": state.stage_label if actor.sees_everything else state.unit_label,
        "note": note(state),
        "owed": row.owed.select_related("matter", "assignment"),
        "versions": versions,
        "burden": burden.of_rows([state])[0],
        "may_manage": may_manage,
        "extension": extension or forms.Extension(),
        "waiver": waiver or forms.Reason(prefix="waive"),
        "ending": forms.Reason(prefix="end"),
        "may_draft": row.unit_id in actor.unit_ids and bool(may(actor, Verb.DRAFT_REPORT)) and row.waived_at is None,
        "may_extend": may_manage and row.waived_at is None and row.first_signed_at is None and not row.period.closed_at,
        "may_end": may_manage and row.waived_at is not None and not row.period.closed_at,
        "trail": trail.lines(row, actor, also=[versions.order_by()]),
    }
    bad = any(form is not None and form.errors for form in (extension, waiver))
    return page(request, "periods/obligation.html", context, status=422 if bad else 200)


@methods(write=True, verb=Verb.MANAGE_PERIODS)
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """More time for this unit."""
    row, form = load(request, pk), forms.Extension(request.POST)
    if form.is_valid():
        try:
            actions.extend(obligation=row, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Invalid as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"“{row.unit}”本期延至 {row.due_on:%Y-%m-%d}。")
            return redirect("obligation", pk=pk)
    return _page(request, load(request, pk), extension=form)


@methods(write=True, verb=Verb.MANAGE_PERIODS)
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Excuse this unit from this period."""
    row, form = load(request, pk), forms.Reason(request.POST, prefix="waive")
    if not form.is_valid():
        return _page(request, row, waiver=form)
    actions.waive(obligation=row, **form.cleaned_data, by=request.actor, at=timezone.now())
    messages.success(request, f"“{row.unit}”本期免报，不计入应报数。需要时可以撤销。")
    return redirect("obligation", pk=pk)


@methods(write=True, verb=Verb.MANAGE_PERIODS)
def end_waiver(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the waiver back."""
    row, form = load(request, pk), forms.Reason(request.POST, prefix="end")
    if not form.is_valid():
        raise Invalid("撤销免报须写明理由。")
    actions.end_waiver(obligation=row, **form.cleaned_data, by=request.actor, at=timezone.now())
    messages.success(request, f"“{row.unit}”的免报已撤销，本期照常报送。")
    return redirect("obligation", pk=pk)
