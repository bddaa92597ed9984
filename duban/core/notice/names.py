"""Lists of unit names as notices print them: 市发改委、农业局；五华区、盘龙区政府；财政部等有关部门和单位."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from duban.core.text.patterns import HAN, regex
from duban.core.text.width import half
from duban.core.units.names import LEVELS, UnitKind, analyse, is_group, looks_like_unit

_SEPARATOR = regex(
    r"[、,;/|]|等(?:有关|相关)?(?:部门|单位)?(?:和|及|以及|与)(?!单位|部门|地区|企业|有关|相关)|(?<=\S)(?:以及|"
    r"会同)|<br ?/?>|  +"
)
# 各县、市、区政府 is one group, not three units.
_EVERY = regex(
    r"各[县市区旗州盟乡镇]{1,2}(?:[、,/][县市区旗州盟乡镇街道]{1,2})+(?:人民政府|政府|管委会|办事处)?(?![县市区旗])"
)
_DEPTH = regex(r"[(\[【〔〈)\]】〕〉]")
_TAIL = regex(
    r"等(?:\d{1,3}|[一二三四五六七八九十]{1,3})?(?:个|家)?"
    r"(?:(?:省级|市级|区级|县级|省直|市直|区直|县直|有关|相关|职能|成员|责任|配合|各)*(?:部门|单位|地区|"
    r"委办局)?(?:(?:和|及|、)?(?:有关|相关)?(?:单位|部门|地区|企业))?)?$"
)
_WITH_OTHERS = regex(r"(?:会同|配合)?(?:有关|相关)(?:部门|单位)(?:(?:和|及)(?:单位|部门))?$")
_HEAD = regex(r"^[\s由请:*•·\-]+|^(?:以及|及|和|与|会同)(?=[^平])")
_SIGNS_END = regex(r"[\s。;,、:*]+$")
_END = regex(r"[\s。;,、:*)\]】〕〉]+$")
_AND = regex(r"和|及|与")
_STRONG = regex(
    r"(?:局|委|办|厅|署|政府|公司|集团|银行|管委会|委员会|办公室|办事处|残联|妇联|总工会|中心|街道|联合会|分局|部|院|"
    r"指挥部|专班)$"
)
_ORGAN = regex(r"(?:会|队|处|站|所|社|馆|台|[乡镇区县])$")
_PERSON = regex(HAN + "{2,3}")
_PLAIN = regex(r"[^\W\d_a-zA-Z由请和及与以会等各有无]{2,16}")  # a name with nothing around it
_BARE_NOUN = regex(r"^(?:有关|相关)?(?:单位|部门|地区|企业|街道|乡镇|镇街|县区|区县)$")
_NOT_UNIT = regex(
    r"\d+ ?(?:年|月|日|%|万|个)|年内|年底|月底|季度|持续推进|长期坚持|常态化|(?:省|市|区|县|州)长(?:助理)?$|秘书长$|"
    r"同志$|主任$|书记$|^(?:无|/|-+|—+)$|下同$"
)
_NOTE = regex(r"\([^()]*(?:牵头|首位|第一|下同|排名|分管|配合|主办|协办|主责|负责|参与|参加)[^()]*\)$")
_PLACE = regex(r"[区县市旗州盟乡镇]$")
_PLACE_TAIL = regex(r"[区县市旗州盟乡镇街道](人民政府|政府|管理委员会|管委会|办事处)$")
_OFFICE_TAIL = regex(r"(局|委|办|厅|部门)$")


class Name(NamedTuple):
    """A name at ``[start, end)`` of the half-width text; ``text`` as printed without inner white space."""

    start: int
    end: int
    text: str
    full: str = ""  # with elided prefix or distributed suffix restored


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches between separators that stand outside brackets."""
    cuts = [m.span() for m in _SEPARATOR.finditer(text, start, end)]
    if not cuts:
        return [(start, end)]
    if _DEPTH.search(text, start, end):
        inside = _nested(text, start, end)
        cuts = [c for c in cuts if not inside(c[0])]
    if text.find("各", start, end) >= 0:
        whole = [m.span() for m in _EVERY.finditer(text, start, end)]
        cuts = [c for c in cuts if not any(a < c[0] < b for a, b in whole)] if whole else cuts
    edges = [start, *(edge for cut in cuts for edge in cut), end]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _nested(text: str, start: int, end: int) -> Callable[[int], bool]:
    """A function that tells whether a place stands inside brackets."""
    places, levels, depth = [], [], 0
    for found in _DEPTH.finditer(text, start, end):
        depth = depth + 1 if found.group() in "([【〔〈" else max(0, depth - 1)
        places.append(found.start())
        levels.append(depth)

    def inside(at: int) -> bool:
        before = bisect_right(places, at) - 1
        return before >= 0 and levels[before] > 0

    return inside


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without what stands around a name: 由, punctuation, 等有关部门, notes on who leads."""
    for _ in range(4):
        before = (start, end)
        if found := _HEAD.match(text[start:end]):
            start += found.end()
        piece = text[start:end]
        for pattern in (_NOTE, _TAIL):
            if found := pattern.search(piece):
                end = start + found.start()
                piece = text[start:end]
        if found := _SIGNS_END.search(piece):
            end = start + found.start()
            piece = text[start:end]
        if (found := _END.search(piece)) and not _closes(piece):
            end = start + found.start()
        if (start, end) == before or start >= end:
            break
    return start, max(start, end)


def _closes(piece: str) -> bool:
    """Whether the name itself ends with a bracket of its own: 市交通委(市道运局), 市应急局〈市消防救援支队〉."""
    signs = next((s for s in ("()", "〈〉", "〔〕", "[]", "【】") if piece.endswith(s[1])), "")
    return bool(signs) and piece.count(signs[0]) >= piece.count(signs[1]) and len(piece) > 3


def _at_and(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """甲局和乙局 is two units, 规划和自然资源局 is one: the part before must be a unit's name by itself."""
    if not _AND.search(text, start + 2, end):
        return [(start, end)]
    inside = _nested(text, start, end)
    for found in _AND.finditer(text, start + 2, end):
        left, right = text[start : found.start()], text[found.end() : end]
        if inside(found.start()) or len(right) < 2 or _BARE_NOUN.match(right):
            continue
        if _STRONG.search(left) and looks_like_unit(left) and looks_like_unit(right):
            return [(start, found.start()), *_at_and(text, found.end(), end)]
    return [(start, end)]


