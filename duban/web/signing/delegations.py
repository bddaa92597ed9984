"""授权代签: a unit's mandates, made and ended; the office sees all, and which units have nobody to sign."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, Unit
from duban.orgs.permissions import Invalid, NotAllowed, Verb
from duban.progress.actions import delegations as actions
from duban.progress.enums import OPEN_STATES
from duban.progress.models import Delegation, Obligation, Report
from duban.web.http import methods, page
from duban.web.own_units import asked_unit, own_units, visible_unit
from duban.web.request import HttpRequest
from duban.web.signing.forms import Give

PAGE = 50


@methods(read=True, verb=Verb.VIEW_LEDGER)
def delegations(request: HttpRequest) -> HttpResponse:
    """The list; with the form for the principal, or for the office that has a unit's written mandate in hand."""
    unit = asked_unit(request, own_units(request.actor) if not request.actor.sees_everything else [])
    form = Give(unit_id=unit.pk, on=request.actor.today) if unit is not None and may_give(unit, request.actor) else None
    return _list(request, unit, form)


def may_give(unit: Unit, actor: Actor) -> bool:
    """Its principal, or the office on paper."""
    return actor.is_office or actor.holds(PostKind.PRINCIPAL, unit.pk)


def _list(request: HttpRequest, unit: Unit | None, form: Give | None) -> HttpResponse:
    actor = request.actor
    rows = Delegation.objects.visible_to(actor)
    if unit is not None:
        rows = rows.filter(post__unit=unit)
    rows = rows.select_related("post__unit", "delegate", "appointment__user", "ended_by").order_by("-start", "-id")
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    all_units = Unit.objects.active(actor.today).filter(posts__kind=PostKind.PRINCIPAL).distinct()
    context = {
        "title": "授权代签",
        "page": shown,
        "rows": [_row(each, actor) for each in with_standing(shown)],
        "unit": unit,
        "units": all_units.order_by("position", "id") if actor.sees_everything else [],
        "form": form,
        "headless": headless(actor.today) if actor.sees_everything else [],
        "own_headless": unit is not None and not actor.sees_everything and not has_principal(unit, actor.today),
        "query": f"unit={unit.pk}&" if unit is not None and actor.sees_everything else "",
    }
    return page(request, "signing/delegations.html", context, status=422 if form is not None and form.errors else 200)


@methods(write=True, verb=Verb.VIEW_LEDGER)
def new(request: HttpRequest, unit: int) -> HttpResponse:
    """Give a mandate, or record the one that was given on paper."""
    row, actor = visible_unit(request.actor, unit), request.actor
    if not may_give(row, actor):
        raise NotAllowed("授权由本单位主要领导作出，或由督查室按书面授权登记。")
    form = Give(request.POST, unit_id=row.pk, on=actor.today)
    if form.is_valid() and _give(request, form):
        return redirect(f"{reverse('delegations')}?unit={row.pk}" if actor.is_office else "delegations")
    return _list(request, row, form)


def _give(request: HttpRequest, form: Give) -> bool:
    given, (start, end) = form.cleaned_data, form.span
    try:
        row = actions.delegate(
            post=given["post"], to=given["to"], start=start, end=end, basis=given["basis"],
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except Invalid as no:
        form.add_error("basis" if "文号" in no.reason else "last" if "终止时间" in no.reason else "to", no.reason)
        return False
    messages.success(request, f"已授权{row.delegate}代签。签字时会写明受谁委托、授权文号。")
    return True


def with_standing(rows: Any) -> list[Delegation]:
    """The rows with ``works``: whether one may sign by it now; one query."""
    rows = list(rows)
    works = set(
        Delegation.objects.in_force(timezone.now()).filter(pk__in=[r.pk for r in rows]).values_list("pk", flat=True)
    )
    for row in rows:
        row.works = row.pk in works
    return rows


def standing(row: Any, at: dt.datetime) -> str:
    """The state of a mandate in words."""
    if row.ended_at is not None:
        return "已提前终止"
    if row.end <= at:
        return "已到期"
    if row.start > at:
        return "未开始"
    return "生效中" if row.works else "已失效（授权人或受托人任职有变动）"


def _row(row: Delegation, actor: Actor) -> dict[str, Any]:
    at = timezone.now()
    open_ = row.ended_at is None and row.end > at
    own = actor.holds(PostKind.PRINCIPAL, row.post.unit_id) or row.delegate_id == actor.person.pk
    return {
        "row": row,
        "state": standing(row, at),
        "works": row.works,  # type: ignore[attr-defined]
        "last": timezone.localtime(row.end - dt.timedelta(microseconds=1)),
        "may_end": open_ and (own or actor.is_office),
    }


@methods(write=True, verb=Verb.VIEW_LEDGER)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a mandate before its time."""
    rows = Delegation.objects.visible_to(request.actor).select_related("post__unit", "delegate")
    row = actions.end(delegation=get_object_or_404(rows, pk=pk), by=request.actor, at=timezone.now())
    messages.success(request, f"已终止{row.delegate}的代签授权。以前代签的仍然有效。")
    return redirect(f"{reverse('delegations')}?unit={row.post.unit_id}" if request.actor.is_office else "delegations")


def has_principal(unit: Unit, on: dt.date) -> bool:
    """Whether somebody may sign for the unit by the post."""
    return Appointment.objects.current(on).filter(post__unit=unit, post__kind=PostKind.PRINCIPAL).exists()


def headless(on: dt.date) -> list[Unit]:
    """Units that owe a report, or have one on its way, and have no principal in office to sign it."""
    principal = Appointment.objects.current(on).filter(post__unit=OuterRef("pk"), post__kind=PostKind.PRINCIPAL)
    owes = Obligation.objects.unfiled().filter(unit=OuterRef("pk"), period__closed_at__isnull=True)
    under_way = Report.objects.filter(unit=OuterRef("pk"), state__in=OPEN_STATES)
    rows = Unit.objects.active(on).filter(~Exists(principal)).filter(Exists(owes) | Exists(under_way))
    return list(rows.order_by("position", "id"))
