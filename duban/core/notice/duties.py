"""承办关系 read out of a stretch of text: tags in brackets, labels on their own line or in the sentence.

``(市级牵头单位:市城建局;区级牵头单位:区建设局)`` · ``（市教育局牵头，市财政局、市人社局配合）`` ·
``责任单位：各县（市）区政府``. All places count in the stretch handed in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from duban.core.notice import vocabulary as words
from duban.core.notice.names import Name, split
from duban.core.notice.reading import Role, Scope
from duban.core.text import brackets
from duban.core.text.patterns import regex
from duban.core.text.width import half
from duban.core.units.names import analyse, is_group, looks_like_unit

LONGEST_TAG = 600  # characters; no bracket with units is longer
DEEPEST_TAG = 3
NEAR = 12  # characters that may stand before the first label of a tag (其中, …)


class Group(NamedTuple):
    """Units under one label or verb."""

    role: Role
    names: tuple[Name, ...]
    scope: Scope = Scope.NONE
    label: str = ""  # as printed, "" for verb forms


class Tag(NamedTuple):
    """A stretch that only names units. ``bracket`` tells a tag in brackets from a labelled line."""

    start: int
    end: int
    groups: tuple[Group, ...]
    bracket: bool
    oddities: tuple[str, ...] = ()  # codes: nested-label, unclosed, mixed
    lead_first: bool = False  # says that the first of a list leads, from here on


_VERB = regex(
    r"(?=[按根分共具联统组各牵主负承实落协配参])(?:按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?|根据职责分工)?(?:分别|共同|具体|联合|统一|组织|各自)*"
    r"(牵头(?:负责|实施|落实|组织|抓总|办理)?|主办|主责|负责|承办|实施|落实|协办|配合|协同|协作|协助|参与|参加)"
    r"(?:负责|实施|落实|办理|推进|完成|配合|抓好落实|做好)?(?=[,;。、)\s列排]|$)"
)
_DASH = regex(r"(?:(?<=[。;\n ])|^) *(?:[—―─]{1,2}|--) *")
_ENDS = regex(r"[。;\s]*(?:\n|$)")
_OFFICE = regex(r"(?:局|委|办|厅|委员会|办公室|政府|管委会|办事处|公司|集团|中心|[分支]行|残联|妇联|总工会)$")
_PLACES = frozenset("县市区旗州盟乡镇街道村")
_HAS_DUTY = regex(
    r":|[局委办厅府会司道心团联处行][)\]】〕〉]|[局委办厅府会司道心团联处行部][,;、]|负责|牵头|主办|承办|协办|配合|单位|部门|实施|落实|主责"
)
_BEFORE_LABEL = regex(r"(?:^|[\n。;,、:)\]】〕〉》|>*]|其中,?| )[ *\-•—]*$")


def _verb_role(verb: str) -> Role:
    if verb.startswith(("牵头", "主办", "主责")):
        return Role.LEAD
    return Role.COOPERATING if re.match(r"协|配合|参与|参加", verb) else Role.RESPONSIBLE


def by_verbs(text: str, start: int, end: int, printed: str) -> list[Group]:
    """Groups of 甲牵头，乙、丙配合; names behind the last verb answer without one. Empty where no verb stands."""
    groups, at = [], start
    for found in _VERB.finditer(text, start, end):
        names = tuple(split(text, at, found.start(), printed=printed))
        if names:
            groups.append(Group(_verb_role(found.group(1)), names))
        at = found.end()
    if not groups:
        return []
    rest = tuple(n for n in split(text, at, end, printed=printed) if looks_like_unit(n.text))
    return [*groups, Group(Role.RESPONSIBLE, rest)] if rest else groups


_ROLE_NOTE = regex(r"\((牵头|主办|主责|负责|配合|协办|协助|参与|参加)(?:单位|部门|负责|落实)?\)")


def by_notes(text: str, start: int, end: int, printed: str, role: Role) -> list[Group]:
    """Groups of 市教育局(牵头)、市财政局(配合): a note behind a name says its role, the label the others'."""
    if text.find("(", start, end) < 0:
        return []
    notes = {m.start(): m for m in _ROLE_NOTE.finditer(text, start, end)}
    if not notes:
        return []
    found: list[tuple[Role, Name]] = []
    for name in split(text, start, end, printed=printed):
        note = next((m for at, m in notes.items() if 0 <= at - name.end <= 1 or name.start < at < name.end), None)
        found.append((_verb_role(note.group(1)) if note else role, name))
    groups: list[Group] = []
    for each, name in found:
        if groups and groups[-1].role is each:
            groups[-1] = groups[-1]._replace(names=(*groups[-1].names, name))
        else:
            groups.append(Group(each, (name,)))
    return groups


