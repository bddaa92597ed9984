"""From a layout's draft to an item: units with roles and parts, further facts, results, targets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from duban.core.document import Span
from duban.core.notice import vocabulary as words
from duban.core.notice.duties import Group, Tag, all_tags, by_notes, by_verbs, shifted
from duban.core.notice.layouts.base import Cell, Draft
from duban.core.notice.names import split
from duban.core.notice.page import Page
from duban.core.notice.reading import Extra, Item, Result, Role, RoleSource, Scope, Target, UnitEntry
from duban.core.results import read_result
from duban.core.text.patterns import regex
from duban.core.text.width import half
from duban.core.units.names import is_group

FindTargets = Callable[..., tuple[Target, ...]]
_FACT_STOP = regex(r"[。;)\]】〕]|  ")
_BETWEEN = regex(r"[\s。;,、:()<>br/*|〈〉\[\]【】.]*")
_DONE = regex(r"[。;] *(?=(?:现|均|全部|目前|截至目前)?已|截至|累计|实际完成|目前)")
_COUNTED = regex(r"[一二三四]是|(?:[^。]*。){3}")  # a long account is told as a whole
_LEAD_IN = regex(r"^[\s。;,、:*|)\]】〉]*(?:\(?其中,?)?[\s(\[〈]*")
_LABEL_LEFT = regex(r"[(\[【〔〈\s]*$")


@dataclass(slots=True)
class Oddity:
    """Something repaired in an item; becomes a finding."""

    code: str
    span: Span


@dataclass(slots=True)
class Built:
    """An item with what was noticed while it was read."""

    item: Item
    oddities: list[Oddity] = field(default_factory=list)
    lead_first: bool = False  # 列第一位者为牵头单位 stands in this item


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Tags that stand together and answer for the same words."""

    tags: tuple[Tag, ...]
    start: int
    end: int


class _Printed(NamedTuple):
    """A unit as printed; who leads is decided when all units of the item are known."""

    unit: str
    role: Role
    scope: Scope
    span: Span
    part: int
    part_text: str
    order: int
    label: str
    full_name: str
    group: bool


