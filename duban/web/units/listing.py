"""The list of units: conditions from the address, facets with counts, a page of rows. A constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict

from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind, UnitKind, UnitLevel
from duban.orgs.models import Appointment, GroupMember, Unit, UnitAlias
from duban.orgs.permissions import Verb, may
from duban.orgs.querysets import UnitQuerySet
from duban.web.ledger.listing import Listing as Ledger
from duban.web.request import HttpRequest

PAGE = 50
ACTIVE, GONE = "active", "gone"
STATES = {ACTIVE: "在用", GONE: "已停用"}
GAPS = {"people": "缺主要领导或经办人", "members": "没有成员的单位组"}
SORTS = {"": "排序", "name": "名称", "matters": "事项", "people": "人员"}
_OUTSIDE = (UnitKind.GROUP, UnitKind.SUPERIOR, UnitKind.OFFICE, UnitKind.LEADERSHIP, UnitKind.ADMINISTRATION)


def missing_people(units: UnitQuerySet, actor: Actor) -> UnitQuerySet:
    """Units that should answer and cannot: no holder of 主要领导, or none of 经办人, today."""
    held = Appointment.objects.current(actor.today).filter(post__unit=OuterRef("pk"), user__is_active=True)
    answering = units.active(actor.today).exclude(kind__in=_OUTSIDE)
    lacks = ~Exists(held.filter(post__kind=PostKind.PRINCIPAL)) | ~Exists(held.filter(post__kind=PostKind.CLERK))
    return answering.filter(lacks)


def empty_groups(units: UnitQuerySet, actor: Actor) -> UnitQuerySet:
    """Groups that stand for nobody today."""
    members = GroupMember.objects.filter(group=OuterRef("pk"), start__lte=actor.today)
    members = members.filter(Q(end__isnull=True) | Q(end__gt=actor.today))
    return units.active(actor.today).groups().filter(~Exists(members))


@dataclass(frozen=True)
class Conditions:
    """What the address asks for. ``state``: units in use unless asked otherwise."""

    q: str = ""
    kind: str = ""
    level: str = ""
    state: str = ACTIVE
    gap: str = ""
    sort: str = ""

    @classmethod
    def parse(cls, data: QueryDict) -> Conditions:
        """From an address; what cannot be understood is left out."""

        def known(name: str, values: object, otherwise: str = "") -> str:
            value = data.get(name, "")
            return value if value in values else otherwise  # type: ignore[operator]

        return cls(
            q="".join(data.get("q", "").split())[:100],
            kind=known("kind", UnitKind.values),
            level=known("level", UnitLevel.values),
            state=known("state", {*STATES, "all"}, ACTIVE),
            gap=known("gap", GAPS),
            sort=known("sort", SORTS),
        )

    def query(self, **changes: str) -> str:
        """The query string, with changes; defaults are left out so that equal looks have equal addresses."""
        values = {**self.__dict__, **changes}
        return urlencode({k: v for k, v in values.items() if v and (k, v) != ("state", ACTIVE)})


@dataclass(frozen=True)
class Facet:
    """A chip: a condition that can be switched, with the number of units it would leave."""

    label: str
    count: int
    query: str
    on: bool


@dataclass(frozen=True)
class Row:
    """A unit in the list. ``matters`` is None for who sees no business content."""

    unit: Unit
    aliases: str
    people: int
    members: int
    matters: int | None


class UnitList:
    """One look at the list."""

    def __init__(self, request: HttpRequest) -> None:
        self.actor: Actor = request.actor
        self.request = request
        self.conditions = Conditions.parse(request.GET)

    @cached_property
    def matters(self) -> Mapping[Any, int] | None:
        """Matters by unit, as the ledger behind the number shows them."""
        if not may(self.actor, Verb.VIEW_LEDGER):
            return None
        return Ledger.of(self.request, QueryDict()).facets.counts["unit"]

    def narrowed(self, without: str = "") -> UnitQuerySet:
        """Units that fit all conditions, or all but one of them."""
        c, units = self.conditions, Unit.objects.visible_to(self.actor)
        if c.q and without != "q":
            aliases = UnitAlias.objects.filter(unit=OuterRef("pk"), text__icontains=c.q)
            units = units.filter(Q(name__icontains=c.q) | Q(full_name__icontains=c.q) | Exists(aliases))
        if c.kind and without != "kind":
            units = units.filter(kind=c.kind)
        if c.level and without != "level":
            units = units.filter(level=c.level)
        if without != "state" and c.state in STATES:
            active = units.active(self.actor.today)
            units = active if c.state == ACTIVE else units.exclude(pk__in=active.order_by().values("pk"))
        if without != "gap" and c.gap:
            units = (missing_people if c.gap == "people" else empty_groups)(units, self.actor)
        return units

    def facets(self) -> list[tuple[str, list[Facet]]]:
        """Chips by group: kinds, levels, states, gaps."""
        c = self.conditions
        return [
            ("类别", self._counted("kind", UnitKind.choices, c.kind)),
            ("层级", self._counted("level", UnitLevel.choices, c.level)),
            ("状态", self._states()),
            ("待补", self._gaps()),
        ]

    def _counted(self, name: str, choices: list[tuple[str, str]], chosen: str) -> list[Facet]:
        rows = self.narrowed(without=name).order_by().values_list(name).annotate(n=Count("pk"))
        counts = dict(rows)
        return [
            Facet(
                label, counts[value], self.conditions.query(**{name: "" if value == chosen else value}), value == chosen
            )
            for value, label in choices
            if value in counts
        ]

    def _states(self) -> list[Facet]:
        units, c = self.narrowed(without="state"), self.conditions
        active, total = units.active(self.actor.today).count(), units.count()
        numbers = {ACTIVE: active, GONE: total - active}
        return [
            Facet(label, numbers[state], c.query(state="all" if state == c.state else state), state == c.state)
            for state, label in STATES.items()
            if numbers[state]
        ]

    def _gaps(self) -> list[Facet]:
        if not may(self.actor, Verb.EDIT_UNITS):
            return []
        units, c = self.narrowed(without="gap"), self.conditions
        numbers = {"people": missing_people(units, self.actor), "members": empty_groups(units, self.actor)}
        return [
            Facet(GAPS[gap], n, c.query(gap="" if gap == c.gap else gap), gap == c.gap)
            for gap, found in numbers.items()
            if (n := found.count()) or gap == c.gap
        ]

    def page(self) -> Page:
        """The page asked for; its ``object_list`` holds :class:`Row`."""
        paginator = Paginator(self._ordered(), PAGE)
        page = paginator.get_page(self.request.GET.get("page"))
        page.object_list = self._rows(list(page.object_list))
        return page

    def _ordered(self) -> list[int] | UnitQuerySet:
        units, sort = self.narrowed(), self.conditions.sort
        if sort == "name":
            return units.order_by("name")
        if sort == "people":
            return units.annotate(n=Count("posts__appointments", filter=self._current())).order_by(
                "-n", "position", "id"
            )
        if sort == "matters" and self.matters is not None:
            # The numbers come from the ledger's own count, so the order is made here: of ids only.
            counts = self.matters
            return sorted(units.values_list("pk", flat=True), key=lambda pk: -counts.get(pk, 0))
        return units

    def _current(self) -> Q:
        today = self.actor.today
        held = Q(posts__appointments__end__isnull=True) | Q(posts__appointments__end__gt=today)
        return held & Q(posts__appointments__start__lte=today, posts__appointments__user__is_active=True)

    def _rows(self, shown: list[Unit] | list[int]) -> list[Row]:
        ids = [each.pk if isinstance(each, Unit) else each for each in shown]
        units = (
            Unit.objects.filter(pk__in=ids)
            .select_related("merged_into")
            .prefetch_related("aliases")
            .annotate(people=Count("posts__appointments__user", filter=self._current(), distinct=True))
        )
        open_members = GroupMember.objects.filter(group_id__in=ids, end__isnull=True).order_by()
        members = dict(open_members.values_list("group_id").annotate(n=Count("pk")))
        by_id = {unit.pk: unit for unit in units}
        return [
            Row(
                unit=by_id[pk],
                aliases="、".join(alias.text for alias in by_id[pk].aliases.all()),
                people=by_id[pk].people,
                members=members.get(pk, 0),
                matters=None if self.matters is None else self.matters.get(pk, 0),
            )
            for pk in ids
        ]
