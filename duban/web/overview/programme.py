"""One programme (附件): its sections with their lights, and its matters in printed order."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from duban.core.oversight.rules import COLOUR_LABELS, Colour
from duban.ledger.enums import LEVEL_MARKS
from duban.ledger.models import Programme, Section
from duban.orgs.models import Unit
from duban.orgs.permissions import Verb
from duban.oversight.boards import ORDER, Wish
from duban.web import charts
from duban.web.http import methods, page
from duban.web.lights.overview import board
from duban.web.request import HttpRequest

PAGE = 50


@methods(read=True, verb=Verb.VIEW_LEDGER)
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Sections, counts, and every matter with its light; of a unit what it answers for."""
    row = get_object_or_404(Programme.objects.select_related("notice"), pk=pk)
    actor = request.actor
    found = board(actor, row.year, actor.today, timezone.now())
    by_section = found.sections(pk)
    section = request.GET.get("section", "")
    colour = request.GET.get("colour", "")
    wish = Wish(
        colour=colour if colour in set(Colour) else "",
        section=int(section) if section.isdigit() else 0,
        programme=pk,
        printed=True,
    )
    numbers = found.counts(wish.without_colour())
    total = numbers[Colour(wish.colour)] if wish.colour else sum(numbers.values())
    shown = Paginator(range(total), PAGE).get_page(request.GET.get("page"))
    start = PAGE * (shown.number - 1)
    rows = found.rows(wish, start, start + PAGE)
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={each.unit_id for each in rows if each.unit_id})}
    sections = [(each, by_section[each.pk]) for each in Section.objects.filter(pk__in=[k for k in by_section if k])]
    context = {
        "title": f"{row.year}年{row.get_level_display()}目标任务",
        "row": row,
        "wish": wish,
        "total": sum(sum(each.values()) for each in by_section.values()),
        "counts": [
            (c, COLOUR_LABELS[c], numbers[c], _query(wish, colour="" if wish.colour == c else c)) for c in ORDER
        ],
        "heads": [COLOUR_LABELS[c] for c in ORDER],
        "sections": [
            (
                each,
                sum(n.values()),
                [(c, COLOUR_LABELS[c], n[c], _query(Wish(), section=each.pk, colour=c)) for c in ORDER],
            )
            for each, n in sections
        ],
        "chosen": next((each for each, _ in sections if each.pk == wish.section), None),
        "page": shown,
        "query": f"{_query(wish)}&" if _query(wish) else "",
        "rows": [(each, units.get(each.unit_id or 0)) for each in rows],
        "chart": _picture(row, sections) if len(sections) > 1 else None,
    }
    return page(request, "overview/programme.html", context)


def _query(wish: Wish, **changes: object) -> str:
    now = {"section": wish.section or "", "colour": wish.colour, **changes}
    return "&".join(f"{name}={value}" for name, value in now.items() if value)


def _picture(row: Programme, sections: list) -> charts.Chart:
    """The sections side by side."""
    mark = LEVEL_MARKS[row.level]
    places = [f"{mark}{section.number or section.title[:4]}" for section, _ in sections]
    series = [(c.value, COLOUR_LABELS[c], [n[c] for _, n in sections]) for c in reversed(ORDER)]
    worst = max(sections, key=lambda pair: pair[1][Colour.RED])
    red = worst[1][Colour.RED]
    summary = (
        f"{len(sections)} 个部分；严重滞后最多的是“{worst[0].title}”，{red} 项。" if red else "没有严重滞后的事项。"
    )
    return charts.stack("chart-sections", summary=summary, places=places, series=series)
