"""A small ledger with everything in it: two years, three levels, a group, a merged unit, withdrawn matters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from duban.ledger import enums
from duban.ledger.display import refresh
from duban.ledger.models import Assignment, Matter
from duban.orgs.models import Unit
from tests.factories.ledger import AssignmentFactory, MatterFactory, ProgrammeFactory, SectionFactory, TargetFactory
from tests.factories.orgs import GroupMemberFactory, UnitAliasFactory, UnitFactory

DAY = dt.date(2023, 3, 6)
TEXTS = [
    "加快杨泗港长江大桥附属设施建设，新建停车泊位260个。",
    "推进养老服务中心(站)建设，完成适老化改造2.5万户。",
    "配置自动体外除颤器（ＡＥＤ）1,080台。",
    "持续优化营商环境。",
    "5G基站覆盖率达到100%，增长6.5%。",
]


@dataclass
class World:
    """The units by name, and all matters."""

    units: dict[str, Unit] = field(default_factory=dict)
    matters: list[Matter] = field(default_factory=list)

    def codes(self, matters) -> list[str]:
        return [matter.code for matter in matters]


def make_world(size: int = 24) -> World:
    """``size`` matters; which unit, role, scope a matter has follows from its place."""
    world = World()
    names = ["区建设局", "区民政局", "区城管执法局", "市发改委", "区城改局"]
    for place, name in enumerate(names):
        world.units[name] = Unit.objects.filter(name=name).first() or UnitFactory(name=name)  # the cast has two
        Unit.objects.filter(name=name).update(position=100 + place)
        world.units[name].refresh_from_db()
    streets = UnitFactory(name="各街道办事处", is_group=True, position=200)
    world.units["各街道办事处"] = streets
    world.units["中华路街道办事处"] = UnitFactory(name="中华路街道办事处", kind="street", position=201)
    GroupMemberFactory(group=streets, unit=world.units["中华路街道办事处"])
    former = UnitFactory(name="首义街道办事处", kind="street", position=202)
    GroupMemberFactory(group=streets, unit=former, end=dt.date(2022, 12, 31))
    world.units["首义街道办事处"] = former
    Unit.objects.filter(pk=world.units["区城改局"].pk).update(
        merged_into=world.units["区建设局"], active_to=dt.date(2023, 1, 1)
    )
    UnitAliasFactory(unit=world.units["区城管执法局"], text="区城管局")
    sections = []
    for ordinal, (year, level) in enumerate(
        [(2023, "province"), (2023, "city"), (2023, "district"), (2022, "city")], 1
    ):
        programme = ProgrammeFactory(year=year, level=level, ordinal=ordinal, notice__year=year)
        sections += [SectionFactory(programme=programme, number=n) for n in ("一", "二")]
    for place in range(size):
        section = sections[place % len(sections)]
        matter = MatterFactory(
            programme=section.programme,
            section=section,
            ordinal=place // len(sections) * 2 + (place % 2) + 1,
            body=TEXTS[place % len(TEXTS)],
            withdrawn=place % 11 == 10,
        )
        _assign(world, matter, place)
        if place % 3:
            TargetFactory(matter=matter, ordinal=1)
        world.matters.append(matter)
    refresh(world.matters)
    return world


def _assign(world: World, matter: Matter, place: int) -> None:
    names = list(world.units)
    roles = [enums.Role.LEAD, enums.Role.RESPONSIBLE, enums.Role.COOPERATING]
    for step in range(place % 4):
        lead = step == 0
        inferred = lead and place % 5 == 0
        AssignmentFactory(
            matter=matter,
            unit=world.units[names[(place + step) % 7]],
            role=enums.Role.RESPONSIBLE if inferred else roles[step % 3],
            lead=lead,
            role_source="inferred" if inferred else "printed",
            scope=["city", "district", ""][(place + step) % 3],
            ordinal=step,
            ended_at=dt.datetime(2023, 2, 1, tzinfo=dt.UTC) if (place + step) % 13 == 12 else None,
            end_reason="改派" if (place + step) % 13 == 12 else "",
        )
    if place == 7:  # the same unit twice in one matter, in two parts
        for part in (1, 2):
            AssignmentFactory(matter=matter, unit=world.units["区民政局"], part=part, ordinal=part, scope="district")


def live(matter: Matter) -> list[Assignment]:
    """Assignments in force."""
    return [a for a in matter.assignments.all() if a.ended_at is None]
