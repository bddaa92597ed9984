"""结转和新年度: what is left unfinished, where it goes, and what the new year takes over from the old."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.ledger.models import Matter
from duban.orgs.permissions import Refused, Stale, Verb
from duban.progress.models import Measure
from duban.web.http import methods, page
from duban.web.request import HttpRequest
from duban.web.yearend.comparing import Comparison
from duban.web.yearend.listing import chosen_year, years
from duban.yearend import nextyear
from duban.yearend.actions import carrying, takeover
from duban.yearend.enums import Way
from duban.yearend.models import CarryOver

PAGE = 20


def later_year(year: int) -> int | None:
    """The first year after it that has a ledger."""
    return min((each for each in years() if each > year), default=None)


@methods(read=True, verb=Verb.CLOSE_YEAR)
def carry(request: HttpRequest) -> HttpResponse:
    """Unfinished items with the proposals for each."""
    return _carry(request, chosen_year(request.GET.get("year", ""), request.actor))


def _carry(request: HttpRequest, year: int, *, refused: str = "", at_pk: int = 0) -> HttpResponse:
    later = later_year(year)
    found = nextyear.pairs(year, later) if later else []
    left = nextyear.left_over(year=year, at=timezone.now(), found=found)
    shown = Paginator(left, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": f"{year}年结转",
        "year": year,
        "years": years(),
        "later": later,
        "page": shown,
        "query": f"year={year}&",
        "open": sum(1 for each in left if each.decided is None),
        "ways": [(value, label) for value, label in Way.choices if later or value != Way.CARRIED],
        "choices": _choices(later) if later else [],
        "refused": refused,
        "at_pk": at_pk,
        "typed": {name: request.POST.get(name, "") for name in ("way", "to", "reason")},
    }
    return page(request, "yearend/carry.html", context, status=400 if refused else 200)


def _choices(year: int) -> list[tuple[int, str]]:
    """Items of a year for the box in which one is named."""
    rows = Matter.objects.live().filter(programme__year=year).order_by("programme__ordinal", "ordinal")
    return [(pk, f"{code} {body[:24]}") for pk, code, body in rows.values_list("pk", "code", "body")]


@methods(write=True, verb=Verb.CLOSE_YEAR)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an unfinished item goes."""
    matter = get_object_or_404(Matter.objects.select_related("programme"), pk=pk)
    to = request.POST.get("to", "")
    way = request.POST.get("way", "")
    try:
        if way not in Way.values:
            raise Refused("请选择去向。")
        target = Matter.objects.select_related("programme").filter(pk=int(to)).first() if to.isdigit() else None
        reason = request.POST.get("reason", "")
        carrying.decide(matter=matter, way=Way(way), to=target, reason=reason, by=request.actor, at=timezone.now())
    except Stale:
        raise
    except Refused as refused:
        return _carry(request, matter.programme.year, refused=str(refused), at_pk=pk)
    messages.success(request, f"{matter.code} 的去向已确定。")
    return redirect(f"/yearend/carry/?year={matter.programme.year}")


@methods(write=True, verb=Verb.CLOSE_YEAR)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    row = get_object_or_404(CarryOver.objects.select_related("matter__programme"), pk=pk)
    carrying.withdraw(row=row, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    messages.success(request, f"{row.matter.code} 的结转已撤销。")
    return redirect(f"/yearend/carry/?year={row.matter.programme.year}")


@methods(read=True, verb=Verb.CLOSE_YEAR)
def following(request: HttpRequest) -> HttpResponse:
    """Two years beside each other, and what the later one can take over."""
    comparison = Comparison(request.actor, request.GET)
    shown = Paginator(comparison.lines, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "年度衔接",
        "comparison": comparison,
        "page": shown,
        "query": f"year={comparison.year}&",
        "years": years(),
    }
    return page(request, "yearend/next.html", context)


@methods(write=True, verb=Verb.CLOSE_YEAR)
def adopt(request: HttpRequest) -> HttpResponse:
    """Take over 口径 and shares for the measures that were ticked (``old-new`` each)."""
    year = chosen_year(request.POST.get("year", ""), request.actor)
    known = {f"{each.old.pk}-{each.new.pk}": each for each in Comparison(request.actor, {"year": str(year)}).takeovers}
    chosen = [known[key] for key in request.POST.getlist("measure") if key in known]
    shares = 0
    for each in chosen:
        old, new = Measure.objects.get(pk=each.old.pk), Measure.objects.get(pk=each.new.pk)
        shares += takeover.adopt(
            old=old, new=new, year=year, shares=bool(request.POST.get("shares")), by=request.actor, at=timezone.now()
        )
    said = f"已沿用 {len(chosen)} 个指标的口径，带入份额 {shares} 个。" if chosen else "没有选择指标。"
    messages.success(request, said)
    return redirect(f"/yearend/next/?year={year}")
