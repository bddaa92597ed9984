"""A filled form against the draft: which row is which item, which words go into which box, and what differs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from duban.core.notice.reading import Level
from duban.core.reporting.filled import FilledRow, number_of
from duban.core.reporting.merging import LineWords, ended, merged, presence_sentence
from duban.core.reporting.values import Presence
from duban.core.text.clean import printable
from duban.core.text.likeness import contained, likeness, pairs_of

SURE, LIKELY = 0.8, 0.5  # likeness of the item's wording
FIELDS = ("presence", "done", "problem", "next_step", "reason", "waiting_on", "expected_on", "synthesis")
_TEXTS = ("done", "problem", "next_step", "reason", "synthesis")


def squeezed(text: str) -> str:
    """A text without what a form does not keep: spaces, line ends, invisible signs."""
    return "".join(printable(text).split())


def same_text(one: str, other: str) -> bool:
    """Whether two texts say the same: the full stop that the form adds does not count."""
    return squeezed(ended(one)) == squeezed(ended(other))


# --- words of the column into boxes -----------------------------------------------------------------------------------

_COUNT = r"^[（(]?[一二三四五六七八九十\d]{0,2}[）)]?[.．、]?\s*"  # 二、 before a label
_LABELS = (
    ("problem", re.compile(_COUNT + r"(?:存在的?)?(?:问题|困难)及(?:其)?原因\s*[:：]")),
    ("next_step", re.compile(_COUNT + r"下一?步(?:工作)?(?:打算|措施|安排)?及(?:完成)?时限\s*[:：]")),
    ("synthesis", re.compile(_COUNT + r"(?:各单位情况汇总|牵头汇总)\s*[:：]")),
    ("done", re.compile(_COUNT + r"进展与成效\s*[:：]")),
)
_NIL = re.compile(r"^本期无进展可报。(?P<reason>.*)$", re.S)
_NA = re.compile(r"^本区未承担该项份额。(?P<reason>.*)$", re.S)
_BLOCKED = re.compile(r"^等待(?P<unit>[^，。；\n]{1,60}?)办理。(?P<reason>.*)$", re.S)
_AWAITING = re.compile(
    r"^统计数据尚未发布(?:，预计(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日发布)?。(?P<reason>.*)$", re.S
)
_SENTENCES = (
    (Presence.NIL, _NIL),
    (Presence.NOT_APPLICABLE, _NA),
    (Presence.BLOCKED, _BLOCKED),
    (Presence.AWAITING, _AWAITING),
)


def split_column(text: str, now: LineWords) -> LineWords:
    """The column 完成情况 as boxes; without our labels all of it is 进展与成效. ``now``: what the draft says.

    >>> split_column("已建成120个。\\n存在问题及原因：用地未批。", LineWords()).problem
    '用地未批。'
    """
    lines = [line.strip() for line in printable(text).split("\n") if line.strip()]
    presence, lines = _presence(lines, now)
    boxes: dict[str, list[str]] = {"done": [], "problem": [], "next_step": [], "synthesis": []}
    box = "done"
    for line in lines:
        named, rest = _labelled(line)
        box = named or box
        if rest:
            boxes[box].append(rest)
    texts: dict[str, Any] = {name: "\n".join(parts) for name, parts in boxes.items()}
    return replace(presence, **texts)


def _labelled(line: str) -> tuple[str, str]:
    """The box that a line names at its head, and the rest of the line."""
    for name, label in _LABELS:
        if match := label.match(line):
            return name, line[match.end() :].strip()
    return "", line


def _presence(lines: list[str], now: LineWords) -> tuple[LineWords, list[str]]:
    """Why there is no figure, where the column begins with it; and the lines after that."""
    usual = LineWords(Presence.REPORTED) if lines else LineWords()
    if not lines:
        return usual, lines
    sentence = presence_sentence(now)
    if sentence:
        count = len(_lines(sentence))
        if squeezed("".join(lines[:count])) == squeezed(sentence):
            kept = LineWords(now.presence, reason=now.reason, waiting_on=now.waiting_on, expected_on=now.expected_on)
            return kept, lines[count:]
    for presence, pattern in _SENTENCES:
        if match := pattern.match(lines[0]):
            got = match.groupdict()
            waited = got.get("unit") or ""
            return LineWords(presence, reason=got["reason"].strip(), waiting_on="" if waited == "其他单位" else waited,
                             expected_on=_day(got)), lines[1:]  # fmt: skip
    return usual, lines


def _lines(text: str) -> list[str]:
    return [line for line in printable(text).split("\n") if line.strip()]


def _day(got: dict[str, str | None]) -> dt.date | None:
    if not got.get("year"):
        return None
    try:
        return dt.date(int(got["year"] or 0), int(got["month"] or 0), int(got["day"] or 0))
    except ValueError:
        return None


# --- what differs -----------------------------------------------------------------------------------------------------


class Standing(StrEnum):
    """How a line of the draft stands to the file."""

    NEW = "new"  # the draft has nothing yet
    CHANGED = "changed"
    SAME = "same"
    EMPTY = "empty"  # the file's cell is empty
    ABSENT = "absent"  # not in the file


@dataclass(frozen=True, slots=True)
class Difference:
    """A line against its row. ``changes``: box → what the file says; nothing is ever emptied by a file.

    ``kept``: boxes that the draft has and the file has not.
    """

    standing: Standing
    changes: dict[str, str | dt.date | Presence]
    kept: tuple[str, ...] = ()


def difference(now: LineWords, row: FilledRow | None) -> Difference:
    """What would change if the row were taken over."""
    if row is None:
        return Difference(Standing.ABSENT, {})
    if not any(squeezed(text or "") for text in (row.result, row.problem, row.next_step)):
        return Difference(Standing.EMPTY, {})
    wanted = _wanted(now, row)
    changes: dict[str, str | dt.date | Presence] = {}
    kept = []
    for name in _TEXTS:
        mine, theirs = getattr(now, name), getattr(wanted, name)
        if squeezed(mine) and not squeezed(theirs):
            if name != "reason":
                kept.append(name)
        elif not same_text(mine, theirs) and not same_text(_labelled(mine.lstrip())[1], _labelled(theirs.lstrip())[1]):
            changes[name] = theirs
    if wanted.presence is not now.presence and (changes or wanted.presence is not Presence.REPORTED):
        changes["presence"] = wanted.presence
    if wanted.waiting_on and wanted.waiting_on != now.waiting_on:
        changes["waiting_on"] = wanted.waiting_on
    if wanted.expected_on and wanted.expected_on != now.expected_on:
        changes["expected_on"] = wanted.expected_on
    if not changes:
        return Difference(Standing.SAME, {}, tuple(kept))
    blank = not any(squeezed(getattr(now, name)) for name in _TEXTS) and now.presence is Presence.MISSING
    return Difference(Standing.NEW if blank else Standing.CHANGED, changes, tuple(kept))


def _wanted(now: LineWords, row: FilledRow) -> LineWords:
    """The row as boxes. A column that reads as the draft prints it is the draft, however its words would be split."""
    alone = replace(
        now,
        problem=now.problem if row.problem is None else "",
        next_step=now.next_step if row.next_step is None else "",
    )
    same = squeezed(row.result) == squeezed(merged(alone))
    wanted = alone if same else split_column(row.result, alone)
    if row.problem is not None:
        wanted = replace(wanted, problem="\n".join(filter(None, (wanted.problem, row.problem))))
    if row.next_step is not None:
        wanted = replace(wanted, next_step="\n".join(filter(None, (wanted.next_step, row.next_step))))
    return wanted


# --- which row is which item ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """An item of the draft."""

    key: int
    level: Level
    number: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the item that it speaks of; ``key`` is ``None`` where none can be told, ``reason`` says why or how."""

    row: FilledRow
    key: int | None
    reason: str = ""


