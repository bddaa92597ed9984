"""Moves of a plan: submitting, recalling, accepting, sending back, revising; the unit's share of a figure."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from duban.core.text.typed import NotANumber, typed_number
from duban.orgs.permissions import Invalid, NotAllowed, Verb
from duban.progress import planning
from duban.progress.actions import plans as actions
from duban.progress.enums import PlanState
from duban.progress.models import HandlingPlan
from duban.web.http import methods
from duban.web.own_units import may_act_for
from duban.web.plans.page import load
from duban.web.request import HttpRequest

DONE = {
    "submit": "方案已报送，待督查室审定；审定前可以撤回。",
    "recall": "方案已撤回，可以继续修改。",
    "accept": "方案已通过。",
    "send_back": "方案已退回，单位会看到退回意见。",
}


@methods(write=True, verb=Verb.VIEW_LEDGER)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """报送, 撤回, 通过, 退回."""
    row, name = load(request, pk), request.POST.get("move", "")
    act: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    if name == "submit":
        actions.submit(plan=row, **act)
    elif name == "recall":
        actions.recall(plan=row, **act)
    elif name == "accept":
        actions.accept(plan=row, **act)
    elif name == "send_back":
        actions.send_back(plan=row, comment=request.POST.get("comment", ""), **act)
    else:
        raise Http404
    messages.success(request, f"{row.matter.code}：{DONE[name]}")
    return redirect(_next(request, row) if name in ("accept", "send_back") else reverse("plan", args=[pk]))


def _next(request: HttpRequest, row: HandlingPlan) -> str:
    """The next plan of the queue, the same unit's first, so that the office reads on; else the queue."""
    if not request.actor.is_office:
        return reverse("plan", args=[row.pk])
    waiting = HandlingPlan.objects.filter(state=PlanState.SUBMITTED).order_by("submitted_at", "pk")
    following = waiting.filter(unit=row.unit_id).first() or waiting.first()
    return reverse("plan", args=[following.pk]) if following else reverse("plans")


@methods(write=True, verb=Verb.DRAFT_REPORT)
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """提出修订: a new version of an accepted plan; the accepted one stays in force meanwhile."""
    row = load(request, pk)
    new = actions.revise(plan=row, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    messages.success(request, f"已形成第 {new.version} 版草稿；原方案在新版通过前继续有效。")
    return redirect("plan", new.pk)


@methods(write=True, verb=Verb.VIEW_LEDGER)
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """区级份额: a value with its basis, or 未下达."""
    row = load(request, pk)
    wanted = request.POST.get("measure", "")
    figures = {str(f.use.measure_id): f.use.measure for f in planning.figures_of(row.matter, row.unit_id)}
    if not (may_act_for(request.actor, row.unit) or request.actor.is_office):
        raise NotAllowed("份额由本单位填写，或由督查室核定。")
    if wanted not in figures:
        raise Invalid("没有选择指标，或本项的指标刚改过。请刷新后再填。")
    none, typed, basis = request.POST.get("none"), request.POST.get("value", ""), request.POST.get("basis", "").strip()
    if len(basis) > 200:
        raise Invalid(f"依据有 {len(basis)} 字，应不超过 200 字。")
    try:
        value = None if none else typed_number(typed)
    except NotANumber:
        got = f"收到“{typed}”" if typed.strip() else "没有填写"
        raise Invalid(f"份额{got}，应为数字，如 120 或 1.2万；市级没有下达的，请选“未下达”。") from None
    actions.set_share(
        measure=figures[wanted],
        unit=row.unit,
        value=value,
        basis=basis or ("未下达" if none else ""),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, f"“{figures[wanted].name}”的份额已记下。")
    return redirect(f"{reverse('plan', args=[pk])}?{urlencode({'shares': 1})}#figures")
