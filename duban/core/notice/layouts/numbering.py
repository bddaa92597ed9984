"""Numbered lists: which kind of number counts the items, which ones head sections, where an item ends.

Used by every layout whose items carry numbers. All of it is geometry of marks; what the units look like
is the business of the layouts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from duban.core.document import Span
from duban.core.notice.layouts.base import Draft, View
from duban.core.notice.marks import Mark, MarkKind, inside, value_of
from duban.core.notice.page import Line
from duban.core.notice.reading import Section
from duban.core.notice.vocabulary import EXTRA, LABEL, RESULT
from duban.core.notice.zones import RESULTS
from duban.core.text.patterns import regex

INLINE_KINDS = (MarkKind.ARABIC_PAREN, MarkKind.CIRCLED, MarkKind.ONE_IS)
_ENDED = regex(r"[。;;!?.:)\]】〕〉”\"]$")
_SIGNATURE = regex(
    r"^(?:[\d〇○零OoО一二三四五六七八九十]{4}年.{1,4}月.{1,4}日|\(.{0,6}公开.{0,6}\)|抄送[::].*|.{2,20}(?:人民政府|办公室|办公厅|国务院))$"
)
REQUIREMENTS = regex(
    r"工作要求|有关要求|保障措施|组织领导|组织实施|组织保障|几点要求|加强领导|督查考核|督导考核|考核督查|附则"
)
_SIGN = {
    MarkKind.ARABIC_PAREN: regex("[(⑴-⒇]"),
    MarkKind.ONE_IS: regex("是"),
}  # without which a line holds no mark of the kind inside
COUNT = regex(
    r" *\((?:共|合计)? ?(?:\d{1,3}|[一二三四五六七八九十]{1,3}) ?(?:个)?(?:大项|项|件|条|个)"
    r"(?:任务|事项|实事|工作)?\) *$"
)
BOXED_HEADING = regex(r"[【\[〖<《][^】\]〗>》:]{2,24}[】\]〗>》]")  # 【经济发展】 alone on its line
# （市教育局牵头，市财政局配合） alone on its line
_TAG_LINE = regex(
    r"[(\[【〔〈][^()\[\]【】〔〕]{2,300}?(?:单位|部门|主责|牵头|主办) ?:[\s\S]{0,400}[)\]】〕〉][。;]?$|"
    r"[(\[【〔〈][^:]{2,400}(?:负责|牵头|配合|参加|参与|承办|协办)(?:落实)?[)\]】〕〉][。;]?$"
)
_TAGGED = regex(r"(?:[局委办厅府部院心司]|单位|部门|负责|牵头|配合)[)\]】〕〉][。;]?$")  # said who: no title
_PLANNED = regex(r"安排|计划|目标")
_SHORT = 40
_LONGEST_HEADING = 80


class Place(NamedTuple):
    """A mark with its place in the document."""

    mark: Mark
    line: Line
    start: int

    @property
    def body(self) -> int:
        return self.line.span.start + self.mark.end


@dataclass(slots=True)
class Segment:
    """What one mark numbers: from it to the next of its kind, or to a heading."""

    place: Place
    lines: list[Line]  # lines that begin inside it; the first may be shared (inline marks)
    until: int  # place in the document where the next one begins
    closed: bool  # another item or heading follows
    run: int = 0


def _place(mark: Mark, line: Line) -> Place:
    return Place(mark, line, line.span.start + mark.start)


def ended(line: Line) -> bool:
    """Whether a line ends a sentence (or a bracket)."""
    return bool(_ENDED.search(line.half))


def is_labelled(line: Line) -> bool:
    """牵头单位：…, 完成时限：…, 完成情况：…, —— 市城管局"""
    if _TAG_LINE.match(line.half):
        return True
    return line.half.startswith(("—", "--", "―", "─")) or any(
        pattern.match(line.half, line.label_at) for pattern in (LABEL, EXTRA, RESULT)
    )


def looks_like_heading(line: Line) -> bool:
    """Short and not a sentence; it may say how many items follow: 一、县发改局（3项）."""
    words = COUNT.sub("", line.half) if line.half.endswith((")", " ")) else line.half
    if BOXED_HEADING.fullmatch(words):
        return True
    return len(words) <= _SHORT and not _ENDED.search(words) and not is_labelled(line)


def places(view: View, kind: MarkKind, *, inline: bool = False) -> list[Place]:
    """Marks of a kind at the heads of lines, with ``inline`` also those inside lines."""
    if (kind, inline) not in view.known:
        view.known[kind, inline] = list(_find_places(view, kind, inline))
    return list(view.known[kind, inline])


def _find_places(view: View, kind: MarkKind, inline: bool) -> Iterator[Place]:
    sign = _SIGN.get(kind)
    inline = inline and view.counts_inside(kind)
    for line in view.lines:
        own = line.mark if line.mark and line.mark.kind is kind else None
        if own:
            yield _place(own, line)
        if inline and not line.cells and (sign is None or sign.search(line.half)):
            begin = line.mark.end if line.mark else 0
            for mark in inside(line.half, kind, begin, own.value + 1 if own else 1):
                yield _place(mark, line)


def run_together(view: View, found: list[Place]) -> list[Place]:
    """Numbers that lost their line break: 1.…(责任单位:甲)2.…, where the next line goes on with 3."""
    result: list[Place] = []
    for at, place in enumerate(found):
        result.append(place)
        following = found[at + 1].mark.value if at + 1 < len(found) else None
        if following is not None and following <= place.mark.value + 1:
            continue
        expected = place.mark.value + 1
        for mark in inside_numbers(place, expected):
            if following is not None and mark.value >= following:
                break
            result.append(_place(mark, place.line))
    return result


RUN_TOGETHER = {
    MarkKind.ARABIC: regex(r"(?<=[)。]) *(?P<all>(\d{1,3})[.、](?!\d) *)"),
    MarkKind.HAN: regex(r"(?<=[)。]) *(?P<all>([一二三四五六七八九十]{1,3})、 *)"),
    MarkKind.HAN_PAREN: regex(r"(?<=[)。]) *(?P<all>\(([一二三四五六七八九十]{1,3})\)[、.]? *)"),
}


def inside_numbers(place: Place, expected: int) -> list[Mark]:
    """Marks of the line's own kind inside it that go on counting right behind a bracket or a full stop."""
    kind, found = place.mark.kind, []
    for match in RUN_TOGETHER[kind].finditer(place.line.half):
        if match.start() >= place.mark.end and value_of(match.group(2)) == expected:
            found.append(Mark(kind, expected, match.group(2), match.start("all"), match.end(), inline=True))
            expected += 1
    return found


