"""核查: what was drawn and found, and one check from the result to the objection and the correction."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.core.oversight.rules import COLOUR_LABELS
from duban.orgs.permissions import Invalid, Refused, Verb
from duban.oversight import comparing
from duban.oversight.actions import verifications as acts
from duban.oversight.enums import Found, Means
from duban.oversight.models import Verification
from duban.progress.enums import ReportState
from duban.progress.models import Line, Period
from duban.web import trail
from duban.web.downloads import XLSX, made
from duban.web.fields import DateField, Form
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.web.verifications.listing import COLUMNS, Listing
from duban.writers import sheets

PAGE = 50


@methods(read=True, verb=Verb.VIEW_LEDGER)
def verifications(request: HttpRequest) -> HttpResponse:
    """Checks with their results; for the office the draws as well."""
    listing = Listing(request.actor, request.GET)
    found = Paginator(listing.rows, PAGE).get_page(request.GET.get("page"))
    query = listing.query()
    context = {"title": "核查", "listing": listing, "page": found, "query": f"{query}&" if query else ""}
    return page(request, "verifications/verifications.html", context)


class ResultForm(Form):
    """How it was checked and what was found."""

    means = forms.ChoiceField(label="核查方式", choices=Means.choices)
    done_on = DateField(label="核查日期")
    found = forms.ChoiceField(label="核查结果", choices=Found.choices)
    note = forms.CharField(
        label="核查情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="查看了什么、向谁核实、与报送的是否一致。已报过的材料不再另要，不要求拍照。",
    )
    present = forms.CharField(label="同行和在场人员", max_length=200, required=False)


def _load(request: HttpRequest, pk: int) -> Verification:
    rows = Verification.objects.visible_to(request.actor).select_related(
        "matter__programme", "unit", "period", "draw", "verified_by", "objected_by", "decided_by", "correction"
    )
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@methods(read=True, write=True, verb=Verb.VIEW_LEDGER)
def verification(request: HttpRequest, pk: int) -> HttpResponse:
    """One check: what was reported, what was found; the office records the result here."""
    row = _load(request, pk)
    form = ResultForm(request.POST or None, initial={"done_on": request.actor.today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            acts.record_result(
                row=row, means=Means(said["means"]), found=Found(said["found"]), note=said["note"],
                done_on=said["done_on"], present=said["present"], by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, "核查结果已登记，单位已收到消息，可以提出异议。")
            return redirect("verification", pk=pk)
    return _verification(request, row, form)


def _verification(request: HttpRequest, row: Verification, form: ResultForm, *, refused: str = "") -> HttpResponse:
    """The page; ``refused`` says why what was sent does not fit."""
    actor = request.actor
    compared = comparing.one(row.period, row.matter, row.unit, timezone.now(), actor=actor) if row.period else None
    own = row.unit_id in actor.unit_ids
    context: dict[str, Any] = {
        "title": f"{row.matter.code} 核查",
        "row": row,
        "form": form,
        "line": _line(row),
        "compared": compared,
        "word": COLOUR_LABELS[compared.colour] if compared is not None and compared.colour is not None else "",
        "may_record": actor.is_office and row.verified_at is None and not own,
        "may_object": own and row.verified_at is not None and row.objected_at is None,
        "may_decide": actor.is_office and row.objected_at is not None and row.decided_at is None,
        "took_part": actor.user is not None and row.verified_by_id == actor.user.pk,
        "may_correct": actor.is_office and row.period is not None and row.verified_at is not None
        and row.stands != Found.TRUE and row.correction_id is None,
        "founds": Found.choices,
        "refused": refused,
        "typed": {name: request.POST.get(name, "") for name in ("text", "found")},
        "trail": trail.lines(row, actor) if actor.sees_everything else [],
    }  # fmt: skip
    return page(request, "verifications/verification.html", context, status=400 if refused else 200)


def _line(row: Verification) -> Line | None:
    """What the unit reported in the period of the check."""
    lines = Line.objects.filter(matter=row.matter, report__unit=row.unit_id, report__period=row.period_id)
    lines = lines.filter(report__state__in=[ReportState.ACCEPTED, ReportState.SUPERSEDED]).select_related("report")
    return lines.order_by("-report__version").first()


def _do(request: HttpRequest, pk: int, act: Callable[[Verification], Any], said: str) -> HttpResponse:
    """A verb of the page: a refusal is shown beside what was typed."""
    row = _load(request, pk)
    try:
        act(row)
    except Refused as no:
        return _verification(request, row, ResultForm(initial={"done_on": request.actor.today}), refused=no.reason)
    messages.success(request, said)
    return redirect("verification", pk=pk)


@methods(write=True, verb=Verb.VIEW_LEDGER)
def verification_object(request: HttpRequest, pk: int) -> HttpResponse:
    """异议 by the unit."""
    text, now = request.POST.get("text", ""), timezone.now()
    said = "异议已提交，由没有参加核查的人员复核。"
    return _do(request, pk, lambda row: acts.object_to(row=row, text=text, by=request.actor, at=now), said)


@methods(write=True, verb=Verb.VERIFY)
def verification_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """复核 of an objection."""
    found, text = request.POST.get("found", ""), request.POST.get("text", "")

    def act(row: Verification) -> None:
        if found not in Found.values:
            raise Invalid("请选择复核后的结果。")
        acts.decide(row=row, found=Found(found), text=text, by=request.actor, at=timezone.now())

    return _do(request, pk, act, "复核意见已登记。")


@methods(write=True, verb=Verb.VERIFY)
def verification_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """要求更正: the unit corrects its report in a new version."""
    said = "已请单位更正报告；更正的一版须重新签字，受理之前原报告仍然有效。"
    return _do(request, pk, lambda row: acts.ask_correction(row=row, by=request.actor, at=timezone.now()), said)


@methods(write=True, verb=Verb.EXPORT_LEDGER)
def verifications_export(request: HttpRequest) -> HttpResponse:
    """Exactly what is shown, all pages of it; recorded."""
    kind = request.POST.get("format", "")
    if kind not in ("xlsx", "csv"):
        raise Invalid("导出格式只有 Excel 和 CSV 两种。")
    listing = Listing(request.actor, request.POST)
    rows = list(listing.rows)
    wanted = listing.period or (rows[0].period_id if rows else None)
    period = Period.objects.filter(pk=wanted).first() if wanted else None
    if period is None:
        raise Invalid("没有可以导出的核查。")
    acts.record_export(period=period, count=len(rows), kind=kind, by=request.actor, at=timezone.now())
    out = io.BytesIO()
    if kind == "xlsx":
        sheets.write_xlsx(
            COLUMNS, rows, out=out, title="核查", note=f"{listing.names[listing.show]}　共 {len(rows)} 项"
        )
    else:
        sheets.write_csv(COLUMNS, rows, out=out)
    return made(out.getvalue(), f"核查_{period.year}.{kind}", XLSX if kind == "xlsx" else "text/csv; charset=utf-8")
