"""延期、调整和更正 as a workbook: the list as it is filtered, both values of each in columns of their own."""

from __future__ import annotations

import io
from decimal import Decimal

from django.http import HttpResponse, QueryDict
from django.utils import timezone

from duban.core.text.days import day_in_words
from duban.core.text.figures import plain_number
from duban.orgs.permissions import Verb
from duban.oversight.models import Adjustment
from duban.progress.actions.exports import record_export
from duban.web.adjustments.views import narrowed
from duban.web.downloads import XLSX, made
from duban.web.http import methods
from duban.web.request import HttpRequest
from duban.writers.sheets import Column, write_xlsx


def _figure(row: Adjustment, value: Decimal | None) -> str:
    return f"{plain_number(value)}{row.target.unit}" if value is not None and row.target is not None else ""


def _old_figure(row: Adjustment) -> str:
    """What stood before; an extension leaves the figure as it is."""
    return _figure(row, row.target.value) if row.target is not None and row.new_value is not None else ""


COLUMNS = (
    Column("事项", lambda row: row.matter.code, 9),
    Column("事项内容", lambda row: row.matter.body, 40, wrap=True),
    Column("申请单位", lambda row: row.unit.name, 18),
    Column("类别", lambda row: row.get_kind_display(), 10),
    Column("指标", lambda row: row.target.what if row.target is not None else "", 20),
    Column("原期限", lambda row: row.old_due if row.new_due else None, 12, "date"),
    Column("申请期限", lambda row: row.new_due, 12, "date"),
    Column("原目标值", _old_figure, 14),
    Column("申请目标值", lambda row: _figure(row, row.new_value), 14),
    Column("依据文号", lambda row: row.document_number, 20),
    Column("理由", lambda row: row.reason, 36, wrap=True),
    Column("目前进展", lambda row: row.progress, 36, wrap=True),
    Column("申请人", lambda row: str(row.applied_by), 10),
    Column("申请日期", lambda row: timezone.localdate(row.applied_at), 12, "date"),
    Column("状态", lambda row: row.get_state_display(), 10),
    Column("审定人", lambda row: str(row.decided_by) if row.decided_by else "", 10),
    Column("审定日期", lambda row: timezone.localdate(row.decided_at) if row.decided_at else None, 12, "date"),
    Column("审定意见", lambda row: row.decision, 30, wrap=True),
    Column("撤销日期", lambda row: timezone.localdate(row.revoked_at) if row.revoked_at else None, 12, "date"),
    Column("撤销理由", lambda row: row.revocation, 24, wrap=True),
)


@methods(write=True, verb=Verb.EXPORT_LEDGER)
def export(request: HttpRequest) -> HttpResponse:
    """Exactly the rows shown; what leaves the system is recorded."""
    actor = request.actor
    _, found = narrowed(QueryDict(request.POST.get("query", "")), actor)
    rows = list(found)
    out = io.BytesIO()
    note = f"共 {len(rows)} 件　{day_in_words(actor.today)}导出"
    write_xlsx(COLUMNS, rows, out=out, title="延期和调整", note=note, sheet="延期和调整")
    record_export(what="延期和调整", kind="Excel", count=len(rows), by=actor, at=timezone.now())
    return made(out.getvalue(), f"延期和调整_{actor.today:%Y%m%d}.xlsx", XLSX)