def segments(view: View, found: list[Place], kind: MarkKind) -> list[Segment]:
    """Cut the zone at the marks and at every heading of an outer kind."""
    outer = [x for x in view.lines if x.mark and x.mark.kind < min(kind, MarkKind.ONE_IS) and x.mark.kind is not kind]
    cuts = sorted({p.start for p in found} | {x.span.start for x in outer})
    end = view.lines[-1].span.end if view.lines else 0
    following = dict(zip(cuts, [*cuts[1:], end], strict=True))
    result: list[Segment] = []
    starts = view.starts
    for place in found:
        until = following[place.start]
        first = bisect_left(starts, place.line.span.start)
        lines = view.lines[first : bisect_left(starts, until, first)]
        result.append(Segment(place, lines, until, until != end))
    _number_runs(result)
    return result


def _number_runs(found: list[Segment]) -> None:
    run, last = 0, 0
    for segment in found:
        value = segment.place.mark.value
        if not last < value <= last + 3:
            run += 1
        segment.run, last = run, value


def heading_level(view: View, kind: MarkKind) -> bool:
    """Whether lines of a kind only head what follows: short, no sentence, and inner marks below them."""
    key = (heading_level, kind)
    if key not in view.known:
        view.known[key] = _is_heading_level(view, kind)
    return bool(view.known[key])


def _is_heading_level(view: View, kind: MarkKind) -> bool:
    own = [x for x in view.lines if x.mark and x.mark.kind is kind]
    if not own:
        return False
    positions = {line.index: at for at, line in enumerate(view.lines)}
    heads = 0
    for line in own:
        at = positions[line.index] + 1
        following = view.lines[at : at + 3]
        inner = any(x.mark and x.mark.kind > kind for x in following)
        heads += inner and looks_like_heading(line)
    return heads * 2 >= len(own)


def heads(view: View, kind: MarkKind) -> Callable[[Segment], str]:
    """A function that tells the nearest heading above a segment; "" where there is none."""
    above = [x for x in view.lines if x.mark and x.mark.kind < kind]
    starts = [x.span.start for x in above]

    def nearest(segment: Segment) -> str:
        at = bisect_left(starts, segment.place.start)
        return above[at - 1].half[:_LONGEST_HEADING] if at else ""

    return nearest


def extent(segment: Segment) -> tuple[int, int, list[Line]]:
    """Start and end of the item in the document, and the heading lines found at its end."""
    lines = segment.lines
    start = segment.place.body
    if segment.place.mark.inline or len(lines) < 2 or lines[0].span.end >= segment.until:
        return start, min(_strip_end(lines, segment), segment.until), []
    kept = _continuing(segment) if not segment.closed else list(lines)
    headings: list[Line] = []
    while len(kept) > 1 and _is_unnumbered_heading(kept[-1], kept[-2]):
        headings.insert(0, kept.pop())
    return start, min(max(kept[-1].span.end, start), max(segment.until, start)), headings


