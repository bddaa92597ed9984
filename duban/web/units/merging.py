"""Merging two units on the screen: choose, see what will happen, confirm; and the way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.ledger.models import Assignment
from duban.orgs import actions as orgs
from duban.orgs.permissions import Invalid, Verb
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.web.units import forms
from duban.web.units.views import load


@methods(read=True, write=True, verb=Verb.EDIT_UNITS)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """GET with a target: the preview. POST: the merger."""
    source = load(request, pk)
    data = request.POST if request.method == "POST" else (request.GET if "target" in request.GET else None)
    form = forms.Merge(data, source=source, actor=request.actor, initial={"on": request.actor.today})
    preview = None
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        try:
            if request.method == "POST":
                orgs.merge_units(source=source, **chosen, by=request.actor, at=timezone.now())
                messages.success(request, f"“{source}”已并入“{chosen['target']}”。")
                return redirect("unit", pk=chosen["target"].pk)
            preview = orgs.preview_merge(source=source, target=chosen["target"], on=chosen["on"])
        except Invalid as refusal:
            form.add_error("target", refusal.reason)
    context = {
        "title": f"合并{source.name}",
        "unit": source,
        "form": form,
        "preview": preview,
        "matters": Assignment.objects.live().filter(unit=source).values("matter").distinct().count() if preview else 0,
    }
    return page(request, "units/merge.html", context, status=422 if form.errors else 200)


@methods(write=True, verb=Verb.EDIT_UNITS)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the merger back."""
    source = load(request, pk)
    orgs.undo_merge(source=source, by=request.actor, at=timezone.now())
    messages.success(request, f"已撤销“{source}”的合并，名称、单位组和任职已恢复。")
    return redirect("unit", pk=pk)
