"""签收: a unit's own list with one button for all, and the office's board of who signed."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from duban.core.text.days import day_in_words
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid, Verb
from duban.orgs.workdays import office_calendar
from duban.progress import receiving
from duban.progress.actions import receipts as actions
from duban.progress.actions.exports import record_export
from duban.progress.receiving import LABELS, Asked, Standing, Tally
from duban.web.downloads import XLSX, made
from duban.web.http import methods, page
from duban.web.own_units import asked_unit, may_act_for, own_units
from duban.web.request import HttpRequest
from duban.writers import sheets

PAGE = 100
SHOWS: dict[str, tuple[str, Callable[[Tally], bool]]] = {
    "": ("全部单位", lambda t: True),
    "open": ("还有待签收", lambda t: t.unsigned > 0),
    "none": ("一项未签", lambda t: t.unsigned > 0 and not t.signed),
    "done": ("已全部签收", lambda t: t.unsigned == 0 and not t.disputed),
    "disputed": ("有异议", lambda t: t.disputed > 0),
}


@methods(read=True, verb=Verb.VIEW_LEDGER)
def receipts(request: HttpRequest) -> HttpResponse:
    """One's own unit's list, or one unit's for the office (``?unit=``); the board for office and leaders."""
    own = own_units(request.actor)
    unit = asked_unit(request, own)
    if unit is None:
        return _board(request)
    return page(request, "receipts/receipts.html", _list(request, unit, own))


def _list(request: HttpRequest, unit: Unit, own: list[Unit]) -> dict[str, Any]:
    actor, year = request.actor, receiving.newest_year()
    asked = receiving.asked_of(unit, year=year, on=actor.today) if year else []
    counts = {s: sum(each.standing is s for each in asked) for s in Standing}
    chosen = request.GET.get("show", "")
    shown = [each for each in asked if each.standing.value == chosen] if chosen in set(Standing) else asked
    return {
        "title": "签收" if unit in own else f"签收：{unit.name}",
        "unit": unit,
        "units": own if len(own) > 1 else [],
        "year": year,
        "page": Paginator([_row(each, actor) for each in shown], PAGE).get_page(request.GET.get("page")),
        "query": urlencode({"unit": unit.pk, **({"show": chosen} if chosen else {})}) + "&",
        "chips": [(s.value, LABELS[s], counts[s], s.value == chosen) for s in Standing if counts[s]],
        "total": len(asked),
        "unsigned": counts[Standing.UNSIGNED],
        "own": may_act_for(actor, unit),
        "office": actor.sees_everything,
    }


def _row(each: Asked, actor: Actor) -> dict[str, Any]:
    left = office_calendar().say(actor.today, each.dispute_until) if each.may_dispute(actor.today) else ""
    return {"asked": each, "left": left, "may_dispute": each.may_dispute(actor.today)}


def _board(request: HttpRequest) -> HttpResponse:
    year = receiving.newest_year()
    tallies = receiving.tallies(year=year, on=request.actor.today) if year else []
    show = request.GET.get("show", "")
    fits = SHOWS.get(show, SHOWS[""])[1]
    rows = [tally for tally in tallies if fits(tally)]
    context = {
        "title": "签收情况",
        "year": year,
        "rows": rows,
        "chips": [(key, label, sum(map(fit, tallies)), key == show) for key, (label, fit) in SHOWS.items()],
        "show": show,
        "total": sum(t.total for t in tallies),
        "signed": sum(t.signed for t in tallies),
        "units": len(tallies),
        "done": sum(t.unsigned == 0 for t in tallies),
    }
    return page(request, "receipts/board.html", context)


@methods(write=True, verb=Verb.DRAFT_REPORT)
def sign(request: HttpRequest) -> HttpResponse:
    """签收: the items that were chosen, or all that wait."""
    own = own_units(request.actor)
    unit = asked_unit(request, own)
    if unit is None:
        raise Invalid("没有选择单位。请回到签收页再试。")
    asked = receiving.asked_of(unit, year=receiving.newest_year(), on=request.actor.today)
    waiting = [each.assignment for each in asked if each.standing is Standing.UNSIGNED]
    if not request.POST.get("all"):
        chosen = set(request.POST.getlist("assignment"))
        waiting = [row for row in waiting if str(row.pk) in chosen]
        if not waiting:
            raise Invalid("没有待签收的事项被选中，可能刚由本单位其他人签收。请刷新后再看。")
    rows = actions.sign_for(unit=unit, assignments=waiting, by=request.actor, at=timezone.now())
    messages.success(request, f"已签收 {len(rows)} 项。" if rows else "没有待签收的事项。")
    return redirect(f"{reverse('receipts')}?{urlencode({'unit': unit.pk})}")


COLUMNS = [
    sheets.Column("单位", lambda t: t.unit.name, 24),
    sheets.Column("事项", lambda t: t.total, 8, "number"),
    sheets.Column("已签收", lambda t: t.signed, 8, "number"),
    sheets.Column("待签收", lambda t: t.unsigned, 8, "number"),
    sheets.Column("异议", lambda t: t.disputed, 8, "number"),
    sheets.Column("最早交办", lambda t: t.since, 14, "date"),
    sheets.Column("最近签收", lambda t: t.last_signed and timezone.localtime(t.last_signed), 18, "date"),
    sheets.Column(
        "待签收的编号",
        lambda t: "、".join(a.assignment.matter.code for a in t.asked if a.standing is Standing.UNSIGNED),
        60,
        wrap=True,
    ),
]


@methods(write=True, verb=Verb.MANAGE_PERIODS)
def export(request: HttpRequest) -> HttpResponse:
    """The board as xlsx, with the filter that is on."""
    year, show = receiving.newest_year(), request.POST.get("show", "")
    label, fits = SHOWS.get(show, SHOWS[""])
    rows = [t for t in receiving.tallies(year=year, on=request.actor.today) if fits(t)]
    record_export(what="签收情况", kind="Excel", count=len(rows), by=request.actor, at=timezone.now())
    out, today = io.BytesIO(), request.actor.today
    note = f"{label}　共 {len(rows)} 家　{day_in_words(today)}导出"
    sheets.write_xlsx(COLUMNS, rows, out=out, title=f"{year or ''}年责任事项签收情况", note=note, sheet="签收")
    return made(out.getvalue(), f"签收情况_{today:%Y%m%d}.xlsx", XLSX)
