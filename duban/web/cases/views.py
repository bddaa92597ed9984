"""The list of difficulties, on screen and as a file."""

from __future__ import annotations

import io

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.utils import timezone

from duban.core.text.days import day_in_words
from duban.orgs.permissions import Verb, may
from duban.oversight.models import CoordinationCase
from duban.progress.actions.exports import record_export
from duban.web.cases import listing
from duban.web.cases.listing import Row
from duban.web.downloads import XLSX, made
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.writers.sheets import Column, write_xlsx

PAGE = 50


@methods(read=True, verb=Verb.VIEW_LEDGER)
def cases(request: HttpRequest) -> HttpResponse:
    """All for the office and the leaders, one's own for a unit; what waits for an answer first."""
    actor = request.actor
    narrowing, rows = listing.narrowed(request.GET, actor)
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "困难协调",
        "narrowing": narrowing,
        "page": found,
        "rows": [Row(row, actor.today) for row in found],
        "holders": listing.holders(actor) if actor.sees_everything and not narrowing.any else [],
        "may_raise": bool(may(actor, Verb.RAISE_CASE)),
        "office": actor.sees_everything,
        "waits": actor.is_leader and CoordinationCase.objects.held_by(actor).exists() and not narrowing.any,
    }
    return page(request, "cases/cases.html", context)


def _who(each: Row) -> str:
    return each.turn.who if each.turn else ""


COLUMNS = (
    Column("事项", lambda each: each.row.matter.code, 9),
    Column("提请单位", lambda each: each.row.unit.name, 16),
    Column("类别", lambda each: each.row.get_kind_display(), 10),
    Column("涉及范围", lambda each: each.row.get_reach_display(), 12),
    Column("困难和原因", lambda each: each.row.text, 40, wrap=True),
    Column("提请研究解决的事项", lambda each: each.row.wanted, 30, wrap=True),
    Column("涉及单位", lambda each: each.row.waiting_on.name if each.row.waiting_on else "", 14),
    Column("提请时间", lambda each: timezone.localtime(each.row.raised_at), 16, "date"),
    Column("需要答复的日期", lambda each: each.row.needed_by, 12, "date"),
    Column("状态", lambda each: each.row.get_state_display(), 14),
    Column("在谁手里", _who, 16),
    Column("已持有工作日", lambda each: each.held if each.turn else None, 8, "number"),
    Column("答复期限", lambda each: each.turn.due_on if each.turn else None, 12, "date"),
    Column("期限情况", lambda each: each.left, 16),
    Column("答复", lambda each: each.row.answer, 30, wrap=True),
    Column("销结意见", lambda each: each.row.outcome, 20, wrap=True),
)


@methods(write=True, verb=Verb.EXPORT_LEDGER)
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, as a workbook."""
    actor = request.actor
    _, rows = listing.narrowed(QueryDict(request.POST.get("query", "")), actor)
    lines = [Row(row, actor.today) for row in rows]
    out = io.BytesIO()
    note = f"共 {len(lines)} 件　{day_in_words(actor.today)}导出"
    write_xlsx(COLUMNS, lines, out=out, title="困难协调事项", note=note, sheet="困难协调")
    record_export(what="困难协调事项", kind="Excel", count=len(lines), by=actor, at=timezone.now())
    return made(out.getvalue(), f"困难协调_{actor.today:%Y%m%d}.xlsx", XLSX)
