"""Moves of a draft: shown to units, submitted, approved, issued. They compute for long and hold no lock meanwhile."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.circulars.actions import moving
from duban.core.workflow import circular as flow
from duban.orgs.permissions import Invalid, Stale, Verb
from duban.web.circulars.views import loaded
from duban.web.http import methods
from duban.web.request import HttpRequest

SAID = {
    "show": "已送单位核对。各单位只看到涉及本单位的内容。",
    "submit": "已报区领导批准。",
    "submit_at_once": "已报区领导批准。",
    "recall": "已撤回，可以修改。",
    "approve": "已批准，由督查室印发。",
    "send_back": "已退回督查室修改。",
    "reopen": "已撤回重办。",
    "issue": "已印发，文号{number}。",
    "cancel": "已作废，记录保留。",
}


@methods(write=True, verb=Verb.VIEW_LEDGER, atomic=False)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the move that the button names."""
    row = loaded(request, pk)
    name = request.POST.get("move", "")
    if name not in flow.TABLE.by_name:
        raise Http404
    seen = request.POST.get("revision", "")
    if name == "approve" and seen != str(row.revision):
        raise Stale("内容已有变化，请重新阅读后再批准。")
    by, at, comment = request.actor, timezone.now(), request.POST.get("comment", "")
    if name == "show":
        row = moving.show(row=row, reply_by=_day(request.POST.get("reply_by", "")), by=by, at=at)
    elif name in ("submit", "submit_at_once"):
        row = moving.submit(row=row, by=by, at=at)
    elif name in ("recall", "issue"):
        row = {"recall": moving.recall, "issue": moving.issue}[name](row=row, by=by, at=at)
    else:
        acts = {
            "approve": moving.approve,
            "send_back": moving.send_back,
            "reopen": moving.reopen,
            "cancel": moving.cancel,
        }
        row = acts[name](row=row, comment=comment, by=by, at=at)
    messages.success(request, SAID[name].format(number=row.issued.full_number if row.issued else ""))
    return redirect("circulars" if name == "send_back" else "circular", *([] if name == "send_back" else [pk]))


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Invalid("回复期限无法识别。请写作 2023-03-06 的样子。") from None
