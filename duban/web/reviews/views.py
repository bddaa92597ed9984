"""受理: the reports that wait for the office, and one report line by line."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from duban.core.workflow import report as flow
from duban.orgs.permissions import Invalid, Verb
from duban.orgs.workdays import office_calendar
from duban.progress import signatures
from duban.progress.actions import reviewing
from duban.progress.actions.moves import roles
from duban.progress.enums import OFFICE_LABELS, LineDecision, ReportState
from duban.progress.models import Line, Period, Report
from duban.web import trail
from duban.web.cases.beside import put_beside
from duban.web.http import is_fragment, methods, page
from duban.web.request import HttpRequest
from duban.web.reviews import lines

PAGE = 100
SHOWN = (ReportState.SIGNED, ReportState.ACCEPTED, ReportState.SUPERSEDED)  # else it is still the unit's own
LISTS = {"signed": "待受理", "returned": "已退回，待修改", "accepted": "已受理"}


@methods(read=True, verb=Verb.REVIEW_REPORT)
def reviews(request: HttpRequest) -> HttpResponse:
    """Reports that wait, oldest signature first; with ticks to accept several at once."""
    state = request.GET.get("state", "signed")
    state = state if state in LISTS else "signed"
    asked = request.GET.get("period", "")
    counts = dict(Report.objects.filter(state__in=LISTS).order_by().values_list("state").annotate(n=Count("pk")))
    rows = Report.objects.filter(state=state)
    by_period = dict(rows.order_by().values_list("period_id").annotate(n=Count("pk")))
    if asked.isdigit() and int(asked) in by_period:
        rows = rows.filter(period=int(asked))
    order = "signed_at" if state == "signed" else "-accepted_at" if state == "accepted" else "-returned_at"
    rows = rows.select_related("unit", "period").annotate(
        total=Count("lines", distinct=True),
        answered=Count("lines__answers", filter=~Q(lines__answers__answer=""), distinct=True),
        decided=Count("lines", filter=~Q(lines__decision=LineDecision.NONE), distinct=True),
    )
    found = Paginator(rows.order_by(order, "pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "受理报告",
        "state": state,
        "lists": [(code, label, counts.get(code, 0)) for code, label in LISTS.items()],
        "periods": [(each, by_period[each.pk]) for each in Period.objects.filter(pk__in=by_period)],
        "period": asked,
        "page": found,
        "query": f"state={state}&" + (f"period={asked}&" if asked else ""),
        "rows": [_listed(report, request) for report in found],
    }
    return page(request, "reviews/reviews.html", context)


def _listed(report: Any, request: HttpRequest) -> dict[str, Any]:
    signed = timezone.localtime(report.signed_at).date() if report.signed_at else None
    waits = -office_calendar().left(request.actor.today, signed) if signed else 0
    return {"report": report, "waits": max(waits, 0)}


def _rows(request: HttpRequest, report: Report, before: Report | None) -> list[lines.Reviewed]:
    """Lines with what stands open beside them."""
    rows = lines.of_report(report, before)
    put_beside([each.line for each in rows], request.actor)
    return rows


@methods(write=True, verb=Verb.REVIEW_REPORT)
def accept_many(request: HttpRequest) -> HttpResponse:
    """Accept those ticked, each by itself; what was refused is shown with its reason."""
    ids = [int(pk) for pk in request.POST.getlist("report") if pk.isascii() and pk.isdigit()][:PAGE]
    reports = Report.objects.filter(pk__in=ids).select_related("unit", "period", "supersedes").order_by("signed_at")
    if not reports:
        raise Invalid("没有勾选报告。请先勾选，再批量受理。")
    done, refused = reviewing.accept_many(reports=list(reports), by=request.actor, at=timezone.now())
    if not refused:
        messages.success(request, f"已受理 {len(done)} 份。")
        return redirect("reviews")
    context = {"title": "批量受理结果", "done": done, "refused": refused}
    return page(request, "reviews/accepted.html", context)


def load(request: HttpRequest, pk: int) -> Report:
    """The report with what its page needs; else 404."""
    rows = Report.objects.visible_to(request.actor).select_related("period", "unit", "supersedes", "accepted_by")
    return get_object_or_404(rows, pk=pk)


@methods(read=True, verb=Verb.REVIEW_REPORT)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One report line by line, with the signature verified and the buttons that its state allows."""
    report = load(request, pk)
    before = lines.earlier(report)
    shown = report.state in SHOWN
    context = {
        "title": f"{report.unit}：{report.period}",
        "report": report,
        "label": OFFICE_LABELS[ReportState(report.state)],
        "shown": shown,
        "before": before,
        "rows": _rows(request, report, before) if shown else [],
        "returned": report.lines.exclude(decision_comment="").select_related("matter") if not shown else [],
        "files": report.files.filter(withdrawn_at__isnull=True).select_related("file") if shown else [],
        "queue": lines.queue(report),
        "trail": trail.lines(report, request.actor, also=[report.lines.order_by()]),
        **_seal(report),
        **_bar(request, report),
    }
    return page(request, "reviews/review.html", context)


