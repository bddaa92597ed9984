"""回填: upload a filled 附件5, look at the difference line by line, take over what is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.orgs.permissions import Invalid, NotAllowed, Verb
from duban.progress import readbacks as reading
from duban.progress.actions import readbacks as actions
from duban.progress.actions.evidence import check_size
from duban.progress.enums import EDITABLE_STATES
from duban.progress.models import ReadBack, Report
from duban.web.downloads import attachment
from duban.web.http import methods, page
from duban.web.request import HttpRequest

FORMATS = ".docx .xlsx .doc .wps .xls .et"


def _load(request: HttpRequest, pk: int) -> Report:
    """One's own unit's report; the office looks at reports and does not fill them."""
    rows = Report.objects.visible_to(request.actor).select_related("unit", "period")
    report = get_object_or_404(rows, pk=pk)
    if report.unit_id not in request.actor.unit_ids:
        raise NotAllowed("回填由本单位办理。")
    return report


def _load_file(request: HttpRequest, pk: int, readback: int) -> ReadBack:
    report = _load(request, pk)
    return get_object_or_404(ReadBack.objects.select_related("report", "file"), pk=readback, report=report)


@methods(read=True, write=True, verb=Verb.DRAFT_REPORT, atomic=False)
def report_readback(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that waits with its difference, or the place to upload one; earlier files below."""
    report = _load(request, pk)
    if request.method != "POST":
        return _show(request, report)
    try:
        _upload(request, report)
    except Invalid as no:
        return _show(request, report, error=str(no))
    return redirect("report_readback", report.pk)


def _upload(request: HttpRequest, report: Report) -> None:
    if report.state not in EDITABLE_STATES:
        raise Invalid("报告已送出，撤回后才能回填。")
    file = request.FILES.get("file")
    if file is None:
        raise Invalid("没有选择文件。请先选择填好的附件5，再按“上传并核对”。")
    name = file.name or "附件5"
    check_size(file.size or 0, name)
    data = file.read()
    form = actions.read_file(data=data, name=name)  # in a process of its own, no lock is held
    actions.upload(
        report=report, data=data, name=name, media_type=file.content_type or "", form=form, by=request.actor,
        at=timezone.now(),
    )  # fmt: skip


def _show(request: HttpRequest, report: Report, *, error: str = "") -> HttpResponse:
    rows = list(report.readbacks.select_related("file", "uploaded_by", "finished_by"))
    waiting = next((row for row in rows if not row.outcome), None)
    editable = report.state in EDITABLE_STATES
    context: dict[str, Any] = {
        "title": f"回填{report.period.name}附件5",
        "report": report,
        "editable": editable,
        "waiting": waiting if editable else None,
        "compared": reading.compare(waiting, report) if waiting and editable else None,
        "earlier": [row for row in rows if row.outcome],
        "undoable": next((row.pk for row in rows if row.outcome == "applied"), None) if editable else None,
        "error": error,
        "formats": FORMATS,
    }
    return page(request, "annexes/readback.html", context, status=422 if error else 200)


@methods(write=True, verb=Verb.DRAFT_REPORT)
def apply(request: HttpRequest, pk: int, readback: int) -> HttpResponse:
    """填入: the lines and figures that are ticked."""
    row = _load_file(request, pk, readback)
    compared = reading.compare(row, row.report)
    lines = list(_lines(request.POST.getlist("line"), compared))
    figures = list(_figures(request.POST.getlist("figure"), compared))
    result = actions.apply(readback=row, lines=lines, figures=figures, by=request.actor, at=timezone.now())
    if result.lines or result.figures:
        figures_said = f"，完成值 {len(result.figures)} 个" if result.figures else ""
        messages.success(request, f"已填入 {len(result.lines)} 项{figures_said}。")
    for reason in sorted({*result.refused.values(), *result.refused_figures.values()}):
        messages.warning(request, reason)
    if result.refused or result.refused_figures:
        return redirect("report_readback", pk)
    return redirect("report", pk)


def _lines(chosen: Iterable[str], compared: reading.Compared) -> Iterable[actions.Taken]:
    """``line id:revision`` as the page showed it."""
    by_id = {each.line.pk: each for each in compared.lines}
    for text in chosen:
        key, _, seen = text.partition(":")
        if not (key.isascii() and key.isdigit() and seen.isascii() and seen.isdigit() and len(text) < 40):
            raise Invalid("提交的内容不完整，请刷新后再选。")
        found = by_id.get(int(key))
        changes = dict(found.found.changes) if found else {}
        if changes or found is None or found.line.revision != int(seen):
            yield actions.Taken(int(key), int(seen), changes)


def _figures(chosen: Iterable[str], compared: reading.Compared) -> Iterable[actions.TakenFigure]:
    """``measure:value:value that stood there``; only what the file offers is taken."""
    offered = {offer.key: offer for each in compared.lines for offer in each.offers}
    for text in chosen:
        key, _, seen = text.rpartition(":")
        try:
            stood = Decimal(seen) if seen else None
        except InvalidOperation:
            raise Invalid("提交的内容不完整，请刷新后再选。") from None
        offer = offered.get(key)
        if offer is not None:
            yield actions.TakenFigure(offer.measure_id, offer.value, stood)


@methods(write=True, verb=Verb.DRAFT_REPORT)
def discard(request: HttpRequest, pk: int, readback: int) -> HttpResponse:
    """不采用."""
    actions.discard(readback=_load_file(request, pk, readback), by=request.actor, at=timezone.now())
    messages.success(request, "没有采用这个文件，草稿未改动。")
    return redirect("report_readback", pk)


@methods(write=True, verb=Verb.DRAFT_REPORT)
def undo(request: HttpRequest, pk: int, readback: int) -> HttpResponse:
    """撤回: what was taken over goes back to what stood there before."""
    missed = actions.undo(readback=_load_file(request, pk, readback), by=request.actor, at=timezone.now())
    if missed:
        messages.warning(request, f"已撤回；有 {missed} 处在回填之后又改过，保留现在的内容。")
    else:
        messages.success(request, "已撤回这次回填，恢复为回填前的内容。")
    return redirect("report_readback", pk)


@methods(read=True, verb=Verb.DRAFT_REPORT)
def original(request: HttpRequest, pk: int, readback: int) -> FileResponse:
    """The file as it was uploaded."""
    return attachment(_load_file(request, pk, readback).file)
