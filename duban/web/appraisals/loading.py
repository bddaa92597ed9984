"""Loading what a page of the appraisal is about, for whoever may see it; others find nothing.

What was approved and is not what was approved any more is refused with a sentence, page and file alike.
"""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from duban.appraisal import keeping
from duban.appraisal.models import Appraisal, Objection, UnitResult
from duban.web.request import HttpRequest


def the_appraisal(request: HttpRequest, pk: int) -> Appraisal:
    """The year's appraisal, without its frozen value."""
    rows = Appraisal.objects.light().visible_to(request.actor)
    row = get_object_or_404(rows.select_related("computed_by", "approved_by", "supersedes"), pk=pk)
    keeping.require_intact(row)
    return row


def the_whole(request: HttpRequest, pk: int) -> Appraisal:
    """The same for a page about all units: for the office and the leaders alone."""
    if not request.actor.sees_everything:
        raise Http404
    return the_appraisal(request, pk)


def the_result(request: HttpRequest, pk: int) -> UnitResult:
    """One unit's result."""
    rows = UnitResult.objects.visible_to(request.actor).select_related("appraisal", "unit", "agreed_by")
    row = get_object_or_404(rows.defer("appraisal__snapshot"), pk=pk)
    keeping.require_intact(row.appraisal)
    return row


def the_objection(request: HttpRequest, pk: int) -> Objection:
    """One objection."""
    rows = Objection.objects.visible_to(request.actor).select_related("appraisal", "unit", "raised_by", "decided_by")
    return get_object_or_404(rows.defer("appraisal__snapshot"), pk=pk)