def _stands_alone(word: str, broken: bool) -> bool:
    """Whether a word between blanks is a unit by itself: 市教育局, 红十字会, 各街道, 国家统计局某调查队."""
    if broken or not looks_like_unit(word):
        return looks_like_unit(word) and bool(_STRONG.search(word))
    return len(word) > 2 and bool(_STRONG.search(word) or is_group(word) or _ORGAN.search(word))


def _at_spaces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """甲局 乙局, where every word by itself is a unit's name; else a space is only a space."""
    if found := _SIGNS_END.search(text[start:end]):
        end = start + found.start()
    words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
    broken = "\n" in text[start:end]  # 市住房和城乡⏎建设局
    if len(words) > 1 and all(_stands_alone(text[a:b], broken) for a, b in words):
        return words
    units = [w for w in words if _stands_alone(text[slice(*w)], broken)]
    if len(units) > 1 and all(w in units or _PERSON.fullmatch(text[slice(*w)]) for w in words) and words[0] in units:
        return units  # 县教育局 杨某 县财政局 罗某
    if len(words) == 2 and _PERSON.fullmatch(text[slice(*words[1])]) and _STRONG.search(text[slice(*words[0])]):
        return words[:1]  # 市教育局 张某: the person is no part of the name
    return [(start, end)]


def is_office(name: str) -> bool:
    """Whether a name ends as an office, a company or a government does, and not as a place or a theme may.

    >>> is_office("县发改局"), is_office("城镇")
    (True, False)
    """
    return bool(_STRONG.search(half(name)))


@lru_cache(maxsize=4096)  # a notice prints the same names over and over
def _is_plain(word: str) -> bool:
    """Whether a word is a name as it stands, with nothing around it that would have to be taken off."""
    return bool(_PLAIN.fullmatch(word)) and not _NOT_UNIT.search(word)


def split(text: str, start: int = 0, end: int | None = None, *, printed: str | None = None) -> list[Name]:
    """Names of a list, in order, with elided parts restored in :attr:`Name.full`.

    ``text`` is half width; ``printed`` the same stretch as printed, for :attr:`Name.text`.

    >>> [(n.text, n.full) for n in split("市发改委、农业局等部门")]
    [('市发改委', ''), ('农业局', '市农业局')]
    >>> [n.full or n.text for n in split("五华区、盘龙区政府,高新区、度假区管委会")]
    ['五华区政府', '盘龙区政府', '高新区管委会', '度假区管委会']
    """
    end = len(text) if end is None else end
    source = text if printed is None else printed
    names: list[Name] = []
    for a, b in _pieces(text, start, end):
        if _is_plain(text[a:b]):
            names.append(Name(a, b, source[a:b]))
            continue
        for c, d in _at_spaces(text, a, b):
            c, d = _trim(text, c, d)
            for e, f in _at_and(text, c, d) if c < d else ():
                e, f = _trim(text, e, f)
                word = re.sub(r"\s+", "", source[e:f])
                if len(word) >= 2 and not _NOT_UNIT.search(half(word)):
                    names.append(Name(e, f, word))
    if len(names) > 1 and _WITH_OTHERS.fullmatch(half(names[-1].text)):
        names.pop()
    return _restored(names) if len(names) > 1 else names


def _restored(names: list[Name]) -> list[Name]:
    """Prefix of the first name for those that elide it, suffix of a later one for those that share it."""
    level, result = "", []
    for name in names:
        facts = analyse(name.text)
        full = ""
        if facts.prefix and not facts.group and facts.prefix[-1] in LEVELS:
            level = facts.prefix[0] if facts.prefix != "自治区" else facts.prefix
        elif level and facts.field and not facts.group and facts.kind in (UnitKind.DEPARTMENT, UnitKind.INSTITUTION):
            full = level + name.text
        result.append(Name(name.start, name.end, name.text, full))
    return _distributed(result)


def _distributed(names: list[Name]) -> list[Name]:
    result, suffix, office = list(names), "", ""
    for at in range(len(names) - 1, -1, -1):
        name = names[at]
        text = half(name.text)
        if found := _PLACE_TAIL.search(text):
            suffix, office = found.group(1), ""
        elif _PLACE.search(text) and suffix and not is_group(text):
            result[at] = Name(name.start, name.end, name.text, name.text + suffix)
        elif (found := _OFFICE_TAIL.search(text)) and analyse(text).field:
            suffix, office = "", found.group(1)
        elif office and analyse(text).field and not looks_like_unit(text) and len(text) <= 6:
            result[at] = Name(name.start, name.end, name.text, (result[at].full or name.text) + office)
        else:
            suffix = office = ""
    return result
