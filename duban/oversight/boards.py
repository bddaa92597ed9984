"""The lights of a year as pages and papers read them: counts, the grid, rows in order, what moved.

Two ways to the same answers. A year of ordinary size is judged at reading (:class:`Judged`), so that what was accepted
a second ago counts. A larger one is read from the table that the last look left (:class:`Stored`); ``at`` says of when.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, overload

from django.db.models import Count, F, Min, QuerySet

from duban.core.oversight.rules import COLOUR_LABELS, Colour, Rule, in_force
from duban.ledger import versions
from duban.ledger.kept import Kept
from duban.ledger.models import Matter
from duban.oversight.judging import MatterLight, lights, rules
from duban.oversight.models import LightChange, LightLook, LightStanding

ORDER = (Colour.RED, Colour.YELLOW, Colour.GREY, Colour.GREEN, Colour.BLUE)
"""The worst first; grey before green, because there somebody has to say something."""
LARGE = 5000
"""Matters of a year above which pages read what the last look left."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A matter with its light, as a row of a list."""

    matter_id: int
    code: str
    body: str
    programme_id: int
    section_id: int | None
    unit_id: int | None
    colour: Colour
    sentence: str

    @property
    def label(self) -> str:
        """The word of its light."""
        return COLOUR_LABELS[self.colour]


@dataclass(frozen=True, slots=True)
class Moved:
    """A matter whose light changed: what it was, and what it is."""

    before: Colour
    now: Shown

    @property
    def before_label(self) -> str:
        """The word of what it was."""
        return COLOUR_LABELS[self.before]

    @property
    def worse(self) -> bool:
        """Whether it became red, or yellow from better than that."""
        return _is_worse(self.before, self.now.colour)


class Moves(Sequence[Moved]):
    """What moved, the worst of now first: all of it as keys and colours, rows only for the part that is looked at."""

    def __init__(self, pairs: Iterable[tuple[int, Colour, Colour]], board: Board) -> None:
        self._pairs = sorted(pairs, key=lambda pair: ORDER.index(pair[2]))
        self._board = board

    def __len__(self) -> int:
        return len(self._pairs)

    def __iter__(self) -> Iterator[Moved]:
        return iter(self[:])

    def _pairs_at(self, at: slice | int) -> list[tuple[int, Colour, Colour]]:
        return self._pairs[at] if isinstance(at, slice) else [self._pairs[at]]

    @property
    def worse(self) -> int:
        """How many became worse."""
        return sum(_is_worse(before, now) for _, before, now in self._pairs)

    @overload
    def __getitem__(self, at: int) -> Moved: ...
    @overload
    def __getitem__(self, at: slice) -> list[Moved]: ...
    def __getitem__(self, at: int | slice) -> Moved | list[Moved]:
        wanted = self._pairs_at(at)
        rows = {row.matter_id: row for row in self._board.of([pk for pk, _, _ in wanted])}
        found = [Moved(before, rows[pk]) for pk, before, _ in wanted if pk in rows]
        return found if isinstance(at, slice) else found[0]


def _is_worse(before: Colour, now: Colour) -> bool:
    """Whether it became red, or yellow from better than that."""
    return ORDER.index(now) < min(ORDER.index(before), ORDER.index(Colour.GREY))


NOBODY = -1
"""In place of a unit: matters that no unit of the district leads by itself (a group, or superiors alone)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Conditions; 0 and "" ask nothing. ``unit`` may be :data:`NOBODY`."""

    colour: str = ""
    unit: int = 0
    section: int = 0
    programme: int = 0
    printed: bool = False  # in printed order instead of the worst first

    def without_colour(self) -> Wish:
        """The same without a colour."""
        return Wish("", self.unit, self.section, self.programme)


ALL = Wish()
Grid = dict[tuple[int, int | None], Counter[Colour]]  # (unit or NOBODY, section) → how many of each; all of them


class Board(Protocol):
    """What a page may ask."""

    year: int
    at: dt.datetime

    def counts(self, wish: Wish = ALL) -> Counter[Colour]: ...
    def grid(self) -> Grid: ...
    def sections(self, programme: int) -> dict[int | None, Counter[Colour]]: ...
    def rows(self, wish: Wish = ALL, start: int = 0, stop: int | None = None) -> list[Shown]: ...
    def of(self, matter_ids: Iterable[int]) -> list[Shown]: ...
    def moved(self, since: dt.datetime) -> Moves: ...


def _shown(each: MatterLight) -> Shown:
    matter = each.matter
    return Shown(
        matter.pk, matter.code, matter.body, matter.programme_id, matter.section_id, each.unit_id,
        each.colour, each.sentence,
    )  # fmt: skip


