"""报送设置: how a unit's report goes its way inside the unit, set by the unit itself or by the office."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.orgs.permissions import NotAllowed, Verb
from duban.progress import settings as ways
from duban.progress.actions import settings as actions
from duban.web import trail
from duban.web.http import methods, page
from duban.web.own_units import visible_unit
from duban.web.request import HttpRequest
from duban.web.signing.forms import UnitWay


@methods(read=True, write=True, verb=Verb.VIEW_LEDGER)
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Both settings with what they mean, and who changed them when."""
    unit, actor = visible_unit(request.actor, pk), request.actor
    if not actions.may_set(unit.pk, actor):
        raise NotAllowed("报送设置由本单位办公室负责人、主要领导或督查室维护。")
    row = ways.of_unit(unit.pk)
    form = UnitWay(
        request.POST if request.method == "POST" else None, initial={n: getattr(row, n) for n in actions.FIELDS}
    )
    if request.method == "POST" and form.is_valid():
        actions.change(unit=unit, **form.cleaned_data, by=actor, at=timezone.now())
        messages.success(request, "已保存。正在审核、签字的报告仍按原来的办法走完。")
        return redirect("report_settings", pk=pk)
    lines = trail.lines(row, actor) if row.pk else []
    context = {"title": f"{unit}的报送设置", "unit": unit, "form": form, "trail": lines}
    return page(request, "signing/settings.html", context)
