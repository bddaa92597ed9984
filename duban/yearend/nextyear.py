"""Two years beside each other: which items go on, what they aimed at, and what can be taken over to the next year.

Pairs are proposals of :mod:`duban.core.samegoal` across the years; a person decides what follows from them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from duban.core import samegoal
from duban.ledger.display import current_targets
from duban.ledger.models import Matter, Target
from duban.ledger.proposing import as_read, blanked
from duban.progress.models import Measure, MeasureTarget, Share
from duban.yearend.accounts import Entry, entries
from duban.yearend.actions.carrying import ENDED
from duban.yearend.books import goal_line
from duban.yearend.models import CarryOver


@dataclass(frozen=True)
class Pair:
    """An item of the earlier year and one of the later that speak of the same goal (grade 2) or a related one."""

    old: Matter
    new: Matter
    grade: int
    reason: str


@dataclass(frozen=True)
class Takeover:
    """A measure of the later year, and the one of the earlier year that counted the same: what it can take over."""

    pair: Pair
    old: Measure
    new: Measure
    old_target: Target
    new_target: Target
    shares: tuple[Share, ...]  # of the old measure, the newest of each unit
    missing: tuple[Share, ...]  # of those, the ones whose unit has none yet in the new

    @property
    def differs(self) -> bool:
        """Whether name of the count (口径) or way of counting would change."""
        return (self.old.definition, self.old.kind) != (self.new.definition, self.new.kind)

    @property
    def open(self) -> bool:
        """Whether there is anything to take over."""
        return self.new.frozen_at is None and (self.differs or bool(self.missing))


@dataclass(frozen=True)
class Left:
    """An item that the year leaves unfinished, what was decided, and which items of a later year may go on with it."""

    entry: Entry
    body: str
    decided: CarryOver | None
    proposals: tuple[Pair, ...]

    @property
    def goals(self) -> list[str]:
        """Each goal with what was reached."""
        return [goal_line(goal) for goal in self.entry.account.goals]


def pairs(old_year: int, new_year: int) -> list[Pair]:
    """Proposed pairs across two years, the surer first; work grows with the number of items."""
    matters = {
        str(m.pk): m
        for m in Matter.objects.live()
        .filter(programme__year__in=[old_year, new_year])
        .select_related("programme")
        .order_by("programme__year", "programme__ordinal", "ordinal", "id")
    }
    targets: dict[int, list[Target]] = defaultdict(list)
    rows = Target.objects.filter(matter__programme__year__in=[old_year, new_year])
    for target in rows.order_by("matter_id", "ordinal"):
        targets[target.matter_id].append(target)
    items = [
        samegoal.GoalItem(key, m.programme.level, blanked(m), tuple(map(as_read, current_targets(targets[m.pk]))))
        for key, m in matters.items()
    ]
    found = []
    for each in samegoal.pairs(items):
        old, new = sorted((matters[each.a], matters[each.b]), key=lambda m: m.programme.year)
        if (old.programme.year, new.programme.year) == (old_year, new_year):
            found.append(Pair(old, new, each.grade, each.reason))
    return sorted(found, key=lambda pair: -pair.grade)


def left_over(*, year: int, at: dt.datetime, found: Iterable[Pair]) -> list[Left]:
    """Items of the year that are neither closed nor withdrawn, in printed order."""
    by_old: dict[int, list[Pair]] = defaultdict(list)
    for pair in found:
        by_old[pair.old.pk].append(pair)
    decided = {
        row.matter_id: row
        for row in CarryOver.objects.live().filter(matter__programme__year=year).select_related("to__programme")
    }
    bodies = dict(
        Matter.objects.live().filter(programme__year=year).exclude(state__in=ENDED).order_by().values_list("pk", "body")
    )
    return [
        Left(entry, bodies[pk], decided.get(pk), tuple(by_old[pk]))
        for pk, entry in entries(year=year, at=at).items()
        if pk in bodies
    ]


def takeovers(found: Iterable[Pair]) -> list[Takeover]:
    """Measures of sure pairs that count the same thing in the same unit; a constant number of queries."""
    sure = [pair for pair in found if pair.grade == 2]
    ids = {pair.old.pk for pair in sure} | {pair.new.pk for pair in sure}
    uses: dict[int, list[MeasureTarget]] = defaultdict(list)
    rows = MeasureTarget.objects.filter(target__matter__in=ids, measure__merged_into__isnull=True)
    for use in rows.select_related("measure", "target").order_by("target__ordinal", "id"):
        uses[use.target.matter_id].append(use)
    measures = {use.measure_id for found_uses in uses.values() for use in found_uses}
    shares: dict[int, dict[int, Share]] = defaultdict(dict)
    for share in Share.objects.filter(measure__in=measures).select_related("unit").order_by("version"):
        shares[share.measure_id][share.unit_id] = share
    made, seen = [], set()
    for pair in sure:
        for old in uses[pair.old.pk]:
            for new in uses[pair.new.pk]:
                key = (old.measure_id, new.measure_id)
                if key in seen or not same_count(old.target, new.target):
                    continue
                seen.add(key)
                mine = tuple(shares[old.measure_id].values())
                missing = tuple(share for share in mine if share.unit_id not in shares[new.measure_id])
                made.append(Takeover(pair, old.measure, new.measure, old.target, new.target, mine, missing))
    return made


def same_count(old: Target, new: Target) -> bool:
    """Whether two targets count one thing in one unit: 新增停车泊位 and 停车泊位, both in 个.

    A growth rate and an amount of the same name are two things, so the kind has to be the same too.
    """
    if (old.unit, old.kind) != (new.unit, new.kind) or not old.what or not new.what:
        return False
    return old.what in new.what or new.what in old.what
