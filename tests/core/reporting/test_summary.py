"""One screen for who signs: every line is counted once, and changes need something to compare with."""

from hypothesis import given
from hypothesis import strategies as st

from duban.core.reporting.summary import LineState, summarise
from duban.core.reporting.values import Presence, Rating

STATES = st.builds(
    LineState,
    code=st.uuids().map(str),
    presence=st.sampled_from(Presence),
    rating=st.sampled_from(Rating),
    before=st.none() | st.sampled_from(Rating),
    problem=st.booleans(),
    same_words=st.booleans(),
    answered=st.integers(0, 3),
)


@given(st.lists(STATES, max_size=12))
def test_by_rating_every_line_is_counted_once(states):
    found = summarise(states)
    parts = found.done + found.on_track + found.off_track + found.unrated
    assert sorted(parts) == sorted(found.lines) == sorted(s.code for s in states)


@given(st.lists(STATES, max_size=12))
def test_without_figure_and_missing_are_apart(states):
    found = summarise(states)
    kinds = [code for _, codes in found.without_figure for code in codes]
    assert not set(kinds) & set(found.missing)
    assert len(kinds) + len(found.missing) + sum(s.presence == Presence.REPORTED for s in states) == len(states)


def test_what_changed_since_the_last_report():
    found = summarise(
        [
            LineState("1", Presence.REPORTED, Rating.DONE, before=Rating.ON_SCHEDULE),
            LineState("2", Presence.REPORTED, Rating.DONE, before=Rating.DONE),
            LineState("3", Presence.REPORTED, Rating.AT_RISK, before=Rating.BEHIND),
            LineState("4", Presence.REPORTED, Rating.ON_SCHEDULE, before=Rating.BEHIND, same_words=True),
            LineState("5", Presence.REPORTED, Rating.DONE),
        ]
    )
    assert (found.newly_done, found.worse, found.same_words, found.first) == (("1",), ("3",), ("4",), False)


def test_a_first_report_has_nothing_to_compare_with():
    found = summarise([LineState("1", Presence.REPORTED, Rating.BEHIND, problem=True, answered=2)])
    assert found.first and found.worse == () and found.problems == ("1",) and found.answered == 2
