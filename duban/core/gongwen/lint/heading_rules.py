"""Levels of headings: their marks, their order, their numbers (GB/T 9704-2012, 7.3.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from duban.core.gongwen.lint.roles import LEVELS, Part, Placed
from duban.core.gongwen.lint.values import Finding, Print, Severity
from duban.core.text.numerals import parse_chinese
from duban.core.text.patterns import regex

CLAUSE = "GB/T 9704-2012 7.3.3"
_RIGHT = {
    Part.LEVEL1: (regex(r"[一二三四五六七八九十百]+、"), "一、"),
    Part.LEVEL2: (regex(r"（[一二三四五六七八九十百]+）(?![、.．，])"), "（一）"),
    Part.LEVEL3: (regex(r"\d{1,2}[.．]"), "1."),
    Part.LEVEL4: (regex(r"（\d{1,2}）(?![、.．，])"), "（1）"),
}
_COUNT = regex(r"[（(]?([一二三四五六七八九十百]+|\d{1,2})")
_ALONE = 40  # characters; a longer line is text with a number, not a heading by itself


def marks(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """The mark of each level as it is written."""
    for each in lines:
        if each.part in _RIGHT and not _RIGHT[each.part][0].match(each.text):
            right = _RIGHT[each.part][1]
            yield Finding(
                "heading.mark", Severity.MUST, f"层次序数写作“{_mark(each.text)}”", f"“{right}”的写法",
                "序数后的标点按规定改：一、（一）1.（1），带括号的后面不加标点。", CLAUSE, each.line.number,
                each.text[:30],
            )  # fmt: skip


def _mark(text: str) -> str:
    """The mark of a line with the character behind it, where that is a mark too."""
    end = next((at for at, character in enumerate(text) if at and character in "、.．）)"), 1)
    return text[: end + 2] if text[end + 1 : end + 2] in set("、.．，") else text[: end + 1]


def order(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """Each level below the next higher one, where the document mostly does so."""
    shown = [each for each in lines if each.part in LEVELS]
    used = [level for level in LEVELS if any(each.part is level for each in shown)]
    skipped: dict[Part, list[tuple[Placed, Part | None]]] = {}
    rightly: Counter[Part] = Counter()
    path: list[Part] = []
    for each in shown:
        at = used.index(each.part)
        while path and used.index(path[-1]) >= at:
            path.pop()
        above = path[-1] if path else None
        if at and above is not used[at - 1]:
            skipped.setdefault(each.part, []).append((each, above))
        elif at:
            rightly[each.part] += 1
        path.append(each.part)
    for level, rows in skipped.items():
        if len(rows) >= rightly[level]:  # this is how the paper is built: 越级 is allowed
            continue
        missing = _RIGHT[used[used.index(level) - 1]][1]
        for each, above in rows:
            upper = f"上一个层次是“{_RIGHT[above][1]}”" if above else "上面没有别的层次"
            yield Finding(
                "heading.order", Severity.LOOK, f"“{_mark(each.text)}”前面缺一层，{upper}", f"先有“{missing}”一层",
                "补上缺的层次，或把这一层提上来。", CLAUSE, each.line.number, each.text[:30],
            )  # fmt: skip


def numbering(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """Numbers of a level follow one another: under the same heading, or through the whole paper."""
    last: dict[Part, int] = {}
    ever: dict[Part, int] = {}
    for each in lines:
        if each.part not in LEVELS:
            continue
        number = _number(each.text)
        before = last.get(each.part, 0)
        follows = number in {before + 1, ever.get(each.part, 0) + 1}
        if number and not follows and not (number == 1 and before):
            again = number <= before
            yield Finding(
                "heading.number", Severity.LOOK,
                f"序号“{_mark(each.text)}”{'重复或倒退' if again else '跳号'}，上一个是第{before}",
                f"第{before + 1}", "核对是否漏了一段，或改序号。", CLAUSE, each.line.number, each.text[:30],
            )  # fmt: skip
        last[each.part] = ever[each.part] = number
        for lower in LEVELS[LEVELS.index(each.part) + 1 :]:
            last.pop(lower, None)


def _number(text: str) -> int:
    found = _COUNT.match(text)
    if found is None:
        return 0
    if found[1].isdigit():
        return int(found[1])
    value = parse_chinese(found[1])
    return int(value) if value is not None else 0


def ends(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """A first-level heading that stands alone has no full stop."""
    for each in lines:
        if (
            each.part is Part.LEVEL1
            and len(each.text) <= _ALONE
            and each.text.count("。") == 1
            and each.text[-1] == "。"
        ):
            yield Finding(
                "heading.end", Severity.LOOK, "独立成行的一级标题末尾有句号", "标题末尾不加标点", "删去句号。",
                "GB/T 15834-2011《标点符号用法》", each.line.number, each.text[:30],
            )  # fmt: skip


RULES = (marks, order, numbering, ends)
