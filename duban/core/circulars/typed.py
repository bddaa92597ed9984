"""Numbers that were typed by hand into a text whose numbers should come from the ledger."""

from __future__ import annotations

from collections.abc import Iterable

from duban.core.circulars.placeholders import Line, Reference
from duban.core.text.patterns import regex

# Not counts: days, years, document numbers, ordinals, numbered headings, times, telephone numbers, names with a figure.
_NO_COUNTS = regex(
    r"\d{4}(?=年)|\d{1,2}(?:[—-]\d{1,2})?(?=月)|(?<=月)\d{1,2}(?=日)|〔\d{4}〕\d+号|第\d+[号条期版次季项款]|\d{1,2}[:：]\d{2}"
    r"|\d{3,4}-\d{7,8}|(?<!\d)1\d{10}(?!\d)|[（(]\d{1,2}[）)]|\d+(?=时(?:前|止|之前))"
)
_HEAD = regex(r"^\d{1,2}[.．](?!\d)")
_NUMBER = regex(r"\d+(?:[.,]\d+)*(?:%|％|万亿|亿|万|个百分点)?")


def typed_numbers(lines: Iterable[Line]) -> list[str]:
    """Numbers in what was written by hand, each once, in order.

    >>> from duban.core.circulars.placeholders import parse
    >>> typed_numbers(parse("截至2023年9月30日，已完成17项，占{已完成占比}。"))
    ['17']
    """
    found: dict[str, None] = {}
    for line in lines:
        for at, run in enumerate(line.runs):
            if isinstance(run, Reference):
                continue
            text = _HEAD.sub("", run) if at == 0 else run
            text = _NO_COUNTS.sub(lambda match: "　" * len(match[0]), text)
            found.update(dict.fromkeys(match[0] for match in _NUMBER.finditer(text)))
    return list(found)
