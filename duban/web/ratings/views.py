"""三方评价: a period's table, one row with its versions, the office's rating and the unit's sentence."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from duban.core.oversight.rules import COLOUR_LABELS
from duban.core.reporting.values import Rating
from duban.ledger.models import Matter
from duban.orgs.permissions import Invalid, Refused, Verb, may
from duban.oversight import comparing
from duban.oversight.actions import ratings as acts
from duban.oversight.comparing import Compared
from duban.oversight.models import OfficeRating, Verification
from duban.progress.enums import Rating as RatingChoices
from duban.progress.models import Period
from duban.web import trail
from duban.web.downloads import XLSX, made
from duban.web.http import methods, page
from duban.web.own_units import visible_unit
from duban.web.ratings.listing import COLUMNS, Listing, note
from duban.web.request import HttpRequest
from duban.writers import sheets

PAGE = 50
CHOICES = [choice for choice in RatingChoices.choices if choice[0]]


@methods(read=True, verb=Verb.VIEW_LEDGER)
def ratings(request: HttpRequest) -> HttpResponse:
    """The three ratings of a period side by side."""
    listing = Listing(request.actor, request.GET, timezone.now())
    found = Paginator(listing.rows, PAGE).get_page(request.GET.get("page"))
    query = listing.query()
    context = {
        "title": "三方评价",
        "listing": listing,
        "page": found,
        "query": f"{query}&" if query else "",
        "rows": [(row, COLOUR_LABELS[row.colour] if row.colour is not None else "") for row in found],
        "choices": CHOICES,
        "back": f"{query}&page={found.number}" if found.number > 1 else query,
    }
    return page(request, "ratings/ratings.html", context)


def _load(request: HttpRequest, period: int, matter: int, unit: int) -> Compared:
    """The row, for the unit's own people, the office and the leaders; else 404."""
    of = visible_unit(request.actor, unit)
    at = Period.objects.filter(pk=period, opened_at__isnull=False).first()
    which = Matter.objects.filter(pk=matter).first()
    row = comparing.one(at, which, of, timezone.now(), actor=request.actor) if at is not None and which else None
    if row is None:
        raise Http404
    return row


@methods(read=True, verb=Verb.VIEW_LEDGER)
def rating(request: HttpRequest, period: int, matter: int, unit: int) -> HttpResponse:
    """One matter and unit: the three, why, the versions of the office's rating with what the unit said."""
    return _rating(request, _load(request, period, matter, unit), period)


def _rating(request: HttpRequest, row: Compared, period: int, *, refused: str = "") -> HttpResponse:
    """The page; ``refused`` says why what was sent does not fit, and what was typed stands in the boxes."""
    actor = request.actor
    rows = OfficeRating.objects.visible_to(actor).filter(period=period, matter=row.matter, unit=row.unit)
    versions = list(rows.select_related("given_by", "replied_by", "withdrawn_by").order_by("-version"))
    now = row.rating
    context: dict[str, Any] = {
        "title": f"{row.matter.code} 三方评价",
        "row": row,
        "word": COLOUR_LABELS[row.colour] if row.colour is not None else "",
        "period": Period.objects.get(pk=period),
        "versions": versions,
        "checks": Verification.objects.visible_to(actor).filter(period=period, matter=row.matter, unit=row.unit),
        "choices": CHOICES,
        "may_rate": bool(may(actor, Verb.RATE)) and row.unit.pk not in actor.unit_ids,
        "may_reply": now is not None and not now.reply and row.unit.pk in actor.unit_ids and not actor.is_administrator,
        "refused": refused,
        "typed": {name: request.POST.get(name, "") for name in ("rating", "basis", "text", "reason")},
        "trail": trail.lines(now, actor) if now is not None and actor.sees_everything else [],
    }
    return page(request, "ratings/rating.html", context, status=400 if refused else 200)


@methods(write=True, verb=Verb.RATE)
def rating_give(request: HttpRequest, period: int, matter: int, unit: int) -> HttpResponse:
    """评价, from the row's page or in place in the list, and back to where it was sent from."""
    row = _load(request, period, matter, unit)
    wanted, seen = request.POST.get("rating", ""), request.POST.get("seen", "")
    try:
        if wanted not in RatingChoices.values:
            raise Invalid("请从下拉框中选择评价。")
        acts.rate(
            matter=row.matter, unit=row.unit, period=Period.objects.get(pk=period), rating=Rating(wanted),
            basis=request.POST.get("basis", ""), seen=int(seen) if seen.isascii() and seen.isdigit() else 0,
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except Refused as no:
        return _rating(request, row, period, refused=no.reason)
    messages.success(request, f"已评价 {row.matter.code}（{row.unit}）。单位说明之前不作他用。")
    if "back" in request.POST:
        query = request.POST["back"]
        return redirect(f"{reverse('ratings')}{'?' if query else ''}{query}#row-{matter}-{unit}")
    return redirect("rating", period=period, matter=matter, unit=unit)


def _version(request: HttpRequest, pk: int) -> OfficeRating:
    row = OfficeRating.objects.visible_to(request.actor).select_related("matter", "unit").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@methods(read=True, verb=Verb.VIEW_LEDGER)
def rating_by(request: HttpRequest, pk: int) -> HttpResponse:
    """The row that a version belongs to."""
    row = _version(request, pk)
    return redirect("rating", period=row.period_id, matter=row.matter_id, unit=row.unit_id)


@methods(write=True, verb=Verb.VIEW_LEDGER)
def rating_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit says its sentence."""
    row = _version(request, pk)
    try:
        acts.reply(row=row, text=request.POST.get("text", ""), by=request.actor, at=timezone.now())
    except Refused as no:
        compared = _load(request, row.period_id, row.matter_id, row.unit_id)
        return _rating(request, compared, row.period_id, refused=no.reason)
    messages.success(request, "已说明，与评价一并留存。")
    return redirect("rating", period=row.period_id, matter=row.matter_id, unit=row.unit_id)


@methods(write=True, verb=Verb.RATE)
def rating_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销 a rating that was wrong."""
    row = _version(request, pk)
    try:
        acts.withdraw(row=row, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    except Refused as no:
        compared = _load(request, row.period_id, row.matter_id, row.unit_id)
        return _rating(request, compared, row.period_id, refused=no.reason)
    messages.success(request, "已撤销，记录保留。")
    return redirect("rating", period=row.period_id, matter=row.matter_id, unit=row.unit_id)


@methods(write=True, verb=Verb.EXPORT_LEDGER)
def ratings_export(request: HttpRequest) -> HttpResponse:
    """Exactly what is shown, all pages of it, as xlsx or csv; recorded."""
    kind = request.POST.get("format", "")
    if kind not in ("xlsx", "csv"):
        raise Invalid("导出格式只有 Excel 和 CSV 两种。")
    listing = Listing(request.actor, request.POST, timezone.now())
    if listing.period is None:
        raise Invalid("还没有开启的报告期。")
    acts.record_export(
        period=listing.period, count=len(listing.rows), kind=kind, conditions=listing.said, by=request.actor,
        at=timezone.now(),
    )  # fmt: skip
    out = io.BytesIO()
    if kind == "xlsx":
        sheets.write_xlsx(COLUMNS, listing.rows, out=out, title="三方评价", note=note(listing))
    else:
        sheets.write_csv(COLUMNS, listing.rows, out=out)
    name = f"三方评价_{listing.period.year}_{listing.period.seq}.{kind}"
    return made(out.getvalue(), name, XLSX if kind == "xlsx" else "text/csv; charset=utf-8")
