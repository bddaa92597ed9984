"""A unit's year: its matters with lights, reports, difficulties, the nearest days. No points, no rank."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from duban.core.oversight.rules import COLOUR_LABELS
from duban.ledger.models import Assignment
from duban.ledger.querysets import own_unit_ids
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Verb
from duban.orgs.workdays import office_calendar
from duban.oversight import yearly
from duban.oversight.boards import ORDER, Wish
from duban.oversight.days import Day, DayKind, Scope, days
from duban.oversight.models import Directive
from duban.progress import completeness
from duban.progress.enums import PeriodKind
from duban.progress.models import Obligation
from duban.web.http import methods, page
from duban.web.lights.overview import board, years
from duban.web.overview import links
from duban.web.request import HttpRequest

AHEAD = dt.timedelta(days=90)
NEXT, LED, SHARED = 10, 50, 50


@methods(read=True, verb=Verb.VIEW_LEDGER)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Of any unit for office and leaders; of one's own for a unit."""
    actor = request.actor
    row = get_object_or_404(Unit, pk=pk)
    if not actor.sees_everything and pk not in own_unit_ids(actor):
        raise Http404
    known = years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and int(asked) in known else (known or [actor.today.year])[0]
    found = board(actor, year, actor.today, timezone.now())
    wish = Wish(unit=pk)
    numbers = found.counts(wish)
    led = found.rows(wish, 0, LED)
    others = _answered(pk, year, actor)
    shared = [each for each in found.of(others[: SHARED + LED]) if each.unit_id != pk][:SHARED]
    held = yearly.held_at(year, timezone.now())
    context = {
        "title": str(row),
        "row": row,
        "year": year,
        "years": known,
        "own": [each for each in actor.posts if each.unit_id != pk] if not actor.sees_everything else [],
        "counts": [(c, COLOUR_LABELS[c], numbers[c], f"year={year}&unit={pk}&colour={c}") for c in ORDER],
        "total": sum(numbers.values()),
        "led": led,
        "led_rows": [(each, row) for each in led],
        "shared": shared,
        "shared_total": len(others),
        "reports": _reports(pk, year, actor),
        "asked": links.with_cases(yearly.turns(held.filter(case__unit=pk), actor.today)),
        "holds": links.with_cases(yearly.turns(held.filter(unit=pk).exclude(case__unit=pk), actor.today)),
        "directives": Directive.objects.open().filter(owner=pk, case__matter__programme__year=year)
        .select_related("case__matter"),
        "next": _next(pk, actor),
    }  # fmt: skip
    return page(request, "overview/unit.html", context)


def _answered(pk: int, year: int, actor: Actor) -> list[int]:
    """Matters for which the unit answers without leading them, itself or through a group; in printed order."""
    rows = Assignment.objects.live().held_by({pk}, actor.today).filter(matter__programme__year=year)
    leads = rows.filter(lead=True).order_by().values("matter")
    rows = rows.exclude(matter__in=leads).order_by("matter__programme__ordinal", "matter__ordinal", "matter_id")
    return list(dict.fromkeys(rows.values_list("matter_id", flat=True)))


def _reports(pk: int, year: int, actor: Actor) -> list[completeness.Row]:
    expected = Obligation.objects.filter(unit=pk, period__year=year, period__kind=PeriodKind.REGULAR)
    return completeness.rows(expected.filter(Q(period__opened_at__isnull=False)), today=actor.today)


def _next(pk: int, actor: Actor) -> list[tuple[Day, str, str]]:
    """The nearest days of the unit."""
    scope = Scope(actor.today, actor.today + AHEAD, frozenset({pk}))
    calendar = office_calendar()
    found = [day for day in days(scope, kinds=frozenset(DayKind)) if not day.done][:NEXT]
    return [(day, links.of_day(day, actor), calendar.say(actor.today, day.day)) for day in found]
