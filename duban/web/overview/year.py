"""全年概览: what is red and why, who waits for my answer, what moved, what comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from duban.core.oversight.rules import COLOUR_LABELS, Colour
from duban.ledger.models import Programme
from duban.ledger.querysets import own_unit_ids
from duban.orgs.models import Unit
from duban.orgs.permissions import Verb
from duban.orgs.workdays import office_calendar
from duban.oversight import boards, yearly
from duban.oversight.actions.lights import mark_seen
from duban.oversight.boards import ORDER, Moves, Shown, Stored, Wish
from duban.oversight.days import Day, DayKind, Scope, days
from duban.oversight.models import CoordinationCase, YearSeen
from duban.oversight.yearly import Turn
from duban.progress.models import Period
from duban.web import charts
from duban.web.http import methods, page
from duban.web.lights.overview import Overview, end_of
from duban.web.overview import links
from duban.web.request import HttpRequest

REDS, MOVES, NEXT, BARS = 10, 8, 8, 15
AHEAD = dt.timedelta(days=60)


@dataclass(frozen=True)
class Since:
    """From when on something counts as new."""

    word: str
    at: dt.datetime
    code: str


class Year:
    """One look at a year, for the office and the leaders."""

    def __init__(self, request: HttpRequest) -> None:
        self.actor = request.actor
        self.lights = Overview(request.actor, request.GET)
        self.year = self.lights.year
        self.now = self.lights.at
        self.asked = request.GET.get("since", "")

    @cached_property
    def periods(self) -> list[Period]:
        """Regular periods of the year."""
        return list(Period.objects.filter(year=self.year, kind="regular").order_by("covers_to"))

    @cached_property
    def choices(self) -> list[Since]:
        """The end of the last quarter that is over, and the last visit where there was one."""
        ends = [period.covers_to for period in self.periods if period.covers_to < self.lights.on]
        day = ends[-1] if ends else dt.date(self.year, 1, 1)
        found = [Since(f"{day.month}月{day.day}日（上季度末）" if ends else "年初", end_of(day), "quarter")]
        seen = YearSeen.objects.filter(person=self.actor.person, year=self.year).first()
        if seen is not None:
            found.insert(0, Since(f"上次（{timezone.localtime(seen.at):%m月%d日 %H:%M}）", seen.at, "last"))
        return found

    @property
    def since(self) -> Since:
        """The one that is asked for; the last visit where nothing is."""
        return next((each for each in self.choices if each.code == self.asked), self.choices[0])

    @cached_property
    def moved(self) -> Moves:
        """Lights that changed since then."""
        return self.lights.board.moved(self.since.at)

    @cached_property
    def mine(self) -> list[Turn]:
        """Difficulties whose turn is this person's."""
        mine = CoordinationCase.objects.held_by(self.actor).order_by().values("pk")
        return yearly.turns(self._held.filter(case__in=mine), self.actor.today)

    @property
    def _held(self) -> Any:
        return yearly.held_at(self.year, self.now)

    @cached_property
    def others(self) -> list[Turn]:
        """Those that another leader, a unit or the office has to answer."""
        mine = {turn.case.pk for turn in self.mine}
        return [turn for turn in yearly.turns(self._held, self.actor.today) if turn.case.pk not in mine]

    @cached_property
    def reds(self) -> list[Shown]:
        """The first of what is red, in printed order."""
        return self.lights.board.rows(Wish(colour=Colour.RED.value), 0, REDS)

    @cached_property
    def next(self) -> list[Day]:
        """The nearest days that somebody has to keep; nodes of plans stand in the calendar."""
        today = self.actor.today
        found = days(Scope.of(self.actor, today, today + AHEAD), kinds=frozenset(DayKind) - {DayKind.NODE})
        return [day for day in found if not day.done][:NEXT]

    @cached_property
    def units(self) -> dict[int, Unit]:
        """Names; one query."""
        ids = {each.unit_id for each in [*self.reds, *(m.now for m in self.moved[:MOVES])] if each.unit_id}
        return {unit.pk: unit for unit in Unit.objects.filter(pk__in=ids)}

    def chart(self) -> charts.Chart | None:
        """Lights at the end of each quarter that was reported on, and now; nothing without a past."""
        if isinstance(self.lights.board, Stored):
            return None  # the log of so many matters is not read through for a picture
        opened = [p for p in self.periods if p.opened_at is not None and p.covers_to < self.lights.on]
        past = boards.counts_at(self.year, [end_of(period.covers_to) for period in opened])
        if not past:
            return None
        places = [*[f"{day.month}月{day.day}日" for day in (timezone.localdate(at) for at, _ in past)], "现在"]
        numbers = [*[found for _, found in past], self.lights.whole]
        series = [(c.value, COLOUR_LABELS[c], [n[c] for n in numbers]) for c in reversed(ORDER)]
        first, last = numbers[0], numbers[-1]
        summary = (
            f"{places[0]}至现在：严重滞后由 {first[Colour.RED]} 项变为 {last[Colour.RED]} 项，"
            f"已完成由 {first[Colour.BLUE]} 项变为 {last[Colour.BLUE]} 项。"
        )
        return charts.stack("chart-lights", summary=summary, places=places, series=series)


