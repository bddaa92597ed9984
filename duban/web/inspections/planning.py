"""拟订 and 修改 a plan of an inspection."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.workflow import inspection as flow
from duban.orgs.permissions import NotAllowed, Refused, Verb
from duban.oversight.actions import inspections as acts
from duban.oversight.models import Inspection
from duban.web.http import methods, page
from duban.web.inspections.forms import SchemeForm
from duban.web.request import HttpRequest


@methods(read=True, write=True, verb=Verb.PLAN_INSPECTION)
def new(request: HttpRequest) -> HttpResponse:
    """拟订督查方案."""
    form = SchemeForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            row = acts.plan(scheme=form.scheme(), by=request.actor, at=timezone.now())
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, "方案已保存。请查看与其他督查的重叠，再报批。")
            return redirect("inspection", row.pk)
    context = {"title": "拟订督查方案", "form": form}
    return page(request, "inspections/plan.html", context, status=422 if form.errors else 200)


@methods(read=True, write=True, verb=Verb.PLAN_INSPECTION)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """修改 a draft; a colleague who was quicker makes this one stale, and what was typed stays in the boxes."""
    row = get_object_or_404(Inspection.objects.select_related("head"), pk=pk)
    form = SchemeForm(request.POST or None, actor=request.actor, initial=SchemeForm.initial_of(row, request.actor))
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("revision", "")
        try:
            acts.change(
                row=row, scheme=form.scheme(), seen=int(seen) if seen.isdigit() else -1,
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except NotAllowed:
            raise
        except Refused as no:
            form.add_error(None, no.reason)
            row.refresh_from_db()
        else:
            messages.success(request, "方案已修改。")
            return redirect("inspection", pk)
    context = {"title": "修改督查方案", "form": form, "row": row, "editable": row.state == flow.DRAFT}
    return page(request, "inspections/plan.html", context, status=422 if form.errors else 200)
