"""核查抽样: a draw with its list, seed and picks, which anybody can make again; confirmed or thrown away."""

from __future__ import annotations

from collections import Counter

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.oversight.sampling import RULE, minimums
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, Refused, Verb
from duban.oversight.actions import verifications as acts
from duban.oversight.models import SampleDraw
from duban.progress.models import Period
from duban.web import trail
from duban.web.fields import Form
from duban.web.http import methods, page
from duban.web.request import HttpRequest


class DrawForm(Form):
    """How many, of which period."""

    period = forms.ModelChoiceField(label="报告期", queryset=Period.objects.none())
    size = forms.IntegerField(label="抽取项数", min_value=1, max_value=acts.MOST, initial=20)
    per_unit = forms.IntegerField(label="每个单位本期最多（项）", min_value=1, max_value=100, initial=2)
    seed = forms.CharField(
        label="指定种子",
        max_length=100,
        required=False,
        help_text="例如当众摇号的号码。不填的，用抽取前最后一条办理留痕的摘要，谁也不能预先选定。",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        rows = Period.objects.filter(kind="regular", opened_at__isnull=False).order_by("-year", "-covers_to")
        self.fields["period"].queryset = rows  # type: ignore[attr-defined]
        self.fields["period"].initial = rows.first()


@methods(read=True, write=True, verb=Verb.VERIFY)
def sample_new(request: HttpRequest) -> HttpResponse:
    """Draw. The result is shown before anything is to be checked."""
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = acts.draw(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            return redirect("sample", pk=row.pk)
    return page(request, "verifications/draw_new.html", {"title": "核查抽样", "form": form, "rule": RULE})


@methods(read=True, verb=Verb.VIEW_LEDGER)
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """A draw: strata, picks, seed, and whether drawing again gives the same."""
    if not request.actor.sees_everything:
        raise Http404
    row = get_object_or_404(SampleDraw.objects.select_related("period", "drawn_by", "decided_by"), pk=pk)
    picks = acts.again(row)
    units = Unit.objects.in_bulk({int(pick.candidate.unit) for pick in picks})
    sizes = Counter(stratum for _, stratum, _, _ in row.candidates)
    drawn = Counter(pick.candidate.stratum for pick in picks)
    gaps = Counter(gap for *_, gap in row.candidates)
    drawn_gaps = Counter(pick.candidate.gap for pick in picks)
    wanted = minimums(sizes, row.size)
    checks = {f"{v.matter.programme.ordinal}.{v.matter.code}|{v.unit.name}": v for v in _checks(row)}
    context = {
        "title": str(row),
        "row": row,
        "strata": [(name, sizes[name], wanted[name], drawn[name]) for name in sorted(sizes)],
        "gaps": [(gap, gaps[gap], drawn_gaps[gap]) for gap in sorted(gaps)],
        "picks": [(p, units.get(int(p.candidate.unit)), acts.why(p), checks.get(p.candidate.key)) for p in picks],
        "repeats": acts.repeats(row),
        "rule": RULE,
        "may_decide": request.actor.is_office and row.state == "draft",
        "trail": trail.lines(row, request.actor),
    }
    return page(request, "verifications/draw.html", context)


def _checks(row: SampleDraw) -> list:
    return list(row.verifications.select_related("matter__programme", "unit"))


@methods(write=True, verb=Verb.VERIFY)
def sample_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """确认 or 作废."""
    row = get_object_or_404(SampleDraw.objects.select_related("period"), pk=pk)
    if request.POST.get("move") == "confirm":
        made = acts.confirm(row=row, by=request.actor, at=timezone.now())
        messages.success(request, f"已确认，待核查 {len(made)} 项。核查结果登记之前，单位不会看到。")
        return redirect("verifications")
    if request.POST.get("move") != "discard":
        raise Invalid("处理只有确认和作废两种。")
    acts.discard(row=row, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    messages.success(request, "已作废，这次抽样和理由保留在记录中。")
    return redirect("sample", pk=pk)