class Builder:
    """Builds the items of one document; remembers the rule that the first of a list leads (下同)."""

    def __init__(self, page: Page, find_targets: FindTargets | None) -> None:
        self.page = page
        self.find_targets = find_targets
        self.lead_first = False
        self.own_scope = Scope.NONE  # of units without a printed level, in a programme of the issuer's own

    def build(self, draft: Draft) -> Built:
        """The item of a draft."""
        printed = draft.span.of(self.page.text)
        narrow = words.narrow(printed)
        base = draft.span.start
        tags = self._tags(draft, printed)
        extras, result = _facts(printed, narrow, base, tags)
        clusters = _clusters(narrow, tags, extras, base)
        oddities = [Oddity(code, Span(base + t.start, base + t.end)) for t in tags for code in t.oddities]
        lead_first = any(t.lead_first for t in tags)
        self.lead_first = self.lead_first or lead_first
        entries = _entries(printed, narrow, base, clusters)
        if draft.cells:
            above = [c for c in draft.cells if c.span.end <= base and not c.part]  # a heading's units come first
            entries = self._cell_entries(above) + entries
            entries += self._cell_entries([c for c in draft.cells if c not in above])
            extras += [
                Extra(c.label, c.span.of(self.page.text), c.span) for c in draft.cells if c.use in ("extra", "stage")
            ]
        result = self._cell_result(draft) or result or self._tail_result(draft, narrow, clusters)
        tag_spans = [Span(base + t.start, base + t.end) for t in tags]
        tag_spans += [
            c.span for c in draft.cells if c.use == "unit" and base <= c.span.start and c.span.end <= draft.span.end
        ]
        led = tuple(self._led(entries))
        targets = (*self._targets(draft, printed, tag_spans, extras, result, led), *self._cell_targets(draft))
        item = Item(
            number=draft.number,
            section=draft.section,
            text=printed,
            span=draft.span,
            units=led,
            targets=targets,
            tags=tuple(sorted(tag_spans)),
            title=draft.title.of(self.page.text).strip(" *\n") if draft.title else "",
            extras=tuple(extras),
            result=result,
            number_span=draft.number_span,
        )
        return Built(item, oddities, lead_first)

    def _tags(self, draft: Draft, printed: str) -> list[Tag]:
        """Tags of the stretch; those of a whole line are known already."""
        if draft.cells:
            return _without_rows(all_tags(printed), draft.cells, draft.span.start)
        line = self.page.line_at(draft.span.start)
        if line is not None and line.span.end == draft.span.end:
            return shifted(self.page.tags(line), draft.span.start - line.span.start)
        return list(all_tags(printed))

    def _cell_entries(self, cells: Sequence[Cell]) -> list[_Printed]:
        entries: list[_Printed] = []
        for cell in cells:
            if cell.use != "unit":
                continue
            printed = cell.span.of(self.page.text)
            narrow = half(printed)
            label = re.sub(r"\(.*\)$", "", cell.label)
            if words.says_lead_first(cell.label):
                self.lead_first = True
            tags = all_tags(printed)
            groups = [g for t in tags for g in t.groups] or _of_cell(narrow, label, printed)
            if words.says_lead_first(narrow):
                self.lead_first = True
            part_text = cell.part_span.of(self.page.text) if cell.part_span else ""
            entries += _of_groups(groups, cell.span.start, cell.part, part_text)
        return entries

    def _cell_targets(self, draft: Draft) -> tuple[Target, ...]:
        """Figures that a table prints one a cell, and those of its columns by time (一季度 | 完成征地320亩).

        A bare number is measured by its heading (年度投资(万元)), by the item's name (城镇新增就业(人)) or by the
        column of measures: 城镇新增就业 | 人 | 3200.
        """
        if self.find_targets is None or not draft.cells:
            return ()
        text, found = self.page.text, list[Target]()
        name = draft.title.of(text).strip(" *\n") if draft.title else ""
        for cell in draft.cells:
            if cell.use == "stage":
                stages = self.find_targets(cell.span.of(text), offset=cell.span.start)
                found += [replace(t, due=t.due or cell.label) for t in stages]
            elif cell.use == "figure":
                printed = cell.span.of(text)
                what, _, measure = cell.label.partition("(") if "(" in cell.label else (name, "", cell.label)
                measure = measure.rstrip(")") or next(iter(re.findall(r"\(([^()]{1,8})\)$", half(what))), "")
                for target in self.find_targets(f"{what}{printed}{measure}。")[-1:]:
                    found.append(replace(target, phrase=printed, what=what, span=cell.span, figure=cell.span))
        return tuple(found)

    def _cell_result(self, draft: Draft) -> Result | None:
        cells = [c for c in draft.cells if c.use == "result"]
        if not cells:
            return None
        span = Span(cells[0].span.start, cells[-1].span.end)
        return _result(span.of(self.page.text), span)

    def _tail_result(self, draft: Draft, narrow: str, clusters: list[_Cluster]) -> Result | None:
        """In a report of results: what follows the units, else the whole text."""
        if not draft.result:
            return None
        base, start = draft.span.start, 0
        if clusters:
            tail = clusters[-1].end
            lead = _BETWEEN.match(narrow, tail)
            start = lead.end() if lead else tail
            if len(narrow) - start < 4:
                start = 0
        end = draft.span.end
        if not start and (done := _DONE.search(narrow, 6)) and not _COUNTED.search(narrow, 0, done.start()):
            start = done.end()  # 改造小区28个。已完工28个。（区住建局）
            end = base + min((c.start for c in clusters if c.start > start), default=len(narrow))
        span = Span(base + start, end)
        return _result(span.of(self.page.text), span)

    def _led(self, entries: list[_Printed]) -> Iterator[UnitEntry]:
        """Say who leads: printed leads; else the first of the part, by the notice's rule or inferred."""
        printed_leads = {e.part for e in entries if e.role is Role.LEAD}
        inferred: set[int] = set()  # parts whose first responsible unit has been seen
        for e in entries:
            lead, role, source = e.role is Role.LEAD, e.role, RoleSource.PRINTED
            if e.role is Role.RESPONSIBLE and e.part not in printed_leads and e.part not in inferred:
                inferred.add(e.part)
                if not e.group:
                    lead, source = True, RoleSource.INFERRED
                    role = Role.LEAD if self.lead_first else role
            scope = self.own_scope if e.scope is Scope.NONE else e.scope
            yield UnitEntry(
                e.unit, role, scope, e.span, e.part, e.part_text, e.order, e.label, source, e.full_name, lead, e.group
            )

    def _targets(
        self,
        draft: Draft,
        printed: str,
        tags: Sequence[Span],
        extras: Sequence[Extra],
        result: Result | None,
        units: Sequence[UnitEntry],
    ) -> tuple[Target, ...]:
        """Targets of the task itself: without units, results, names of leaders and telephone numbers."""
        if self.find_targets is None:
            return ()
        base = draft.span.start
        if result is not None and result.span.start <= base + 2:
            return ()
        hidden = [*tags, *[e.span for e in extras if not words.CONTENT_WORD.match(e.label)]]
        if result is not None:
            hidden.append(result.span)
        targets = self.find_targets(_blanked(printed, base, hidden), offset=base)
        kept = tuple(_in_place(t, self.page.text) for t in targets)
        return _with_parts(kept, units)


