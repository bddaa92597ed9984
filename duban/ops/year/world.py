"""What the simulation looks at: the notice, the units that owe reports, and who plays which part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from duban.ledger.enums import Level, TargetKind
from duban.ledger.models import Assignment, Matter, Target
from duban.notices.models import Notice
from duban.ops.year.company import Company
from duban.ops.year.dice import Dice
from duban.orgs.enums import UnitKind, UnitLevel
from duban.orgs.models import GroupMember, Unit
from duban.progress.actions.periods import NEVER_OWE, expected

SECTIONS = ("综合科", "业务一科", "业务二科", "项目推进科", "督办科", "规划科", "社会事务科", "服务指导科")


@dataclass
class Parts:
    """Which unit goes through what, by unit id. What a small ledger has no unit for does not happen."""

    slow_receipt: list[int] = field(default_factory=list)
    no_liaisons: list[int] = field(default_factory=list)
    no_plans: list[int] = field(default_factory=list)
    leaver: int = 0
    miscounted: int = 0
    clerical: int = 0
    delegated: int = 0
    extended: int = 0
    waived: int = 0
    never: int = 0
    paper: list[int] = field(default_factory=list)
    late: dict[int, set[int]] = field(default_factory=dict)
    returned: dict[int, set[int]] = field(default_factory=dict)
    failed: dict[int, set[int]] = field(default_factory=dict)
    refused: dict[int, set[int]] = field(default_factory=dict)
    waiting: dict[str, set[int]] = field(default_factory=dict)  # how far the last report has got


class World:
    """The ledger's year as rows. ``first`` and ``second`` are the units of the demo accounts."""

    def __init__(self, notice: Notice, demo_units: list[int]) -> None:
        self.notice = notice
        self.year = notice.year
        self.company = Company()
        self.demo_units = demo_units
        self._owed: dict[dt.date, dict[int, list[tuple[Assignment, bool]]]] = {}
        levels = Matter.objects.filter(programme__year=self.year).values_list("pk", "programme__level")
        self.levels: dict[int, str] = dict(levels)

    def owed(self, on: dt.date) -> dict[int, list[tuple[Assignment, bool]]]:
        """Unit id → what it answers for on the day, and whether through a group; asked once a stage."""
        if on not in self._owed:
            self._owed[on] = expected(self.year, on)
        return self._owed[on]

    def units(self, on: dt.date) -> dict[int, Unit]:
        """Units that owe reports on the day, in the order of lists."""
        return Unit.objects.in_bulk(sorted(self.owed(on)))

    def printed(self) -> dict[int, list[Assignment]]:
        """Unit id → what the notice printed for it, groups expanded; re-assignments do not change it."""
        members: dict[int, list[int]] = {}
        for group, unit in GroupMember.objects.order_by("unit__position", "id").values_list("group_id", "unit_id"):
            members.setdefault(group, []).append(unit)
        rows: dict[int, list[Assignment]] = {}
        printed = Assignment.objects.filter(matter__programme__year=self.year, replaces__isnull=True, made_at=None)
        for row in printed.select_related("unit", "matter").order_by(
            "matter__programme__ordinal", "matter__ordinal", "id"
        ):
            for pk in members.get(row.unit_id, [row.unit_id]):
                if row.unit.level == UnitLevel.DISTRICT and (row.unit.kind not in NEVER_OWE or row.unit.is_group):
                    rows.setdefault(pk, []).append(row)
        return rows

    def parts(self) -> Parts:
        """The casting, by names and by what was printed alone, so that every stage finds the same.

        The units of the demo accounts stay without mishaps.
        """
        rows = self.printed()
        units = Unit.objects.exclude(kind=UnitKind.GROUP).in_bulk(rows)
        names = sorted((u.name, pk) for pk, u in units.items() if pk not in self.demo_units)
        by_chance = [pk for _, pk in Dice("角色", self.year).order(names)]
        large = [pk for pk in by_chance if any(row.lead and row.unit_id == pk for row in rows[pk])]
        counting = self._counting()
        cast = Parts(miscounted=next((pk for pk in large if pk in counting), 0))
        some = iter([pk for pk in large if pk != cast.miscounted])
        cast.clerical, cast.delegated, cast.leaver, cast.extended = (next(some, 0) for _ in range(4))
        taken = {cast.miscounted, cast.clerical, cast.delegated, cast.leaver, cast.extended}
        small = iter([pk for pk in reversed(by_chance) if len(rows[pk]) <= 3 and pk not in taken])
        cast.never, cast.waived = next(small, 0), next(small, 0)
        cast.paper = _take(small, 2)
        busy = {*taken, cast.never, cast.waived, *cast.paper}
        free = [pk for pk in by_chance if pk not in busy]
        cast.slow_receipt, cast.no_liaisons, cast.no_plans = free[:3], free[3:5], free[5:7]
        for quarter in range(1, 5):
            order = Dice("季度角色", self.year, quarter).order(free)
            share = max(len(order) // 12, 1)
            cast.late[quarter] = set(order[:share])
            cast.returned[quarter] = set(order[share : 3 * share])
            cast.failed[quarter] = set(order[3 * share : 4 * share])
            cast.refused[quarter] = set(order[4 * share : 4 * share + 1])
        cast.waiting = _last_quarter(free)
        return cast

    def _counting(self) -> set[int]:
        """Units that lead something of the district with an amount large enough for a fall to be seen."""
        amounts = Target.objects.filter(
            matter__programme__year=self.year, matter__programme__level=Level.DISTRICT, kind=TargetKind.AMOUNT,
            version=1, value__gte=20,
        )  # fmt: skip
        leads = Assignment.objects.filter(matter__in=amounts.values("matter"), lead=True, replaces__isnull=True)
        return set(leads.values_list("unit_id", flat=True))

    @staticmethod
    def section(unit: Unit, code: str) -> str:
        """The section (责任部门) of the unit that handles the matter."""
        return Dice("科室", unit.name, code).pick(SECTIONS)


def _take(things: Iterator[int], count: int) -> list[int]:
    return [thing for _, thing in zip(range(count), things, strict=False)]


def _last_quarter(free: list[int]) -> dict[str, set[int]]:
    """How far the units' last reports have got when the simulation ends; the others are accepted."""
    order = iter(Dice("全年收尾").order(free))
    some = max(len(free) // 10, 1)
    return {
        "untouched": set(_take(order, max(some // 2, 1))),
        "drafting": set(_take(order, some)),
        "checking": set(_take(order, max(some // 2, 1))),
        "signing": set(_take(order, some)),
        "signed": set(_take(order, some)),
        "returned": set(_take(order, 1)),
    }
