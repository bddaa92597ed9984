"""What opening a period will freeze: who will owe how many lines, and what is odd about it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from duban.ledger.models import Assignment
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import Appointment, Unit
from duban.progress.actions.periods import owed_by
from duban.progress.models import Period
from duban.web.units.listing import empty_groups


@dataclass(frozen=True)
class Owing:
    """A unit that will owe a report."""

    unit: Unit
    lines: int
    led: int
    through_group: int
    lacks: tuple[str, ...]  # posts without a holder


@dataclass(frozen=True)
class Preview:
    """What opening would do today."""

    rows: list[Owing]
    lines: int
    groups: list[tuple[Unit, int]]  # without members: nobody answers for so many matters

    @property
    def odd(self) -> list[Owing]:
        """Units that could not sign or draft."""
        return [row for row in self.rows if row.lacks]


def preview(period: Period, actor: Actor) -> Preview:
    """A constant number of queries, whatever the number of units."""
    owed = owed_by(period, actor.today)
    held: dict[int, set[str]] = defaultdict(set)
    posts = Appointment.objects.current(actor.today).filter(post__unit__in=owed, user__is_active=True)
    for unit, kind in posts.values_list("post__unit_id", "post__kind"):
        held[unit].add(kind)
    units = Unit.objects.in_bulk(list(owed))
    rows = [
        Owing(
            unit=units[pk],
            lines=len(lines) or 1,
            led=sum(row.lead for row, _ in lines),
            through_group=sum(through for _, through in lines),
            lacks=tuple(str(kind.label) for kind in (PostKind.PRINCIPAL, PostKind.CLERK) if kind not in held[pk]),
        )
        for pk, lines in owed.items()
    ]
    rows.sort(key=lambda row: (row.unit.position, row.unit.pk))
    return Preview(rows, sum(row.lines for row in rows), [] if period.is_special else _groups(period, actor))


def _groups(period: Period, actor: Actor) -> list[tuple[Unit, int]]:
    groups = list(empty_groups(Unit.objects.all(), actor))
    counts: dict[int, int] = defaultdict(int)
    held = Assignment.objects.live().filter(unit__in=groups, matter__programme__year=period.year)
    for unit in held.values_list("unit_id", flat=True):
        counts[unit] += 1
    return [(group, counts[group.pk]) for group in groups if counts[group.pk]]
