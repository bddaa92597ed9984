"""Proposing clauses by rule; a person confirms. Careful: where in doubt the item stays whole."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from duban.core.clauses.cuts import LIST, SENTENCE, open_cuts
from duban.core.notice.reading import Target, UnitEntry
from duban.core.targets.words import DOING, Affixes
from duban.core.text.likeness import contained, likeness, pairs_of
from duban.core.text.patterns import regex

_PLACE = regex(r"各|其中|[省市区县]本级|(?:中心|主)城区|.{1,6}[区县市州镇]")
_ACTION = Affixes(DOING)
SAME_THING = 0.75  # from here two targets count one thing (a total and its parts, a level and its growth)
LONGEST_TITLE = 24  # characters of a first sentence that only names what follows
SHORTEST_SENTENCE = 8  # characters of a sentence that may stand as a clause without a figure
_PART_OF = ("其中", "包括", "含", "并")


@dataclass(frozen=True, slots=True)
class ClauseProposal:
    """A stretch ``[start, end)`` of the item's text that may stand alone."""

    start: int
    end: int
    reason: str  # Chinese, fit to show
    part: int = 0  # of the units that answer for it, 0 = all


def propose(
    text: str, targets: Sequence[Target], parts: Sequence[UnitEntry], *, offset: int = 0
) -> tuple[ClauseProposal, ...]:
    """The clauses of one item; a single proposal means no split.

    ``text`` has its unit tags blanked, as for :func:`duban.core.targets.find_targets`; ``offset`` is where it begins in
    the text that the spans of ``targets`` and ``parts`` point into. Parts that print their own units are always
    clauses. Otherwise the item is cut between figures that count different things.

    >>> from duban.core.targets import find_targets
    >>> text = "整治易渍水点19处，新建排水管网100公里。"
    >>> [(text[c.start:c.end], c.reason) for c in propose(text, find_targets(text), ())]
    [('整治易渍水点19处，', '本项有两项指标，可分别完成'), ('新建排水管网100公里。', '本项有两项指标，可分别完成')]
    """
    own = [entry for entry in parts if entry.part > 0]
    if len({entry.part for entry in own}) > 1:
        return _covering(text, _by_parts(text, own, offset), "不拆分")
    cuts = open_cuts(text)
    edges = _between_targets(text, targets, cuts, offset)
    if not edges:
        return _covering(text, [], "不拆分")
    return _covering(text, _by_edges(text, edges, targets, cuts, offset), "")


def _covering(text: str, found: list[ClauseProposal], reason: str) -> tuple[ClauseProposal, ...]:
    """The proposals without blanks at their ends; the whole text where there are none."""
    found = found or [ClauseProposal(0, len(text), reason)]
    trimmed = []
    for proposal in found:
        piece = text[proposal.start : proposal.end]
        start = proposal.start + len(piece) - len(piece.lstrip())
        end = proposal.end - (len(piece) - len(piece.rstrip()))
        if end > start:
            trimmed.append(ClauseProposal(start, end, proposal.reason, proposal.part))
    return tuple(trimmed)


def _by_parts(text: str, entries: Sequence[UnitEntry], offset: int) -> list[ClauseProposal]:
    """One clause a part: what stands before its units, behind those of the part before it."""
    found: list[ClauseProposal] = []
    floor = 0
    for part in sorted({entry.part for entry in entries}):
        spans = [entry.span for entry in entries if entry.part == part]
        first = min(span.start for span in spans) - offset
        last = max(span.end for span in spans) - offset
        if first < floor or last > len(text):
            return []
        words = next((entry.part_text for entry in entries if entry.part == part and entry.part_text), "")
        start = text.rfind(words, floor, first) if words else -1
        lead = text[floor:start].strip(" \n，,。；;、（(") if start > floor else ""
        if len(lead) >= SHORTEST_SENTENCE:
            found.append(ClauseProposal(floor, start, "未单列承办单位的内容"))
            floor = start
        found.append(ClauseProposal(floor, first, "该部分单列承办单位", part))
        floor = _behind_tag(text, last)
    if text[floor:].strip(" \n，,。；;、）)〉"):
        found.append(ClauseProposal(floor, len(text), "未单列承办单位的内容"))
    return found