def held(turns: list[Turn]) -> charts.Chart | None:
    """Who holds which difficulty for how long; nothing for one or none. The rows stand in the lists of the page."""
    if len(turns) < 2:
        return None
    longest = sorted(turns, key=lambda turn: -turn.held)[:BARS]
    rows = [(f"{turn.case.matter.code} {turn.holding.who}", turn.held, turn.late) for turn in longest]
    late = sum(turn.late for turn in turns)
    first = longest[0]
    summary = (
        f"{len(turns)} 件困难在等答复，{late} 件超过期限；等得最久的是 {first.case.matter.code}，"
        f"在{first.holding.who}，已 {first.held} 个工作日。"
    )
    return charts.bars("chart-held", summary=summary, unit=" 个工作日", rows=rows)


@methods(read=True, verb=Verb.VIEW_LEDGER)
def year(request: HttpRequest) -> HttpResponse:
    """The leader's page; a unit goes to its own year."""
    actor = request.actor
    if not actor.sees_everything:
        return redirect("year-unit", pk=min(own_unit_ids(actor)))
    found = Year(request)
    picture = found.chart() if found.lights.whole else None
    context = {
        "title": f"{found.year}年全年概览",
        "found": found,
        "lights": found.lights,
        "mine": links.with_cases(found.mine),
        "others": links.with_cases(found.others),
        "total": sum(found.lights.whole.values()),
        "reds": [(row, found.units.get(row.unit_id or 0)) for row in found.reds],
        "moved": [(each, found.units.get(each.now.unit_id or 0)) for each in found.moved[:MOVES]],
        "worse": found.moved.worse,
        "happened": yearly.happened(found.year, found.since.at, found.now),
        "coming": yearly.coming(found.year, found.now),
        "next": [(day, links.of_day(day, actor), office_calendar().say(actor.today, day.day)) for day in found.next],
        "programmes": Programme.objects.filter(year=found.year).order_by("ordinal"),
        "chart": picture,
        "held": held([*found.mine, *found.others]),
        "table": picture.data if picture else None,
    }
    return page(request, "overview/year.html", context)


@methods(write=True, verb=Verb.VIEW_LEDGER)
def seen(request: HttpRequest) -> HttpResponse:
    """记为已看: what comes after now is new at the next visit."""
    asked = request.POST.get("year", "")
    if asked.isdigit() and len(asked) == 4:
        mark_seen(year=int(asked), by=request.actor, at=timezone.now())
    return redirect(f"{reverse('year')}?year={asked}" if asked.isdigit() else reverse("year"))
