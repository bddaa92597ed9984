"""The draw: sizes, minimum of each stratum, quota of each unit, more weight with the gap, repeatable."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.oversight.sampling import Candidate, draw, lot, minimums

STRATA, UNITS = ("省级", "市级", "区级"), tuple(f"单位{n}" for n in range(6))
SEEDS = st.text(min_size=1, max_size=12)


@st.composite
def lists(draw_from):
    """Candidates with keys of their own."""
    shape = st.tuples(st.sampled_from(STRATA), st.sampled_from(UNITS), st.integers(0, 3))
    rows = draw_from(st.lists(shape, max_size=40))
    return [Candidate(f"{n}", *row) for n, row in enumerate(rows)]


@given(lists(), st.integers(0, 50), SEEDS, st.integers(1, 8))
def test_sizes_and_quotas(candidates, size, seed, per_unit):
    picks = draw(candidates, size=size, seed=seed, per_unit=per_unit)
    units = Counter(each.unit for each in candidates)
    assert len(picks) == min(size, sum(min(count, per_unit) for count in units.values()))
    assert len({pick.candidate.key for pick in picks}) == len(picks)
    assert all(count <= per_unit for count in Counter(pick.candidate.unit for pick in picks).values())
    assert [pick.place for pick in picks] == list(range(1, len(picks) + 1))


@given(lists(), st.integers(1, 40), SEEDS)
def test_each_stratum_gets_its_minimum(candidates, size, seed):
    """Half of the sample by size, and one each where the sample is large enough; no quota stands in the way here."""
    picks = draw(candidates, size=size, seed=seed, per_unit=99)
    there, got = Counter(each.stratum for each in candidates), Counter(pick.candidate.stratum for pick in picks)
    wanted = minimums(there, size)
    assert sum(wanted.values()) <= size
    for name, count in there.items():
        assert got[name] >= wanted[name]
        if size >= len(there):
            assert got[name] >= 1
        # never further below the proportional half than rounding and the ones of small strata take
        assert wanted[name] >= min(count, size * count // (2 * len(candidates)) - len(there))


@given(lists(), st.integers(1, 20), SEEDS, st.integers(1, 4), st.randoms())
def test_the_same_list_and_seed_give_the_same_draw_in_any_order(candidates, size, seed, per_unit, chance):
    first = draw(candidates, size=size, seed=seed, per_unit=per_unit)
    mixed = list(candidates)
    chance.shuffle(mixed)
    assert draw(mixed, size=size, seed=seed, per_unit=per_unit) == first


@given(lists().filter(bool), st.integers(1, 20), SEEDS, st.integers(0, 39))
def test_a_wider_gap_never_lowers_the_chance(candidates, size, seed, which):
    """Whoever is drawn with one gap is drawn with a wider one, whatever the seed: more tickets, no other change."""
    place = which % len(candidates)
    wider = [replace(each, gap=each.gap + 1) if n == place else each for n, each in enumerate(candidates)]

    def drawn(rows):
        return {pick.candidate.key for pick in draw(rows, size=size, seed=seed, per_unit=99)}

    key = candidates[place].key
    assert lot(wider[place], seed) <= lot(candidates[place], seed)
    assert key not in drawn(candidates) or key in drawn(wider)


def test_gaps_of_two_steps_are_drawn_about_three_times_as_often():
    """30 of 300 have a gap of two steps; over 200 seeds they come near 3 tickets in 3·30 + 270 = 360."""
    rows = [Candidate(f"{n}", "市级", f"单位{n}", 2 if n < 30 else 0) for n in range(300)]
    found = Counter(pick.candidate.gap for n in range(200) for pick in draw(rows, size=10, seed=f"种子{n}", per_unit=1))
    assert found.total() == 2000 and 440 <= found[2] <= 560


def test_units_that_were_drawn_before_have_less_left():
    rows = [Candidate(f"{n}", "市级", UNITS[n % 2], 0) for n in range(20)]
    picks = draw(rows, size=6, seed="a", per_unit=3, used={UNITS[0]: 2, UNITS[1]: 5})
    assert Counter(pick.candidate.unit for pick in picks) == {UNITS[0]: 1}


def test_a_lot_can_be_computed_by_hand():
    each = Candidate("市12|区建设局", "市级", "区建设局", 1)
    numbers = [hashlib.sha256(f"S/市12|区建设局/{n}".encode()).hexdigest() for n in (1, 2)]
    assert lot(each, "S") == min(numbers)


def test_two_of_one_key_are_our_mistake():
    with pytest.raises(ValueError, match="twice"):
        draw([Candidate("1", "市级", "甲"), Candidate("1", "区级", "乙")], size=1, seed="a", per_unit=1)


@pytest.mark.parametrize(("sizes", "size"), [({}, 5), ({"市级": 3}, 0), ({"市级": 0}, 2)])
def test_nothing_to_draw_from(sizes, size):
    assert sum(minimums(sizes, size).values()) == 0
