"""The lights of a year as a page shows them: counts, the grid of units and sections, the list."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils import timezone

from duban.core.oversight.rules import COLOUR_LABELS, Colour
from duban.ledger.enums import LEVEL_MARKS
from duban.ledger.models import Matter, Programme, Section
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.oversight.judging import MatterLight, lights

ORDER = (Colour.RED, Colour.YELLOW, Colour.GREY, Colour.GREEN, Colour.BLUE)
END_OF_DAY = dt.time(23, 59, 59)


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
    return day, timezone.make_aware(dt.datetime.combine(day, END_OF_DAY))


class Overview:
    """The lights that the actor may see on a day, with the filters of the address."""

    def __init__(self, actor: Actor, asked: Mapping[str, str]) -> None:
        self.actor = actor
        self.years = list(Programme.objects.order_by("-year").values_list("year", flat=True).distinct())
        year = asked.get("year", "")
        self.year = int(year) if year.isdigit() and int(year) in self.years else (self.years or [actor.today.year])[0]
        self.on, self.at = instant(asked.get("on", ""), actor.today)
        self.colour = asked.get("colour", "") if asked.get("colour", "") in set(Colour) else ""
        self.unit = int(asked["unit"]) if asked.get("unit", "").isdigit() else 0
        self.section = int(asked["section"]) if asked.get("section", "").isdigit() else 0

    @cached_property
    def everything(self) -> dict[int, MatterLight]:
        """Of all matters that the actor may see."""
        return self.judged(self.at)

    def judged(self, at: dt.datetime) -> dict[int, MatterLight]:
        """The same matters at another instant."""
        found = lights(year=self.year, at=at)
        if self.actor.sees_everything:
            return found
        own = set(Matter.objects.visible_to(self.actor).filter(pk__in=found).values_list("pk", flat=True))
        return {pk: each for pk, each in found.items() if pk in own}

    @cached_property
    def chosen(self) -> list[MatterLight]:
        """In printed order, the worst lights first."""
        rows = [each for each in self.everything.values() if self._fits(each)]
        return sorted(rows, key=lambda each: ORDER.index(each.colour))

    def _fits(self, each: MatterLight) -> bool:
        return (
            (not self.colour or each.colour == self.colour)
            and (not self.unit or each.unit_id == self.unit)
            and (not self.section or each.matter.section_id == self.section)
        )

    @cached_property
    def counts(self) -> list[tuple[Colour, str, int, str]]:
        """Colour, word, number, address: of what the other filters leave."""
        others = [
            each
            for each in self.everything.values()
            if (not self.unit or each.unit_id == self.unit)
            and (not self.section or each.matter.section_id == self.section)
        ]
        numbers = Counter(each.colour for each in others)
        return [
            (colour, COLOUR_LABELS[colour], numbers[colour], self.query(colour="" if self.colour == colour else colour))
            for colour in ORDER
        ]

    @cached_property
    def units(self) -> dict[int, Unit]:
        """Units that lead one of the matters, in their order; one query."""
        ids = {each.unit_id for each in self.everything.values() if each.unit_id}
        return {unit.pk: unit for unit in Unit.objects.filter(pk__in=ids).order_by("position", "pk")}

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Short and whole heading of each section: 市二 and its title."""
        marks = {each.matter.section_id: LEVEL_MARKS[each.matter.programme.level] for each in self.everything.values()}
        return [
            (f"{marks[pk]}{row.number or row.title[:4]}", f"{row.number}{row.title}")
            for pk, row in self.sections.items()
        ]

    @cached_property
    def sections(self) -> dict[int, Section]:
        """Sections of the matters in printed order."""
        found: dict[int, Section] = {}
        for each in self.everything.values():
            if each.matter.section is not None:
                found.setdefault(each.matter.section.pk, each.matter.section)
        return found

    @cached_property
    def grid(self) -> list[tuple[Unit, list[Cell | None], Cell]]:
        """A row a unit: a cell a section (``None`` where it leads nothing), and its total."""
        counted: dict[int, dict[int, Counter[Colour]]] = defaultdict(lambda: defaultdict(Counter))
        for each in self.everything.values():
            if each.unit_id:
                counted[each.unit_id][each.matter.section_id or 0][each.colour] += 1
        rows = []
        for pk, unit in self.units.items():
            cells = [self._cell(counted[pk].get(section), unit=pk, section=section) for section in self.sections]
            total = sum(counted[pk].values(), Counter())
            whole = self._cell(total, unit=pk, section=0)
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
            found.append((self.units[self.unit].name if self.unit in self.units else "单位", self.query(unit="")))
        if self.section:
            row = self.sections.get(self.section)
            found.append((row.title if row else "部分", self.query(section="")))
        return found
