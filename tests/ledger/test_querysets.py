"""Whose matters a person sees, and the orders of the list."""

from __future__ import annotations

import datetime as dt

import pytest

from duban.core.text.fold import fold
from duban.ledger import directory
from duban.ledger.models import Assignment, Matter
from duban.ledger.ordering import KEYS, Order
from duban.ledger.standing import closure, standing_of
from duban.ledger.versions import mark
from duban.orgs.enums import PostKind
from duban.orgs.models import Unit
from tests.factories.ledger import AssignmentFactory, MatterFactory
from tests.factories.orgs import GroupMemberFactory, UnitFactory, appoint
from tests.ledger.ledger_world import DAY, live, make_world
from tests.support.queries import captured


@pytest.fixture
def of(cast):
    """``of(unit, **more)``: a matter that the unit answers for."""
    return lambda unit, **more: AssignmentFactory(unit=unit, **more).matter


def seen(cast, person, today=DAY):
    return set(Matter.objects.visible_to(cast.actor(person, today)))


def test_office_and_leaders_see_everything(cast, of):
    matters = {of(cast.lead_unit), of(cast.cooperating_unit), MatterFactory()}
    assert seen(cast, cast.supervisor) == seen(cast, cast.supervisor_head) == seen(cast, cast.leader) == matters


def test_a_unit_sees_its_own_and_an_outsider_nothing(cast, of):
    mine = of(cast.lead_unit)
    of(cast.cooperating_unit)
    for person in (cast.lead_clerk, cast.lead_office_head, cast.lead_deputy, cast.lead_principal):
        assert seen(cast, person) == {mine}
    assert seen(cast, cast.outsider_clerk) == set()


def test_administrators_see_nothing_even_of_their_own_unit(cast, of):
    of(cast.administration)
    for person in (cast.system_admin, cast.security_admin, cast.audit_admin):
        assert seen(cast, person) == set()
    of(cast.lead_unit)
    both = appoint(cast.system_admin, cast.lead_unit, PostKind.CLERK)
    assert {a.unit for m in seen(cast, both) for a in m.assignments.all()} == {cast.lead_unit}


def test_a_matter_of_two_assignments_is_one_row(cast, of):
    matter = of(cast.lead_unit)
    AssignmentFactory(matter=matter, unit=cast.lead_unit, part=1)
    assert Matter.objects.visible_to(cast.actor(cast.lead_clerk)).count() == 1


def test_an_ended_assignment_gives_nothing(cast, of):
    of(cast.lead_unit, ended_at=dt.datetime(2023, 2, 1, tzinfo=dt.UTC), end_reason="改派")
    assert seen(cast, cast.lead_clerk) == set()


def test_a_group_answers_through_its_members_of_the_day(cast, of):
    group = UnitFactory(is_group=True)
    member = GroupMemberFactory(group=group, unit=cast.lead_unit, end=dt.date(2023, 6, 1))
    matter = of(group)
    assert seen(cast, cast.lead_clerk) == {matter}
    assert seen(cast, cast.lead_clerk, member.end) == set()
    assert seen(cast, cast.lead_clerk, dt.date(2020, 1, 1)) == {matter}
    assert seen(cast, cast.outsider_clerk) == set()


def test_a_merged_unit_answers_through_its_successor_to_any_depth(cast, of):
    ended = dt.date(2023, 1, 1)
    group = UnitFactory(is_group=True)
    last = UnitFactory(merged_into=cast.lead_unit, active_to=ended)
    first = UnitFactory(merged_into=last, active_to=ended)
    GroupMemberFactory(group=group, unit=first)
    matters = {of(first), of(last), of(group)}
    assert seen(cast, cast.lead_clerk) == matters


def test_a_ring_of_merges_does_not_hang():
    assert closure([1], {1: frozenset({2}), 2: frozenset({1})}) == {1, 2}


def test_standing_takes_one_query_and_none_for_nobody(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert standing_of([cast.lead_unit.pk], DAY) == {cast.lead_unit.pk}
    with django_assert_num_queries(0):
        assert standing_of([], DAY) == frozenset()


def test_assignments_held_by_a_unit(cast, of):
    matter = of(cast.lead_unit)
    assert list(Assignment.objects.held_by([cast.lead_unit.pk], DAY)) == list(matter.assignments.all())


def test_the_directory_is_one_query_and_agrees_with_the_standing(db):
    world = make_world(8)
    assert len(captured(lambda: directory.load(DAY))) == 1
    units = directory.load(DAY)
    for unit in Unit.objects.all():
        assert units.standing([unit.pk]) == standing_of([unit.pk], DAY)
        assert units.name(unit.pk) == unit.name
        for held in units.standing([unit.pk]):
            assert unit.pk in units.held.get(held, (held,))
    assert units.find("区城管局") == [world.units["区城管执法局"].pk]
    assert units.find("街道") == [world.units[n].pk for n in ("各街道办事处", "中华路街道办事处", "首义街道办事处")]
    assert units.find("（）") == [] and units.find("没有的局") == []
    assert units.name(0) == "（单位0）" and units.name(0, "区某局") == "区某局"


# --- orders ------------------------------------------------------------------------------------------


def naive_key(key, matter):
    leads = [a for a in live(matter) if a.lead or a.role == "lead"]
    first = min(leads, key=lambda a: (a.part, a.ordinal, a.pk), default=None)
    others = {a.unit_id for a in live(matter) if not (a.lead or a.role == "lead")}
    return {
        "code": 0,
        "": 0,
        "text": matter.body.encode(),
        "lead": first.unit.position if first else 2**31,
        "others": len(others),
        "targets": matter.target_count,
        "section": matter.section.ordinal,
        "state": matter.state.encode(),
    }[key]


@pytest.mark.parametrize("key", ["", *KEYS])
@pytest.mark.parametrize("backwards", [False, True])
def test_orders_are_total_and_printed_order_breaks_ties(db, key, backwards):
    make_world()
    order = Order(key, backwards)
    assert Order.parse(str(order)) == order or not key
    printed = sorted(
        Matter.objects.select_related("programme", "section"),
        key=lambda m: (-m.programme.year, m.programme.ordinal, m.ordinal, m.pk),
    )
    expected = sorted(printed, key=lambda m: naive_key(key, m), reverse=False)
    if backwards:
        expected = (
            printed[::-1]
            if key in ("", "code")
            else [m for _, m in sorted(enumerate(printed), key=lambda p: _Reverse(naive_key(key, p[1]), p[0]))]
        )
    assert list(order.apply(Matter.objects.all())) == expected


class _Reverse:
    """Descending by the key, ascending by the place."""

    def __init__(self, key, place):
        self.key, self.place = key, place

    def __lt__(self, other):
        return self.key > other.key or (self.key == other.key and self.place < other.place)


@pytest.mark.parametrize("value", ["", "-", "pk", "programme__notice__draft", "lead;drop", "--lead"])
def test_an_unknown_order_is_the_printed_one(value):
    assert Order.parse(value).key == ""


# --- the mark ----------------------------------------------------------------------------------------


def test_the_mark_changes_with_rows_and_acts(cast, at):
    from duban.ledger import view_actions

    marks = [mark()]
    MatterFactory()
    marks.append(mark())
    AssignmentFactory()
    marks.append(mark())
    view_actions.save_view(name="视图", query="", by=cast.actor(cast.supervisor), at=at)
    marks.append(mark())
    assert len(set(marks)) == len(marks)
    assert len(captured(mark)) == 1 and mark() == marks[-1]


def test_search_columns_are_folded_as_queries_are(db):
    world = make_world(5)
    for matter in world.matters:
        assert fold(matter.body) in matter.search