def labelled(text: str, label: str, start: int, end: int, printed: str, plain: str) -> list[Group]:
    """Groups of one label's value; a value with verbs says the roles itself."""
    role, scope = words.role_of(plain), words.scope_of(plain)
    if noted := by_notes(text, start, end, printed, role):
        return [Group(g.role, g.names, scope, label) for g in noted]
    groups = by_verbs(text, start, end, printed)
    if groups and (words.is_division(plain) or len(groups) > 1 or groups[0].role is not Role.RESPONSIBLE):
        return [Group(g.role, g.names, scope, label) for g in groups]
    names = groups[0].names if len(groups) == 1 else tuple(split(text, start, end, printed=printed))
    return [Group(role, names, scope, label)] if names else []


@dataclass(slots=True)
class _Values:
    groups: list[Group] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)


def _shown(label: re.Match[str], printed: str) -> str:
    """The label as printed; one that was printed with blanks (责 任 单 位) as a word."""
    shown = printed[label.start(1) : label.end(1)]
    word: str = label.group(1)
    return word if word != shown and " " in half(shown) else shown


def _label_values(text: str, found: list[re.Match[str]], end: int, printed: str) -> _Values:
    """What stands behind each of several labels; a label right behind another takes its place."""
    values = _Values()
    for at, label in enumerate(found):
        until = found[at + 1].start() if at + 1 < len(found) else end
        if at + 1 < len(found) and not text[label.end() : until].strip(" ;,、"):
            values.oddities.append("nested-label")
            continue
        if text.find(":", label.end(), until) > 0 and (fact := words.EXTRA_INLINE.search(text, label.end(), until)):
            until = fact.start()
        shown = _shown(label, printed)
        values.groups += labelled(text, shown, label.end(), until, printed, label.group(1).replace(" ", ""))
    return values


def _masked(text: str, pairs: Iterable[tuple[int, int]]) -> str:
    """The text with what stands inside the given brackets hidden; the length stays."""
    signs = list(text)
    for a, b in pairs:
        signs[a : b + 1] = "\x00" * (b + 1 - a)
    return "".join(signs)


def _bracket_tag(text: str, start: int, end: int, inner: list[tuple[int, int]], printed: str) -> Tag | None:
    """The tag that a bracket makes, or ``None``. ``start`` and ``end`` include the signs."""
    first, last = start + 1, end - 1
    shallow, by = text, 0
    if inner:  # a copy of the bracket, without what the inner ones hold
        shallow, by = _masked(text[first:last], [(a - first, b - first) for a, b in inner]), first
    lead_first = text.find("为", start, end) > 0 and words.says_lead_first(text, start, end)
    every = list(words.LABEL.finditer(shallow, first - by, last - by))
    near = first - by + NEAR
    labels = [m for m in every if _BEFORE_LABEL.search(shallow[max(first - by, m.start() - 6) : m.start()])]
    if labels and (labels[0].start() <= near or words.EXTRA_INLINE.match(shallow, first - by, last - by)):
        found = every[every.index(labels[0]) :]
        if inner:
            found = list(words.LABEL.finditer(text, by + labels[0].start(), last))
            found = [m for m in found if not any(a < m.start() < b for a, b in inner)]
        values = _label_values(text, found, last, printed)
        if values.groups:
            return Tag(start, end, tuple(values.groups), True, tuple(values.oddities), lead_first)
    if every:
        return None
    groups = by_verbs(text, start + 1, end - 1, printed) or _bare(text, start, end, printed)
    names = [n for g in groups for n in g.names]
    likely = [n for n in names if looks_like_unit(n.text)]
    if not likely or len(likely) * 2 < len(names):
        return None
    kept = [Group(g.role, tuple(n for n in g.names if looks_like_unit(n.text)), g.scope, g.label) for g in groups]
    return Tag(start, end, tuple(g for g in kept if g.names), True, (), lead_first)


_DUE_TAIL = regex(
    r"[,;、 ](?:(?:20)?\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬)?|[一二三四]季度|年|[上下]半年)?"
    r"(?:底|末|内|度)?(?:之?前)?"
    r"(?:完成|落实|启动|实施)?$|"
    r"[,;、 ](?:全年|年内|长期|持续|常态化?|[^,;、()]{0,6}年内)(?:坚持|推进|落实|实施|持续推进|完成)?$"
)


