"""The calculation: what counts, how it adds up, and what may never happen."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from duban.core.appraisal.facts import Fact
from duban.core.appraisal.rules import RuleSet, faults
from duban.core.appraisal.scoring import Appraised, Line, Outcome, appraise, judge_all, rounded
from duban.core.appraisal.words import CHAINS, KLASSES, RESULT_ITEMS, TIMED, Finding, Item, Klass
from tests.core.appraisal.rows import AS_OF, DUE, UNITS, fact, facts, rule, rules


def run(rows: list[Fact], rule_set: RuleSet | None = None, units: tuple[int, ...] = UNITS) -> Appraised:
    return appraise(judge_all(rows, AS_OF), units, rule_set or rule())


def only(rows: list[Fact], rule_set: RuleSet | None = None) -> Outcome:
    return run(rows, rule_set, (1,)).outcomes[0]


def line(outcome: Outcome, item: Item) -> Line:
    return next(each for each in outcome.lines if each.item is item)


def test_where_everything_was_done_it_is_exactly_a_hundred_whatever_was_owed():
    for left in range(1, len(Item) + 1):
        found = only([fact(item) for item in list(Item)[:left]])
        assert (found.points, found.klass) == (Decimal("100.00"), Klass.GOOD)
        assert sum(each.weight for each in found.lines) == 100


def test_duties_alone_make_no_class_and_are_shown():
    found = only([fact(item) for item in Item if item is not Item.RESULTS])
    assert (found.points, found.klass) == (None, Klass.NONE)
    assert all(each.points is None and each.weight == 0 for each in found.lines)
    assert line(found, Item.REPORTS).sentence == "计 1 期：按时 1 期。只列情况，不计分。"
    assert line(found, Item.RESULTS).sentence == "没有应办的内容，该项不评。"


def test_a_result_that_is_left_out_is_none():
    grey = fact(Item.RESULTS, excused="区级份额尚未商定")
    found = only([grey, *(fact(Item.REPORTS, 1, n) for n in range(4))])
    assert found.klass is Klass.NONE
    assert line(found, Item.RESULTS).sentence == "1 项均不计入，该项不评。"


def test_duties_weigh_half_at_most_also_where_nothing_was_checked():
    weights = {**rule().weights, Item.RESULTS: Decimal(20), Item.VERIFIED: Decimal(40)}
    found = only(
        [fact(Item.RESULTS, finding=Finding.NOT_DONE), fact(Item.REPORTS), fact(Item.LINES)], rule(weights=weights)
    )
    assert line(found, Item.RESULTS).weight == Decimal("50.00")
    assert (line(found, Item.REPORTS).weight, line(found, Item.LINES).weight) == (Decimal("30.00"), Decimal("20.00"))


@given(facts(), rules())
def test_no_class_without_results_and_never_more_than_half_for_duties(rows: list[Fact], rule_set: RuleSet):
    for outcome in run(rows, rule_set).outcomes:
        results = [each for each in outcome.lines if each.item is rule_set.decisive and each.count]
        assert (outcome.klass is Klass.NONE) is (not results)
        assert sum(each.weight for each in outcome.lines if each.item not in RESULT_ITEMS) <= 50


@given(facts(), rules())
def test_few_rows_are_drawn_to_the_district_from_both_sides(rows: list[Fact], rule_set: RuleSet):
    found = run(rows, rule_set)
    for outcome in found.outcomes:
        for each in outcome.lines:
            if each.points is None:
                continue
            average = found.averages[each.item]
            assert average is not None and each.own is not None and each.rate is not None
            assert min(each.own, average) <= each.rate <= max(each.own, average)
            if each.count >= rule_set.small_to:
                assert each.rate == each.own


def test_nothing_owed_in_a_class_is_no_basis_and_said():
    found = only([fact(Item.RESULTS), fact(Item.REPORTS)])
    empty = line(found, Item.ANSWERS)
    assert empty.points is None and empty.count == 0
    assert empty.sentence == "没有应办的内容，该项不评，权重 5 按比例分到其他各项。"
    assert (line(found, Item.RESULTS).weight, line(found, Item.REPORTS).weight) == (Decimal("75.00"), Decimal("25.00"))


def test_nothing_owed_at_all_is_not_appraised():
    found = only([])
    assert (found.points, found.klass) == (None, Klass.NONE)


def test_small_numbers_are_filled_up_with_the_district_both_ways():
    """One matter of one is no proof: neither that all goes well nor that all goes badly."""
    many = [fact(Item.RESULTS, 2, n, finding=Finding.DONE if n < 6 else Finding.FAR_BEHIND) for n in range(8)]
    one, other, third = run([*many, fact(Item.RESULTS, 1), fact(Item.RESULTS, 3, finding=Finding.NOT_DONE)]).outcomes
    average = Fraction(7, 10)
    assert line(one, Item.RESULTS).rate == (1 + 4 * average) / 5
    assert line(third, Item.RESULTS).rate == 4 * average / 5
    assert line(other, Item.RESULTS).rate == Fraction(3, 4)
    assert "不足 5 项，以全区平均补足后为 76%" in line(one, Item.RESULTS).sentence
    assert line(run([*many, fact(Item.RESULTS, 1)], rule(small_to=0)).outcomes[0], Item.RESULTS).rate == 1


def test_nobody_is_filled_up_beyond_what_the_busiest_unit_owes():
    """Four reports a year are all that there are: who filed them all has the whole, whatever others did."""
    all_filed = [fact(Item.REPORTS, 1, n) for n in range(4)]
    some = [fact(Item.REPORTS, 2, n, done=None) for n in range(2)]
    base = [fact(Item.RESULTS, unit) for unit in UNITS]
    one, other, _ = run([*base, *all_filed, *some]).outcomes
    assert line(one, Item.REPORTS).rate == 1
    assert line(other, Item.REPORTS).rate == Fraction(2, 4) * Fraction(4, 6)


def test_different_loads_with_the_same_rate_are_the_same():
    small = [fact(Item.REPORTS, 1, n, done=DUE if n else None) for n in range(5)]
    large = [fact(Item.REPORTS, 2, n, done=DUE if n % 5 else None) for n in range(50)]
    base = [fact(Item.RESULTS, unit, n) for unit in (1, 2) for n in range(5)]
    one, other, _ = run([*base, *small, *large]).outcomes
    assert one.points == other.points == Decimal("95.00")


def test_a_report_found_untrue_bars_the_best_class():
    rows = [fact(Item.RESULTS, 1, n) for n in range(50)] + [fact(Item.VERIFIED, 1, n) for n in range(60)]
    false = fact(Item.VERIFIED, 1, 999, finding=Finding.FALSE)
    found = only([*rows, false])
    assert found.points is not None and found.points > 99
    assert (found.klass, found.capped) == (Klass.FAIR, True)
    assert only([*rows, false], rule(false_cap=None)).klass is Klass.GOOD


def test_the_sentence_of_a_line_says_how_the_points_came_about():
    rows = [fact(Item.REPORTS, 1, n, done=done) for n, done in enumerate([DUE, DUE, DUE + dt.timedelta(days=2), None])]
    assert line(only([*rows, fact(Item.RESULTS)], rule(small_to=0)), Item.REPORTS).sentence == (
        "计 4 期：按时 2 期、逾期 1 期、未办 1 期。得分率 62.5%；按时报送权重 25，得 15.63 分。"
    )


@pytest.mark.parametrize(
    ("part", "shown"), [(Fraction(1, 8), "0.13"), (Fraction(1, 200), "0.01"), (Fraction(1, 3), "0.33")]
)
def test_rounding_is_half_up(part: Fraction, shown: str):
    assert str(rounded(part)) == shown


@given(facts(), rules())
def test_totals_add_and_stay_within_bounds(rows: list[Fact], rule_set: RuleSet):
    assert faults(rule_set) == []
    for outcome in run(rows, rule_set).outcomes:
        points = [each.points for each in outcome.lines if each.points is not None]
        assert outcome.points == (sum(points) if points else None)
        assert all(0 <= each.points <= each.weight for each in outcome.lines if each.points is not None)
        assert not points or sum(each.weight for each in outcome.lines) == 100


@given(facts(), rules(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_units_does_not_matter(rows: list[Fact], rule_set: RuleSet, chance: random.Random):
    mixed = list(rows)
    chance.shuffle(mixed)
    one, other = run(rows, rule_set), run(mixed, rule_set, UNITS[::-1])
    assert one.averages == other.averages
    assert one.outcomes == other.outcomes[::-1]


def better(row: Fact) -> list[Fact]:
    """The same row, done better in one way."""
    if row.item in TIMED:
        return [replace(row, done=DUE)] if row.done is None or row.done > DUE else []
    steps = [
        replace(row, finding=chain[at - 1])
        for chain in CHAINS[row.item]
        for at, finding in enumerate(chain)
        if at and finding is row.finding
    ]
    return [*steps, *([replace(row, waited=row.waited + 200)] if row.finding is Finding.DONE_LATE else [])]


@given(facts(), rules(), st.data())
def test_an_item_done_better_never_lowers_anybody(rows: list[Fact], rule_set: RuleSet, data: st.DataObject):
    """Where what counts stays the same, more credit for one unit lowers neither it nor, by the average, another."""
    counting = [n for n, row in enumerate(rows) if not row.excused and better(row)]
    assume(counting)
    at = data.draw(st.sampled_from(counting))
    changed = [*rows]
    changed[at] = data.draw(st.sampled_from(better(rows[at])))
    one, other = run(rows, rule_set), run(changed, rule_set)
    judged_before = sum(each.count for outcome in one.outcomes for each in outcome.lines)
    assume(judged_before == sum(each.count for outcome in other.outcomes for each in outcome.lines))
    for before, after in zip(one.outcomes, other.outcomes, strict=True):
        assert before.points is None or (after.points is not None and after.points >= before.points)
        assert before.klass is Klass.NONE or KLASSES.index(after.klass) <= KLASSES.index(before.klass)


@given(rules(), st.decimals(0, 100, places=2))
def test_every_number_has_one_class_and_more_points_no_worse_one(rule_set: RuleSet, points: Decimal):
    here, above = rule_set.klass(points), rule_set.klass(points + Decimal("0.01"))
    assert here in KLASSES and KLASSES.index(above) <= KLASSES.index(here)
    for klass, cut in zip(KLASSES, rule_set.cuts, strict=False):
        assert rule_set.klass(cut) is klass and rule_set.klass(cut - Decimal("0.01")) is not klass
