"""The lights of a year as a page shows them: counts, the grid of units and sections, the list."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils import timezone

from duban.core.oversight.rules import COLOUR_LABELS, Colour, Rule
from duban.ledger import versions
from duban.ledger.enums import LEVEL_MARKS
from duban.ledger.kept import Kept
from duban.ledger.models import Matter, Programme, Section
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.oversight import boards
from duban.oversight.boards import ORDER, Board, Judged, Shown, Wish

END_OF_DAY = dt.time(23, 59, 59)
KEPT = Kept(8)
"""Judged years of ordinary size under the mark of the ledger: what nobody changed is not judged twice."""


@dataclass(frozen=True)
class Cell:
    """Lights of one unit in one section."""

    counts: tuple[tuple[Colour, str, int], ...]
    href: str


def instant(text: str, today: dt.date) -> tuple[dt.date, dt.datetime]:
    """The day that is asked for (today without one, or one that is to come) and its last moment, or now."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = today
    if day >= today:
        return today, timezone.now()
    return day, end_of(day)


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day."""
    return timezone.make_aware(dt.datetime.combine(day, END_OF_DAY))


def years() -> list[int]:
    """Years of the ledger, the newest first."""
    return list(Programme.objects.order_by("-year").values_list("year", flat=True).distinct())


def whole_year(year: int, day: dt.date, at: dt.datetime, today: dt.date) -> Judged:
    """All lights of a year on a day, kept until something is done; a past day is judged at its end."""
    mark = versions.mark()
    return KEPT.get(mark, (year, day, today), lambda: boards.judged(year=year, at=at))


def board(actor: Actor, year: int, day: dt.date, at: dt.datetime) -> Board:
    """The lights that the actor may see on a day."""
    stored = boards.stored(year)
    if stored is not None and actor.sees_everything and day == actor.today:
        return stored
    if stored is not None and not actor.sees_everything:
        own = Matter.objects.visible_to(actor).filter(programme__year=year).order_by().values_list("pk", flat=True)
        return boards.judged(year=year, at=at, matter_ids=list(own))
    whole = whole_year(year, day, at, actor.today)
    if actor.sees_everything:
        return whole
    own = Matter.objects.visible_to(actor).filter(programme__year=year).order_by().values_list("pk", flat=True)
    return whole.only(own)


def of_matter(matter: Matter, today: dt.date) -> Shown | None:
    """The light of one matter now, for its own page; the caller has seen to it that the person may see it."""
    year = matter.programme.year
    stored = boards.stored(year)
    if stored is not None:
        return next(iter(stored.of([matter.pk])), None)
    return whole_year(year, today, timezone.now(), today).everything.get(matter.pk)


def _told_apart(row: Section, rows: list[Section]) -> str:
    """The first words of its title in which it differs from sections of the same number."""
    others = [other.title for other in rows if other.pk != row.pk and other.number == row.number]
    at = max((_common(row.title, other) for other in others), default=0)
    return row.title[at : at + 4]


def _common(one: str, two: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


class Overview:
    """The lights that the actor may see on a day, with the filters of the address."""

    def __init__(self, actor: Actor, asked: Mapping[str, str]) -> None:
        self.actor = actor
        self.years = years()
        year = asked.get("year", "")
        self.year = int(year) if year.isdigit() and int(year) in self.years else (self.years or [actor.today.year])[0]
        self.on, self.at = instant(asked.get("on", ""), actor.today)
        self.colour = asked.get("colour", "") if asked.get("colour", "") in set(Colour) else ""
        unit = asked.get("unit", "")
        self.unit = int(unit) if unit.isdigit() or unit == str(boards.NOBODY) else 0
        self.section = int(asked["section"]) if asked.get("section", "").isdigit() else 0

    @cached_property
    def board(self) -> Board:
        """Everything that the actor may see."""
        return board(self.actor, self.year, self.on, self.at)

    @property
    def kept(self) -> bool:
        """Whether it is read from the last look, and so as of an instant a little while ago."""
        return isinstance(self.board, boards.Stored)

    @cached_property
    def wish(self) -> Wish:
        """The conditions in force."""
        return Wish(self.colour, self.unit, self.section)

    @cached_property
    def whole(self) -> Counter[Colour]:
        """Numbers of all colours without any condition."""
        return self.board.counts()

    @cached_property
    def found(self) -> Counter[Colour]:
        """Numbers of all colours that the other conditions leave."""
        return self.board.counts(self.wish.without_colour()) if self.unit or self.section else self.whole

    @property
    def total(self) -> int:
        """How many rows the conditions leave."""
        return self.found[Colour(self.colour)] if self.colour else sum(self.found.values())

    @property
    def rule(self) -> Rule:
        """The rule that counts on the day."""
        return boards.rule_on(self.on)

    @cached_property
    def counts(self) -> list[tuple[Colour, str, int, str]]:
        """Colour, word, number, address: of what the other filters leave."""
        return [(c, COLOUR_LABELS[c], self.found[c], self.query(colour="" if self.colour == c else c)) for c in ORDER]

    @cached_property
    def numbers(self) -> boards.Grid:
        """The grid as numbers."""
        return self.board.grid()

    @cached_property
    def units(self) -> dict[int, Unit]:
        """Units that lead one of the matters, in their order; one query."""
        ids = {unit for unit, _ in self.numbers}
        return {unit.pk: unit for unit in Unit.objects.filter(pk__in=ids).order_by("position", "pk")}

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Short and whole heading of each section: 市二 and its title; words too where a number is printed twice."""
        rows = list(self.sections.values())
        short = [f"{LEVEL_MARKS[row.programme.level]}{row.number or row.title[:4]}" for row in rows]
        return [
            (f"{name} {_told_apart(row, rows)}" if short.count(name) > 1 else name, row.title)
            for name, row in zip(short, rows, strict=True)
        ]

    @cached_property
    def sections(self) -> dict[int, Section]:
        """Sections of the matters in printed order; one query."""
        ids = {section for _, section in self.numbers if section is not None}
        rows = Section.objects.filter(pk__in=ids).select_related("programme")
        return {row.pk: row for row in rows.order_by("programme__ordinal", "ordinal", "pk")}

    @cached_property
    def grid(self) -> list[tuple[Unit | None, list[Cell | None], Cell]]:
        """A row a unit: a cell a section (``None`` where it leads nothing), and its total; last what nobody leads."""
        totals: dict[int, Counter[Colour]] = {}
        for (unit_id, _), numbers in self.numbers.items():
            totals.setdefault(unit_id, Counter()).update(numbers)
        rows: list[tuple[Unit | None, list[Cell | None], Cell]] = []
        nobody = [(boards.NOBODY, None)] if boards.NOBODY in totals else []
        for pk, unit in [*self.units.items(), *nobody]:
            cells = [self._cell(self.numbers.get((pk, section)), unit=pk, section=section) for section in self.sections]
            whole = self._cell(totals[pk], unit=pk, section=0)
            assert whole is not None  # a unit is here because it leads something
            rows.append((unit, cells, whole))
        return rows

    def _cell(self, numbers: Counter[Colour] | None, *, unit: int, section: int) -> Cell | None:
        if not numbers:
            return None
        counts = tuple((colour, COLOUR_LABELS[colour], numbers[colour]) for colour in ORDER if numbers[colour])
        return Cell(counts, self.query(unit=unit, section=section, colour=""))

    def query(self, **changes: object) -> str:
        """The address of this page with other filters."""
        now: dict[str, object] = {
            "year": self.year if self.years and self.year != self.years[0] else "",
            "on": self.on.isoformat() if self.on != self.actor.today else "",
            "colour": self.colour,
            "unit": self.unit or "",
            "section": self.section or "",
            **changes,
        }
        return urlencode({name: value for name, value in now.items() if value})

    @property
    def said(self) -> list[tuple[str, str]]:
        """Filters in force, as words with the address without them."""
        found = []
        if self.unit:
            name = "牵头单位未定" if self.unit == boards.NOBODY else "单位"
            found.append((self.units[self.unit].name if self.unit in self.units else name, self.query(unit="")))
        if self.section:
            row = self.sections.get(self.section)
            found.append((row.title if row else "部分", self.query(section="")))
        return found
