"""附件4 in and out: reading a filled form, files of one unit and of all, full numbers on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.core.liaison_form import difference, read
from duban.core.liaisons import check, masked
from duban.core.text.days import day_in_words
from duban.notices.actions import check_size
from duban.orgs import names
from duban.orgs.permissions import Invalid, NotAllowed, Verb
from duban.progress import liaison_lists
from duban.progress.actions import liaisons as actions
from duban.progress.actions.exports import record_export
from duban.progress.liaison_lists import Line, as_row
from duban.progress.models import Liaison
from duban.readers import read_bytes
from duban.readers.errors import Unreadable
from duban.web.downloads import DOCX, XLSX, ZIP, made
from duban.web.http import is_fragment, methods, page
from duban.web.liaisons.views import SHOWS, may_edit
from duban.web.own_units import visible_unit
from duban.web.request import HttpRequest
from duban.writers import annex4
from duban.writers.annex4 import UnitList


@methods(write=True, verb=Verb.VIEW_LEDGER)
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """The full numbers of one person; a POST, because looking is recorded."""
    row = get_object_or_404(Liaison.objects.visible_to(request.actor).select_related("unit"), pk=pk)
    office, mobile = actions.reveal(liaison=row, by=request.actor, at=timezone.now())
    context = {"title": f"{row.name}的电话", "row": row, "office_phone": office, "mobile": mobile}
    return page(request, "liaisons/_numbers.html" if is_fragment(request) else "liaisons/numbers.html", context)


@methods(write=True, verb=Verb.VIEW_LEDGER)
def read_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A filled form: what it says and what saving it would change. Nothing is saved here."""
    unit = visible_unit(request.actor, pk)
    if not may_edit(request, unit):
        raise NotAllowed("名单由本单位或督查室填写。")
    file = request.FILES.get("file")
    if file is None:
        raise Invalid("没有选择文件。请先选择填好的附件4，再按“读入”。")
    check_size(file.size or 0, file.name or "")
    try:
        filled = read(read_bytes(file.read(), file.name or ""))
    except Unreadable as no:
        raise Invalid(str(no)) from no
    if not filled.rows:
        raise Invalid("".join(filled.notes))
    notes = list(filled.notes)
    named = names.resolve(filled.unit) if filled.unit else None
    if named is not None and named.pk != unit.pk:
        notes.insert(0, f"文件上写的是“{filled.unit}”，不是{unit.name}。请核对是否选错了文件。")
    rows = liaison_lists.current(unit, request.actor.today)
    context = {
        "title": f"核对读入的名单：{unit.name}",
        "unit": unit,
        "name": file.name,
        "notes": notes,
        "lines": [
            (kind, before and _covered(before), after if kind != "end" else _covered(after))
            for kind, before, after in difference([as_row(row) for row in rows], filled.rows)
        ],
        "rows": filled.rows,
        "faults": check(filled.rows),
        "seen": ",".join(str(row.pk) for row in rows),
    }
    return page(request, "liaisons/read.html", context)


def _covered(row: annex4.LiaisonRow) -> annex4.LiaisonRow:
    return replace(row, office_phone=masked(row.office_phone), mobile=masked(row.mobile))


@methods(write=True, verb=Verb.VIEW_LEDGER)
def one_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """附件4 of one unit as Word or Excel, with full numbers: recorded for each person."""
    unit, kind = visible_unit(request.actor, pk), request.POST.get("format", "")
    if kind not in {"docx", "xlsx"}:
        raise Http404
    rows = liaison_lists.current(unit, request.actor.today)
    actions.reveal_many(liaisons=rows, purpose="导出附件4", by=request.actor, at=timezone.now())
    lists = UnitList(unit.name, tuple(as_row(row) for row in rows), liaison_lists.form())
    data = annex4.docx(lists) if kind == "docx" else annex4.xlsx([lists])
    return made(data, f"{lists.heading}.{kind}", DOCX if kind == "docx" else XLSX)


def _chosen(request: HttpRequest) -> tuple[str, list[Line]]:
    label, fits = SHOWS.get(request.POST.get("show", ""), SHOWS[""])
    return label, [line for line in liaison_lists.board(request.actor.today) if fits(line)]


@methods(write=True, verb=Verb.MANAGE_PERIODS)
def all_units(request: HttpRequest) -> HttpResponse:
    """附件4 of the units shown: one workbook, or an archive of Word files; masked unless full numbers are asked for."""
    kind, full = request.POST.get("format", ""), request.POST.get("numbers") == "full"
    if kind not in {"zip", "xlsx"}:
        raise Http404
    label, lines = _chosen(request)
    if not lines:
        raise Invalid("没有符合条件的单位，没有可导出的名单。")
    by, at = request.actor, timezone.now()
    if full:
        actions.reveal_many(liaisons=_everybody(lines), purpose=f"导出全部附件4（{label}）", by=by, at=at)
    record_export(what="联络员名单", kind="Word" if kind == "zip" else "Excel", count=len(lines), by=by, at=at)
    form = liaison_lists.form()
    lists = [
        UnitList(line.unit.name, tuple(as_row(r) if full else _covered(as_row(r)) for r in line.rows), form)
        for line in lines
    ]
    stem = f"联络员名单_{by.today:%Y%m%d}"
    if kind == "zip":
        return made(annex4.docx_zip(lists), f"{stem}.zip", ZIP)
    note = f"{label}　共 {len(lists)} 家　{day_in_words(by.today)}导出"
    return made(annex4.xlsx(lists, note=note), f"{stem}.xlsx", XLSX)


def _everybody(lines: Sequence[Line]) -> list[Liaison]:
    return [row for line in lines for row in line.rows]


@methods(write=True, verb=Verb.MANAGE_PERIODS)
def phones(request: HttpRequest) -> HttpResponse:
    """A text of names and numbers for phoning, to be copied as a whole; recorded for each person."""
    label, lines = _chosen(request)
    people = _everybody(lines)
    if not people:
        messages.info(request, "这些单位还没有报联络员，没有可复制的电话。")
        return redirect("liaisons")
    actions.reveal_many(liaisons=people, purpose=f"复制电话（{label}）", by=request.actor, at=timezone.now())
    units = {line.unit.pk: line.unit.name for line in lines}
    text = "\n".join(
        "\t".join([units[r.unit_id], r.get_role_display(), r.name, r.title, r.office_phone, r.mobile]) for r in people
    )
    context = {"title": "联络员电话", "text": text, "count": len(people), "lines": min(len(people) + 1, 30)}
    return page(request, "liaisons/phones.html", context)
