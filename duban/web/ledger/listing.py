"""One look at the ledger: who looks, under which conditions, in which order. Screen, file and print share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from duban.ledger import directory, facets
from duban.ledger.directory import Directory
from duban.ledger.facets import Facets
from duban.ledger.filters import Criteria, narrow
from duban.ledger.kept import KEPT
from duban.ledger.models import Matter
from duban.ledger.ordering import Order
from duban.ledger.querysets import MatterQuerySet, own_unit_ids
from duban.ledger.versions import Mark, mark
from duban.orgs.actor import Actor
from duban.web.ledger import table
from duban.web.ledger.cells import Sight
from duban.web.request import HttpRequest

PAGE = 50
MANY = 500  # matters from which a page is found by key first, then read


@dataclass(frozen=True)
class Listing:
    """What is shown. Nothing is read from the database until it is asked for."""

    actor: Actor
    mark: Mark
    units: Directory
    mine: frozenset[int] | None
    criteria: Criteria
    order: Order
    look: table.Look
    base: str
    typed: str = ""  # a unit name that no unit has

    @classmethod
    def of(cls, request: HttpRequest, data: QueryDict) -> Listing:
        """From an address (or a form that carries one) and the person's cookie."""
        actor: Actor = request.actor
        state = mark()
        units = KEPT.get(state, ("units", actor.today), lambda: directory.load(actor.today))
        mine = None if actor.sees_everything else units.standing(own_unit_ids(actor))
        criteria, typed = Criteria.parse(data), data.get("unit_name", "").strip()[:100]
        if typed and (named := units.find(typed)):
            criteria, typed = criteria.having("unit", criteria.unit | set(named)), ""
        return cls(
            actor=actor,
            mark=state,
            units=units,
            mine=mine,
            criteria=criteria,
            order=Order.parse(data.get("sort", "")),
            look=table.Look.parse(request.COOKIES.get(table.COOKIE, "")),
            base=reverse("ledger"),
            typed=typed,
        )

    @cached_property
    def visible(self) -> MatterQuerySet:
        """Everything that the person may see."""
        return Matter.objects.visible_to(self.actor, self.mine)

    @cached_property
    def matters(self) -> MatterQuerySet:
        """What the conditions leave, in order."""
        return self.order.apply(narrow(self.visible, self.criteria, self.units.holders(self.mine)))

    @cached_property
    def facets(self) -> Facets:
        """Total and numbers of the further conditions; kept while nothing changed."""

        def counted() -> Facets:
            return facets.count(self.visible, self.criteria, self.units.holders(self.mine), self.units.held)

        return KEPT.get(self.mark, ("facets", self.mine, self.criteria, self.actor.today), counted)

    @cached_property
    def sight(self) -> Sight:
        """What showing a row needs."""
        return Sight(self.units, self.mine, self.criteria.words, self.base, years=len(self.facets.counts["year"]) > 1)

    @cached_property
    def columns(self) -> list[table.Column]:
        """Columns that are shown."""
        return self.look.columns(self.mine)

    @property
    def query(self) -> str:
        """The address's query: conditions and order, without the page. Equal looks, equal strings."""
        pairs = self.criteria.pairs() + ([("sort", str(self.order))] if str(self.order) else [])
        return urlencode(pairs)

    def address(self, criteria: Criteria | None = None, order: Order | None = None, page: int = 1) -> str:
        """Address of a neighbouring look; the one of everything says so, lest a default view steps in."""
        query = replace(
            self, criteria=self.criteria if criteria is None else criteria, order=self.order if order is None else order
        ).query
        if page > 1:
            query = f"{query}&page={page}" if query else f"page={page}"
        return f"{self.base}?{query or 'all=1'}"

    def page(self, number: int) -> Page:
        """A page, the nearest one where there is none of that number."""
        last = max(1, -(-self.facets.total // PAGE))
        number = min(max(number, 1), last)
        start = (number - 1) * PAGE
        rows = self.matters[start : start + PAGE]
        if self.facets.total > MANY:
            # The database sorts everything up to the page: keys alone, not whole rows.
            rows = self.order.apply(Matter.objects.filter(pk__in=rows.values("pk")))
        return Page(number, last, self.facets.total, start, list(table.rows(rows)))


@dataclass(frozen=True)
class Page:
    """Rows of a page and where it stands."""

    number: int
    last: int
    total: int
    start: int
    rows: Sequence[Any]

    @property
    def first_shown(self) -> int:
        """Place of the first row, from 1; 0 where there is none."""
        return self.start + 1 if self.rows else 0

    @property
    def last_shown(self) -> int:
        """Place of the last row."""
        return self.start + len(self.rows)


def page_number(value: str) -> int:
    """From an address; anything odd is page 1."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 1
