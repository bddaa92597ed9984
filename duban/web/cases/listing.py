"""The list of difficulties: filters, the nearest day first, who holds which for how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, F, FilteredRelation, Min, Prefetch, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from duban.core.workflow import case as flow
from duban.orgs.actor import Actor
from duban.orgs.models import Post, Unit
from duban.orgs.workdays import office_calendar
from duban.oversight.enums import CaseKind, CaseState, HolderKind
from duban.oversight.models import CoordinationCase, Holding
from duban.web.narrowing import Narrowing

YES = "yes"
FIELDS: dict[str, tuple[str, Any, str]] = {
    "mine": ("", {YES: "等我办理"}, "mine"),
    "late": ("", {YES: "逾期未答复"}, "late"),
    "state": ("状态", dict(CaseState.choices), "state"),
    "holder": ("在谁手里", dict(HolderKind.choices), "now__kind"),
    "kind": ("类别", dict(CaseKind.choices), "kind"),
    "unit": ("提请单位", None, "unit__name"),
    "with": ("持有人", None, "with_whom"),
    "year": ("年度", None, "matter__programme__year"),
}


@dataclass(frozen=True)
class Row:
    """A difficulty with the clock of whoever holds it."""

    row: CoordinationCase
    today: dt.date

    @cached_property
    def turn(self) -> Holding | None:
        """The open holding; none once it was answered, closed or withdrawn."""
        found: list[Holding] = self.row.current  # type: ignore[attr-defined]
        return found[0] if found else None

    @property
    def held(self) -> int:
        """Working days since it came to whoever holds it."""
        return held_days(self.turn, self.today) if self.turn else 0

    @property
    def left(self) -> str:
        """还有 3 个工作日."""
        return office_calendar().say(self.today, self.turn.due_on) if self.turn else ""

    @property
    def late(self) -> bool:
        """Whether the day to answer is past."""
        return self.turn is not None and self.turn.is_late(self.today)

    @property
    def wait(self) -> int:
        """Calendar days since it was raised."""
        return (self.today - timezone.localtime(self.row.raised_at).date()).days


def held_days(turn: Holding, today: dt.date) -> int:
    """Working days for which a holder has (or had) it."""
    until = timezone.localtime(turn.ended_at).date() if turn.ended_at else today
    return max(0, office_calendar().left(timezone.localtime(turn.since).date(), until))


CURRENT = Prefetch(
    "holdings", Holding.objects.open().select_related("unit", "post__unit"), to_attr="current"
)  # a constant: the queryset is made anew for each list


def loaded(rows: QuerySet[CoordinationCase]) -> QuerySet[CoordinationCase]:
    """With everything that a line shows; a constant number of queries."""
    rows = rows.select_related("matter__programme", "unit", "waiting_on").prefetch_related(CURRENT)
    return rows.defer("matter__search", "matter__text", "matter__display", "matter__body")


def clocked(rows: QuerySet[CoordinationCase], actor: Actor) -> QuerySet[CoordinationCase]:
    """With the open holding as ``now``, whether it is late, whether it is the person's turn."""
    held = CoordinationCase.objects.held_by(actor).filter(state__in=flow.OPEN).order_by().values("pk")
    late = When(now__due_on__lt=actor.today, then=Value(YES))
    whom = Case(
        When(now__unit__isnull=False, then=F("now__unit__name")),
        When(Q(now__post__isnull=False) & ~Q(now__post__title=""), then=F("now__post__title")),
        default=Value(""),
    )
    return rows.annotate(
        now=FilteredRelation("holdings", condition=Q(holdings__ended_at__isnull=True)),
        late=Case(late, default=Value("")),
        mine=Case(When(pk__in=held, then=Value(YES)), default=Value("")),
        with_whom=whom,
    )


def in_order(rows: QuerySet[CoordinationCase]) -> QuerySet[CoordinationCase]:
    """What waits for an answer, the nearest (or longest past) day first; then what is being done; then the ended."""
    rank = Case(When(state__in=flow.WAITING | {flow.ASKED}, then=0), When(state=flow.ANSWERED, then=1), default=2)
    return rows.order_by(rank, F("now__due_on").asc(nulls_last=True), "-pk")


def narrowed(asked: Mapping[str, str], actor: Actor) -> tuple[Narrowing, QuerySet[CoordinationCase]]:
    """The filters of the address and the rows that they leave, in order."""
    narrowing, rows = Narrowing.of(asked, clocked(CoordinationCase.objects.visible_to(actor), actor), FIELDS)
    return narrowing, in_order(loaded(rows))


@dataclass(frozen=True)
class Held:
    """Somebody who holds difficulties: how many, since when the oldest, how many past their day."""

    who: str
    count: int
    late: int
    longest: int  # working days
    href: str


def holders(actor: Actor) -> list[Held]:
    """Who holds which for how long, the longest first; of what the person may see. Two or three queries."""
    cases = CoordinationCase.objects.visible_to(actor).order_by().values("pk")
    rows = (
        Holding.objects.open()
        .filter(case__in=cases)
        .order_by()
        .values("kind", "unit", "post")
        .annotate(count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=actor.today)), first=Min("since"))
    )
    found = list(rows)
    units = Unit.objects.in_bulk([each["unit"] for each in found if each["unit"]])
    posts = Post.objects.select_related("unit").in_bulk([each["post"] for each in found if each["post"]])
    made = [_held(each, units.get(each["unit"]), posts.get(each["post"]), actor.today) for each in found]
    return sorted(made, key=lambda held: (-held.longest, held.who))


def _held(each: dict[str, Any], unit: Unit | None, post: Post | None, today: dt.date) -> Held:
    kind = HolderKind(each["kind"])
    days = max(0, office_calendar().left(timezone.localtime(each["first"]).date(), today))
    whom = unit.name if unit else post.title if post else ""
    query = urlencode({name: value for name, value in (("holder", kind.value), ("with", whom)) if value})
    who = str(post or unit or kind.label)
    return Held(who, each["count"], each["late"], days, f"{reverse('cases')}?{query}")