def _of_cell(narrow: str, label: str, printed: str) -> list[Group]:
    """The units of a cell: roles said in words or in notes, else those of the heading."""
    role = words.role_of(label)
    if noted := by_notes(narrow, 0, len(narrow), printed, role):
        return noted
    if groups := by_verbs(narrow, 0, len(narrow), printed):
        return groups
    return [Group(role, tuple(split(narrow, printed=printed)), words.scope_of(label), label)]


_FEW = 3  # stretches; up to so many the text is cut and joined again


def _blanked(text: str, base: int, hidden: Sequence[Span]) -> str:
    """The text with stretches blanked out at equal length; each of them ends a clause, as the tag did."""
    stretches = [(max(0, span.start - base), min(len(text), span.end - base)) for span in hidden]
    if len(stretches) <= _FEW:
        for a, b in stretches:
            text = f"{text[:a]}。{' ' * (b - a - 1)}{text[b:]}" if a < b else text
    else:
        letters = list(text)  # written into, so that many stretches cost no more than their letters
        for a, b in stretches:
            letters[a:b] = ["。", *" " * (b - a - 1)] if a < b else letters[a:b]
        text = "".join(letters)
    return text.rstrip(" \n。") + "。" if text.endswith(" ") else text


_ACROSS = regex(r"[\s\S]*(?:[。\s] {2,}|。$)[;,、\s]*")


def _in_place(target: Target, text: str) -> Target:
    """The phrase letter for letter as the document has it: never across a tag, without blanks at its ends."""
    if target.span.of(text) == target.phrase:
        return target
    start, end = target.span.start, target.span.end
    if across := _ACROSS.match(target.phrase[: max(0, target.figure.start - start)]):
        start += across.end()
    while start < target.figure.start and text[start].isspace():
        start += 1
    while end > target.figure.end and text[end - 1].isspace():
        end -= 1
    return replace(target, span=Span(start, end), phrase=text[start:end])


def _with_parts(targets: tuple[Target, ...], units: Sequence[UnitEntry]) -> tuple[Target, ...]:
    """The part that a target stands in: the first whose units follow it."""
    if not targets:
        return targets
    ends = sorted({e.part: e.span.start for e in reversed(units) if e.part}.items(), key=lambda p: p[1])
    if not ends:
        return targets
    return tuple(replace(t, part=next((p for p, at in ends if t.span.end <= at), 0)) for t in targets)


def _without_rows(tags: Sequence[Tag], cells: Sequence[Cell], base: int) -> list[Tag]:
    """Tags that are not already told by a column of units."""
    spans = [c.span for c in cells if c.use == "unit"]
    return [t for t in tags if not any(s.start <= base + t.start and base + t.end <= s.end for s in spans)]


def _result(text: str, span: Span) -> Result:
    status = words.STATUS.match(half(text))
    progress = read_result(text, offset=span.start)
    return Result(text, span, progress.figures, status.group(1) if status else progress.status)


