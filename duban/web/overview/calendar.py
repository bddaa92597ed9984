"""日历: reports due, nodes of plans, answers due, directives, extended days; a month as a sheet and as a list."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse

from duban.orgs.models import Unit
from duban.orgs.permissions import Verb
from duban.orgs.workdays import office_calendar
from duban.oversight.days import KIND_LABELS, Day, DayKind, Scope, counted, days
from duban.progress.models import Period
from duban.web.http import methods, page
from duban.web.overview import links
from duban.web.request import HttpRequest

SHOWN = 4  # lines in a square of the sheet
PAGE = 100


@dataclass(frozen=True)
class Square:
    """A day of the sheet."""

    day: dt.date
    inside: bool  # of the month that is shown
    works: bool  # a working day
    lines: list[Day]
    more: int
    place: int  # page of the list on which the day stands


def first_of(text: str, today: dt.date) -> dt.date:
    """The first day of the month in an address (2023-04), else of this month."""
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def calendar(request: HttpRequest) -> HttpResponse:
    """A month of one's own days; of all units for office and leaders, or of one of them."""
    actor = request.actor
    first = first_of(request.GET.get("month", ""), actor.today)
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in set(DayKind) else ""
    asked = request.GET.get("unit", "")
    unit = Unit.objects.filter(pk=asked).first() if asked.isdigit() and actor.sees_everything else None
    scope = Scope.of(actor, first, last) if unit is None else Scope(first, last, frozenset({unit.pk}))
    everything = days(scope)
    counts = counted(everything)
    found = [each for each in everything if not kind or each.kind == kind]
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))

    def query(**changes: str) -> str:
        now = {"month": f"{first:%Y-%m}", "kind": kind, "unit": str(unit.pk) if unit else "", **changes}
        return urlencode({name: value for name, value in now.items() if value})

    context = {
        "title": f"日历：{first.year}年{first.month}月",
        "first": first,
        "unit": unit,
        "kind": kind,
        "weeks": _weeks(first, found),
        "kinds": [(k, KIND_LABELS[k], counts[k], query(kind="" if k == kind else k)) for k in DayKind],
        "rows": [(each, links.of_day(each, actor)) for each in shown],
        "page": shown,
        "query": f"{query()}&",
        "before": query(month=f"{first - dt.timedelta(days=1):%Y-%m}"),
        "after": query(month=f"{last + dt.timedelta(days=1):%Y-%m}"),
        "now": query(month=""),
        "without_unit": query(unit=""),
        "jumps": [(day, query(month=f"{day:%Y-%m}")) for day in _busy_months()] if not everything else [],
        "feed": reverse("message_settings"),
        "today": actor.today,
    }
    return page(request, "overview/calendar.html", context)


def _busy_months() -> list[dt.date]:
    """Months in which reports are due, for who looks at an empty one."""
    due = Period.objects.order_by("due_on").values_list("due_on", flat=True)
    return sorted({day.replace(day=1) for day in due})[-8:]


def _weeks(first: dt.date, found: list[Day]) -> list[list[Square]]:
    """Whole weeks from Monday on."""
    by_day: dict[dt.date, list[Day]] = defaultdict(list)
    place: dict[dt.date, int] = {}
    for number, each in enumerate(found):
        by_day[each.day].append(each)
        place.setdefault(each.day, number // PAGE + 1)
    work = office_calendar()
    sheet = months.Calendar().monthdatescalendar(first.year, first.month)
    return [
        [
            Square(
                day, day.month == first.month, work.is_workday(day), by_day[day][:SHOWN],
                max(0, len(by_day[day]) - SHOWN), place.get(day, 1),
            )
            for day in week
        ]
        for week in sheet
    ]  # fmt: skip
