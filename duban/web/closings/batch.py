"""Many closings at once (年底批量): each by its own rules; what cannot be done is named with its reason and left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from duban.orgs.permissions import Invalid, NotAllowed, Refused, Verb
from duban.oversight.actions import closings as acts
from duban.oversight.enums import Found, Grade, Means
from duban.oversight.models import Closing
from duban.web.closings.forms import CheckForm
from duban.web.closings.views import listed, visible
from duban.web.http import methods
from duban.web.request import HttpRequest

MOST = 500
TOLD = 10  # refusals that are told one by one
Act = Callable[[Closing], object]
LABELS = {"check": "登记核查", "close": "办结", "write_off": "销号"}


@methods(write=True, verb=Verb.REVIEW_REPORT)
def batch(request: HttpRequest) -> HttpResponse:
    """登记核查, 办结 or 销号 for the rows that were chosen."""
    query = request.POST.get("query", "")
    try:
        rows, act = _chosen(request)
    except Invalid as no:
        return listed(request, QueryDict(query), typed=request.POST, refused=no.reason)
    _perform(request, rows, act)
    return redirect(reverse("closings") + (f"?{query}" if query else ""))


def _chosen(request: HttpRequest) -> tuple[list[Closing], Act]:
    """The rows, and what is to be done to each."""
    what = request.POST.get("what", "")
    if what not in LABELS:
        raise Invalid("请选择要办理什么：登记核查、办结或销号。")
    chosen = [int(each) for each in request.POST.getlist("row") if each.isascii() and each.isdigit()][:MOST]
    rows = list(visible(request.actor).filter(pk__in=chosen).order_by("id"))
    if not rows:
        raise Invalid("没有勾选事项。请先勾选要办理的事项。")
    return rows, _act(request, what)


def _perform(request: HttpRequest, rows: list[Closing], act: Act) -> None:
    done, refused, what = 0, [], request.POST["what"]
    for row in rows:
        try:
            with transaction.atomic():
                act(row)
        except NotAllowed:
            raise
        except Refused as no:
            refused.append(f"{row.matter.code}：{no.reason}")
        else:
            done += 1
    if done:
        messages.success(request, f"已{LABELS[what]} {done} 项。")
    for sentence in refused[:TOLD]:
        messages.warning(request, sentence)
    if len(refused) > TOLD:
        messages.warning(request, f"另有 {len(refused) - TOLD} 项未办理，请逐项打开查看原因。")


def _act(request: HttpRequest, what: str) -> Act:
    """What is done to each row; boxes that are not filled refuse the whole."""
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    if what == "check":
        form = CheckForm(request.POST)
        if not form.is_valid():
            raise Invalid("批量登记核查须选择核查方式和结果，并写明核查情况。")
        said = form.cleaned_data
        means, found = Means(said["means"]), Found(said["found"])
        return lambda row: acts.check(row=row, means=means, found=found, note=said["note"], **who)
    if what == "close":
        grade, comment = request.POST.get("grade", ""), request.POST.get("comment", "")
        if grade not in Grade.values or not comment.strip():
            raise Invalid("批量办结须选择结果等次，并写明办结意见。")
        return lambda row: acts.close(row=row, grade=Grade(grade), comment=comment, **who)
    return lambda row: acts.write_off(row=row, **who)
