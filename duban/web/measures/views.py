"""指标: the list, the page of one, and what the office decides about it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.ledger.enums import LinkStatus
from duban.ledger.models import Matter, MatterLink
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, Stale, Verb, may
from duban.progress import goals
from duban.progress.actions import measures as actions
from duban.progress.enums import MeasureKind, ReportState
from duban.progress.models import Measure, MeasureTarget, Observation, Period, Share
from duban.web import trail
from duban.web.fields import Form
from duban.web.http import is_fragment, methods, page
from duban.web.measures.course import Course
from duban.web.request import HttpRequest

PAGE = 50


class Facts(Form):
    """What a measure is."""

    name = forms.CharField(label="名称", max_length=150)
    unit = forms.CharField(label="计量单位", max_length=30, required=False)
    kind = forms.ChoiceField(
        label="计数方式",
        choices=MeasureKind.choices,
        help_text="本年累计：1月1日起的累计数，只增不减。时点数：比率、总量，以最近一次为准，不相加。本期数：只算本期。",
    )
    definition = forms.CharField(
        label="口径",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="怎样算数、由谁统计，填报时显示在数旁边。",
    )


class Successor(Facts):
    """A successor says why."""

    reason = forms.CharField(label="理由", max_length=200)


class Merge(Form):
    """Into which measure, and why."""

    into = forms.IntegerField(label="并入指标的编号", min_value=1)
    reason = forms.CharField(label="理由", max_length=200, initial="同一件事")


class Why(Form):
    """A reason alone."""

    reason = forms.CharField(label="理由", max_length=200)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def measures(request: HttpRequest) -> HttpResponse:
    """Measures in use, with how many matters quote each; a unit sees those of its own matters."""
    rows = Measure.objects.visible_to(request.actor).live()
    q = "".join(request.GET.get("q", "").split())[:60]
    kind, shared = request.GET.get("kind", ""), request.GET.get("shared", "")
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(uses__target__matter__code__icontains=q))
    counts = dict(rows.order_by().values_list("kind").annotate(n=Count("pk", distinct=True)))
    if kind in MeasureKind.values:
        rows = rows.filter(kind=kind)
    rows = rows.annotate(matters=Count("uses__target__matter", distinct=True))
    several = rows.filter(matters__gt=1).count()
    if shared:
        rows = rows.filter(matters__gt=1)
    found = Paginator(rows.order_by("id"), PAGE).get_page(request.GET.get("page"))
    codes: dict[int, list[Matter]] = defaultdict(list)
    uses = MeasureTarget.objects.filter(measure__in=[m.pk for m in found])
    for use in uses.select_related("target__matter").order_by("target__matter__programme__ordinal", "id"):
        if use.target.matter not in codes[use.measure_id]:
            codes[use.measure_id].append(use.target.matter)
    context = {
        "title": "指标",
        "q": q,
        "kind": kind,
        "shared": shared,
        "several": several,
        "kinds": [(code, label, counts.get(code, 0)) for code, label in MeasureKind.choices if counts.get(code)],
        "page": found,
        "query": "".join(f"{name}={value}&" for name, value in (("q", q), ("kind", kind), ("shared", shared)) if value),
        "rows": [(measure, codes[measure.pk]) for measure in found],
        "suggested": suggestions() if may(request.actor, Verb.EDIT_MATTER) else [],
    }
    return page(request, "measures/_list.html" if is_fragment(request) else "measures/measures.html", context)


def suggestions() -> list[tuple[Measure, Measure]]:
    """Pairs of measures that may be one: matters confirmed as the same goal print targets in the same unit."""
    links = list(MatterLink.objects.filter(status=LinkStatus.CONFIRMED, grade=2).values_list("a_id", "b_id"))
    by_matter: dict[int, list[Measure]] = defaultdict(list)
    ids = {pk for pair in links for pk in pair}
    rows = Measure.objects.live().filter(uses__target__matter__in=ids, uses__target__withdrawn=False)
    for measure, matter in ((m, m.matter) for m in rows.annotate(matter=_matter()).order_by("id")):
        by_matter[matter].append(measure)
    found: dict[tuple[int, int], tuple[Measure, Measure]] = {}
    for a, b in links:
        for x in by_matter[a]:
            for y in by_matter[b]:
                first, second = sorted((x, y), key=lambda m: m.pk)
                same = (x.unit, x.kind) == (y.unit, y.kind) and x.pk != y.pk
                if same and (first.frozen_at is None or second.frozen_at is None):
                    found[first.pk, second.pk] = (first, second)
    return list(found.values())


def _matter() -> Any:
    from django.db.models import F

    return F("uses__target__matter")


def load(request: HttpRequest, pk: int) -> Measure:
    """The measure, if one of the person's matters uses it; a merged or replaced one as well for the office."""
    return get_object_or_404(Measure.objects.visible_to(request.actor).select_related("merged_into", "replaces"), pk=pk)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one."""
    return _page(request, load(request, pk))


def _page(request: HttpRequest, row: Measure, **given: Form) -> HttpResponse:
    actor = request.actor
    live = row.merged_into_id is None and not row.replaced_by.exists()
    facts = {name: getattr(row, name) for name in ("name", "unit", "kind", "definition")}
    form = given.get("facts") or Facts(initial=facts)
    course = Course(row, actor, request.GET.get("unit", ""))
    context = {
        "title": f"指标：{row.name}",
        "course": course,
        "chart": course.chart(),
        "row": row,
        "live": live,
        "values": _values(row, actor),
        "shares": [(share, goals.share_words(share, row.unit)) for share in _shares(row, actor)],
        "absorbed": row.merged_from.all(),
        "successor": row.replaced_by.first(),
        "may_edit": bool(may(actor, Verb.EDIT_MATTER)) and live,
        "may_undo": bool(may(actor, Verb.EDIT_MATTER)) and row.merged_into_id is not None,
        "facts": form,
        "next": given.get("next") or Successor(initial=facts, prefix="next"),
        "merge": given.get("merge") or Merge(prefix="merge"),
        "undo": Why(prefix="undo"),
        "alike": [pair for pair in suggestions() if row in pair] if may(actor, Verb.EDIT_MATTER) and live else [],
        "trail": trail.lines(row, actor),
    }
    if row.frozen_at is not None:  # these three stand as they were signed; the form sends them back unchanged
        for name in ("name", "unit", "kind"):
            form.fields[name].widget = forms.HiddenInput()
    bad = any(form.errors for form in given.values())
    return page(request, "measures/measure.html", context, status=422 if bad else 200)


def _values(row: Measure, actor: Actor) -> list[tuple[Period, list[Observation]]]:
    """Values by period and unit: the accepted ones, and signed ones that wait; of one's own unit for a unit."""
    rows = Observation.objects.filter(
        measure=row, value__isnull=False, report__state__in=[ReportState.ACCEPTED, ReportState.SIGNED]
    ).select_related("report__unit", "report__period")
    if not actor.sees_everything:
        rows = rows.filter(report__unit__in=actor.unit_ids)
    found: dict[Period, list[Observation]] = defaultdict(list)
    for each in rows.order_by("-report__period__covers_to", "report__unit__position", "report__unit_id", "-id"):
        found[each.report.period].append(each)
    return list(found.items())