def _behind_tag(text: str, place: int) -> int:
    """Behind the blanks of a tag and the mark after it."""
    while place < len(text) and text[place] in " \n）)〉，,；;。、":
        place += 1
    return place


def _between_targets(text: str, targets: Sequence[Target], cuts: dict[int, int], offset: int) -> list[int]:
    """Places of the marks at which neighbouring targets are parted."""
    places = sorted(cuts)
    things = [pairs_of(target.what) for target in targets]
    edges = []
    whole = 0  # the last target that is no share of another
    reached = 0  # end of the phrases so far: what overlaps stays together
    for i in range(len(targets) - 1):
        reached = max(reached, targets[i].span.end - offset)
        start, end = reached, min(target.span.start for target in targets[i + 1 : i + 3]) - offset
        alike = not things[i + 1] or likeness(things[i], things[i + 1]) >= SAME_THING
        alike = alike and not _other_action(targets[i], targets[i + 1])
        if start > end or alike or _share_of(targets[whole], targets[i + 1]):
            continue
        whole = i + 1
        between = places[bisect_left(places, start) : bisect_left(places, end)]
        if between and not text[end : targets[i + 1].figure.start - offset].startswith(_PART_OF):
            edges.append(_strongest(text, between, cuts))
    return sorted(edge for edge in set(edges) if edge >= 0)


def _other_action(one: Target, two: Target) -> bool:
    """开工…900个、续建…1840个: the same thing, but another thing to do with it."""
    first, second = (target.phrase[: _ACTION.once(target.phrase, 0)] for target in (one, two))
    return bool(second) and first != second and (bool(first) or one.unit != two.unit)


def _share_of(one: Target, two: Target) -> bool:
    """市本级筹集住房400套 behind 筹集住房1500套: a place's share of the same figure."""
    share = one.unit == two.unit and two.value <= one.value and bool(_PLACE.match(two.phrase))
    return share and contained(pairs_of(one.what), pairs_of(two.what)) == 1


def _strongest(text: str, places: Sequence[int], cuts: dict[int, int]) -> int:
    """The strongest mark; of equal ones the first. Behind 其中 nothing is parted."""
    strongest = max(cuts[place] for place in places)
    place = next(place for place in places if cuts[place] == strongest)
    return -1 if text.startswith(_PART_OF[:3], place + 1) else place


def _by_edges(
    text: str, edges: Sequence[int], targets: Sequence[Target], cuts: dict[int, int], offset: int
) -> list[ClauseProposal]:
    """Clauses between the edges; a whole sentence without a figure stands alone."""
    reason = f"本项有{_counted(len(edges) + 1)}项指标，可分别完成"
    figures = sorted(target.figure.start - offset for target in targets)
    stops = [place for place in sorted(cuts) if cuts[place] == SENTENCE]
    found = []
    start = 0
    ends = [edge if cuts[edge] == LIST and text[edge] != "、" else edge + 1 for edge in edges]  # 和 opens the next one
    for end in [*ends, len(text)]:
        found += _without_figureless(text, start, end, figures, stops, reason)
        start = end
    return found


def _without_figureless(
    text: str, start: int, end: int, figures: Sequence[int], stops: Sequence[int], reason: str
) -> list[ClauseProposal]:
    """One clause, or several where whole sentences in it hold no figure."""
    inner = [stop + 1 for stop in stops[bisect_left(stops, start) : bisect_left(stops, end)] if start < stop + 1 < end]
    found: list[ClauseProposal] = []
    title: int | None = None  # where a first sentence begins that goes with the next one
    for one, two in zip([start, *inner], [*inner, end], strict=True):
        counts = bisect_left(figures, two) > bisect_left(figures, one)
        if not counts and len(text[one:two].strip()) < SHORTEST_SENTENCE and found:
            found[-1] = ClauseProposal(found[-1].start, two, found[-1].reason)
        elif counts:
            found.append(ClauseProposal(title if title is not None else one, two, reason))
            title = None
        elif one == 0 and two <= LONGEST_TITLE:
            title = one
        else:
            found.append(ClauseProposal(title if title is not None else one, two, "该句未设指标，可单独完成"))
            title = None
    if title is not None:
        found.append(ClauseProposal(title, end, reason))
    return found


def _counted(number: int) -> str:
    return {2: "两", 3: "三", 4: "四", 5: "五"}.get(number, str(number))
