"""What a named unit sees of a draft: its own part, and its reply; the office's answer to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.circulars import unsourced
from duban.circulars.actions import replying
from duban.circulars.enums import Naming
from duban.circulars.models import Part
from duban.core.workflow import circular as flow
from duban.ledger.querysets import own_unit_ids
from duban.orgs.permissions import NotAllowed, Refused, Verb
from duban.web import trail
from duban.web.http import methods, page
from duban.web.request import HttpRequest


def _part(request: HttpRequest, pk: int) -> Part:
    rows = Part.objects.visible_to(request.actor).select_related("circular__issued", "unit", "replied_by", "handled_by")
    return get_object_or_404(rows, pk=pk)


def _shown(request: HttpRequest, row: Part, typed: dict[str, str], refused: str = "") -> HttpResponse:
    own = row.unit_id in own_unit_ids(request.actor)
    today = request.actor.today
    open_ = row.circular.state == flow.SHOWN and not row.replied_at
    past = row.circular.reply_by is not None and row.circular.reply_by < today
    context = {
        "title": f"核对：{row.circular.name}",
        "row": row,
        "lines": [{**line, "label": Naming(line["naming"]).label} for line in row.lines],
        "numbers": unsourced.of_lines(row.circular, [line["text"] for line in row.lines]),
        "may_reply": own and open_ and not past,
        "past": past and open_,
        "unseen": own and row.seen_at is None,
        "typed": typed,
        "refused": refused,
        "trail": trail.lines(row, request.actor),
    }
    return page(request, "circulars/part.html", context, status=422 if refused else 200)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """What the draft says of the unit, and nothing else."""
    return _shown(request, _part(request, pk), {"text": "", "agrees": ""})


@methods(write=True, verb=Verb.REPLY_CIRCULAR)
def see(request: HttpRequest, pk: int) -> HttpResponse:
    """The page tells that it was opened."""
    replying.see(part=_part(request, pk), by=request.actor, at=timezone.now())
    return HttpResponse(status=204)


@methods(write=True, verb=Verb.REPLY_CIRCULAR)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """无异议, or what does not agree with the facts."""
    row = _part(request, pk)
    sent = request.POST
    try:
        replying.reply(
            part=row,
            agrees=sent.get("agrees") == "yes",
            text=sent.get("text", ""),
            by=request.actor,
            at=timezone.now(),
        )
    except NotAllowed:
        raise
    except Refused as no:
        return _shown(request, row, {"text": sent.get("text", ""), "agrees": sent.get("agrees", "")}, no.reason)
    messages.success(request, "已回复督查室。")
    return redirect("circular-part", pk)


@methods(write=True, verb=Verb.DRAFT_CIRCULAR)
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    """采纳情况, by the office."""
    row = _part(request, pk)
    replying.handle(part=row, text=request.POST.get("text", ""), by=request.actor, at=timezone.now())
    messages.success(request, f"已登记对{row.unit}回复的采纳情况。")
    return redirect("circular", row.circular_id)
