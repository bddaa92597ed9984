"""One screen about a report, for who signs it: how many items, how they stand, what changed, what is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from duban.core.reporting.values import OFF_TRACK, Presence, Rating, is_worse

NO_FIGURE = (Presence.NIL, Presence.NOT_APPLICABLE, Presence.BLOCKED, Presence.AWAITING)
ON_TRACK = frozenset({Rating.ON_SCHEDULE, Rating.STANDING})


@dataclass(frozen=True, slots=True)
class LineState:
    """What the summary looks at in a line. ``before``: the rating of the last report, ``None`` without one."""

    code: str
    presence: Presence
    rating: Rating
    before: Rating | None = None
    problem: bool = False  # words in 问题及原因
    same_words: bool = False  # 进展与成效 is word for word that of the last report
    answered: int = 0  # findings of the checks that were answered with a sentence


@dataclass(frozen=True, slots=True)
class Summary:
    """Codes of lines in printed order, by what is to be said of them."""

    lines: tuple[str, ...]
    done: tuple[str, ...]
    on_track: tuple[str, ...]
    off_track: tuple[str, ...]
    unrated: tuple[str, ...]
    without_figure: tuple[tuple[Presence, tuple[str, ...]], ...]
    missing: tuple[str, ...]
    worse: tuple[str, ...]
    newly_done: tuple[str, ...]
    same_words: tuple[str, ...]
    problems: tuple[str, ...]
    answered: int
    first: bool  # there is no earlier report to compare with


def summarise(states: Iterable[LineState]) -> Summary:
    """The summary of a report.

    >>> one = LineState("市-1", Presence.REPORTED, Rating.BEHIND, before=Rating.ON_SCHEDULE, problem=True)
    >>> found = summarise([one, LineState("市-2", Presence.AWAITING, Rating.NONE)])
    >>> found.off_track, found.worse, found.without_figure
    (('市-1',), ('市-1',), ((<Presence.AWAITING: 'awaiting'>, ('市-2',)),))
    """
    rows = list(states)

    def codes(kept: Iterable[LineState]) -> tuple[str, ...]:
        return tuple(row.code for row in kept)

    by_presence = [(kind, codes(r for r in rows if r.presence == kind)) for kind in NO_FIGURE]
    done = [r for r in rows if r.rating == Rating.DONE]
    off = [r for r in rows if r.rating in OFF_TRACK]
    return Summary(
        lines=codes(rows),
        done=codes(done),
        on_track=codes(r for r in rows if r.rating in ON_TRACK),
        off_track=codes(off),
        unrated=codes(r for r in rows if r.rating == Rating.NONE),
        without_figure=tuple((kind, found) for kind, found in by_presence if found),
        missing=codes(r for r in rows if r.presence == Presence.MISSING),
        worse=codes(r for r in rows if r.before is not None and is_worse(r.rating, r.before)),
        newly_done=codes(r for r in done if r.before not in (None, Rating.DONE)),
        same_words=codes(r for r in rows if r.same_words),
        problems=codes(r for r in rows if r.problem),
        answered=sum(r.answered for r in rows),
        first=all(r.before is None for r in rows),
    )
