"""One unit's result: what each point comes from, and whether the unit agrees."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.appraisal.actions import appraisals as acts
from duban.appraisal.enums import AppraisalState
from duban.appraisal.models import Appraisal, Objection, UnitResult
from duban.orgs.permissions import NotAllowed, Refused, Verb, may
from duban.orgs.workdays import office_calendar
from duban.web import trail
from duban.web.appraisals.loading import the_result
from duban.web.appraisals.shown import lines_of
from duban.web.http import methods, page
from duban.web.request import HttpRequest


def may_answer(request: HttpRequest, result: UnitResult) -> bool:
    """Whether the person speaks for the unit, while it is asked."""
    return (
        bool(may(request.actor, Verb.OBJECT_APPRAISAL))
        and result.unit_id in request.actor.unit_ids
        and result.appraisal.state == AppraisalState.SHOWN
    )


@methods(read=True, verb=Verb.VIEW_LEDGER)
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Every line with its sentence and its rows."""
    return _show(request, the_result(request, pk))


def _show(request: HttpRequest, row: UnitResult, *, refused: str = "", status: int = 200) -> HttpResponse:
    until, today = row.appraisal.objection_until, request.actor.today
    answers = may_answer(request, row)
    own = Objection.objects.filter(appraisal=row.appraisal_id, unit=row.unit_id).order_by("id")
    context: dict[str, Any] = {
        "title": f"{row.name}：{row.appraisal.year}年度考核",
        "row": row,
        "appraisal": row.appraisal,
        "lines": lines_of(row),
        "sentences": row.appraisal.as_rule().sentences(),
        "may_object": answers and until is not None and today <= until,
        "may_agree": answers and row.agreed_at is None,
        "left": office_calendar().say(today, until) if until and row.appraisal.state == AppraisalState.SHOWN else "",
        "objections": list(own),
        "whole": request.actor.sees_everything,
        "refused": refused,
        "trail": trail.lines(row, request.actor, also=[own, Appraisal.objects.filter(pk=row.appraisal_id)]),
    }
    return page(request, "appraisals/result.html", context, status=status)


@methods(write=True, verb=Verb.OBJECT_APPRAISAL)
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """确认无异议."""
    row = the_result(request, pk)
    try:
        with transaction.atomic():
            acts.agree(result=row, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as no:
        row.refresh_from_db()
        return _show(request, row, refused=no.reason, status=422)
    messages.success(request, "已确认无异议。异议期内改变意见的，仍可以提出异议。")
    return redirect("appraisal-result", row.pk)
