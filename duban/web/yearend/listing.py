"""The year's book as a page shows it: lines the actor may see, counts by what differs, filters of the address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils import timezone

from duban.core.yearend.reconcile import KIND_LABELS, Kind
from duban.ledger.models import Matter, Programme
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.yearend.accounts import Entry, entries
from duban.yearend.books import goal_line, settlements
from duban.yearend.models import Settlement

OPEN, CHANGED, SETTLED = "open", "changed", "settled"
STATE_LABELS = {OPEN: "未对账", CHANGED: "对账后有变化", SETTLED: "已对账"}
AGREEING = "agreeing"  # beside the kinds: no difference at all


@dataclass(frozen=True)
class BookRow:
    """A line with its settlement."""

    entry: Entry
    settlement: Settlement | None
    body: str

    @property
    def state(self) -> str:
        """Open, settled, or settled on other facts."""
        if self.settlement is None:
            return OPEN
        return SETTLED if self.settlement.fingerprint == self.entry.account.fingerprint else CHANGED

    @property
    def state_label(self) -> str:
        """In words."""
        return STATE_LABELS[self.state]

    @property
    def goals(self) -> list[str]:
        """Each goal with what was reached, as a line."""
        return [goal_line(goal) for goal in self.entry.account.goals]


def years() -> list[int]:
    """Years that have a ledger, the newest first."""
    return list(Programme.objects.order_by("-year").values_list("year", flat=True).distinct())


def chosen_year(text: str, actor: Actor) -> int:
    """The year that is asked for; else the newest whose last day is past, because that is the one to be closed."""
    known = years()
    if text.isdigit() and int(text) in known:
        return int(text)
    past = [year for year in known if year < actor.today.year]
    return (past or known or [actor.today.year])[0]


class Book:
    """The lines of a year with the filters of an address."""

    def __init__(self, actor: Actor, asked: Mapping[str, str]) -> None:
        self.actor = actor
        self.year = chosen_year(asked.get("year", ""), actor)
        self.at = timezone.now()
        self.state = asked.get("state", "") if asked.get("state", "") in STATE_LABELS else ""
        kind = asked.get("kind", "")
        self.kind = kind if kind == AGREEING or kind in KIND_LABELS else ""
        unit = asked.get("unit", "")
        self.unit = int(unit) if unit.isdigit() else 0

    @cached_property
    def everything(self) -> list[BookRow]:
        """All lines that the actor may see, in printed order."""
        visible = dict(
            Matter.objects.visible_to(self.actor).filter(programme__year=self.year).order_by().values_list("pk", "body")
        )
        settled = settlements(self.year)
        return [
            BookRow(entry, settled.get(pk), visible[pk])
            for pk, entry in entries(year=self.year, at=self.at).items()
            if pk in visible
        ]

    @cached_property
    def rows(self) -> list[BookRow]:
        """The lines that fit the filters."""
        return [row for row in self.everything if self._fits(row)]

    def _fits(self, row: BookRow) -> bool:
        kinds = {each.kind for each in row.entry.differences}
        if self.kind and not (self.kind in kinds or (self.kind == AGREEING and not kinds)):
            return False
        if self.unit and (row.entry.unit is None or row.entry.unit.pk != self.unit):
            return False
        return not self.state or row.state == self.state

    @property
    def states(self) -> list[tuple[str, str, int, bool, str]]:
        """Code, word, count, on, address without page, of each state."""
        found = Counter(row.state for row in self.everything)
        return [
            (code, word, found[code], code == self.state, self.query(state="" if code == self.state else code))
            for code, word in STATE_LABELS.items()
        ]

    @property
    def kinds(self) -> list[tuple[str, str, int, bool, str]]:
        """The same for what differs; what no line has is left out."""
        found: Counter[str] = Counter()
        for row in self.everything:
            kinds = {each.kind.value for each in row.entry.differences}
            found.update(kinds or {AGREEING})
        labels = {AGREEING: "各项一致"} | {kind.value: KIND_LABELS[kind] for kind in Kind}
        return [
            (code, word, found[code], code == self.kind, self.query(kind="" if code == self.kind else code))
            for code, word in labels.items()
            if found[code]
        ]

    @property
    def units(self) -> list[Unit]:
        """Units that lead one of the lines, in their order."""
        found = {row.entry.unit.pk: row.entry.unit for row in self.everything if row.entry.unit is not None}
        return sorted(found.values(), key=lambda unit: (unit.position, unit.pk))

    @property
    def agreeing(self) -> list[str]:
        """Fingerprints of what can be settled in one go."""
        return [
            row.entry.account.fingerprint
            for row in self.everything
            if row.state == OPEN and not row.entry.differences and not row.entry.account.withdrawn
        ]

    def query(self, **changes: object) -> str:
        """The address of this page with other filters."""
        now: dict[str, object] = {
            "year": self.year, "state": self.state, "kind": self.kind, "unit": self.unit or "", **changes,
        }  # fmt: skip
        return urlencode({name: value for name, value in now.items() if value})
