"""Reading the liaison lists (附件4): a unit's list with its past, the office's board, the notice's form and term."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duban.core.calendar.deadlines import due_days
from duban.core.liaison_form import ListForm, form_of
from duban.core.liaisons import LiaisonRow, missing
from duban.ledger.directory import load as directory
from duban.ledger.models import Assignment, Matter
from duban.notices.models import Notice, NoticeRule
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, Unit
from duban.progress.models import Liaison
from duban.progress.receiving import answering, newest_year

POSTS = {PostKind.DEPUTY: "deputy", PostKind.OFFICE_HEAD: "office_head", PostKind.CLERK: "clerk"}


def as_row(liaison: Liaison) -> LiaisonRow:
    """The stored row as a value."""
    return LiaisonRow(liaison.role, liaison.name, liaison.title, liaison.office_phone, liaison.mobile)


@dataclass(frozen=True)
class Term:
    """What the notice asks for: until when, under which notice."""

    due: dt.date | None = None
    notice: Notice | None = None


def term() -> Term:
    """The term of the newest year's notice; one query."""
    rule = (
        NoticeRule.objects.filter(kind="liaison_list")
        .select_related("notice")
        .defer("notice__source_text")
        .order_by("-notice__year", "-notice_id", "id")
        .first()
    )
    if rule is None:
        return Term()
    days = due_days(rule.data, rule.notice.year)
    return Term(days[0] if days else None, rule.notice)


def form() -> ListForm:
    """The form as the newest notice that has one prints it; the usual one where none does."""
    notices = Notice.objects.select_related("draft").only("id", "year", "draft__current").order_by("-year", "-id")
    for notice in notices[:20]:
        for each in notice.draft.result.get("forms", []):
            if each.get("kind") == "liaison_list":
                return form_of(each["title"], each.get("columns", ()), each.get("rows", ()), each.get("annex", ""))
    return ListForm()


def expected_units(on: dt.date) -> list[Unit]:
    """Units of the district that answer for something in the newest year, in the usual order; three queries."""
    year = newest_year()
    if year is None:
        return []
    matters = Matter.objects.live().filter(programme__year=year).order_by().values("pk")
    given = set(Assignment.objects.live().filter(matter__in=matters).order_by().values_list("unit_id", flat=True))
    units = directory(on)
    return [unit for pk, unit in answering(on).items() if given & units.standing([pk])]


@dataclass(frozen=True)
class Line:
    """A unit on the board."""

    unit: Unit
    rows: tuple[Liaison, ...]
    left: frozenset[int]  # rows of people who no longer hold a post of the unit

    @property
    def missing(self) -> list[str]:
        """Roles that nobody fills."""
        return missing([as_row(row) for row in self.rows])

    @property
    def state(self) -> str:
        """``none`` | ``part`` | ``full``."""
        return "none" if not self.rows else "part" if self.missing else "full"

    @property
    def changed(self) -> dt.datetime | None:
        """When the list was changed last."""
        return max((row.at for row in self.rows), default=None)


def board(on: dt.date) -> list[Line]:
    """Every unit that has to name its people; a constant number of queries."""
    units = expected_units(on)
    rows: dict[int, list[Liaison]] = defaultdict(list)
    for row in Liaison.objects.current(on).order_by("id"):
        rows[row.unit_id].append(row)
    left = who_left([row for unit in units for row in rows[unit.pk]], on)
    return [Line(unit, in_order(rows[unit.pk]), left & {r.pk for r in rows[unit.pk]}) for unit in units]


def in_order(rows: Iterable[Liaison]) -> tuple[Liaison, ...]:
    """In the order of the form."""
    order = list(POSTS.values())
    return tuple(sorted(rows, key=lambda row: (order.index(row.role), row.pk)))


def current(unit: Unit, on: dt.date) -> tuple[Liaison, ...]:
    """The list in force."""
    return in_order(Liaison.objects.current(on).filter(unit=unit).select_related("by"))


def past(unit: Unit, on: dt.date) -> list[Liaison]:
    """Rows that ended, the newest first; those that were replaced on their first day were never in force."""
    rows = Liaison.objects.filter(unit=unit, end__lte=on).select_related("by").order_by("-end", "id")
    return [row for row in rows if row.end != row.start]


def who_left(rows: Sequence[Liaison], on: dt.date) -> frozenset[int]:
    """Rows whose person (by name) held a post of the unit and holds none there today.

    Somebody who never had an account is not judged: nothing is known of them. One query.
    """
    held: dict[tuple[int, str], bool] = {}
    posts = Appointment.objects.filter(post__unit_id__in={row.unit_id for row in rows}).order_by("id")
    for unit_id, name, start, end, active in posts.values_list(
        "post__unit_id", "user__name", "start", "end", "user__is_active"
    ):
        now = active and start <= on and (end is None or end > on)
        held[unit_id, name] = held.get((unit_id, name), False) or now
    return frozenset(row.pk for row in rows if held.get((row.unit_id, row.name)) is False)


def proposed(unit: Unit, roles: Iterable[str], on: dt.date) -> list[tuple[Appointment, LiaisonRow]]:
    """People whose posts say that they fill the roles, so that nobody types what is known; one query."""
    wanted = {kind: role for kind, role in POSTS.items() if role in set(roles)}
    rows = Appointment.objects.current(on).filter(post__unit=unit, post__kind__in=wanted, user__is_active=True)
    found = []
    for held in rows.select_related("post", "user").order_by("id"):
        role = wanted[PostKind(held.post.kind)]
        found.append((held, LiaisonRow(role, held.user.name, held.post.title, "", held.user.phone)))
    order = list(POSTS.values())
    return sorted(found, key=lambda each: order.index(each[1].role))
