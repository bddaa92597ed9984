"""The sheet of a unit's plans: out to Excel or WPS, back with a difference for each matter, saved on confirmation."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from duban.core.plans.difference import said
from duban.core.plans.sheet import Filled, Known, key, read
from duban.core.plans.values import PlanNode, PlanValue, plan
from duban.core.text.days import day_in_words
from duban.notices.actions import check_size
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, NotAllowed, Verb
from duban.progress import planning, receiving
from duban.progress.actions import plan_sheet
from duban.progress.actions.exports import record_export
from duban.progress.planning import Line
from duban.readers.cells import address, read_cells
from duban.readers.errors import Unreadable
from duban.web.downloads import XLSX, made
from duban.web.http import methods, page
from duban.web.own_units import may_act_for
from duban.web.plans.page import unit_of
from duban.web.request import HttpRequest
from duban.writers.plan_sheet import PlanRow, write

SALT = "plans.sheet"
HOURS = 12  # a sheet that was read waits so long for its confirmation


def _lines(request: HttpRequest) -> tuple[Unit, int, list[Line]]:
    unit, year = unit_of(request), receiving.newest_year()
    if unit is None or year is None:
        raise Http404
    return unit, year, planning.lines_of(unit, year=year, on=request.actor.today)


@methods(write=True, verb=Verb.EXPORT_LEDGER)
def export(request: HttpRequest) -> HttpResponse:
    """All plans of a unit, one row a milestone."""
    unit, year, lines = _lines(request)
    rows = [
        PlanRow(
            code=line.matter.code,
            text=line.matter.body,
            key=key(line.matter.pk, *((line.plan.version, line.plan.revision) if line.plan else (0, 0))),
            state=line.label,
            value=planning.value_of(line.plan) if line.plan else plan({}),
            measures=planning.refs(line.uses),
        )
        for line in lines
    ]
    record_export(what=f"{unit.name}办理方案", kind="Excel", count=len(rows), by=request.actor, at=timezone.now())
    today = request.actor.today
    note = f"共 {len(rows)} 项　{day_in_words(today)}导出　填写方法见“填写说明”"
    data = write(rows, title=f"{unit.name}{year}年责任事项办理方案", note=note)
    return made(data, f"{unit.name}办理方案_{today:%Y%m%d}.xlsx", XLSX)


@methods(write=True, verb=Verb.DRAFT_REPORT)
def read_back(request: HttpRequest) -> HttpResponse:
    """What a filled sheet would change, matter by matter. Nothing is saved here."""
    unit, year, lines = _lines(request)
    _own(request, unit)
    file = request.FILES.get("file")
    if file is None:
        raise Invalid("没有选择文件。请先选择填好的表格，再按“读入”。")
    check_size(file.size or 0, file.name or "")
    try:
        sheets = read_cells(file.read())
    except Unreadable as no:
        raise Invalid(no.message) from no
    known = {line.matter.pk: Known(line.matter.code, planning.refs(line.uses)) for line in lines}
    filled = read(sheets[0].rows if sheets else (), known, year, address)
    changes = plan_sheet.compare(unit, filled.plans)
    labels = {use.measure_id: use.measure.name for line in lines for use in line.uses}
    takes = [change for change in changes if change.takes]
    context = {
        "title": f"核对读入的方案：{unit.name}",
        "unit": unit,
        "name": file.name,
        "faults": filled.faults,
        "changes": [_shown(change, labels) for change in changes],
        "takes": len(takes),
        "same": sum(not c.difference and not c.filled.faults for c in changes),
        "data": signing.dumps(
            {"unit": unit.pk, "by": request.actor.person.pk, "plans": [_packed(c.filled) for c in takes]},
            salt=SALT,
            compress=True,
        ),
    }
    return page(request, "plans/read.html", context)


def _own(request: HttpRequest, unit: Unit) -> None:
    if not may_act_for(request.actor, unit):
        raise NotAllowed("方案由本单位填写。")


def _shown(change: plan_sheet.Change, labels: dict[int, str]) -> dict[str, Any]:
    found = change.difference
    return {
        "change": change,
        "words": found.words,
        "gone": [said(node, labels) for node in found.gone],
        "new": [said(node, labels) for node in found.new],
        "visible": bool(found) or bool(change.filled.faults),
    }


@methods(write=True, verb=Verb.DRAFT_REPORT)
def apply(request: HttpRequest) -> HttpResponse:
    """Save the plans of the sheet that were ticked; what changed since is told and left."""
    unit = unit_of(request)
    if unit is None:
        raise Http404
    _own(request, unit)
    try:
        data = signing.loads(request.POST.get("data", ""), salt=SALT, max_age=dt.timedelta(hours=HOURS))
    except signing.BadSignature:
        raise Invalid("读入的内容已过时或不完整，请重新读入表格。") from None
    if (data["unit"], data["by"]) != (unit.pk, request.actor.person.pk):
        raise Invalid("读入的内容不是这个单位的，请重新读入表格。")
    chosen = set(request.POST.getlist("matter"))
    filled = [_unpacked(each) for each in data["plans"] if str(each["matter"]) in chosen]
    if not filled:
        raise Invalid("没有勾选事项，什么也没有保存。请重新读入表格并勾选。")
    saved, refused = plan_sheet.save(unit=unit, filled=filled, by=request.actor, at=timezone.now())
    if saved:
        messages.success(request, f"已保存 {len(saved)} 份方案，还没有报送。")
    for matter, reason in refused:
        messages.warning(request, f"{matter.code}没有保存：{reason}")
    return redirect(f"{reverse('plans')}?{urlencode({'unit': unit.pk})}")


def _packed(filled: Filled) -> dict[str, Any]:
    nodes = [
        [n.due_on.isoformat(), n.content, n.measure_id, None if n.expected is None else str(n.expected)]
        for n in filled.value.nodes
    ]
    return {
        "matter": filled.matter_id,
        "version": filled.version,
        "revision": filled.revision,
        "words": dict(filled.value.words),
        "nodes": nodes,
    }


def _unpacked(data: dict[str, Any]) -> Filled:
    nodes = [
        PlanNode(dt.date.fromisoformat(day), content, measure, None if expected is None else Decimal(expected))
        for day, content, measure, expected in data["nodes"]
    ]
    value: PlanValue = plan(data["words"], nodes)
    return Filled(data["matter"], data["version"], data["revision"], value)