def _strip_end(lines: list[Line], segment: Segment) -> int:
    """End of an item that ends inside a line: the next mark, without the blanks before it."""
    line = segment.place.line
    if segment.until >= line.span.end:
        return line.span.end
    text = line.text[segment.place.mark.end : segment.until - line.span.start]
    return segment.place.body + len(re.sub(r"(?:<br ?/?>|\s)+$", "", text))


def _is_unnumbered_heading(line: Line, before: Line) -> bool:
    if line.mark or line.cells or not looks_like_heading(line) or len(line.half) > 30:
        return False
    if before.half.endswith(("、", ",", "和")):
        return False
    return ended(before) and not before.half.endswith(":") or (is_labelled(before) and not before.half.endswith(":"))


def _continuing(segment: Segment) -> list[Line]:
    """Lines of the last item: labels, inner numbers, what a title announces, a broken line; nothing else."""
    kind = segment.place.mark.kind
    kept = [segment.lines[0]]
    labels: set[str] = set()
    first = segment.lines[0].half
    titled = (looks_like_heading(segment.lines[0]) or len(first) <= 24) and not _TAGGED.search(first)
    for line in segment.lines[1:]:
        if _SIGNATURE.match(line.half) and not is_labelled(line):
            break
        label = LABEL.match(line.half)
        if label:
            if label.group(1) in labels:
                break
            labels.add(label.group(1))
        elif not (is_labelled(line) or (line.mark and line.mark.kind > kind)):
            waiting = is_labelled(kept[-1]) and kept[-1].half.rstrip().endswith(":")
            if not (waiting or (titled and not labels) or not ended(kept[-1])):
                break
        kept.append(line)
    return kept


def drafts_of(view: View, found: list[Segment], kind: MarkKind) -> tuple[list[Draft], list[Section]]:
    """Items with the headings above them; only headings that head something are kept."""
    headings: dict[int, Line] = {
        x.span.start: x for x in view.lines if x.mark and x.mark.kind < kind and kind is not MarkKind.BARE
    }
    if kind is MarkKind.BARE:
        headings = {x.span.start: x for x in view.lines if x.mark and x.mark.kind < MarkKind.ARABIC}
    order = sorted(headings)
    sections: list[Section] = []
    index: dict[int, int] = {}
    drafts: list[Draft] = []
    extents = [extent(segment) for segment in found]
    loose = _heading_before(view, found[0]) if any(after for _, _, after in extents) else None
    fallback = view.zone.heading
    at = 0
    stack: list[Line] = []
    told: list[Line] | None = None
    for segment, (start, end, after) in zip(found, extents, strict=True):
        while at < len(order) and order[at] < segment.place.start:
            line = headings[order[at]]
            assert line.mark is not None
            stack = [x for x in stack if x.mark and x.mark.kind < line.mark.kind] + [line]
            loose = None
            at += 1
        above = loose or (stack[-1] if stack else fallback)
        if stack is not told:
            told = stack
            for line in stack or ([fallback] if fallback else []):
                _add(sections, index, line)
        section = _add(sections, index, above) if above else None
        drafts.append(_draft(view, segment, start, end, section, above))
        loose = after[-1] if after else loose
    return drafts, sections


def _heading_before(view: View, first: Segment) -> Line | None:
    """An unnumbered heading right above the first item, in a list that has such headings further down."""
    before = [x for x in view.lines if x.span.end <= first.place.start]
    if before and not before[-1].mark and not before[-1].cells and looks_like_heading(before[-1]):
        return before[-1]
    return None


def _add(sections: list[Section], index: dict[int, int], line: Line) -> int:
    if line.span.start not in index:
        index[line.span.start] = len(sections)
        number = line.mark.printed if line.mark else ""
        sections.append(Section(number, line.text, line.span))
    return index[line.span.start]


def _draft(view: View, segment: Segment, start: int, end: int, section: int | None, above: Line | None) -> Draft:
    mark = segment.place.mark
    number = Span(
        segment.place.start, segment.place.start + max(1, len(segment.place.line.text[mark.start : mark.end].rstrip()))
    )
    while start < end and view.page.text[start] in "* \u3000\n":
        start += 1
    return Draft(
        mark.printed,
        number,
        Span(start, max(start, end)),
        section,
        None,
        (),
        _reports(view, above),
        mark.inline and mark.kind in RUN_TOGETHER,
    )


def _reports(view: View, above: Line | None) -> bool:
    """Whether the text of an item is itself a result: the nearest heading that says so decides."""
    if above is not None and RESULTS.search(above.half):
        return True
    if above is not None and _PLANNED.search(above.half):
        return False
    return view.zone.results
