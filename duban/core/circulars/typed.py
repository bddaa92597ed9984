"""Numbers that were typed by hand into a text whose numbers should come from the ledger, each with its sentence.

Whoever drafts either puts a reference in their place or says in a sentence where the number comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from duban.core.circulars.placeholders import Line, Reference
from duban.core.text.patterns import regex

# Not counts: days and years, document numbers, ordinals, item codes, numbered headings, times, telephone numbers,
# titles of papers, terms that are set (5个工作日内), names with letters (5G, A4).
_NO_COUNTS = regex(
    r"《[^》]*》|〔\d{4}〕\d+号|第\d+(?:[、，,—～至-]\d+)*[号条期版次季项款届批年个页章节]"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{4}(?:[—～至-]\d{4})?(?=年)"
    r"|\d{1,2}(?:月?[—～至、-]\d{1,2})*(?=月)|(?<=月)\d{1,2}(?:日?[—～至、-]\d{1,2})*(?=日)"
    r"|(?<=[—～至、-])\d{1,2}(?=日(?!均|产))"
    r"|\d{1,2}[:：]\d{2}|\d+(?=时(?:前|止|之前|整))|\d{3,4}-\d{7,8}|(?<!\d)1\d{10}(?!\d)|[（(]\d{1,2}[）)]"
    r"|\d+(?=(?:个?工作日|个?自然日|日|天|个月)(?:之?内|以内))|[省市区]-\d+|[A-Za-z]+\d+|\d+[A-Z]+"
)
_HEAD = regex(r"^\d{1,2}[.．](?!\d)")
_MEASURES = "项|个|家|次|份|条|处|户|人|名|件|起|套|亿|万|元|％|%|公里|亩|平方|吨"
_NAME = regex(rf"“[^”]*?(?:\d+(?!\d|[.,]\d|{_MEASURES}))[^”]*”")  # “12345”热线, “1+8”; not “已完成17项”
_NUMBER = regex(
    r"\d+(?:[.,]\d+)*(?:%|％|万亿|亿|万|个百分点)?"
    r"|百分之[零〇一二三四五六七八九十百点]+"
    r"|(?<![第〇零一二三四五六七八九十百千万])[二三四五六七八九两十百千][〇零一二三四五六七八九十百千万]*(?=项|个单位|个指标|个百分点|家|份|次)"
    r"|(?<![第〇零一二三四五六七八九十百千万])一[百千万十][〇零一二三四五六七八九十百千万]*(?=项|个|家|份|次)"
)
_SENTENCE = regex(r"(?<=。)")


class Typed(NamedTuple):
    """A number in the sentence that holds it, as written: references stand in their braces."""

    number: str
    sentence: str


def typed(lines: Iterable[Line]) -> list[Typed]:
    """Numbers in what was written by hand, each once in a sentence, in order.

    >>> from duban.core.circulars.placeholders import parse
    >>> typed(parse("截至2023年9月30日，已完成17项，占{已完成占比}。按“12345”热线第3项办理。"))
    [Typed(number='17', sentence='截至2023年9月30日，已完成17项，占{已完成占比}。')]
    """
    found: dict[Typed, None] = {}
    for line in lines:
        for sentence in _sentences(line):
            whole = "".join(str(run) for run in sentence)
            for at, run in enumerate(sentence):
                if isinstance(run, str):
                    found.update(dict.fromkeys(Typed(number, whole) for number in _numbers(run, head=at == 0)))
    return list(found)


def typed_numbers(lines: Iterable[Line]) -> list[str]:
    """The numbers alone, each once, in order."""
    return list(dict.fromkeys(each.number for each in typed(lines)))


def _numbers(text: str, *, head: bool) -> Iterator[str]:
    text = _HEAD.sub("", text) if head else text
    text = _NAME.sub(lambda match: "　" * len(match[0]), text)
    text = _NO_COUNTS.sub(lambda match: "　" * len(match[0]), text)
    for match in _NUMBER.finditer(text):
        yield match[0]


def _sentences(line: Line) -> Iterator[list[str | Reference]]:
    sentence: list[str | Reference] = []
    for run in line.runs:
        pieces = [run] if isinstance(run, Reference) else [each for each in _SENTENCE.split(run) if each]
        for piece in pieces:
            sentence.append(piece)
            if isinstance(piece, str) and piece.endswith("。"):
                yield sentence
                sentence = []
    if sentence:
        yield sentence