class Judged:
    """Judged now, for all matters or for some."""

    def __init__(self, year: int, at: dt.datetime, found: Mapping[int, MatterLight]) -> None:
        self.year, self.at = year, at
        self.everything = {pk: _shown(each) for pk, each in found.items()}

    def only(self, matter_ids: Iterable[int]) -> Judged:
        """The same for some of the matters."""
        board = Judged(self.year, self.at, {})
        wanted = set(matter_ids)
        board.everything = {pk: each for pk, each in self.everything.items() if pk in wanted}
        return board

    @staticmethod
    def _fits(each: Shown, wish: Wish) -> bool:
        return (
            (not wish.colour or each.colour == wish.colour)
            and (not wish.unit or (each.unit_id or NOBODY) == wish.unit)
            and (not wish.section or each.section_id == wish.section)
            and (not wish.programme or each.programme_id == wish.programme)
        )

    def counts(self, wish: Wish = ALL) -> Counter[Colour]:
        """How many of each colour."""
        return Counter(each.colour for each in self.everything.values() if self._fits(each, wish))

    def grid(self) -> Grid:
        """How many of each colour by unit that leads and by section."""
        found: Grid = {}
        for each in self.everything.values():
            found.setdefault((each.unit_id or NOBODY, each.section_id), Counter())[each.colour] += 1
        return found

    def rows(self, wish: Wish = ALL, start: int = 0, stop: int | None = None) -> list[Shown]:
        """The worst first, else in printed order."""
        rows = [each for each in self.everything.values() if self._fits(each, wish)]
        return (rows if wish.printed else sorted(rows, key=lambda each: ORDER.index(each.colour)))[start:stop]

    def sections(self, programme: int) -> dict[int | None, Counter[Colour]]:
        """How many of each colour by section of a programme."""
        found: dict[int | None, Counter[Colour]] = {}
        for each in self.everything.values():
            if each.programme_id == programme:
                found.setdefault(each.section_id, Counter())[each.colour] += 1
        return found

    def of(self, matter_ids: Iterable[int]) -> list[Shown]:
        """Rows of some matters, in printed order."""
        wanted = set(matter_ids)
        return [each for pk, each in self.everything.items() if pk in wanted]

    def moved(self, since: dt.datetime) -> Moves:
        """Against the lights of the instant, judged the same way: a page about that day shows the same."""
        before = colours_at(self.year, since)
        changed = (
            (pk, before[pk], now.colour)
            for pk, now in self.everything.items()
            if pk in before and before[pk] != now.colour
        )
        return Moves(changed, self)


PAST = Kept(24)
"""Lights of past instants. An act of today leaves them as they are, so that they outlive the head of the trail."""


def colours_at(year: int, at: dt.datetime) -> dict[int, Colour]:
    """Matter id → its light at a past instant; of a large year the one on record, which is not judged at reading."""
    if is_large(year):
        return logged(year, at)
    rows = versions.mark()[1:]  # without the head of the trail: rows that are there at all
    return PAST.get(rows, (year, at), lambda: {pk: each.colour for pk, each in lights(year=year, at=at).items()})


def counts_at(year: int, ends: Iterable[dt.datetime]) -> list[tuple[dt.datetime, Counter[Colour]]]:
    """How many lights of each colour there were at each instant."""
    return [(end, Counter(colours_at(year, end).values())) for end in ends]


def is_large(year: int) -> bool:
    """Whether pages read what the last look left."""
    return Matter.objects.filter(programme__year=year).order_by()[LARGE : LARGE + 1].exists()


def logged(year: int, at: dt.datetime) -> dict[int, Colour]:
    """Matter id → the colour on record at the instant; empty where nothing was looked at by then. One query."""
    rows = LightChange.objects.filter(matter__programme__year=year, at__lte=at).order_by("id")
    return {pk: Colour(after) for pk, after in rows.values_list("matter_id", "after").iterator(chunk_size=5000)}


