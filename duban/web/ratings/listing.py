"""The table of a period: matter × three ratings, the gap in words, with its filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cached_property
from urllib.parse import urlencode

from duban.core.oversight.rules import COLOUR_LABELS
from duban.core.text.days import day_in_words
from duban.orgs.actor import Actor
from duban.orgs.models import Unit
from duban.orgs.permissions import Verb, may
from duban.oversight.comparing import Compared, compared
from duban.progress.models import Period
from duban.web.own_units import own_units
from duban.writers.sheets import Column

SHOWS: dict[str, tuple[str, Callable[[Compared], bool]]] = {
    "all": ("全部", lambda row: True),
    "gap": ("有差距", lambda row: row.three.width > 0),
    "wide": ("相差两档以上", lambda row: row.wide),
    "over": ("自评偏高", lambda row: row.three.overstated > 0),
    "unrated": ("督查室未评", lambda row: row.rating is None),
    "unanswered": ("待单位说明", lambda row: row.rating is not None and not row.rating.reply and _apart(row)),
}


def _apart(row: Compared) -> bool:
    """Whether the office says something else than the unit."""
    return row.rating is not None and row.three.own.value != row.rating.rating


class Listing:
    """What an actor sees of a period."""

    def __init__(self, actor: Actor, asked: Mapping[str, str], at: dt.datetime) -> None:
        self.actor, self.at = actor, at
        self.may_rate = bool(may(actor, Verb.RATE))
        wanted = asked.get("show", "")
        self.show = wanted if wanted in SHOWS else "all"
        self.unit = _number(asked.get("unit", ""))
        self.wanted_period = _number(asked.get("period", ""))

    @cached_property
    def periods(self) -> list[Period]:
        """Regular periods that were opened, the newest first."""
        return list(Period.objects.filter(kind="regular", opened_at__isnull=False).order_by("-year", "-covers_to"))

    @cached_property
    def period(self) -> Period | None:
        """The one that is asked for, else the newest that is over."""
        chosen = [row for row in self.periods if row.pk == self.wanted_period]
        return next(iter(chosen or self.periods), None)

    @cached_property
    def everything(self) -> list[Compared]:
        """All rows that the actor may see, or those of one unit."""
        if self.period is None:
            return []
        own = None if self.actor.sees_everything else {unit.pk for unit in own_units(self.actor)}
        if self.unit and (own is None or self.unit in own):
            own = {self.unit}
        return compared(self.period, self.at, actor=self.actor, unit_ids=own)

    @cached_property
    def rows(self) -> list[Compared]:
        """In printed order."""
        fits = SHOWS[self.show][1]
        return [row for row in self.everything if fits(row)]

    @cached_property
    def chips(self) -> list[tuple[str, str, int, str]]:
        """Code, words, number, address."""
        return [
            (code, label, sum(fits(row) for row in self.everything), self.query(show=code))
            for code, (label, fits) in SHOWS.items()
        ]

    @cached_property
    def units(self) -> list[Unit]:
        """For the filter: every unit that owes something in the period; none for a unit's own people."""
        if not self.actor.sees_everything or self.period is None:
            return []
        owed = self.period.obligations.filter(waived_at__isnull=True).values("unit")
        return list(Unit.objects.filter(pk__in=owed).order_by("position", "pk"))

    def query(self, **changes: object) -> str:
        """The address of this page with other filters."""
        now: dict[str, object] = {
            "period": self.period.pk if self.period is not None and self.period != self.periods[0] else "",
            "show": self.show,
            "unit": self.unit,
            **changes,
        }
        return urlencode({name: value for name, value in now.items() if value and (name, value) != ("show", "all")})

    @property
    def said(self) -> str:
        """The conditions in one line, for a file."""
        name = next((unit.name for unit in self.units if unit.pk == self.unit), "")
        return "，".join(part for part in (str(self.period or ""), SHOWS[self.show][0], name) if part)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _rated(row: Compared) -> str:
    return row.rating.get_rating_display() if row.rating is not None else ""


def _computed(row: Compared) -> str:
    return COLOUR_LABELS[row.colour] if row.colour is not None else ""


COLUMNS = [
    Column("编号", lambda row: row.matter.code, 9),
    Column("事项", lambda row: row.matter.body, 48, wrap=True),
    Column("单位", lambda row: row.unit.name, 18),
    Column("填报情形", lambda row: row.presence_label, 10),
    Column("规则判定", _computed, 12),
    Column("判定理由", lambda row: row.computed_sentence, 40, wrap=True),
    Column("单位自评", lambda row: row.line.get_self_rating_display() if row.line is not None else "", 12),
    Column("督查室评价", _rated, 12),
    Column("依据", lambda row: row.rating.basis if row.rating is not None else "", 30, wrap=True),
    Column("单位说明", lambda row: row.rating.reply if row.rating is not None else "", 30, wrap=True),
    Column("差距", lambda row: row.three.sentence, 40, wrap=True),
    Column("相差档数", lambda row: row.three.width, 9, "number"),
]


def note(listing: Listing) -> str:
    """One line for the head of a file."""
    return f"条件：{listing.said}　共 {len(listing.rows)} 行　{day_in_words(listing.actor.today)}导出"