def _bare(text: str, start: int, end: int, printed: str) -> list[Group]:
    """（市教育局、市财政局） at the end of a paragraph or a sentence: names of offices with their level, nothing else.

    Behind a unit's own name it is that name's remark: 市交通委（市道运局）.
    """
    if text[start - 1 : start] in _PLACES and not text.startswith("各", start + 1):
        return []  # 各乡镇(街道), 县(市、区): a remark on the name
    if not _ENDS.match(text, end) and (text[end : end + 1] not in (";", "。") or _OFFICE.search(text[:start])):
        return []
    stop = start + len(_DUE_TAIL.sub("", text[start : end - 1]))
    end = stop + 1
    names = tuple(split(text, start + 1, stop, printed=printed))
    sure = all(is_group(n.text) or _OFFICE.search(n.text) for n in names)
    sure = sure and any(is_group(n.text) or analyse(n.full or n.text).prefix for n in names[:1])
    whole = sum(len(n.text) + 1 for n in names) >= end - start - 3
    return [Group(Role.RESPONSIBLE, names)] if names and sure and whole else []


def bracket_tags(text: str, printed: str) -> list[Tag]:
    """Tags in brackets of a half-width text, outermost ones, in order; unclosed brackets are repaired."""
    if not _HAS_DUTY.search(text):
        return []
    matched = brackets.match(text)
    tags: list[Tag] = []
    open_until: list[int] = []
    for at, (a, b) in enumerate(matched.pairs):
        while open_until and open_until[-1] < a:
            open_until.pop()
        open_until.append(b)
        if len(open_until) > DEEPEST_TAG or b - a > LONGEST_TAG or (tags and a < tags[-1].end):
            continue
        if not _HAS_DUTY.search(text, a, b + 1):
            continue
        tag = _bracket_tag(text, a, b + 1, _inner(matched.pairs, at), printed)
        if tag is not None:
            tags.append(tag._replace(oddities=(*tag.oddities, "mixed")) if a in matched.mixed else tag)
    return sorted([*tags, *_unclosed(text, printed, matched.unclosed, tags)], key=lambda t: t.start)


def _inner(pairs: tuple[tuple[int, int], ...], at: int) -> list[tuple[int, int]]:
    """Pairs directly or indirectly inside the one at ``at``; they follow it, since pairs are sorted."""
    end, found = pairs[at][1], []
    for a, b in pairs[at + 1 :]:
        if a > end:
            break
        found.append((a, b))
    return found


def _unclosed(text: str, printed: str, opens: tuple[int, ...], tags: list[Tag]) -> list[Tag]:
    """A bracket with a label that nothing closes: it ends with its line."""
    found: list[Tag] = []
    starts = [t.start for t in tags]
    reach = 0  # end of the tag before: what opens inside it is part of it
    for a in opens:
        before = bisect_right(starts, a) - 1
        if a < reach or (before >= 0 and a < tags[before].end) or not words.LABEL.match(text, a + 1):
            continue
        line_end = text.find("\n", a)
        end = min(len(text) if line_end < 0 else line_end, a + LONGEST_TAG)
        stop = text.find("。", a, end)
        end = end if stop < 0 else stop
        values = _label_values(text, list(words.LABEL.finditer(text, a + 1, end)), end, printed)
        reach = end
        if values.groups:
            found.append(Tag(a, end, tuple(values.groups), True, (*values.oddities, "unclosed")))
    return found


def dash_tags(text: str, printed: str) -> list[Tag]:
    """Units behind a dash and nothing else up to the end of the line: ``—— 市城管局、市水务局``."""
    tags: list[Tag] = []
    for dash in _DASH.finditer(text):
        newline = text.find("\n", dash.end())
        end = len(text) if newline < 0 else newline
        if end - dash.end() > LONGEST_TAG or not dash.group().strip():
            continue
        names = tuple(split(text, dash.end(), end, printed=printed))
        sure = any(is_group(n.text) or _OFFICE.search(n.text) for n in names)
        if (
            sure
            and all(looks_like_unit(n.text) for n in names)
            and sum(len(n.text) + 1 for n in names) > end - dash.end() - 3
        ):
            tags.append(Tag(dash.start(), end, (Group(Role.RESPONSIBLE, names),), False))
    return tags


