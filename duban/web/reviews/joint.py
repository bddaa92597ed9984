"""牵头汇总: the lead sees what those who help have reported, and writes the synthesis."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.orgs.permissions import Verb, may
from duban.progress import joint as found
from duban.progress.actions import drafting
from duban.progress.actions.drafting import Change, Conflict
from duban.progress.enums import EDITABLE_STATES
from duban.progress.models import Line, Report
from duban.web.fields import Form
from duban.web.http import methods, page
from duban.web.request import HttpRequest


class Synthesis(Form):
    """The lead's summary, with what it started from for merging."""

    synthesis = forms.CharField(
        label="牵头汇总",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=drafting.LONGEST,
        help_text="写全项的总体情况；各单位的情况可以从右侧摘取。随报告签字报送。",
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)


@methods(read=True, write=True, verb=Verb.VIEW_LEDGER)
def joint(request: HttpRequest, line: int) -> HttpResponse:
    """A joint matter of the lead's report. Others' lines are shown once they are signed."""
    reports = Report.objects.visible_to(request.actor)
    rows = Line.objects.filter(assignment__lead=True, report__in=reports)
    row = get_object_or_404(rows.select_related("report__unit", "report__period", "matter", "assignment"), pk=line)
    writes = (
        row.report.state in EDITABLE_STATES
        and row.report.unit_id in request.actor.unit_ids
        and bool(may(request.actor, Verb.DRAFT_REPORT))
    )
    form = Synthesis(request.POST or None, initial={"synthesis": row.synthesis, "base": row.synthesis})
    theirs = ""
    if request.method == "POST" and form.is_valid():
        text, base = form.cleaned_data["synthesis"].strip(), form.cleaned_data["base"].strip()
        change = Change(text, base.replace("\r\n", "\n"))
        try:
            drafting.save_line(line=row, changes={"synthesis": change}, by=request.actor, at=timezone.now())
        except Conflict as conflict:
            form.add_error("synthesis", conflict.reason)
            theirs = conflict.theirs["synthesis"]
        else:
            messages.success(request, "汇总已保存。")
            return redirect("review-joint", line=line)
    parts = found.parts(row)
    context = {
        "title": f"{row.matter.code}牵头汇总",
        "row": row,
        "form": form,
        "writes": writes,
        "theirs": theirs,
        "parts": parts,
        "filed": sum(part.line is not None for part in parts),
        "totals": found.totals(row, parts),
    }
    return page(request, "reviews/joint.html", context, status=422 if form.errors else 200)
