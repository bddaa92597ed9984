"""The inbox: what was told to this person, the newest first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.messaging import actions, kinds
from duban.messaging.models import Message
from duban.web.http import is_fragment, methods, page
from duban.web.messages.links import target
from duban.web.request import HttpRequest

PAGE = 50
SHOWS = {"": "未读", "all": "全部"}


@methods(read=True)
def inbox(request: HttpRequest) -> HttpResponse:
    """Unread messages, or all of them; a kind may be chosen."""
    actor = request.actor
    show = request.GET.get("show", "") if request.GET.get("show") in SHOWS else ""
    mine = Message.objects.visible_to(actor)
    rows = mine if show else mine.unread()
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "title": "消息",
        "page": found,
        "rows": [{"message": row, "kind": kinds.label(row.kind)} for row in found],
        "show": show,
        "shows": [(value, label, value == show) for value, label in SHOWS.items()],
        "query": f"show={show}&" if show else "",
    }
    return page(request, "messages/_rows.html" if is_fragment(request) else "messages/inbox.html", context)


def _own(request: HttpRequest, pk: int) -> Message:
    return get_object_or_404(Message.objects.visible_to(request.actor), pk=pk)


@methods(write=True)
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that it was seen, and go where it leads."""
    row = _own(request, pk)
    actions.mark_read(message=row, by=request.actor, at=timezone.now())
    return redirect(target(row, request.actor))


@methods(read=True)
def go(request: HttpRequest, pk: int) -> HttpResponse:
    """The link in a mail: where the message leads. Reading writes nothing, so the message stays as it is."""
    return redirect(target(_own(request, pk), request.actor))


@methods(write=True)
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that it was seen, and stay."""
    actions.mark_read(message=_own(request, pk), by=request.actor, at=timezone.now())
    return redirect("messages")


@methods(write=True)
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything that is there by now."""
    count = actions.mark_all_read(by=request.actor, at=timezone.now())
    notes.success(request, f"已将 {count} 条标为已读。")
    return redirect("messages")
