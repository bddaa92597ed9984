"""Three ratings: compared pair by pair, never merged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.oversight.ratings import Three, step_of_colour, step_of_rating
from duban.core.oversight.rules import Colour
from duban.core.reporting.values import Rating

THREE = st.builds(Three, st.none() | st.sampled_from(Colour), st.sampled_from(Rating), st.sampled_from(Rating))


@pytest.mark.parametrize(
    ("three", "width", "overstated", "sentence"),
    [
        (Three(), 0, 0, "没有可以比较的两方评价。"),
        (Three(Colour.GREY, Rating.DONE), 0, 0, "没有可以比较的两方评价。"),
        (Three(Colour.GREEN, Rating.STANDING), 0, 0, "规则判定与单位自评一致。"),
        (Three(Colour.RED, Rating.DONE), 3, 3, "单位自评“已完成”，比规则判定“严重滞后”高三档。"),
        (Three(Colour.GREEN, Rating.BEHIND), 1, 0, "单位自评“滞后可追”，比规则判定“按序时推进”低一档。"),
        (
            Three(Colour.RED, Rating.ON_SCHEDULE, Rating.BEHIND),
            2,
            2,
            "单位自评“按序时推进”，比规则判定“严重滞后”高两档；督查室评价“滞后可追”，比规则判定“严重滞后”高一档；"
            "督查室评价“滞后可追”，比单位自评“按序时推进”低一档。",
        ),
        (Three(None, Rating.DONE, Rating.MISSED), 3, 3, "督查室评价“未达到”，比单位自评“已完成”低三档。"),
    ],
)
def test_the_gap_in_words(three, width, overstated, sentence):
    assert (three.width, three.overstated, three.sentence) == (width, overstated, sentence)


@given(THREE)
def test_every_three_has_a_width_and_a_sentence_and_no_fourth_rating(three):
    steps = [step_of_colour(three.computed), step_of_rating(three.own), step_of_rating(three.office)]
    said = [step for step in steps if step is not None]
    assert 0 <= three.overstated <= three.width <= 3 and three.sentence.endswith("。")
    assert (three.width > 0) == (len(set(said)) > 1)
    assert ("高" in three.sentence or "低" in three.sentence) == (three.width > 0)


def test_every_colour_but_grey_and_every_rating_has_a_step():
    assert {c for c in Colour if step_of_colour(c) is None} == {Colour.GREY}
    assert {r for r in Rating if step_of_rating(r) is None} == {Rating.NONE}