def matched(rows: Sequence[FilledRow], known: Sequence[Known]) -> list[Match]:
    """Each row with its item: by level and number, checked by the wording; by the wording alone where they fail.

    An item is given once; what comes later for the same item is shown and not taken.
    """
    pairs = {each.key: pairs_of(each.text) for each in known}
    given: set[int] = set()
    found = []
    for row in rows:
        match = _match(row, known, pairs)
        if match.key is not None and match.key in given:
            match = Match(row, None, "文件里同一事项出现了两次，只取前一处。")
        if match.key is not None:
            given.add(match.key)
        found.append(match)
    return found


def _match(row: FilledRow, known: Sequence[Known], pairs: dict[int, frozenset[str]]) -> Match:
    words = pairs_of(row.matter)
    like = {key: max(likeness(words, own), 0.9 * contained(words, own)) if words else 0.0 for key, own in pairs.items()}
    numbered = [each for each in known if row.number and number_of(each.number or each.code)[1] == row.number]
    exact = [each for each in numbered if row.level in (Level.NONE, each.level) or each.level is Level.NONE]
    best = max(known, key=lambda each: like[each.key], default=None)
    sure = best is not None and like[best.key] >= SURE
    if exact:
        chosen = max(exact, key=lambda each: like[each.key])
        if len(exact) > 1 and not (words and like[chosen.key] >= LIKELY):
            return Match(row, None, f"第 {row.number} 项在几级目标里都有，文件没有写明是哪一级，也没有责任事项的文字。")
        if best is not None and sure and like[chosen.key] < LIKELY:
            return Match(row, best.key, f"序号写的是 {row.number}，责任事项是 {best.code}，按责任事项对应。")
        return Match(row, chosen.key)
    if best is not None and like[best.key] >= (LIKELY if not row.number else SURE):
        if not row.number:
            return Match(row, best.key, "文件没有写序号，按责任事项对应。")
        return Match(row, best.key, f"序号写的是 {row.number}，按责任事项对应为 {best.code}。")
    if row.number or row.matter:
        return Match(row, None, "本单位本期的应报事项里没有这一项。")
    return Match(row, None, "没有序号，也没有责任事项。")
