"""留痕: all events for the audit administrator, the check of the chain, the list as a file."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.audit import actions as audit
from duban.audit.models import Event
from duban.orgs.permissions import Invalid, Verb
from duban.web.http import is_fragment, methods, page
from duban.web.request import HttpRequest
from duban.web.trail.forms import TrailFilter
from duban.web.trail.telling import tell_administrator

PAGE = 50
EXPORT_LIMIT = 100_000


@methods(read=True, verb=Verb.VIEW_TRAIL)
def trail(request: HttpRequest) -> HttpResponse:
    """All events, newest first; of business content only that something happened to it."""
    form = TrailFilter(request.GET)
    rows = Paginator(form.apply(Event.objects.order_by("-seq")), PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "title": "留痕",
        "form": form,
        "page": rows,
        "lines": [tell_administrator(event) for event in rows],
        "query": _query(request),
        "pairs": [(name, value) for name, value in request.GET.items() if name in form.fields and value],
        "last": last_check(),
    }
    return page(request, "trail/_results.html" if is_fragment(request) else "trail/trail.html", context)


def last_check() -> Event | None:
    """The latest check of the chain; its ``after`` holds ``count``, ``breaks``, ``result``, ``found``."""
    return Event.objects.filter(verb="trail.verify").order_by("-seq").first()


@methods(write=True, verb=Verb.VIEW_TRAIL)
def verify(request: HttpRequest) -> HttpResponse:
    """Check the chain now."""
    count, breaks = audit.verify_chain(by=request.actor, at=timezone.now())
    if breaks:
        messages.error(request, f"校验了 {count} 条留痕，发现 {len(breaks)} 处不符，详见下方。请先备份数据，再查原因。")
    else:
        messages.success(request, f"校验了 {count} 条留痕，环环相接，没有改动。")
    return redirect("trail")


@methods(write=True, verb=Verb.VIEW_TRAIL)
def export(request: HttpRequest) -> HttpResponse:
    """The events that the filter leaves, as csv. A POST, because taking them out is itself recorded."""
    from duban.writers.sheets import write_csv

    form = TrailFilter(request.POST)
    events = form.apply(Event.objects.order_by("-seq"))
    count = events.count()
    if count > EXPORT_LIMIT:
        raise Invalid(f"共有 {count} 条，一次最多导出 {EXPORT_LIMIT} 条。请按日期分几次导出。")
    out = BytesIO()
    write_csv(_columns(), (tell_administrator(event) for event in events.iterator(chunk_size=500)), out=out)
    audit.record_trail_export(conditions=_conditions(form), count=count, by=request.actor, at=timezone.now())
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('留痕')}.csv"
    return response


def _columns() -> list[Any]:
    from duban.writers.sheets import Column

    return [
        Column("序号", lambda line: line.seq, kind="number"),
        Column("时间", lambda line: f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}"),
        Column("人员", lambda line: line.who),
        Column("来源", lambda line: line.origin),
        Column("动作", lambda line: line.verb),
        Column("内容", lambda line: line.sentence),
        Column("理由", lambda line: line.reason),
    ]


def _query(request: HttpRequest) -> str:
    """The address's query without the page, ready for one more parameter."""
    query = request.GET.copy()
    query.pop("page", None)
    kept = query.urlencode()
    return f"{kept}&" if kept else ""


def _conditions(form: TrailFilter) -> dict[str, str]:
    return {name: str(value) for name, value in form.cleaned_data.items() if value}
