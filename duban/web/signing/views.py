"""阅读: any version of a report, with its figures, evidence, signature, versions and trail; read only."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse

from duban.core.reporting.codes import grouped
from duban.orgs.permissions import Verb
from duban.progress import reading, signatures
from duban.progress.changes import changes_of
from duban.progress.enums import ReportState
from duban.progress.models import Evidence, Obligation, Report, Signature
from duban.web import downloads, trail
from duban.web.cases.beside import put_beside
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.web.signing.loading import Opened, opened
from duban.web.signing.overview import overview

FORMATS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}


@methods(read=True, verb=Verb.VIEW_LEDGER)
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole report as it will stand in 附件5, for its unit, its signer, the office and the leaders."""
    found = opened(request, pk)
    report = found.report
    context = {
        **sheet(found),
        "buttons": found.buttons(),
        "may_object": found.may("object"),
        "may_correct": may_correct(found),
        "versions": versions(found),
        "prints": prints(found),
        "signatures": signed(found),
        "trail": trail.lines(report, request.actor),
    }
    return page(request, "signing/read.html", context)


def sheet(found: Opened) -> dict[str, Any]:
    """What the pages of reading, checking and signing have in common: the report and its first screen."""
    whole = reading.read(found.report)
    put_beside([row.line for row in whole.lines], found.actor)
    duty = Obligation.objects.filter(period=found.report.period_id, unit=found.report.unit_id).first()
    return {
        "title": found.title,
        "opened": found,
        "report": found.report,
        "reading": whole,
        "overview": overview(whole),
        "changes": changes_of(found.report),
        "due": duty.due_on if duty is not None else found.report.period.due_on,
    }


def may_correct(found: Opened) -> bool:
    """Whether a correction may be proposed: of what is in force and has none on its way."""
    actor, report = found.actor, found.report
    if report.state != ReportState.ACCEPTED or not (actor.is_office or report.unit_id in actor.unit_ids):
        return False
    return not Report.objects.filter(supersedes=report).exists()


def versions(found: Opened) -> list[Report]:
    """All versions of the unit's report of the period, the newest first."""
    report = found.report
    return list(Report.objects.filter(period=report.period_id, unit=report.unit_id).order_by("-version"))


def prints(found: Opened) -> list[tuple[str, str]]:
    """附件5 as documents: label and address."""
    try:
        return [(label, reverse("report_annex", args=[found.report.pk, name])) for name, label in FORMATS.items()]
    except NoReverseMatch:
        return []


def signed(found: Opened) -> list[dict[str, Any]]:
    """The block of signatures: who, when, how, on whose behalf, and whether the live one still holds."""
    rows = found.report.signatures.select_related(*signatures.SHOWN, "revoked_by").order_by("-id")
    return [
        {
            "row": row,
            "words": signatures.sentence(row),
            "short": grouped(row.digest),
            "scan": bool(row.paper_scan_id),
            "trouble": signatures.trouble(row) if row.revoked_at is None else "",
            "until": objection(row),
        }
        for row in rows
    ]


def objection(row: Signature) -> Any:
    """Until when the principal may object to a signature carried over; None where there is nothing to object to."""
    waits = row.carried_from_id and row.revoked_at is None and row.concurred_at is None
    return signatures.objection_until(row) if waits and row.report.state == ReportState.SIGNED else None


@methods(read=True, verb=Verb.VIEW_LEDGER)
def evidence(request: HttpRequest, pk: int, evidence: int) -> FileResponse:
    """A file of the report."""
    report = opened(request, pk).report
    of_report = Q(line__report=report) | Q(report=report)
    row = get_object_or_404(Evidence.objects.filter(of_report).select_related("file"), pk=evidence)
    return downloads.attachment(row.file)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def scan(request: HttpRequest, pk: int, signature: int) -> FileResponse:
    """The scan of the signed paper."""
    report = opened(request, pk).report
    row = get_object_or_404(report.signatures.select_related("paper_scan"), pk=signature)
    if row.paper_scan is None:
        raise Http404
    return downloads.attachment(row.paper_scan)
