"""What the figures of a circular look at: a year of the ledger as it stood at an instant, each thing asked once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from duban.circulars.values import Exempt, Row
from duban.core.oversight.rules import Colour
from duban.ledger.enums import Level, MatterState
from duban.ledger.models import Matter, Programme
from duban.notices.models import Notice
from duban.orgs.enums import UnitKind
from duban.orgs.models import Unit
from duban.oversight.enums import Grade
from duban.oversight.judging import MatterLight, Part, lights
from duban.oversight.models import Closing, Holding, Verification
from duban.progress.models import Obligation, Period


@dataclass(frozen=True)
class Standing:
    """How a unit stands with one report: ``filed`` is the day of its first signature by the instant."""

    row: Obligation
    filed: dt.date | None
    on: dt.date

    @property
    def late(self) -> bool:
        """Past its own day, extended where it was extended, without a signature by then."""
        return (self.filed or self.on) > self.row.due_on

    @property
    def on_time(self) -> bool:
        """Signed by its day."""
        return self.filed is not None and not self.late


class Corrected(NamedTuple):
    """The issued document that a correction is about."""

    number: str
    title: str
    issued_on: dt.date | None
    reason: str
    pk: int


class Scope:
    """A year at an instant. ``period``: whose reports are counted; ``exempt``: what is not named after all."""

    def __init__(
        self,
        *,
        year: int,
        at: dt.datetime,
        period: Period | None = None,
        exempt: Iterable[Exempt] = (),
        praised: Iterable[int] = (),
        corrected: Corrected | None = None,
    ) -> None:
        self.year, self.at, self.period = year, at, period
        self.exempt, self.praised, self.corrected = frozenset(exempt), tuple(praised), corrected

    @property
    def on(self) -> dt.date:
        """The day in Asia/Shanghai."""
        return timezone.localtime(self.at).date()

    @cached_property
    def lights(self) -> dict[int, MatterLight]:
        """Of every matter of the year but those that a later notice withdrew, in printed order."""
        found = lights(year=self.year, at=self.at)
        return {pk: each for pk, each in found.items() if each.matter.state != MatterState.WITHDRAWN}

    @cached_property
    def rule(self) -> int | None:
        """Version of the rule that judged; ``None`` where there is nothing to judge."""
        return next((each.rule.version for each in self.lights.values()), None)

    @cached_property
    def units(self) -> dict[int, Unit]:
        """All units."""
        return {unit.pk: unit for unit in Unit.objects.order_by("position", "pk")}

    @cached_property
    def bodies(self) -> dict[int, str]:
        """Matter id → its text without the tags of units."""
        return dict(Matter.objects.filter(programme__year=self.year).values_list("pk", "body"))

    @cached_property
    def programmes(self) -> list[Programme]:
        """Of the year, in printed order."""
        return list(Programme.objects.filter(year=self.year).order_by("ordinal"))

    @cached_property
    def notice(self) -> Notice | None:
        """The first notice of the year."""
        return Notice.objects.filter(year=self.year).defer("source_text").order_by("pk").first()

    @cached_property
    def office(self) -> str:
        """Name of the supervision office."""
        return next((unit.name for unit in self.units.values() if unit.kind == UnitKind.OFFICE), "督查室")

    def level_of(self, each: MatterLight) -> str:
        """Level of its programme as a word (市级)."""
        return Level(each.matter.programme.level).label

    def parts(self) -> list[tuple[MatterLight, Part, Colour]]:
        """Every goal with a figure: its matter, itself, and its light; a person's judgement covers all."""
        return [
            (each, part, each.colour if each.override else part.light.colour)
            for each in self.lights.values()
            for part in each.parts
            if part.goal is not None
        ]

    def plain(self) -> list[MatterLight]:
        """Matters without a figure."""
        return [each for each in self.lights.values() if all(part.goal is None for part in each.parts)]

    @cached_property
    def standings(self) -> list[Standing]:
        """Reports owed in the period: waived ones are none; those that owe nothing have no row."""
        if self.period is None:
            return []
        rows = Obligation.objects.filter(period=self.period).filter(
            Q(waived_at__isnull=True) | Q(waived_at__gt=self.at)
        )
        return [
            Standing(row, self._filed(row), self.on)
            for row in rows.select_related("unit", "period").order_by("unit__position", "unit_id")
        ]

    def _filed(self, row: Obligation) -> dt.date | None:
        if row.first_signed_at is None or row.first_signed_at > self.at:
            return None
        return timezone.localtime(row.first_signed_at).date()

    @cached_property
    def following(self) -> Period | None:
        """The regular period after this one."""
        if self.period is None:
            return None
        later = Period.objects.filter(kind=self.period.kind, covers_to__gt=self.period.covers_to)
        return later.order_by("covers_to").first()

    @cached_property
    def holdings(self) -> list[Holding]:
        """Whose turn it was at the instant, of the difficulties that waited for an answer then."""
        rows = Holding.objects.filter(case__matter__programme__year=self.year, since__lte=self.at)
        rows = rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=self.at))
        rows = rows.select_related("case__matter__programme", "case__unit", "unit")
        found = {row.case_id: row for row in rows.order_by("id")}
        return sorted(found.values(), key=lambda row: (row.case.unit.position, row.case_id))

    @cached_property
    def verifications(self) -> list[Verification]:
        """Checks done by the instant."""
        rows = Verification.objects.filter(matter__programme__year=self.year, verified_at__lte=self.at)
        return list(rows.select_related("matter").order_by("id"))

    @cached_property
    def closings(self) -> list[Closing]:
        """Closed by the instant and not opened again by then, with their grades."""
        rows = Closing.objects.filter(matter__programme__year=self.year, decided_at__lte=self.at).exclude(grade="")
        rows = rows.filter(Q(reopened_at__isnull=True) | Q(reopened_at__gt=self.at))
        return list(rows.select_related("matter__programme", "unit").order_by("unit__position", "unit_id", "id"))

    @property
    def good(self) -> list[Closing]:
        """Closed as done or exceeded."""
        return [row for row in self.closings if row.grade in (Grade.DONE, Grade.EXCEEDED)]

    @cached_property
    def obligations(self) -> list[Standing]:
        """Of all regular reports of the year whose day is past, or that were signed: who was on time all along."""
        rows = Obligation.objects.filter(period__year=self.year, period__kind="regular").filter(
            Q(waived_at__isnull=True) | Q(waived_at__gt=self.at)
        )
        found = [Standing(row, self._filed(row), self.on) for row in rows.select_related("period").order_by("id")]
        return [each for each in found if each.filed is not None or each.late]

    def name(self, unit_id: int | None) -> str:
        """A unit in words."""
        return self.units[unit_id].name if unit_id in self.units else "牵头单位未定"


def matter_row(each: MatterLight) -> Row:
    """A matter behind a figure."""
    return Row("ledger.matter", each.matter.pk, each.matter.code)


def said_day(day: dt.date) -> str:
    """9月30日; within a text whose year is known."""
    return f"{day.month}月{day.day}日"
