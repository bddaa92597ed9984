"""The unit's periods and reports, and the page on which a report is filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from duban.core.refusal import Refused
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, NotAllowed, Verb
from duban.progress import firings
from duban.progress.actions import drafting
from duban.progress.enums import EDITABLE_STATES
from duban.progress.models import Evidence, Obligation, OwedLine, Period, Report
from duban.web.http import methods, page
from duban.web.own_units import own_units
from duban.web.reports import boxes, listing, loading, whole
from duban.web.reports.page import ReportPage
from duban.web.reports.saving import Outcome
from duban.web.request import HttpRequest

SHOWS = {"": "全部", "todo": "未填", "open": "有问题", "returned": "退回"}


@methods(read=True, verb=Verb.DRAFT_REPORT)
def reports(request: HttpRequest) -> HttpResponse:
    """报告: periods of my unit, what is owed and where it stands."""
    units = own_units(request.actor)
    if not units:
        raise NotAllowed("填报由承办单位办理，督查室请看报告期。")
    context = {"title": "季度报告", "units": listing.of_units(units, request.actor), "several": len(units) > 1}
    return page(request, "reports/reports.html", context)


@methods(read=True, write=True, verb=Verb.DRAFT_REPORT)
def open_report(request: HttpRequest, period: int, unit: int) -> HttpResponse:
    """开始填报: the draft is made if it is not there, its lines fitted to what is owed; then the page.

    A link to here (待办, a message) leads to the draft that is there, or to the button that begins it.
    """
    own = next((each for each in own_units(request.actor) if each.pk == unit), None)
    found = Period.objects.filter(pk=period).first()
    if own is None or found is None:
        raise Http404
    if request.method != "POST":
        there = Report.objects.filter(period=found, unit=own).open().first()
        if there is not None:
            return redirect("report", there.pk)
        row = next((row for row in listing.rows_of(own, request.actor) if row.period.pk == found.pk), None)
        return page(request, "reports/open.html", {"title": f"填报{found.name}完成情况", "row": row, "unit": own})
    if found.opened_at and not Obligation.objects.owing().filter(period=found, unit=own).exists():
        raise Invalid("本期本单位没有应报事项，或已免报。")
    made = drafting.open_draft(period=found, unit=own, by=request.actor, at=timezone.now())
    return redirect("report", made.pk)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The filling page; who cannot write in it now reads it."""
    found = loading.load(request, pk)
    if not loading.editable(found, request.actor):
        return _read_only(request, found)
    return _show(request, found, None)


def _read_only(request: HttpRequest, found: Report) -> HttpResponse:
    context = {
        "title": f"{found.period.name} · {found.unit.name}",
        "report": found,
        "sheet": ReportPage(found, request.actor),
        "reading": loading.reading_page(found),
        "own": found.unit_id in request.actor.unit_ids,
    }
    return page(request, "reports/read_only.html", context)


def _show(request: HttpRequest, found: Report, outcome: Outcome | None) -> HttpResponse:
    """The form; ``outcome``: of a save that was refused in part, with what was typed."""
    refused = outcome.refused if outcome else {}
    sheet = ReportPage(found, request.actor, typed=refused)
    show = request.GET.get("show", "")
    context = {
        "title": f"{found.period.name}完成情况",
        "report": found,
        "sheet": sheet,
        "owed": _owed(found),
        "others": sheet.others_lately(timezone.now()),
        "reading": loading.reading_page(found),
        "special": _special(found, refused) if found.period.is_special and not sheet.rows else None,
        "shows": SHOWS.items(),
        "show": show if show in SHOWS else "",
        "today": request.actor.today,
        "line_boxes": " ".join(boxes.LINE_BOXES),
        "figure_boxes": " ".join(boxes.FIGURE_BOXES),
        **_head(found, sheet, request.actor),
        **_refusals(outcome),
    }
    return page(request, "reports/report.html", context, status=422 if context["refusals"] else 200)


def _head(found: Report, sheet: ReportPage, actor: Actor) -> dict[str, Any]:
    """Until when, how far, and whether it can be sent."""
    todo, blocks, confirms = sheet.open_counts
    send = loading.sending(found, actor)
    return {
        "term": loading.Term.of(found, actor),
        "send": send,
        "held_up": loading.cannot_send(found, actor) or ("" if send else "送审由经办人办理。"),
        "todo": todo,
        "blocks": blocks,
        "confirms": confirms,
    }


def _refusals(outcome: Outcome | None) -> dict[str, Any]:
    """What was not saved, with its place."""
    outcome = outcome or Outcome()
    return {
        "faults": outcome.faults,
        "clashes": outcome.clashes,
        "refusals": len(outcome.faults) + len(outcome.clashes),
        "refused": " ".join(outcome.refused),
        "promised": outcome.refused.get("promised_on", ""),
    }


@dataclass(frozen=True)
class Special:
    """A collection that asks for one answer."""

    text: str
    base: str
    files: list[Evidence]


def _special(found: Report, refused: dict[str, str]) -> Special:
    rows = found.files.filter(withdrawn_at__isnull=True).select_related("file", "by").order_by("id")
    return Special(refused.get("r-answer", found.answer), boxes.token(found.answer), list(rows))


def _owed(found: Report) -> int:
    """Lines that the frozen list asks for and the draft lacks (it was begun before the period opened)."""
    if found.period.opened_at is None:
        return 0
    rows = OwedLine.objects.filter(obligation__period=found.period_id, obligation__unit=found.unit_id)
    return rows.exclude(matter__in=found.lines.values("matter")).count()


@methods(write=True, verb=Verb.DRAFT_REPORT)
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """保存, and 保存并送审: the whole form. Without script this is the only way."""
    found = loading.load_own(request, pk)
    if found.state not in EDITABLE_STATES:
        messages.error(request, "报告已送出或已受理，这次没有保存。撤回或提出更正后才能修改。")
        return redirect("report", pk)
    outcome = whole.save(found, request.POST.dict(), request.FILES, by=request.actor, at=timezone.now())
    if outcome.faults or outcome.clashes:
        return _show(request, loading.load_own(request, pk), outcome)
    if request.POST.get("then") == "submit":
        return _submit(request, pk)
    if request.POST.get("then") == "align":
        drafting.open_draft(period=found.period, unit=found.unit, by=request.actor, at=timezone.now())
    said = f"已保存 {outcome.saved} 处。" if outcome.saved else "没有改动，内容都已保存。"
    messages.success(request, said)
    return redirect(f"{reverse('report', args=[pk])}{_place(request)}")


def _place(request: HttpRequest) -> str:
    """Back to where the person was: the line that a button belongs to, the filter."""
    show, at = request.POST.get("show", ""), request.POST.get("at", "")
    query = f"?show={show}" if show in SHOWS and show else ""
    return f"{query}#{at}" if at.isascii() and at.replace("-", "").isalnum() else query


def _submit(request: HttpRequest, pk: int) -> HttpResponse:
    found, at = loading.load_own(request, pk), timezone.now()
    try:
        sent = loading.send(found, request.actor, at)
    except NotAllowed:
        raise
    except Refused as no:
        firings.keep_refused(found, at=at)
        messages.error(request, f"已保存，没有送出：{no.reason}")
        return redirect("report", pk)
    messages.success(request, f"已送出：{sent.get_state_display()}。")
    return redirect(loading.reading_page(sent))