def _seal(report: Report) -> dict[str, Any]:
    """The signature, and whether the content is still what was signed."""
    signature = signatures.live(report)
    return {
        "signature": signatures.sentence(signature) if signature else "",
        "digest": signature.digest if signature else "",
        "trouble": signatures.trouble(signature) if signature else "",
    }


def _bar(request: HttpRequest, report: Report) -> dict[str, Any]:
    """Numbers of lines decided, and the buttons; a button that would be refused says why."""
    counts = dict(report.lines.order_by().values_list("decision").annotate(n=Count("pk")))
    moves = {m.name: m for m in flow.TABLE.available(report.state, roles(report, request.actor, timezone.now()))}
    returned = counts.get(LineDecision.RETURNED, 0)
    why = ""
    if "accept" in moves and returned:
        why = f"有 {returned} 项标为退回。请退回报告，或先取消退回。"
    elif "accept" in moves and reviewing.entered_by(report, request.actor):
        why = "您代单位填写过这份报告，请由其他督查员受理。"
    return {
        "report": report,
        "passed": counts.get(LineDecision.ACCEPTED, 0),
        "sent": returned,
        "open": counts.get(LineDecision.NONE, 0),
        "accept": moves.get("accept"),
        "send_back": moves.get("send_back"),
        "why": why,
    }


@methods(write=True, verb=Verb.REVIEW_REPORT)
def decide(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Pass a line, return it with a reason, or take either back while the report is not decided."""
    report = load(request, pk)
    row = get_object_or_404(Line.objects.select_related("report"), pk=line, report=report)
    decision = request.POST.get("decision", "")
    if decision not in LineDecision.values:
        raise Invalid("处理只有通过、退回、取消三种。")
    comment = request.POST.get("comment", "")
    reviewing.decide_line(
        line=row, decision=LineDecision(decision), comment=comment, by=request.actor, at=timezone.now()
    )
    if not is_fragment(request):
        return redirect(f"{reverse('review', args=[pk])}#line-{line}")
    before = lines.earlier(report)
    (reviewed,) = [each for each in _rows(request, report, before) if each.line.pk == line]
    context = {"each": reviewed, "before": before, **_bar(request, report), "oob": True}
    return page(request, "reviews/_decided.html", context)


@methods(write=True, verb=Verb.REVIEW_REPORT)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """受理, and on to the next that waits."""
    report = load(request, pk)
    following = lines.queue(report).following
    reviewing.accept(report=report, by=request.actor, at=timezone.now())
    messages.success(request, f"已受理“{report}”。")
    return redirect("review", pk=following.pk) if following else redirect("reviews")


@methods(write=True, verb=Verb.REVIEW_REPORT)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """退回 with the reasons of the lines and a word on the whole."""
    report = reviewing.send_back(
        report=load(request, pk), comment=request.POST.get("comment", ""), by=request.actor, at=timezone.now()
    )
    messages.success(request, f"已退回“{report}”，理由随各项送到单位。首次签字时间不变，按时报送的仍为按时。")
    return redirect("reviews")
