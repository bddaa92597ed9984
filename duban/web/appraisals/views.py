"""考核: the years, one year by classes of result, and its way to approval."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.appraisal.actions import appraisals as acts
from duban.appraisal.enums import AppraisalState, Klass, ObjectionState
from duban.appraisal.models import Appraisal, Objection, UnitResult
from duban.core.appraisal.rules import plain_number
from duban.core.appraisal.scoring import percent
from duban.core.appraisal.words import ITEM_LABELS, Item
from duban.core.workflow import appraisal as flow
from duban.ledger.models import Programme
from duban.orgs.actor import Actor
from duban.orgs.permissions import NotAllowed, Refused, Verb, may
from duban.web import trail
from duban.web.appraisals.forms import BeginForm
from duban.web.appraisals.leftout import left_out
from duban.web.appraisals.loading import the_appraisal, the_whole
from duban.web.fields import DateField
from duban.web.http import methods, page
from duban.web.request import HttpRequest

DONE = {
    "show": "已送各单位核对。",
    "take_back": "已收回，可以重新测算。",
    "submit": "已报批。",
    "send_back": "已退回督查室。",
    "approve": "已批准，结果已固定，不再改变。",
}


@methods(read=True, verb=Verb.VIEW_LEDGER)
def appraisals(request: HttpRequest) -> HttpResponse:
    """Every year: for the office and the leaders the whole, for a unit its own."""
    actor = request.actor
    context: dict[str, Any] = {"title": "考核", "may_appraise": bool(may(actor, Verb.APPRAISE))}
    if actor.sees_everything:
        context["rows"] = list(Appraisal.objects.light().order_by("-year", "-version"))
    else:
        rows = UnitResult.objects.light().visible_to(actor).select_related("appraisal", "unit")
        context["own"] = list(rows.defer("facts", "appraisal__snapshot").order_by("-appraisal__year", "-pk"))
    return page(request, "appraisals/appraisals.html", context)


@methods(read=True, write=True, verb=Verb.APPRAISE)
def begin(request: HttpRequest) -> HttpResponse:
    """开始考核 of a year."""
    today = request.actor.today
    years = Programme.objects.filter(year__lte=today.year).order_by("-year").values_list("year", flat=True)
    last = years.filter(year__lt=today.year).first() or years.first() or today.year
    form = BeginForm(request.POST or None, initial={"year": last, "as_of": today})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                row = acts.begin(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            return redirect("appraisal", row.pk)
    return page(request, "appraisals/new.html", {"title": "开始考核", "form": form}, status=422 if form.errors else 200)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def appraisal(request: HttpRequest, pk: int) -> HttpResponse:
    """One year by class; within a class the units in their usual order, never by points."""
    row = the_appraisal(request, pk)
    if not request.actor.sees_everything:
        own = UnitResult.objects.visible_to(request.actor).filter(appraisal=row).order_by("place").first()
        if own is None:
            raise Http404
        return redirect("appraisal-result", own.pk)
    return _show(request, row)


def _show(request: HttpRequest, row: Appraisal, *, refused: str = "", status: int = 200) -> HttpResponse:
    actor = request.actor
    results = list(UnitResult.objects.light().filter(appraisal=row).order_by("place"))
    objections = Objection.objects.filter(appraisal=row).select_related("unit").order_by("-state", "id")
    heaps = left_out(row)
    at_items = [(item, label) for item, label in ITEM_LABELS.items() if row.as_rule().weights[item]]
    context = {
        "title": str(row),
        "row": row,
        "state": AppraisalState(row.state),
        "sentences": row.as_rule().sentences(),
        "items": [label for _, label in at_items],
        "groups": [
            (klass.label, [_cells(r, [item for item, _ in at_items]) for r in results if r.klass == klass])
            for klass in Klass
            if any(r.klass == klass for r in results)
        ],
        "total": len(results),
        "agreed": sum(r.agreed_at is not None for r in results),
        "averages": _averages(row),
        "left_out": heaps,
        "left_out_total": sum(len(heap.rows) for heap in heaps),
        "objections": list(objections),
        "open_objections": sum(o.state == ObjectionState.OPEN for o in objections),
        "moves": _moves(row, actor),
        "obstacles": acts.obstacles(row, actor.today) if row.state == AppraisalState.SHOWN else [],
        "may_appraise": bool(may(actor, Verb.APPRAISE)),
        "today": actor.today,
        "refused": refused,
        "trail": trail.lines(row, actor),
    }
    return page(request, "appraisals/appraisal.html", context, status=status)


def _cells(result: UnitResult, items: list[Item]) -> tuple[UnitResult, list[str]]:
    """Of each item the rate that counts; a dash where nothing was owed."""
    rates = {data["item"]: data["rate"] for data in result.lines}
    return result, [_percent(rates.get(item.value)) for item in items]


def _percent(part: str | None) -> str:
    return percent(Fraction(part)) if part else "—"


def _averages(row: Appraisal) -> list[tuple[str, str, str]]:
    """Item, weight, the district's average."""
    rule = row.as_rule()
    return [
        (label, plain_number(rule.weights[item]), _percent(row.averages.get(item.value)))
        for item, label in ITEM_LABELS.items()
        if rule.weights[item]
    ]


def _moves(row: Appraisal, actor: Actor) -> list[Any]:
    held = ({flow.OFFICE} if actor.is_office else set()) | ({flow.LEADER} if actor.is_leader else set())
    return flow.TABLE.available(row.state, held, facts=(flow.HEARD,))


@methods(write=True, verb=Verb.APPRAISE)
def compute(request: HttpRequest, pk: int) -> HttpResponse:
    """重新测算 a draft, as of another day perhaps."""
    row = the_whole(request, pk)
    try:
        as_of = DateField(label="依据截至").clean(request.POST.get("as_of", ""))
    except ValidationError:
        return _show(request, row, refused="依据截至的日期无法识别。请写作 2024-01-31 的样子。", status=422)
    revision = request.POST.get("revision", "")
    try:
        with transaction.atomic():
            acts.compute(
                row=row, as_of=as_of, revision=int(revision) if revision.isdigit() else -1, by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
    except NotAllowed:
        raise
    except Refused as no:
        row.refresh_from_db()
        return _show(request, row, refused=no.reason, status=422)
    messages.success(request, f"已按{as_of:%Y-%m-%d}的情况重新测算。")
    return redirect("appraisal", row.pk)


@methods(write=True, verb=Verb.DECIDE_APPRAISAL)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """A step of its way."""
    row = the_whole(request, pk)
    name, comment = request.POST.get("move", ""), request.POST.get("comment", "")
    verbs: dict[str, Any] = {"show": acts.show, "submit": acts.submit, "approve": acts.approve}
    with_words: dict[str, Any] = {"take_back": acts.take_back, "send_back": acts.send_back}
    if name not in DONE:
        return _show(request, row, refused="没有这个动作，请刷新后再试。", status=422)
    try:
        with transaction.atomic():
            if name in verbs:
                verbs[name](row=row, by=request.actor, at=timezone.now())
            else:
                with_words[name](row=row, comment=comment, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as no:
        row.refresh_from_db()
        return _show(request, row, refused=no.reason, status=422)
    messages.success(request, DONE[name])
    return redirect("appraisal", row.pk)