def _facts(printed: str, narrow: str, base: int, tags: list[Tag]) -> tuple[list[Extra], Result | None]:
    """Labelled facts (完成时限：…) and the labelled result (完成情况：…) of an item."""
    if not words.may_hold_facts(narrow):
        return [], None
    taken = [(t.start, t.end) for t in tags]
    found: list[tuple[int, int, str, bool]] = []
    for pattern, is_result in ((words.RESULT, True), (words.EXTRA, False)):
        for match in pattern.finditer(narrow):
            at = match.start()
            heads = at == 0 or narrow[at - 1] in "\n" or bool(re.search(r"\n[ *\-]*$", narrow[max(0, at - 6) : at]))
            inline = is_result or words.EXTRA_INLINE.match(narrow, at) is not None
            behind = at > 0 and narrow[at - 1] in "。;,) ]】〕([【〔"
            inside = any(a <= at < b for a, b in taken)
            if (inline and behind) or (heads and not inside):
                found.append((at, match.end(), match.group(1), is_result))
    found.sort()
    extras: list[Extra] = []
    result: Result | None = None
    starts = sorted([f[0] for f in found] + [a for a, _ in taken])
    for at, begin, label, is_result in found:
        limit = next((s for s in starts if s > at), len(narrow))
        end = limit if is_result else _fact_end(narrow, begin, limit, words.CONTENT_WORD.match(label) is not None)
        a, b = _tight(narrow, begin, end)
        if a >= b:
            continue
        span = Span(base + a, base + b)
        if is_result and result is None:
            result = _result(printed[a:b], span)
        elif not is_result:
            extras.append(Extra(label, printed[a:b], span))
    return extras, result


def _fact_end(text: str, begin: int, limit: int, content: bool) -> int:
    """A fact ends with its line; a date or a name also with its clause."""
    while begin < limit and text[begin] in " \n":
        begin += 1
    newline = text.find("\n", begin, limit)
    end = limit if newline < 0 else newline
    if content:
        return end
    stop = _FACT_STOP.search(text, begin, end)
    end = stop.start() if stop else end
    label = words.LABEL.search(text, begin, end)
    return label.start() if label else end


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \n*;,、":
        start += 1
    while end > start and text[end - 1] in " \n*;,、":
        end -= 1
    return start, end


def _clusters(narrow: str, tags: list[Tag], extras: list[Extra], base: int) -> list[_Cluster]:
    """Tags with nothing but punctuation and labelled facts between them belong together."""
    facts = [(e.span.start - base, e.span.end - base) for e in extras if not words.CONTENT_WORD.match(e.label)]
    together: list[list[Tag]] = []
    for tag in tags:
        if together and _nothing_between(narrow, together[-1][-1].end, tag.start, facts):
            together[-1].append(tag)
        else:
            together.append([tag])
    clusters = [_Cluster(tuple(group), group[0].start, group[-1].end) for group in together]
    return clusters if _are_parts(clusters) else ([_Cluster(tuple(tags), tags[0].start, tags[-1].end)] if tags else [])


def _nothing_between(text: str, start: int, end: int, facts: list[tuple[int, int]]) -> bool:
    piece = text[start:end]
    if len(piece) > 400:
        return False
    for a, b in facts:
        if start <= a and b <= end:
            piece = piece[: a - start] + " " * (b - a) + piece[b - start :]
    piece = words.EXTRA.sub(" ", piece)
    return _BETWEEN.fullmatch(piece) is not None


def _are_parts(clusters: list[_Cluster]) -> bool:
    """Several clusters make parts, unless each only adds a role that the others lack (labelled lines)."""
    if len(clusters) < 2 or clusters[0].start == 0:
        return len(clusters) < 2
    if any(t.bracket for c in clusters for t in c.tags):
        return True
    labels = [g.label for c in clusters for t in c.tags for g in t.groups]
    return len(set(labels)) < len(labels)


def _entries(printed: str, narrow: str, base: int, clusters: list[_Cluster]) -> list[_Printed]:
    entries: list[_Printed] = []
    before = 0
    for number, cluster in enumerate(clusters, start=1):
        part, part_text = 0, ""
        if len(clusters) > 1:
            part = number
            piece = narrow[before : cluster.start]
            lead = _LEAD_IN.match(piece)
            skip = lead.end() if lead else 0
            if "(其中" in piece:
                skip = max(
                    skip, piece.rindex("(其中") + 3 + (1 if piece[piece.rindex("(其中") + 3 :].startswith(",") else 0)
                )
            end = cluster.start - len(piece) + len(_LABEL_LEFT.sub("", piece))
            part_text = printed[before + skip : max(before + skip, end)].strip()
        for tag in cluster.tags:
            entries += _of_groups(tag.groups, base, part, part_text)
        before = cluster.end
    return entries


def _of_groups(groups: Sequence[Group], base: int, part: int, part_text: str) -> list[_Printed]:
    entries = []
    for group in groups:
        for order, name in enumerate(group.names):
            unit, span = name.text, Span(base + name.start, base + name.end)
            full = name.full if name.full != unit else ""
            entries.append(
                _Printed(unit, group.role, group.scope, span, part, part_text, order, group.label, full, is_group(unit))
            )
    return entries