def label_tags(text: str, printed: str) -> list[Tag]:
    """Labels outside brackets: on their own line or in the sentence; adjoining ones stay separate tags.

    ``text`` must have its bracket tags masked by the caller (spaces of equal length).
    """
    stops = sorted({m.start() for pattern in (words.EXTRA_INLINE, words.RESULT) for m in pattern.finditer(text)})
    labels = [m for m in words.LABEL.finditer(text) if _BEFORE_LABEL.search(text[max(0, m.start() - 8) : m.start()])]
    tags: list[Tag] = []
    for at, label in enumerate(labels):
        limit = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        limit = next((s for s in stops if label.end() <= s < limit), limit)
        end = _value_end(text, label.end(), limit)
        if not text[label.end() : end].strip(" ;,、") and end == limit and at + 1 < len(labels):
            continue
        shown = _shown(label, printed)
        groups = labelled(text, shown, label.end(), end, printed, label.group(1).replace(" ", ""))
        if groups:
            first = words.says_lead_first(text, label.start(), end)
            tags.append(Tag(label.start(), end, tuple(groups), False, (), first))
    return tags


def _value_end(text: str, start: int, limit: int) -> int:
    """A value ends with its line or sentence; one that starts on the next line ends with that."""
    at = start
    while at < limit and text[at] in " \n":
        at += 1
    newline = text.find("\n", at, limit)
    while newline > 0 and text[newline - 1] in "、,":  # a list that is cut goes on
        newline = text.find("\n", newline + 1, limit)
    end = limit if newline < 0 else newline
    stop = text.find("。", at, end)
    return stop + 1 if stop >= 0 else end


_SENTENCE = regex(r"(?:(?<=,)|(?<=，))由[^。;\n]+|(?:(?!,由)[^。;\n])+")
_CLOSING_VERB = regex(
    r"(?:牵头|负责|主办|承办|主责|配合|协办|参与|参加)(?:负责|实施|落实|办理|推进|抓好落实|做好)? ?(?=[。;\n]|$)"
)
_JOINTS = regex(
    r"[,;、。\s由请及和与]|会同|共同|分别|具体|按(?:照)?(?:各自)?职责(?:分工)?|(?:有关|相关)(?:部门|单位)|等"
)


def verb_tags(text: str, printed: str) -> list[Tag]:
    """Whole sentences that only say who does it: 由市教育局牵头负责，市财政局、市人社局配合。"""
    tags: list[Tag] = []
    for sentence in _SENTENCE.finditer(text):
        if not _CLOSING_VERB.search(text, sentence.start(), sentence.end()):
            continue
        groups = by_verbs(text, sentence.start(), sentence.end(), printed)
        names = [name for group in groups for name in group.names]
        sure = names and all(is_group(n.text) or _OFFICE.search(n.text) for n in names)
        if not sure or not all(looks_like_unit(n.text) for n in names):
            continue
        rest = _masked(sentence.group(), [(n.start - sentence.start(), n.end - 1 - sentence.start()) for n in names])
        rest = _JOINTS.sub("", _VERB.sub("", rest.replace("\x00", "")))
        if not rest:
            tags.append(Tag(sentence.start(), sentence.end(), tuple(groups), False))
    return tags


def shifted(tags: Iterable[Tag], by: int) -> list[Tag]:
    """The tags of a line as those of a stretch that begins ``by`` characters into it."""
    if not by:
        return list(tags)
    result = []
    for tag in tags:
        if tag.start < by:
            continue
        groups = []
        for role, names, scope, label in tag.groups:
            moved = [Name(start - by, end - by, text, full) for start, end, text, full in names]
            groups.append(Group(role, tuple(moved), scope, label))
        result.append(Tag(tag.start - by, tag.end - by, tuple(groups), tag.bracket, tag.oddities, tag.lead_first))
    return result


_LABEL_SIGN = regex(r"(?:单位|部门)(?:[ 为]| ?[—―─]| ?--)")


def _without(text: str, tags: Iterable[Tag]) -> str:
    """The text with the tags, which are in order, blanked out; the length stays."""
    pieces, at = [], 0
    for tag in tags:
        pieces += [text[at : tag.start], " " * (tag.end - max(at, tag.start))]
        at = max(at, tag.end)
    return "".join([*pieces, text[at:]])


def all_tags(printed: str, text: str = "") -> tuple[Tag, ...]:
    """Every tag of a stretch as printed, in order; ``text`` is its narrow form where that is known already."""
    text = text or words.narrow(printed)
    found = bracket_tags(text, printed)
    rest = _without(text, found)
    if ":" in rest or _LABEL_SIGN.search(rest):
        found = sorted([*found, *label_tags(rest, printed)], key=lambda t: t.start)
    if not found and _CLOSING_VERB.search(rest):
        found = verb_tags(rest, printed)
    if not found and ("—" in rest or "--" in rest or "―" in rest):
        found = dash_tags(rest, printed)
    return tuple(found)
