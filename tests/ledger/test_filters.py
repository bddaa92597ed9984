"""Conditions of the ledger, against the same conditions said naively."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban.core.text.fold import fold, words
from duban.ledger import directory, facets
from duban.ledger.filters import ASSIGNMENT_FIELDS, CODES, FIELDS, Criteria, narrow
from duban.ledger.models import Matter
from tests.ledger.ledger_world import DAY, World, live, make_world

FIXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def units(world):
    return directory.load(DAY)


def parse(query: str) -> Criteria:
    return Criteria.parse(QueryDict(query))


def found(criteria: Criteria, units, mine=None) -> list[int]:
    matters = Matter.objects.all() if mine is None else Matter.objects.answered_by(mine)
    return sorted(narrow(matters, criteria, units.holders(mine)).values_list("pk", flat=True))


# --- the same, naively -------------------------------------------------------------------------------


def effective(assignment) -> str:
    return "lead" if assignment.lead or assignment.role == "lead" else assignment.role


def standing(names: set[str]) -> set[str]:
    """In this world: the street answers for the group, 区建设局 for the unit merged into it."""
    more = set(names)
    if "中华路街道办事处" in names:
        more.add("各街道办事处")
    if "区建设局" in names:
        more.add("区城改局")
    return more


def assignment_meets(assignment, criteria: Criteria, ids: set[int] | None) -> bool:
    return (
        (ids is None or assignment.unit_id in ids)
        and (not criteria.role or effective(assignment) in criteria.role)
        and (not criteria.scope or (assignment.scope or "none") in criteria.scope)
        and (not criteria.inferred or (assignment.role_source == "inferred" and effective(assignment) == "lead"))
    )


def word_meets(matter, word: str) -> bool:
    texts = [matter.code, matter.title, matter.text, matter.section.title]
    for assignment in live(matter):
        texts += [assignment.unit.name, assignment.printed_name, *(a.text for a in assignment.unit.aliases.all())]
    return any(word in fold(text) for text in texts)


def meets(world: World, matter, criteria: Criteria, mine: set[str] | None) -> bool:
    ids = {name: unit.pk for name, unit in world.units.items()}
    own = None if mine is None else {ids[name] for name in standing(mine)}
    if own is not None and not any(a.unit_id in own for a in live(matter)):
        return False
    asked = own
    if criteria.unit:
        asked = {ids[n] for n in standing({name for name, pk in ids.items() if pk in criteria.unit})}
    if any(getattr(criteria, name) for name in ASSIGNMENT_FIELDS):
        if not any(assignment_meets(a, criteria, asked) for a in live(matter)):
            return False
    return (
        (not criteria.year or matter.programme.year in criteria.year)
        and (not criteria.level or matter.programme.level in criteria.level)
        and (not criteria.section or matter.section_id in criteria.section)
        and (not criteria.target or ("with" if matter.targets.exists() else "without") in criteria.target)
        and (matter.state in criteria.state if criteria.state else matter.state != "withdrawn")
        and all(word_meets(matter, word) for word in criteria.words)
    )


def any_criteria(world: World) -> st.SearchStrategy[Criteria]:
    def some(values) -> st.SearchStrategy:
        return st.frozensets(st.sampled_from(sorted(values)), max_size=2)

    ids = [unit.pk for unit in world.units.values()]
    sections = {matter.section_id for matter in world.matters}
    choices = {"year": [2022, 2023, 2024], "section": sections, "unit": ids, **CODES}
    queries = st.sampled_from(["", "", "桥", "养老", "aed 区", "（站）", "城管局 5g", "6.5%", "没有的词", "市-1"])
    return st.builds(Criteria, q=queries, **{name: st.just(frozenset()) | some(choices[name]) for name in FIELDS})


VIEWERS = st.sampled_from([None, {"区建设局"}, {"中华路街道办事处"}, {"区民政局", "区城管执法局"}, {"首义街道办事处"}])


@given(data=st.data())
@FIXED
def test_any_combination_finds_what_it_says(world, units, data):
    criteria, mine = data.draw(any_criteria(world)), data.draw(VIEWERS)
    ids = None if mine is None else units.standing(world.units[name].pk for name in mine)
    expected = sorted(m.pk for m in Matter.objects.all() if meets(world, m, criteria, mine))
    assert found(criteria, units, ids) == expected


@given(data=st.data())
@FIXED
def test_each_number_is_what_choosing_the_value_would_show(world, units, data):
    criteria, mine = data.draw(any_criteria(world)), data.draw(VIEWERS)
    ids = None if mine is None else units.standing(world.units[name].pk for name in mine)
    matters = Matter.objects.all() if ids is None else Matter.objects.answered_by(ids)
    counted = facets.count(matters, criteria, units.holders(ids), units.held)
    assert counted.total == len(found(criteria, units, ids))
    name = data.draw(st.sampled_from(FIELDS))
    values = set(counted.counts[name]) | set(CODES.get(name, ())) | set(getattr(criteria, name))
    if name == "unit":
        values |= {unit.pk for unit in world.units.values()}
    for value in values:
        shown = len(found(criteria.having(name, [value]), units, ids))
        assert counted.count(name, value) == shown, (name, value)


def test_the_world_is_not_empty_in_any_field(world, units):
    counted = facets.count(Matter.objects.all(), Criteria(), units.holders(None), units.held)
    assert counted.total == len([m for m in world.matters if m.state != "withdrawn"])
    for name in FIELDS:
        assert counted.counts[name], name
    assert counted.count("state", "withdrawn") == 2


# --- single rules ------------------------------------------------------------------------------------


def test_unit_and_role_speak_of_one_assignment(world, units):
    unit = world.units["区民政局"].pk
    leads = found(Criteria(unit=frozenset({unit}), role=frozenset({"lead"})), units)
    assert leads
    for pk in leads:
        assert any(a.unit_id == unit and effective(a) == "lead" for a in live(Matter.objects.get(pk=pk)))


def test_a_group_is_found_by_its_member_but_not_by_a_former_one(world, units):
    group = set(found(Criteria(unit=frozenset({world.units["各街道办事处"].pk})), units))
    member = set(found(Criteria(unit=frozenset({world.units["中华路街道办事处"].pk})), units))
    former = set(found(Criteria(unit=frozenset({world.units["首义街道办事处"].pk})), units))
    assert group and group <= member and not group & former


def test_a_renamed_unit_is_found_by_its_new_name_at_once(world):
    unit = world.units["区城管执法局"]
    before = found(parse("q=城管执法"), directory.load(DAY))
    unit.name = "区城市管理局"
    unit.save()
    assert before and found(parse("q=城市管理"), directory.load(DAY)) == before


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("桥", "大桥"),
        ("养老", "养老"),
        ("中心（站）", "(站)"),
        ("aed", "ＡＥＤ"),
        ("1080台", "1,080台"),
        ("6．5％", "6.5%"),
    ],
)
def test_search_finds_words_of_any_length_and_width(world, units, query, text):
    hits = found(Criteria(q=query), units)
    assert hits
    assert set(hits) == {m.pk for m in world.matters if m.state != "withdrawn" and text in m.text}


def test_several_words_must_all_be_found(world, units):
    assert found(parse("q=停车+大桥"), units) == found(parse("q=大桥　停车"), units) != []
    assert found(parse("q=停车+养老"), units) == []
    assert words("停车 停车") == ("停车",)


@pytest.mark.parametrize("typed", ["%", "_", "\\", "' OR 1=1 --", "100%"])
def test_marks_of_the_database_are_ordinary_characters(world, units, typed):
    expected = [m.pk for m in world.matters if m.state != "withdrawn" and all(word_meets(m, w) for w in words(typed))]
    assert found(Criteria(q=typed), units) == sorted(expected)


# --- addresses ---------------------------------------------------------------------------------------


def test_an_address_says_the_conditions_and_is_read_back(world):
    given = parse("unit=7&unit=3&level=city&level=province&q=养老++桥&page=9&state=withdrawn&inferred=yes&scope=none")
    assert given.q == "养老 桥"
    assert parse(given.query()) == given
    assert given.query() == parse(given.query()).query()


@pytest.mark.parametrize(
    "query",
    ["year=abc", "level=moon", "unit=-1", "unit=²", "role=", f"unit={2**70}", "target=maybe", "inferred=no", "q=%00"],
)
def test_what_cannot_be_understood_is_left_out(db, units, query):
    criteria = parse(query)
    assert not any(getattr(criteria, name) for name in FIELDS)
    found(criteria, units)


@given(st.dictionaries(st.sampled_from([*FIELDS, "q", "page"]), st.text(max_size=20), max_size=6))
def test_no_address_is_an_error(data):
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.appendlist(name, value)
    criteria = Criteria.parse(query)
    assert parse(criteria.query()) == criteria


def test_a_long_search_is_cut(db, units):
    assert len(parse("q=" + "长" * 5000).q) == 200


def test_toggling(world):
    criteria = Criteria().toggled("level", "city")
    assert criteria.query() == "level=city" and not criteria.toggled("level", "city")
