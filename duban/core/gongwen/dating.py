"""A paper that was approved without its number gets number and day of issue, and nothing else of it changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from duban.core.gongwen.document import Document, Part, Signature
from duban.core.text.days import day_in_words


def numbered(paper: Document, number: str, *, drawn: dt.date, on: dt.date) -> Document:
    """The paper with its number in the head, and the day of issue ``on`` where it had the day it was ``drawn`` up."""
    old, new = day_in_words(drawn), day_in_words(on)

    def dated(part: Part) -> Part:
        if not isinstance(part, Signature):
            return part
        return replace(part, lines=tuple(new if line == old else line for line in part.lines))

    head = replace(paper.head, number=number) if paper.head else None
    imprint = paper.imprint
    if imprint is not None and imprint.issued_on is not None:
        imprint = replace(imprint, issued_on=on)
    return replace(paper, head=head, imprint=imprint, parts=tuple(dated(part) for part in paper.parts))
