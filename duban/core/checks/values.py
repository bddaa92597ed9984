"""What a check gets and what it gives."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from duban.core.reporting.values import FigureStatus, MeasureKind, Presence, Rating


class Severity(StrEnum):
    """What a finding asks of the person before the report can be sent for signature."""

    BLOCK = "block"  # 须改正
    CONFIRM = "confirm"  # 须说明
    HINT = "hint"  # 提示


@dataclass(frozen=True, slots=True)
class PeriodInput:
    """The period reported on: year to date, 1 January to ``covers_to``."""

    covers_from: dt.date
    covers_to: dt.date
    last: bool = False  # the year's last period


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure (指标) as it stands in the report, in units of measure without 万/亿.

    ``totals`` are the accepted values of this unit's earlier periods of the year, oldest first.
    ``goal`` is the unit's or the district's own share, never a city's figure; ``printed_goal`` the figure of
    the notice. ``elsewhere``: the same measure's value in other places of the same period, with their names.
    """

    key: str
    name: str
    unit: str
    kind: MeasureKind
    value: Decimal | None = None
    status: FigureStatus = FigureStatus.FINAL
    as_of: dt.date | None = None
    totals: tuple[Decimal, ...] = ()
    op: str = "="
    goal: Decimal | None = None
    printed_goal: Decimal | None = None
    parts: tuple[Decimal, ...] = ()
    parts_reason: str = ""
    elsewhere: tuple[tuple[str, Decimal], ...] = ()
    corrects_period: str = ""  # name of the earlier period that a fall corrects


@dataclass(frozen=True, slots=True)
class LineInput:
    """One line of a unit's report with all that the checks look at."""

    code: str  # 市-54
    matter: str  # text of the matter without unit tags
    period: PeriodInput
    presence: Presence = Presence.MISSING
    done: str = ""  # 进展与成效
    problem: str = ""  # 问题及原因
    next_step: str = ""  # 下一步及时限
    reason: str = ""  # why there is nothing reported
    waiting_on: str = ""
    expected_on: dt.date | None = None
    rating: Rating = Rating.NONE
    figures: tuple[Figure, ...] = ()
    previous_done: str = ""
    previous_rating: Rating = Rating.NONE
    evidence: int = 0
    other_units: tuple[str, ...] = ()  # names that could be blamed
    same_matter_texts: tuple[tuple[str, str], ...] = field(default=())  # (unit, text) of the other units' lines

    @property
    def narrative(self) -> str:
        """The three boxes as one text."""
        return "\n".join(part for part in (self.done, self.problem, self.next_step) if part)


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """What a check found. ``box`` names the field that it stands at, ``figure`` the measure's key."""

    rule: str
    severity: Severity
    found: str
    expected: str
    mend: str
    fingerprint: str
    box: str = "done"
    figure: str = ""

    @property
    def message(self) -> str:
        """One sentence for lists."""
        return f"{self.found}；{self.expected}。{self.mend}"


def fingerprint(rule: str, *checked: object) -> str:
    """16 hex digits over what was checked, so that an answer outlives a re-run and dies with the text."""
    text = "\x1f".join([rule, *("" if each is None else str(each) for each in checked)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
