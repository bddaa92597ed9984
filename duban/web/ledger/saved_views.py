"""Saved views: keep, open by default, delete."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from duban.ledger import view_actions
from duban.ledger.models import SavedView
from duban.orgs.permissions import Verb
from duban.web.http import methods
from duban.web.ledger.listing import Listing
from duban.web.request import HttpRequest


def _view(request: HttpRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.visible_to(request.actor), pk=pk)


@methods(write=True, verb=Verb.VIEW_LEDGER)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the conditions and the order that are shown."""
    listing = Listing.of(request, QueryDict(request.POST.get("query", "")))
    view = view_actions.save_view(
        name=request.POST.get("name", ""),
        query=listing.query,
        shared="shared" in request.POST,
        default="default" in request.POST,
        by=listing.actor,
        at=timezone.now(),
    )
    messages.success(request, f"已保存视图“{view.name}”。")
    return redirect(listing.address())


@methods(write=True, verb=Verb.VIEW_LEDGER)
def default(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the ledger with this view from now on, or no longer."""
    view = _view(request, pk)
    by = request.actor
    off = view.default and view.owner_id == by.person.pk
    view_actions.set_default(view=None if off else view, by=by, at=timezone.now())
    messages.success(request, "打开台账时先看全部事项。" if off else f"打开台账时先看视图“{view.name}”。")
    return redirect(reverse("ledger") + f"?{view.query or 'all=1'}")


@methods(write=True, verb=Verb.VIEW_LEDGER)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a view."""
    view = _view(request, pk)
    name = view.name
    view_actions.delete_view(view=view, by=request.actor, at=timezone.now())
    messages.success(request, f"已删除视图“{name}”。")
    return redirect(reverse("ledger") + "?all=1")