def _shares(row: Measure, actor: Actor) -> list[Share]:
    """The share in force of each unit."""
    rows = Share.objects.filter(measure=row).select_related("unit", "decided_by", "measure").order_by("version")
    if not actor.sees_everything:
        rows = rows.filter(unit__in=actor.unit_ids)
    latest = {share.unit_id: share for share in rows}
    return sorted(latest.values(), key=lambda share: (share.unit.position, share.unit_id))


@methods(write=True, verb=Verb.EDIT_MATTER)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, unit, kind and 口径."""
    row, form = load(request, pk), Facts(request.POST)
    if form.is_valid():
        try:
            actions.describe(measure=row, **_cleaned(form), by=request.actor, at=timezone.now())
        except (Invalid, Stale) as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "已保存。")
            return redirect("measure", pk=pk)
    return _page(request, load(request, pk), facts=form)


def _cleaned(form: Form) -> dict[str, Any]:
    return {**form.cleaned_data, "kind": MeasureKind(form.cleaned_data["kind"])}


@methods(write=True, verb=Verb.EDIT_MATTER)
def succeed(request: HttpRequest, pk: int) -> HttpResponse:
    """A successor for a frozen measure."""
    row, form = load(request, pk), Successor(request.POST, prefix="next")
    if form.is_valid():
        try:
            new = actions.succeed(measure=row, **_cleaned(form), by=request.actor, at=timezone.now())
        except (Invalid, Stale) as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"已设后续指标“{new}”，原指标的数据不变。")
            return redirect("measure", pk=new.pk)
    return _page(request, load(request, pk), next=form)


@methods(write=True, verb=Verb.EDIT_MATTER)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Into another one."""
    row, form = load(request, pk), Merge(request.POST, prefix="merge")
    if form.is_valid():
        into = Measure.objects.visible_to(request.actor).filter(pk=form.cleaned_data["into"]).first()
        if into is None:
            form.add_error("into", "没有这个编号的指标。编号见指标页的标题下方。")
        else:
            try:
                reason = form.cleaned_data["reason"]
                actions.merge(measure=row, into=into, reason=reason, by=request.actor, at=timezone.now())
            except (Invalid, Stale) as refusal:
                form.add_error(None, refusal.reason)
            else:
                messages.success(request, f"已并入“{into}”，各事项只填一次。单位签字之前可以撤销。")
                return redirect("measure", pk=into.pk)
    return _page(request, load(request, pk), merge=form)


@methods(write=True, verb=Verb.EDIT_MATTER)
def undo_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merger back."""
    row, form = load(request, pk), Why(request.POST, prefix="undo")
    if not form.is_valid():
        raise Invalid("撤销合并须写明理由。")
    reason = form.cleaned_data["reason"]
    actions.undo_merge(measure=row, reason=reason, by=request.actor, at=timezone.now())
    messages.success(request, f"“{row}”已恢复为单独的指标。")
    return redirect("measure", pk=pk)