class Stored:
    """What the last look left in the table; asked in the database, so that a page does not grow with the year."""

    def __init__(self, year: int, at: dt.datetime) -> None:
        self.year, self.at = year, at

    def _asked(self, wish: Wish) -> QuerySet[LightStanding]:
        rows = LightStanding.objects.filter(year=self.year)
        if wish.colour:
            rows = rows.filter(rank=ORDER.index(Colour(wish.colour)))
        if wish.unit:
            rows = rows.filter(unit=wish.unit) if wish.unit != NOBODY else rows.filter(unit__isnull=True)
        if wish.section:
            rows = rows.filter(section=wish.section)
        if wish.programme:
            rows = rows.filter(matter__programme=wish.programme)
        return rows

    def counts(self, wish: Wish = ALL) -> Counter[Colour]:
        """How many of each colour."""
        rows = self._asked(wish).order_by().values_list("colour").annotate(n=Count("pk"))
        return Counter({Colour(colour): n for colour, n in rows})

    def grid(self) -> Grid:
        """How many of each colour by unit that leads and by section."""
        found: Grid = {}
        rows = LightStanding.objects.filter(year=self.year).order_by()
        for unit, section, colour, n in rows.values_list("unit", "section", "colour").annotate(n=Count("pk")):
            found.setdefault((unit or NOBODY, section), Counter())[Colour(colour)] = n
        return found

    def rows(self, wish: Wish = ALL, start: int = 0, stop: int | None = None) -> list[Shown]:
        """The worst first, else in printed order."""
        order = ("place", "pk") if wish.printed else ("rank", "place", "pk")
        return self._read(self._asked(wish).order_by(*order)[start:stop])

    def sections(self, programme: int) -> dict[int | None, Counter[Colour]]:
        """How many of each colour by section of a programme."""
        found: dict[int | None, Counter[Colour]] = {}
        rows = self._asked(Wish(programme=programme)).order_by().values_list("section", "colour")
        for section, colour, n in rows.annotate(n=Count("pk")):
            found.setdefault(section, Counter())[Colour(colour)] = n
        return found

    def of(self, matter_ids: Iterable[int]) -> list[Shown]:
        """Rows of some matters, in printed order."""
        return self._read(LightStanding.objects.filter(year=self.year, pk__in=list(matter_ids)).order_by("place", "pk"))

    @staticmethod
    def _read(rows: QuerySet[LightStanding]) -> list[Shown]:
        fields = (
            "matter_id", "matter__code", "matter__body", "matter__programme_id", "section_id", "unit_id", "colour",
            "sentence",
        )  # fmt: skip
        return [
            Shown(matter, code, body, programme, section, unit, Colour(colour), sentence)
            for matter, code, body, programme, section, unit, colour, sentence in rows.values_list(*fields)
        ]

    def moved(self, since: dt.datetime) -> Moves:
        """From the log of changes: the colour before the first change since then, held against the one that stands."""
        return LoggedMoves(self, since)


class LoggedMoves(Moves):
    """The same for a large year: counted in the database, and only the rows that are looked at are read."""

    _COLOUR, _RANK, _PLACE = (f"matter__light_standing__{name}" for name in ("colour", "rank", "place"))

    def __init__(self, board: Stored, since: dt.datetime) -> None:
        super().__init__((), board)
        log = LightChange.objects.filter(at__gt=since, matter__programme__year=board.year).exclude(before="").order_by()
        first = log.values("matter").annotate(first=Min("pk")).values("first")
        rows = LightChange.objects.filter(pk__in=first, matter__light_standing__isnull=False)
        self._rows = rows.exclude(before=F(self._COLOUR))

    @cached_property
    def _counts(self) -> list[tuple[Colour, Colour, int]]:
        """Before, now, how many; one query."""
        found = self._rows.order_by().values_list("before", self._COLOUR).annotate(n=Count("pk"))
        return [(Colour(before), Colour(now), n) for before, now, n in found]

    def __len__(self) -> int:
        return sum(n for *_, n in self._counts)

    @property
    def worse(self) -> int:
        """How many became worse."""
        return sum(n for before, now, n in self._counts if _is_worse(before, now))

    def _pairs_at(self, at: slice | int) -> list[tuple[int, Colour, Colour]]:
        part = at if isinstance(at, slice) else slice(at, at + 1)
        rows = self._rows.order_by(self._RANK, self._PLACE).values_list("matter_id", "before", self._COLOUR)[part]
        return [(pk, Colour(before), Colour(now)) for pk, before, now in rows]


def stored(year: int) -> Stored | None:
    """The stored board of a large year that was looked at; nothing for an ordinary one, which is judged at reading."""
    if not is_large(year):
        return None
    look = LightLook.objects.filter(year=year).first()
    return Stored(year, look.at) if look is not None else None


def judged(*, year: int, at: dt.datetime, matter_ids: Sequence[int] | None = None) -> Judged:
    """Judge now."""
    return Judged(year, at, lights(year=year, at=at, matter_ids=matter_ids))


def rule_on(day: dt.date) -> Rule:
    """The rule that counts on a day."""
    return in_force(rules(), day)
