"""附件5 as files: of one report in three formats, of a whole period as one archive."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable, Iterator

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header

from duban.orgs.permissions import Verb
from duban.progress import annex5
from duban.progress.models import Period, Report
from duban.web.downloads import DOCX, XLSX, ZIP, made
from duban.web.http import methods
from duban.web.request import HttpRequest
from duban.writers import packing
from duban.writers.annex5 import FORMATS, Filled

TYPES = {"docx": DOCX, "pdf": "application/pdf", "xlsx": XLSX}
MISSING = "缺报单位.txt"


@methods(read=True, verb=Verb.VIEW_LEDGER)
def report_annex(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """One report, as it stands now."""
    if format not in FORMATS:
        raise Http404
    report = get_object_or_404(Report.objects.visible_to(request.actor), pk=pk)
    now = timezone.now()
    (filled,) = annex5.gather(annex5.loaded(Report.objects.filter(pk=report.pk)), at=now)
    return made(FORMATS[format](filled, now), annex5.file_name(filled, format), TYPES[format])


@methods(read=True, verb=Verb.MANAGE_PERIODS)
def period_annexes(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The reports of all units as docx and pdf, sent while they are made, and a list of who has none.

    ``?drafts=1`` takes what is not signed yet along, marked as such.
    """
    period = get_object_or_404(Period, pk=pk)
    now = timezone.now()
    chosen, missing = annex5.of_period(period, drafts=request.GET.get("drafts") == "1", today=request.actor.today)
    filled = annex5.gather(annex5.loaded(Report.objects.filter(pk__in=chosen)), at=now)
    response = StreamingHttpResponse(archive(filled, annex5.missing_list(period, missing), now), content_type=ZIP)
    name = annex5.safe(f"附件5 {period.name}") + ".zip"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def archive(reports: Iterable[Filled], missing: str, now: dt.datetime) -> Iterator[bytes]:
    """The archive piece by piece: nothing is held but the file that is being made. No database is asked here."""
    sink, names = packing.Sink(), set[str]()
    day = timezone.localtime(now).timetuple()[:6]
    with zipfile.ZipFile(sink, "w") as pack:  # type: ignore[call-overload]
        # With a mark of byte order: an editor of Windows takes it for GBK otherwise.
        pack.writestr(packing.entry(MISSING, day), ("\ufeff" + missing).encode())
        yield sink.take()
        for filled in reports:
            for format in ("docx", "pdf"):
                name = packing.unused(annex5.file_name(filled, format), names)
                # Both formats are compressed inside: stored as they are.
                pack.writestr(packing.entry(f"{format}/{name}", day), FORMATS[format](filled, now))
                yield sink.take()
    yield sink.take()
